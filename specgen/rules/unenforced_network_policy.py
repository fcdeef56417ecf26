"""NetworkPolicies that nothing on the cluster enforces."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a created cluster that is given NetworkPolicies and no vpc-cni to enforce them."""
    guarded = [one.team for one in x.teams if one.team.network_policy.enabled]
    if not x.cluster.is_created or not guarded or _enforced(x):
        return
    field = ("vpcCni",) if x.cluster.installs.vpc_cni is None else ("vpcCni", "networkPolicy")
    yield Problem(
        Place(x.owner, ("addons", *field)),
        f"cluster `{x.cluster.name}` enforces no NetworkPolicy, and gets those of team "
        f"`{guarded[0].name}`" + (f" and {len(guarded) - 1} more" if guarded[1:] else ""),
        "enforces none",
    )


def _enforced(x: ClusterOn) -> bool:
    cni = x.cluster.installs.vpc_cni
    if cni is None:
        return False
    said = cni.configuration.get("enableNetworkPolicy", "true" if cni.network_policy else "false")
    return bool(said == "true")


_ADDONS = "addons: {sparkOperator: {}, vpcCni: {networkPolicy: %s}}"

RULE = Rule(
    id="unenforced-network-policy",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="NetworkPolicy that nothing enforces",
    why="The policies are there to be seen, and every pod reaches every other all the same.",
    hint="set addons.vpcCni.networkPolicy: true, or accept it if another engine enforces them",
    source="https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
    bad=created(_ADDONS % "false"),
    good=created(_ADDONS % "true"),
    check=check,
)

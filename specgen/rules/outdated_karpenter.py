"""A Karpenter older than the cluster's Kubernetes wants."""

from collections.abc import Iterator

from specgen.facts.kubernetes import LEAST_KARPENTER, minor_of
from specgen.finding import Place, Severity
from specgen.rules.places import version_place
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a chart of Karpenter below the least for the cluster's release, where it is known."""
    version, chart = x.cluster.kubernetes_version, x.versions.karpenter
    if x.cluster.karpenter is None or version is None or chart is None:
        return
    least = LEAST_KARPENTER.get(minor_of(version.text), ())
    if chart.parts < least:
        shown = ".".join(map(str, least))
        yield Problem(
            version_place(x, "karpenter"),
            f"Karpenter {chart} does not go with Kubernetes {version} of cluster "
            f"`{x.cluster.name}`",
            related=((Place(x.owner, ("kubernetesVersion",)), f"wants Karpenter {shown}"),),
            hint=f"set versions.karpenter to {shown} or newer, before Kubernetes is upgraded",
        )


_CLUSTER = karpenter(f"big, runs: services, {ON_DEMAND}")
_VERSIONS = 'kubernetesVersion: "1.35"\nversions: {karpenter: %s}\n'

RULE = Rule(
    id="outdated-karpenter",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="Karpenter too old for the cluster's Kubernetes",
    why="It was never run with that release: nodes do not join, or the controller stops.",
    hint="set versions.karpenter to a release that goes with the cluster's Kubernetes",
    source="https://karpenter.sh/docs/upgrading/compatibility/#compatibility-matrix",
    bad=_CLUSTER + _VERSIONS % "1.8.6",
    good=_CLUSTER + _VERSIONS % "1.9.0",
    check=check,
)

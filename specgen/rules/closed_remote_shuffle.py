"""A remote shuffle service that the team's network policy keeps its pods from."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import remote
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag endpoints whose port the team's egress opens to nothing."""
    policy = x.team.network_policy
    opened = {one.rpartition(":")[2] for one in policy.egress}
    for index, endpoint in enumerate(x.job.shuffle.endpoints if policy.enabled else ()):
        port = endpoint.rpartition(":")[2]
        if port not in opened:
            team = Owner("Team", x.team.name, x.where.cluster)
            yield Problem(
                Place(x.owner, ("shuffle", "endpoints", index)),
                f"pods of team `{x.team.name}` may not reach {endpoint}, where job `{x.job.name}` "
                "keeps shuffle data",
                "closed to them",
                ((Place(team, ("networkPolicy", "egress")), "what they may reach"),),
                f"add {endpoint} to the team's networkPolicy.egress, and the ports of the workers",
            )
            return


RULE = Rule(
    id="closed-remote-shuffle",
    family="job",
    severity=Severity.WARNING,
    in_production=Severity.ERROR,
    of=JobOn,
    summary="remote shuffle service that the team's network policy closes",
    why="Where the policy is enforced, the driver waits for the service until it gives up.",
    hint="open the service's ports in the team's networkPolicy.egress",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    bad=remote().replace('egress: ["celeborn.example.com:9097"]', "egress: []"),
    good=remote(),
    check=check,
)

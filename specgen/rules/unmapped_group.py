"""A group that no access entry puts anybody in."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn
from specgen.spec.team import Team

_GROUP = "group:"


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag the groups of teams that nobody is in by the access entries of a created cluster."""
    known = {name for one in x.cluster.access for name in one.groups}
    for one in x.teams if x.cluster.is_created else ():
        for index, name in _groups(one.team):
            if name not in known:
                yield _unmapped(
                    x,
                    Place(Owner("Team", one.team.name, x.where.cluster), ("members", index)),
                    name,
                )


def _groups(team: Team) -> Iterator[tuple[int, str]]:
    """Each group among a team's members, and where it stands."""
    for index, member in enumerate(team.members):
        if member.startswith(_GROUP):
            yield index, member.removeprefix(_GROUP)


def _unmapped(x: ClusterOn, place: Place, name: str) -> Problem:
    return Problem(
        place,
        f"no access entry of cluster `{x.cluster.name}` puts anybody in group `{name}`, a member "
        f"of team `{place.owner.name}`",
        "nobody is in it",
        ((Place(x.owner, ("access",), on_key=True), "who may use the cluster"),),
        f"add groups: [{name}] to the principal of these people in the cluster's access",
    )


_ACCESS = """\
access:
  - {principal: "arn:aws:iam::111122223333:role/PlatformAdmin"}
  - {principal: "arn:aws:iam::111122223333:role/Reviews", policy: %s}
---
kind: Team
name: reviews
members: [group:reviews-data]
"""

RULE = Rule(
    id="unmapped-group",
    family="sec",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="group of people that no access entry puts anybody in",
    why="EKS knows from access entries alone in which groups an IAM principal is, so the team's "
    "people would see nothing.",
    hint="add the group to groups of an entry of the cluster's access, or accept it where an OIDC "
    "provider of the cluster says who is in it",
    source="https://docs.aws.amazon.com/eks/latest/userguide/create-k8s-group-access-entry.html",
    bad=created(_ACCESS % "view"),
    good=created(_ACCESS % "none, groups: [reviews-data]"),
    check=check,
)

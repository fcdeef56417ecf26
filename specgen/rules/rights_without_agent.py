"""Rights of a team on a cluster without the agent that hands them out."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.places import has_rights, identities
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag a team whose rights eksctl refuses to bind on a created cluster."""
    if x.around.agent or not x.around.created or x.around.identity != "pod-identity":
        return
    for path, identity in identities(x):
        if has_rights(identity):
            yield Problem(
                Place(Owner("Cluster", x.where.cluster), ("addons", "podIdentityAgent")),
                f"identity `{identity.name}` of team `{x.team.name}` gets its rights by Pod "
                f"Identity, and cluster `{x.where.cluster}` has no agent",
                "not installed",
                ((Place(x.owner, (*path, "name")), "has rights"),),
            )


_SPECS = """\
clusterAutoscaler: null
addons: {sparkOperator: {}, podIdentityAgent: %s}
---
kind: Team
name: reviews
policies: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess]
---
kind: SparkJob
name: count
application: {file: local:///opt/count.py}
eventLog: {enabled: false}
"""

RULE = Rule(
    id="rights-without-agent",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="rights by Pod Identity without its agent",
    why="eksctl refuses to bind them while the cluster is created, and pods would get none.",
    hint="leave addons.podIdentityAgent on, or set another identity on the cluster",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/pod-identity-associations.html",
    bad=created(_SPECS % "false"),
    good=created(_SPECS % "{}"),
    check=check,
    waiver="never",
)

"""Families or sizes of nodes that bear no label to tell them by."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `only.families` and `only.sizes` on pools whose nodes Karpenter does not make.

    Nodes that somebody else makes, declared in `pools`, may be Karpenter's: only groups are not.
    """
    for field, role, pool in roles(x):
        given = (("families", role.only.families), ("sizes", role.only.sizes))
        for name, values in given if pool.declared[:1] == ("nodeGroups",) else ():
            if values:
                yield Problem(
                    Place(x.owner, (field, "only", name)),
                    f"job `{x.job.name}` asks for {name} {', '.join(values)}, and nodes of group "
                    f"`{pool.name}` bear no label for that",
                    "no such label",
                    ((pool_place(x, pool, "name"), "a node group"),),
                )


_JOB = "---\nkind: SparkJob\nname: count\ndriver: {pool: mine, only: {%s}}\n"
_CREATED = created(
    "pools: [{name: drivers, remove: true}]\n",
    group("mine", runs="drivers", instanceTypes="[m7g.large]"),
)

RULE = Rule(
    id="unlabelled-nodes",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="only.families or only.sizes on a node group",
    why="Karpenter labels its nodes by family and size, node groups of EKS do not: the pods stay "
    "Pending for ever.",
    hint="name the instance types in only.types, or choose a pool of Karpenter",
    source="https://karpenter.sh/docs/concepts/scheduling/#well-known-labels",
    bad=_CREATED + _JOB % "families: [m7g]",
    good=_CREATED + _JOB % "types: [m7g.large]",
    check=check,
)

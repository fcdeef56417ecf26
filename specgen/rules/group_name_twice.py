"""One name for two node groups, once zones and revisions are appended."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag each node group that is called in EKS as a part of an earlier one is."""
    first: dict[str, tuple[str, Path]] = {}
    for path, one in node_groups(x):
        for part in one.parts(x.cluster.zones):
            other, where = first.setdefault(part.name, (one.name, path))
            if where != path:
                yield Problem(
                    Place(x.owner, (*path, "name")),
                    f"node groups `{other}` and `{one.name}` of cluster `{x.cluster.name}` are "
                    f"both made as `{part.name}`",
                    "this name is taken",
                    ((Place(x.owner, (*where, "name")), "the other one"),),
                )


_OF_ZONES = group("big", perZone="true", size="{min: 1, max: 1}")

RULE = Rule(
    id="group-name-twice",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    check=check,
    summary="two node groups of one name in EKS",
    why="To a group's name its zone's letter is appended, and its revision. Where two come to one "
    "name, eksctl refuses the whole cluster, or one group is never made.",
    hint="give one of them another name",
    source="https://docs.aws.amazon.com/eks/latest/eksctl/nodegroup-managed.html",
    bad=created(group=f"{_OF_ZONES}\n{group('big-a', pool='big')}"),
    good=created(group=f"{_OF_ZONES}\n{group('big-of-a', pool='big')}"),
    waiver="never",
)

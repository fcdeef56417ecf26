"""A node group of machines that are not alike."""

from collections.abc import Iterator

from specgen.facts.ec2 import InstanceType, instance_type
from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag two architectures in a group, and two sizes where Cluster Autoscaler counts on one."""
    for path, one in node_groups(x):
        known = [found for name in one.instance_types if (found := instance_type(name))]
        odd = _first_unlike(known, sizes=x.cluster.cluster_autoscaler is not None)
        if odd is not None:
            yield Problem(
                Place(x.owner, (*path, "instanceTypes", one.instance_types.index(odd.name))),
                f"node group `{one.name}` mixes {_told(known[0])} and {_told(odd)}",
                f"unlike {known[0].name}",
            )


def _first_unlike(known: list[InstanceType], *, sizes: bool) -> InstanceType | None:
    """The first that is not of the first one's kind."""
    return next((one for one in known if _kind(one, sizes) != _kind(known[0], sizes)), None)


def _kind(one: InstanceType, sizes: bool) -> tuple[str | int, ...]:  # noqa: FBT001
    return (one.arch, one.vcpu, one.memory_mib) if sizes else (one.arch,)


def _told(one: InstanceType) -> str:
    return f"{one.name} ({one.arch}, {one.vcpu} vCPU, {one.memory_mib / 1024:g} GiB)"


_GROUP = group("big", instanceTypes="[m7g.large, %s]")

RULE = Rule(
    id="mixed-group",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="node group of several architectures or sizes",
    why="A node group has one machine image, so machines of another architecture do not start. "
    "Cluster Autoscaler takes every machine for one like the first: it adds too few, or ones that "
    "the pods do not fit.",
    hint="make a group of each kind; groups of one `pool` are one pool to a job",
    source="https://docs.aws.amazon.com/eks/latest/best-practices/cas.html",
    bad=created(group=_GROUP % "m6i.large"),
    good=created(group=_GROUP % "m6g.large"),
    check=check,
)

"""More tags than the Auto Scaling group of a node group can have."""

from collections.abc import Iterator

from specgen.facts.nodes import MOST_TAGS, TEMPLATE, tags_of_others
from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.platform import ClusterOn
from specgen.spec.pool import CAPACITY_LABELS


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag groups that come to more than fifty tags, counted as eksctl does."""
    for path, one in node_groups(x):
        number = len(_keys(x, one))
        if number > MOST_TAGS:
            yield Problem(
                Place(x.owner, (*path, "labels" if one.labels else "tags")),
                f"node group `{one.name}` comes to {number} tags: of its labels, its taints, its "
                f"own and the cluster's tags, and {len(tags_of_others(''))} of EKS and eksctl",
            )


def _keys(x: ClusterOn, one: NodeGroup) -> set[str]:
    """Keys of its tags: eksctl writes each label and taint as one, and adds the cluster's."""
    labels = {f"{TEMPLATE}/label/{key}" for key in (*one.labels, *one.selects)}
    if x.cluster.cluster_autoscaler is not None:
        labels.add(f"{TEMPLATE}/label/{CAPACITY_LABELS['nodeGroups'][0]}")
    taints = {f"{TEMPLATE}/taint/{taint.key}" for taint in one.all_taints}
    discovery = {"karpenter.sh/discovery"} if x.cluster.karpenter else set[str]()
    return {*labels, *taints, *one.tags, *x.tags, *discovery, *tags_of_others(x.cluster.name)}


def _group(number: int) -> str:
    """A group with that many labels."""
    return group("big", labels=f"{{{', '.join(f'l{n}: x' for n in range(number))}}}")


RULE = Rule(
    id="too-many-group-tags",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="node group of more than fifty tags",
    why="An Auto Scaling group has room for fifty tags. eksctl counts them only when the group is "
    "there, and stops half-way: Cluster Autoscaler then knows nothing of its labels and taints.",
    hint="remove labels or tags of the group, or tags of the cluster",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-tagging.html",
    bad=created(group=_group(45)),
    good=created(group=_group(5)),
    check=check,
    waiver="never",
)

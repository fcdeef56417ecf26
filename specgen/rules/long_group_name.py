"""A node group whose stack has too long a name."""

from collections.abc import Iterator

from specgen.facts.nodes import LONGEST_STACK, group_stack
from specgen.finding import Place, Severity
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag groups whose stack, of the cluster's and the group's name, is too long."""
    for path, one in node_groups(x):
        longest = max((part.name for part in one.parts(x.cluster.zones)), key=len)
        stack = group_stack(x.cluster.name, longest)
        if len(stack) > LONGEST_STACK:
            yield Problem(
                Place(x.owner, (*path, "name")),
                f"the stack of node group `{longest}` of cluster `{x.cluster.name}` has a name of "
                f"{len(stack)} characters, and CloudFormation takes {LONGEST_STACK}",
                hint=f"shorten the group's name by {len(stack) - LONGEST_STACK} characters",
            )


_SECOND = (
    created("provider: eks\nzones: [us-east-1a, us-east-1b]", group(f"executors-{'x' * 50}"))
    .replace("name: one\n", "name: spark-analytics-%s\n")
    .replace("existing: null\n", "")
) + "---\nkind: SparkJob\nname: count\nclusters: [one]\n"

RULE = Rule(
    id="long-group-name",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="node group whose stack has too long a name",
    why="eksctl calls the stack of a group after the cluster and the group; CloudFormation refuses "
    "it when the cluster is made already.",
    hint="shorten the group's name",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
    bad=_SECOND % "of-the-data-platform-in-frankfurt-on-main",
    good=_SECOND % "of-the-data-platform",
    check=check,
    waiver="never",
)

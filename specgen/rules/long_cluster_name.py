"""A name that leaves no room for the name of Karpenter's node role."""

from collections.abc import Iterator

from specgen.facts.kubernetes import LONGEST_KARPENTER_CLUSTER
from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import KARPENTER, created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag long names of created clusters with Karpenter."""
    name = x.cluster.name
    long = len(name) > LONGEST_KARPENTER_CLUSTER
    if x.cluster.is_created and x.cluster.karpenter is not None and long:
        yield Problem(
            Place(x.owner, ("name",)),
            f"KarpenterNodeRole-{name} is too long for a role: the cluster's name has {len(name)} "
            f"characters, and {LONGEST_KARPENTER_CLUSTER} fit",
        )


_SPECS = (
    created(
        f"{KARPENTER}\nprovider: eks\nzones: [us-east-1a, us-east-1b]\n"
        "---\nkind: SparkJob\nname: count\nclusters: [one]"
    )
    .replace("name: one\n", "name: spark-analytics-%s\n")
    .replace("existing: null\n", "")
)

RULE = Rule(
    id="long-cluster-name",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="cluster name that leaves no room for its node role's",
    why="IAM refuses the role, and with it the whole stack that Karpenter needs.",
    hint=f"shorten the name to {LONGEST_KARPENTER_CLUSTER} characters",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    bad=_SPECS % "of-the-data-platform-in-frankfurt",
    good=_SPECS % "of-the-data-platform",
    check=check,
    waiver="never",
)

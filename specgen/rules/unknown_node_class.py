"""A node class that Karpenter does not have."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import mend
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag pools whose class is not among the cluster's."""
    karpenter = x.cluster.karpenter
    known = [one.name for one in karpenter.node_classes] if karpenter else []
    for index, pool in enumerate(karpenter.node_pools if karpenter else ()):
        if pool.node_class not in known:
            written = "node_class" in pool.model_fields_set
            yield Problem(
                Place(
                    x.owner, ("karpenter", "nodePools", index, "nodeClass" if written else "name")
                ),
                f"pool `{pool.name}` is made of class `{pool.node_class}`, which there is not",
                hint=mend(
                    pool.node_class, known, f"add a class `{pool.node_class}` to nodeClasses"
                ),
            )


RULE = Rule(
    id="unknown-node-class",
    of=ClusterOn,
    check=check,
    family="pool",
    severity=Severity.ERROR,
    summary="node class that the cluster does not have",
    why="Karpenter makes no node for the pool, and its pods stay Pending.",
    hint="name a class of karpenter.nodeClasses",
    source="https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecnodeclassref",
    bad=karpenter(f"big, runs: services, {ON_DEMAND}, nodeClass: nvme"),
    good=karpenter(f"big, runs: services, {ON_DEMAND}"),
    waiver="never",
)

"""An add-on on a pool that the cluster does not have."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import mend
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag a Spark operator whose pool is not among the cluster's."""
    operator = x.cluster.addons.spark_operator
    wanted = operator.pool if operator else None
    if wanted is not None and wanted not in x.pools:
        yield Problem(
            Place(x.owner, ("addons", "sparkOperator", "pool")),
            f"the Spark operator is to run on pool `{wanted}`, and cluster `{x.cluster.name}` has "
            "none",
            "not a pool of the cluster",
            hint=mend(wanted, list(x.pools), f"name one of {', '.join(x.pools)}, or leave it out"),
        )


_ADDONS = "addons: {sparkOperator: {pool: %s}}"

RULE = Rule(
    id="unknown-addon-pool",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    check=check,
    summary="add-on on a pool that the cluster does not have",
    why="Its pods would stand wherever there is room, beside executors that come and go.",
    hint="name a pool of the cluster, or leave it out for the one that runs: system",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    bad=created(_ADDONS % "sytem"),
    good=created(_ADDONS % "system"),
    waiver="never",
)

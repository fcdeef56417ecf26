"""A chart that is installed in whatever version is newest."""

from collections.abc import Iterator

from pydantic.alias_generators import to_camel

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.cluster import Cluster
from specgen.spec.platform import ClusterOn


def _charts(cluster: Cluster) -> dict[str, tuple[object, Path]]:
    """By its field of `Versions`, what installs each chart, and where that is written."""
    return {
        "karpenter": (cluster.karpenter, ("karpenter",)),
        "cluster_autoscaler": (cluster.cluster_autoscaler, ("clusterAutoscaler",)),
        "spark_operator": (cluster.installs.spark_operator, ("addons", "sparkOperator")),
    }


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag charts under Argo CD without a version."""
    for field, (installs, path) in _charts(x.cluster).items():
        if installs is not None and x.argo is not None and getattr(x.versions, field) is None:
            name = to_camel(field)
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"cluster `{x.cluster.name}` installs `{name}` in no version that is named",
                hint=f"set versions.{name} in the Environment or the Cluster",
            )


_CLUSTER = karpenter(f"big, runs: services, {ON_DEMAND}")

RULE = Rule(
    id="unversioned-chart",
    family="git",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="chart without a version",
    why="Argo CD would have no Application for it, and a range would move production unreviewed.",
    hint="set its version in `versions` of the Environment or the Cluster",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/#helm",
    bad=f"kind: Environment\nname: sample\nversions: {{karpenter: null}}\n---\n{_CLUSTER}",
    good=_CLUSTER,
    check=check,
    waiver="never",
)

"""A chart that is installed in whatever version is newest."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag Karpenter under Argo CD without a version of its charts."""
    if x.cluster.karpenter is not None and x.argo is not None and x.argo.karpenter is None:
        yield Problem(
            Place(x.owner, ("karpenter",), on_key=True),
            f"cluster `{x.cluster.name}` runs Karpenter in no version that is named",
        )


_CLUSTER = karpenter(f"big, runs: services, {ON_DEMAND}")

RULE = Rule(
    id="unversioned-chart",
    family="git",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="chart without a version",
    why="Argo CD would have no Application for it, and a range would move production unreviewed.",
    hint="set versions.karpenter in the Environment or the Cluster",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/#helm",
    bad=f"kind: Environment\nname: sample\nversions: {{karpenter: null}}\n---\n{_CLUSTER}",
    good=_CLUSTER,
    check=check,
    waiver="never",
)

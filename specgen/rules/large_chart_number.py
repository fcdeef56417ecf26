"""A number in a chart's values that Helm prints with an exponent."""

from collections.abc import Iterator
from typing import Any

from specgen.finding import Place, Severity
from specgen.paths import Path, leaves
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn

_FROM, _BELOW = 1e6, 1e-4
"""Numbers as large, and as small, have an exponent: Helm reads each as a 64-bit float.

Seen with Helm 3.21.4: a template that prints 1000000 writes 1e+06. tests/real/test_helm.py.
"""


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag such numbers in what goes to a chart as it is written."""
    for where, given in _given(x):
        for path, value in leaves(given, where):
            if _has_exponent(value):
                yield Problem(
                    Place(x.owner, path),
                    f"Cluster `{x.where.cluster}` gives a chart the number {value}",
                    f"a template prints {float(value):.6g}",
                )


def _given(x: ClusterOn) -> Iterator[tuple[Path, dict[str, Any]]]:
    """What is written for each chart. Flags of `extraArgs` are texts, whatever they say."""
    parts = (
        (("clusterAutoscaler",), x.cluster.cluster_autoscaler),
        (("karpenter",), x.cluster.karpenter),
        (("addons", "sparkOperator"), x.cluster.addons.spark_operator),
    )
    for path, part in parts:
        if part is not None:
            yield (*path, "values"), part.values


def _has_exponent(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) >= _FROM or 0 < abs(value) < _BELOW


_VALUES = "clusterAutoscaler: {values: {extraEnv: {LIMIT: %s}}}"

RULE = Rule(
    id="large-chart-number",
    of=ClusterOn,
    check=check,
    family="eks",
    severity=Severity.WARNING,
    summary="number in a chart's values that Helm prints with an exponent",
    why="Helm reads numbers as floats, so a flag made of it says 1e+06, which the program may not "
    "read as a number: it does not start.",
    hint="write it as a text, in quotes",
    source="https://github.com/helm/helm/issues/12195",
    bad=created(_VALUES % "2000000"),
    good=created(_VALUES % '"2000000"'),
)

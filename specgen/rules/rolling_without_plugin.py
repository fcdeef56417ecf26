"""Rolling executors that never roll."""

import re
from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import conf_keys
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

INTERVAL, PLUGINS = "spark.kubernetes.executor.rollInterval", "spark.plugins"
_PLUGIN = "org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin"


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a roll interval without the plugin that heeds it, or without decommissioning."""
    given = {key: value for _, key, value in conf_keys(x)}
    for path, key, value in conf_keys(x):
        if key != INTERVAL or re.fullmatch(r"0+[a-z]*", value):
            continue
        place = Place(x.owner, path, on_key=True)
        if _PLUGIN not in given.get(PLUGINS, "").split(","):
            yield Problem(
                place,
                f"job `{x.job.name}` is to roll its executors, and has not the plugin that does it",
                "nobody heeds this",
                hint=f"add {_PLUGIN} to {PLUGINS}",
            )
        if not x.decommissions:
            yield Problem(
                place,
                f"job `{x.job.name}` is to roll its executors, and does not decommission them",
                "switched off",
                hint="set executor.decommission.enabled: true",
            )


_JOB = """\
kind: SparkJob
name: count
conf:
  spark.kubernetes.executor.rollInterval: 3h
  spark.kubernetes.executor.rollPolicy: OUTLIER
  %s
"""

RULE = Rule(
    id="rolling-without-plugin",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="rolling executors without the plugin, or without decommissioning",
    why="Executors are rolled by a plugin that must be named, and by decommissioning: without the "
    "one nothing happens, without the other the plugin switches itself off.",
    hint="name the plugin in spark.plugins, and enable decommissioning",
    source="https://spark.apache.org/docs/latest/running-on-kubernetes.html#configuration",
    bad=_JOB % "spark.sql.shuffle.partitions: 4",
    good=_JOB % f"{PLUGINS}: {_PLUGIN}",
    check=check,
)

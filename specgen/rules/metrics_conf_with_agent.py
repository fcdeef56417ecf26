"""Settings of Spark's metrics that the operator overwrites."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_OPERATORS = ("spark.metrics.conf", "spark.metrics.namespace")


def check(x: JobOn) -> Iterator[Problem]:
    """Flag the two keys that the operator sets where it sets up Prometheus' agent."""
    for key in _OPERATORS if x.job.metrics.exporter == "jmx" else ():
        if key in x.job.conf:
            yield Problem(
                Place(x.owner, ("conf", key)),
                f"`{key}` of job `{x.job.name}` is overwritten by the operator",
                "dropped",
                ((Place(x.owner, ("metrics", "exporter")), "set up by the operator"),),
            )


_JOB = """\
kind: SparkJob
name: count
metrics: {exporter: jmx, jmxExporterJar: /opt/jmx/agent.jar}
conf: {%s: team}
"""

RULE = Rule(
    id="metrics-conf-with-agent",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="conf of metrics beside the exporter jmx",
    why="With exporter jmx the operator writes its own file of metrics and its own namespace over "
    "what conf says.",
    hint="remove it, or choose another exporter",
    source="measured: Spark operator 2.5.2, case monitoring-jmx",
    bad=_JOB % "spark.metrics.namespace",
    good=_JOB % "spark.app.tag",
    check=check,
)

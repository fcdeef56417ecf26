"""What a driver's UI is to serve, where there is none."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_ENABLED = "spark.ui.enabled"


def check(x: JobOn) -> Iterator[Problem]:
    """Flag metrics by servlet, and ways to the UI, of a job whose UI is off."""
    if x.job.conf.get(_ENABLED) != "false":
        return
    asked = {
        ("metrics", "exporter"): x.job.metrics.exporter == "servlet",
        ("ui", "servicePort"): x.job.ui.service_port is not None,
        ("ui", "ingress"): x.job.ui.ingress is not None,
    }
    for path in (path for path, wanted in asked.items() if wanted):
        yield Problem(
            Place(x.owner, path),
            f"`{'.'.join(path)}` of job `{x.job.name}` needs the driver's UI, which is off",
            "served by the UI",
            ((Place(x.owner, ("conf", _ENABLED)), "switched off"),),
        )


_JOB = """\
kind: SparkJob
name: count
conf: {spark.ui.enabled: %s}
"""

RULE = Rule(
    id="unserved-ui",
    family="job",
    severity=Severity.WARNING,
    of=JobOn,
    summary="metrics or an ingress of a UI that is off",
    why="The driver's UI serves its metrics and those of all executors; without it Prometheus and "
    "people find nothing.",
    hint="leave the UI on, or set metrics.exporter to none and remove ui",
    source="https://spark.apache.org/docs/latest/configuration.html#spark-ui",
    bad=_JOB % "false",
    good=_JOB % "true",
    check=check,
)

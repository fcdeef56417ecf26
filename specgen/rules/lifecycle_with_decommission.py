"""A lifecycle hook that replaces the one by which executors are decommissioned."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import patched
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag overrides that set executors' lifecycle where they are decommissioned; once."""
    for path, _ in patched(x) if x.decommissions else ():
        if "lifecycle" in path and "executor" in path[: path.index("lifecycle")]:
            yield Problem(
                Place(x.owner, path[: path.index("lifecycle") + 1], on_key=True),
                f"executors of job `{x.job.name}` get a lifecycle of their own, which replaces the "
                "hook that Spark decommissions them by",
                "in place of Spark's",
            )
            return


_JOB = """\
kind: Cluster
name: one
pools: [{name: executors, capacityType: [on-demand]}]
---
kind: SparkJob
name: count
executor: {decommission: {enabled: %s}}
overrides:
  SparkApplication:
    spec: {executor: {lifecycle: {preStop: {exec: {command: [/opt/stop.sh]}}}}}
"""

RULE = Rule(
    id="lifecycle-with-decommission",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="lifecycle of executors beside decommissioning",
    why="The operator's webhook puts the lifecycle in place of Spark's: no executor is told that "
    "its node goes, and no block is moved.",
    hint="remove lifecycle, or set executor.decommission.enabled: false",
    source="measured: Spark operator 2.5.2, case spot-decommission",
    bad=_JOB % "true",
    good=_JOB % "false",
    check=check,
)

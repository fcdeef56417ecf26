"""A location where nobody looks for one."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path, leaves
from specgen.rules.places import identities, in_argument
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn, TeamOn

_LOC = "loc://"


def check(x: JobOn | TeamOn) -> Iterator[Problem]:
    """Flag `loc://` in settings, variables, options and statements, and within an argument."""
    who = f"job `{x.job.name}`" if isinstance(x, JobOn) else f"team `{x.team.name}`"
    for path, text in _texts(x) if isinstance(x, JobOn) else _statements(x):
        if _LOC in text:
            yield Problem(
                Place(x.owner, path),
                f"{who} writes a location where none is resolved",
                "stays as it is",
            )


def _texts(x: JobOn) -> Iterator[tuple[Path, str]]:
    job = x.job
    for field, conf in (("conf", job.conf), ("hadoopConf", job.hadoop_conf)):
        yield from (((field, key), value) for key, value in conf.items())
    for under, env in (
        ((), job.env),
        (("driver",), job.driver.env),
        (("executor",), job.executor.env),
    ):
        yield from (((*under, "env", k), v) for k, v in env.items() if isinstance(v, str))
    yield ("driver", "javaOptions"), job.driver.java_options or ""
    yield ("executor", "javaOptions"), job.executor.java_options or ""
    for index, argument in enumerate(job.application.arguments):
        yield ("application", "arguments", index), in_argument(argument).removeprefix(_LOC)


def _statements(x: TeamOn) -> Iterator[tuple[Path, str]]:
    for under, identity in identities(x):
        for path, value in leaves(list(identity.statements), (*under, "statements")):
            yield path, str(value)


_JOB = """\
kind: SparkJob
name: count
conf: {spark.sql.warehouse.dir: "%s"}
"""

RULE = Rule(
    id="unresolved-location",
    family="job",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn),
    summary="location where none is resolved",
    why="Locations are resolved in URIs and arguments only; elsewhere `loc://` reaches the "
    "program, or IAM, and neither knows what it means.",
    hint="write the real address, like s3a://bucket/path/, or pass the location as an argument",
    source="https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/filesystem/introduction.html",
    bad=_JOB % "loc://lake/warehouse/",
    good=_JOB % "s3a://acme-lake/warehouse/",
    check=check,
)

"""Jars and files on S3 that the operator would have to fetch."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import on_s3, uris
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_FETCHED = ("jars", "files", "pyFiles", "archives")


def check(x: JobOn) -> Iterator[Problem]:
    """Flag what lies beside the main file and on S3; the main file is fetched by the driver.

    A plain spark-submit runs in the job's own image, or where somebody has an S3 client.
    """
    for path, text in () if x.job.submitted else uris(x):
        if path[1] in _FETCHED and on_s3(x, text):
            yield Problem(
                Place(x.owner, path),
                f"the operator cannot fetch `{text}` for job `{x.job.name}`",
                "on S3",
            )


_JOB = """\
kind: SparkJob
name: count
application: {pyFiles: ["%s"]}
"""

RULE = Rule(
    id="deps-on-s3",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="dependencies on S3",
    why="spark-submit reads them in the operator's pod, whose image has no S3 client: the "
    "submission fails with ClassNotFoundException for S3AFileSystem.",
    hint="put them into the image and write local:///…, or serve them by https",
    source="measured: Spark operator 2.5.2, case deps-s3a",
    bad=_JOB % "loc://lake/lib.zip",
    good=_JOB % "local:///opt/lib.zip",
    check=check,
)

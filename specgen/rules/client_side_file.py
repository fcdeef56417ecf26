"""A file that would have to lie in the operator's pod."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import uris
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_SUBMITTED = ("file", "jars", "files", "pyFiles", "archives")


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `file://` for the main file and its dependencies."""
    for path, text in uris(x):
        if path[1] in _SUBMITTED and text.startswith("file://"):
            inside = text.removeprefix("file://")
            yield Problem(
                Place(x.owner, path),
                f"job `{x.job.name}` looks for `{text}` in the operator's pod",
                "not in the image",
                hint=f"write local://{inside} if it is in the image",
            )


_JOB = """\
kind: SparkJob
name: count
application: {file: "%s:///opt/count.py"}
"""

RULE = Rule(
    id="client-side-file",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="file:// for the program or its dependencies",
    why="spark-submit runs in the operator's pod and would upload the file from there; the "
    "submission fails and asks for spark.kubernetes.file.upload.path.",
    hint="write local:///path for a file in the image",
    source="measured: Spark operator 2.5.2, case client-side-file",
    bad=_JOB % "file",
    good=_JOB % "local",
    check=check,
)

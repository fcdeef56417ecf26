"""A file that would have to lie in the operator's pod."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import uris
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn

_SUBMITTED = ("file", "jars", "files", "pyFiles", "archives")

_UPLOAD = "spark.kubernetes.file.upload.path"


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `file://` for the main file and its dependencies, unless spark-submit uploads it."""
    if x.job.submitted and _UPLOAD in x.job.conf:
        return
    for path, text in uris(x):
        if path[1] in _SUBMITTED and text.startswith("file://"):
            yield _problem(x, Place(x.owner, path), text)


def _problem(x: JobOn, place: Place, text: str) -> Problem:
    inside = f"write local://{text.removeprefix('file://')} if it is in the image"
    if x.job.submitted:
        what = f"job `{x.job.name}` has no place to upload `{text}` to"
        return Problem(place, what, "not in the image", hint=f"{inside}, or set conf {_UPLOAD}")
    what = f"job `{x.job.name}` looks for `{text}` in the operator's pod"
    return Problem(place, what, "not in the image", hint=inside)


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

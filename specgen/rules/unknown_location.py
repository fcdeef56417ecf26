"""A location that nobody declared."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.places import location, mend, uris
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `loc://name/…` whose name is not among the locations."""
    known = sorted(x.around.locations)
    s3 = x.job.s3.endpoint
    for path, text in (*uris(x), *([(("s3", "endpoint"), s3.text)] if s3 else [])):
        name = location(text)
        if name is not None and name not in known:
            yield Problem(
                Place(x.owner, path),
                f"there is no location `{name}`, which job `{x.job.name}` names",
                "not declared",
                ((Place(Owner("Environment", x.where.environment), ("locations",)), "locations"),),
                mend(name, known, f"add {name}: s3://…/ to the Environment's locations"),
            )


_JOB = """\
kind: SparkJob
name: count
application: {file: loc://%s/jobs/count.py}
"""

RULE = Rule(
    id="unknown-location",
    family="spec",
    severity=Severity.ERROR,
    of=JobOn,
    summary="location that is not declared",
    why="There is nothing to put in its place, and no program knows what `loc://` means.",
    hint="name a location of the Environment or the cluster, or add it there",
    source="https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/filesystem/introduction.html",
    bad=_JOB % "lak",
    good=_JOB % "lake",
    check=check,
    waiver="never",
)

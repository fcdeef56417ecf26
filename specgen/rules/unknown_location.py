"""A location that nobody declared."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.paths import Path
from specgen.rules.places import identities, location, mend, uris
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn, TeamOn


def check(x: JobOn | TeamOn) -> Iterator[Problem]:
    """Flag `loc://name/…` whose name is not among the locations."""
    known = sorted(x.around.locations)
    for path, text in _of_job(x) if isinstance(x, JobOn) else _of_team(x):
        name = location(text)
        if name is not None and name not in known:
            yield Problem(
                Place(x.owner, path),
                f"there is no location `{name}`, which {_who(x)} names",
                "not declared",
                ((Place(Owner("Environment", x.where.environment), ("locations",)), "locations"),),
                mend(name, known, f"add {name}: s3://…/ to the Environment's locations"),
            )


def _of_job(x: JobOn) -> Iterator[tuple[Path, str]]:
    yield from uris(x)
    if x.job.s3.endpoint is not None:
        yield ("s3", "endpoint"), x.job.s3.endpoint.text


def _of_team(x: TeamOn) -> Iterator[tuple[Path, str]]:
    for under, identity in identities(x):
        for index, grant in enumerate(identity.storage):
            yield (*under, "storage", index, "uri"), grant.uri.text


def _who(x: JobOn | TeamOn) -> str:
    return f"job `{x.job.name}`" if isinstance(x, JobOn) else f"team `{x.team.name}`"


_JOB = """\
kind: SparkJob
name: count
application: {file: loc://%s/jobs/count.py}
"""

RULE = Rule(
    id="unknown-location",
    family="spec",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn),
    summary="location that is not declared",
    why="There is nothing to put in its place, and no program knows what `loc://` means.",
    hint="name a location of the Environment or the cluster, or add it there",
    source="https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/filesystem/introduction.html",
    bad=_JOB % "lak",
    good=_JOB % "lake",
    check=check,
    waiver="never",
)

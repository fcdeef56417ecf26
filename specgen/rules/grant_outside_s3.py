"""A grant for data that is not on S3."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rights.grants import on_s3, resolved
from specgen.rules.places import identities, location
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag grants whose URI, with its location's root, leads elsewhere than to S3."""
    for under, identity in identities(x):
        for index, grant in enumerate(identity.storage):
            real = resolved(grant.uri.text, x.around.locations)
            if on_s3(real) is None and location(real) is None:
                yield Problem(
                    Place(x.owner, (*under, "storage", index, "uri")),
                    f"identity `{identity.name}` of team `{x.team.name}` gets no right to `{real}`",
                    "not on S3",
                )


_TEAM = """\
kind: Team
name: reviews
storage: [{uri: loc://lake/jobs/, access: read}, {uri: "%s", access: read}]
"""

RULE = Rule(
    id="grant-outside-s3",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="grant outside S3",
    why="IAM knows rights to S3 alone; nothing is rendered for the grant, and the data stays as "
    "open or as closed as it is.",
    hint="write s3://bucket/prefix/, or remove the grant and give the right where the data is",
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
    bad=_TEAM % "hdfs://nn:8020/lake/",
    good=_TEAM % "loc://lake/in/",
    check=check,
    waiver="never",
)

"""A policy that is longer than IAM takes."""

from collections.abc import Iterator

from specgen.facts.aws import INLINE_POLICIES
from specgen.finding import Place, Severity
from specgen.rights.policy import length, policy
from specgen.rules.places import identities
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag identities whose policy no role can hold."""
    for under, identity in identities(x):
        body = policy(identity, x.around, x.where.cluster)
        count = 0 if body is None else length(body)
        if count > INLINE_POLICIES:
            field = "storage" if identity.storage else "statements"
            yield Problem(
                Place(x.owner, (*under, field), on_key=True),
                f"the policy of identity `{identity.name}` of team `{x.team.name}` has {count:,} "
                f"characters, and IAM takes {INLINE_POLICIES:,}",
                "too much to say",
            )


def _team(tables: int) -> str:
    root = "s3://acme-lake/" + "warehouse/region=eu-central-1/" * 6
    grants = "".join(f"      - {{uri: loc://deep/{n:02}/, access: read}}\n" for n in range(tables))
    return f"""\
kind: Environment
name: sample
locations: {{deep: {root}}}
---
kind: Team
name: reviews
identities:
  - name: archivist
    storage:
{grants}"""


RULE = Rule(
    id="long-policy",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="policy that is too long for IAM",
    why="IAM refuses it, and eksctl's stack with the identity's role fails.",
    hint="grant folders above, such as one for all tables, or share the rights out among "
    "identities",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    bad=_team(15),
    good=_team(2),
    check=check,
    waiver="never",
)

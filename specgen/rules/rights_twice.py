"""Two sources of rights for one service account."""

from collections.abc import Iterator

from specgen.facts.aws import IRSA_ROLE
from specgen.finding import Place, Severity
from specgen.rights.grants import from_us
from specgen.rules.places import identities
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn
from specgen.spec.team import Identity


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag accounts annotated with one role that get another's rights, too."""
    for under, identity in identities(x):
        role = identity.service_accounts.annotations.get(IRSA_ROLE)
        if role is not None and _another(x, identity, role):
            yield Problem(
                Place(x.owner, (*under, "serviceAccounts", "annotations", IRSA_ROLE)),
                f"accounts of identity `{identity.name}` of team `{x.team.name}` get rights twice: "
                "by this role, and as the identity says",
                "a second role",
            )


def _another(x: TeamOn, identity: Identity, role: str) -> bool:
    """Whether the identity gives its accounts a role, and not the annotated one in the same way."""
    own = identity.role_arn
    if x.around.identity == "pod-identity":
        return own is not None or from_us(identity)
    return x.around.identity == "irsa" and own is not None and own.text != role


_TEAM = """\
kind: Team
name: reviews
storage: [{uri: loc://lake/, access: read}]
%s
"""

RULE = Rule(
    id="rights-twice",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="rights by Pod Identity and by IRSA",
    why="Which of the two roles a program gets depends on the order in which its SDK looks for "
    "credentials; in each the rights of the other are missing.",
    hint="remove the annotation, or name that role as roleArn instead of the grants",
    source="https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
    bad=_TEAM % "serviceAccounts: {annotations: {eks.amazonaws.com/role-arn: "
    "'arn:aws:iam::111122223333:role/spark'}}",
    good=_TEAM % "serviceAccounts: {annotations: {owner: data}}",
    check=check,
)

"""Rights that reach no pod."""

from collections.abc import Iterator

from specgen.facts.aws import IRSA_ROLE
from specgen.finding import Place, Severity
from specgen.rights.grants import from_us
from specgen.rules.places import identities
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn
from specgen.spec.team import Identity

_FIELDS = {
    "storage": "storage",
    "policies": "policies",
    "statements": "statements",
    "role_arn": "roleArn",
}
"""Where an identity says what it may do."""

_MEND = {
    "irsa": f"set roleArn, or name the role that gets the policy in infra/iam in "
    f"serviceAccounts.annotations as {IRSA_ROLE}, or set identity: pod-identity on the cluster",
    "node-role": "set identity: pod-identity on the cluster, or remove the rights",
    "none": "set identity: pod-identity on the cluster, or remove the rights",
}


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag identities with rights on a cluster whose pods do not get them."""
    if x.around.identity == "pod-identity":
        return
    for under, identity in identities(x):
        if _idle(x, identity):
            field = next(alias for name, alias in _FIELDS.items() if getattr(identity, name))
            yield Problem(
                Place(x.owner, (*under, field), on_key=True),
                f"identity `{identity.name}` of team `{x.team.name}` has rights, and on cluster "
                f"`{x.where.cluster}` (identity: {x.around.identity}) no pod gets them",
                "without effect",
                hint=_MEND[x.around.identity],
            )


def _idle(x: TeamOn, identity: Identity) -> bool:
    """By IRSA an account has rights only if it names a role; otherwise it never has."""
    if x.around.identity == "irsa":
        return from_us(identity) and IRSA_ROLE not in identity.service_accounts.annotations
    return from_us(identity) or identity.role_arn is not None


_TEAM = """\
kind: Cluster
name: one
identity: irsa
---
kind: Team
name: reviews
%s
"""

RULE = Rule(
    id="grants-without-role",
    family="sec",
    severity=Severity.ERROR,
    of=TeamOn,
    summary="rights that no role has",
    why="Specgen makes roles by Pod Identity alone; elsewhere jobs run without the rights, and "
    "their first access is denied.",
    hint="set roleArn, or identity: pod-identity on the cluster",
    source="https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html#service-accounts-iam",
    bad=_TEAM % "storage: [{uri: loc://lake/, access: read}]",
    good=_TEAM % "roleArn: arn:aws:iam::111122223333:role/spark-reviews",
    check=check,
)

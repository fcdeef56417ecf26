"""An ARN of another part of AWS than the cluster's."""

from collections.abc import Iterator

from specgen.facts.aws import partition
from specgen.finding import Place, Severity
from specgen.paths import Path, leaves
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn, TeamOn

_ELSEWHERE = frozenset(("defaults", "perCluster"))
"""Raw parts of other objects; what they say is seen in those objects."""
_OPEN = ("*", "?", "$")
"""Signs of a partition that is a pattern or a variable."""


def check(x: TeamOn | ClusterOn) -> Iterator[Problem]:
    """Flag every ARN of a team or cluster that its region's partition cannot have."""
    wanted = partition(x.around.region)
    for path, arn in _arns(x):
        own = arn.split(":")[1]
        if own != wanted and not any(sign in own for sign in _OPEN):
            yield Problem(
                Place(x.owner, path),
                f"`{arn}` is in partition `{own}`, and cluster `{x.where.cluster}` in `{wanted}`",
                f"`{x.around.region}` is in `{wanted}`",
                hint=f"name what is in the cluster's partition: arn:{wanted}:…",
            )


def _arns(x: TeamOn | ClusterOn) -> Iterator[tuple[Path, str]]:
    spec = x.team if isinstance(x, TeamOn) else x.cluster
    given = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for path, value in leaves(given):
        if path[0] not in _ELSEWHERE and isinstance(value, str) and value.startswith("arn:"):
            yield path, value


_TEAM = """\
kind: Team
name: reviews
roleArn: %s
"""

RULE = Rule(
    id="foreign-partition",
    family="sec",
    severity=Severity.ERROR,
    of=(TeamOn, ClusterOn),
    summary="ARN of another partition",
    why="No role of one partition reaches anything in another: IAM refuses the policy, or the "
    "statement matches nothing.",
    hint="name what is in the partition of the cluster's region",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    bad=_TEAM % "arn:aws-cn:iam::111122223333:role/spark",
    good=_TEAM % "arn:aws:iam::111122223333:role/spark",
    check=check,
    waiver="never",
)

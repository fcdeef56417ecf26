"""A machine that the environment does not allow."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.places import choices
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag types and families that are against the Environment's `instanceTypes`."""
    policy = Place(Owner("Environment", x.where.environment), ("instanceTypes",))
    for one in choices(x):
        for index, name in enumerate(one.names if one.kind != "categories" else ()):
            if x.types.refuses(name):
                yield Problem(
                    Place(x.owner, (*one.path, index)),
                    f"{one.who} names `{name}`, which its environment does not allow",
                    "not allowed",
                    ((policy, "what is allowed"),),
                )


_CREATED = created(group=group("big", instanceTypes="[m7g.xlarge]"))

RULE = Rule(
    id="denied-type",
    family="pool",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="machine that the environment does not allow",
    why="The organisation has agreed on its machines, for what they cost or where it has "
    "reservations.",
    hint="name an allowed type or family, or change the Environment's instanceTypes",
    source="https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
    "select-the-correct-resource-type-size-and-number.html",
    bad=_CREATED.replace("versions:", "instanceTypes: {deny: [m7g.xlarge]}\nversions:"),
    good=_CREATED.replace("versions:", "instanceTypes: {allow: [m7g, m6g]}\nversions:"),
    check=check,
    waiver="environment",
)

"""A zone, an architecture and a capacity type that no node of the pool has together."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.image import Arch
from specgen.spec.platform import JobOn
from specgen.spec.pods import Role
from specgen.spec.pool import Offer
from specgen.spec.volume import RoleName


def check(x: JobOn) -> Iterator[Problem]:
    """Flag a role whose zone and architecture the pool has, and not at the same nodes."""
    zone = x.job.zone
    for field, role, pool in roles(x):
        built = _wanted(x, field, role)
        right = [one for one in pool.offers if _is_built_for(one, built)]
        there = [one for one in pool.offers if _stands_in(one, zone)]
        if right and there and not any(one in there for one in right):
            kind = " and ".join(sorted(built or ()))
            capacity = f"{pool.capacity_type[0]} " if len(pool.capacity_type) == 1 else ""
            zones = dict.fromkeys(one for offer in right for one in offer.zones or ())
            yield Problem(
                Place(x.owner, (field, "pool")),
                f"job `{x.job.name}`: pool `{pool.name}` has no {capacity}{kind} nodes in {zone}",
                "no such node there",
                ((pool_place(x, pool, "zones"), "the pool"),),
                f"run in {' or '.join(zones)}, or add such nodes in {zone} to the pool",
            )


def _wanted(x: JobOn, field: RoleName, role: Role) -> frozenset[Arch] | None:
    """The architectures that its pods can use; None: any."""
    if role.only.arch is not None:
        return frozenset((role.only.arch,))
    built = x.built_for(field)
    return None if built is None else frozenset(built)


def _is_built_for(one: Offer, built: frozenset[Arch] | None) -> bool:
    return built is None or one.arch is None or bool(built & set(one.arch))


def _stands_in(one: Offer, zone: str) -> bool:
    return zone == "any" or one.zones is None or zone in one.zones


_GROUPS = "\n".join((
    group(
        "arm",
        pool="mine",
        runs="drivers",
        instanceTypes="[m7g.large]",
        zones="[us-east-1%s]",
    ),
    group(
        "x86",
        pool="mine",
        runs="drivers",
        instanceTypes="[m6i.large]",
        zones="[us-east-1a]",
    ),
))  # fmt: skip
_JOB = "---\nkind: SparkJob\nname: count\ndriver: {pool: mine, only: {arch: arm64}}\n"
_CREATED = created("pools: [{name: drivers, remove: true}]\n", _GROUPS) + _JOB

RULE = Rule(
    id="impossible-placement",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="zone and architecture that no node of the pool has together",
    why="The pods select a node that neither a group nor Karpenter makes, and stay Pending for "
    "ever.",
    hint="choose another zone, or add such nodes to the pool",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    bad=_CREATED % "b",
    good=_CREATED % "a",
    check=check,
)

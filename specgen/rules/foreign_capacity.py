"""A capacity type that the pool does not have, or cannot tell apart."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.spec.pool import CapacityType, Pool


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `only.capacityType` that did not narrow the pool to it."""
    for field, role, pool in roles(x):
        wanted = role.only.capacity_type
        if wanted is not None and pool.capacity_type != (wanted,):
            declared = ((pool_place(x, pool, "capacityType"), "what the pool has"),)
            yield Problem(
                Place(x.owner, (field, "only", "capacityType")),
                f"job `{x.job.name}` asks for {wanted} nodes: {_why_not(wanted, pool)}",
                "no such node" if wanted not in pool.capacity_type else "not to be told apart",
                declared if pool.declared else (),
                _mend(wanted, pool),
            )


def _why_not(wanted: CapacityType, pool: Pool) -> str:
    if wanted not in pool.capacity_type:
        return f"pool `{pool.name}` has {pool.capacity_type[0]} ones only"
    return f"no label tells those of pool `{pool.name}` from its {_other(wanted)} ones"


def _mend(wanted: CapacityType, pool: Pool) -> str:
    if wanted not in pool.capacity_type:
        return f"remove it, or name a pool with capacityType: {wanted}"
    return f"declare the {wanted} nodes as a pool of their own, by a label that only they have"


def _other(wanted: CapacityType) -> str:
    return "on-demand" if wanted == "spot" else "spot"


_SPECS = """\
kind: SparkJob
name: count
driver: {only: {capacityType: %s}}
"""

RULE = Rule(
    id="foreign-capacity",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="only.capacityType that the pool does not have",
    why="No node of the pool has the label that the pods would select, or none tells its capacity "
    "type: the pods stay Pending, or run on nodes that they were to be kept from.",
    hint="name a capacity type of the pool",
    source="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types",
    bad=_SPECS % "spot",
    good=_SPECS % "on-demand",
    check=check,
)

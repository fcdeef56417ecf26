"""An architecture that the pool does not have."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import pool_place, roles
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag `only.arch` that is not among the pool's; pools of unknown nodes are let through."""
    for field, role, pool in roles(x):
        wanted = role.only.arch
        if wanted is not None and pool.arch and wanted not in pool.arch:
            yield Problem(
                Place(x.owner, (field, "only", "arch")),
                f"job `{x.job.name}` asks for {wanted} nodes, and pool `{pool.name}` has none",
                "no such node",
                ((pool_place(x, pool, "arch"), "what the pool has"),),
                f"remove it, or write {pool.arch[0]}",
            )


_SPECS = """\
kind: Cluster
name: one
pools: [{name: drivers, arch: [amd64]}]
---
kind: SparkJob
name: count
driver: {only: {arch: %s}}
"""

RULE = Rule(
    id="foreign-arch",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="only.arch that the pool does not have",
    why="The pods carry a selector for an architecture that no node of the pool has, and stay "
    "Pending for ever.",
    hint="name an architecture of the pool",
    source="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    bad=_SPECS % "arm64",
    good=_SPECS % "amd64",
    check=check,
)

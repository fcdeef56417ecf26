"""A type of machine that is not known."""

from collections.abc import Iterator

from specgen.facts.ec2 import instance_type, nearest_type
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import choices
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created, group
from specgen.spec.platform import ClusterOn, JobOn


def check(x: ClusterOn | JobOn) -> Iterator[Problem]:
    """Flag names that the table of instance types does not have."""
    for who, path, names in _of_cluster(x) if isinstance(x, ClusterOn) else _of_job(x):
        for index, name in enumerate(names):
            if instance_type(name) is None:
                near = nearest_type(name)
                yield Problem(
                    Place(x.owner, (*path, index)),
                    f"{who} names `{name}`, which is no instance type that is known",
                    "no known type",
                    hint=f"did you mean `{near}`?" if near else "",
                )


def _of_cluster(x: ClusterOn) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    for one in choices(x):
        if one.kind == "types":
            yield one.who, one.path, one.names


def _of_job(x: JobOn) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    for field, role in (("driver", x.job.driver), ("executor", x.job.executor)):
        yield f"job `{x.job.name}`", (field, "only", "types"), role.only.types


_GROUP = group("big", instanceTypes="[%s]")

RULE = Rule(
    id="unknown-instance-type",
    family="pool",
    severity=Severity.WARNING,
    of=(ClusterOn, JobOn),
    summary="instance type that is not known",
    why="If AWS does not have it either, the node group is not made, and pods that ask for it stay "
    "Pending. A type newer than specgen's table works, and is not checked.",
    hint="write the type as EC2 does, or accept the finding if it is a new one",
    source="https://karpenter.sh/docs/reference/instance-types/",
    bad=created(group=_GROUP % "m7g.lrge"),
    good=created(group=_GROUP % "m7g.large"),
    check=check,
)

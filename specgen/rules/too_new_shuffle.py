"""A way of shuffling that the job's Spark does not know."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from specgen.finding import Place, Severity
from specgen.rules.places import release
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.spec.shuffle import Shuffle


class _Gate(NamedTuple):
    field: str
    used: Callable[[Shuffle], bool]
    since: tuple[int, ...]
    what: str
    hint: str


_GATES = (
    _Gate(
        "reuse",
        lambda one: one.type == "pvc" and one.reuse and "executor" in one.roles,
        (3, 4),
        "reuses claims, for which executors wait",
        "set reuse: false, or use a newer image",
    ),
    _Gate(
        "accessMode",
        lambda one: one.access_mode is not None,
        (3, 4, 3),
        "chooses the access mode of claims, which can be done",
        "remove it: older ones make ReadWriteOnce claims, or use a newer image",
    ),
    _Gate(
        "hostPathType",
        lambda one: one.host_path_type is not None and "executor" in one.roles,
        (4, 0),
        "says what a directory of the node must be, which executors heed",
        "remove it, or use a newer image",
    ),
)
"""SPARK-41410: from 3.4 executors wait for a claim to be free, and AWS has reuse switched off
before (best practices of EMR on EKS); SPARK-46945; SPARK-49731. Checked 2026-11-21."""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag fields of `shuffle` that are used with a Spark from before they counted."""
    for gate in _GATES:
        if gate.used(x.job.shuffle) and x.spark < gate.since:
            yield Problem(
                Place(x.owner, ("shuffle", gate.field)),
                f"job `{x.job.name}` {gate.what} from Spark {release(gate.since)}, and it runs "
                f"Spark {release(x.spark)}",
                "too new",
                hint=gate.hint,
            )


_JOB = """\
kind: Environment
name: sample
allow:
  - {rule: host-path-volume, at: SparkJob/count.shuffle.hostPath, because: its nodes have one job}
images: {spark-py: {digest: null, tag: %s, sparkVersion: %s}}
---
kind: SparkJob
name: count
shuffle: {type: nvme, hostPath: /mnt/k8s-disks/0, hostPathType: Directory}
"""

RULE = Rule(
    id="too-new-shuffle",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="way of shuffling that the job's Spark does not know",
    why="Spark drops a setting that it does not know without a word. Before 3.4 it makes a new "
    "claim for each executor whose claim is not free yet, up to a storm of them.",
    hint="use a newer image, or remove the field",
    source="https://spark.apache.org/docs/latest/running-on-kubernetes.html#spark-properties",
    bad=_JOB % ("3.5.9", "3.5.9"),
    good=_JOB % ("4.0.5", "4.0.5"),
    check=check,
)

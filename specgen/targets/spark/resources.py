"""Sizes of driver and executors, and how many; each value as it was written."""

from specgen.manifests.spark_operator import Executor, Part
from specgen.spec.platform import JobOn
from specgen.spec.pods import Role
from specgen.units.unit import Unit


def text(value: Unit | None) -> str | None:
    """A unit as it was written, or nothing."""
    return None if value is None else value.text


def resources(x: JobOn) -> Part:
    """Cores and memory. Spark adds the overhead itself; nothing is derived into the manifest."""
    job = x.job
    count = job.executor.instances
    executor: Executor = {
        **_role(job.executor),
        "instances": count if isinstance(count, int) else None,
    }
    batch = job.executor.batch_size
    return {
        "spec": {
            "driver": _role(job.driver),
            "executor": executor,
            "memoryOverheadFactor": job.memory_overhead_factor,
            "sparkConf": None
            if batch is None
            else {"spark.kubernetes.allocation.batch.size": str(batch)},
        }
    }


def _role(role: Role) -> Executor:
    return {
        "cores": role.cores,
        "coreRequest": text(role.core_request),
        "coreLimit": text(role.core_limit),
        "memory": role.memory.text,
        "memoryOverhead": text(role.memory_overhead),
        "javaOptions": role.java_options,
    }

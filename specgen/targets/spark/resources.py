"""Sizes of driver and executors, and how many; each value as it was written."""

from specgen.facts.spark_pods import DRIVER_CONTAINER, EXECUTOR_CONTAINER
from specgen.manifests.pod import PodTemplate
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.platform import JobOn
from specgen.spec.pods import ExecutorRole, Role
from specgen.units.unit import Unit


def text(value: Unit | None) -> str | None:
    """A unit as it was written, or nothing."""
    return None if value is None else value.text


def resources(x: JobOn) -> Part:
    """Cores, memory and devices. Spark adds the overhead; nothing is derived into the manifest."""
    job = x.job
    count = job.executor.instances
    executor: RolePart = {
        **_role(job.executor),
        "instances": count if isinstance(count, int) else None,
    }
    return {
        "spec": {
            "driver": _role(job.driver),
            "executor": executor,
            "memoryOverheadFactor": job.memory_overhead_factor,
            "sparkConf": _conf(job.executor) or None,
        }
    }


def _role(role: Role) -> RolePart:
    gpu = role.gpu
    return {
        "cores": role.cores,
        "coreRequest": text(role.core_request),
        "coreLimit": text(role.core_limit),
        "memory": role.memory.text,
        "memoryOverhead": text(role.memory_overhead),
        "memoryLimit": text(role.memory_limit),
        "gpu": None if gpu is None else {"name": gpu.name, "quantity": gpu.quantity},
        "javaOptions": role.java_options,
        "template": _template(role),
    }


def _conf(role: ExecutorRole) -> dict[str, str]:
    """Sizes that the operator has no field for."""
    off_heap = role.off_heap_memory
    conf = {
        "spark.kubernetes.allocation.batch.size": role.batch_size,
        "spark.memory.offHeap.enabled": None if off_heap is None else "true",
        "spark.memory.offHeap.size": off_heap,
        "spark.executor.pyspark.memory": role.pyspark_memory,
    }
    return {key: str(value) for key, value in conf.items() if value is not None}


def _template(role: Role) -> PodTemplate | None:
    """A request that neither Spark nor the operator can make; Spark keeps what it does not set."""
    if role.ephemeral_storage is None:
        return None
    name = EXECUTOR_CONTAINER if isinstance(role, ExecutorRole) else DRIVER_CONTAINER
    requests = {"ephemeral-storage": role.ephemeral_storage.text}
    return {"spec": {"containers": [{"name": name, "resources": {"requests": requests}}]}}

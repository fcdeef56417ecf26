"""The memory of a driver's and an executor's container, as Spark computes it.

BasicDriverFeatureStep, BasicExecutorFeatureStep and ResourceProfile of apache/spark; the figures of
`specgen.facts.spark_pods`. Request and limit are the same.
"""

from typing import Literal, NamedTuple

from specgen.capacity.conf import Conf
from specgen.facts.spark_pods import JVM_OVERHEAD, LEAST_OVERHEAD_MIB, OTHER_OVERHEAD

Language = Literal["java", "python", "r"]
"""What spark-submit takes the program for: `java` is every JVM language."""

_FACTOR = "spark.kubernetes.memoryOverheadFactor"


class Sizes(NamedTuple):
    """The parts of a container's memory, each in MiB."""

    heap: int
    overhead: int
    off_heap: int = 0
    pyspark: int = 0

    @property
    def total(self) -> int:
        """What the container asks for, and may use."""
        return self.heap + self.overhead + self.off_heap + self.pyspark


def language_of(file: str) -> Language:
    """By the end of the program's name, as spark-submit does: the operator's `type` counts not."""
    return "python" if file.endswith(".py") else "r" if file.endswith(".R") else "java"


def driver_sizes(conf: Conf, language: Language) -> Sizes:
    """Of a driver. Its off-heap memory is not asked for. Refused if a size is none."""
    heap = conf.mib("1g", "spark.driver.memory") or 0
    return Sizes(heap, _overhead(conf, "driver", heap, language))


def executor_sizes(conf: Conf, language: Language) -> Sizes:
    """Of an executor, in the default resource profile. Refused if a size is none."""
    heap = conf.mib("1g", "spark.executor.memory") or 0
    used = conf.flag("spark.memory.offHeap.enabled")
    pyspark = conf.mib(None, "spark.executor.pyspark.memory") if language == "python" else None
    return Sizes(
        heap,
        _overhead(conf, "executor", heap, language),
        conf.size("spark.memory.offHeap.size") >> 20 if used else 0,
        pyspark or 0,
    )


def _overhead(conf: Conf, role: str, heap: int, language: Language) -> int:
    """MiB beside the heap; a product is cut, not rounded, in Java's and Python's same doubles.

    Executors take the factor that the driver hands on, so the language counts for them, too.
    """
    given = conf.mib(None, f"spark.{role}.memoryOverhead")
    if given is not None:
        return given
    usual = JVM_OVERHEAD if language == "java" else OTHER_OVERHEAD
    factor = conf.number(usual, f"spark.{role}.memoryOverheadFactor", _FACTOR)
    least = conf.mib(f"{LEAST_OVERHEAD_MIB}m", f"spark.{role}.minMemoryOverhead") or 0
    return max(int(factor * heap), least)

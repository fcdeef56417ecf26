"""What Spark writes into the pods it makes on Kubernetes, by release.

Sources: apache/spark, resource-managers/kubernetes/core, package org.apache.spark.deploy.k8s:
Constants.scala, Config.scala and the feature steps; measured with Spark 4.0.4 and 3.5.9 behind the
Spark operator 2.5.2, and with Spark 3.5.9's and 4.3.0's own classes. Checked 2026-11-21.
"""

Line = tuple[int, int]
"""A line of Spark's releases: (4, 0) of 4.0.4."""

NO_LINE: Line = (0, 0)
"""Of what is no version."""

SINCE: dict[str, Line] = {
    "spark.driver.minMemoryOverhead": (4, 0),
    "spark.executor.minMemoryOverhead": (4, 0),
    "spark.kubernetes.executor.terminationGracePeriodSeconds": (4, 1),
    "spark.kubernetes.executor.useDriverPodIP": (4, 1),
    "spark.kubernetes.securityContext.allowPrivilegeEscalation": (4, 3),
    "spark.kubernetes.driver.securityContext.allowPrivilegeEscalation": (4, 3),
    "spark.kubernetes.executor.securityContext.allowPrivilegeEscalation": (4, 3),
}
"""Keys that older lines do not know: they ignore them. The third column of Spark's own entries."""

GRACE_SINCE: Line = (4, 1)
"""From here on Spark writes a grace period over that of the template of executors."""
DEFAULT_GRACE = "30s"
"""https://spark.apache.org/docs/4.1.0/running-on-kubernetes.html#spark-properties"""

ESCALATION_SINCE: Line = (4, 3)
"""From here on Spark writes allowPrivilegeEscalation into its container, `false` by default."""

HOST_PATH_TYPE_SINCE: Line = (4, 0)
"""From here on `volumes.hostPath.*.options.type` counts (SPARK-49731); before it is ignored."""

NETWORK_POLICY_SINCE: Line = (4, 2)
"""From here on spark-submit may make a NetworkPolicy for executors (SPARK-55653): 4.3.0 does, 4.0.5
does not (measured), and one right too many does no harm between them."""

JVM_OVERHEAD = 0.1
OTHER_OVERHEAD = 0.4
"""Share of the heap that is added for what is not heap: in Java and Scala, in Python and R."""
LEAST_OVERHEAD_MIB = 384
"""MiB that are added at least: BasicDriverFeatureStep, ResourceProfile.calculateOverHeadMemory."""

DRIVER_CONTAINER = "spark-kubernetes-driver"
EXECUTOR_CONTAINER = "spark-kubernetes-executor"

TEMPLATE_FILES = {
    "driver": "spark.kubernetes.driver.podTemplateFile",
    "executor": "spark.kubernetes.executor.podTemplateFile",
}
"""Keys that name the file of a role's pod template."""

CONF_DIR = "/opt/spark/conf"
TEMPLATE_DIR = "/opt/spark/pod-template"
HADOOP_CONF_DIR = "/opt/hadoop/conf"
HADOOP_TOKENS_DIR = "/mnt/secrets/hadoop-credentials"
LOCAL_DIR = "spark-local-dir-"
"""Volumes whose names begin so hold shuffle and spill; Spark adds an emptyDir if none does."""
DECOMMISSION_SCRIPT = "/opt/decom.sh"

PYTHON_RUNNER = "org.apache.spark.deploy.PythonRunner"
R_RUNNER = "org.apache.spark.deploy.RRunner"
"""The class that runs a script: SparkSubmit.scala."""
NO_RESOURCE = "spark-internal"
"""What the driver is told instead of a file of the submitter's: SparkLauncher.NO_RESOURCE."""

LONGEST_SERVICE = 63
"""Characters of a Service's name; where the driver's would be longer Spark calls it `spark-…`."""


def line_of(version: str) -> Line:
    """The line of a release: (4, 0) of `4.0.4`; NO_LINE of what is no version."""
    parts = version.removeprefix("v").split(".")
    if len(parts) > 1 and parts[0].isdigit() and parts[1].isdigit():
        return int(parts[0]), int(parts[1])
    return NO_LINE

"""Facts about Spark releases and the Spark operator."""

from collections.abc import Mapping

HADOOP_OF_SPARK = {
    (0, 0): (3, 3),
    (4, 0): (3, 4),
    (4, 2): (3, 5),
}
"""Hadoop client of Spark's own distribution, from that minor release on.

Source: `hadoop.version` in pom.xml of apache/spark at the release's tag: 3.5 has 3.3.4, 4.0 3.4.1,
4.2 and 4.3 3.5.0; checked 2026-11-21. Before 3.5 the image should declare its `hadoop`.
"""


def hadoop_of(spark: tuple[int, ...]) -> tuple[int, ...]:
    """The Hadoop client that a Spark release ships, as major and minor."""
    return HADOOP_OF_SPARK[max(since for since in HADOOP_OF_SPARK if since <= spark[:2])]


AWS_SDK_V2_SINCE_HADOOP = (3, 4)
"""HADOOP-18073: S3A uses AWS SDK v2 from Hadoop 3.4.0; provider classes have other names."""

DENIED_CONF = {
    "spark.master": "the operator sets it",
    "spark.kubernetes.driver.master": "the operator sets it",
    "spark.kubernetes.container.image": "set `image`",
    "spark.kubernetes.driver.container.image": "set `image`",
    "spark.kubernetes.executor.container.image": "set `image`",
    "spark.kubernetes.authenticate.driver.serviceAccountName": "choose an `identity`",
    "spark.kubernetes.authenticate.executor.serviceAccountName": "choose an `identity`",
    "spark.kubernetes.authenticate.serviceAccountName": "choose an `identity`",
    "spark.kubernetes.authenticate.oauthToken": "the operator authenticates itself",
    "spark.kubernetes.authenticate.oauthTokenFile": "the operator authenticates itself",
    "spark.kubernetes.authenticate.driver.oauthToken": "the operator authenticates itself",
    "spark.kubernetes.authenticate.driver.oauthTokenFile": "the operator authenticates itself",
    "spark.kubernetes.authenticate.executor.oauthToken": "the operator authenticates itself",
    "spark.kubernetes.authenticate.executor.oauthTokenFile": "the operator authenticates itself",
    "spark.kubernetes.namespace": "it is the team's namespace",
    "spark.kubernetes.submission.waitAppCompletion": "it would hold a worker of the operator",
}  # fmt: skip
"""Keys that the operator's webhook refuses in sparkConf (or that harm it), and what to do instead.

Source: kubeflow/spark-operator v2.5.2, internal/webhook/sparkapplication_validator.go (commit
faa362a2); waitAppCompletion measured on the running operator. Checked 2026-11-21.
"""

SUBMITTED_CONF = frozenset(
    (
        "spark.kubernetes.driver.master",
        "spark.kubernetes.authenticate.oauthToken",
        "spark.kubernetes.authenticate.oauthTokenFile",
        "spark.kubernetes.authenticate.driver.oauthToken",
        "spark.kubernetes.authenticate.driver.oauthTokenFile",
        "spark.kubernetes.authenticate.executor.oauthToken",
        "spark.kubernetes.authenticate.executor.oauthTokenFile",
        "spark.kubernetes.submission.waitAppCompletion",
    )
)
"""Those of them that make sense where spark-submit submits: no field and no script sets them."""

SCRIPTED_CONF = frozenset(
    (
        "spark.submit.deployMode",
        "spark.kubernetes.driver.podTemplateFile",
        "spark.kubernetes.driver.podTemplateContainerName",
        "spark.kubernetes.executor.podTemplateFile",
        "spark.kubernetes.executor.podTemplateContainerName",
    )
)
"""Keys that a script of a submitted job sets beside those."""

TYPED_CONF = {
    "spark.driver.cores": "driver.cores",
    "spark.driver.memory": "driver.memory",
    "spark.driver.memoryOverhead": "driver.memoryOverhead",
    "spark.driver.extraJavaOptions": "driver.javaOptions",
    "spark.executor.cores": "executor.cores",
    "spark.executor.memory": "executor.memory",
    "spark.executor.memoryOverhead": "executor.memoryOverhead",
    "spark.executor.extraJavaOptions": "executor.javaOptions",
    "spark.executor.instances": "executor.instances",
    "spark.kubernetes.driver.request.cores": "driver.coreRequest",
    "spark.kubernetes.driver.limit.cores": "driver.coreLimit",
    "spark.kubernetes.executor.request.cores": "executor.coreRequest",
    "spark.kubernetes.executor.limit.cores": "executor.coreLimit",
    "spark.kubernetes.allocation.batch.size": "executor.batchSize",
    "spark.kubernetes.memoryOverheadFactor": "memoryOverheadFactor",
    "spark.kubernetes.container.image.pullPolicy": "imagePull.policy (Environment)",
    "spark.kubernetes.container.image.pullSecrets": "imagePull.secrets (Environment)",
    "spark.dynamicAllocation.enabled": "executor.instances: {min, max}",
    "spark.dynamicAllocation.minExecutors": "executor.instances.min",
    "spark.dynamicAllocation.maxExecutors": "executor.instances.max",
    "spark.dynamicAllocation.initialExecutors": "executor.instances.initial",
    "spark.dynamicAllocation.executorIdleTimeout": "executor.instances.idleTimeout",
    "spark.dynamicAllocation.cachedExecutorIdleTimeout": "executor.instances.cachedIdleTimeout",
    "spark.dynamicAllocation.schedulerBacklogTimeout": "executor.instances.backlogTimeout",
    "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout": (
        "executor.instances.sustainedBacklogTimeout"
    ),
    "spark.dynamicAllocation.executorAllocationRatio": "executor.instances.allocationRatio",
    "spark.dynamicAllocation.shuffleTracking.enabled": "executor.instances.shuffleTracking",
    "spark.dynamicAllocation.shuffleTracking.timeout": "executor.instances.shuffleTrackingTimeout",
    "spark.decommission.enabled": "executor.decommission.enabled",
    "spark.storage.decommission.enabled": "executor.decommission.enabled",
    "spark.storage.decommission.shuffleBlocks.enabled": "executor.decommission.enabled",
    "spark.storage.decommission.rddBlocks.enabled": "executor.decommission.enabled",
    "spark.storage.decommission.fallbackStorage.path": "executor.decommission.fallbackStorage",
    "spark.executor.decommission.forceKillTimeout": "executor.decommission.forceKillTimeout",
    "spark.storage.decommission.fallbackStorage.cleanUp": "executor.decommission.fallbackStorage",
    "spark.kubernetes.local.dirs.tmpfs": "shuffle.type: tmpfs",
    "spark.kubernetes.driver.ownPersistentVolumeClaim": "shuffle.reuse",
    "spark.kubernetes.driver.reusePersistentVolumeClaim": "shuffle.reuse",
    "spark.kubernetes.driver.waitToReusePersistentVolumeClaim": "shuffle.reuse",
    "spark.kubernetes.legacy.useReadWriteOnceAccessMode": "shuffle.accessMode",
    "spark.celeborn.master.endpoints": "shuffle.endpoints",
    "spark.celeborn.client.push.replicate.enabled": "shuffle.replication",
    "spark.rss.coordinator.quorum": "shuffle.endpoints",
    "spark.eventLog.enabled": "eventLog.enabled",
    "spark.eventLog.dir": "eventLog.dir",
    "spark.eventLog.rolling.enabled": "eventLog.rolling",
    "spark.eventLog.rolling.maxFileSize": "eventLog.maxFileSize",
    "spark.hadoop.fs.s3a.aws.credentials.provider": "s3.credentials",
    "spark.hadoop.fs.s3a.endpoint": "s3.endpoint",
    "spark.hadoop.fs.s3a.endpoint.region": "s3.region",
    "spark.hadoop.fs.s3a.path.style.access": "s3.pathStyle",
    "spark.hadoop.fs.s3a.committer.name": "s3.committer",
    "spark.hadoop.fs.s3.impl": "s3.s3Scheme",
    "spark.jars": "application.jars",
    "spark.files": "application.files",
    "spark.submit.pyFiles": "application.pyFiles",
    "spark.archives": "application.archives",
    "spark.jars.packages": "application.packages",
    "spark.jars.repositories": "application.repositories",
    "spark.kubernetes.pyspark.pythonVersion": "application.pythonVersion",
    "spark.memory.offHeap.enabled": "executor.offHeapMemory",
    "spark.memory.offHeap.size": "executor.offHeapMemory",
    "spark.executor.pyspark.memory": "executor.pysparkMemory",
    "spark.kubernetes.driver.pod.name": "driver.podName",
    "spark.kubernetes.executor.podNamePrefix": "executor.podNamePrefix",
    "spark.kubernetes.executor.deleteOnTermination": "executor.deleteOnTermination",
    "spark.ui.prometheus.enabled": "metrics.exporter",
    "spark.executor.processTreeMetrics.enabled": "metrics.exporter",
    "spark.metrics.conf.*.sink.prometheusServlet.class": "metrics.exporter",
    "spark.metrics.conf.driver.sink.prometheusServlet.path": "metrics.exporter",
    "spark.metrics.conf.executor.sink.prometheusServlet.path": "metrics.exporter",
    "spark.kubernetes.scheduler.name": "scheduler.name",
    "spark.kubernetes.driver.scheduler.name": "scheduler.name",
    "spark.kubernetes.executor.scheduler.name": "scheduler.name",
}  # fmt: skip
"""Spark keys that a field of the language sets; in `conf` they would be a second truth."""

TYPED_PREFIXES = {
    "spark.kubernetes.node.selector.": "driver.pool and executor.pool",
    "spark.kubernetes.driver.volumes.emptyDir.spark-local-dir-1.": "shuffle.size",
    "spark.kubernetes.driver.volumes.hostPath.spark-local-dir-1.": "shuffle.hostPath",
    "spark.kubernetes.driver.volumes.persistentVolumeClaim.spark-local-dir-1.": "shuffle",
    "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.": "shuffle.size",
    "spark.kubernetes.executor.volumes.hostPath.spark-local-dir-1.": "shuffle.hostPath",
    "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.": "shuffle",
    "spark.kubernetes.driver.node.selector.": "driver.pool",
    "spark.kubernetes.executor.node.selector.": "executor.pool",
    "spark.kubernetes.driver.label.": "driver.labels",
    "spark.kubernetes.executor.label.": "executor.labels",
    "spark.kubernetes.driver.annotation.": "driver.annotations",
    "spark.kubernetes.executor.annotation.": "executor.annotations",
    "spark.kubernetes.driverEnv.": "driver.env",
    "spark.executorEnv.": "executor.env",
    "spark.kubernetes.driver.service.label.": "driver.serviceLabels",
    "spark.kubernetes.driver.service.annotation.": "driver.serviceAnnotations",
    "spark.kubernetes.driver.secretKeyRef.": "driver.env, with secretKeyRef",
    "spark.kubernetes.executor.secretKeyRef.": "executor.env, with secretKeyRef",
    "spark.kubernetes.driver.secrets.": "volumes, with secret",
    "spark.kubernetes.executor.secrets.": "volumes, with secret",
}
"""The same for families of keys."""

ONE_SCALA = ((4,), "2.13")
"""From this Spark on there is one Scala, the other: SPARK-45364, apache/spark#43158."""

NO_PYTHON_CHOICE = (4,)
"""From this Spark on `pythonVersion` is refused. Since 3.1 all that comes of it is a warning in the
log of the submission: DriverCommandFeatureStep of apache/spark."""

RESERVED_LABELS = frozenset(
    (
        "spark-app-selector", "spark-role", "spark-exec-id", "spark-app-name", "spark-version",
        "spark-exec-resourceprofile-id", "spark-exec-inactive",
    )
)  # fmt: skip
"""Labels that Spark sets itself and refuses from others: the submission fails.

Source: org.apache.spark.deploy.k8s.Constants; refusals measured with Spark 4.0.4.
"""

DRIVER_PORT = 7078
BLOCK_MANAGER_PORT = 7079
UI_PORT = 4040
"""Spark's defaults for the ports that network policies name."""


def ui_port(conf: Mapping[str, str]) -> int:
    """Where a driver's UI listens; a value that is no number is told elsewhere."""
    said = conf.get("spark.ui.port", "")
    return int(said) if said.isascii() and said.isdecimal() else UI_PORT


UI_PORT_NAME = "spark-ui"
"""What Spark calls that port of the driver's container: Constants.UI_PORT_NAME."""

DRIVER_METRICS, EXECUTOR_METRICS = "/metrics/driver/prometheus/", "/metrics/executors/prometheus/"
"""Where a driver's UI serves its own metrics, as `metrics` sets it up, and those of all executors.

The second is fixed: PrometheusResource of apache/spark, which `spark.ui.prometheus.enabled` makes
answer. https://spark.apache.org/docs/latest/monitoring.html#executor-metrics
"""

PROMETHEUS_SERVLET = "org.apache.spark.metrics.sink.PrometheusServlet"
"""https://github.com/apache/spark/blob/v4.0.0/conf/metrics.properties.template"""

LONGEST_SCHEDULED_NAME = 43
"""A run's name is the schedule's, `-` and 19 digits, and must be a label of 63 characters."""

LEAST_MEMORY_MIB = 450
"""A JVM of Spark does not start below: one and a half times the 300 MiB it reserves."""

OPERATOR_SPARK = (4, 0, 4)
"""The Spark that the operator submits with: it makes the driver's pod, service and ConfigMap.

Source: image of kubeflow/spark-operator v2.5.2; checked 2026-11-21.
"""

OPERATOR_READS = frozenset(
    (
        "spark.driver.minMemoryOverhead",
        "spark.kubernetes.driver.pod.excludedFeatureSteps",
        "spark.kubernetes.driver.securityContext.allowPrivilegeEscalation",
        "spark.kubernetes.driver.service.publishNotReadyAddresses",
        "spark.kubernetes.pyspark.pythonVersion",
    )
)
"""Settings that some lines of Spark lack and that only the operator's Spark reads.

Source: the classes of Spark 4.3.0 and 4.0.5 that ask for them are KubernetesDriverBuilder and the
steps of the driver in org.apache.spark.deploy.k8s.features; checked 2026-11-21.
"""

"""Families of settings that are no entries of Spark: all that begins so is somebody's."""

_SPARK = (
    "spark.app.",
    "spark.driver.resource.",
    "spark.driver.rpc.",
    "spark.driver.shuffle.io.",
    "spark.executor.resource.",
    "spark.executor.rpc.",
    "spark.executor.shuffle.io.",
    "spark.executorEnv.",
    "spark.files.io.",
    "spark.files.sasl.",
    "spark.hadoop.",
    "spark.hive.",
    "spark.io.encryption.commons.config.",
    "spark.job.",
    "spark.kubernetes.authenticate.",
    "spark.kubernetes.driver.annotation.",
    "spark.kubernetes.driver.label.",
    "spark.kubernetes.driver.node.selector.",
    "spark.kubernetes.driver.secretKeyRef.",
    "spark.kubernetes.driver.secrets.",
    "spark.kubernetes.driver.service.annotation.",
    "spark.kubernetes.driver.service.label.",
    "spark.kubernetes.driver.volumes.",
    "spark.kubernetes.driverEnv.",
    "spark.kubernetes.executor.annotation.",
    "spark.kubernetes.executor.label.",
    "spark.kubernetes.executor.node.selector.",
    "spark.kubernetes.executor.secretKeyRef.",
    "spark.kubernetes.executor.secrets.",
    "spark.kubernetes.executor.volumes.",
    "spark.kubernetes.node.selector.",
    "spark.metrics.conf.",
    "spark.network.crypto.config.",
    "spark.network.io.",
    "spark.plugins.internal.conf.",
    "spark.python.profile",
    "spark.python.worker.memory",
    "spark.rpc.io.",
    "spark.rpc.sasl.",
    "spark.scheduler.listenerbus.eventqueue.",
    "spark.security.credentials.",
    "spark.shuffle.io.",
    "spark.shuffle.plugin.__config__.",
    "spark.shuffle.sasl.",
    "spark.sql.catalog.",
    "spark.sql.streaming.stateStore.rocksdb.",
    "spark.ssl.",
    "spark.task.resource.",
    "spark.yarn.am.resource.",
    "spark.yarn.appMasterEnv.",
    "spark.yarn.driver.resource.",
    "spark.yarn.executor.resource.",
)
"""Spark's own, and `spark.app.` and `spark.job.`, in which jobs keep what they ask for themselves.

Source: string constants that end with a dot in the jars of the pyspark packages 3.5.9 to 4.3.0;
`.io.` and `.sasl.` of a module in TransportConf.getConfKey, a role before it in SparkTransportConf;
`.resource.` in ResourceID, rocksdb in RocksDBConf, the queues in LiveListenerBus, credentials in
HadoopDelegationTokenManager; of `spark.python.` what only pyspark's Python code reads. Checked
2026-11-21.
"""

_OTHERS = {
    "spark.celeborn.": "Celeborn",
    "spark.comet.": "DataFusion Comet",
    "spark.connect.": "Spark Connect, beside the pyspark package in 3.5",
    "spark.databricks.": "Delta Lake",
    "spark.gluten.": "Gluten",
    "spark.kafka.": "Spark's package for Kafka",
    "spark.openlineage.": "OpenLineage",
    "spark.rapids.": "RAPIDS",
    "spark.rss.": "Uniffle",
    "spark.sql.emr.": "EMR",
    "spark.sql.iceberg.": "Iceberg",
    "spark.sql.parquet.fs.optimized.committer.": "EMR",
    "spark.streaming.kafka.": "Spark's package for Kafka",
    "spark.streaming.kinesis.": "Spark's package for Kinesis",
}
"""Of packages beside the core. Other beginnings that Spark has no entries with need no row here.

Source: https://apache.github.io/incubator-gluten/Configuration.html ,
https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-spark-committer-enable.html ,
https://github.com/apache/incubator-uniffle/blob/master/docs/client_guide/client_guide.md ,
https://iceberg.apache.org/javadoc/1.6.0/org/apache/iceberg/spark/SparkSQLProperties.html ,
docs/streaming-kinesis-integration.md of apache/spark, and the conf of published manifests; checked
2026-11-21.
"""

FAMILIES = (*_SPARK, *_OTHERS)
"""Beginnings of keys; all that begins so is taken."""

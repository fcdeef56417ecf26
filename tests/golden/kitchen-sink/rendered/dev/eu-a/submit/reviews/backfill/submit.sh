#!/usr/bin/env bash
# From environments/dev/reviews/submitted.yaml by: specgen render dev
set -euo pipefail
echo 'job backfill is suspended: nothing is submitted' >&2
exit 1
[ -n "${K8S_API_SERVER:-}" ] || K8S_API_SERVER=https://eu-a.example.com:6443
: "${SPARK_HOME:?set it to the folder of Spark}"
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec "$SPARK_HOME/bin/spark-submit" \
  --master "k8s://$K8S_API_SERVER" \
  --deploy-mode cluster \
  --name backfill \
  --conf spark.blockManager.port=7079 \
  --conf spark.decommission.enabled=true \
  --conf spark.driver.blockManager.port=7079 \
  --conf spark.driver.cores=1 \
  --conf spark.driver.memory=1g \
  --conf spark.driver.port=7078 \
  --conf spark.eventLog.dir=s3a://acme-logs/events/eu-a/ \
  --conf spark.eventLog.enabled=true \
  --conf spark.eventLog.rolling.enabled=true \
  --conf spark.eventLog.rolling.maxFileSize=128m \
  --conf spark.executor.cores=1 \
  --conf spark.executor.decommission.forceKillTimeout=100s \
  --conf spark.executor.instances=1 \
  --conf spark.executor.memory=1g \
  --conf spark.executor.processTreeMetrics.enabled=true \
  --conf spark.hadoop.fs.s3a.aws.credentials.provider=com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper \
  --conf spark.hadoop.fs.s3a.committer.magic.enabled=true \
  --conf spark.hadoop.fs.s3a.committer.name=magic \
  --conf spark.hadoop.fs.s3a.endpoint.region=eu-west-1 \
  --conf spark.kubernetes.authenticate.driver.serviceAccountName=main-driver \
  --conf spark.kubernetes.authenticate.executor.serviceAccountName=main-executor \
  --conf spark.kubernetes.container.image=mirror.example.com/acme/spark-py:4.0.5-1@sha256:1111111111111111111111111111111111111111111111111111111111111111 \
  --conf spark.kubernetes.container.image.pullPolicy=Always \
  --conf spark.kubernetes.container.image.pullSecrets=registry \
  --conf spark.kubernetes.driver.annotation.cluster-autoscaler.kubernetes.io/safe-to-evict=false \
  --conf spark.kubernetes.driver.annotation.karpenter.sh/do-not-disrupt=true \
  --conf spark.kubernetes.driver.annotation.specgen.dev/run=2026-11-21-a \
  --conf spark.kubernetes.driver.container.image=mirror.example.com/acme/spark-py:4.0.5-1@sha256:1111111111111111111111111111111111111111111111111111111111111111 \
  --conf spark.kubernetes.driver.label.app.kubernetes.io/managed-by=specgen \
  --conf spark.kubernetes.driver.label.app.kubernetes.io/part-of=kitchen-sink \
  --conf spark.kubernetes.driver.label.layer=extra \
  --conf spark.kubernetes.driver.label.specgen.dev/environment=dev \
  --conf spark.kubernetes.driver.label.specgen.dev/job=backfill \
  --conf spark.kubernetes.driver.label.specgen.dev/team=reviews \
  --conf spark.kubernetes.driver.label.stage=dev \
  --conf spark.kubernetes.driver.podTemplateContainerName=spark-kubernetes-driver \
  --conf spark.kubernetes.driver.podTemplateFile="$here/driver.yaml" \
  --conf spark.kubernetes.executor.annotation.cluster-autoscaler.kubernetes.io/safe-to-evict=false \
  --conf spark.kubernetes.executor.container.image=mirror.example.com/acme/spark-py:4.0.5-1@sha256:1111111111111111111111111111111111111111111111111111111111111111 \
  --conf spark.kubernetes.executor.label.app.kubernetes.io/managed-by=specgen \
  --conf spark.kubernetes.executor.label.app.kubernetes.io/part-of=kitchen-sink \
  --conf spark.kubernetes.executor.label.layer=extra \
  --conf spark.kubernetes.executor.label.specgen.dev/environment=dev \
  --conf spark.kubernetes.executor.label.specgen.dev/job=backfill \
  --conf spark.kubernetes.executor.label.specgen.dev/team=reviews \
  --conf spark.kubernetes.executor.label.stage=dev \
  --conf spark.kubernetes.executor.podTemplateContainerName=spark-kubernetes-executor \
  --conf spark.kubernetes.executor.podTemplateFile="$here/executor.yaml" \
  --conf spark.kubernetes.namespace=reviews-spark \
  --conf 'spark.metrics.conf.*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet' \
  --conf spark.metrics.conf.driver.sink.prometheusServlet.path=/metrics/driver/prometheus/ \
  --conf spark.metrics.conf.executor.sink.prometheusServlet.path=/metrics/executors/prometheus/ \
  --conf spark.sql.parquet.output.committer.class=org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter \
  --conf spark.sql.sources.commitProtocolClass=org.apache.spark.internal.io.cloud.PathOutputCommitProtocol \
  --conf spark.storage.decommission.enabled=true \
  --conf spark.storage.decommission.rddBlocks.enabled=true \
  --conf spark.storage.decommission.shuffleBlocks.enabled=true \
  --conf spark.ui.prometheus.enabled=true \
  local:///opt/backfill.py

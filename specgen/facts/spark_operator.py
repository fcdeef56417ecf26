"""What the Spark operator adds to an application and to its pods.

Sources: kubeflow/spark-operator v2.5.2, internal/webhook/sparkapplication_defaulter.go and
sparkpod_defaulter.go, internal/controller/sparkapplication/submission.go and monitoring_config.go,
internal/scheduler/*, pkg/common; measured on the running operator. Checked 2026-11-21.
"""

BUNDLED_SPARK = "4.0.4"
"""The Spark whose spark-submit the operator's image 2.5.2 runs: it makes every driver pod."""

SPARK_USER = "spark"
"""Whom that image runs spark-submit as; both pods carry it in SPARK_USER."""

API_VERSION = "sparkoperator.k8s.io/v1beta2"
APP_NAME = "sparkoperator.k8s.io/app-name"
LAUNCHED = "sparkoperator.k8s.io/launched-by-spark-operator"
MUTATED = "sparkoperator.k8s.io/mutated-by-spark-operator"
SUBMISSION_ID = "sparkoperator.k8s.io/submission-id"
SCHEDULE = "sparkoperator.k8s.io/scheduled-app-name"
"""Labels: of both pods; the last of the application that a schedule makes."""

NOT_INHERITED = "kueue.x-k8s.io/"
"""Labels of the application that begin so do not reach its pods."""

SPARK_CONF_DIR = "/etc/spark/conf"
HADOOP_CONF_DIR = "/etc/hadoop/conf"
METRICS_DIR = "/etc/metrics/conf"
METRICS_FILE = "metrics.properties"
EXPORTER_FILE = "prometheus.yaml"
EXPORTER_PORT = 8090
EXPORTER_PATH = "/metrics"
EXPORTER_PORT_NAME = "jmx-exporter"

SECRET_FILES = {
    "GCPServiceAccount": ("GOOGLE_APPLICATION_CREDENTIALS", "key.json"),
    "HadoopDelegationToken": ("HADOOP_TOKEN_FILE_LOCATION", "hadoop.token"),
}
"""Types of `secrets` that set a variable, and the file in the Secret that it names."""

LEAST_TEMPLATE_SPARK = (3, 0)
"""From this Spark on a pod template goes to spark-submit; the validating webhook refuses others."""

POD_GROUP_ANNOTATION = "scheduling.k8s.io/group-name"
"""How Volcano knows a pod's group, `spark-<application>-pg`."""
POD_GROUP_LABEL = "scheduling.x-k8s.io/pod-group"
"""The same of Kubernetes' coscheduling plugin, `<application>-pg`."""
TASK_GROUP = "yunikorn.apache.org/task-group-name"
TASK_GROUPS = "yunikorn.apache.org/task-groups"
YUNIKORN_QUEUE = "queue"

MEMORY_LIMIT_UNITS = {
    "kb": "Ki", "mb": "Mi", "gb": "Gi", "tb": "Ti", "pb": "Pi",
    "k": "Ki", "m": "Mi", "g": "Gi", "t": "Ti", "p": "Pi",
}  # fmt: skip
"""Spark's units in `memoryLimit`, and Kubernetes' that the webhook makes of them."""

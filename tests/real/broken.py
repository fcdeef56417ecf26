"""Manifests that are broken in one place, over every kind that we emit, and what is said of them.

Each is the first object of its kind in the repository's trees that has the place, with one value
put there.
"""

from copy import deepcopy
from typing import Any, NamedTuple

from specgen.validate.schema import file_name, folder, misfits

Body = dict[str, Any]
GONE = object()
"""In place of a value: the key is taken away."""


class Row(NamedTuple):
    """One broken manifest."""

    kind: str
    fault: str
    path: str
    """Steps with a `/` between; a number is an item of a list."""

    value: Any
    passes: str = ""
    """Why kubeconform lets it pass, where it does; ours refuses all the same."""

    @property
    def name(self) -> str:
        """The row in a word."""
        return f"{self.kind}: {self.fault} at {self.path}"


def steps(path: str) -> list[str | int]:
    """A path as keys and indices."""
    return [int(step) if step.isdigit() else step for step in path.split("/")]


def broken(body: Body, row: Row) -> Body | None:
    """The object with the row's fault; None if it has no such place."""
    out = deepcopy(body)
    *above, last = steps(row.path)
    node: Any = out
    for step in above:
        if not _has(node, step):
            return None
        node = node[step]
    if row.value is GONE and not _has(node, last):
        return None
    return out if _put(node, last, row.value) else None


def _has(node: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(node, list) and step < len(node)
    return isinstance(node, dict) and step in node


def _put(node: Any, last: str | int, value: Any) -> bool:
    """Set a key, take it away, or insert an item; False if the node is of another kind."""
    if isinstance(node, list) and isinstance(last, int):
        node.insert(last, value)
    elif isinstance(node, dict) and value is GONE:
        del node[last]
    elif isinstance(node, dict):
        node[last] = value
    else:
        return False
    return True


def refused_by_us(body: Body) -> bool:
    """Whether our final check refuses it; of a kind without a schema nothing can be rendered."""
    known = (folder() / file_name(body["apiVersion"], body["kind"])).is_file()
    return not known or any(misfits(body))


UNKNOWN, ENUM, TYPE, MISSING = "unknown field", "wrong word", "wrong type", "missing field"
PATTERN, QUANTITY, INT, NULL = "bad pattern", "bad quantity", "number for text", "null"
API, ITEM, RANGE = "wrong apiVersion", "item of another type", "out of range"

IN_CODE = "Kubernetes' OpenAPI does not list the words: its code refuses others"
FORM = "Kubernetes' OpenAPI says text: its code refuses other forms"
OURS = "ours is narrower on purpose: "

ROWS = (
    Row("SparkApplication", UNKNOWN, "spec/drver", {}),
    Row("SparkApplication", UNKNOWN, "spec/driver/core", 1),
    Row("SparkApplication", ENUM, "spec/type", "Go"),
    Row("SparkApplication", ENUM, "spec/mode", "local"),
    Row("SparkApplication", ENUM, "spec/restartPolicy/type", "Sometimes"),
    Row("SparkApplication", TYPE, "spec/driver/cores", "one"),
    Row("SparkApplication", TYPE, "spec/sparkConf", ["a=b"]),
    Row("SparkApplication", MISSING, "spec/executor", GONE),
    Row("SparkApplication", MISSING, "spec/sparkVersion", GONE),
    Row("SparkApplication", MISSING, "spec/driver/env/0/name", GONE),
    Row("SparkApplication", INT, "spec/sparkVersion", 4.0),
    Row("SparkApplication", INT, "spec/driver/memory", 2),
    Row("SparkApplication", INT, "spec/sparkConf/spark.blockManager.port", 7079),
    Row("SparkApplication", NULL, "spec/driver", None),
    Row("SparkApplication", NULL, "spec/image", None),
    Row("SparkApplication", ITEM, "spec/arguments/0", 1),
    Row("SparkApplication", ITEM, "spec/driver/tolerations/0", "all"),
    Row("SparkApplication", RANGE, "spec/driver/cores", 0),
    Row("SparkApplication", RANGE, "spec/restartPolicy/onFailureRetries", -1),
    Row(
        "SparkApplication",
        PATTERN,
        "spec/driver/coreLimit",
        "many",
        OURS + "Spark fails when it makes the pod",
    ),
    Row("SparkApplication", API, "apiVersion", "sparkoperator.k8s.io/v1"),
    Row("ScheduledSparkApplication", UNKNOWN, "spec/cron", "@daily"),
    Row(
        "ScheduledSparkApplication",
        ENUM,
        "spec/concurrencyPolicy",
        "Skip",
        OURS + "the operator knows three words",
    ),
    Row("ScheduledSparkApplication", TYPE, "spec/suspend", "yes"),
    Row("ScheduledSparkApplication", MISSING, "spec/template", GONE),
    Row("ScheduledSparkApplication", MISSING, "spec/schedule", GONE),
    Row("ScheduledSparkApplication", INT, "spec/schedule", 5),
    Row("ScheduledSparkApplication", ITEM, "spec/template/arguments/0", 7),
    Row("NodePool", UNKNOWN, "spec/template/spec/requirement", []),
    Row("NodePool", ENUM, "spec/template/spec/requirements/0/operator", "Is"),
    Row("NodePool", ENUM, "spec/disruption/consolidationPolicy", "Always"),
    Row("NodePool", TYPE, "spec/weight", "90"),
    Row("NodePool", MISSING, "spec/template", GONE),
    Row("NodePool", MISSING, "spec/template/spec/nodeClassRef", GONE),
    Row("NodePool", MISSING, "spec/template/spec/requirements/0/operator", GONE),
    Row("NodePool", PATTERN, "spec/disruption/budgets/0/nodes", "some"),
    Row("NodePool", PATTERN, "spec/disruption/consolidateAfter", "soon"),
    Row("NodePool", PATTERN, "spec/template/spec/expireAfter", "30 days"),
    Row("NodePool", QUANTITY, "spec/limits/memory", "200 GB"),
    Row("NodePool", ITEM, "spec/template/spec/requirements/0/values/0", 4),
    Row("NodePool", NULL, "spec/template/spec/requirements", None),
    Row("NodePool", RANGE, "spec/weight", 101),
    Row("NodePool", API, "apiVersion", "karpenter.sh/v1beta1"),
    Row("EC2NodeClass", UNKNOWN, "spec/amiFamilly", "AL2023"),
    Row("EC2NodeClass", ENUM, "spec/instanceStorePolicy", "RAID5"),
    Row("EC2NodeClass", ENUM, "spec/metadataOptions/httpTokens", "never"),
    Row("EC2NodeClass", ENUM, "spec/blockDeviceMappings/0/ebs/volumeType", "gp4"),
    Row("EC2NodeClass", TYPE, "spec/blockDeviceMappings/0/ebs/encrypted", "true"),
    Row("EC2NodeClass", MISSING, "spec/amiSelectorTerms", GONE),
    Row("EC2NodeClass", QUANTITY, "spec/blockDeviceMappings/0/ebs/volumeSize", "lots"),
    Row("EC2NodeClass", INT, "spec/tags/owner", 1),
    Row("EC2NodeClass", NULL, "spec/subnetSelectorTerms", None),
    Row("EC2NodeClass", RANGE, "spec/metadataOptions/httpPutResponseHopLimit", 65),
    Row("EC2NodeClass", PATTERN, "spec/amiSelectorTerms/0/id", "image-1"),
    Row("Application", UNKNOWN, "spec/syncPolicies", {}),
    Row("Application", TYPE, "spec/syncPolicy/automated/prune", "true"),
    Row("Application", TYPE, "spec/syncPolicy/retry/limit", "5"),
    Row("Application", MISSING, "spec/project", GONE),
    Row("Application", MISSING, "spec/destination", GONE),
    Row("Application", MISSING, "spec/sources/0/repoURL", GONE),
    Row("Application", ITEM, "spec/syncPolicy/syncOptions/0", {"ServerSideApply": True}),
    Row("Application", NULL, "spec/destination", None),
    Row("Application", API, "apiVersion", "argoproj.io/v1"),
    Row("AppProject", UNKNOWN, "spec/destination", []),
    Row("AppProject", TYPE, "spec/sourceRepos", "https://example.com"),
    Row("AppProject", MISSING, "spec/clusterResourceWhitelist/0/kind", GONE),
    Row("AppProject", MISSING, "spec/roles/0/name", GONE),
    Row("AppProject", ITEM, "spec/destinations/0", "use1-b"),
    Row("ClusterConfig", UNKNOWN, "managedNodeGroups/0/instanceTypez", []),
    Row("ClusterConfig", ENUM, "managedNodeGroups/0/volumeType", "gp4"),
    Row("ClusterConfig", ENUM, "vpc/nat/gateway", "None"),
    Row("ClusterConfig", TYPE, "managedNodeGroups/0/minSize", "2"),
    Row("ClusterConfig", MISSING, "metadata/region", GONE),
    Row(
        "ClusterConfig",
        MISSING,
        "accessConfig/accessEntries/0/principalARN",
        GONE,
        OURS + "eksctl refuses what its schema lets pass",
    ),
    Row("ClusterConfig", INT, "metadata/version", 1.34),
    Row("ClusterConfig", ITEM, "availabilityZones/0", 1),
    Row("ClusterConfig", API, "apiVersion", "eksctl.io/v1alpha6"),
    Row("NetworkPolicy", UNKNOWN, "spec/egres", []),
    Row("NetworkPolicy", ENUM, "spec/policyTypes/0", "Inward", IN_CODE),
    Row("NetworkPolicy", ENUM, "spec/ingress/0/ports/0/protocol", "HTTP", IN_CODE),
    Row("NetworkPolicy", TYPE, "spec/podSelector", "driver"),
    Row("NetworkPolicy", TYPE, "spec/ingress/0/ports/0/port", 70.5),
    Row("NetworkPolicy", MISSING, "spec/podSelector/matchExpressions/0/operator", GONE),
    Row("NetworkPolicy", ITEM, "spec/ingress/0", "all"),
    Row("NetworkPolicy", PATTERN, "spec/egress/3/to/0/ipBlock/cidr", "everywhere", FORM),
    Row("Role", UNKNOWN, "rule", []),
    Row("Role", TYPE, "rules/0/verbs", "get"),
    Row("Role", MISSING, "rules/0/verbs", GONE),
    Row("Role", ITEM, "rules/0/verbs/0", 1),
    Row("RoleBinding", UNKNOWN, "subject", []),
    Row("RoleBinding", ENUM, "subjects/0/kind", "Robot", IN_CODE),
    Row("RoleBinding", MISSING, "roleRef", GONE),
    Row("RoleBinding", MISSING, "roleRef/name", GONE),
    Row("RoleBinding", ITEM, "subjects/0", "ada@example.com"),
    Row("PriorityClass", UNKNOWN, "priority", 1),
    Row("PriorityClass", ENUM, "preemptionPolicy", "Sometimes", IN_CODE),
    Row("PriorityClass", TYPE, "value", "100"),
    Row("PriorityClass", MISSING, "value", GONE, OURS + "the API server would make it 0"),
    Row("StorageClass", UNKNOWN, "parameter", {}),
    Row("StorageClass", ENUM, "volumeBindingMode", "Later", IN_CODE),
    Row("StorageClass", ENUM, "reclaimPolicy", "Recycle", IN_CODE),
    Row("StorageClass", MISSING, "provisioner", GONE),
    Row("StorageClass", INT, "parameters/iops", 4000),
    Row("Namespace", UNKNOWN, "metadata/label", {}),
    Row("Namespace", INT, "metadata/labels/cost-center", 4711),
    Row("Namespace", TYPE, "metadata/annotations", ["a"]),
    Row("Namespace", MISSING, "metadata", GONE),
    Row("Namespace", API, "apiVersion", "core/v1"),
    Row("ResourceQuota", UNKNOWN, "spec/hards", {}),
    Row("ResourceQuota", TYPE, "spec/hard/pods", ["200"]),
    Row("ResourceQuota", QUANTITY, "spec/hard/requests.memory", "400 GB", FORM),
    Row("ResourceQuota", NULL, "spec/hard", None),
    Row("LimitRange", UNKNOWN, "spec/limit", []),
    Row("LimitRange", ENUM, "spec/limits/0/type", "Node", OURS + "a limit on nothing that is made"),
    Row("LimitRange", MISSING, "spec/limits", GONE),
    Row("LimitRange", MISSING, "spec/limits/0/type", GONE),
    Row("LimitRange", QUANTITY, "spec/limits/0/default/memory", "1 gig", FORM),
    Row("LimitRange", TYPE, "spec/limits/0/max/memory", [1]),
    Row("ServiceAccount", UNKNOWN, "automountToken", 1),
    Row("ServiceAccount", TYPE, "automountServiceAccountToken", "false"),
    Row("ServiceAccount", ITEM, "imagePullSecrets/0", "registry"),
    Row("ServiceAccount", INT, "metadata/name", 1),
    Row("CronJob", UNKNOWN, "spec/cron", "0 2 * * *"),
    Row("CronJob", MISSING, "spec/schedule", GONE),
    Row("CronJob", TYPE, "spec/jobTemplate/spec/backoffLimit", "3"),
    Row("Job", UNKNOWN, "spec/retries", 3),
    Row("Job", MISSING, "spec/template", GONE),
    Row("Job", TYPE, "spec/template/spec/containers", {}),
    Row("ConfigMap", UNKNOWN, "datas", {}),
    Row("ConfigMap", INT, "data/submit.sh", 1),
    Row("Pod", UNKNOWN, "spec/container", []),
    Row("Pod", TYPE, "spec/terminationGracePeriodSeconds", "110s"),
    Row("PodMonitor", UNKNOWN, "spec/endpoints", []),
    Row("PodMonitor", MISSING, "spec/selector", GONE),
)

"""Kubeflow's Spark operator, v1beta2, as its CRDs of release 2.5.2 have it.

https://github.com/kubeflow/spark-operator/tree/v2.5.2/charts/spark-operator-chart/crds
"""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.bounds import Count, MetricsPort, PodName, Positive, Quantity
from specgen.manifests.meta import Metadata
from specgen.manifests.pod import (
    Container,
    ContainerPort,
    EnvFromSource,
    EnvVar,
    PodSecurityContext,
    PodTemplate,
    SecurityContext,
    Volume,
    VolumeMount,
)


class Toleration(TypedDict, total=False):
    """A taint that is put up with."""

    key: str
    operator: Literal["Equal", "Exists"]
    value: str | None
    effect: Literal["NoSchedule", "NoExecute", "PreferNoSchedule"]


class NodeSelectorRequirement(TypedDict):
    """A condition on one label of nodes."""

    key: str
    operator: Literal["In"]
    values: list[str]


class NodeSelectorTerm(TypedDict):
    """Conditions that hold together."""

    matchExpressions: list[NodeSelectorRequirement]


class NodeSelector(TypedDict):
    """Terms of which one must hold."""

    nodeSelectorTerms: list[NodeSelectorTerm]


class NodeAffinity(TypedDict):
    """Nodes that a pod must have."""

    requiredDuringSchedulingIgnoredDuringExecution: NodeSelector


class PodSelectorRequirement(TypedDict):
    """A condition on one label of pods."""

    key: str
    operator: Literal["In"]
    values: list[str]


class PodSelector(TypedDict):
    """Conditions that hold together."""

    matchExpressions: list[PodSelectorRequirement]


class PodAffinityTerm(TypedDict):
    """Near pods that are selected: nodes of one value of a label are near one another."""

    labelSelector: PodSelector
    topologyKey: str


class WeightedPodAffinityTerm(TypedDict):
    """A wish, and how much it counts."""

    weight: int
    podAffinityTerm: PodAffinityTerm


class PodAffinity(TypedDict):
    """Pods that a pod would rather be near."""

    preferredDuringSchedulingIgnoredDuringExecution: list[WeightedPodAffinityTerm]


class Affinity(TypedDict, total=False):
    """Where a pod goes."""

    nodeAffinity: NodeAffinity | None
    podAffinity: PodAffinity | None


class Gpu(TypedDict):
    """Devices of a pod, by the resource's name."""

    name: str
    quantity: int


class DnsOption(TypedDict):
    """An option of the resolver."""

    name: str
    value: str


class DnsConfig(TypedDict):
    """The resolver of a pod."""

    options: list[DnsOption]


class Common(TypedDict, total=False):
    """What the driver and an executor have in common."""

    cores: Positive | None
    coreRequest: Quantity | None
    coreLimit: Quantity | None
    memory: str | None
    memoryOverhead: str | None
    memoryLimit: str | None
    gpu: Gpu | None
    image: str | None
    javaOptions: str | None
    serviceAccount: str | None
    labels: dict[str, str] | None
    annotations: dict[str, str] | None
    env: list[EnvVar] | None
    envFrom: list[EnvFromSource] | None
    ports: list[ContainerPort] | None
    volumeMounts: list[VolumeMount] | None
    initContainers: list[Container] | None
    sidecars: list[Container] | None
    nodeSelector: dict[str, str] | None
    affinity: Affinity | None
    tolerations: list[Toleration] | None
    podSecurityContext: PodSecurityContext | None
    securityContext: SecurityContext | None
    lifecycle: dict[str, Any] | None
    dnsConfig: DnsConfig | None
    terminationGracePeriodSeconds: int | None
    priorityClassName: str | None
    schedulerName: str | None
    template: PodTemplate | None


class Driver(Common, total=False):
    """The driver, and its service."""

    podName: PodName | None
    serviceLabels: dict[str, str] | None
    serviceAnnotations: dict[str, str] | None


class Executor(Common, total=False):
    """An executor, and how many."""

    instances: Positive | None
    deleteOnTermination: bool | None


class RolePart(Driver, Executor, total=False):
    """What a feature says of either."""


class DynamicAllocation(TypedDict, total=False):
    """A number of executors that follows the work."""

    enabled: Required[bool]
    initialExecutors: int | None
    minExecutors: int | None
    maxExecutors: int | None
    shuffleTrackingEnabled: bool | None
    shuffleTrackingTimeout: int | None


class RestartPolicy(TypedDict, total=False):
    """What happens when a run fails; intervals in seconds."""

    type: Required[Literal["Never", "OnFailure", "Always"]]
    onFailureRetries: Count | None
    onFailureRetryInterval: Positive | None
    onSubmissionFailureRetries: Count | None
    onSubmissionFailureRetryInterval: Positive | None


class Dependencies(TypedDict, total=False):
    """Files beside the main one."""

    jars: list[str] | None
    files: list[str] | None
    pyFiles: list[str] | None
    archives: list[str] | None
    packages: list[str] | None
    repositories: list[str] | None


class Exporter(TypedDict):
    """Prometheus' Java agent."""

    jmxExporterJar: str
    port: MetricsPort


class Monitoring(TypedDict):
    """Whose metrics the agent serves."""

    exposeDriverMetrics: bool
    exposeExecutorMetrics: bool
    prometheus: Exporter


class IngressTls(TypedDict):
    """Hosts, and the Secret with their certificate."""

    hosts: list[str]
    secretName: str


class UiOptions(TypedDict, total=False):
    """The Service and the Ingress of a driver's UI."""

    servicePort: int | None
    ingressAnnotations: dict[str, str] | None
    ingressTLS: list[IngressTls] | None


class DriverIngress(TypedDict):
    """An Ingress of a driver's port, and the Service behind it."""

    servicePort: int
    servicePortName: str
    ingressURLFormat: str


class BatchSchedulerOptions(TypedDict, total=False):
    """What a batch scheduler is told."""

    queue: str | None
    priorityClassName: str | None
    resources: dict[str, Quantity] | None


class SparkHead(TypedDict, total=False):
    """What the CRD requires of a spec, and what says what runs."""

    type: Required[Literal["Java", "Scala", "Python", "R"]]
    mode: Literal["cluster"]
    sparkVersion: Required[str]
    image: str
    mainApplicationFile: Required[str]


class SparkOptions(TypedDict, total=False):
    """What a spec may say beside it."""

    mainClass: str | None
    arguments: list[str] | None
    deps: Dependencies | None
    imagePullPolicy: Literal["Always", "IfNotPresent", "Never"] | None
    imagePullSecrets: list[str] | None
    sparkConf: dict[str, str] | None
    hadoopConf: dict[str, str] | None
    memoryOverheadFactor: str | None
    pythonVersion: Literal["3"] | None
    volumes: list[Volume] | None
    restartPolicy: RestartPolicy | None
    suspend: bool | None
    timeToLiveSeconds: int | None
    dynamicAllocation: DynamicAllocation | None
    monitoring: Monitoring | None
    sparkUIOptions: UiOptions | None
    driverIngressOptions: list[DriverIngress] | None
    batchScheduler: Literal["volcano", "yunikorn"] | None
    batchSchedulerOptions: BatchSchedulerOptions | None


class SparkSpec(SparkHead, SparkOptions, total=False):
    """A whole spec of an application."""

    driver: Required[Driver]
    executor: Required[Executor]


class SparkPart(SparkOptions, total=False):
    """Any part of a spec: what one feature contributes."""

    type: Literal["Java", "Scala", "Python", "R"]
    mode: Literal["cluster"]
    sparkVersion: str
    image: str
    mainApplicationFile: str
    driver: RolePart
    executor: RolePart


class Part(TypedDict, total=False):
    """What a feature contributes to an application object."""

    metadata: Metadata
    spec: SparkPart


class SparkApplication(TypedDict, total=False):
    """A Spark job."""

    apiVersion: Required[Literal["sparkoperator.k8s.io/v1beta2"]]
    kind: Required[Literal["SparkApplication"]]
    metadata: Required[Metadata]
    spec: Required[SparkSpec]


class ScheduledSpec(TypedDict, total=False):
    """When, and what."""

    schedule: Required[str]
    timeZone: Required[str]
    concurrencyPolicy: Required[Literal["Allow", "Forbid", "Replace"]]
    suspend: bool | None
    successfulRunHistoryLimit: int
    failedRunHistoryLimit: int
    template: Required[SparkSpec]


class ScheduledSparkApplication(TypedDict, total=False):
    """A Spark job on a schedule."""

    apiVersion: Required[Literal["sparkoperator.k8s.io/v1beta2"]]
    kind: Required[Literal["ScheduledSparkApplication"]]
    metadata: Required[Metadata]
    spec: Required[ScheduledSpec]


KINDS: tuple[Any, ...] = (SparkApplication, ScheduledSparkApplication)

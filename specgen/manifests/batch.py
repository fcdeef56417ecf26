"""Jobs and CronJobs, and whole pods: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.core import LocalObjectReference
from specgen.manifests.meta import Metadata
from specgen.manifests.pod import (
    Container,
    ContainerPort,
    EnvFromSource,
    PodSecurityContext,
    Volume,
)
from specgen.manifests.spark_operator import Affinity, DnsConfig, Toleration


class PodContainer(Container, TypedDict, total=False):
    """A container of a whole pod; also Spark's own in a pod template."""

    envFrom: list[EnvFromSource] | None
    ports: list[ContainerPort] | None


class PodSpec(TypedDict, total=False):
    """A pod."""

    serviceAccountName: str | None
    imagePullSecrets: list[LocalObjectReference] | None
    restartPolicy: Literal["Never"] | None
    priorityClassName: str | None
    schedulerName: str | None
    nodeSelector: dict[str, str] | None
    affinity: Affinity | None
    tolerations: list[Toleration] | None
    terminationGracePeriodSeconds: int | None
    dnsConfig: DnsConfig | None
    securityContext: PodSecurityContext | None
    initContainers: list[PodContainer] | None
    containers: Required[list[PodContainer]]
    volumes: list[Volume] | None


class Pod(TypedDict, total=False):
    """A pod, or the template of one that Spark's own steps are laid over."""

    apiVersion: Required[Literal["v1"]]
    kind: Required[Literal["Pod"]]
    metadata: Required[Metadata]
    spec: Required[PodSpec]


class Marks(TypedDict, total=False):
    """Labels and annotations of what an object makes."""

    labels: dict[str, str] | None
    annotations: dict[str, str] | None


class PodTemplate(TypedDict):
    """The pods of a Job."""

    metadata: Marks
    spec: PodSpec


class PodCondition(TypedDict):
    """A condition of a pod that failed."""

    type: Literal["DisruptionTarget"]


class FailureRule(TypedDict):
    """What becomes of the Job when a pod of it fails so."""

    action: Literal["FailJob"]
    onPodConditions: list[PodCondition]


class FailurePolicy(TypedDict):
    """The first rule that fits counts."""

    rules: list[FailureRule]


class JobSpec(TypedDict, total=False):
    """Runs a pod until one has succeeded."""

    suspend: bool | None
    backoffLimit: Required[int]
    podFailurePolicy: Required[FailurePolicy]
    ttlSecondsAfterFinished: int | None
    template: Required[PodTemplate]


class Job(TypedDict, total=False):
    """A task that is done once."""

    apiVersion: Required[Literal["batch/v1"]]
    kind: Required[Literal["Job"]]
    metadata: Required[Metadata]
    spec: Required[JobSpec]


class JobTemplate(TypedDict):
    """The Jobs of a CronJob."""

    metadata: Marks
    spec: JobSpec


class CronJobSpec(TypedDict, total=False):
    """When, and what."""

    schedule: Required[str]
    timeZone: Required[str]
    concurrencyPolicy: Required[Literal["Allow", "Forbid", "Replace"]]
    suspend: bool | None
    successfulJobsHistoryLimit: Required[int]
    failedJobsHistoryLimit: Required[int]
    jobTemplate: Required[JobTemplate]


class CronJob(TypedDict, total=False):
    """A task on a schedule."""

    apiVersion: Required[Literal["batch/v1"]]
    kind: Required[Literal["CronJob"]]
    metadata: Required[Metadata]
    spec: Required[CronJobSpec]


KINDS: tuple[Any, ...] = (Pod, Job, CronJob)

"""Parts of a pod, as Kubernetes' core API has them and the Spark operator takes them.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

from typing import Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.bounds import Quantity


class KeySelector(TypedDict):
    """A key of a Secret or ConfigMap."""

    name: str
    key: str


class FieldSelector(TypedDict):
    """A field of the pod."""

    fieldPath: str


class EnvVarSource(TypedDict, total=False):
    """Where a value comes from."""

    secretKeyRef: KeySelector | None
    configMapKeyRef: KeySelector | None
    fieldRef: FieldSelector | None


class EnvVar(TypedDict, total=False):
    """An environment variable."""

    name: Required[str]
    value: str | None
    valueFrom: EnvVarSource | None


class NameReference(TypedDict):
    """A Secret or ConfigMap of the namespace by its name."""

    name: str


class EnvFromSource(TypedDict, total=False):
    """A Secret or ConfigMap whose keys are all variables."""

    prefix: str | None
    configMapRef: NameReference | None
    secretRef: NameReference | None


class ContainerPort(TypedDict):
    """A port that a container listens on."""

    name: str
    containerPort: int
    protocol: Literal["TCP", "UDP"]


class Capabilities(TypedDict):
    """Linux capabilities."""

    drop: list[str]


class SeccompProfile(TypedDict):
    """System calls that are let through."""

    type: Literal["RuntimeDefault"]


class SecurityContext(TypedDict, total=False):
    """Of a container."""

    allowPrivilegeEscalation: bool
    capabilities: Capabilities
    runAsGroup: int
    runAsNonRoot: bool | None
    runAsUser: int
    seccompProfile: SeccompProfile


class PodSecurityContext(TypedDict, total=False):
    """Of a whole pod: the group that its volumes are given to."""

    fsGroup: int
    fsGroupChangePolicy: Literal["OnRootMismatch", "Always"]


class VolumeMount(TypedDict, total=False):
    """A volume at a path of a container."""

    name: Required[str]
    mountPath: Required[str]
    subPath: str | None
    readOnly: bool | None


class KeyToPath(TypedDict):
    """A key, and the file it becomes."""

    key: str
    path: str


class ConfigMapSource(TypedDict, total=False):
    """Files of a ConfigMap."""

    name: Required[str]
    items: list[KeyToPath] | None
    defaultMode: int | None


class SecretSource(TypedDict, total=False):
    """Files of a Secret."""

    secretName: Required[str]
    items: list[KeyToPath] | None
    defaultMode: int | None


class ClaimSource(TypedDict):
    """A volume that was claimed."""

    claimName: str


class EmptyDirSource(TypedDict, total=False):
    """A directory of the pod's own, on the node's disk or in memory."""

    sizeLimit: Quantity
    medium: Literal["Memory"] | None


class HostPathSource(TypedDict, total=False):
    """A directory of the node."""

    path: Required[str]
    type: str | None


class CsiSource(TypedDict, total=False):
    """A volume that a CSI driver makes with the pod."""

    driver: Required[str]
    fsType: str
    readOnly: bool
    volumeAttributes: dict[str, str]
    nodePublishSecretRef: NameReference


class Volume(TypedDict, total=False):
    """Data that containers of a pod may mount."""

    name: Required[str]
    configMap: ConfigMapSource | None
    secret: SecretSource | None
    persistentVolumeClaim: ClaimSource | None
    emptyDir: EmptyDirSource | None
    hostPath: HostPathSource | None
    csi: CsiSource | None


class ResourceRequirements(TypedDict, total=False):
    """What a container asks for, and the most it gets."""

    requests: dict[str, Quantity] | None
    limits: dict[str, Quantity] | None


class Container(TypedDict, total=False):
    """A container beside or before Spark's."""

    name: Required[str]
    image: str | None
    imagePullPolicy: Literal["Always", "IfNotPresent", "Never"] | None
    command: list[str] | None
    args: list[str] | None
    env: list[EnvVar] | None
    resources: ResourceRequirements | None
    volumeMounts: list[VolumeMount] | None
    securityContext: SecurityContext | None


class TemplateSpec(TypedDict):
    """What only a template can say of a pod."""

    containers: list[Container]


class PodTemplate(TypedDict):
    """A pod that Spark's own steps are laid over."""

    spec: TemplateSpec

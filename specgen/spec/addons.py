"""What is installed on a cluster beside Spark jobs."""

from typing import Annotated, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from specgen.refusal import Contradiction
from specgen.spec.base import Name, RawMap, Seq, SpecModel
from specgen.spec.resources import ContainerResources

T = TypeVar("T")


def _switch(value: object) -> object:
    """`false` does without; absent, an add-on is what it is by default."""
    return None if value is False else value


Switched = Annotated[T | None, BeforeValidator(_switch, json_schema_input_type=T | Literal[False])]
"""`{}` or more installs it, `false` does without."""


class SidecarRates(SpecModel):
    """How hard a CSI sidecar works the API server; the driver drops all where one is given."""

    qps: Annotated[int, Field(ge=1)]
    """Requests a second."""

    burst: Annotated[int, Field(ge=1)]
    """Requests at once."""

    workers: Annotated[int, Field(ge=1)]
    """Threads."""


class EksAddon(SpecModel):
    """An add-on that EKS installs, at the version that `versions` names."""

    configuration: RawMap = {}
    """Its configuration values, merged last: `aws eks describe-addon-configuration` has them."""


class VpcCni(EksAddon):
    """Pod networking."""

    network_policy: bool = True
    """Whether NetworkPolicies are enforced; without it they are decoration."""


class CoreDns(EksAddon):
    """Names."""

    min_replicas: Annotated[int, Field(ge=1)] = 2
    """The fewest copies."""

    max_replicas: Annotated[int, Field(ge=1)] = 10
    """The most copies."""

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min_replicas > self.max_replicas:
            raise Contradiction(
                f"minReplicas {self.min_replicas} is above maxReplicas {self.max_replicas}",
                "raise maxReplicas",
                ("minReplicas" if "min_replicas" in self.model_fields_set else "maxReplicas",),
            )
        return self


class EbsCsiDriver(EksAddon):
    """EBS volumes."""

    attacher: SidecarRates | None = None
    """Rates of the sidecar that attaches volumes."""

    provisioner: SidecarRates | None = None
    """Rates of the sidecar that makes volumes."""


class SparkOperator(SpecModel):
    """The Spark operator, from its chart. It watches the namespaces of all teams."""

    namespace: Name = "spark-operator"
    """Where it is installed."""

    pool: Name | None = None
    """Nodes that it runs on; by default the pool that `runs: system`, if there is one."""

    replicas: Annotated[int, Field(ge=1)] | None = None
    """Copies of controller and webhook; by default 2 in production, else 1."""

    workers: Annotated[int, Field(ge=1)] | None = None
    """Applications worked on at a time."""

    failure_policy: Literal["Fail", "Ignore"] = "Fail"
    """When the webhook is away. `Ignore` drops affinity, tolerations and volumes in silence."""

    cert_manager: bool = False
    """Certificates of the webhook from cert-manager, which must be there."""

    feature_gates: Seq[Literal["PartialRestart", "LoadSparkDefaults"]] = ()
    """Features that are off by default."""

    max_tracked_executors: Annotated[int, Field(ge=1)] | None = None
    """Executors of one application that are watched; by default as many as the biggest job has,
    1000 at least."""

    api_qps: Annotated[Annotated[int, Field(ge=1)] | None, Field(alias="apiQPS")] = None
    """Requests to the API server a second; raise it above fifty submissions a minute."""

    api_burst: Annotated[int, Field(ge=1)] | None = None
    """Requests to the API server at once."""

    pod_monitor: bool = False
    """A PodMonitor for Prometheus, whose CRDs must be there."""

    resources: ContainerResources = ContainerResources.as_built_in()
    """Of the controller, which starts a JVM for each submission: by default 1 CPU, and memory for
    as many at a time as there are `workers`, 2Gi at least."""

    values: RawMap = {}
    """Helm values of the chart, merged last."""


class Addons(SpecModel):
    """What is installed. `{}` installs, `false` does without."""

    vpc_cni: Switched[VpcCni] = VpcCni.as_built_in()
    """Pod networking; on by default, with NetworkPolicies enforced."""

    coredns: Switched[CoreDns] = CoreDns.as_built_in()
    """Names; on by default."""

    kube_proxy: Switched[EksAddon] = EksAddon.as_built_in()
    """Services; on by default."""

    pod_identity_agent: Switched[EksAddon] = EksAddon.as_built_in()
    """Cloud rights of pods; on by default."""

    metrics_server: Switched[EksAddon] = EksAddon.as_built_in()
    """Usage of pods and nodes; on by default."""

    ebs_csi_driver: Switched[EbsCsiDriver] = None
    """EBS volumes."""

    spark_operator: Switched[SparkOperator] = None
    """The Spark operator."""

    @property
    def of_eks(self) -> dict[str, EksAddon]:
        """Those that EKS installs, by field."""
        return {
            name: value for name in EKS_ADDONS if isinstance(value := getattr(self, name), EksAddon)
        }


EKS_ADDONS = {
    "vpc_cni": "vpc-cni",
    "coredns": "coredns",
    "kube_proxy": "kube-proxy",
    "pod_identity_agent": "eks-pod-identity-agent",
    "metrics_server": "metrics-server",
    "ebs_csi_driver": "aws-ebs-csi-driver",
}
"""What EKS calls each: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html"""

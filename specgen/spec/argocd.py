"""How Argo CD syncs the tree."""

from typing import Annotated

from pydantic import Field

from specgen.spec.base import Name, Seq, SpecModel, Text
from specgen.units.times import Duration, EksVersion, Version


class Git(SpecModel):
    """Where the project is kept."""

    repo_url: Annotated[Text, Field(alias="repoURL")]
    """The repository that Argo CD reads."""

    target_revision: Text = "main"
    """The branch that it follows."""


class Versions(SpecModel):
    """Versions of what is installed on clusters."""

    karpenter: Version | None = None
    """Charts `karpenter` and `karpenter-crd`."""

    cluster_autoscaler: Version | None = None
    """Chart `cluster-autoscaler`; its image follows the cluster's Kubernetes version."""

    spark_operator: Version | None = None
    """Chart `spark-operator`, and its CRDs."""

    vpc_cni: EksVersion | None = None
    """EKS add-on `vpc-cni`."""

    coredns: EksVersion | None = None
    """EKS add-on `coredns`."""

    kube_proxy: EksVersion | None = None
    """EKS add-on `kube-proxy`."""

    pod_identity_agent: EksVersion | None = None
    """EKS add-on `eks-pod-identity-agent`."""

    metrics_server: EksVersion | None = None
    """EKS add-on `metrics-server`."""

    ebs_csi_driver: EksVersion | None = None
    """EKS add-on `aws-ebs-csi-driver`."""

    def over(self, low: "Versions") -> "Versions":
        """These, and of another what these leave open."""
        return low.model_copy(update={n: v for n, v in self if v is not None})


class Backoff(SpecModel):
    """Waiting between tries."""

    duration: Duration = Duration("5s")
    """The first wait."""

    factor: Annotated[int, Field(ge=1)] = 2
    """By how much each wait is longer than the last."""

    max_duration: Duration = Duration("3m")
    """The longest wait."""


class Sync(SpecModel):
    """How an Application is synced."""

    automated: bool = True
    """By itself."""

    prune: bool = True
    """What is no longer in Git is deleted; never done for CRDs."""

    self_heal: bool = True
    """What was changed by hand is put back."""

    retries: Annotated[int, Field(ge=0)] = 5
    """Tries of a sync that failed."""

    backoff: Backoff = Backoff.as_built_in()
    """Waiting between them."""

    options: Seq[Text] = ()
    """Further sync options."""

    finalizer: bool = False
    """Deleting the Application deletes its objects; where pruning is on, jobs always go with it."""


class ArgoCD(SpecModel):
    """Argo CD of an environment."""

    namespace: Name = "argocd"
    """Namespace of its Applications."""

    project: Name | None = None
    """An AppProject of somebody else's; by default one for each cluster is rendered."""

    sync: Sync = Sync.as_built_in()
    """How Applications are synced."""

    health: bool = True
    """The plan of each cluster prints what Argo CD must be told to judge Spark's objects."""

    notifications: dict[Text, Text] = {}
    """Annotations `notifications.argoproj.io/<key>` of every Application."""


class ClusterArgo(SpecModel):
    """Argo CD's view of a cluster."""

    destination: Text | None = None
    """Its name in Argo CD, or its URL; by default the cluster's name."""

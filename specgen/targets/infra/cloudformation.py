"""The stack that Karpenter needs before the cluster is created: roles, policies, a queue.

https://karpenter.sh/docs/reference/cloudformation/
"""

from collections.abc import Iterator

from specgen.manifests.document import Document
from specgen.spec.platform import ClusterOn
from specgen.targets.infra.karpenter_stack import stack
from specgen.targets.target import Target


def render(x: ClusterOn) -> Iterator[Document]:
    """The template, for a cluster that specgen creates."""
    karpenter = x.cluster.karpenter
    if karpenter is not None and x.cluster.is_created:
        body = stack(
            x.cluster.name,
            interruption=karpenter.interruption,
            zonal_shift=x.cluster.zonal_shift,
        )
        file = f"{x.cluster.name}/infra/cloudformation/karpenter.yaml"
        yield Document(file, body, x.owner)


TARGET = Target(
    "karpenter-stack", "CloudFormation template of what Karpenter needs in AWS", ClusterOn, render
)

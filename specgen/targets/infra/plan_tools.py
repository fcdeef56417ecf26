"""Commands of one cluster: eksctl's, the AWS command line's and kubectl's, with its real names.

Their flags were read in eksctl 0.230 (pkg/ctl of
https://github.com/eksctl-io/eksctl/tree/v0.230.0) and in
https://docs.aws.amazon.com/cli/latest/reference/, checked 2026-11-21.
"""

from collections.abc import Iterator
from typing import NamedTuple

from specgen.spec.nodegroup import NodeGroup, Part
from specgen.spec.platform import ClusterOn
from specgen.targets.infra.eksctl import file
from specgen.targets.infra.plan_text import sh


class Tools(NamedTuple):
    """Who makes commands for a cluster."""

    cluster: str
    region: str

    @property
    def config(self) -> str:
        """The ClusterConfig, from the cluster's folder."""
        return file(self.cluster).removeprefix(f"{self.cluster}/")

    @property
    def stack(self) -> str:
        """The CloudFormation stack of Karpenter, as upstream's guide calls it.

        https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/
        """
        return f"Karpenter-{self.cluster}"

    def by_file(self, *words: str) -> str:
        """An eksctl command that reads the ClusterConfig: name and region stand there."""
        verb, noun, *flags = words
        return sh("eksctl", verb, noun, "--config-file", self.config, *flags)

    def by_name(self, *words: object) -> str:
        """An eksctl command for the cluster that says all else itself."""
        verb, noun, *flags = words
        return sh("eksctl", verb, noun, "--region", self.region, "--cluster", self.cluster, *flags)

    def aws(self, *words: object) -> str:
        """A command of the AWS command line, in the cluster's region."""
        service, verb, *flags = words
        return sh("aws", service, verb, "--region", self.region, *flags)

    def cluster_config(self, *flags: str) -> str:
        """An update of the cluster by EKS itself."""
        return self.aws("eks", "update-cluster-config", "--name", self.cluster, *flags)

    def group_config(self, group: str, *flags: str) -> str:
        """An update of a node group by EKS itself."""
        which = ("--cluster-name", self.cluster, "--nodegroup-name", group)
        return self.aws("eks", "update-nodegroup-config", *which, *flags)

    def kubectl(self, *words: str) -> str:
        """A kubectl command on the cluster, by the context that the plan makes."""
        return sh("kubectl", "--context", self.cluster, *words)


def tools(x: ClusterOn) -> Tools:
    """Of a cluster."""
    return Tools(x.cluster.name, x.around.region)


def parts(x: ClusterOn) -> Iterator[tuple[NodeGroup, Part]]:
    """Every node group as EKS knows it, with the one that is declared."""
    for group in x.cluster.node_groups:
        for part in group.parts(x.cluster.zones):
            yield group, part

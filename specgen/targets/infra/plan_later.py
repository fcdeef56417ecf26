"""A plan's sections of several steps: an upgrade, tags, Karpenter where it is new, the end."""

import json
from collections.abc import Iterator

from specgen.spec.platform import Argo, ClusterOn
from specgen.targets.infra.plan_create import deploy, discovery
from specgen.targets.infra.plan_hand_over import destination
from specgen.targets.infra.plan_text import Step, code, sh, steps
from specgen.targets.infra.plan_tools import tools
from specgen.targets.platform.app_project import HERE, prefix, project
from specgen.targets.platform.argocd import applications

KARPENTER_KINDS = ("nodepools.karpenter.sh", "ec2nodeclasses.karpenter.k8s.aws")
JOB_KINDS = "scheduledsparkapplications,sparkapplications"


def upgrade(x: ClusterOn) -> Iterator[str]:
    """From one minor release to the next, and back.

    https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
    https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
    """
    use = tools(x)
    image = " Then [Machine image](#machine-image)." if x.cluster.node_groups else ""
    yield "### Upgrade"
    yield from steps([
        Step("Raise `kubernetesVersion` by one release, and `versions` of the add-ons of EKS to "
             "what goes with it; leave machine images as they are. Render, and merge."),
        Step("The control plane. Without `--approve` it only says what it would do.",
             (use.by_file("upgrade", "cluster", "--approve"),)),
        Step("The add-ons.", (use.by_file("update", "addon"),)),
        Step("Nodes, which are never newer than the control plane: raise `ami.version` now, "
             f"render, and merge.{image}"),
    ])  # fmt: skip
    yield (
        "For seven days EKS goes back by one release, if no node is newer: revert the whole commit "
        "and run the second step again."
    )


def tags(x: ClusterOn) -> Iterator[str]:
    """Of the cluster: https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html."""
    use, said = tools(x), json.dumps(x.tags, ensure_ascii=False)
    find = use.aws("eks", "describe-cluster", "--name", use.cluster, "--query", "cluster.arn")
    tag = use.aws("eks", "tag-resource", "--tags", said, "--resource-arn")
    untag = use.aws("eks", "untag-resource", "--tag-keys", "KEY", "--resource-arn")
    yield "### Tags"
    yield (
        "Of the cluster itself; what eksctl made with it keeps the tags that it was made with. The "
        "last line takes away one that is in the specs no more."
    )
    made = [f'{tag} "$arn"'] if x.tags else []
    yield code(f'arn="$({find} --output text)"', *made, f'{untag} "$arn"')


def karpenter(x: ClusterOn) -> Iterator[str]:
    """What is done by hand where Karpenter comes to a cluster made without it."""
    if x.cluster.karpenter is None:
        return
    use = tools(x)
    find = use.aws("eks", "describe-cluster", "--name", use.cluster)
    what = "cluster.resourcesVpcConfig.[subnetIds,clusterSecurityGroupId][]"
    yield "### Karpenter"
    yield "On a cluster that was made without it."
    yield from steps([
        Step("What it needs in AWS.", (deploy(x),)),
        Step("The right of its nodes to join, and its own rights.",
             (use.by_file("create", "accessentry"),
              use.by_file("create", "podidentityassociation"))),
        Step("The tag by which it finds subnets and security groups; take it off subnets that no "
             "node shall be in.",
             (f"found=\"$({find} --query '{what}' --output text)\"",
              f"{discovery(x)} $found")),
    ])  # fmt: skip


def end(x: ClusterOn) -> Iterator[str]:
    """How a cluster is taken away, its nodes first."""
    yield "## Delete it"
    yield "Jobs end, volumes and logs of nodes are lost. What lies in S3 stays."
    yield from steps(_end(x))


def _end(x: ClusterOn) -> Iterator[Step]:
    use = tools(x)
    if x.argo is not None:
        children = [f"{prefix(x)}-{app.name}" for app in applications(x, x.argo)]
        names = (prefix(x), *children)
        yield Step(
            "Argo CD lets go of it, so that it puts nothing back.",
            (sh("argocd", "app", "delete", *names, "--cascade=false", "--yes"),),
        )
    claims = use.kubectl("delete", "persistentvolumeclaims", "--all", "--all-namespaces")
    jobs = use.kubectl("delete", JOB_KINDS, "--all", "--all-namespaces")
    yield Step(
        "What runs, and claims with the volumes that were made for them.",
        (jobs, claims) if x.around.operator else (claims,),
    )
    if x.cluster.karpenter is not None:
        kinds = ",".join(KARPENTER_KINDS)
        yield Step(
            "Nodes of Karpenter, as long as it is there to end them; this waits until they are "
            "gone.",
            (use.kubectl("delete", kinds, "--all"),),
        )
    yield Step(
        "The cluster and all that eksctl made.", (use.by_file("delete", "cluster", "--wait"),)
    )
    if x.cluster.karpenter is not None:
        command = use.aws("cloudformation", "delete-stack", "--stack-name", use.stack)
        yield Step("What Karpenter needed.", (command,))
    if x.argo is not None and destination(x) != HERE:
        yield _forgotten(x, x.argo)
    yield Step("Take the Cluster out of the specs, and render.")


def _forgotten(x: ClusterOn, known: Argo) -> Step:
    """The AppProject stays: the root that synced it was let go without what it made."""
    name = sh("argocd", "cluster", "rm", destination(x), "--yes")
    if known.settings.project is not None:
        return Step("Its name in Argo CD.", (name,))
    own = sh("argocd", "proj", "delete", project(x, known))
    return Step("Its AppProject, and its name in Argo CD.", (own, name))

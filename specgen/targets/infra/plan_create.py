"""The first half of a cluster's plan: what it makes, what it needs, and how it is made."""

from collections.abc import Iterator

from specgen.rights.grants import on_s3
from specgen.spec.blocks import BLOCK
from specgen.spec.network import Access
from specgen.spec.platform import ClusterOn
from specgen.targets.infra.eks_addons import addons
from specgen.targets.infra.identities import associations
from specgen.targets.infra.plan_text import Step, bullets, code, counted, named, sh, steps
from specgen.targets.infra.plan_tools import parts, tools
from specgen.targets.platform.node_classes import DISCOVERY

EKSCTL = "0.230"
"""The release whose ClusterConfig and commands are written here, and all later ones."""

STACK = "infra/cloudformation/karpenter.yaml"
_NAT = {
    "highly-available": "with a NAT gateway in each zone",
    "single": "with one NAT gateway",
    "none": "without a way out",
}


def head(x: ClusterOn) -> Iterator[str]:
    """What this file is, and where to stand."""
    yield f"# How cluster `{x.cluster.name}` is made and changed"
    yield (
        f"Rendered from the specs of environment `{x.where.environment}`. Specgen runs nothing of "
        "this, and Argo CD does not look into `infra/`: a person or a pipeline runs the commands, "
        "in bash, from the folder of the cluster, which holds `infra/`."
    )
    if x.argo is not None:
        yield code(sh("cd", x.argo.folder))


def makes(x: ClusterOn) -> Iterator[str]:
    """In figures, what comes of it."""
    spec, groups = x.cluster, [group for group, _ in parts(x)]
    version = spec.kubernetes_version.text if spec.kubernetes_version else ""
    low, high = (sum(getattr(one.size, end) for one in groups) for end in ("min", "max"))
    account = f", account {x.around.account}" if x.around.account else ""
    made = [
        f"{counted(len(groups), 'node group')} of {low} to {high} nodes",
        f"{counted(len([*addons(x)]), 'add-on')} of EKS",
        counted(len(associations(x)), "Pod Identity association"),
    ]
    yield "## What it makes"
    yield (
        f"An EKS cluster of Kubernetes {version} in {x.around.region}{account}, in {_vpc(x)}. "
        f"It has {made[0]}, {made[1]} and {made[2]}. {_endpoint(x)}"
    )
    if spec.karpenter is not None:
        pools = counted(len(spec.karpenter.node_pools), "pool")
        yield f"Karpenter makes further nodes, in {pools}; what it needs in AWS is `{STACK}`."


def _vpc(x: ClusterOn) -> str:
    network, zones = x.cluster.network, ", ".join(x.cluster.zones)
    if network.vpc is not None:
        return f"the VPC {network.vpc} that is there ({zones})"
    default = "highly-available" if x.where.production else "single"
    block = network.cidr.text if network.cidr else BLOCK
    return f"a VPC of its own, {block}, {_NAT[network.nat_gateway or default]} ({zones})"


def _endpoint(x: ClusterOn) -> str:
    end = x.cluster.network.endpoint
    outside = ", ".join(one.text for one in end.public_from) or "anywhere"
    sides = [
        *(["inside the VPC"] if end.private else []),
        *([outside] if x.cluster.network.is_public else []),
    ]
    return f"Its API server is reached from {' and from '.join(sides)}."


def before(x: ClusterOn) -> Iterator[str]:
    """What must be there, and who must do it."""
    own = ["argocd, logged in"] if x.argo else []
    admins = named(one.principal.text for one in x.cluster.access if _rules(one))
    clients = (
        sh("eksctl", "version"),
        sh("aws", "--version"),
        sh("kubectl", "version", "--client"),
    )
    needed = ", ".join([f"eksctl {EKSCTL} or newer", "aws of version 2", "kubectl", *own])
    account = f" in account {x.around.account}" if x.around.account else ""
    yield "## Before you begin"
    yield from steps([
        Step(f"Have the tools: {needed}.", clients),
        Step(
            f"Be one of the cluster's admins{account}: {admins}. Who makes a cluster gets no right "
            "by that, and eksctl needs some to end its work.",
            (sh("aws", "sts", "get-caller-identity"),),
        ),
    ])  # fmt: skip
    if remarks := [*_remarks(x)]:
        yield bullets(remarks)


def _rules(one: Access) -> bool:
    """Whether somebody is a cluster-admin of all namespaces."""
    return one.policy == "cluster-admin" and not one.namespaces


def _remarks(x: ClusterOn) -> Iterator[str]:
    """What a network or a key asks for."""
    spec, network = x.cluster, x.cluster.network
    if not network.is_public:
        yield (
            "Nobody reaches the API server from outside: eksctl and kubectl must run inside the "
            "VPC or a network that is joined to it, and so must Argo CD."
        )
    if not network.is_public and network.vpc is None:
        yield (
            "Nobody is inside a VPC that is still to be made. Make the cluster with your address "
            "in `network.endpoint.publicFrom`, and take it away when you have a way in."
        )
    if network.vpc is not None:
        yield (
            f"The private subnets of {network.vpc} must reach EKS, EC2, ECR, S3 and STS, by a NAT "
            "gateway or by endpoints; eksctl changes nothing of them."
        )
    elif network.nat_gateway == "none":
        yield (
            "Without a NAT gateway, nodes reach EKS, EC2, ECR, S3 and STS by VPC endpoints alone; "
            "they are not among what is made here."
        )
    if spec.encryption_key is not None:
        yield (
            f"The key `{spec.encryption_key.text}` must be there, symmetric and in this region, "
            "and you must be allowed to describe it and to make grants of it."
        )
    keys = {one.volume.kms_key.text for one in spec.node_groups if one.volume.kms_key}
    for key in sorted(keys):
        yield (
            f"The policy of the key `{key}` must let the role `AWSServiceRoleForAutoScaling` use "
            "it, or no node comes up."
        )


def create(x: ClusterOn) -> Iterator[str]:
    """The steps from nothing to nodes."""
    yield "## Make it"
    yield from steps(_steps(x))


def _steps(x: ClusterOn) -> Iterator[Step]:
    use = tools(x)
    if x.cluster.karpenter is not None:
        yield from _karpenter(x)
    if any(pool.may_be_spot and pool.declared[0] != "pools" for pool in x.pools.values()):
        # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
        find = sh("aws", "iam", "get-role", "--role-name", "AWSServiceRoleForEC2Spot")
        service = ("--aws-service-name", "spot.amazonaws.com")
        make = sh("aws", "iam", "create-service-linked-role", *service)
        yield Step(
            "The role by which EC2 starts Spot instances, once in an account.",
            (f"{find} >/dev/null 2>&1 || {make}",),
        )
    yield Step(
        "The cluster, its add-ons, node groups and identities; it takes half an hour. If it stops "
        "half-way, `eksctl delete cluster` as below, and begin anew.",
        (use.by_file("create", "cluster"),),
    )
    where = ("--name", use.cluster, "--alias", use.cluster)
    yield Step(
        f"A kubectl context called `{use.cluster}`, and the first nodes, all `Ready`.",
        (use.aws("eks", "update-kubeconfig", *where), use.kubectl("get", "nodes")),
    )
    yield from _event_logs(x)
    yield from _definitions(x)


def _event_logs(x: ClusterOn) -> Iterator[Step]:
    """`requireLogBaseDirAsDirectory` ends a driver whose folder of event logs is not there.

    https://github.com/apache/spark/blob/v4.0.0/core/src/main/scala/org/apache/spark/deploy/history/EventLogFileWriters.scala
    S3A of Hadoop 3.3 deletes such markers: https://github.com/apache/hadoop/pull/5859
    """
    root = x.around.event_logs
    found = None if root is None else on_s3(root.text)
    if found is not None:
        bucket, key = found
        where = ("--bucket", bucket, "--key", f"{key}{x.cluster.name}/")
        yield Step(
            "The folder of event logs, an empty object whose key ends with `/`: without it jobs "
            "that write one fail as they start. No lifecycle rule of the bucket may expire it. "
            "Hadoop 3.3 deletes it with the first log: run this again if all logs have expired.",
            (tools(x).aws("s3api", "put-object", *where),),
        )


def _definitions(x: ClusterOn) -> Iterator[Step]:
    """Kinds that the Spark operator's chart makes objects of, and no chart here defines."""
    operator = x.cluster.installs.spark_operator
    if operator is None:
        return
    for wanted, field, whose, kind in (
        (operator.cert_manager, "certManager", "Cert-manager", "certificates.cert-manager.io"),
        (operator.pod_monitor, "podMonitor", "The Prometheus operator",
         "podmonitors.monitoring.coreos.com"),
    ):  # fmt: skip
        if wanted:
            yield Step(
                f"{whose}, which `addons.sparkOperator.{field}` asks for and nothing here "
                "installs. Go on when its kind is found.",
                (tools(x).kubectl("get", "crd", kind),),
            )


def deploy(x: ClusterOn) -> str:
    """The command that makes Karpenter's stack, or brings it to its template."""
    use = tools(x)
    flags = ("--template-file", STACK, "--capabilities", "CAPABILITY_NAMED_IAM")
    return use.aws("cloudformation", "deploy", "--stack-name", use.stack, *flags)


def _karpenter(x: ClusterOn) -> Iterator[Step]:
    text = "Roles, policies and the queue of Karpenter, which the cluster's file names."
    yield Step(text, (deploy(x),))
    classes = x.cluster.karpenter.node_classes if x.cluster.karpenter else ()
    if x.cluster.network.vpc is not None and not all(one.subnets for one in classes):
        yield Step(
            "The tag by which Karpenter finds the subnets of its nodes; eksctl tags its own alone.",
            (discovery(x, *x.cluster.network.subnets.private.values()),),
        )


def discovery(x: ClusterOn, *resources: str) -> str:
    """The command that lets Karpenter find subnets or security groups."""
    tag = f"Key={DISCOVERY},Value={x.cluster.name}"
    return tools(x).aws("ec2", "create-tags", "--tags", tag, "--resources", *resources)

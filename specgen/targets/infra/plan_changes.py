"""What to run after a change of a cluster's spec has been merged, kind by kind, in a table.

eksctl has no one command that brings a cluster to its file; what each of them reads of the file was
read in eksctl 0.230, pkg/ctl and pkg/actions.
"""

from collections.abc import Iterator
from typing import NamedTuple

from specgen.spec.platform import Argo, ClusterOn
from specgen.targets.infra.identities import associations
from specgen.targets.infra.plan_create import deploy
from specgen.targets.infra.plan_text import sh, table
from specgen.targets.infra.plan_tools import Tools, tools
from specgen.targets.platform.app_project import prefix


class Change(NamedTuple):
    """A kind of change: what changes in the spec, and what to run."""

    what: str
    command: str
    remark: str = ""


def changes(x: ClusterOn) -> Iterator[str]:
    """What to run after a change has been merged."""
    yield "## Change it"
    yield (
        "When a change of the specs has been merged, run what stands beside it. Words in capitals "
        "stand for names that are in the specs no more. What no command changes, `specgen render` "
        "refuses."
    )
    rows = (*_of_groups(x), *_of_cluster(x))
    yield table(
        ("change", "command", "remark"), ((one.what, one.command, one.remark) for one in rows)
    )


def _of_groups(x: ClusterOn) -> Iterator[Change]:
    use = tools(x)
    gone = use.by_file("delete", "nodegroup", "--only-missing", "--approve")
    yield Change(
        "a new node group", f"`{use.by_file('create', 'nodegroup')}`", "passes over those there"
    )
    yield Change(
        "a node group is gone", f"`{gone}`", "drains it first; without `--approve` it only tells"
    )
    if x.cluster.node_groups:
        yield Change("`size`", "[Size](#size)")
        yield Change("`ami.version`", "[Machine image](#machine-image)")
        yield Change("`labels`, `selector`", "[Labels](#labels)")
        yield Change("`update`, `repair`", "[Updates and repair](#updates-and-repair)")
    yield Change(
        "all else of a node group: `instanceTypes`, `capacityType`, `ami.family`, `zones`, "
        "`taints`, `tags`, `volume`, …",
        "[Replace a node group](#replace-a-node-group)",
        "needs another `revision`",
    )


def _of_cluster(x: ClusterOn) -> Iterator[Change]:
    use = tools(x)
    yield Change("`kubernetesVersion`", "[Upgrade](#upgrade)", "one release at a time")
    yield from _of_addons(x, use)
    yield from _of_pods(x, use)
    yield from _of_people(use)
    yield from _of_network(x, use)
    yield from _of_logs(x, use)
    yield from _settings(x, use)
    if x.cluster.karpenter is not None:
        yield Change(
            "`karpenter.interruption`, `zonalShift`, a new release of specgen",
            f"`{deploy(x)}`",
            "then what stands for identities",
        )
        yield Change("Karpenter is new here", "[Karpenter](#karpenter)")
    yield Change("teams, jobs, pools of Karpenter, classes, charts", "none", "Argo CD syncs them")
    if x.argo is not None:
        yield _gone(x, x.argo)


def _gone(x: ClusterOn, known: Argo) -> Change:
    """Argo CD deletes what is gone where it syncs by itself and prunes."""
    what, sync = "a team is gone, or its last job", known.settings.sync
    space = f"`{tools(x).kubectl('delete', 'namespace', 'NAMESPACE')}`"
    stays = (
        "of a team that is gone the namespace stays, and what else its `team-` Application made: "
        "delete it when nothing of it is needed"
    )
    if sync.automated and sync.prune:
        return Change(what, f"none for jobs; {space}", f"Argo CD deletes the jobs; {stays}")
    jobs = sh("argocd", "app", "delete", f"{prefix(x)}-jobs-TEAM", "--yes")
    return Change(what, f"`{jobs}`; {space}", f"the first deletes the jobs; {stays}")


def _of_addons(x: ClusterOn, use: Tools) -> Iterator[Change]:
    make, update = (use.by_file(verb, "addon") for verb in ("create", "update"))
    if x.cluster.installs.of_eks:
        yield Change(
            "add-ons of EKS: new ones, `versions`, `configuration`",
            f"`{make}`, then `{update}`",
            "the first passes over those there, the second fails on those missing",
        )
    gone = use.by_name("delete", "addon", "--name", "NAME")
    yield Change("an add-on of EKS is gone", f"`{gone}`")


def _of_pods(x: ClusterOn, use: Tools) -> Iterator[Change]:
    make, update = (use.by_file(verb, "podidentityassociation") for verb in ("create", "update"))
    if associations(x):
        yield Change(
            "rights of pods: `identities`, new teams, controllers",
            f"`{make}`, then `{update}`",
            "the first fails for each that is there, and makes the others; the second needs all",
        )
    if x.around.identity == "pod-identity":
        account = ("--namespace", "NAMESPACE", "--service-account-name", "ACCOUNT")
        gone = use.by_name("delete", "podidentityassociation", *account)
        yield Change(
            "an identity is gone, or goes between `roleARN` and rights of its own",
            f"`{gone}`",
            "its pods lose their rights until it is made again",
        )
    else:
        own = "roles are yours: rights that they need lie in `infra/iam/`"
        yield Change("`identities` of teams", "none", own)


def _of_people(use: Tools) -> Iterator[Change]:
    yield Change("`access`: a new principal", f"`{use.by_file('create', 'accessentry')}`")
    gone = use.by_name("delete", "accessentry", "--principal-arn", "ARN")
    yield Change(
        "`access`: a principal is gone, or gets another policy",
        f"`{gone}`",
        "then make it anew; never your own, it is what lets you in",
    )


def _of_network(x: ClusterOn, use: Tools) -> Iterator[Change]:
    command = use.by_file("utils", "update-cluster-vpc-config", "--approve")
    yield Change("`network.endpoint`", f"`{command}`", _open(x, use))
    if x.cluster.network.vpc is not None:
        yield Change("`network.subnets`: one more zone", "none", "new node groups use it")


def _open(x: ClusterOn, use: Tools) -> str:
    """The file cannot say `everybody`: without a list eksctl leaves the old one as it is."""
    network = x.cluster.network
    if not network.is_public or network.endpoint.public_from:
        return ""
    command = use.cluster_config("--resources-vpc-config", "publicAccessCidrs=0.0.0.0/0")
    return f"opened to all by `{command}`"


def _of_logs(x: ClusterOn, use: Tools) -> Iterator[Change]:
    # Where only the retention differs, eksctl takes all for up to date (update_cluster_logging.go).
    command = use.by_file("utils", "update-cluster-logging", "--approve")
    yield Change("`logging.types`", f"`{command}`")
    group = ("--log-group-name", f"/aws/eks/{use.cluster}/cluster")
    days = ("--retention-in-days", x.cluster.logging.retention_days)
    yield Change(
        "`logging.retentionDays`", f"`{use.aws('logs', 'put-retention-policy', *group, *days)}`"
    )


def _settings(x: ClusterOn, use: Tools) -> Iterator[Change]:
    spec = x.cluster
    if spec.encryption_key is not None:
        command = use.by_file("utils", "enable-secrets-encryption")
        yield Change("`encryptionKey`, where there was none", f"`{command}`", "for good")
    support = use.cluster_config("--upgrade-policy", f"supportType={spec.support.upper()}")
    yield Change("`support`", f"`{support}`")
    shift = f"--enable-zonal-shift={str(spec.zonal_shift).lower()}"
    yield Change("`zonalShift`", f"`{use.by_name('utils', 'update-zonal-shift-config', shift)}`")
    yield Change("`tags`", "[Tags](#tags)", "of what is made later; the rest keeps its own")

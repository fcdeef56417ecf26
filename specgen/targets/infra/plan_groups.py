"""A plan's sections about node groups: commands that name each, and how one is replaced."""

from collections.abc import Iterator

from specgen.facts.nodes import TEMPLATE
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.platform import ClusterOn
from specgen.targets.infra.node_groups import tags
from specgen.targets.infra.plan_text import Step, code, sh, steps, table
from specgen.targets.infra.plan_tools import parts, tools


def listed(x: ClusterOn) -> Iterator[str]:
    """Every node group as EKS knows it."""
    if not x.cluster.node_groups:
        return
    head = ("node group", "pool", "machines", "nodes", "image")
    yield "## Node groups"
    yield table(head, (
        (
            f"`{part.name}`",
            f"`{group.serves}`",
            f"{group.capacity_type} {', '.join(group.instance_types)}",
            f"{group.size.min} to {group.size.max}",
            f"{group.ami.family} {group.ami.version or 'the newest'}",
        )
        for group, part in parts(x)
    ))  # fmt: skip


def details(x: ClusterOn) -> Iterator[str]:
    """Commands for each group, and what takes several steps."""
    if x.cluster.node_groups:
        yield from _per_group(x)
    yield from _replace(x)


def _per_group(x: ClusterOn) -> Iterator[str]:
    """Each a line for every group; run those of the groups that changed."""
    yield "### Size"
    yield code(*_sizes(x))
    yield "### Machine image"
    yield (
        "EKS replaces the nodes, some at a time as `update` says, and drains each: drivers on it "
        "are lost. It never goes back to an older image."
    )
    yield code(*_images(x))
    yield "### Labels"
    yield "A label that is in the specs no more is taken away by the last line."
    yield code(*_labels(x))
    if x.cluster.cluster_autoscaler is not None:
        yield (
            "Cluster Autoscaler knows a group without nodes by tags of its Auto Scaling group, "
            "which eksctl writes when it makes the group. Set them when a label changes, and when "
            "Cluster Autoscaler is new on this cluster."
        )
        yield code(*_scaling_tags(x))
    yield "### Updates and repair"
    yield code(*_updates(x))


def _sizes(x: ClusterOn) -> Iterator[str]:
    for group, part in parts(x):
        size = group.size
        flags = ["--nodes-min", size.min, "--nodes-max", size.max]
        flags += [] if size.desired is None else ["--nodes", size.desired]
        yield tools(x).by_name("scale", "nodegroup", "--name", part.name, *flags)


def _images(x: ClusterOn) -> Iterator[str]:
    version = x.cluster.kubernetes_version
    newest = ("--kubernetes-version", version.text if version else "")
    for group, part in parts(x):
        pinned = group.ami.version
        flags = ("--release-version", pinned) if pinned else newest
        yield tools(x).by_name("upgrade", "nodegroup", "--name", part.name, *flags)


def _labels(x: ClusterOn) -> Iterator[str]:
    use = tools(x)
    for group, part in parts(x):
        said = ",".join(f"{key}={value}" for key, value in _own_labels(group).items())
        yield use.by_name("set", "labels", "--nodegroup", part.name, "--labels", said)
    yield use.by_name("unset", "labels", "--nodegroup", "GROUP", "--labels", "KEY")


def _own_labels(group: NodeGroup) -> dict[str, str]:
    return {**group.labels, **group.selects}


def _scaling_tags(x: ClusterOn) -> Iterator[str]:
    """A small function of the shell, and a line for each group."""
    use, query = tools(x), "nodegroup.resources.autoScalingGroups[0].name"
    find = use.aws("eks", "describe-nodegroup", "--cluster-name", use.cluster)
    find = f"{find} --nodegroup-name \"$1\" --query '{query}' --output text"
    pair = f"Key={TEMPLATE}/${{one%%=*}},Value=${{one#*=}}"
    fields = f"ResourceId=$asg,ResourceType=auto-scaling-group,{pair},PropagateAtLaunch=true"
    yield "tag() {"
    yield f'  asg="$({find})"'
    yield '  for one in "${@:2}"; do'
    yield f'    {use.aws("autoscaling", "create-or-update-tags")} --tags "{fields}"'
    yield "  done"
    yield "}"
    for group, part in parts(x):
        yield sh("tag", part.name, *(f"{key}={value}" for key, value in _known_by(x, group)))


def _known_by(x: ClusterOn, group: NodeGroup) -> Iterator[tuple[str, str]]:
    """What eksctl makes of labels, and our own tags of that kind; keys without what all have."""
    for key, value in _own_labels(group).items():
        yield f"label/{key}", value
    for key, value in tags(x, group).items():
        if key.startswith(f"{TEMPLATE}/"):
            yield key.removeprefix(f"{TEMPLATE}/"), value


def _updates(x: ClusterOn) -> Iterator[str]:
    for group, part in parts(x):
        percent = "Percentage" if group.update.endswith("%") else ""
        amount = f"maxUnavailable{percent}={group.update.removesuffix('%')}"
        repair = f"enabled={str(group.repair).lower()}"
        flags = ("--update-config", amount, "--node-repair-config", repair)
        yield tools(x).group_config(part.name, *flags)


def _replace(x: ClusterOn) -> Iterator[str]:
    use = tools(x)
    missing = ("--only-missing", "--approve")
    yield "### Replace a node group"
    yield from steps([
        Step("Raise `revision` of the group, render, and merge: the new group has `-r` and that "
             "number behind its name. Never use a number again."),
        Step("Make it, beside the old one.", (use.by_file("create", "nodegroup"),)),
        Step("Move the pods: groups that are in the file no more are drained. Drivers there are "
             "lost; let jobs end first.", (use.by_file("drain", "nodegroup", *missing),)),
        Step("Delete the old group.", (use.by_file("delete", "nodegroup", *missing),)),
    ])  # fmt: skip

"""A release of a machine image in the form of another maker or family."""

from collections.abc import Iterator

from specgen.facts.kubernetes import AMI_FORMS, Maker
from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.machine import Ami
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag versions of images that EKS, or Karpenter, would not find."""
    for path, maker, name, ami in _images(x):
        form, example = AMI_FORMS[maker, ami.family]
        if ami.version is not None and form.fullmatch(ami.version) is None:
            yield Problem(
                Place(x.owner, (*path, "ami", "version")),
                f"`{ami.version}` is no {ami.family} release of {name}",
                hint=f"write it like {example}",
            )


def _images(x: ClusterOn) -> Iterator[tuple[Path, Maker, str, Ami]]:
    """Where an image is named, who makes nodes of it, and what to call it."""
    for path, group in node_groups(x):
        yield path, "nodeGroups", f"node group `{group.name}`", group.ami
    known = x.cluster.karpenter
    for index, one in enumerate(known.node_classes if known else ()):
        path = ("karpenter", "nodeClasses", index)
        yield path, "nodeClasses", f"node class `{one.name}`", one.ami


_POOL = f"big, runs: services, {ON_DEMAND}"

RULE = Rule(
    id="foreign-ami-version",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="machine image named in the form of another maker",
    why="No image has that name: Karpenter's class is never ready, and EKS refuses the group when "
    "the cluster is there already.",
    hint="write the release as who makes the nodes writes it",
    source="https://karpenter.sh/docs/concepts/nodeclasses/#alias",
    bad=karpenter(_POOL, node_class="ami: {version: 1.34.1-20260715}"),
    good=karpenter(_POOL, node_class="ami: {version: v20260715}"),
    check=check,
    waiver="never",
)

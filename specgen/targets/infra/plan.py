"""PLAN.md: the runbook of a cluster that specgen creates, from nothing to its end.

It depends on the spec alone, so it says all that can be asked for; what one change needs stands in
its table.
"""

from collections.abc import Iterator

from specgen.manifests.document import Document
from specgen.spec.platform import ClusterOn
from specgen.targets.infra import (
    plan_changes,
    plan_create,
    plan_groups,
    plan_hand_over,
    plan_later,
)
from specgen.targets.infra.plan_text import document
from specgen.targets.target import Target

SECTIONS = (
    plan_create.head,
    plan_create.makes,
    plan_create.before,
    plan_create.create,
    plan_hand_over.hand_over,
    plan_groups.listed,
    plan_changes.changes,
    plan_groups.details,
    plan_later.upgrade,
    plan_later.tags,
    plan_later.karpenter,
    plan_later.end,
)
"""In the order of reading; each yields blocks of Markdown."""


def render(x: ClusterOn) -> Iterator[Document]:
    """The plan of a cluster that specgen creates."""
    if x.cluster.is_created:
        text = document(block for section in SECTIONS for block in section(x))
        yield Document(f"{x.cluster.name}/infra/PLAN.md", text, x.owner)


TARGET = Target("plan", "runbook of a cluster that specgen creates", ClusterOn, render)

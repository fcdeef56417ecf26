"""What `render` wrote, or what `render --check` found stale."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from specgen.report.clean import clean
from specgen.report.findings import counted
from specgen.report.style import PLAIN, Style
from specgen.tree.difference import first_difference
from specgen.tree.plan import Plan

_LISTED = 20


class Size(NamedTuple):
    """How much there is of an environment, and how long it took."""

    files: int
    clusters: int
    seconds: float


def summary(name: str, plan: Plan, size: Size, style: Style = PLAIN) -> Iterator[str]:
    """The first lines about an environment: how much there is, and how much of it changes."""
    what = f"{counted(size.files, 'file')} in {counted(size.clusters, 'cluster')}"
    yield f"{style.paint(clean(name), 'bold')}   {what}   {size.seconds:.1f} s"
    parts = (
        ("~", len(plan.changed), "changed"),
        ("+", len(plan.new), "new"),
        ("-", len(plan.remove), "removed"),
    )
    told = "   ".join(f"{sign} {number} {word}" for sign, number, word in parts)
    yield f"  {told}   {plan.same} same"


def written(root: str, plan: Plan, style: Style = PLAIN) -> Iterator[str]:
    """The files that change, the first of them by name; what was done by hand is always named."""
    files = [("~", "changed", path) for path in plan.changed]
    files += [("+", "new", path) for path in plan.new]
    files += [("-", "removed", path) for path in plan.remove]
    for sign, kind, path in files[:_LISTED]:
        yield f"  {style.paint(sign, kind)} {clean(f'{root}/{path}')}"
    if len(files) > _LISTED:
        yield f"  … and {len(files) - _LISTED} more (git status lists them)"
    for path in plan.edited:
        yield f"  ! {clean(f'{root}/{path}')} was edited by hand; that is overwritten"
    for path in plan.kept:
        yield f"  ! {clean(f'{root}/{path}')} is no longer rendered, but was edited by hand: kept"
    for path in plan.strangers:
        yield f"  ! {clean(f'{root}/{path}')} is not specgen's: left alone"


def stale(
    root: str, plan: Plan, old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> Iterator[str]:
    """What `--check` found, a line or two for each file."""
    for path in plan.changed:
        yield f"  {clean(f'{root}/{path}')}"
        yield f"      {_difference(old[path], new[path], by_hand=path in plan.edited)}"
    for path in plan.new:
        yield f"  {clean(f'{root}/{path}')}   missing"
    for path in plan.remove:
        yield f"  {clean(f'{root}/{path}')}   no longer rendered"
    for path in plan.kept:
        yield f"  {clean(f'{root}/{path}')}   no longer rendered, and edited by hand"
    for path in (*plan.strangers, *plan.foreign):
        yield f"  {clean(f'{root}/{path}')}   not written by specgen"
    if plan.unfinished and not (plan.changed or plan.new or plan.remove):
        yield f"  {clean(root)}   its record .specgen.sums is stale or a run was cut short"


def _difference(old: bytes, new: bytes, *, by_hand: bool) -> str:
    cause = "edited by hand" if by_hand else "source changed, not re-rendered"
    found = first_difference(old, new)
    if found is None:
        return f"{cause}: its executable bit"
    return f"{cause}, line {found.line}: {_line(found.old)}; the source says {_line(found.new)}"


def _line(line: str | None) -> str:
    return "the file ends" if line is None else f"`{clean(line.strip()[:80])}`"

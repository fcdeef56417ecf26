"""For people: where a rendered value comes from."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from specgen.load.world import World
from specgen.paths import ABSENT, Path, at, text
from specgen.pipeline.constants import Constant
from specgen.pipeline.documents import Made
from specgen.pipeline.explained import Cause, Explanation, Said
from specgen.report.clean import clean
from specgen.report.findings import counted
from specgen.report.style import PLAIN, Style
from specgen.report.wrapping import folded, labelled
from specgen.tree.difference import first_difference
from specgen.units.unit import shown

_LONGEST = 200
"""Characters of a value that are shown."""

Lines = Iterator[str]


def explained(x: Explanation, style: Style = PLAIN) -> Lines:
    """Where a value comes from."""
    yield _head(x, style)
    width = max((len(str(said.spot)) for one in x.causes for said in one.said), default=0)
    table = _Table(style, max(width, len(_BUILT_IN)))
    for cause in x.causes:
        yield from table.cause(cause)
    if any(cause.overrides for cause in x.causes):
        yield labelled("over", _over(x))
    for cause in x.unset:
        what = f"{_named(cause)}, which is not set"
        yield from folded("or", f"{what}: {cause.text}" if cause.text else what)
    for cause in x.presence:
        yield table.reason(cause)
    yield from _fixed(x)
    order = _ORDERS.get(next((one.owner.kind for one in x.causes if one.said[1:]), ""))
    if order:
        yield from folded("merge", order)
    yield from folded("used by", ", ".join(x.rules))


def _head(x: Explanation, style: Style) -> str:
    """The place and its value, the object, and who wrote it."""
    value = _part(x.value) if isinstance(x.value, dict | list) else f" = {_value(x.value)}"
    place = style.paint(clean(f"{_place(x)}{value}"), "bold")
    return f"{place}   {clean(titled(x.made))}   written by {', '.join(_writers(x))}"


def _place(x: Explanation) -> str:
    """The path; of a line of a text, the text and which line."""
    body = x.made.document.body
    if isinstance(body, str):
        return f"line {int(x.path[0]) + 1} of the text"
    if at(body, x.path) is ABSENT:
        return f"{text(x.path[:-1])}, line {int(x.path[-1]) + 1}"
    return text(x.path) or "the document"


def _part(value: dict[str, Any] | list[Any]) -> str:
    if not value:
        return f" = {value}"
    return f": {counted(len(value), 'field' if isinstance(value, dict) else 'item')} below"


def _writers(x: Explanation) -> list[str]:
    target = f"target `{x.made.target.id}`"
    return [f"{target}, {_plural('feature', x.features)}"] if x.features else [target]


def _plural(noun: str, names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    return f"{noun}{'s' if len(listed) > 1 else ''} {' and '.join(listed)}"


def titled(made: Made) -> str:
    """What a document is called: `SparkApplication spark-ads/publish @use1-a`, or its file."""
    body, cluster = made.document.body, made.of.cluster.name
    if not isinstance(body, dict) or "metadata" not in body:
        return made.document.file
    space = body["metadata"].get("namespace")
    name = body["metadata"]["name"]
    return f"{body['kind']} {f'{space}/' if space else ''}{name} @{cluster}"


_BUILT_IN = "built-in default"


class _Table(NamedTuple):
    """Lines under labels, places in one column."""

    style: Style
    width: int

    def cause(self, cause: Cause) -> Lines:
        """A field, who set it, and what that hides."""
        yield labelled("override" if cause.overrides else "from", _named(cause))
        if not cause.written:
            yield self.place("set", _BUILT_IN, _value(cause.value), "")
        for number, said in enumerate(cause.said):
            wins = number == 0 and cause.written
            told = "null: what lies below does not count" if said.takes_away else said.text
            spot = self.style.paint(f"{clean(str(said.spot)):<{self.width}}", "place")
            yield self.place("set" if wins else "hidden", spot, told, _by(said))
        if cause.written and _plain(cause.default):
            yield self.place("hidden", _BUILT_IN, _value(cause.default), "")

    def place(self, label: str, spot: str, value: str, who: str) -> str:
        """A line about a place that says something."""
        told = clean(value[:_LONGEST])
        return labelled(label, f"{spot:<{self.width}}  {told}{f'   ({clean(who)})' if who else ''}")

    def reason(self, cause: Cause) -> str:
        """Why something is there."""
        if not cause.said:
            state = _state(cause)
            return labelled("because", f"{_named(cause)}, {state}")
        said = cause.said[0]
        spot = self.style.paint(clean(str(said.spot)), "place")
        value = f"  {clean(said.text[:_LONGEST])}" if _plain(cause.value) else ""
        return labelled("because", f"{_named(cause)}  {spot}{value}")


def _state(cause: Cause) -> str:
    if cause.value in (None, (), {}):
        return "which is not set"
    return f"{_value(cause.value)} by default" if _plain(cause.value) else "by default"


def _named(cause: Cause) -> str:
    owner = f"{cause.owner.kind} {cause.owner.name}"
    return clean(f"{text(cause.path)} of {owner}" if cause.path else owner)


def _by(said: Said) -> str:
    known = said.layer in ("", said.who.rpartition(" ")[2])
    return said.who if known else f"{said.who}, layer {said.layer}"


def _plain(value: Any) -> bool:
    """Whether a value can be shown on a line, and says something."""
    return value not in (ABSENT, None, (), {}) and (
        isinstance(value, str | int | float) or not hasattr(value, "__iter__")
    )


def _value(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    return shown(value)


def _over(x: Explanation) -> str:
    if x.unpatched is ABSENT:
        return "nothing: only the override says it"
    return f"{clean(_value(x.unpatched))}, which is rendered without it"


def _fixed(x: Explanation) -> Lines:
    """What is no field's: constants of facts and targets."""
    for constant in x.constants:
        yield from folded("constant", _constant(constant))
    if not (x.causes or x.unset or x.constants) and not isinstance(x.value, dict | list):
        where = "wherever it is there" if x.presence else "whatever the specs say"
        yield from folded("fixed", f"it is the same {where}")


def _constant(constant: Constant) -> str:
    place = f"{constant.name} in {constant.module}"
    return f"{place}: {' '.join(constant.text.split())}" if constant.text else place


_LOWEST = "built-in; of each the higher layer"
_ORDERS = {
    "SparkJob": "highest wins: perCluster > the job > its profiles, the last first > "
    f"defaults.SparkJob of Team, Cluster, Environment > {_LOWEST}",
    "Team": "highest wins: perCluster > the team > defaults.Team of Cluster, Environment > "
    f"{_LOWEST}",
    "Cluster": f"highest wins: the cluster > defaults.Cluster of Environment > {_LOWEST}",
    "Environment": "highest wins: the higher layer > built-in",
}


# --- files ----------------------------------------------------------------------------------------


def outdated(file: str, there: str, now: str, environment: str, style: Style = PLAIN) -> Lines:
    """That a file is not what its specs come to now."""
    found = first_difference(there.encode(), now.encode())
    line = found.line if found else 0
    old, new = _shown_lines(found.old, found.new) if found else ("", "")
    yield f"{style.paint('stale', 'warning')}: {clean(file)} is not what the specs come to now"
    yield f"  line {line}: {old}; the specs say {new}; run: specgen render {environment}"


def _shown_lines(old: str | None, new: str | None) -> list[str]:
    """Two lines that differ; with their blanks, where nothing else does."""
    alike = old is not None and new is not None and old.strip() == new.strip()
    return [_shown_line(one, whole=alike) for one in (old, new)]


def _shown_line(line: str | None, *, whole: bool) -> str:
    if line is None:
        return "the file ends"
    return f"`{clean(line[-_LONGEST:] if whole else line.strip()[:_LONGEST])}`"


def no_value(line: int) -> str:
    """A line that is no data, or that cannot be read any more."""
    return f"line {line} shows no value: it is a comment, empty, or no longer data"


def gone(path: Path) -> str:
    """A place of the file that the specs come to nothing at."""
    return f"{clean(text(path))}: the specs come to nothing there now"


def of_list(path: Path, style: Style = PLAIN) -> Lines:
    """A line of a kustomization.yaml that names no file."""
    yield f"{style.paint(text(path), 'bold')}   written for each folder that Argo CD syncs"
    yield from folded("fixed", "it is the same whatever the specs say")


def listed(path: Path, made: Made, world: World, style: Style = PLAIN) -> Lines:
    """A line of a kustomization.yaml that names a file: what that is made of."""
    owner = made.document.owner
    spot = world.documents(owner.kind, owner.name)[-1].spot(("name",))
    place = f"{text(path)} = {made.document.file.rpartition('/')[2]}"
    yield f"{style.paint(clean(place), 'bold')}   written for each folder that Argo CD syncs"
    told = f"{titled(made)} is rendered there, of {owner.kind} {owner.name}"
    yield labelled("because", f"{clean(told)}  {style.paint(clean(str(spot)), 'place')}")

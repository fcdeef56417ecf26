"""The reviewed differences between what was published and what we render, case by case.

They stand in `<case>/differences.yaml`: for each pair of manifests groups of rows, each group with
a reason and its source. A row says what was published at an address, and what we have:

- `elsewhere`: `address: [published, our address, ours]`; another place that means the same.
- `changed`: `address: [published, ours]`; `field` names the field by which ours is said.
- `left`: `address: published`; `field` names the field by which it could be said.
- `fixed`: `address: [published, ours]`; no field says it: the value is the product's own.
- `dropped`: `address: published`; there is no way to say it.
- `added`: `address: ours`, where `"*"` is any value; an address that ends with `*` stands for all
  below it.

`use` takes groups of `common.yaml` by name; `under` is where they find what they call `spec`.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

import yaml

from tests.cases.semantic import Leaves, canonical

HERE = Path(__file__).parent
How = Literal["elsewhere", "changed", "left", "fixed", "dropped", "added"]
ANY = "*"


class Row(NamedTuple):
    """One difference."""

    how: How
    path: str
    published: str | None
    at: str
    """Where ours stands."""
    ours: str | None

    def __str__(self) -> str:
        return f"{self.how}: {self.path}: {self.published} -> {self.at}: {self.ours}"


class Group(NamedTuple):
    """Differences with one reason."""

    how: How
    because: str
    source: str
    field: str | None
    rows: tuple[Row, ...]


def groups(case: str, pair: str) -> list[Group]:
    """The reviewed groups of a pair."""
    return [one for data in _read(f"{case}/differences.yaml")[pair] for one in _groups(data)]


def pairs(case: str) -> set[str]:
    """The pairs that the table of a case speaks of."""
    return set(_read(f"{case}/differences.yaml"))


@functools.cache
def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / name).read_text(encoding="utf-8")))


def _groups(data: Mapping[str, Any]) -> Iterator[Group]:
    if "use" not in data:
        yield _group(data)
    for name in data.get("use", ()):
        yield _group(_read("common.yaml")[name], data.get("under", "spec"))


def _group(data: Mapping[str, Any], under: str = "spec") -> Group:
    (how,) = data.keys() & set(get_args(How))
    said = ((re.sub("^spec(?= )", under, path), value) for path, value in data[how].items())
    rows = tuple(_row(cast("How", how), path, value) for path, value in said)
    return Group(cast("How", how), data["because"], data["source"], data.get("field"), rows)


def _row(how: How, path: str, said: Any) -> Row:
    if how == "elsewhere":
        return Row(how, path, _read_as(path, said[0]), said[1], _read_as(said[1], said[2]))
    if how in ("left", "dropped"):
        return Row(how, path, _read_as(path, said), path, None)
    if how == "added":
        return Row(how, path, None, path, ANY if said == ANY else _read_as(path, said))
    return Row(how, path, _read_as(path, said[0]), path, _read_as(path, said[1]))


def _read_as(path: str, value: Any) -> str:
    return canonical(tuple(path.split(" ")), value)


# --- held against what there is -------------------------------------------------------------------


def faults(published: Leaves, ours: Leaves, known: list[Group]) -> Iterator[str]:
    """What the table does not say, and what it says and is not so."""
    rows = [row for group in known for row in group.rows]
    yield from (
        f"no difference any more: {row}" for row in rows if not _holds(row, published, ours)
    )
    told = {row.path for row in rows if row.published is not None}
    told_ours = {row.at for row in rows if row.ours is not None}
    for path, value in published.items():
        if ours.get(path) != value and path not in told:
            yield f"not listed: {path}: {value} -> {ours.get(path)}"
    for path, value in ours.items():
        if path not in published and not _added(path, told_ours):
            yield f"not listed: {path}: added {value}"


def _holds(row: Row, published: Leaves, ours: Leaves) -> bool:
    """Whether a row is true, and a difference."""
    if row.how == "added" and row.path.endswith(ANY):
        stem = row.path.removesuffix(ANY)
        return _any_below(stem, ours) and not _any_below(stem, published)
    found = ours.get(row.at)
    same = row.ours in (found, ANY if found is not None else found)
    differs = published.get(row.path) != ours.get(row.path)
    return published.get(row.path) == row.published and same and differs


def _any_below(stem: str, leaves: Leaves) -> bool:
    return any(path.startswith(stem) for path in leaves)


def _added(path: str, told: set[str]) -> bool:
    stems = (one.removesuffix(ANY) for one in told if one.endswith(ANY))
    return path in told or any(path.startswith(stem) for stem in stems)


def uncovered(published: Leaves, known: list[Group]) -> list[str]:
    """Leaves of what was published that no field of the language says."""
    lost = {row.path for one in known if one.how in ("dropped", "fixed") for row in one.rows}
    return [path for path in published if path in lost]

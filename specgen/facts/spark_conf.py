"""What Spark knows of its settings; sources, day and command stand at the head of the table."""

import difflib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from specgen.facts.spark import OPERATOR_READS, OPERATOR_SPARK
from specgen.facts.spark_families import FAMILIES
from specgen.units.spark_values import takes

_TABLE = Path(__file__).with_name("data") / "spark_conf.tsv"
"""Read as a file: importlib.resources would take 4 ms to find it, reading and splitting take 2."""

Version = tuple[int, ...]

LINES: tuple[Version, ...] = ((3, 5), (4, 0), (4, 1), (4, 2), (4, 3))
"""Lines of Spark that the table tells of, each as of its newest patch release."""


class Setting(NamedTuple):
    """What some lines of Spark say of one key."""

    key: str
    first: Version
    last: Version
    """The first and the last line of which this holds."""
    since: str
    """The release that first had it, as Spark says; empty: it does not say."""
    type: str
    """`boolean`, `int`, `bytes:m`, …; `-`: its code names the key, and says no more."""
    values: str
    """What it takes, as the head of the table says."""
    old: str
    """The release that deprecated it; empty: none did."""
    instead: str
    """The key to set instead, if there is one."""


class Fault(NamedTuple):
    """What is wrong with a setting in `conf`."""

    kind: Literal["unknown", "unread", "removed", "too-new", "malformed", "deprecated"]
    spark: Version
    """The Spark that it was held against: the job's, or the operator's."""
    setting: Setting | None = None
    """What is known of the key there or, if nothing is, in the nearest line that has it."""
    near: str = ""
    """A key that was probably meant."""


# --- the table ------------------------------------------------------------------------------------


@cache
def _rows() -> dict[str, list[str]]:
    """Lines of the table by key, as they stand: most runs ask for a handful of them."""
    text = _TABLE.read_text(encoding="utf-8")
    out: dict[str, list[str]] = {}
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            out.setdefault(line.partition("\t")[0], []).append(line)
    return out


def settings(key: str) -> list[Setting]:
    """What is known of a key, oldest line first; empty: no line has it."""
    return [_read(line) for line in _rows().get(key, ())]


def setting(key: str, version: Version) -> Setting | None:
    """What a Spark release knows of a key; one without a table is taken for the nearest."""
    line = line_of(version)
    return next((one for one in settings(key) if one.first <= line <= one.last), None)


def line_of(version: Version) -> Version:
    """The line that a release is held against: its own, or else the nearest."""
    return max((one for one in LINES if one <= version[:2]), default=LINES[0])


def _read(line: str) -> Setting:
    cells = line.split("\t")
    key, lines, since, type_, values, old, instead = cells + [""] * (7 - len(cells))
    first, _, last = lines.partition("-")
    return Setting(key, _version(first), _version(last), since, type_, values, old, instead)


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))


# --- what is wrong --------------------------------------------------------------------------------


@lru_cache(1024)
def any_fault(
    given: tuple[tuple[str, str], ...], release: str, submitter: Version = OPERATOR_SPARK
) -> bool:
    """Whether any of these keys and values is at fault on a release; many jobs have equal ones."""
    version = _version(release.removeprefix("v"))
    return any(fault(key, value, version, submitter) for key, value in given)


@lru_cache(8192)
def fault(
    key: str, value: str, version: Version, submitter: Version = OPERATOR_SPARK
) -> Fault | None:
    """What is wrong with a setting of a job on a Spark release; None: nothing that is known.

    `submitter` is the Spark that makes the driver's pod.
    """
    spark = submitter if key in OPERATOR_READS else version
    known = setting(key, spark)
    if known is not None and not _later(known.since, spark):
        return _of_known(known, value, spark)
    others = settings(key)
    if others:
        return _elsewhere(others, spark)
    if key.startswith(FAMILIES):
        return None
    return _of_unknown(key, spark)


def _of_known(known: Setting, value: str, spark: Version) -> Fault | None:
    if known.type == "gone":
        return None if value == known.values else Fault("removed", spark, known)
    if not takes(known.type, known.values, value):
        return Fault("malformed", spark, known)
    return Fault("deprecated", spark, known) if known.old else None


def _later(since: str, spark: Version) -> bool:
    """Whether a patch release of the same line brought it, after this one."""
    parts = _version(since) if since else ()
    whole = len(spark) == len(parts) == len(OPERATOR_SPARK)
    return whole and parts[:2] == spark[:2] and parts > spark


def _elsewhere(others: list[Setting], spark: Version) -> Fault | None:
    """A key that other lines have; what is only named in code may be made of parts elsewhere."""
    if all(one.type == "-" for one in others):
        return None
    later = next((one for one in others if one.last >= line_of(spark)), None)
    return Fault("too-new", spark, later) if later else Fault("removed", spark, others[-1])


def _of_unknown(key: str, spark: Version) -> Fault | None:
    near = nearest_key(key, spark)
    if near or not key.startswith("spark."):
        return Fault("unknown", spark, near=near or "")
    return Fault("unread", spark) if _in_own(key) else None


# --- did you mean ---------------------------------------------------------------------------------


@cache
def _own() -> frozenset[str]:
    """What follows `spark.` in Spark's own entries."""
    rows = (_read(line) for lines in _rows().values() for line in lines)
    return frozenset(one.key.split(".")[1] for one in rows if one.type != "-")


def _in_own(key: str) -> bool:
    """Whether a key stands beside entries of Spark: `spark.sql.mine` does, `spark.mine` not."""
    first, _, rest = key.removeprefix("spark.").partition(".")
    return key.startswith("spark.") and rest != "" and first in _own()


@cache
def _current(line: Version) -> list[str]:
    """Keys that a line has and that are not deprecated."""
    found = (setting(key, line) for key in _rows())
    return [one.key for one in found if one and not one.old and one.type != "gone"]


_TAIL = 0.75
_WHOLE = 0.93
"""How alike two keys must be: beside the same beginning, and as a whole (1.0: equal)."""


@lru_cache(1024)
def nearest_key(key: str, version: Version) -> str | None:
    """A key of that release that was probably meant, or None if none is near."""
    known = _current(line_of(version))
    parts = key.split(".")
    whole = _same_but_case(key, known) or _alike(key, known, _WHOLE) or _family_alike(parts)
    if whole or not _in_own(key):
        return whole
    return _one_part_off(parts, known) or _tail_alike(parts, known)


def _same_but_case(key: str, known: list[str]) -> str | None:
    wanted = {key.lower(), f"spark.{key}".lower()}
    return next((one for one in known if one.lower() in wanted), None)


def _one_part_off(parts: list[str], known: list[str]) -> str | None:
    """The key with one part less or more: `spark.executor.decommission.enabled`."""
    fewer = {tuple(parts[:at] + parts[at + 1 :]) for at in range(1, len(parts))}
    for one in known:
        theirs = one.split(".")
        if tuple(theirs) in fewer and one.count(".") > 1:
            return one
        if len(theirs) == len(parts) + 1 and _without_one(theirs, parts):
            return one
    return None


def _without_one(longer: list[str], shorter: list[str]) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer)))


def _alike(key: str, known: Iterable[str], cutoff: float) -> str | None:
    found = difflib.get_close_matches(key, known, n=1, cutoff=cutoff)
    return found[0] if found else None


def _tail_alike(parts: list[str], known: list[str]) -> str | None:
    """A key with the same beginning and much the same end."""
    start = ".".join(parts[:2]) + "."
    tails = [one.removeprefix(start) for one in known if one.startswith(start)]
    found = _alike(".".join(parts[2:]), tails, _TAIL)
    return found and start + found


def _family_alike(parts: list[str]) -> str | None:
    """The key in the family that its beginning resembles: `spark.executorEnvs.A`."""
    for family in FAMILIES:
        size = family.count(".")
        head, tail = ".".join(parts[:size]), ".".join(parts[size:])
        if tail and _alike(head, [family[:-1]], _WHOLE):
            return family + tail
    return None

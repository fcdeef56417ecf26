"""Write specgen/facts/data/spark_conf.tsv: what each Spark line knows of its configuration.

    python tools/spark_conf.py            the newest patch release of each line
    python tools/spark_conf.py DUMP...    from dumps made before, named like 4.0.5.tsv

The first form needs Java 17 and half a gigabyte below the folder for temporary files: for one line
after the other pip fetches the pyspark package, tools/spark_conf.java asks the Spark in it, and
both are deleted. Takes some ten minutes. A new line is added to LINES here and in
specgen/facts/spark_conf.py. With --keep FOLDER the dumps stay there.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "specgen/facts/data/spark_conf.tsv"
ASK = Path(__file__).with_suffix(".java")
LINES = ("3.5", "4.0", "4.1", "4.2", "4.3")

HEAD = """\
# {count:,} settings of Spark {versions}: entries, texts that its code names, and old keys.
# Source: the classes in the pyspark packages of these releases, asked; checked 2026-11-21.
# Made by: python tools/spark_conf.py
# Columns: key, lines of Spark that have it, since, type, values, old since, instead.
# Type `-`: a text in Spark's code, no entry; `gone`: SQL refuses any value but the one in values.
# Values: `lo..hi`, `(` and `)` leave the end itself out; `a|b`, after `*` in upper or lower case.
"""

Facts = dict[str, "Fact"]


class Fact(NamedTuple):
    """What one release says of one key."""

    since: str = ""
    type: str = "-"
    values: str = ""
    old: str = ""
    instead: str = ""

    @property
    def same(self) -> tuple[str, ...]:
        """What makes a row: the release that first had it is told in several ways."""
        return self[1:]


# --- asking ---------------------------------------------------------------------------------------


def dump(line: str, folder: Path) -> Path:
    """The file with what the newest release of a line says, below the folder."""
    with tempfile.TemporaryDirectory() as spare:
        pip = ["pip", "download", "--quiet", "--no-deps", "--no-binary", "pyspark", "--dest", spare]
        run([sys.executable, "-m", *pip, f"pyspark=={line}.*"])
        (package,) = Path(spare).glob("pyspark-*.tar.gz")
        with tarfile.open(package) as file:
            jars = [one for one in file if "/deps/jars/" in one.name]
            file.extractall(spare, jars, filter="data")
        version = package.name.removeprefix("pyspark-").removesuffix(".tar.gz")
        classes = f"{spare}/pyspark-{version}/deps/jars"
        told = run(["java", "-cp", f"{classes}/*", str(ASK), classes])
    out = folder / f"{version}.tsv"
    out.write_bytes(told)
    return out


def run(command: list[str]) -> bytes:
    """What a command prints; its failure ends the script."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


# --- from dumps to rows ---------------------------------------------------------------------------


def facts(told: Path) -> Facts:
    """What a dump comes to, by key."""
    rows = [line.split("\t") for line in told.read_text(encoding="utf-8").splitlines()]
    kinds: dict[str, list[list[str]]] = {}
    for kind, *cells in rows:
        kinds.setdefault(kind, []).append(cells)
    out = {key: Fact(since, type_, values) for key, since, type_, values, _ in kinds["entry"]}
    named = texts([cells[0] for cells in kinds["literal"]], out)
    out |= dict.fromkeys(named, Fact())
    return out | dict(old(kinds, out))


def texts(literals: list[str], entries: Facts) -> Iterator[str]:
    """Literals that may be keys: no entries, no beginnings of other keys."""
    begun = {key[:at] for key in (*literals, *entries) for at, c in enumerate(key) if c == "."}
    begun.discard("spark.master")  # Spark's standalone master has `spark.master.ui.` and others
    return (one for one in literals if one not in entries and one.strip(".") not in begun)


def old(kinds: dict[str, list[list[str]]], known: Facts) -> Iterator[tuple[str, Fact]]:
    """Deprecated and removed keys."""
    for cells in kinds["entry"]:
        yield from ((one, Fact(old="0", instead=cells[0])) for one in cells[4].split(",") if one)
    for key, instead, since, _ in kinds["alternate"]:
        yield key, Fact(old=since, instead=instead)
    for key, since, words in (*kinds["deprecated"], *kinds["sql"]):
        yield key, known.get(key, Fact())._replace(old=since, instead=other(words, key, known))
    for key, since, value, words in kinds["removed"]:
        yield key, Fact(type="gone", values=value, old=since, instead=other(words, key, known))


def other(words: str, key: str, known: Facts) -> str:
    """The first other key that a message names."""
    found = re.findall(r"spark\.[A-Za-z0-9.]*[A-Za-z0-9]", words)
    return next((one for one in found if one in known and one != key), "")


def table(dumps: Iterable[Path]) -> str:
    """The text of the file: a row for each run of lines that say the same of a key."""
    told = {path.stem: facts(path) for path in sorted(dumps, key=lambda path: path.stem)}
    every = sorted({key for one in told.values() for key in one})
    rows = [row for key in every for row in rows_of(key, told)]
    return HEAD.format(count=len(every), versions=", ".join(told)) + "".join(rows)


def rows_of(key: str, told: dict[str, Facts]) -> Iterator[str]:
    """Lines of the file about one key."""
    by_line = [(version.rpartition(".")[0], one.get(key)) for version, one in told.items()]
    for said, group in groupby(by_line, key=lambda pair: pair[1] and pair[1].same):
        run_ = list(group)
        last = run_[-1][1]
        if said is not None and last is not None:
            lines = f"{run_[0][0]}-{run_[-1][0]}"
            yield "\t".join((key, lines, *last)).rstrip("\t") + "\n"


def main() -> int:
    """Write the file."""
    given = sys.argv[1:]
    keep = given[1] if given[:1] == ["--keep"] else None
    with tempfile.TemporaryDirectory() as spare:
        asked = keep is not None or not given
        dumps = [dump(line, Path(keep or spare)) for line in LINES] if asked else map(Path, given)
        FILE.write_text(table(dumps), encoding="utf-8")
    print(f"wrote {FILE.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

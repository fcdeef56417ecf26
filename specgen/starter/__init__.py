"""The project that `specgen init` writes: plain files, with a few example values exchanged."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from specgen import __version__
from specgen.facts.aws import partition

PROVIDERS: Final = ("eks",)
"""Kinds of cluster that there is a project for: each is a folder here."""

PROJECT: Final = "specgen.yaml"
"""The file that makes a folder a project; it is the last of `files`."""

MARK: Final = "# yours: "
"""What only the project's people know stands before it; what it is, behind it."""

_HIDDEN: Final = "dot-"
"""A dot, here: `.gitignore` and its kind would act on this repository, too."""

_REPOSITORY: Final = '"https://git.example.com/acme/spark-platform.git" # yours: the repository'
_REGISTRIES: Final = {"aws-cn": "amazonaws.com.cn"}
"""Where the registry of another partition is.

https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-Beijing.html
"""


class Answers(NamedTuple):
    """What is known of a new project."""

    name: str
    region: str
    repository: str | None = None
    """None: an example stands there, and is marked."""


class Yours(NamedTuple):
    """A line that only the project's people can write."""

    line: int
    what: str


def files(provider: str, answers: Answers) -> dict[str, str]:
    """Every file of the project by its path, `specgen.yaml` last."""
    folder = Path(__file__).with_name(provider)
    values = _values(answers)
    known = re.compile("|".join(map(re.escape, values)))
    return {
        _name(path.relative_to(folder)): known.sub(lambda m: values[m[0]], path.read_text("utf-8"))
        for path in sorted(folder.rglob("*"), key=lambda path: (path.name == PROJECT, path))
        if path.is_file()
    }


def yours(text: str) -> Iterator[Yours]:
    """The marked lines of a file."""
    for number, line in enumerate(text.splitlines(), 1):
        _, mark, what = line.partition(MARK)
        if mark:
            yield Yours(number, what)


def _name(path: Path) -> str:
    return "/".join(re.sub(f"^{_HIDDEN}", ".", part) for part in path.parts)


def _values(answers: Answers) -> dict[str, str]:
    """What stands in place of each example; all at once, and of two the one that comes first here.

    The zones need no entry: their names begin with that of the region.
    """
    part = partition(answers.region)
    registry = f"{answers.region}.{_REGISTRIES.get(part, 'amazonaws.com')}"
    given = answers.repository
    return {
        **({} if given is None else {_REPOSITORY: f'"{given}"'}),
        "spark-platform": answers.name,
        "us-east-1.amazonaws.com": registry,
        "us-east-1": answers.region,
        "arn:aws:": f"arn:{part}:",
        ">=0.1,<0.2": compatible(__version__),
        "specgen@v0.1.0": f"specgen@v{__version__}",
    }


def compatible(version: str) -> str:
    """The versions that render what this one renders: those of its minor release."""
    major, minor, *_ = version.split(".")
    return f">={major}.{minor},<{major}.{int(minor) + 1}"

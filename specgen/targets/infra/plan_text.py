"""Markdown and shell commands from plain values; a plan is a sequence of such blocks."""

import shlex
from collections.abc import Iterable, Iterator
from typing import NamedTuple


def sh(*words: object) -> str:
    """A command, each word quoted for bash as far as it must be."""
    return shlex.join(str(word) for word in words)


def code(*commands: str) -> str:
    """Commands to be typed as they stand, in bash."""
    return "\n".join(("```bash", *commands, "```"))


class Step(NamedTuple):
    """Something to be done."""

    text: str
    commands: tuple[str, ...] = ()


def steps(listed: Iterable[Step]) -> Iterator[str]:
    """Numbered steps, each followed by its commands.

    These are not indented: who copies them out of the file itself would copy the blanks, and a
    here-document would not end.
    """
    for number, step in enumerate(listed, start=1):
        yield f"{number}. {step.text}"
        if step.commands:
            yield code(*step.commands)


def bullets(lines: Iterable[str]) -> str:
    """A list without numbers."""
    return "\n".join(f"- {line}" for line in lines)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; a bar inside a cell would end it."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "\n".join(f"| {line} |" for line in cells)


def named(values: Iterable[str]) -> str:
    """Names as code, one after the other."""
    return ", ".join(f"`{value}`" for value in values)


def counted(number: int, noun: str) -> str:
    """`1 node group`, `2 node groups`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def document(blocks: Iterable[str]) -> str:
    """Blocks of Markdown, an empty line between them."""
    return "\n\n".join(blocks) + "\n"

"""Documents as bytes, each in the form that its file's name says."""

import json
from collections.abc import Callable
from typing import Any

from specgen.tree.emit import emit
from specgen.tree.filenames import printable


def _yaml(body: Any, header: str) -> bytes:
    return emit(body, (header,))


def _json(body: Any, header: str) -> bytes:  # noqa: ARG001 - JSON knows no comments
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()


def _markdown(body: str, header: str) -> bytes:
    """The comment does not show; `--` would end it."""
    return f"<!-- {header.replace('--', '- -')} -->\n\n{body}".encode()


def _script(body: str, header: str) -> bytes:
    """The first line names the interpreter, so the comment is the second."""
    first, _, rest = body.partition("\n")
    return f"{first}\n# {printable(header)}\n{rest}".encode()


FORMS: dict[str, Callable[[Any, str], bytes]] = {
    "yaml": _yaml,
    "json": _json,
    "md": _markdown,
    "sh": _script,
}
"""By the part of a file's name behind its last dot."""


def plain_text(body: Any) -> str:
    """A document as text that stands in another: without a word of where it comes from."""
    return body if isinstance(body, str) else emit(body).decode()


def executable(file: str) -> bool:
    """Whether a file is a program."""
    return file.endswith(".sh")


def encoded(file: str, body: Any, header: str) -> bytes:
    """A document's bytes; `header` says where it comes from, wherever comments may stand."""
    return FORMS[file.rpartition(".")[2]](body, header)

"""Documents as bytes, each in the form that its file's name says."""

import json
from collections.abc import Callable
from typing import Any

from specgen.tree.emit import emit


def _yaml(body: Any, header: str) -> bytes:
    return emit(body, (header,))


def _json(body: Any, header: str) -> bytes:  # noqa: ARG001 - JSON knows no comments
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()


def _markdown(body: str, header: str) -> bytes:
    """The comment does not show; `--` would end it."""
    return f"<!-- {header.replace('--', '- -')} -->\n\n{body}".encode()


FORMS: dict[str, Callable[[Any, str], bytes]] = {"yaml": _yaml, "json": _json, "md": _markdown}
"""By the part of a file's name behind its last dot."""


def encoded(file: str, body: Any, header: str) -> bytes:
    """A document's bytes; `header` says where it comes from, wherever comments may stand."""
    return FORMS[file.rpartition(".")[2]](body, header)

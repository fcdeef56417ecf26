"""A rendered object, before it becomes bytes."""

from typing import Any, NamedTuple

from specgen.finding import Owner


class Document(NamedTuple):
    """An object, the file it goes to, and the spec object that it is made from."""

    file: str
    """Below the environment's rendered folder, with `/`."""

    body: Any
    """Shaped by a TypedDict of `manifests`, or Helm values; None says nothing."""

    owner: Owner
    """Named in the file's first line; its `overrides` are merged into the body."""

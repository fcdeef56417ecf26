"""What a target is: a pure function from one subject to documents."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from specgen.manifests.document import Document


class Target(NamedTuple):
    """An output."""

    id: str
    """A slug; `specgen explain` and the docs call it so."""

    summary: str
    """What it renders, in a line."""

    of: type[Any]
    """The subject it renders: a NamedTuple of spec/platform.py."""

    render: Callable[[Any], Iterator[Document]]
    """From one subject to its documents; reads nothing else."""

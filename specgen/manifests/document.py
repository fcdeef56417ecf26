"""A rendered object, before it becomes bytes."""

from typing import Any, NamedTuple

from specgen.finding import Owner


class TextOf(NamedTuple):
    """In the data of a ConfigMap: what another file of the same subject says, overridden or not."""

    file: str


class Document(NamedTuple):
    """An object, the file it goes to, and the spec object that it is made from."""

    file: str
    """Below the environment's rendered folder, with `/`."""

    body: Any
    """An object shaped by a TypedDict of `manifests`; or what no cluster is given: Helm values, a
    policy, a runbook's text. None says nothing. The file's suffix says the form."""

    owner: Owner
    """Named in the file's first line; its `overrides` are merged into the body."""

"""Files whose text stands in a ConfigMap, too: there they say what their own files say."""

from collections.abc import Mapping
from typing import Any

from specgen.manifests.document import Document, TextOf
from specgen.tree.encode import plain_text
from specgen.validate.schema import ordered


def names_texts(document: Document) -> bool:
    """Whether it may hold the text of another file."""
    return isinstance(document.body, dict) and document.body.get("kind") == "ConfigMap"


def with_texts(document: Document, made: Mapping[str, Any]) -> Document:
    """The document with the text of each file that its data names.

    `made` has the bodies of the subject's documents before it by file, with their overrides.
    """
    if not names_texts(document):
        return document
    body = document.body
    data = {
        name: _text(made[value.file]) if isinstance(value, TextOf) else value
        for name, value in body["data"].items()
    }
    return document._replace(body={**body, "data": data})


def _text(body: Any) -> str:
    return plain_text(ordered(body) if isinstance(body, dict) and "kind" in body else body)

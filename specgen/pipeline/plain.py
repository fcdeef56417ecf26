"""What every document is given and loses: the line above it, and what says nothing."""

from typing import Any

from specgen.finding import Owner
from specgen.load.world import World


def without_none(node: Any) -> Any:
    """Data without what says nothing: None in maps, at any depth."""
    if type(node) is dict:
        return {
            key: without_none(value) if type(value) in _HOLDERS else value
            for key, value in node.items()
            if value is not None
        }
    if type(node) is list:
        return [without_none(item) if type(item) in _HOLDERS else item for item in node]
    return node


_HOLDERS = (dict, list)


def header(world: World, owner: Owner) -> str:
    """The first line of a file: where it comes from, and what writes it."""
    name = world.documents(owner.kind, owner.name)[-1].file.name
    return f"From {name} by: specgen render {world.name}"

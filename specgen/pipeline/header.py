"""The line above every document."""

from specgen.finding import Owner
from specgen.load.world import World


def header(world: World, owner: Owner) -> str:
    """The first line of a file: where it comes from, and what writes it."""
    name = world.documents(owner.kind, owner.name)[-1].file.name
    return f"From {name} by: specgen render {world.name}"

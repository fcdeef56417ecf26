"""Where a project is: the folder of its file."""

import os

FILE = "specgen.yaml"


def find(start: str) -> str | None:
    """The nearest folder, from `start` upwards, that holds a specgen.yaml."""
    here = os.path.realpath(start)
    while True:
        if os.path.lexists(os.path.join(here, FILE)):
            return here
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above

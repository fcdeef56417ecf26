"""What the final check has to say of a place in a rendered document."""

from typing import NamedTuple

from specgen.paths import Path

MEND = "write what the kind's schema takes"
"""Where nothing better can be said."""
LOOK = "see whether the name is right"
"""Of a field that no known one is like."""


class Misfit(NamedTuple):
    """A leaf that its schema does not take."""

    path: Path
    message: str
    unknown: bool
    """No schema at hand knows the field; that says nothing about the value."""

    mend: str = MEND

"""What the final check has to say of a place in a rendered document."""

from typing import NamedTuple

from specgen.paths import Path


class Misfit(NamedTuple):
    """A leaf that its schema does not take."""

    path: Path
    message: str
    unknown: bool
    """No schema at hand knows the field; that says nothing about the value."""

    mend: str = "write what the kind's schema takes"

"""Names of the IANA time zone database; source, day and command stand at the head of the table."""

from functools import cache
from importlib.resources import files


@cache
def time_zones() -> frozenset[str]:
    """Every name, old ones such as `US/Eastern` too."""
    text = files("specgen.facts").joinpath("data/time_zones.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))

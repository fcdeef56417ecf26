"""Waivers: the one way to live with a finding, in Git, with a reason."""

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator

from specgen.refusal import Refused
from specgen.spec.base import SpecModel, Text
from specgen.units.unit import shown

_WRITTEN = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            if _WRITTEN.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass  # 2027-02-30
        raise Refused(f"`{shown(value)}` is not a date", "write it like 2027-06-30")
    return value


Day = Annotated[dt.date, BeforeValidator(_day, json_schema_input_type=str)]
"""A day, written `2027-06-30`."""


class Allow(SpecModel):
    """A finding of one rule that is accepted, for this object or (in the Environment) for `at`."""

    rule: Text
    """The rule's id, as findings print it: `driver-on-spot`."""

    at: Text | None = None
    """What it covers: `Kind/name` or `Kind/name.path`; only in an Environment. Elsewhere a path
    inside the object that carries the waiver, or nothing for the whole object."""

    because: Text
    """Why it is accepted; printed in reports."""

    until: Day | None = None
    """The last day on which it holds; required in production."""

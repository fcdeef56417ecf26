"""Values that readers bound: what their schemas say of a text's form, or of a number's range.

The CRDs of Karpenter 1.14.1 and of Spark operator 2.5.2 have these bounds; a quantity is as
https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ has it, and the API
server holds everybody to it. Targets keep them by construction, overrides may not.
"""

from typing import Annotated, Any

from pydantic import Field


def _form(pattern: str, words: str, max_length: int | None = None) -> Any:
    """A text of a form; the schema carries the form in words, too, for messages."""
    return Field(
        pattern=f"^{pattern}$", max_length=max_length, json_schema_extra={"$comment": words}
    )


Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Weight = Annotated[int, Field(ge=1, le=100)]
MinValues = Annotated[int, Field(ge=1, le=50)]
Hops = Annotated[int, Field(ge=1, le=64)]
MetricsPort = Annotated[int, Field(ge=1024, le=49151)]

_NUMBER = r"([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_UNIT = rf"([KMGTPE]i|[numkMGTPE]|[eE][+-]?{_NUMBER})"
Quantity = Annotated[str, _form(f"[+-]?{_NUMBER}{_UNIT}?", "a quantity, such as 400Gi, 500m or 2")]
Text = Annotated[str, Field(max_length=255)]

# --- names and addresses --------------------------------------------------------------------------

_PART = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_KEY = rf"({_PART}(\.{_PART})*/)?{_NAME}"
LabelKey = Annotated[str, _form(_KEY, "a label's key, such as example.com/tier", 316)]
LabelValue = Annotated[
    str, _form(f"({_NAME})?", "a label's value: letters, digits, and -_. between them", 63)
]
PodName = Annotated[
    str, _form(rf"{_PART}(\.{_PART})*", "the name of a pod, such as count-driver", 253)
]
TaintValue = Annotated[str, _form(_KEY, "letters, digits, and -_. between them")]
"""Karpenter holds the value of a taint to the form of a key."""

Cidr = Annotated[str, _form("[0-9a-fA-F:.]+/[0-9]{1,3}", "a block of addresses: 10.0.0.0/16")]
"""Digits and a prefix; whether they are a block of addresses the API server knows."""

# --- times and shares of nodes --------------------------------------------------------------------

Duration = Annotated[str, _form("([0-9]+[smh])+", "a duration, such as 720h or 1h30m")]
DurationOrNever = Annotated[
    str, _form("(([0-9]+[smh])+|Never)", "a duration, such as 720h or 1h30m, or Never")
]
Window = Annotated[
    str, _form("([0-9]+[hm]|[0-9]+h[0-9]+m)(0s)?", "hours and minutes, such as 8h or 1h30m")
]
Schedule = Annotated[
    str,
    _form(
        r"(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+( +\S+){4})",
        "five fields of cron, such as 0 9 * * 1-5",
    ),
]
Share = Annotated[str, _form("((100|[0-9]{1,2})%|[0-9]+)", "a number of nodes or a share: 5, 10%")]

# --- disks ----------------------------------------------------------------------------------------

_GIB = "([1-9][0-9]{0,3}|[1-4][0-9]{4}|5[0-8][0-9]{3}|59000)Gi|([1-9]|[1-5][0-7]|58)Ti"
_GB = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-3][0-9]{3}|64000)G|([1-9]|[1-5][0-9]|6[0-3]|64)T"
VolumeSize = Annotated[
    str, _form(f"({_GIB}|{_GB})", "the size of a volume, such as 100Gi, at most 64T")
]

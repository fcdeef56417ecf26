"""Values that readers bound: what their schemas say of a text's form, or of a number's range.

The CRDs of Karpenter 1.14.1 and of Spark operator 2.5.2 have these bounds; a quantity is as
https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ has it, and the API
server holds everybody to it. Targets keep them by construction, overrides may not.
"""

from typing import Annotated

from pydantic import Field

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Weight = Annotated[int, Field(ge=1, le=100)]
MinValues = Annotated[int, Field(ge=1, le=50)]
Hops = Annotated[int, Field(ge=1, le=64)]

_NUMBER = r"([0-9]+(\.[0-9]*)?|\.[0-9]+)"
Quantity = Annotated[
    str, Field(pattern=rf"^[+-]?{_NUMBER}([KMGTPE]i|[numkMGTPE]|[eE][+-]?{_NUMBER})?$")
]
Cidr = Annotated[str, Field(pattern=r"^[0-9a-fA-F:.]+/[0-9]{1,3}$")]
"""Digits and a prefix; whether they are a block of addresses the API server knows."""

Text = Annotated[str, Field(max_length=255)]

# --- labels and taints ----------------------------------------------------------------------------

_PART = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_KEY = rf"^({_PART}(\.{_PART})*/)?{_NAME}$"
LabelKey = Annotated[str, Field(pattern=_KEY, max_length=316)]
LabelValue = Annotated[str, Field(pattern=rf"^({_NAME})?$", max_length=63)]
TaintValue = Annotated[str, Field(pattern=_KEY)]
"""Karpenter holds the value of a taint to the form of a key."""

# --- times and shares of nodes --------------------------------------------------------------------

Duration = Annotated[str, Field(pattern="^([0-9]+[smh])+$")]
DurationOrNever = Annotated[str, Field(pattern="^(([0-9]+[smh])+|Never)$")]
Window = Annotated[str, Field(pattern="^([0-9]+[hm]|[0-9]+h[0-9]+m)(0s)?$")]
Schedule = Annotated[
    str,
    Field(pattern=r"^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|\S+( +\S+){4})$"),
]
Share = Annotated[str, Field(pattern="^((100|[0-9]{1,2})%|[0-9]+)$")]

# --- disks ----------------------------------------------------------------------------------------

_GIB = "([1-9][0-9]{0,3}|[1-4][0-9]{4}|5[0-8][0-9]{3}|59000)Gi|([1-9]|[1-5][0-7]|58)Ti"
_GB = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-3][0-9]{3}|64000)G|([1-9]|[1-5][0-9]|6[0-3]|64)T"
VolumeSize = Annotated[str, Field(pattern=f"^({_GIB}|{_GB})$")]

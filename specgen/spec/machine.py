"""What a node is made of: its machine image and its disks; and numbers of nodes."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import SpecModel, Text
from specgen.units.addresses import KmsKey
from specgen.units.amounts import Quantity

IOPS = {"gp3": (3000, 16000), "io1": (100, 64000), "io2": (100, 256000)}
"""Types of EBS volume whose operations a second can be set, and between which bounds.

eksctl 0.230, pkg/apis/eksctl.io/v1alpha5/validation.go; EC2's own limits are the same or wider.
"""

IOPS_PER_MIB = 4
"""Operations a second that each MiB a second of gp3's throughput takes.

https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-performance
"""


def _whole_or_percent(value: object) -> object:
    """`10%` or a number of nodes, as text."""
    text = str(value) if type(value) is int else value
    if not isinstance(text, str) or re.fullmatch("[0-9]{1,9}%?", text) is None:
        raise Refused(
            f"`{value}` is neither a percentage nor a number", "write 10% or a whole number"
        )
    return text


Percent = Annotated[str, BeforeValidator(_whole_or_percent, json_schema_input_type=str | int)]


Family = Literal["AL2023", "Bottlerocket"]
DATA_DEVICE: dict[Family, str] = {"AL2023": "/dev/xvda", "Bottlerocket": "/dev/xvdb"}
"""Where pods' data goes: the root disk, and Bottlerocket's data disk (its default is 20 Gi)."""


class Ami(SpecModel):
    """The machine image of nodes."""

    family: Family = "AL2023"
    """Amazon Linux 2023, or Bottlerocket."""

    version: Text | None = None
    """A release: of a node class `v20260715` of AL2023, `v1.44.0` of Bottlerocket; of a node group
    `1.34.1-20260715`. Absent: the newest."""


def _whole_gib(size: Quantity) -> Quantity:
    if re.fullmatch("[1-9][0-9]*[GT]i", size.text) is None:
        raise Refused(f"`{size}` is no size of a disk", "write whole Gi, like 100Gi")
    return size


class Volume(SpecModel):
    """A disk of a node."""

    device: Text | None = None
    """By default the family's: `/dev/xvda`, and `/dev/xvdb` for Bottlerocket's data."""

    size: Annotated[Quantity, AfterValidator(_whole_gib)]
    """Its size, in whole Gi: `100Gi`."""

    type: Literal["gp3", "gp2", "io1", "io2", "st1", "sc1"] = "gp3"
    """EBS volume type."""

    iops: Annotated[int, Field(ge=100)] | None = None
    """Provisioned operations a second."""

    throughput: Annotated[int, Field(ge=125, le=1000)] | None = None
    """MiB a second; gp3 only."""

    encrypted: bool = True
    """Encrypted at rest."""

    kms_key: KmsKey | None = None
    """The key it is encrypted with."""

    delete_on_termination: bool = True
    """It goes with its node."""

    @property
    def gib(self) -> int:
        """Its size in GiB."""
        number, scale = self.size.text[:-2], {"Gi": 1, "Ti": 1024}
        return int(number) * scale[self.size.text[-2:]]

    @classmethod
    def plain(cls, size: str) -> "Volume":
        """A disk of a size, and all else by default."""
        return cls.model_construct(size=Quantity(size))

    @model_validator(mode="after")
    def _as_ebs_has_it(self) -> Self:
        if self.iops is not None:
            low, high = IOPS.get(self.type, (0, -1))
            if not low <= self.iops <= high:
                bounds = f"{low} to {high}" if high > 0 else "none: EBS sets them by the size"
                raise Contradiction(
                    f"{self.iops} operations a second is not what {self.type} has",
                    f"{self.type} takes {bounds}",
                    ("iops",),
                )
        if self.throughput is not None and self.type != "gp3":
            raise Contradiction(
                f"throughput is gp3's, and this is {self.type}", "remove it", ("throughput",)
            )
        if self.kms_key is not None and not self.encrypted:
            raise Contradiction(
                "a key for a disk that is not encrypted", "set encrypted: true", ("kmsKey",)
            )
        return self

    @model_validator(mode="after")
    def _enough_operations(self) -> Self:
        if self.iops is None and self.type in ("io1", "io2"):
            raise Contradiction(
                f"of a disk of type {self.type} the operations a second are bought, and none are",
                "set iops",
                ("type",),
            )
        needed = (self.throughput or 0) * IOPS_PER_MIB
        if needed > (self.iops or IOPS["gp3"][0]):
            raise Contradiction(
                f"{self.throughput} MiB a second take {needed} operations a second",
                f"set iops: {needed}",
                ("throughput",),
            )
        return self

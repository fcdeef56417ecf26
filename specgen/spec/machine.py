"""What a node is made of: its machine image and its disks."""

from typing import Annotated, Literal

from pydantic import Field

from specgen.spec.base import SpecModel, Text
from specgen.units.addresses import Arn
from specgen.units.amounts import Quantity


class Ami(SpecModel):
    """The machine image of nodes."""

    family: Literal["AL2023", "Bottlerocket"] = "AL2023"
    """Amazon Linux 2023, or Bottlerocket."""

    version: Text | None = None
    """A release: `v20260715` of AL2023, `v1.44.0` of Bottlerocket. Absent: the newest, always."""


class Volume(SpecModel):
    """A disk of a node."""

    device: Text | None = None
    """By default the family's: `/dev/xvda`, and `/dev/xvdb` for Bottlerocket's data."""

    size: Quantity
    """Its size, in whole Gi: `100Gi`."""

    type: Literal["gp3", "gp2", "io1", "io2", "st1", "sc1"] = "gp3"
    """EBS volume type."""

    iops: Annotated[int, Field(ge=100)] | None = None
    """Provisioned operations a second."""

    throughput: Annotated[int, Field(ge=125, le=1000)] | None = None
    """MiB a second; gp3 only."""

    encrypted: bool = True
    """Encrypted at rest."""

    kms_key: Arn | None = None
    """The key it is encrypted with."""

    delete_on_termination: bool = True
    """It goes with its node."""

"""Storage classes and priority classes."""

from typing import Annotated, Literal

from pydantic import Field

from specgen.spec.base import Name, Scalar, SpecModel, Text


class StorageClass(SpecModel):
    """How volumes are made."""

    name: Name
    """What claims call it."""

    provisioner: Text = "ebs.csi.aws.com"
    """The CSI driver."""

    parameters: dict[Text, Scalar] = {"type": "gp3", "encrypted": "true"}
    """The driver's parameters."""

    binding_mode: Literal["WaitForFirstConsumer", "Immediate"] = "WaitForFirstConsumer"
    """In the zone of the pod that asks first, or anywhere at once."""

    reclaim_policy: Literal["Delete", "Retain"] = "Delete"
    """What becomes of a volume whose claim is gone."""

    expandable: bool = True
    """Whether a volume may grow."""

    default: bool = False
    """For claims that name none."""


class PriorityClass(SpecModel):
    """How important pods are."""

    name: Name
    """What roles call it."""

    value: Annotated[int, Field(ge=-2_147_483_648, le=1_000_000_000)]
    """Higher is more important."""

    preemption: bool = True
    """Whether its pods may push out less important ones."""

"""Cluster Autoscaler: adds nodes to groups as pods need them."""

from typing import Annotated, Literal

from pydantic import Field

from specgen.spec.base import RawMap, Scalar, Seq, SpecModel, Text
from specgen.units.times import Duration

Expander = Literal["random", "most-pods", "least-waste", "least-nodes", "priority"]


class ClusterAutoscaler(SpecModel):
    """Cluster Autoscaler on a cluster."""

    expander: Annotated[Seq[Expander], Field(min_length=1)] = ("least-waste",)
    """How it chooses among groups, best first: `[priority, least-waste]`."""

    scale_down_unneeded: Duration = Duration("5m")
    """A node unneeded for this long is taken away."""

    max_node_provision: Duration = Duration("8m")
    """A node not there after this long is given up: how fast Spot falls back to on-demand."""

    extra_args: dict[Text, Scalar] = {}
    """Further flags, without dashes."""

    values: RawMap = {}
    """Helm values of the chart, merged last."""

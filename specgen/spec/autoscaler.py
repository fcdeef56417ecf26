"""Cluster Autoscaler: adds nodes to groups as pods need them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from specgen.refusal import Refused
from specgen.spec.base import RawMap, Scalar, Seq, SpecModel, Text
from specgen.units.times import Duration

Expander = Literal["random", "most-pods", "least-waste", "least-nodes", "priority"]


_OWNED = {
    "expander": "expander",
    "scale-down-unneeded-time": "scaleDownUnneeded",
    "max-node-provision-time": "maxNodeProvision",
}
"""Flags that are fields."""


def _unowned(flags: dict[str, str]) -> dict[str, str]:
    for flag in flags:
        bare = flag.lstrip("-")
        if bare in _OWNED:
            raise Refused(f"flag `{bare}` is a field", f"set {_OWNED[bare]} instead", (flag,))
        if bare != flag:
            mend = f"write {bare}" if bare else "remove it"
            raise Refused(f"`{flag}` begins with a dash, which the chart adds", mend, (flag,))
    return flags


class ClusterAutoscaler(SpecModel):
    """Cluster Autoscaler on a cluster."""

    expander: Annotated[Seq[Expander], Field(min_length=1)] = ("least-waste",)
    """How it chooses among groups, best first: `[priority, least-waste]`."""

    scale_down_unneeded: Duration = Duration("5m")
    """A node unneeded for this long is taken away."""

    max_node_provision: Duration = Duration("8m")
    """A node not there after this long is given up: how fast Spot falls back to on-demand."""

    extra_args: Annotated[dict[Text, Scalar], AfterValidator(_unowned)] = {}
    """Further flags, without dashes; not those that are fields."""

    values: RawMap = {}
    """Helm values of the chart, merged last."""

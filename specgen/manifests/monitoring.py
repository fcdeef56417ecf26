"""What the Prometheus operator takes: https://prometheus-operator.dev/docs/api-reference/api/."""

from typing import Any, Literal, Required

from typing_extensions import TypedDict

from specgen.manifests.meta import Metadata
from specgen.manifests.networking import LabelSelector


class Relabeling(TypedDict):
    """Pods that are left out: the pattern fits the labels' values."""

    action: Literal["drop"]
    sourceLabels: list[str]
    regex: str


class PodMetricsEndpoint(TypedDict, total=False):
    """A port of pods, by the name that their containers give it, and a path there."""

    port: Required[str]
    path: Required[str]
    relabelings: list[Relabeling] | None


class PodMonitorSpec(TypedDict, total=False):
    """Which pods, and where they serve metrics."""

    selector: Required[LabelSelector]
    podMetricsEndpoints: Required[list[PodMetricsEndpoint]]
    podTargetLabels: list[str] | None


class PodMonitor(TypedDict, total=False):
    """Pods that Prometheus asks for their metrics."""

    apiVersion: Required[Literal["monitoring.coreos.com/v1"]]
    kind: Required[Literal["PodMonitor"]]
    metadata: Required[Metadata]
    spec: Required[PodMonitorSpec]


KINDS: tuple[Any, ...] = (PodMonitor,)

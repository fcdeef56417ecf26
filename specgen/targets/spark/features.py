"""The features of a Spark application. Their order decides nothing but the order of list items."""

from collections.abc import Callable

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.targets.compose import Conflict, compose
from specgen.targets.spark.application import application
from specgen.targets.spark.colocation import colocation
from specgen.targets.spark.conf import conf, environment
from specgen.targets.spark.containers import containers, listening
from specgen.targets.spark.dynamic_allocation import dynamic_allocation
from specgen.targets.spark.event_log import event_log
from specgen.targets.spark.identity import identity
from specgen.targets.spark.metrics import metrics
from specgen.targets.spark.placement import placement
from specgen.targets.spark.ports import dns, ports
from specgen.targets.spark.protection import protection
from specgen.targets.spark.resources import resources
from specgen.targets.spark.s3 import s3
from specgen.targets.spark.scheduler import counted, room, scheduler
from specgen.targets.spark.security import security
from specgen.targets.spark.shuffle_claims import shuffle_claims
from specgen.targets.spark.shuffle_group import shuffle_group
from specgen.targets.spark.shuffle_remote import shuffle_remote
from specgen.targets.spark.shuffle_volume import shuffle_volume
from specgen.targets.spark.spot import spot
from specgen.targets.spark.ui import ui
from specgen.targets.spark.volumes import volumes

Feature = Callable[[JobOn], Part]

_PLAIN: tuple[Feature, ...] = (
    identity,
    application,
    resources,
    dynamic_allocation,
    placement,
    colocation,
    scheduler,
    protection,
    spot,
    shuffle_volume,
    shuffle_claims,
    shuffle_group,
    shuffle_remote,
    ports,
    dns,
    listening,
    volumes,
    containers,
    security,
    s3,
    event_log,
    metrics,
    ui,
    environment,
    conf,
)


def gang(x: JobOn) -> Part:
    """Room for the driver and the first executors, which Volcano is to find before it starts any.

    Counted of the pods that all other features come to. The operator would count by itself, and
    drop memory: `8g` is no quantity to it (measured). Two values for one key are told by others.
    """
    if not counted(x):
        return {}
    try:
        part = compose(feature(x) for feature in _PLAIN)
    except Conflict:
        return {}
    found = room({"kind": "SparkApplication", **part}, x.job.executor.first)
    return {"spec": {"batchSchedulerOptions": {"resources": found}}} if found else {}


FEATURES: tuple[Feature, ...] = (*_PLAIN, gang)

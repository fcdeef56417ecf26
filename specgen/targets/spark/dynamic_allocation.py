"""As many executors as there is work for."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.spec.pods import Instancing

_CONF = "spark.dynamicAllocation."


def dynamic_allocation(x: JobOn) -> Part:
    """The typed block for what the operator's CRD knows of it, conf for the rest.

    In the typed block, because the operator adds `instances: 1` where conf alone asks for it. What
    a remote shuffle service keeps is not tracked: else executors would be kept for it.
    """
    wanted = x.job.executor.instances
    if isinstance(wanted, int):
        return {}
    tracking = wanted.tracks(kept=x.job.shuffle.keeps(x.spark))
    return {
        "spec": {
            "dynamicAllocation": {
                "enabled": True,
                "initialExecutors": wanted.min if wanted.initial is None else wanted.initial,
                "minExecutors": wanted.min,
                "maxExecutors": wanted.max,
                "shuffleTrackingEnabled": tracking,
                "shuffleTrackingTimeout": wanted.shuffle_tracking_timeout.seconds * 1000
                if tracking
                else None,
            },
            "sparkConf": _timeouts(wanted),
        }
    }


def _timeouts(wanted: Instancing) -> dict[str, str]:
    given = {
        "executorIdleTimeout": wanted.idle_timeout,
        "cachedExecutorIdleTimeout": wanted.cached_idle_timeout,
        "schedulerBacklogTimeout": wanted.backlog_timeout,
        "sustainedSchedulerBacklogTimeout": wanted.sustained_backlog_timeout,
    }
    conf = {_CONF + key: f"{value.seconds}s" for key, value in given.items() if value is not None}
    if wanted.allocation_ratio is not None:
        conf[_CONF + "executorAllocationRatio"] = wanted.allocation_ratio
    return conf

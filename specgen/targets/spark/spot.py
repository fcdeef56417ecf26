"""Survive a two-minute notice: decommission executors and move their blocks away in time."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.targets.spark.locations import uri
from specgen.units.times import Duration

GRACE = Duration("110s")
"""Fits EC2's notice of two minutes with some time to spare."""


def spot(x: JobOn) -> Part:
    """Decommissioning, where the executors' pool may be Spot or it is asked for; grace periods.

    https://spark.apache.org/docs/latest/configuration.html: spark.decommission.* and
    spark.storage.decommission.*.
    """
    driver, executor = (
        x.job.driver.termination_grace_period,
        x.job.executor.termination_grace_period,
    )
    seconds = (executor or GRACE).seconds if x.on_spot or x.decommissions or executor else None
    return {
        "spec": {
            "driver": {"terminationGracePeriodSeconds": driver.seconds if driver else None},
            "executor": {"terminationGracePeriodSeconds": seconds},
            "sparkConf": _conf(x) if x.decommissions else None,
        }
    }


def _conf(x: JobOn) -> dict[str, str]:
    """Decommissioning; shuffle blocks are moved only where executors hold some.

    The manager of a remote service has no resolver that Spark could ask for them: Uniffle's raises
    an error (RssShuffleManager.shuffleBlockResolver).
    """
    decommission = x.job.executor.decommission
    remote = x.job.shuffle.remote
    at_most = f"{decommission.force_kill_timeout.seconds}s"
    conf = {
        "spark.decommission.enabled": "true",
        "spark.storage.decommission.enabled": "true",
        "spark.storage.decommission.shuffleBlocks.enabled": "false" if remote else "true",
        "spark.storage.decommission.rddBlocks.enabled": "true",
        "spark.executor.decommission.forceKillTimeout": at_most,
    }
    if decommission.fallback_storage is not None:
        conf["spark.storage.decommission.fallbackStorage.path"] = uri(
            x, decommission.fallback_storage
        )
        conf["spark.storage.decommission.fallbackStorage.cleanUp"] = "true"
    return conf

"""A remote shuffle service: what makes Spark keep shuffle data there."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.spec.shuffle import Shuffle
from specgen.targets.spark.shuffle_claims import PLUGIN

_COMMON = {
    "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
    "spark.shuffle.service.enabled": "false",
    "spark.sql.adaptive.localShuffleReader.enabled": "false",
}
"""Serialized data must bear being put in another order, which Java's does not; nothing is local.

https://celeborn.apache.org/docs/latest/deploy/#spark-configuration
https://uniffle.apache.org/docs/client-guide/spark-client-guide
Read 2026-11-21.
"""

_MANAGERS = {
    "celeborn": "org.apache.spark.shuffle.celeborn.SparkShuffleManager",
    "uniffle": "org.apache.spark.shuffle.RssShuffleManager",
}
_PLUGINS = {
    "celeborn": "org.apache.spark.shuffle.celeborn.CelebornShuffleDataIO",
    "uniffle": "org.apache.spark.shuffle.RssShuffleDataIo",
}
"""Tell Spark that the data outlives executors; Spark asks from 3.5 (SPARK-42689)."""

ENDPOINTS = {
    "celeborn": "spark.celeborn.master.endpoints",
    "uniffle": "spark.rss.coordinator.quorum",
}
REPLICATION = "spark.celeborn.client.push.replicate.enabled"


def shuffle_remote(x: JobOn) -> Part:
    """The manager, where the service is, and what does not go with it."""
    shuffle = x.job.shuffle
    if not shuffle.remote:
        return {}
    return {
        "spec": {
            "sparkConf": {
                **_COMMON,
                "spark.shuffle.manager": _MANAGERS[shuffle.type],
                ENDPOINTS[shuffle.type]: ",".join(shuffle.endpoints),
                **({PLUGIN: _PLUGINS[shuffle.type]} if shuffle.keeps(x.spark) else {}),
                **_replication(shuffle),
            }
        }
    }


def _replication(shuffle: Shuffle) -> dict[str, str]:
    if shuffle.type != "celeborn":
        return {}
    return {REPLICATION: "false" if shuffle.replication is False else "true"}

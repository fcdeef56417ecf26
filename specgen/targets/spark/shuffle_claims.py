"""A volume made for each pod: claims on demand, who owns them, and what is found in them again."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.spec.shuffle import Shuffle
from specgen.targets.spark.shuffle_volume import VOLUME

_DRIVER = "spark.kubernetes.driver."
PLUGIN = "spark.shuffle.sort.io.plugin.class"
RECOVERY = "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO"
ACCESS_MODE = "spark.kubernetes.legacy.useReadWriteOnceAccessMode"


def shuffle_claims(x: JobOn) -> Part:
    """Settings alone: the operator's volumes know only claims that are there.

    https://spark.apache.org/docs/latest/running-on-kubernetes.html#using-kubernetes-volumes
    """
    shuffle = x.job.shuffle
    if shuffle.type != "pvc":
        return {}
    conf: dict[str, str] = {}
    for role in shuffle.roles:
        conf |= _claim(role, shuffle)
    if "executor" in shuffle.roles:
        conf |= _ownership(shuffle)
    if shuffle.access_mode is not None:
        conf[ACCESS_MODE] = "true" if shuffle.access_mode == "ReadWriteOnce" else "false"
    return {"spec": {"sparkConf": conf}}


def _claim(role: str, shuffle: Shuffle) -> dict[str, str]:
    """Both class and size: without one of them Spark names a claim and never makes it."""
    said = {
        "options.claimName": "OnDemand",
        "options.storageClass": shuffle.storage_class or "",
        "options.sizeLimit": "" if shuffle.size is None else shuffle.size.text,
        "mount.path": shuffle.path,
        "mount.readOnly": "false",
    }
    family = f"spark.kubernetes.{role}.volumes.persistentVolumeClaim.{VOLUME}."
    return {family + key: value for key, value in said.items()}


def _ownership(shuffle: Shuffle) -> dict[str, str]:
    """The driver's, for the next executor; or the executor's, with which they go.

    All by name, though reuse is Spark's default: what recovers shuffle data reads the setting on
    the executor, where none means false (KubernetesLocalDiskShuffleExecutorComponents). To wait
    keeps Spark from making a claim while one is about to be free.
    """
    reused = "true" if shuffle.reuse else "false"
    out = {
        f"{_DRIVER}ownPersistentVolumeClaim": reused,
        f"{_DRIVER}reusePersistentVolumeClaim": reused,
    }
    if shuffle.reuse:
        out[f"{_DRIVER}waitToReusePersistentVolumeClaim"] = "true"
    if shuffle.recovers:
        out[PLUGIN] = RECOVERY
    return out

"""A volume for shuffle and spill that the operator hands to Spark, and memory for it."""

from specgen.facts.spark_pods import LOCAL_DIR
from specgen.manifests.pod import Volume, VolumeMount
from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.spec.shuffle import Shuffle

VOLUME = f"{LOCAL_DIR}1"
"""Spark takes volumes called so for its local directories, in place of the one that it would make.

https://spark.apache.org/docs/latest/running-on-kubernetes.html#local-storage
"""

TMPFS = "spark.kubernetes.local.dirs.tmpfs"


def shuffle_volume(x: JobOn) -> Part:
    """An emptyDir, a directory of the node, or a shared claim, mounted where it is wanted.

    In the operator's fields, which it turns into Spark's settings; volumes on demand have none.
    """
    shuffle = x.job.shuffle
    if shuffle.type == "pvc":
        return {}
    if not shuffle.is_volume:
        return {"spec": {"sparkConf": {TMPFS: "true"}}} if shuffle.type == "tmpfs" else {}
    mounts: list[VolumeMount] = [{"name": VOLUME, "mountPath": shuffle.path}]
    return {
        "spec": {
            "volumes": [_volume(shuffle)],
            "driver": {"volumeMounts": mounts if "driver" in shuffle.roles else None},
            "executor": {"volumeMounts": mounts if "executor" in shuffle.roles else None},
        }
    }


def _volume(shuffle: Shuffle) -> Volume:
    if shuffle.claim is not None:
        return {"name": VOLUME, "persistentVolumeClaim": {"claimName": shuffle.claim}}
    if shuffle.host_path is not None:
        path, kind = shuffle.host_path, shuffle.host_path_type
        return {"name": VOLUME, "hostPath": {"path": path, "type": kind}}
    out: Volume = {"name": VOLUME, "emptyDir": {}}
    if shuffle.size is not None:
        out["emptyDir"] = {"sizeLimit": shuffle.size.text}
    if shuffle.type == "tmpfs":
        out["emptyDir"] = {**(out["emptyDir"] or {}), "medium": "Memory"}
    return out

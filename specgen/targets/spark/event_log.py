"""The record of a run that the history server shows."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.targets.spark.locations import event_log_dir


def event_log(x: JobOn) -> Part:
    """Into a folder of the cluster's own, so that two clusters never write one prefix."""
    folder = event_log_dir(x)
    if folder is None:
        return {}
    log = x.job.event_log
    return {
        "spec": {
            "sparkConf": {
                "spark.eventLog.enabled": "true",
                "spark.eventLog.dir": folder,
                "spark.eventLog.rolling.enabled": "true" if log.rolling else "false",
                **(
                    {"spark.eventLog.rolling.maxFileSize": log.max_file_size.text}
                    if log.rolling
                    else {}
                ),
            }
        }
    }

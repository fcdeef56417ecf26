"""Who the application is: names, labels, annotations, service accounts."""

from specgen.manifests.spark_operator import Part
from specgen.spec.platform import JobOn
from specgen.targets.common import ONE_SHOT_WAVE, SCHEDULED_WAVE, WAVE, labels

RUN = "specgen.dev/run"
"""Annotation of a one-shot's driver: which run is wanted. Another value runs it again."""

TEAM, JOB = "specgen.dev/team", "specgen.dev/job"
"""Labels of both roles' pods."""

EXECUTORS = "spark.kubernetes.executor.podNamePrefix"
"""https://spark.apache.org/docs/4.0.0/running-on-kubernetes.html#spark-properties"""

PRUNE = "argocd.argoproj.io/sync-options"


def identity(x: JobOn) -> Part:
    """Name, namespace, labels and the accounts its pods run as."""
    job, (driver, executor) = x.job, x.team.accounts(x.job.identity) or ("", "")
    prefix = job.executor.pod_name_prefix
    pods = {TEAM: x.team.name, JOB: job.name, **job.labels}
    return {
        "metadata": {
            "name": job.name,
            "namespace": x.team.home,
            "labels": {**job.metadata.labels, **labels(x.where, x.team.name)},
            "annotations": {**job.metadata.annotations, **_sync(x)},
        },
        "spec": {
            "driver": {
                "serviceAccount": driver,
                "labels": {**pods, **job.driver.labels},
                "annotations": {**job.annotations, **job.driver.annotations, **_run(x)} or None,
                "podName": job.driver.pod_name,
                "serviceLabels": job.driver.service_labels or None,
                "serviceAnnotations": job.driver.service_annotations or None,
            },
            "executor": {
                "serviceAccount": executor,
                "labels": {**pods, **job.executor.labels},
                "annotations": {**job.annotations, **job.executor.annotations} or None,
                "deleteOnTermination": None if job.executor.delete_on_termination else False,
            },
            "sparkConf": None if prefix is None else {EXECUTORS: prefix},
        },
    }


def _sync(x: JobOn) -> dict[str, str]:
    """The wave; a stream is deleted only when a person confirms it."""
    wave = {WAVE: SCHEDULED_WAVE if x.job.schedule else ONE_SHOT_WAVE}
    return {**wave, PRUNE: "Prune=confirm,Delete=confirm"} if x.job.streaming else wave


def _run(x: JobOn) -> dict[str, str]:
    return {} if x.job.run is None else {RUN: x.job.run}

"""The driver and executor pods that come of an application: one pure function for each way to run.

Three layers, each over the one before: the pod template, Spark with its configuration, and the
webhook of the operator with the typed fields. What only a run decides is a stand-in of
`specgen.capacity.placeholders`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from specgen.capacity.admission import admit
from specgen.capacity.application import Application, stored
from specgen.capacity.body import Body
from specgen.capacity.conf import Conf
from specgen.capacity.driver import driver_pod
from specgen.capacity.executor import executor_pod
from specgen.capacity.handover import submitted
from specgen.capacity.submission import Submission, submission
from specgen.capacity.webhook import mutate
from specgen.facts.spark_pods import line_of


class Pods(NamedTuple):
    """The pods of one run; all executors are like the first but for its id."""

    driver: Body
    executor: Body


def pods(application: Mapping[str, Any]) -> Pods:
    """The pods of a SparkApplication, or of a run of a ScheduledSparkApplication.

    Refused if the operator, its spark-submit or the API server cannot read a value in it.
    """
    app = stored(application)
    return _admitted(_mutated(_by_spark(submission(submitted(app))), app))


def submitted_pods(call: Submission) -> Pods:
    """The pods of a plain spark-submit: template and configuration, no webhook.

    Refused if Spark or the API server cannot read a value in it.
    """
    return _admitted(_by_spark(call))


def pods_without_webhook(application: Mapping[str, Any]) -> Pods:
    """The pods of an application where the operator's webhook is away: what they lack is lost."""
    return submitted_pods(submission(submitted(stored(application))))


def _by_spark(call: Submission) -> Pods:
    lines = line_of(call.driver_spark), line_of(call.executor_spark)
    conf = Conf(call.conf, lines[0])
    executors = conf if lines[0] == lines[1] else Conf(call.conf, lines[1])
    driver = driver_pod(call, conf)
    return Pods(driver, executor_pod(call, executors, driver["metadata"]["name"]))


def _mutated(made: Pods, app: Application) -> Pods:
    mutate(made.driver, app, "driver")
    mutate(made.executor, app, "executor")
    return made


def _admitted(made: Pods) -> Pods:
    for pod in made:
        admit(pod)
    return made

"""An application submitted by a plain spark-submit, with the pods that the operator would make.

What the operator hands to Spark as configuration stays configuration; what its webhook writes into
pods goes into pod templates. So there is one translation of an application, and no second one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from specgen.capacity.application import Application, stored
from specgen.capacity.body import part
from specgen.capacity.handover import submitted
from specgen.capacity.submission import Pair, Submission, submission
from specgen.capacity.webhook import typed_template
from specgen.facts.spark_operator import APP_NAME, LAUNCHED, MUTATED, SUBMISSION_ID
from specgen.facts.spark_pods import GRACE_SINCE, TEMPLATE_FILES, line_of

_POD_NAME = "spark.kubernetes.driver.pod.name"
_WAIT = "spark.kubernetes.submission.waitAppCompletion"
_OPERATORS = frozenset(
    (
        _POD_NAME,
        _WAIT,
        *(
            f"spark.kubernetes.{role}.label.{label}"
            for role in TEMPLATE_FILES
            for label in (APP_NAME, LAUNCHED, MUTATED, SUBMISSION_ID)
        ),
    )
)
"""What the operator sets for its own sake: names by which it finds its pods, and not to wait."""

_GRACE = "spark.kubernetes.executor.terminationGracePeriodSeconds"


def plain(application: Mapping[str, Any]) -> Submission:
    """The call for a SparkApplication; conf does not name the files of the pod templates.

    The submitter's Spark is taken for the image's. Refused if a value in it cannot be read.
    """
    app = stored(application)
    call = submission(submitted(app))
    return call._replace(
        conf=dict(_conf(app, call)),
        driver_template=typed_template(app, "driver"),
        executor_template=typed_template(app, "executor"),
        driver_spark=call.executor_spark,
    )


def _conf(app: Application, call: Submission) -> Iterator[Pair]:
    """The operator's configuration without what is its own, unless the application says it, too."""
    said = set(part(app.spec, "sparkConf"))
    if part(app.spec, "driver").get("podName"):
        said.add(_POD_NAME)
    for key, value in call.conf.items():
        if key not in TEMPLATE_FILES.values() and (key not in _OPERATORS or key in said):
            yield key, value
    yield from _grace(app, call)


def _grace(app: Application, call: Submission) -> Iterator[Pair]:
    """The executors' grace period: newer releases write their own over that of a template."""
    seconds = part(app.spec, "executor").get("terminationGracePeriodSeconds")
    if seconds is not None and line_of(call.executor_spark) >= GRACE_SINCE:
        yield _GRACE, f"{seconds}s"

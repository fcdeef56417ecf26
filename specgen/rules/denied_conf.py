"""A Spark setting that the operator refuses."""

from collections.abc import Iterator

from specgen.facts.spark import DENIED_CONF, SCRIPTED_CONF, SUBMITTED_CONF
from specgen.finding import Place, Severity
from specgen.rules.places import conf_keys
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys of `conf`, and of overrides of it, that the webhook denies.

    Of a job that spark-submit submits, those that its script sets.
    """
    if x.job.submitted:
        yield from _scripted(x)
        return
    for path, key, _ in conf_keys(x):
        if key in DENIED_CONF:
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"the operator refuses `{key}` in the conf of job `{x.job.name}`",
                "not allowed here",
                hint=f"remove it: {DENIED_CONF[key]}",
            )


def _scripted(x: JobOn) -> Iterator[Problem]:
    for path, key, _ in conf_keys(x):
        if key in SCRIPTED_CONF or (key in DENIED_CONF and key not in SUBMITTED_CONF):
            mend = DENIED_CONF.get(key, "")
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"the script of job `{x.job.name}` sets `{key}` itself",
                "not allowed here",
                hint=f"remove it: {mend}" if mend.startswith(_FIELD) else "remove it",
            )


_FIELD = ("set ", "choose ", "it is ")

_JOB = """\
kind: SparkJob
name: count
conf: {%s: %s}
"""

RULE = Rule(
    id="denied-conf",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="Spark setting that the operator refuses, or that the script of a job sets itself",
    why="The operator's webhook denies an application with such a key, so Argo CD cannot sync "
    "it. With waitAppCompletion a worker of the operator is held until the job ends.",
    hint="remove the key, and use the field that it stands for",
    source="https://github.com/kubeflow/spark-operator/blob/v2.5.2/internal/webhook/sparkapplication_validator.go",
    bad=_JOB % ("spark.kubernetes.namespace", "other"),
    good=_JOB % ("spark.sql.shuffle.partitions", 400),
    check=check,
    waiver="never",
)

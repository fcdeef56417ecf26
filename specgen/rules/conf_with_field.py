"""A Spark or Hadoop setting that a field of the language sets."""

from collections.abc import Iterator
from functools import lru_cache

from specgen.facts.spark import TYPED_CONF, TYPED_PREFIXES
from specgen.finding import Place, Severity
from specgen.rules.places import conf_keys
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag keys of `conf` and `hadoopConf` that have a field of their own."""
    for path, key, _ in conf_keys(x):
        yield from _problem(x, Place(x.owner, path, on_key=True), key, _field(key))
    for key in x.job.hadoop_conf:
        place = Place(x.owner, ("hadoopConf", key), on_key=True)
        yield from _problem(x, place, key, _field(f"spark.hadoop.{key}"))


@lru_cache(4096)
def _field(key: str) -> str | None:
    """The field that a Spark key belongs to."""
    family = (field for prefix, field in TYPED_PREFIXES.items() if key.startswith(prefix))
    return TYPED_CONF.get(key) or next(family, None)


def _problem(x: JobOn, place: Place, key: str, field: str | None) -> Iterator[Problem]:
    if field is not None:
        yield Problem(
            place,
            f"job `{x.job.name}` sets `{key}` by hand, which is the business of `{field}`",
            "a field has this",
            hint=f"remove it, and set `{field}` instead",
        )


_JOB = """\
kind: SparkJob
name: count
%s
"""

RULE = Rule(
    id="conf-with-field",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="setting in conf that a typed field owns",
    why="The operator lets some fields win and some settings: one of the two values is "
    "dropped without a word, and checks of the field say nothing about what runs.",
    hint="remove the key, and set the field instead",
    source="measured: Spark operator 2.5.2, field against conf",
    bad=_JOB % "conf: {spark.executor.memory: 8g}",
    good=_JOB % "executor: {memory: 8g}",
    check=check,
)

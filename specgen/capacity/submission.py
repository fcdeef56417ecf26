"""A call of spark-submit, as far as pods depend on it; and the one that the operator makes.

internal/controller/sparkapplication/submission.go of the operator. Where a key is given twice the
later counts, so the order of the parts says who wins: `memoryOverheadFactor`, `pythonVersion` and
what concerns images before `sparkConf`, every other field after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from posixpath import join
from typing import Any, NamedTuple

from specgen.capacity import placeholders
from specgen.capacity.application import Application
from specgen.capacity.body import Body, items, part
from specgen.capacity.draft import checked_template
from specgen.capacity.local_volumes import local_volumes
from specgen.facts.spark_operator import (
    APP_NAME,
    BUNDLED_SPARK,
    LAUNCHED,
    LEAST_TEMPLATE_SPARK,
    MUTATED,
    NOT_INHERITED,
    SECRET_FILES,
    SPARK_USER,
    SUBMISSION_ID,
)
from specgen.facts.spark_pods import DRIVER_CONTAINER, EXECUTOR_CONTAINER, NO_LINE, line_of

TEMPLATES = f"/tmp/spark/{placeholders.SUBMISSION_ID}"  # noqa: S108 - the operator's, not ours
"""Where the operator puts the pod templates of a submission."""

Pair = tuple[str, str]


class Submission(NamedTuple):
    """What spark-submit is told. Pod templates are bodies, not the files that conf names."""

    name: str
    conf: Mapping[str, str]
    file: str
    main_class: str | None = None
    arguments: Sequence[str] = ()
    dependencies: Sequence[str] = ()
    """Jars, files and archives that are flags of the call, not keys of conf."""
    driver_template: Mapping[str, Any] | None = None
    executor_template: Mapping[str, Any] | None = None
    proxy_user: str | None = None
    driver_spark: str = BUNDLED_SPARK
    """The release of the spark-submit: it makes the driver."""
    executor_spark: str = BUNDLED_SPARK
    """The release in the image: the driver makes the executors."""
    user: str = SPARK_USER
    """Whom spark-submit runs as; both pods carry it in SPARK_USER."""


def submission(app: Application) -> Submission:
    """The operator's call for an application, as it is handed over."""
    spec = app.spec
    return Submission(
        name=app.name,
        conf=dict(operators_conf(app)),
        file=spec.get("mainApplicationFile") or "",
        main_class=spec.get("mainClass"),
        arguments=tuple(items(spec, "arguments")),
        dependencies=[one for key in _FILES for one in items(part(spec, "deps"), key)],
        driver_template=_template(app, "driver", DRIVER_CONTAINER, app.owner),
        executor_template=_template(app, "executor", EXECUTOR_CONTAINER, app.reference),
        proxy_user=spec.get("proxyUser") or None,
        executor_spark=_version(spec.get("sparkVersion") or ""),
    )


def _version(said: str) -> str:
    """The image's Spark as the application says it; a word that is no version says nothing."""
    return said if line_of(said) > NO_LINE else BUNDLED_SPARK


def _template(app: Application, role: str, container: str, owner: Body) -> Body:
    """The role's own template, or one that says nothing, with its owner: there always is one."""
    given = app.spec[role].get("template")
    if not given:
        containers = [{"name": container}]
        return {"metadata": {"ownerReferences": [owner]}, "spec": {"containers": containers}}
    template = checked_template(given)
    metadata = template["metadata"]
    owners = [*items(metadata, "ownerReferences"), owner]
    return {**template, "metadata": {**metadata, "ownerReferences": owners}}


def operators_conf(app: Application) -> Iterator[Pair]:
    """Every `--conf` of the operator's call, in its order; maps by key, as Go's have no order."""
    spec = app.spec
    yield "spark.kubernetes.namespace", app.namespace
    yield from _given(spec, _BEFORE)
    yield "spark.kubernetes.submission.waitAppCompletion", "false"
    pod_name = "spark.kubernetes.driver.pod.name"
    conf = part(spec, "sparkConf")
    yield from ((key, text(conf[key])) for key in sorted(conf) if key != pod_name)
    yield from _prefixed("spark.hadoop.", part(spec, "hadoopConf"))
    driver = spec["driver"]
    yield from _template_file("driver", DRIVER_CONTAINER)
    yield pod_name, driver.get("podName") or conf.get(pod_name) or f"{app.name}-driver"
    yield from _driver(app, driver)
    yield from _template_file("executor", EXECUTOR_CONTAINER)
    yield from _executor(app, spec["executor"])
    yield from _prefixed("spark.kubernetes.node.selector.", part(spec, "nodeSelector"))
    yield from _dynamic_allocation(part(spec, "dynamicAllocation"))


def text(value: Any) -> str:
    """A value as Go prints it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


_FILES = ("jars", "pyFiles", "files", "archives")
_BEFORE = {
    "image": "spark.kubernetes.container.image",
    "imagePullPolicy": "spark.kubernetes.container.image.pullPolicy",
    "imagePullSecrets": "spark.kubernetes.container.image.pullSecrets",
    "pythonVersion": "spark.kubernetes.pyspark.pythonVersion",
    "memoryOverheadFactor": "spark.kubernetes.memoryOverheadFactor",
}
_SIZES = {
    "cores": "spark.{}.cores",
    "coreRequest": "spark.kubernetes.{}.request.cores",
    "coreLimit": "spark.kubernetes.{}.limit.cores",
    "memory": "spark.{}.memory",
    "memoryOverhead": "spark.{}.memoryOverhead",
    "serviceAccount": "spark.kubernetes.authenticate.{}.serviceAccountName",
}
_DRIVER = {
    **{field: key.format("driver") for field, key in _SIZES.items()},
    "javaOptions": "spark.driver.extraJavaOptions",
    "kubernetesMaster": "spark.kubernetes.driver.master",
}
_EXECUTOR = {
    **{field: key.format("executor") for field, key in _SIZES.items()},
    "deleteOnTermination": "spark.kubernetes.executor.deleteOnTermination",
}
_EXECUTOR_LAST = {"javaOptions": "spark.executor.extraJavaOptions"}
_DYNAMIC = {
    "initialExecutors": "spark.dynamicAllocation.initialExecutors",
    "minExecutors": "spark.dynamicAllocation.minExecutors",
    "maxExecutors": "spark.dynamicAllocation.maxExecutors",
    "shuffleTrackingEnabled": "spark.dynamicAllocation.shuffleTracking.enabled",
    "shuffleTrackingTimeout": "spark.dynamicAllocation.shuffleTracking.timeout",
}
"""Fields and the keys that they become, in the operator's order."""


def _given(fields: Mapping[str, Any], keys: Mapping[str, str]) -> Iterator[Pair]:
    for field, key in keys.items():
        value = fields.get(field)
        if value is not None and value not in ("", [], ()):
            yield key, ",".join(value) if isinstance(value, list | tuple) else text(value)


def _prefixed(prefix: str, values: Mapping[str, Any]) -> Iterator[Pair]:
    return ((prefix + key, text(values[key])) for key in sorted(values))


def _template_file(role: str, container: str) -> Iterator[Pair]:
    yield f"spark.kubernetes.{role}.podTemplateFile", f"{TEMPLATES}/{role}-pod-template.yaml"
    yield f"spark.kubernetes.{role}.podTemplateContainerName", container


def _driver(app: Application, driver: Body) -> Iterator[Pair]:
    yield from _bookkeeping(app, "driver")
    yield from _image(app, "driver")
    yield from _given(driver, _DRIVER)
    yield from _marks(app, "driver")
    yield from _prefixed("spark.kubernetes.driver.service.label.", part(driver, "serviceLabels"))
    service_annotations = part(driver, "serviceAnnotations")
    yield from _prefixed("spark.kubernetes.driver.service.annotation.", service_annotations)
    yield from _key_refs(driver, "driver")
    yield from _environment(driver, "driver", "spark.kubernetes.driverEnv.")
    yield from local_volumes(app.spec, "driver")


def _executor(app: Application, executor: Body) -> Iterator[Pair]:
    yield from _bookkeeping(app, "executor")
    yield from _given(executor, {"instances": "spark.executor.instances"})
    yield from _image(app, "executor")
    yield from _given(executor, _EXECUTOR)
    yield from _marks(app, "executor")
    yield from _key_refs(executor, "executor")
    yield from _given(executor, _EXECUTOR_LAST)
    yield from _environment(executor, "executor", "spark.executorEnv.")
    yield from local_volumes(app.spec, "executor")


def _bookkeeping(app: Application, role: str) -> Iterator[Pair]:
    """Labels by which the operator knows its pods. With a template it says no word of mutating."""
    prefix = f"spark.kubernetes.{role}.label."
    yield prefix + APP_NAME, app.name
    yield prefix + LAUNCHED, "true"
    old = line_of(app.spec.get("sparkVersion") or "") < LEAST_TEMPLATE_SPARK
    if old or app.spec[role].get("template") is None:
        yield prefix + MUTATED, "true"
    yield prefix + SUBMISSION_ID, placeholders.SUBMISSION_ID


def _image(app: Application, role: str) -> Iterator[Pair]:
    image = app.spec[role].get("image") or app.spec.get("image")
    if image:
        yield f"spark.kubernetes.{role}.container.image", image


def _marks(app: Application, role: str) -> Iterator[Pair]:
    """Labels and annotations; the application's labels first, so that the role's win."""
    labels = {key: value for key, value in app.labels.items() if not key.startswith(NOT_INHERITED)}
    prefix = f"spark.kubernetes.{role}."
    yield from _prefixed(prefix + "label.", labels)
    yield from _prefixed(prefix + "label.", part(app.spec, role, "labels"))
    yield from _prefixed(prefix + "annotation.", part(app.spec, role, "annotations"))


def _key_refs(fields: Body, role: str) -> Iterator[Pair]:
    refs = part(fields, "envSecretKeyRefs")
    for name in sorted(refs):
        yield (
            f"spark.kubernetes.{role}.secretKeyRef.{name}",
            f"{refs[name]['name']}:{refs[name]['key']}",
        )


def _environment(fields: Body, role: str, prefix: str) -> Iterator[Pair]:
    yield from _prefixed(prefix, part(fields, "envVars"))
    for secret in items(fields, "secrets"):
        yield f"spark.kubernetes.{role}.secrets.{secret['name']}", secret["path"]
        variable, file = SECRET_FILES.get(secret.get("secretType") or "", ("", ""))
        if variable:
            yield prefix + variable, join(secret["path"], file)


def _dynamic_allocation(fields: Mapping[str, Any]) -> Iterator[Pair]:
    if fields.get("enabled"):
        yield "spark.dynamicAllocation.enabled", "true"
        yield from _given({"shuffleTrackingEnabled": True, **fields}, _DYNAMIC)

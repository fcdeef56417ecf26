"""An executor's pod as the driver makes it, before any webhook.

KubernetesExecutorBuilder of apache/spark: its steps, in their order.
"""

import re

from specgen.capacity.body import Body, items
from specgen.capacity.conf import Conf
from specgen.capacity.conf_volumes import conf_volumes
from specgen.capacity.draft import Draft, draft
from specgen.capacity.driver import driver_service
from specgen.capacity.hadoop import hadoop
from specgen.capacity.memory import Sizes, executor_sizes, language_of
from specgen.capacity.placeholders import APPLICATION_ID, DRIVER_IP, EXECUTOR_ID, RANDOM
from specgen.capacity.steps import (
    app_label,
    escalation,
    image,
    local_dirs,
    marks,
    resource_prefix,
    resources,
    scheduling,
    secrets,
    with_ids,
)
from specgen.capacity.submission import Submission
from specgen.facts.spark import BLOCK_MANAGER_PORT, DRIVER_PORT
from specgen.facts.spark_pods import (
    CONF_DIR,
    DECOMMISSION_SCRIPT,
    DEFAULT_GRACE,
    EXECUTOR_CONTAINER,
    GRACE_SINCE,
)

_LONGEST_HOST = 63
_ACCOUNT = "spark.kubernetes.authenticate.{}.serviceAccountName"


def executor_pod(call: Submission, conf: Conf, driver: str) -> Body:
    """The pod of the first executor; `conf` is the call's, as the image's Spark reads it.

    `driver` is the name of the driver's pod. Refused as Spark does.
    """
    own = resource_prefix(call.name)
    name = f"{conf.text(own, 'spark.kubernetes.executor.podNamePrefix')}-exec-{EXECUTOR_ID}"
    sizes = executor_sizes(conf, language_of(call.file))
    out = draft(call.executor_template, EXECUTOR_CONTAINER)
    _who(out, call, conf, name, driver)
    _container(out, conf, sizes)
    _environment(out, call, conf, sizes, driver_service(own))
    _pod(out, conf, name)
    _account(out, conf)
    secrets(out, conf, "executor")
    conf_volumes(out, conf, "executor", name)
    hadoop(out, conf, "executor")
    local_dirs(out, conf)
    return out.finished()


def _who(out: Draft, call: Submission, conf: Conf, name: str, driver: str) -> None:
    out.metadata["name"] = name
    out.metadata["namespace"] = conf.text("default", "spark.kubernetes.namespace")
    owner = {"apiVersion": "v1", "controller": True, "kind": "Pod", "name": driver}
    out.metadata["ownerReferences"] = [*items(out.metadata, "ownerReferences"), owner]
    labels = {
        "spark-version": call.executor_spark,
        "spark-exec-id": EXECUTOR_ID,
        "spark-app-selector": APPLICATION_ID,
        "spark-app-name": app_label(call.name),
        "spark-role": "executor",
        "spark-exec-resourceprofile-id": "0",
    }
    marks(out, conf, "executor", labels)


def _container(out: Draft, conf: Conf, sizes: Sizes) -> None:
    image(out, conf, "executor")
    resources(out, conf, "executor", sizes.total)
    manager = conf.whole(BLOCK_MANAGER_PORT, "spark.blockManager.port")
    if manager:
        port = {"name": "blockmanager", "containerPort": manager, "protocol": "TCP"}
        out.append("ports", (port,))
    out.append("args", ("executor",))
    if conf.flag("spark.decommission.enabled"):
        script = conf.text(DECOMMISSION_SCRIPT, "spark.kubernetes.decommission.script")
        out.container["lifecycle"] = {"preStop": {"exec": {"command": [script]}}}
    escalation(out, conf, "executor")


def _environment(out: Draft, call: Submission, conf: Conf, sizes: Sizes, service: str) -> None:
    host = f"{service}.{conf.text('default', 'spark.kubernetes.namespace')}.svc"
    port = conf.whole(DRIVER_PORT, "spark.driver.port")
    given = conf.family("spark.executorEnv.")
    out.env(
        {
            "SPARK_USER": call.user,
            "SPARK_DRIVER_URL": f"spark://CoarseGrainedScheduler@{host}:{port}",
            "SPARK_EXECUTOR_CORES": conf.text("1", "spark.executor.cores"),
            "SPARK_EXECUTOR_MEMORY": f"{sizes.heap}m",
            "SPARK_APPLICATION_ID": APPLICATION_ID,
            "SPARK_CONF_DIR": CONF_DIR,
            "SPARK_EXECUTOR_ID": EXECUTOR_ID,
            "SPARK_RESOURCE_PROFILE_ID": "0",
            **(_ATTRIBUTES if conf.get(_LOG_URL) is not None else {}),
            **{key: one for key, one in given.items() if _VARIABLE.fullmatch(key)},
            "SPARK_DRIVER_POD_IP": DRIVER_IP,
            "SPARK_CLASSPATH": conf.get("spark.executor.extraClassPath"),
            **{f"SPARK_JAVA_OPT_{n}": option for n, option in enumerate(_java_options(conf))},
        }
    )
    out.field_env("SPARK_EXECUTOR_POD_IP", "status.podIP")
    out.field_env("SPARK_EXECUTOR_POD_NAME", "metadata.name")


_LOG_URL = "spark.ui.custom.executor.log.url"
_ATTRIBUTES = {
    "SPARK_EXECUTOR_ATTRIBUTE_APP_ID": APPLICATION_ID,
    "SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID": EXECUTOR_ID,
}
_VARIABLE = re.compile("[-._a-zA-Z][-._a-zA-Z0-9]*")
"""What Spark takes for the name of a variable of executors; others it leaves out with a warning."""


_AT_START = ("spark.auth", "spark.network", "spark.port.", "spark.rpc", "spark.ssl")
"""Keys that an executor needs before it can ask the driver begin so, or end with `.port`.

SparkConf.isExecutorStartupConf of apache/spark.
"""
_SECRET = "spark.authenticate.secret"  # noqa: S105 - the key, not the secret


def _kept_back(key: str) -> bool:
    """Whether a key of those is none for a command line."""
    return key == _SECRET or (key.startswith("spark.ssl") and "Password" in key)


_WORD = re.compile(r"""(?:"(?:\\.|[^"\\])*"?|'[^']*'?|[^\s"'])+""")
_QUOTED = re.compile(r""""((?:\\.|[^"\\])*)"?|'([^']*)'?""")


def _unquoted(word: str) -> str:
    """A word as Spark takes it; a quote that is not closed goes on to the end."""
    return _QUOTED.sub(lambda one: re.sub(r"\\(.)", r"\1", one[1] or one[2] or ""), word)


def _java_options(conf: Conf) -> list[str]:
    """The user's, then the keys that count at the start; Spark has these in no order."""
    keys = {
        "spark.driver.port": str(DRIVER_PORT),
        "spark.driver.blockManager.port": conf.text(
            str(BLOCK_MANAGER_PORT), "spark.blockManager.port"
        ),
        **{
            key: value
            for key, value in conf.values.items()
            if (key.endswith(".port") or key.startswith(_AT_START)) and not _kept_back(key)
        },
    }
    given = conf.text("", "spark.executor.extraJavaOptions")
    return [
        *(_unquoted(word) for word in _WORD.findall(with_ids(given, "executor"))),
        *(f"-D{key}={keys[key]}" for key in sorted(keys)),
    ]


def _pod(out: Draft, conf: Conf, name: str) -> None:
    out.spec["hostname"] = _host(name)
    stateful = conf.get("spark.kubernetes.allocation.pods.allocator") == "statefulset"
    out.spec["restartPolicy"] = "Always" if stateful else "Never"
    if conf.line >= GRACE_SINCE:
        key = "spark.kubernetes.executor.terminationGracePeriodSeconds"
        out.spec["terminationGracePeriodSeconds"] = conf.seconds(DEFAULT_GRACE, key)
    scheduling(out, conf, "executor")
    if not conf.flag("spark.kubernetes.executor.disableConfigMap"):
        source = {"name": f"spark-exec-{RANDOM}-conf-map"}
        out.volume({"name": "spark-conf-volume-exec", "configMap": source}, CONF_DIR)


def _host(name: str) -> str:
    """The end of the pod's name, which has the executor's id."""
    return re.sub(r"[^\w-]+", "_", re.sub(r"^\W+", "", name[-_LONGEST_HOST:]))


def _account(out: Draft, conf: Conf) -> None:
    """The executors' in conf, or else the driver's; a template's only by its old name.

    Spark looks at `serviceAccount` alone, so it writes over a `serviceAccountName` (SPARK-58910).
    """
    if out.spec.get("serviceAccount") is None:
        account = conf.get(_ACCOUNT.format("executor"), _ACCOUNT.format("driver"))
        if account is not None:
            out.spec["serviceAccountName"] = account

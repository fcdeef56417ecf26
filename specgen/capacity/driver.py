"""The driver's pod as spark-submit makes it, before any webhook.

KubernetesDriverBuilder of apache/spark: its steps, in their order.
"""

from itertools import chain

from specgen.capacity.body import Body
from specgen.capacity.conf import Conf
from specgen.capacity.conf_volumes import conf_volumes
from specgen.capacity.draft import Draft, draft
from specgen.capacity.hadoop import hadoop, kerberos
from specgen.capacity.memory import Language, Sizes, driver_sizes, language_of
from specgen.capacity.placeholders import APPLICATION_ID, LOCAL_DIR_ID, RANDOM
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
)
from specgen.capacity.submission import Submission
from specgen.facts.spark import BLOCK_MANAGER_PORT, DRIVER_PORT, UI_PORT
from specgen.facts.spark_pods import (
    CONF_DIR,
    DRIVER_CONTAINER,
    LONGEST_SERVICE,
    NO_RESOURCE,
    PYTHON_RUNNER,
    R_RUNNER,
    TEMPLATE_DIR,
)
from specgen.refusal import Refused

_RUNNERS = {"python": PYTHON_RUNNER, "r": R_RUNNER}


def driver_pod(call: Submission, conf: Conf) -> Body:
    """The pod; `conf` is the call's, as the submitting Spark reads it. Refused as Spark does."""
    language = language_of(call.file)
    prefix = resource_prefix(call.name)
    _uploads(call, conf, language)
    out = draft(call.driver_template, DRIVER_CONTAINER)
    _basic(out, call, conf, f"{prefix}-driver", driver_sizes(conf, language))
    _account(out, conf)
    secrets(out, conf, "driver")
    conf_volumes(out, conf, "driver", f"{prefix}-driver")
    out.append("args", _command(call, conf, language))
    _python(out, conf, language)
    hadoop(out, conf, "driver")
    kerberos(out, conf)
    if call.executor_template is not None:
        _executors_template(out, prefix)
    local_dirs(out, conf)
    _configuration(out)
    return out.finished()


def _basic(out: Draft, call: Submission, conf: Conf, name: str, sizes: Sizes) -> None:
    out.metadata["name"] = conf.text(name, "spark.kubernetes.driver.pod.name")
    out.metadata["namespace"] = conf.text("default", "spark.kubernetes.namespace")
    marks(out, conf, "driver", _labels(call))
    image(out, conf, "driver")
    out.append("ports", [_port(*one) for one in _ports(conf)])
    own = {"SPARK_USER": call.user, "SPARK_APPLICATION_ID": APPLICATION_ID}
    out.env({**own, **conf.family("spark.kubernetes.driverEnv.")})
    out.field_env("SPARK_DRIVER_BIND_ADDRESS", "status.podIP")
    resources(out, conf, "driver", sizes.total)
    escalation(out, conf, "driver")
    out.spec["restartPolicy"] = "Never"
    scheduling(out, conf, "driver")


def _labels(call: Submission) -> dict[str, str]:
    return {
        "spark-version": call.driver_spark,
        "spark-app-selector": APPLICATION_ID,
        "spark-app-name": app_label(call.name),
        "spark-role": "driver",
    }


def _ports(conf: Conf) -> tuple[tuple[str, int], ...]:
    manager = ("spark.driver.blockManager.port", "spark.blockManager.port")
    return (
        ("driver-rpc-port", conf.whole(DRIVER_PORT, "spark.driver.port")),
        ("blockmanager", conf.whole(BLOCK_MANAGER_PORT, *manager)),
        ("spark-ui", conf.whole(UI_PORT, "spark.ui.port")),
    )


def _port(name: str, number: int) -> Body:
    return {"name": name, "containerPort": number, "protocol": "TCP"}


def _account(out: Draft, conf: Conf) -> None:
    """The account in conf, whatever a template says."""
    account = conf.get("spark.kubernetes.authenticate.driver.serviceAccountName")
    if account is not None:
        out.spec["serviceAccountName"] = account
        out.spec.pop("serviceAccount", None)


def _command(call: Submission, conf: Conf, language: Language) -> list[str]:
    main = _RUNNERS.get(language) or call.main_class
    return [
        "driver",
        *(["--proxy-user", call.proxy_user] if call.proxy_user else []),
        "--properties-file",
        f"{CONF_DIR}/spark.properties",
        *(["--class", main] if main else []),
        _program(call.file, conf, language),
        *call.arguments,
    ]


_UPLOADED = ("spark.jars", "spark.files", "spark.archives", "spark.submit.pyFiles")


def _program(file: str, conf: Conf, language: Language) -> str:
    """The program as the driver finds it: one of the submitter's own is uploaded first."""
    if language == "r" or not _is_local(file):
        return file
    if language == "java":
        return NO_RESOURCE
    folder = f"{conf.get(_UPLOAD)}/spark-upload-{LOCAL_DIR_ID}"
    return f"{folder}/{file.rpartition('/')[2]}"


def _uploads(call: Submission, conf: Conf, language: Language) -> None:
    """Refuse files of the submitter's own where there is no place to upload them to."""
    if conf.get(_UPLOAD) is not None:
        return
    lists = (conf.text("", key).split(",") for key in _UPLOADED)
    program = () if language == "r" else (call.file,)
    for uri in (*program, *call.dependencies, *chain.from_iterable(lists)):
        if _is_local(uri):
            raise Refused(f"`{uri}` is a file of the submitter's own", f"set {_UPLOAD}")


_UPLOAD = "spark.kubernetes.file.upload.path"


def _is_local(uri: str) -> bool:
    """Of no scheme, or of `file`: KubernetesUtils.isLocalAndResolvable."""
    scheme, colon, _ = uri.partition(":")
    return bool(uri) and uri != NO_RESOURCE and (not colon or scheme == "file" or "/" in scheme)


def _python(out: Draft, conf: Conf, language: Language) -> None:
    if language == "python":
        python = conf.get("spark.pyspark.python")
        driver = conf.get("spark.pyspark.driver.python", "spark.pyspark.python")
        out.env({"PYSPARK_PYTHON": python, "PYSPARK_DRIVER_PYTHON": driver})


def _executors_template(out: Draft, prefix: str) -> None:
    """The template of executors: the driver reads it there, for it makes them."""
    item = {"key": "podspec-configmap-key", "path": "pod-spec-template.yml"}
    source = {"name": f"{prefix}-driver-podspec-conf-map", "items": [item]}
    out.volume({"name": "pod-template-volume", "configMap": source}, TEMPLATE_DIR)


def _configuration(out: Draft) -> None:
    item = {"key": "spark.properties", "path": "spark.properties", "mode": 0o644}
    source = {"name": f"spark-drv-{RANDOM}-conf-map", "items": [item]}
    out.env({"SPARK_CONF_DIR": CONF_DIR})
    out.volume({"name": "spark-conf-volume-driver", "configMap": source}, CONF_DIR)


def driver_service(prefix: str) -> str:
    """The name of a driver's Service; `prefix` begins the names of all objects of the run."""
    wanted = f"{prefix}-driver-svc"
    return wanted if len(wanted) <= LONGEST_SERVICE else f"spark-{RANDOM}-driver-svc"

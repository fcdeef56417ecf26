"""What Spark does to a driver's and to an executor's pod alike.

The feature steps of apache/spark, resource-managers/kubernetes: Basic*, MountSecrets, EnvSecrets,
LocalDirs. Left out: credentials by file, secrets that Spark makes up for a run, and steps
of one's own (`spark.kubernetes.*.pod.featureSteps`).
"""

import re
from collections.abc import Iterator, Mapping

from specgen.capacity.body import Body, part
from specgen.capacity.conf import Conf
from specgen.capacity.draft import Draft
from specgen.capacity.placeholders import APPLICATION_ID, EXECUTOR_ID, LOCAL_DIR_ID, RANDOM
from specgen.facts.spark_pods import ESCALATION_SINCE, LOCAL_DIR
from specgen.refusal import Refused

_LABEL_LENGTH = 63
_PLAIN = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_ESCALATION = "securityContext.allowPrivilegeEscalation"


def app_label(name: str) -> str:
    """The name of an application as a label's value: KubernetesConf.getAppNameLabel."""
    return _plain(name)[:_LABEL_LENGTH].removeprefix("-").removesuffix("-")


def resource_prefix(name: str) -> str:
    """What the names of a run's objects begin with: KubernetesConf.getResourceNamePrefix."""
    plain = _plain(f"{name}-{RANDOM}")
    return f"x{plain[1:]}" if plain[0].isdecimal() else plain


def _plain(name: str) -> str:
    """In small letters, digits and single hyphens."""
    if _PLAIN.fullmatch(name):
        return name
    return re.sub("-+", "-", re.sub("[^a-z0-9-]", "-", name.strip().lower()))


def marks(draft: Draft, conf: Conf, role: str, own: Mapping[str, str]) -> None:
    """Labels, with Spark's own, which nobody else may set, and annotations."""
    prefix = f"spark.kubernetes.{role}."
    labels, annotations = conf.family(prefix + "label."), conf.family(prefix + "annotation.")
    for key in own.keys() & labels.keys():
        raise Refused(f"label `{key}` of the {role} is Spark's own", "remove it")
    told = {key: with_ids(value, role) for key, value in labels.items()}
    draft.merge("labels", {**told, **own})
    draft.merge("annotations", {key: with_ids(one, role) for key, one in annotations.items()})


def with_ids(text: str, role: str) -> str:
    """The ids of a run in place of their marks: Utils.substituteAppNExecIds."""
    if "{{" not in text:
        return text
    executor = EXECUTOR_ID if role == "executor" else ""
    return text.replace("{{APP_ID}}", APPLICATION_ID).replace("{{EXECUTOR_ID}}", executor)


def image(draft: Draft, conf: Conf, role: str) -> None:
    """The image, whatever a template says. Refused if there is none."""
    general = "spark.kubernetes.container.image"
    found = conf.get(f"spark.kubernetes.{role}.container.image", general)
    if found is None:
        raise Refused(f"no image for the {role}", "set `image`")
    draft.container["image"] = found
    draft.container["imagePullPolicy"] = conf.text("IfNotPresent", f"{general}.pullPolicy")
    names = (one.strip() for one in conf.text("", f"{general}.pullSecrets").split(","))
    draft.append_to_pod("imagePullSecrets", [{"name": one} for one in names if one])


def resources(draft: Draft, conf: Conf, role: str, memory: int) -> None:
    """CPU and memory, memory as a limit too (`memory` is in MiB); other resources as limits."""
    quantity = f"{memory}Mi"
    cores = conf.text("1", f"spark.kubernetes.{role}.request.cores", f"spark.{role}.cores")
    limit = conf.get(f"spark.kubernetes.{role}.limit.cores")
    draft.resources("requests", {"cpu": cores, "memory": quantity})
    custom = dict(_custom(conf, f"spark.{role}.resource."))
    draft.resources("limits", {"memory": quantity, **custom, "cpu": limit})


def _custom(conf: Conf, prefix: str) -> Iterator[tuple[str, str]]:
    """GPUs and their kind: `<vendor>/<name>` of the amount that is asked for."""
    given = conf.family(prefix)
    for key, amount in given.items():
        name, _, rest = key.partition(".")
        if rest == "amount" and amount != "0":
            vendor = given.get(f"{name}.vendor")
            if vendor is None:
                raise Refused(f"no vendor for {prefix}{name}", f"set {prefix}{name}.vendor")
            yield f"{vendor}/{name}", amount


def scheduling(draft: Draft, conf: Conf, role: str) -> None:
    """Labels of nodes, the role's over those of both, and the scheduler."""
    draft.select(conf.family("spark.kubernetes.node.selector."))
    draft.select(conf.family(f"spark.kubernetes.{role}.node.selector."))
    keys = (f"spark.kubernetes.{role}.scheduler.name", "spark.kubernetes.scheduler.name")
    scheduler = conf.get(*keys)
    if scheduler is not None:
        draft.spec["schedulerName"] = scheduler


def escalation(draft: Draft, conf: Conf, role: str) -> None:
    """From Spark 4.3 on: whether a process may gain rights; it may not, unless conf says so."""
    if conf.line < ESCALATION_SINCE:
        return
    keys = (f"spark.kubernetes.{role}.{_ESCALATION}", f"spark.kubernetes.{_ESCALATION}")
    allowed = conf.text("false", *keys).strip().lower() == "true"
    context = part(draft.container, "securityContext")
    draft.container["securityContext"] = {**context, "allowPrivilegeEscalation": allowed}


def secrets(draft: Draft, conf: Conf, role: str) -> None:
    """Secrets that are mounted, and variables with a key of one."""
    prefix = f"spark.kubernetes.{role}."
    for name, path in conf.family(prefix + "secrets.").items():
        draft.volume({"name": f"{name}-volume", "secret": {"secretName": name}}, path)
    refs = conf.family(prefix + "secretKeyRef.")
    draft.append("env", [_key_ref(variable, ref) for variable, ref in refs.items()])


def _key_ref(variable: str, ref: str) -> Body:
    name, _, key = ref.partition(":")
    if not name or not key or ":" in key:
        raise Refused(f"`{ref}` of {variable} names no key of a Secret", "write <secret>:<key>")
    return {"name": variable, "valueFrom": {"secretKeyRef": {"name": name, "key": key}}}


def local_dirs(draft: Draft, conf: Conf) -> None:
    """Where shuffle and spill go: volumes called spark-local-dir-*, or else an emptyDir each.

    Sorted: Spark takes volumes in the order of their hashes.
    """
    mounts = draft.container.get("volumeMounts") or ()
    paths = sorted(one["mountPath"] for one in mounts if one["name"].startswith(LOCAL_DIR))
    if not paths:
        paths = conf.text(f"/var/data/spark-{LOCAL_DIR_ID}", "spark.local.dir").split(",")
        medium = {"medium": "Memory"} if conf.flag("spark.kubernetes.local.dirs.tmpfs") else {}
        for number, path in enumerate(paths, 1):
            draft.volume({"name": f"{LOCAL_DIR}{number}", "emptyDir": dict(medium)}, path)
    draft.env({"SPARK_LOCAL_DIRS": ",".join(paths)})

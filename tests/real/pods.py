"""The pods of a SparkApplication, as far as the API server's admission looks at them.

Not the whole pods: what Spark adds by itself (its ConfigMaps, variables, ports, overhead of memory)
and who schedules them is left out, and pod templates are not known. tests/real/test_pods.py holds
what is here against pods that the real operator made.
"""

import re
from collections.abc import Iterator
from typing import Any

Body = dict[str, Any]

ROLES = {"driver": "spark-kubernetes-driver", "executor": "spark-kubernetes-executor"}
"""Each role and the name of its container."""

OF_THE_POD = {
    "affinity": "affinity",
    "dnsConfig": "dnsConfig",
    "hostAliases": "hostAliases",
    "hostNetwork": "hostNetwork",
    "initContainers": "initContainers",
    "podSecurityContext": "securityContext",
    "priorityClassName": "priorityClassName",
    "serviceAccount": "serviceAccountName",
    "shareProcessNamespace": "shareProcessNamespace",
    "terminationGracePeriodSeconds": "terminationGracePeriodSeconds",
    "tolerations": "tolerations",
}
OF_THE_CONTAINER = ("env", "envFrom", "lifecycle", "ports", "securityContext")
"""Fields of a role that the operator's webhook copies.

kubeflow/spark-operator v2.5.2, internal/webhook/sparkpod_defaulter.go; checked 2027-01-15.
"""

KINDS_OF_VOLUME = {
    "emptyDir": {"sizeLimit": "sizeLimit", "medium": "medium"},
    "hostPath": {"path": "path", "type": "type"},
    "nfs": {"server": "server", "path": "path"},
    "persistentVolumeClaim": {"claimName": "claimName"},
}
"""Volumes that Spark makes of its settings, with the options that reach the pod.

apache/spark v4.0.4, core of resource-managers/kubernetes, KubernetesVolumeUtils.scala.
"""


def pods(body: Body) -> Iterator[Body]:
    """A driver and an executor of a SparkApplication, or of a schedule's template."""
    spec = body["spec"].get("template", body["spec"])
    for role in ROLES:
        yield _pod(body["metadata"], spec, role)


def _pod(metadata: Body, spec: Body, role: str) -> Body:
    own = spec[role]
    marks = {"spark-role": role, **metadata.get("labels", {}), **own.get("labels", {})}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"{metadata['name']}-{role}",
            "namespace": metadata["namespace"],
            "labels": marks,
            "annotations": own.get("annotations", {}),
        },
        "spec": {
            **{field: own[name] for name, field in OF_THE_POD.items() if name in own},
            "nodeSelector": _node_selector(spec, role),
            "restartPolicy": "Never",
            "containers": [_container(spec, role), *own.get("sidecars", ())],
            "volumes": _with_room([volume for volume, _ in _volumes(spec, role)]),
        },
    }


def _node_selector(spec: Body, role: str) -> dict[str, str]:
    conf, either = spec.get("sparkConf", {}), "spark.kubernetes.node.selector."
    return {
        **{key[len(either) :]: value for key, value in conf.items() if key.startswith(either)},
        **spec.get("nodeSelector", {}),
        **_of_role(conf, role),
        **spec[role].get("nodeSelector", {}),
    }


def _of_role(conf: dict[str, str], role: str) -> dict[str, str]:
    prefix = f"spark.kubernetes.{role}.node.selector."
    return {key[len(prefix) :]: conf[key] for key in conf if key.startswith(prefix)}


def _container(spec: Body, role: str) -> Body:
    own = spec[role]
    return {
        "name": ROLES[role],
        "image": own.get("image") or spec["image"],
        "imagePullPolicy": spec.get("imagePullPolicy", "IfNotPresent"),
        **{name: own[name] for name in OF_THE_CONTAINER if name in own},
        "resources": _resources(own),
        "volumeMounts": [mount for _, mounts in _volumes(spec, role) for mount in mounts],
    }


def _resources(own: Body) -> Body:
    memory = {"memory": quantity(own.get("memory", "1g"))}
    cpu = {"cpu": own["coreLimit"]} if "coreLimit" in own else {}
    asked = own.get("coreRequest") or str(own.get("cores", 1))
    return {"requests": {"cpu": asked, **memory}, "limits": {**cpu, **memory}}


def quantity(memory: str) -> str:
    """Spark's `6g` as Kubernetes writes it, `6Gi`."""
    return re.sub(r"(?i)^(\d+)([kmgt])b?$", lambda found: f"{found[1]}{found[2].title()}i", memory)


def _with_room(volumes: list[Body]) -> list[Body]:
    """Spark adds a directory of its own where none is given (LocalDirsFeatureStep)."""
    if any(one["name"].startswith("spark-local-dir-") for one in volumes):
        return volumes
    return [*volumes, {"name": "spark-local-dir-1", "emptyDir": {}}]


def _volumes(spec: Body, role: str) -> Iterator[tuple[Body, list[Body]]]:
    """Each volume of the pod and its mounts: declared ones that are mounted, and Spark's own."""
    wanted = spec[role].get("volumeMounts", [])
    for volume in spec.get("volumes", ()):
        mounts = [mount for mount in wanted if mount["name"] == volume["name"]]
        if mounts:
            yield volume, mounts
    conf = {**spec.get("sparkConf", {})}
    for kind, options in KINDS_OF_VOLUME.items():
        yield from _volumes_of_conf(conf, f"spark.kubernetes.{role}.volumes.{kind}.", options, kind)


def _volumes_of_conf(
    conf: dict[str, str], prefix: str, options: dict[str, str], kind: str
) -> Iterator[tuple[Body, list[Body]]]:
    names = {key[len(prefix) :].split(".")[0] for key in conf if key.startswith(prefix)}
    for name in sorted(names):
        given = {
            field: conf[f"{prefix}{name}.options.{option}"]
            for option, field in options.items()
            if f"{prefix}{name}.options.{option}" in conf
        }
        if given.get("claimName") == "OnDemand":
            given["claimName"] = f"{name}-on-demand"
        mount = {"name": name, "mountPath": conf[f"{prefix}{name}.mount.path"]}
        yield {"name": name, kind: given}, [mount]

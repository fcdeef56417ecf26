"""Volumes that configuration asks for: MountVolumesFeatureStep and KubernetesVolumeUtils."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from specgen.capacity.body import Body
from specgen.capacity.conf import Conf
from specgen.capacity.draft import Draft
from specgen.capacity.placeholders import EXECUTOR_ID
from specgen.facts.spark_pods import HOST_PATH_TYPE_SINCE, Line
from specgen.refusal import Refused

Options = Mapping[str, str]


def conf_volumes(draft: Draft, conf: Conf, role: str, owner: str) -> None:
    """Volumes and mounts. `owner` is what the names of claims on demand begin with.

    By name: Spark takes them in the order of their hashes, which numbers the claims of several.
    """
    given = _by_volume(conf.family(f"spark.kubernetes.{role}.volumes."))
    _check_paths([one.get("mount.path") for one in given.values()], role)
    for number, ((kind, name), options) in enumerate(sorted(given.items())):
        source = _SOURCES.get(kind)
        if source is None:
            raise Refused(
                f"{role}: volume `{name}` is of type `{kind}`, which Spark does not know",
                f"use one of {', '.join(_SOURCES)}",
            )
        body = source(options, f"{owner}-pvc-{number}", conf.line)
        draft.append_to_pod("volumes", ({"name": name, kind: body},))
        draft.append("volumeMounts", (_mount(name, options),))


def _by_volume(keys: Options) -> dict[tuple[str, str], dict[str, str]]:
    out: dict[tuple[str, str], dict[str, str]] = {}
    for key, value in keys.items():
        kind, _, rest = key.partition(".")
        name, _, option = rest.partition(".")
        if name:
            out.setdefault((kind, name), {})[option] = value
    return out


def _check_paths(paths: Sequence[str | None], role: str) -> None:
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise Refused(f"{role}: two volumes are mounted at `{twice}`", "give each its own path")


def _mount(name: str, options: Options) -> Body:
    mount: Body = {"name": name, "mountPath": _needed(options, "mount.path", name)}
    for option, field in (("mount.subPath", "subPath"), ("mount.subPathExpr", "subPathExpr")):
        if options.get(option):
            mount[field] = options[option]
    if options.get("mount.readOnly", "").lower() == "true":
        mount["readOnly"] = True
    return mount


def _empty_dir(options: Options, _claim: str, _line: Line) -> Body:
    return _said({"medium": options.get("options.medium"), "sizeLimit": options.get(_LIMIT)})


def _host_path(options: Options, _claim: str, line: Line) -> Body:
    kind = options.get("options.type", "") if line >= HOST_PATH_TYPE_SINCE else ""
    return {"path": _needed(options, "options.path", "hostPath"), "type": kind}


def _nfs(options: Options, _claim: str, _line: Line) -> Body:
    return {key: _needed(options, f"options.{key}", "nfs") for key in ("path", "server")}


def _claim(options: Options, claim: str, _line: Line) -> Body:
    """A claim; `OnDemand` stands for one of the pod's own."""
    name = _needed(options, "options.claimName", "persistentVolumeClaim")
    name = name.replace("OnDemand", claim).replace("SPARK_EXECUTOR_ID", EXECUTOR_ID)
    read_only = options.get("mount.readOnly", "").lower() == "true"
    return _said({"claimName": name, "readOnly": read_only or None})


_LIMIT = "options.sizeLimit"
_SOURCES: dict[str, Callable[[Options, str, Line], Body]] = {
    "emptyDir": _empty_dir,
    "hostPath": _host_path,
    "nfs": _nfs,
    "persistentVolumeClaim": _claim,
}


def _said(values: Mapping[str, Any]) -> Body:
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _needed(options: Options, key: str, what: str) -> str:
    if key not in options:
        raise Refused(f"volume {what} has no `{key}`", "set it")
    return options[key]

"""For programs: where a rendered value comes from, what a field is, why a rule exists."""

from typing import Any

from specgen.origins.compare import at_place
from specgen.paths import ABSENT, Path, text
from specgen.pipeline.constants import Constant
from specgen.pipeline.documents import Made
from specgen.pipeline.explained import Cause, Explanation, Said
from specgen.report.as_json import location
from specgen.report.clean import clean
from specgen.secrets import MASK
from specgen.tree.difference import first_difference
from specgen.units.unit import Unit

Data = dict[str, Any]


def explained(x: Explanation) -> Data:
    """Where a value comes from."""
    return {
        "path": clean(text(x.path)),
        "value": _value(x.value, x.path),
        **_where(x.made),
        "target": x.made.target.id,
        "features": list(x.features),
        "causes": [_cause(one) for one in x.causes],
        "unset": [_cause(one) for one in x.unset],
        "presence": [_cause(one) for one in x.presence],
        "constants": [_constant(one) for one in x.constants],
        **_unpatched(x),
        "used_by": list(x.rules),
    }


def listed(path: Path, made: Made | None) -> Data:
    """A place of a kustomization.yaml; with the document that it names, if it names one."""
    return {"path": clean(text(path)), "names": _where(made) if made else None}


def stale(file: str, there: str, now: str, environment: str) -> Data:
    """That a file is not what its specs come to now, and where it begins to be another."""
    found = first_difference(there.encode(), now.encode())
    line = found.line if found else 0
    mend = f"specgen render {environment}"
    return {"stale": {"file": clean(file), "line": line, "mend": clean(mend)}}


def _where(made: Made) -> Data:
    """The document, and where it is rendered."""
    body, owner = made.document.body, made.document.owner
    parts = {key: at_place(body, place) for key, place in _NAMES.items()}
    return {
        "environment": clean(made.of.environment.name),
        "cluster": clean(made.of.cluster.name),
        "file": clean(made.document.file),
        "object": {key: clean(str(one)) for key, one in parts.items() if one is not ABSENT},
        "rendered_of": {"kind": owner.kind, "name": clean(owner.name)},
    }


_NAMES: dict[str, Path] = {
    "kind": ("kind",),
    "namespace": ("metadata", "namespace"),
    "name": ("metadata", "name"),
}


def _cause(cause: Cause) -> Data:
    return {
        "kind": cause.owner.kind,
        "name": clean(cause.owner.name),
        "path": clean(text(cause.path)),
        "value": _value(cause.value, cause.path),
        "override": cause.overrides,
        "by_default": not cause.written,
        **({} if cause.default is ABSENT else {"default": _value(cause.default, cause.path)}),
        "text": clean(cause.text),
        "said": [_said(one, cause.path) for one in cause.said],
    }


def _said(said: Said, path: Path) -> Data:
    """A line of a spec, of which the first in its list wins."""
    return {
        "location": location(said.spot),
        "text": _value(said.text, path),
        "by": clean(said.who),
        "layer": clean(said.layer),
        "takes_away": said.takes_away,
    }


def _constant(constant: Constant) -> Data:
    return {"name": constant.name, "module": constant.module, "text": clean(constant.text)}


def _unpatched(x: Explanation) -> Data:
    """What it is without overrides, where there are some; nothing if only they say it."""
    if not any(cause.overrides for cause in x.causes) or x.unpatched is ABSENT:
        return {}
    return {"without_overrides": _value(x.unpatched, x.path)}


def _value(value: Any, path: Path) -> Any:
    """Plain data without secrets, whether their value tells them or their name."""
    if value is ABSENT:
        return None
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return {clean(str(key)): _value(one, (*path, key)) for key, one in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return [_value(one, path) for one in value]
    if not isinstance(value, str | Unit):
        return _model(value, path)
    named = f"{path[-1] if path else ''}: {value}"
    return MASK if MASK in clean(named) else clean(str(value))


def _model(value: Any, path: Path) -> Any:
    """A part of a spec as it is written; another value as its text."""
    fields = getattr(type(value), "model_fields", None)
    if fields is None:
        return clean(str(value))
    told = {info.alias or name: getattr(value, name) for name, info in fields.items()}
    return {name: _value(one, (*path, name)) for name, one in told.items() if one is not None}

"""The check of rendered documents: by the schema that the user added for a kind, else by ours."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from specgen.finding import Finding, Severity, Spot
from specgen.paths import Path, at, leaves
from specgen.refusal import Refused, printable
from specgen.validate import schema as ours
from specgen.validate.closing import ADDED, IN_PLACE, SEVERAL, Schema
from specgen.validate.formats import FORMATS
from specgen.validate.misfit import LOOK, MEND, Misfit
from specgen.validate.reading import REFERENCES, sound
from specgen.validate.words import told

FOLDER = "schemas/manifests"
"""Where a project keeps them, below its root."""

Read = Callable[[str], str | Finding | None]
"""The text of a file of FOLDER, why it cannot be read, or None if it is not there."""


class Keyed:
    """A list whose items are told apart by some fields: no two of them have the same."""

    def __init__(self, _parent: Schema, keys: list[str], _path: Path) -> None:
        self.keys = keys

    def validate(self, instance: Any) -> None:
        """Raise ValueError if two items have the same keys."""
        seen = set()
        for item in instance if isinstance(instance, list) else ():
            own = json.dumps([item.get(key) for key in self.keys] if isinstance(item, dict) else 0)
            if own in seen:
                keys = ", ".join(self.keys)
                raise ValueError(f"two items have the same {keys}")
            seen.add(own)


def validator(schema: Schema) -> Any:
    """The check that a schema comes to: offline, and with patterns that take linear time, as in Go.

    Raises Refused if it is no schema.
    """
    import jsonschema_rs  # noqa: PLC0415 - 20 ms, for those who check only

    try:
        return jsonschema_rs.validator_for(
            schema,
            validate_formats=True,
            formats=FORMATS,
            keywords={"x-kubernetes-list-map-keys": Keyed},
            pattern_options=jsonschema_rs.RegexOptions(),
            offline=True,
        )
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        what = str(error).partition("\n")[0]
        raise Refused(f"it is no schema: {printable(what)[:200]}") from None


class Check(NamedTuple):
    """A schema of the user, and the check that it comes to."""

    schema: Schema
    validator: Any
    file: str
    """Below the project's root."""


def _nothing(_name: str) -> None:
    """No schemas were added."""


class Schemas:
    """The schemas that documents of a project are held against."""

    def __init__(self, read: Read = _nothing) -> None:
        self.read = read
        self.faults: list[Finding] = []
        """Files that could not be taken; the kind is held against our schema then."""
        self._checks: dict[tuple[str, str], Check | None] = {}

    def told_faults(self) -> list[Finding]:
        """The faults of files so far, each of them once."""
        told, self.faults = self.faults, []
        return told

    def misfits(self, body: dict[str, Any], *, patched: bool) -> Iterator[Misfit]:
        """What the schema of its kind does not take.

        In what was `patched`, also the fields that neither schema says anything about.
        """
        check = self._check(body["apiVersion"], body["kind"])
        if check is None:
            yield from ours.misfits(body)
            return
        if not check.validator.is_valid(body):
            for error in check.validator.iter_errors(body):
                yield from (_definite(one, check.file) for one in told(error, check.schema))
        for one in ours.misfits(body) if patched else ():
            if one.unknown:
                below = unsaid(check.schema, one.path, at(body, one.path))
                yield from (one._replace(path=path) for path in below)

    def _check(self, api_version: str, kind: str) -> Check | None:
        key = (api_version, kind)
        if key not in self._checks:
            self._checks[key] = self._made(ours.file_name(api_version, kind))
        return self._checks[key]

    def _made(self, name: str) -> Check | None:
        found = self.read(name)
        if isinstance(found, Finding):
            self.faults.append(found)
        if not isinstance(found, str):
            return None
        try:
            schema = json.loads(found)
            if not _is_added(schema):
                self.faults += [] if _is_ours(name, found) else [_unused(f"{FOLDER}/{name}")]
                return None
            if any(word in found for word in REFERENCES):
                schema = sound(schema, references=False)
            return Check(schema, validator(schema), f"{FOLDER}/{name}")
        except (ValueError, RecursionError) as error:
            self.faults.append(_bad(f"{FOLDER}/{name}", error))
        return None


def _is_added(schema: Any) -> bool:
    return isinstance(schema, dict) and str(schema.get("$comment", "")).endswith(ADDED)


def _is_ours(name: str, text: str) -> bool:
    """Whether it is a copy of specgen's own schema, as every checkout of specgen has them."""
    file = ours.folder() / name
    return file.is_file() and file.read_text(encoding="utf-8") == text


def _bad(file: str, error: Exception) -> Finding:
    """A file that holds no schema that can be taken."""
    what = error.what if isinstance(error, Refused) else "it is not JSON"
    what = f"the schema cannot be used: {what}"
    return Finding(
        "bad-schema", "yaml", Severity.ERROR, what, Spot(file), help=_ANEW, unreadable=True
    )


def _unused(file: str) -> Finding:
    """A file that is there and does nothing."""
    what = "the schema is not used: specgen schema add did not write it"
    return Finding("bad-schema", "yaml", Severity.WARNING, what, Spot(file), help=_ANEW)


_ANEW = "add it anew: specgen schema add FILE"


def _definite(misfit: Misfit, file: str) -> Misfit:
    """A misfit with a schema that is whole: what it does not know does not exist."""
    if not misfit.unknown:
        general = misfit.mend == MEND
        return misfit._replace(mend=f"write what {file} takes" if general else _see(misfit, file))
    if misfit.mend == LOOK:
        mend = f"do without it, or add the cluster's newer CRD ({file})"
    else:
        mend = _see(misfit, file)
    what = "there is no such field, and the cluster would drop it"
    return misfit._replace(message=what, unknown=False, mend=mend)


def _see(misfit: Misfit, file: str) -> str:
    return f"{misfit.mend} ({file})"


def says(schema: Any, path: Path) -> bool:
    """Whether a schema says anything about what stands at a path."""
    if not isinstance(schema, dict):
        return False
    if not path:
        return bool(schema.keys() - {"x-kubernetes-list-map-keys"})
    step, rest = path[0], path[1:]
    below = [schema.get("items")] if isinstance(step, int) else [_field(schema, step)]
    if any(says(one, rest) for one in below):
        return True
    several = (one for key in SEVERAL if key in IN_PLACE for one in schema.get(key, ()))
    return any(says(one, path) for one in several)


def unsaid(schema: Schema, path: Path, node: Any) -> list[Path]:
    """The places at and below a path, as high up as may be, that a schema says nothing about."""
    found: dict[Path, None] = {}
    for below, _ in leaves(node):
        whole = (*path, *below)
        ways = (whole[:end] for end in range(len(path), len(whole) + 1))
        first = next((way for way in ways if not says(schema, way)), None)
        if first is not None:
            found.setdefault(first)
    return list(found)


def _field(schema: Schema, name: str) -> Any:
    """The schema of a field, by its name or as one of many."""
    return schema.get("properties", {}).get(name, schema.get("additionalProperties"))

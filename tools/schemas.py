"""Write schemas/manifests from the shapes in specgen/manifests, or hold them together (--check)."""

import json
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter

from specgen.manifests.registry import SHAPES
from specgen.validate.schema import file_name, folder


def schema_of(shape: Any) -> dict[str, Any]:
    """The JSON Schema of a shape: closed, without titles and descriptions, null taken out."""
    raw = TypeAdapter(shape).json_schema()
    closed: dict[str, Any] = _closed(raw)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **closed}


def _closed(node: Any, *, names: bool = False) -> Any:
    """`names`: the keys of this map are names of fields, not words of JSON Schema."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {key: _closed(value) for key, value in node.items()}
    alternatives = [one for one in node.get("anyOf", ()) if one != {"type": "null"}]
    if len(alternatives) == 1:
        return _closed(alternatives[0])
    dropped = ("title", "description", "default")
    out = {
        key: _closed(value, names=key in ("properties", "$defs"))
        for key, value in node.items()
        if key not in dropped
    }
    if out.get("type") == "object" and "properties" in out:
        out["additionalProperties"] = False
    return out


def main() -> int:
    """Write the files, or say which are stale."""
    check = "--check" in sys.argv[1:]
    wanted = {}
    for shape in SHAPES:
        hints = get_type_hints(shape)
        (api_version,), (kind,) = get_args(hints["apiVersion"]), get_args(hints["kind"])
        text = json.dumps(schema_of(shape), indent=1, ensure_ascii=False) + "\n"
        wanted[folder() / file_name(api_version, kind)] = text
    there = set(folder().rglob("*.json")) if folder().is_dir() else set()
    stale = [file for file, text in wanted.items() if not _is(file, text)] + sorted(
        there - wanted.keys()
    )
    if check:
        for file in stale:
            print(f"stale: {file.name}; run: make schemas")
        return 1 if stale else 0
    for file, text in wanted.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for file in there - wanted.keys():
        file.unlink()
    print(f"wrote {len(wanted)} schemas")
    return 0


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    raise SystemExit(main())

"""The script that calls spark-submit. No text of a spec in it is ever more than a word."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from specgen.facts.spark_pods import TEMPLATE_FILES

if TYPE_CHECKING:
    from specgen.capacity.submission import Submission

SCRIPT = "submit.sh"
HOME, SERVER = "SPARK_HOME", "K8S_API_SERVER"
"""Variables that the script asks for."""

_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_HARMLESS = re.compile(r"[\x20-\x26\x28-\x5b\x5d-\x7e]")
"""Single characters that stand for themselves in `$'…'`: printable, neither quote nor backslash."""

_DEPENDENCIES = {
    "jars": "--jars",
    "pyFiles": "--py-files",
    "files": "--files",
    "archives": "--archives",
    "packages": "--packages",
    "repositories": "--repositories",
}
"""Fields of `deps` and their flags, in the order of the script."""


def quoted(text: str) -> str:
    """A text as one word of bash, in visible ASCII alone: what is not, byte by byte."""
    if _PRINTABLE.fullmatch(text):
        return shlex.quote(text)
    return f"$'{''.join(map(_escaped, text))}'"


def _escaped(character: str) -> str:
    if _HARMLESS.fullmatch(character):
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode())


def script(
    call: "Submission", deps: Mapping[str, Sequence[str]], server: str | None, parked: str | None
) -> str:
    """The whole script; `server` is the API server if it is known, `parked` why nothing is done."""
    lines = [*_head(server, parked), *_call(call, deps)]
    if not "".join(_texts(call, deps)).isascii():
        lines.insert(2, _UTF_8)
    return "\n".join(lines) + "\n"


_UTF_8 = "export LC_ALL=C.UTF-8"
"""Java reads its arguments in the encoding of the locale: without one, what is no ASCII is lost to
it (measured with Java 17), and many images set none."""


def _texts(call: "Submission", deps: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every text of the call that a spec wrote."""
    yield from (call.main_class or "", call.file, *call.arguments, *call.conf, *call.conf.values())
    yield from chain.from_iterable(deps.values())


def _head(server: str | None, parked: str | None) -> Iterator[str]:
    """What the call needs, each with a message of its own if it is not there."""
    yield "#!/usr/bin/env bash"
    yield "set -euo pipefail"
    if parked is not None:
        yield f"echo {quoted(parked)} >&2"
        yield "exit 1"
    if server is not None:
        yield f'[ -n "${{{SERVER}:-}}" ] || {SERVER}={quoted(server)}'
    else:
        yield f': "${{{SERVER}:?set it to the URL of the API server, like https://HOST:6443}}"'
    yield f': "${{{HOME}:?set it to the folder of Spark}}"'
    yield 'here=$(CDPATH=\'\' cd -- "$(dirname -- "$0")" && pwd)'


def _call(call: "Submission", deps: Mapping[str, Sequence[str]]) -> list[str]:
    """One line a flag or argument."""
    words = [*_flags(call, deps), quoted(call.file), *map(quoted, call.arguments)]
    return [f'exec "${HOME}/bin/spark-submit" \\', *(f"  {one} \\" for one in words[:-1]),
            f"  {words[-1]}"]  # fmt: skip


def _flags(call: "Submission", deps: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f'--master "k8s://${SERVER}"'
    yield "--deploy-mode cluster"
    yield f"--name {quoted(call.name)}"
    if call.main_class is not None:
        yield f"--class {quoted(call.main_class)}"
    for field, flag in _DEPENDENCIES.items():
        if deps.get(field):
            yield f"{flag} {quoted(','.join(deps[field]))}"
    conf: dict[str, str] = {key: quoted(f"{key}={value}") for key, value in call.conf.items()}
    conf |= {key: f'{key}="$here/{role}.yaml"' for role, key in TEMPLATE_FILES.items()}
    for key in sorted(conf):
        yield f"--conf {conf[key]}"


def dependencies(application: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """What lies beside the main file of an application."""
    return application["spec"].get("deps") or {}

"""Build the programs that read what we render, where they are missing.

Run it in the repository: .venv/bin/python -m tools.real.build [NAME ...]
It needs Go; the first time it takes some minutes and 4 GB.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.real.catalogue import FLAGS, HERE, TOOLS, Tool, cache

NO_GO = "Go is not installed: the tools need Go 1.26 or newer on the PATH"
STEP = 250
"""Lines of Go (a module fetched, a package compiled) between two signs of life."""


def missing(names: Sequence[str] = ()) -> list[Tool]:
    """The tools of those names, or of all, that are not built yet."""
    return [tool for name, tool in TOOLS.items() if not tool.path.is_file() and _asked(name, names)]


def _asked(name: str, names: Sequence[str]) -> bool:
    return not names or name in names


@contextmanager
def _alone() -> Iterator[None]:
    """Two builds at once wait for each other instead of doing the work twice."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(tool: Tool) -> None:
    """Put the program where the catalogue says it is, whole or not at all."""
    with _alone():
        if tool.path.is_file():
            return
        with tempfile.TemporaryDirectory(dir=cache(), prefix=".building-") as spare:
            made = Path(spare, tool.name)
            _go(tool, made)
            tool.path.parent.mkdir(exist_ok=True)
            made.rename(tool.path)


def _go(tool: Tool, made: Path) -> None:
    """Go's own caches serve all tools; its last words are the message if it fails."""
    argv = ["go", "build", "-v", *FLAGS, "-ldflags", tool.linked, "-o", str(made), tool.package]
    env = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "", "GOWORK": "off"}
    said: deque[str] = deque(maxlen=15)
    with subprocess.Popen(
        argv, cwd=HERE / tool.group, env=env, text=True, stderr=subprocess.PIPE
    ) as go:
        for number, line in enumerate(go.stderr or (), 1):
            said.append(line)
            if number % STEP == 0:
                print(f"  {number} steps, now {line.strip()}", flush=True)
    if go.returncode:
        raise SystemExit(f"error: go could not build {tool.name} {tool.version}:\n{''.join(said)}")


def main(names: Sequence[str]) -> int:
    """Build what is missing, and say so."""
    unknown = [name for name in names if name not in TOOLS]
    if unknown:
        raise SystemExit(f"error: no tool is called {unknown[0]!r}; there are: {', '.join(TOOLS)}")
    todo = missing(names)
    if todo and shutil.which("go") is None:
        raise SystemExit(f"error: {NO_GO}; missing: {', '.join(tool.name for tool in todo)}")
    for number, tool in enumerate(todo, 1):
        print(f"building {tool.name} {tool.version} ({number} of {len(todo)})", flush=True)
        start = time.monotonic()
        build(tool)
        print(f"  took {time.monotonic() - start:.0f} s: {tool.path}", flush=True)
    print(f"the tools are in {cache()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

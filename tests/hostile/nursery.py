"""A process that forks a child for each request and says what the child did and what it cost.

All of specgen is imported once, so a child runs some commands in a tenth of a second, alone: its
time and memory are its own, and what it opens, starts and connects to is written down. One request
a line of JSON on standard input, one answer a line on standard output. See watched.py.
"""

import contextlib
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any, NoReturn

from tests.cli.running import specgen

SECONDS, CPU_SECONDS = 60, 20
"""After which a child is ended: on a clock, and of its own; the tests hold it to less."""

_STARTS = ("subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.spawn", "pty.")
_TALKS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.")
_LOADS = ("pickle.find_class", "ctypes.dlopen")


def main() -> None:
    for argv in json.loads(sys.stdin.readline()):
        specgen(*argv)  # imports what the commands need
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_watched(json.loads(line))) + "\n")
        sys.stdout.flush()


def _watched(request: dict[str, Any]) -> dict[str, Any]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(request, writer)
    os.close(writer)
    said = _read(reader, child)
    _, status, used = os.wait4(child, 0)
    answer = json.loads(said) if said else {"calls": [], "opened": [], "deeds": [], "loaded": []}
    return {
        **answer,
        "ended": os.waitstatus_to_exitcode(status),
        "mebibytes": used.ru_maxrss >> 10,
    }


def _read(reader: int, child: int) -> bytes:
    """All that the child says; nothing once its time is over."""
    said, end = b"", time.monotonic() + SECONDS
    with contextlib.closing(os.fdopen(reader, "rb", buffering=0)) as stream:
        while True:
            ready, _, _ = select.select([stream], [], [], max(0, end - time.monotonic()))
            if not ready:
                os.kill(child, signal.SIGKILL)
                return b""
            part = stream.read(1 << 16)
            if not part:
                return said
            said += part


def _child(request: dict[str, Any], writer: int) -> NoReturn:
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    os.chdir(request["cwd"])
    answer = _run(request["calls"], set(sys.modules))
    with os.fdopen(writer, "wb") as stream:
        stream.write(json.dumps(answer).encode())
    os._exit(0)


def _run(calls: list[list[str]], known: set[str]) -> dict[str, Any]:
    opened: set[str] = set()
    deeds: list[str] = []
    told = []
    with _looked_at(opened, deeds):
        for argv in calls:
            start = time.process_time()
            ran = specgen(*argv)
            told.append([ran.status, ran.out, ran.err, time.process_time() - start])
    new = (sys.modules[name] for name in set(sys.modules) - known)
    loaded = [str(getattr(one, "__file__", "")) for one in new]
    return {"calls": told, "opened": sorted(opened), "deeds": deeds, "loaded": sorted(loaded)}


@contextlib.contextmanager
def _looked_at(opened: set[str], deeds: list[str]) -> Iterator[None]:
    """Write down what is opened, by its real name, and what is started or talked to."""
    active = True

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if active and event == "open" and args[1] is not None and isinstance(args[0], str):
            opened.add(os.path.realpath(args[0]))
        elif active and event.startswith((*_STARTS, *_TALKS, *_LOADS)):
            deeds.append(event)

    sys.addaudithook(hook)
    real = os.open

    def open_(path: Any, *args: Any, **kwargs: Any) -> int:
        handle = real(path, *args, **kwargs)
        opened.add(os.readlink(f"/proc/self/fd/{handle}"))
        return handle

    os.open = open_
    try:
        yield
    finally:
        os.open, active = real, False


if __name__ == "__main__":
    main()

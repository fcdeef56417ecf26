"""Programs that tests start: they end with us, whatever ends us, and listen on loopback alone."""

import ctypes
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pytest

LISTENING = "0A"
"""The state of a listening socket in /proc/net/tcp."""
PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that a process gets when its parent is gone."""
_LIBC = ctypes.CDLL(None)
PATIENCE = 10
"""Seconds that a program is given to end by itself."""


def needed(name: str) -> str:
    """A program of the system; the calling test is skipped where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def free_ports(number: int) -> list[int]:
    """That many ports of 127.0.0.1 on which nothing listens now."""
    with ExitStack() as held:
        taken = [held.enter_context(socket.socket()) for _ in range(number)]
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]


def _die_with_us() -> None:
    """Run by the child before it becomes the program, so there is no moment without it."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Started(NamedTuple):
    """A program that runs."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        """The end of what it wrote."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-8:])

    def end(self) -> None:
        """Ask it to end; kill it if it does not."""
        self.popen.terminate()
        try:
            self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait(PATIENCE)


class Programs:
    """Programs that end in the reverse order of their start, when the block ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """Where their logs are."""
        self.started: list[Started] = []

    def start(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> Started:
        """Start one. The kernel kills it when our process is gone, however that goes."""
        if sys.platform != "linux":
            pytest.skip("servers of tests end with us, and are looked at, as Linux does it")
        name = Path(argv[0]).name
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            popen = subprocess.Popen(
                argv,
                preexec_fn=_die_with_us,  # noqa: PLW1509 - we have one thread
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=self.folder,
            )
        self.started.append(Started(name, popen, log))
        return self.started[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one in reversed(self.started):
            one.end()


# --- what a process listens on --------------------------------------------------------------------


def listening(pid: int) -> set[str]:
    """The addresses, each `host:port`, on which that process takes TCP connections or UDP."""
    inodes = set(_sockets(pid))
    return {
        address
        for table in ("tcp", "tcp6", "udp", "udp6")
        for address, inode in _table(Path(f"/proc/{pid}/net/{table}"))
        if inode in inodes
    }


def _sockets(pid: int) -> Iterator[str]:
    for link in Path(f"/proc/{pid}/fd").iterdir():
        target = str(link.readlink()) if link.is_symlink() else ""
        if target.startswith("socket:["):
            yield target[len("socket:[") : -1]


def _table(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="ascii").splitlines()[1:]:
        fields = line.split()
        if fields[3] == LISTENING or file.name.startswith("udp"):
            yield _address(fields[1]), fields[9]


def _address(text: str) -> str:
    """The kernel writes an address as words of the machine's byte order, the port as one number."""
    host, port = text.split(":")
    words = [bytes.fromhex(host[at : at + 8])[::-1] for at in range(0, len(host), 8)]
    return f"{ip_address(b''.join(words))}:{int(port, 16)}"


def beyond_loopback(pid: int) -> list[str]:
    """Those of its addresses that another machine could reach."""
    return sorted(
        one for one in listening(pid) if not ip_address(one.rpartition(":")[0]).is_loopback
    )

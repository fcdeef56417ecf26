"""Programs that tests start end with the tests, and nothing of them is reachable from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.real.processes import Programs, beyond_loopback, free_ports, listening
from tests.shared import REPOSITORY

STARTS_AND_WAITS = """
import sys, time
from pathlib import Path
from tests.real.processes import Programs, needed
with Programs(Path(sys.argv[1])) as them:
    print(them.start([needed("sleep"), "600"]).popen.pid, flush=True)
    time.sleep(600)
"""


def is_gone(pid: int) -> bool:
    """Within some seconds: ended, or ended and not yet taken notice of."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        except OSError:
            return True
        if state.split()[0] in "ZX":
            return True
        time.sleep(0.05)
    return False


def test_a_program_ends_with_the_block(tmp_path: Path) -> None:
    with Programs(tmp_path) as them:
        pid = them.start(["/bin/sleep", "600"]).popen.pid
        assert Path(f"/proc/{pid}").exists()
    assert is_gone(pid)


def test_a_program_ends_after_a_failure(tmp_path: Path) -> None:
    them = Programs(tmp_path)
    with pytest.raises(ZeroDivisionError):
        fail_with(them)
    assert is_gone(them.started[0].popen.pid)


def fail_with(them: Programs) -> None:
    with them:
        them.start(["/bin/sleep", "600"])
        _ = 1 / 0


def test_a_program_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.real.processes.PATIENCE", 0.5)
    with Programs(tmp_path) as them:
        deaf = them.start(["/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"])
        while "deaf" not in deaf.last_words():
            time.sleep(0.01)
    assert is_gone(deaf.popen.pid)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda one: one.name)
def test_a_program_ends_when_pytest_is_killed(tmp_path: Path, number: signal.Signals) -> None:
    argv = [sys.executable, "-c", STARTS_AND_WAITS, str(tmp_path)]
    with subprocess.Popen(argv, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as ours:
        assert ours.stdout is not None
        pid = int(ours.stdout.readline())
        os.kill(ours.pid, number)
        ours.wait(10)
    assert is_gone(pid)


@pytest.mark.parametrize(
    ("family", "host", "outside"),
    [
        (socket.AF_INET, "127.0.0.1", False),
        (socket.AF_INET, "0.0.0.0", True),  # noqa: S104 - what must be found
        (socket.AF_INET6, "::1", False),
        (socket.AF_INET6, "::", True),
    ],
)
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM], ids=["tcp", "udp"])
def test_what_is_reachable_from_outside_is_found(
    family: socket.AddressFamily, host: str, kind: socket.SocketKind, *, outside: bool
) -> None:
    before = listening(os.getpid())
    with socket.socket(family, kind) as one:
        try:
            one.bind((host, 0))
        except OSError as error:
            pytest.skip(f"no {host} on this machine: {error}")
        if kind == socket.SOCK_STREAM:
            one.listen()
        address = f"{host}:{one.getsockname()[1]}"
        assert listening(os.getpid()) - before == {address}
        assert (address in beyond_loopback(os.getpid())) == outside


def test_free_ports_are_free_and_differ() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    for port in ports:
        with socket.socket() as one:
            one.bind(("127.0.0.1", port))

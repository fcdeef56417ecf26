"""Whole processes are measured: in turn, with what they start, and never a failed one."""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tools.bench.measure import Run, RunError, pairs, peak, seconds

MEGABYTES = 40
_HOLD = f"""\
import os, time
child = os.fork()
mine = os.urandom({MEGABYTES} << 20)  # each its own
time.sleep(0.5)
os._exit(0) if child == 0 else os.waitpid(child, 0)
"""


def python(folder: Path, code: str, before: Callable[[], None] | None = None) -> Run:
    return Run((sys.executable, "-c", code), folder, before)


def test_pairs_run_in_turn_each_prepared_first(tmp_path: Path) -> None:
    log: list[str] = []
    left, right = (python(tmp_path, "pass", partial(log.append, name)) for name in "ab")
    found = pairs(left, right, 3)
    assert "".join(log) == "ababab"
    assert min(found) > 0


def test_preparing_is_not_measured(tmp_path: Path) -> None:
    start = time.perf_counter()
    took = seconds(python(tmp_path, "pass", lambda: time.sleep(0.3)))
    assert took <= time.perf_counter() - start - 0.3


@pytest.mark.parametrize("measure", [seconds, peak])
def test_a_failed_process_is_no_measurement(
    tmp_path: Path, measure: Callable[[Run], float]
) -> None:
    run = python(tmp_path, "import sys; sys.stderr.write('out of luck'); sys.exit(7)")
    with pytest.raises(RunError, match=r"(?s)ended with status 7:.*out of luck"):
        measure(run)


@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell memory"
)
def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    assert peak(python(tmp_path, _HOLD)) >= 2 * MEGABYTES << 20

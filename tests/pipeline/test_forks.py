"""Work in several processes comes to what one process makes of it, and leaves none behind."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.finding import Finding
from specgen.pipeline import forks, run
from specgen.pipeline.forks import WorkError, in_shares
from specgen.pipeline.outcome import Outcome
from specgen.rules.sample import BASE
from tests.projects import outcome, sample_project

_JOB = """\
---
kind: SparkJob
name: job-{0}
team: reviews
run: "1"
image: spark-py
zone: us-east-1a
application: {{file: loc://lake/x.py}}
driver: {{pool: drivers}}
executor: {{pool: executors, instances: {1}}}
allow: [{{rule: {2}, because: it is tried here, until: 2027-03-01}}]
"""


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three processors; and the processes that are started, which this one had none of before."""
    pids: list[int] = []
    fork = os.fork

    def noted() -> int:
        pid = fork()
        pids.extend([pid] if pid else [])
        return pid

    monkeypatch.setattr(forks, "_processors", lambda: 3)
    monkeypatch.setattr(os, "fork", noted)
    return pids


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text()), st.integers(0, 9))
def test_results_stand_in_the_order_of_the_items(items: list[str], least: int) -> None:
    shares = in_shares(lambda share: [one * 2 for one in share], items, least)
    assert [one for share in shares for one in share] == [one * 2 for one in items]
    assert len(shares) <= 3


def test_few_items_stay_in_this_process() -> None:
    assert in_shares(lambda _: os.getpid(), range(5), 3) == [os.getpid()]


def test_many_items_are_done_in_several_processes() -> None:
    assert len(set(in_shares(lambda _: os.getpid(), range(9), 3))) == 3


def are_gone(pids: list[int]) -> bool:
    """Whether all of them have ended and were waited for."""
    for pid in pids:
        try:
            os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            continue
        return False
    return len(pids) == 2


def _fails_beyond_five(share: Sequence[int]) -> int:
    if max(share) > 5:
        raise ZeroDivisionError("in the last share")
    return max(share)


def test_a_bug_in_another_process_is_told_with_its_traceback(started: list[int]) -> None:
    with pytest.raises(WorkError, match=r"(?s)_fails_beyond_five.*ZeroDivisionError"):
        in_shares(_fails_beyond_five, range(9), 1)
    assert are_gone(started)


def _is_killed(share: Sequence[int]) -> int:
    if 0 not in share:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_a_process_that_is_killed_is_told(started: list[int]) -> None:
    with pytest.raises(WorkError, match="was killed"):
        in_shares(_is_killed, range(9), 1)
    assert are_gone(started)


def _waits(share: Sequence[int]) -> int:
    if 0 in share:
        raise KeyboardInterrupt
    signal.pause()
    return 0


def test_an_interrupt_ends_the_others(started: list[int]) -> None:
    with pytest.raises(KeyboardInterrupt):
        in_shares(_waits, range(9), 1)
    assert are_gone(started)


def _told(out: Outcome) -> list[Finding]:
    return [*out.findings, *out.waived]


def test_an_environment_comes_to_the_same_in_any_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = "".join(
        _JOB.format(n, f"{{min: 1, max: {n + 1}}}" if n % 3 else n, "driver-on-spot")
        for n in range(10)
    )
    faults = _JOB.format("bad", '"x"', "no-rule") + _JOB.format("job-10", 2, "literal-secret")
    more = "env: {DB_PASSWORD: open-sesame}\noverrides: {Nothing: {spec: {a: 1}}}\n"
    root = sample_project(tmp_path, jobs.removeprefix("---\n") + faults + more, BASE)
    alone = outcome(root)
    monkeypatch.setattr(run, "_WORTH_A_PROCESS", 2)
    shared = outcome(root)
    assert len(alone.files) > 10
    assert len(_told(alone)) > 5
    assert shared == alone

"""What all tests of this folder share, and the report at their end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.real.judged import Synced, synced_cluster
from tests.real.report import NOT_TRIED, ROWS, table
from tests.real.tree import RICH, clusters, name_of


@pytest.fixture(scope="session")
def synced() -> Iterator[Callable[[Path], Synced]]:
    """A cluster by its folder: made when first asked for, ended with the session."""
    made: dict[Path, Synced | BaseException] = {}
    with ExitStack() as running:

        def get(folder: Path) -> Synced:
            if folder not in made:
                made[folder] = _tried(running, folder)
            one = made[folder]
            if isinstance(one, BaseException):
                raise one
            return one

        yield get


def _tried(running: ExitStack, folder: Path) -> Synced | BaseException:
    """What cannot be started is not started again: it takes its time to find out."""
    try:
        return running.enter_context(synced_cluster(folder))
    except (Exception, pytest.skip.Exception) as error:  # noqa: BLE001 - raised in every test
        return error


@pytest.fixture(params=[*clusters(), RICH], ids=name_of)
def cluster(request: pytest.FixtureRequest, synced: Callable[[Path], Synced]) -> Synced:
    """Each cluster of rendered/ and one more, its tree applied."""
    return synced(request.param)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was asked of whom; without a row the suite asked nobody, and says nothing."""
    if ROWS:
        terminalreporter.section("what the judges read")
        for line in table(ROWS):
            terminalreporter.write_line(line)
    for line in sorted(set(NOT_TRIED)):
        terminalreporter.write_line(f"not tried: {line}")

"""What all tests of this folder share, and the report at their end."""

import pytest

from tests.real.report import NOT_TRIED, ROWS, table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was asked of whom; without a row the suite asked nobody, and says nothing."""
    if ROWS:
        terminalreporter.section("what the judges read")
        for line in table(ROWS):
            terminalreporter.write_line(line)
    for line in sorted(set(NOT_TRIED)):
        terminalreporter.write_line(f"not tried: {line}")

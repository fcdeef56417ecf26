"""The exit statuses of every command; none is ever given another meaning."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # --help and --version need no finding
    from specgen.finding import Finding

DONE = 0
"""Done, and nothing fails the gate."""
FAILED = 1
"""A finding at or above `--fail-on`, or `--check` found a difference."""
UNUSABLE = 2
"""The call must be mended, or something could not be read or written."""
BUG = 3
"""specgen itself is at fault."""
INTERRUPTED = 130
"""By Ctrl-C (SIGINT); the tree is as before, or finished."""
TERMINATED = 143
"""By SIGTERM; the tree is as before, or finished."""

_FAILING = {"error": ("error",), "warning": ("error", "warning"), "never": ()}
GATES = tuple(_FAILING)
"""Values of `--fail-on`: the least severity that fails."""


def of(findings: "Iterable[Finding]", fail_on: str = "error") -> int:
    """The status that findings come to; input that cannot be read goes before everything else."""
    found = list(findings)
    if any(finding.unreadable for finding in found):
        return UNUSABLE
    failing = _FAILING[fail_on]
    return FAILED if any(finding.severity in failing for finding in found) else DONE

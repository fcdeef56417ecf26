"""Findings as workflow commands of GitHub Actions, which show them at the line in a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterable, Iterator

from specgen.finding import Finding
from specgen.report.clean import clean


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """One command a finding, at its input line."""
    for finding in findings:
        spot = finding.spot
        properties = {
            "file": spot.file,
            "line": str(max(spot.line, 1)),
            "col": str(max(spot.column, 1)),
            "endColumn": str(max(spot.column, 1) + spot.width),
            "title": finding.rule,
        }
        listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        mend = f"\nhelp: {clean(finding.help, spot.hidden)}" if finding.help else ""
        yield f"::{finding.severity} {listed}::{_data(clean(finding.message, spot.hidden) + mend)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")

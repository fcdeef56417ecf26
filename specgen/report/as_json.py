"""Reports for programs; readers ignore keys they do not know, and keys are only ever added."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from specgen import __version__
from specgen.finding import Finding, Spot
from specgen.report.clean import clean
from specgen.report.findings import count

FORMAT_VERSION = "1.0"


def report(command: str, findings: Iterable[Finding], **more: Any) -> str:
    """The whole report as one JSON object."""
    found = list(findings)
    errors, warnings = count(found)
    body = {
        "format_version": FORMAT_VERSION,
        "tool": f"specgen {__version__}",
        "command": command,
        "summary": {"errors": errors, "warnings": warnings},
        **more,
        "findings": [one(finding) for finding in found],
    }
    return json.dumps(body, indent=2, ensure_ascii=True) + "\n"


def one(finding: Finding) -> Mapping[str, Any]:
    """A finding."""
    return {
        "rule": finding.rule,
        "family": finding.family,
        "severity": str(finding.severity),
        "message": clean(finding.message, finding.spot.hidden),
        "location": location(finding.spot),
        "related": [
            {**location(related.spot), "label": clean(related.label)} for related in finding.related
        ],
        "help": clean(finding.help, finding.spot.hidden),
        "others": finding.others,
    }


def location(spot: Spot) -> dict[str, Any]:
    """A place of a file; without a line if it is the file as a whole."""
    place = {"file": clean(spot.file)}
    if not spot.line:
        return place
    return {
        **place,
        "line": spot.line,
        "column": spot.column,
        "end_column": spot.column + spot.width,
    }

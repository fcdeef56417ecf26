"""What one environment comes to."""

from dataclasses import dataclass, field

from specgen.finding import Finding, Owner, Severity


@dataclass
class Outcome:
    """Findings, and the files that it renders to."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    waived: list[Finding] = field(default_factory=list)

    files: dict[str, bytes] = field(default_factory=dict)
    """Below the environment's rendered folder; complete only if no finding is an error."""

    owners: dict[str, Owner] = field(default_factory=dict)
    """The spec object that each file is made from."""

    jobs: int = 0
    """SparkJobs, sound or not."""

    clusters: set[str] = field(default_factory=set)

    @property
    def failed(self) -> bool:
        """Whether something stands against rendering it."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

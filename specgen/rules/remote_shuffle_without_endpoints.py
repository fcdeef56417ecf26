"""A remote shuffle service that nobody says the place of."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import remote
from specgen.spec.platform import JobOn

_WHO = {
    "celeborn": ("masters", "celeborn-master-0.celeborn-master-svc.celeborn:9097"),
    "uniffle": ("coordinators", "rss-coordinator-0.uniffle:19999"),
}


def check(x: JobOn) -> Iterator[Problem]:
    """Flag celeborn and uniffle without endpoints."""
    shuffle = x.job.shuffle
    if shuffle.remote and not shuffle.endpoints:
        who, example = _WHO[shuffle.type]
        yield Problem(
            Place(x.owner, ("shuffle", "type")),
            f"job `{x.job.name}` keeps shuffle data with {shuffle.type}, and nothing says where "
            f"its {who} are",
            "no endpoints",
            hint=f"set shuffle.endpoints: [{example}]",
        )


RULE = Rule(
    id="remote-shuffle-without-endpoints",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="remote shuffle service without endpoints",
    why="The driver cannot register with a service it does not find: it fails at its first "
    "shuffle.",
    hint="set shuffle.endpoints",
    source="https://celeborn.apache.org/docs/latest/deploy/#spark-configuration",
    bad=remote(endpoints=""),
    good=remote(),
    check=check,
    waiver="never",
)

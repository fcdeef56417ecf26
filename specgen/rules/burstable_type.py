"""Spark on machines whose CPU is a share with credits."""

from collections.abc import Iterator

from specgen.facts.nodes import BURSTABLE
from specgen.finding import Place, Severity
from specgen.rules.places import SPARKS, Choice, choices
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import ON_DEMAND, karpenter
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag the T families where drivers or executors run."""
    for one in choices(x):
        for index, name in enumerate(one.names if one.runs in SPARKS else ()):
            if _is_burstable(one, name):
                yield Problem(
                    Place(x.owner, (*one.path, index)),
                    f"{one.who} runs Spark, and `{name}` is burstable",
                    "a share of a CPU",
                )


def _is_burstable(one: Choice, name: str) -> bool:
    return name == "t" if one.kind == "categories" else name.partition(".")[0] in BURSTABLE


_POOL = f"big, runs: any, {ON_DEMAND}, instances: {{families: [%s]}}"

RULE = Rule(
    id="burstable-type",
    family="pool",
    severity=Severity.WARNING,
    of=ClusterOn,
    summary="burstable machines for drivers or executors",
    why="Spark keeps all cores busy: the credits are soon used up, and the job crawls at a share "
    "of a core or is billed for more. The small sizes hold no executor at all.",
    hint="name families of C, M or R",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html",
    bad=karpenter(_POOL % "t4g, m7g", role="executor"),
    good=karpenter(_POOL % "m7g", role="executor"),
    check=check,
)

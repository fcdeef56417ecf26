"""An override that makes another object of what is rendered."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import patched
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn, TeamOn

WHAT_IT_IS = (("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace"))


def check(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag overrides of kind, name and namespace, and of what holds them."""
    for path, value in patched(x):
        if value != {} and any(_meet(path[2:], one) for one in WHAT_IT_IS):
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"{x.owner.kind} `{x.owner.name}` overrides `{path[-1]}` of `{path[1]}`",
                "says what the object is",
            )


def _meet(path: Path, what: Path) -> bool:
    """Whether one leads to the other; a list takes the place of any map."""
    return all(
        step == other or isinstance(step, int) for step, other in zip(path, what, strict=False)
    )


_JOB = """\
kind: SparkJob
name: count
overrides:
  SparkApplication:
    metadata: {%s}
"""

RULE = Rule(
    id="moved-by-override",
    family="sec",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn, ClusterOn, EnvironmentOn),
    summary="override of kind, name or namespace",
    why="The object would lie in another team's namespace, or take the place of another "
    "object, and every check was made for the one that it was.",
    hint="change the spec: name, team, or the team's namespace",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
    bad=_JOB % "namespace: other",
    good=_JOB % "annotations: {example.com/note: hello}",
    check=check,
    waiver="never",
)

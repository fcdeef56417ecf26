"""An annotation that tells Argo CD how to treat the object."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn, TeamOn

_OF_ARGO = "argocd.argoproj.io/"


def check(x: JobOn | TeamOn) -> Iterator[Problem]:
    """Flag Argo CD's annotations and labels on applications and namespaces."""
    given: dict[Path, dict[str, str]]
    if isinstance(x, TeamOn):
        given = {("annotations",): x.team.annotations, ("labels",): x.team.labels}
    else:
        of_object = x.job.metadata
        given = {
            ("metadata", "annotations"): of_object.annotations,
            ("metadata", "labels"): of_object.labels,
        }
    for path, keys in given.items():
        for key in keys:
            if key.startswith(_OF_ARGO):
                yield Problem(
                    Place(x.owner, (*path, key), on_key=True),
                    f"{x.owner.kind} `{x.owner.name}` tells Argo CD how to sync it: `{key}`",
                    "the platform's to say",
                )


_JOB = """\
kind: SparkJob
name: count
metadata: {annotations: {%s: PreSync}}
"""

RULE = Rule(
    id="argocd-annotation",
    family="sec",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn),
    summary="annotation of Argo CD's own",
    why="A hook runs at every sync and may be deleted after it; sync options can replace or "
    "keep objects against the platform's order.",
    hint="remove it; waves and pruning are set by specgen",
    source="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/",
    bad=_JOB % "argocd.argoproj.io/hook",
    good=_JOB % "example.com/hook",
    check=check,
    waiver="environment",
)

"""An override that gives pods or people more than the platform does."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import patched
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn, TeamOn

_POWERS = frozenset(
    (
        "hostPath", "hostNetwork", "hostPID", "hostIPC", "hostPort", "hostUsers", "privileged",
        "securityContext", "podSecurityContext", "serviceAccount", "serviceAccountName",
        "automountServiceAccountToken", "initContainers", "sidecars", "template",
    )
)  # fmt: skip
_PREFIXES = ("pod-security.kubernetes.io/", "argocd.argoproj.io/")
_GUARDS = ("Role", "RoleBinding", "ResourceQuota", "LimitRange", "NetworkPolicy")


def check(x: JobOn | TeamOn) -> Iterator[Problem]:
    """Flag such fields of jobs, and a team's overrides of what guards it."""
    found = dict.fromkeys(_power(path) for path, _ in patched(x))
    for path in found:
        if path:
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"{x.owner.kind} `{x.owner.name}` overrides `{path[-1]}`",
                "not the team's to decide",
                hint=f"ask for a waiver in the Environment, with at: {x.owner}",
            )


def _power(path: Path) -> Path:
    """The path as far as the first privileged step; empty if there is none.

    What a schedule runs stands below `spec.template`, which is no pod's.
    """
    kind = str(path[1]).partition("/")[0]
    if kind in _GUARDS:
        return path[:2]
    for end, step in enumerate(path, 1):
        if kind == "ScheduledSparkApplication" and path[2:end] == ("spec", "template"):
            continue
        if step in _POWERS or str(step).startswith(_PREFIXES):
            return path[:end]
    return ()


_JOB = """\
kind: SparkJob
name: count
overrides:
  SparkApplication:
    %s
"""

RULE = Rule(
    id="privileged-override",
    family="sec",
    severity=Severity.ERROR,
    of=(JobOn, TeamOn),
    summary="override of a privileged field",
    why="The team's namespace, accounts and Pod Security level are what keeps one team from "
    "another, and an override goes around them.",
    hint="use the typed field, or ask for a waiver in the Environment",
    source="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    bad=_JOB % "spec: {driver: {serviceAccount: other}}",
    good=_JOB % "metadata: {annotations: {example.com/note: hello}}",
    check=check,
    waiver="environment",
)

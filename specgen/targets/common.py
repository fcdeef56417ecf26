"""What all our objects carry: labels, and the wave in which Argo CD applies them."""

from specgen.spec.platform import Where

WAVE = "argocd.argoproj.io/sync-wave"
"""https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/"""

NAMESPACE_WAVE, ACCESS_WAVE, SCHEDULED_WAVE, ONE_SHOT_WAVE = "-10", "-6", "5", "10"
"""Namespaces and their limits, then accounts and rights, then jobs; schedules before one-shots."""

DEFINITION_WAVE, AUTOSCALING_WAVE, PLATFORM_WAVE, OPERATOR_WAVE = "-8", "-4", "-3", "-1"
"""Kinds, then what makes nodes, then what it is told; the operator comes after teams' namespaces,
in which its chart makes Roles."""

CLASS_WAVE, NODE_CLASS_WAVE, NODE_POOL_WAVE = "-6", "-3", "-2"
"""Priorities and volumes, then what nodes are made of, then the pools that make them."""


def labels(where: Where, team: str | None = None) -> dict[str, str]:
    """Labels of every object; no version, date or digest, which would re-run jobs."""
    own = {"specgen.dev/team": team} if team else {}
    return {
        "app.kubernetes.io/managed-by": "specgen",
        "app.kubernetes.io/part-of": where.project,
        "specgen.dev/environment": where.environment,
        **own,
    }


def team_file(where: Where, team: str, kind: str, name: str) -> str:
    """Where an object of a team goes."""
    return f"{where.cluster}/teams/{team}/{kind.lower()}-{name}.yaml"


def platform_file(where: Where, kind: str, name: str) -> str:
    """Where an object of the whole cluster goes."""
    return f"{where.cluster}/platform/{kind.lower()}-{name}.yaml"


def values_file(where: Where, chart: str) -> str:
    """Where the Helm values of a chart go."""
    return f"{where.cluster}/addons/{chart}/values.yaml"

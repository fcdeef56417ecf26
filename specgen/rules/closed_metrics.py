"""Metrics and UIs that a team's network policy keeps from those who are to see them."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import TeamOn


def check(x: TeamOn) -> Iterator[Problem]:
    """Flag a team whose jobs are to be reached, and whose policy lets nobody in."""
    policy = x.team.network_policy
    scraped = x.around.prometheus and bool(x.outside.exporters - {"none"})
    if not policy.enabled or policy.ingress_from or not (scraped or x.outside.shown):
        return
    who = "Prometheus" if scraped else "an ingress"
    yield Problem(
        Place(x.owner, ("networkPolicy", "ingressFrom")),
        f"{who} is to reach jobs of team `{x.team.name}`, and its network policy lets nobody in",
        "empty",
    )


_SAMPLE = """\
kind: Cluster
name: one
existing: {installed: [sparkOperator, podIdentityAgent, prometheus]}
---
kind: Team
name: reviews
networkPolicy: {ingressFrom: [%s]}
"""

RULE = Rule(
    id="closed-metrics",
    family="sec",
    severity=Severity.WARNING,
    of=TeamOn,
    summary="metrics or a UI behind a network policy that lets nobody in",
    why="Prometheus asks the team's pods for metrics, and an ingress leads to their UI: both wait "
    "until they give up.",
    hint="name the namespaces of Prometheus and of the ingress controller in "
    "networkPolicy.ingressFrom",
    source="https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies",
    bad=_SAMPLE % "",
    good=_SAMPLE % "monitoring",
    check=check,
)

"""Who may talk to the team's Spark pods, and to whom they may talk.

Spark's ports are pinned by the feature `ports`, because a policy can only name ports that stay.
"""

from collections.abc import Iterator

from specgen.facts.spark import BLOCK_MANAGER_PORT, DRIVER_PORT, UI_PORT
from specgen.manifests import networking as net
from specgen.manifests.document import Document
from specgen.spec.platform import Opening, TeamOn
from specgen.targets.common import ACCESS_WAVE, WAVE, labels, team_file
from specgen.targets.target import Target

NAME = "spark-pods"
SPARK_PODS: net.LabelSelector = {
    "matchExpressions": [{"key": "spark-role", "operator": "In", "values": ["driver", "executor"]}]
}
"""Spark labels its pods so: org.apache.spark.deploy.k8s.Constants.SPARK_ROLE_LABEL."""

AGENT = "169.254.170.23/32"
"""https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html"""


def _tcp(*ports: int) -> list[net.Port]:
    return [{"protocol": "TCP", "port": port} for port in ports]


def render(x: TeamOn) -> Iterator[Document]:
    """The NetworkPolicy, unless the team does without."""
    if not x.team.network_policy.enabled:
        return
    body: net.NetworkPolicy = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "name": NAME,
            "namespace": x.team.home,
            "labels": labels(x.where, x.team.name),
            "annotations": {WAVE: ACCESS_WAVE},
        },
        "spec": {
            "podSelector": SPARK_PODS,
            "policyTypes": ["Ingress", "Egress"],
            "ingress": _ingress(x),
            "egress": _egress(x),
        },
    }
    yield Document(team_file(x.where, x.team.name, "NetworkPolicy", NAME), body, x.owner)


def _ingress(x: TeamOn) -> list[net.IngressRule]:
    """Spark among itself; from the namespaces named the UI, metrics, and what roles declare."""
    rules: list[net.IngressRule] = [
        {"from": [{"podSelector": SPARK_PODS}], "ports": _tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)}
    ]
    named: list[net.Peer] = [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": name}}}
        for name in x.team.network_policy.ingress_from
    ]
    return [*rules, {"from": named, "ports": _openings(x)}] if named else rules


def _openings(x: TeamOn) -> list[net.Port]:
    """Of all jobs, as the policy is the namespace's; the UI's own port before there are any."""
    known = x.outside.openings or {Opening("TCP", UI_PORT)}
    return [{"protocol": one.protocol, "port": one.port} for one in sorted(known, key=_number)]


def _number(one: Opening) -> tuple[int, str]:
    return one.port, one.protocol


def _egress(x: TeamOn) -> list[net.EgressRule]:
    """Spark among itself, DNS, HTTPS (storage and the API server), the identity agent, and more."""
    dns: list[net.Port] = [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]
    rules: list[net.EgressRule] = [
        {"to": [{"podSelector": SPARK_PODS}], "ports": _tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)},
        {"ports": dns},
        {"ports": _tcp(443)},
    ]
    if x.around.identity == "pod-identity":
        rules.append({"to": [{"ipBlock": {"cidr": AGENT}}], "ports": _tcp(80)})
    return rules + [_further(text) for text in x.team.network_policy.egress]


def _further(text: str) -> net.EgressRule:
    """`cidr:port` goes to the block; `host:port` opens the port, since a policy knows no names."""
    host, _, port = text.rpartition(":")
    ports = _tcp(int(port))
    return (
        {"to": [{"ipBlock": {"cidr": host}}], "ports": ports} if "/" in host else {"ports": ports}
    )


TARGET = Target("network-policy", "NetworkPolicy of a team's Spark pods", TeamOn, render)

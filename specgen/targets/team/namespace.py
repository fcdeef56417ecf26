"""The team's namespace, with its Pod Security level."""

from collections.abc import Iterator

from specgen.manifests import core
from specgen.manifests.document import Document
from specgen.spec.platform import TeamOn
from specgen.targets.common import NAMESPACE_WAVE, WAVE, labels, team_file
from specgen.targets.target import Target


def render(x: TeamOn) -> Iterator[Document]:
    """The Namespace.

    https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces
    """
    level = x.team.pod_security
    modes = {f"pod-security.kubernetes.io/{mode}": level for mode in ("enforce", "audit", "warn")}
    body: core.Namespace = {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "name": x.team.home,
            "labels": {**x.team.labels, **labels(x.where, x.team.name), **modes},
            "annotations": {**x.team.annotations, WAVE: NAMESPACE_WAVE},
        },
    }
    yield Document(team_file(x.where, x.team.name, "Namespace", x.team.home), body, x.owner)


TARGET = Target("namespace", "Namespace of a team, with Pod Security labels", TeamOn, render)

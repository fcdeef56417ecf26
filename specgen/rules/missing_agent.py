"""Jobs that get their rights from an agent that is not there."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.places import installed_place, names_s3
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn


def check(x: JobOn) -> Iterator[Problem]:
    """Flag the cluster of a job that reads S3 by Pod Identity without the agent."""
    kind = x.job.s3.credentials or x.around.identity
    if kind == "pod-identity" and not x.around.agent and names_s3(x):
        yield Problem(
            installed_place(x),
            f"jobs on cluster `{x.where.cluster}` reach S3 by Pod Identity, and it has no agent",
            "podIdentityAgent is not installed",
            ((Place(x.owner, ("name",)), "this job names S3"),),
            "leave addons.podIdentityAgent on, or set identity: irsa" if x.around.created else "",
        )


_CLUSTER = """\
kind: Cluster
name: one
existing: {installed: [sparkOperator]}
%s
"""

RULE = Rule(
    id="missing-agent",
    family="sec",
    severity=Severity.ERROR,
    of=JobOn,
    summary="Pod Identity without its agent",
    why="Pods get no credentials: every access to S3 fails, minutes after the job was "
    "started, with a message about a credentials provider.",
    hint="install the agent and list podIdentityAgent in existing.installed, or set identity: irsa",
    source="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
    bad=_CLUSTER % "",
    good=_CLUSTER % "identity: irsa",
    check=check,
)

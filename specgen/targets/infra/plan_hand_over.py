"""The step of a cluster's plan from nodes to Argo CD."""

from collections.abc import Iterator

from specgen.spec.platform import Argo, ClusterOn
from specgen.targets.infra.plan_health import patch
from specgen.targets.infra.plan_text import Step, sh, steps
from specgen.targets.platform.app_project import HERE, prefix
from specgen.targets.platform.argocd import root_file


def hand_over(x: ClusterOn) -> Iterator[str]:
    """From nodes to Argo CD."""
    if x.argo is None:
        return
    yield "## Hand it over to Argo CD"
    yield (
        "From here on everything else comes by Argo CD. The commands of kubectl below are for the "
        "cluster that Argo CD runs in: point kubectl at it first, for a step above has moved it "
        "(`kubectl config get-contexts`, `kubectl config use-context`)."
    )
    yield from steps(_argo(x, x.argo))


def destination(x: ClusterOn) -> str:
    """The cluster's name in Argo CD, or its URL."""
    return x.cluster.argocd.destination or x.cluster.name


def _argo(x: ClusterOn, known: Argo) -> Iterator[Step]:
    if destination(x) != HERE:
        yield _cluster(x)
    yield _repository(known.git.repo_url)
    if known.settings.health:
        yield Step(
            "Argo CD learns to judge Applications and the Spark operator's objects, once for all "
            "clusters. Without it waves between Applications do not wait, and a suspended job "
            "holds up the others. The order of waves holds for the first sync; later it is best "
            "effort.",
            (patch(known.settings.namespace),),
        )
    file = root_file(x).removeprefix(f"{x.where.cluster}/")
    yield Step(
        "The Application that makes all others.",
        (sh("kubectl", "apply", "--filename", file), sh("argocd", "app", "get", prefix(x))),
    )


def _cluster(x: ClusterOn) -> Step:
    where = destination(x)
    by_url = where.startswith("https://")
    name = () if by_url else ("--name", where)
    must = f" Argo CD must show it as {where}." if by_url else ""
    return Step(
        f"Argo CD gets to know the cluster, and an account in it with all rights.{must}",
        (sh("argocd", "cluster", "add", x.cluster.name, *name, "--yes"),
         sh("argocd", "cluster", "get", where)),
    )  # fmt: skip


def _repository(url: str) -> Step:
    """Who names a user is asked for the password, so that it stays out of the shell's history.

    https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_repo_add/
    """
    by = ("--username", "NAME") if "https://" in url else ("--ssh-private-key-path", "FILE")
    add = sh("argocd", "repo", "add", url, *by)
    return Step(
        f"Argo CD must be able to read `{url}`. If that is private and not in the list, or its "
        f"status there is not `Successful`, add it: `{add}`.",
        (sh("argocd", "repo", "list"),),
    )

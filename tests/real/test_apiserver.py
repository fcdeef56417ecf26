"""A real API server and its admission take the whole tree, and keep it as it was written."""

from typing import Any

from tests.real.judged import JOBS, Synced, changed, created, differences
from tests.real.pods import ROLES, pods
from tests.real.processes import beyond_loopback, listening
from tests.real.report import told
from tests.real.tree import WAVE, name
from tools.real.catalogue import TOOLS

Body = dict[str, Any]
ACCOUNT_VOLUME = "kube-api-access"
"""What the name of the volume begins with (kubernetes, plugin/pkg/admission/serviceaccount)."""


def test_it_is_the_version_that_is_pinned(cluster: Synced) -> None:
    assert cluster.version == TOOLS["kube-apiserver"].version


def test_every_object_is_accepted_in_the_order_of_the_sync(cluster: Synced) -> None:
    assert len(cluster.bodies) > len(cluster.of("Application")) > 0
    assert cluster.refused == []


def test_nothing_would_be_changed_by_another_sync(cluster: Synced) -> None:
    with told(cluster.judge, f"kubectl diff of {cluster.label}", len(cluster.bodies)):
        assert differences(cluster.server, cluster.bodies) == ""


def test_everything_is_kept_as_it_is_written(cluster: Synced) -> None:
    """Argo CD compares what it rendered with what is live: a normalised value would be drift."""
    with told(cluster.judge, f"kept as written, {cluster.label}", len(cluster.bodies)):
        live = cluster.server.asked("get", "-f", "-", given=cluster.bodies)
        assert [name(body) for body in live] == [name(body) for body in cluster.bodies]
        lost = [
            f"{name(ours)}{line}"
            for ours, theirs in zip(cluster.bodies, live, strict=True)
            for line in changed(ours, theirs)
        ]
    assert lost == []


def test_waves_are_numbers_that_argo_cd_reads(cluster: Synced) -> None:
    waves = [body["metadata"].get("annotations", {}).get(WAVE) for body in cluster.bodies]
    assert all(wave == str(int(wave)) for wave in waves if wave is not None)


# --- the pods of the jobs -------------------------------------------------------------------------


def made(cluster: Synced) -> list[Body]:
    """The pods of all jobs, as the server would keep them."""
    return cluster.server.asked("create", "--dry-run=server", "-f", "-", given=admitted(cluster))


def admitted(cluster: Synced) -> list[Body]:
    """The pods of all jobs but those with a directory of the node, which their waivers answer."""
    every = [pod for body in cluster.of(*JOBS) for pod in pods(body)]
    return [one for one in every if not on_the_node(one)]


def on_the_node(pod: Body) -> bool:
    return any("hostPath" in volume for volume in pod["spec"]["volumes"])


def test_a_directory_of_the_node_is_refused_where_the_namespace_is_restricted(
    cluster: Synced,
) -> None:
    """So a waiver of `host-path-volume` needs a namespace of another level, too."""
    waived = [pod for body in cluster.of(*JOBS) for pod in pods(body) if on_the_node(pod)]
    refused = created(cluster.server, waived) if waived else []
    assert len(refused) == len(waived)
    assert all("hostPath" in line for line in refused)


def test_every_namespace_of_jobs_enforces_the_restricted_standard(cluster: Synced) -> None:
    enforced = {
        body["metadata"]["name"]: body["metadata"]["labels"].get(
            "pod-security.kubernetes.io/enforce"
        )
        for body in cluster.of("Namespace")
    }
    homes = {body["metadata"]["namespace"] for body in cluster.of(*JOBS)}
    assert {home: enforced.get(home) for home in homes} == dict.fromkeys(homes, "restricted")


def test_admission_takes_the_pods_of_every_job(cluster: Synced) -> None:
    """Pod Security, quotas, priority classes, accounts and every field's own syntax."""
    asked = admitted(cluster)
    assert len(cluster.of(*JOBS)) * (len(ROLES) - 1) <= len(asked)
    assert len(asked) > 0
    with told(cluster.judge, f"admission of pods of {cluster.label}", len(asked)):
        assert created(cluster.server, asked) == []


def test_executors_get_no_token_and_drivers_do(cluster: Synced) -> None:
    for body in made(cluster):
        tokens = [
            one for one in body["spec"].get("volumes", ()) if one["name"].startswith(ACCOUNT_VOLUME)
        ]
        assert bool(tokens) == (body["metadata"]["labels"]["spark-role"] == "driver"), name(body)


# --- the servers themselves -----------------------------------------------------------------------


def test_nothing_listens_beyond_loopback(cluster: Synced) -> None:
    programs = cluster.server.programs.started
    assert [one.name for one in programs] == ["etcd", "kube-apiserver", "kube-controller-manager"]
    assert {one.name: beyond_loopback(one.popen.pid) for one in programs} == {
        one.name: [] for one in programs
    }
    assert [one.name for one in programs if listening(one.popen.pid)] == ["etcd", "kube-apiserver"]

"""Who puts a job's pods on nodes, together or near one another."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from specgen.capacity.demand import requested
from specgen.capacity.pods import pods
from specgen.capacity.quantity import amount
from tests.projects import outcome, sample_project
from tests.targets.applications import Expected, check, table
from tests.targets.rendered import Body, job, rendered
from tests.targets.synced import argocd

_FIXED = "executor: {instances: 3}\n"


@table(
    ("fragment", "expected"),
    [
        pytest.param(
            "", {"batchScheduler": None, "batchSchedulerOptions": None, "suspend": None}, id="none"
        ),
        pytest.param(
            "scheduler: {name: yunikorn}",
            {"batchScheduler": "yunikorn", "batchSchedulerOptions": None},
            id="yunikorn",
        ),
        pytest.param(
            "scheduler: {name: yunikorn, queue: root.etl, placeholderTimeout: 2m}",
            {
                "batchScheduler": "yunikorn",
                "batchSchedulerOptions": {"queue": "root.etl"},
                "driver": {
                    "annotations": {
                        "karpenter.sh/do-not-disrupt": "true",
                        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
                        "specgen.dev/run": "1",
                        "yunikorn.apache.org/schedulingPolicyParameters": (
                            "placeholderTimeoutInSeconds=120"
                        ),
                    }
                },
            },
            id="yunikorn with all about it",
        ),
        pytest.param(
            "scheduler: {name: volcano, queue: etl, priorityClass: high}",
            {"batchScheduler": "volcano"},
            id="volcano",
        ),
        pytest.param(
            "scheduler: {name: kueue, queue: etl}",
            {"batchScheduler": None, "batchSchedulerOptions": None, "suspend": True},
            id="kueue",
        ),
    ],
)
def test_what_the_operator_is_told(tmp_path: Path, fragment: str, expected: Expected) -> None:
    check(tmp_path, fragment, expected)


@table(
    ("fragment", "labels", "annotations"),
    [
        pytest.param("yunikorn, gang: false", {}, {}, id="yunikorn"),
        pytest.param("yunikorn, gang: false, queue: root.etl", {"queue": "root.etl"}, {},
                     id="in a queue of yunikorn"),
        pytest.param("volcano, gang: false, queue: etl", {},
                     {"scheduling.volcano.sh/queue-name": "etl"}, id="in a queue of volcano"),
    ],
)  # fmt: skip
def test_without_a_gang_each_pod_finds_its_scheduler(
    tmp_path: Path, fragment: str, labels: dict[str, str], annotations: dict[str, str]
) -> None:
    body = job(tmp_path, f"scheduler: {{name: {fragment}}}")
    assert not {"batchScheduler", "batchSchedulerOptions"} & body["spec"].keys()
    for pod in pods(body):
        assert pod["spec"]["schedulerName"] == fragment.partition(",")[0]
        assert labels.items() <= pod["metadata"]["labels"].items()
        assert annotations.items() <= pod["metadata"]["annotations"].items()
        assert "yunikorn.apache.org/task-groups" not in pod["metadata"]["annotations"]


def test_a_gang_goes_to_its_scheduler_with_both_roles(tmp_path: Path) -> None:
    made = pods(job(tmp_path, f"{_FIXED}scheduler: {{name: yunikorn, queue: root.etl}}"))
    groups = json.loads(made.driver["metadata"]["annotations"]["yunikorn.apache.org/task-groups"])
    assert [(one["name"], one["minMember"]) for one in groups] == [
        ("spark-driver", 1),
        ("spark-executor", 3),
    ]
    for pod, group in zip(made, groups, strict=True):
        assert pod["spec"]["schedulerName"] == "yunikorn"
        assert pod["metadata"]["labels"]["queue"] == "root.etl"
        asked = {name: amount(text) for name, text in group["minResource"].items()}
        assert asked.items() <= requested(pod).items()


# --- the room of a gang ---------------------------------------------------------------------------

_VOLCANO = "scheduler: {name: volcano}\n"


def room(root: Path, fragment: str) -> tuple[dict[str, Fraction], Body]:
    body = job(root, _VOLCANO + fragment)
    told = body["spec"]["batchSchedulerOptions"]["resources"]
    return {name: amount(str(text)) for name, text in told.items()}, body


@table(
    ("fragment", "count"),
    [
        pytest.param(_FIXED, 3, id="a fixed number"),
        pytest.param("executor: {instances: {min: 2, max: 9}}", 2, id="the fewest"),
        pytest.param("executor: {instances: {min: 2, max: 9, initial: 5}}", 5, id="the first"),
        pytest.param("executor: {instances: {min: 0, max: 9}}", 0, id="none to begin with"),
        pytest.param(
            "memoryOverheadFactor: '0.3'\ndriver: {coreRequest: 250m, ephemeralStorage: 5Gi}\n"
            "executor: {instances: 7, coreRequest: 1300m, memoryOverhead: 777m, offHeapMemory: 1g,"
            " pysparkMemory: 512m, gpu: {quantity: 2}}",
            7,
            id="odd sizes",
        ),
        pytest.param(
            "executor: {instances: 2}\nsidecars: [{name: logs, image: 'r.example/a:1', "
            "resources: {requests: {cpu: 333m, memory: 100M}}}]",
            2,
            id="with a sidecar",
        ),
        pytest.param("run: null\nschedule: {cron: '@hourly'}\nexecutor: {instances: 2}", 2,
                     id="of each run"),
    ],
)  # fmt: skip
def test_volcano_is_told_what_the_pods_ask_for(tmp_path: Path, fragment: str, count: int) -> None:
    if "schedule" in fragment:
        body = job(tmp_path, _VOLCANO + fragment)
        told = body["spec"]["template"]["batchSchedulerOptions"]["resources"]
        found = {name: amount(str(text)) for name, text in told.items()}
    else:
        found, body = room(tmp_path, fragment)
    driver, executor = map(requested, pods(body))
    assert found == {
        name: driver.get(name, Fraction(0)) + count * executor.get(name, Fraction(0))
        for name in driver | executor
    }


def test_the_room_is_written_as_people_would(tmp_path: Path) -> None:
    told = job(tmp_path, f"{_VOLCANO}{_FIXED}")["spec"]["batchSchedulerOptions"]["resources"]
    # driver 1 core and 2g, executors 2 and 4g each; Python: 40 % beside
    assert told == {"cpu": "7", "memory": f"{2867 + 3 * 5734}Mi"}


def test_two_values_for_one_key_are_no_reason_to_stumble(tmp_path: Path) -> None:
    """The gang is counted of the others; what they disagree about is told for them."""
    cluster = _INSTALLED.replace("kueue", "volcano")
    clash = f"{_VOLCANO}conf: {{spark.driver.port: 1}}\n"
    out = outcome(sample_project(tmp_path, cluster + clash))
    assert "two-values" in {one.rule for one in out.findings}


# --- queues ---------------------------------------------------------------------------------------

_QUEUED = "kind: Team\nname: reviews\nqueue: reviews-queue\n"


@table(
    ("scheduler", "path"),
    [
        ("yunikorn", ("spec", "batchSchedulerOptions", "queue")),
        ("volcano", ("spec", "batchSchedulerOptions", "queue")),
        ("kueue", ("metadata", "labels", "kueue.x-k8s.io/queue-name")),
    ],
)
def test_the_teams_queue_stands_in_for_the_jobs(
    tmp_path: Path, scheduler: str, path: tuple[str, ...]
) -> None:
    def queue(folder: str, said: str) -> Any:
        found: Any = job(tmp_path / folder, f"scheduler: {{name: {scheduler}{said}}}", _QUEUED)
        for step in path:
            found = found[step]
        return found

    assert queue("team", "") == "reviews-queue"
    assert queue("own", ", queue: mine") == "mine"


def test_a_queue_alone_changes_no_job(tmp_path: Path) -> None:
    assert job(tmp_path / "with", "", _QUEUED) == job(tmp_path / "without")


# --- Kueue ----------------------------------------------------------------------------------------

_KUEUE = "scheduler: {name: kueue, queue: etl}\n"
_TWO = (
    "kind: Cluster\nname: two\nexisting: {installed: [sparkOperator, podIdentityAgent, kueue]}\n"
    "zones: [us-east-1a]\nprovider: eks\n"
    "pools: [{name: drivers, runs: any, selector: {a: b}}, "
    "{name: executors, runs: any, selector: {a: b}}]\n"
)


@table(
    ("fragment", "labelled"),
    [
        pytest.param("", True, id="live"),
        pytest.param("suspend: true", False, id="parked"),
    ],
)
def test_kueue_starts_only_what_is_to_run(tmp_path: Path, fragment: str, labelled: bool) -> None:  # noqa: FBT001
    body = job(tmp_path, _KUEUE + fragment)
    assert body["spec"]["suspend"] is True
    assert ("kueue.x-k8s.io/queue-name" in body["metadata"]["labels"]) is labelled


def test_kueue_does_not_wake_a_standby_cluster(tmp_path: Path) -> None:
    many = (
        f"kind: SparkJob\nname: count\nclusters: [one, two]\nactiveOn: [one]\n{_KUEUE}---\n{_TWO}"
    )
    found = rendered(tmp_path, many)
    labels = {
        cluster: found[f"{cluster}/jobs/reviews/count.yaml"]["metadata"]["labels"]
        for cluster in ("one", "two")
    }
    assert labels["one"]["kueue.x-k8s.io/queue-name"] == "etl"
    assert "kueue.x-k8s.io/queue-name" not in labels["two"]


def test_runs_of_a_schedule_wait_and_the_schedule_does_not(tmp_path: Path) -> None:
    spec = job(tmp_path, f"{_KUEUE}run: null\nschedule: {{cron: '@hourly'}}")["spec"]
    assert "suspend" not in spec
    assert spec["template"]["suspend"] is True


_INSTALLED = (
    "kind: Cluster\nname: one\nexisting: {installed: [sparkOperator, podIdentityAgent, kueue]}\n"
    "---\nkind: SparkJob\nname: count\nexecutor: {instances: 2}\n"
)


def ignored(root: Path, fragment: str) -> tuple[list[Any] | None, bool]:
    """What the Application of the jobs leaves to others, and whether syncs respect that."""
    spec = argocd(root, _INSTALLED + fragment)["sample-one-jobs-reviews"]["spec"]
    options = spec["syncPolicy"]["syncOptions"]
    return spec.get("ignoreDifferences"), "RespectIgnoreDifferences=true" in options


def test_argo_cd_leaves_the_suspension_of_that_job_to_kueue(tmp_path: Path) -> None:
    assert ignored(tmp_path, _KUEUE) == (
        [
            {
                "group": "sparkoperator.k8s.io",
                "kind": "SparkApplication",
                "name": "count",
                "jsonPointers": ["/spec/suspend"],
            }
        ],
        True,
    )


@table(
    "fragment",
    [
        pytest.param("", id="another scheduler"),
        pytest.param(f"{_KUEUE}suspend: true\n", id="parked by its author"),
        pytest.param(f"{_KUEUE}run: null\nschedule: {{cron: '@hourly'}}\n", id="a schedule"),
    ],
)
def test_every_other_suspension_is_gits(tmp_path: Path, fragment: str) -> None:
    assert ignored(tmp_path, fragment) == (None, False)


# --- the operator ---------------------------------------------------------------------------------

_BARE = (
    "kind: Cluster\nname: one\nexisting: {installed: [podIdentityAgent]}\n"
    "addons: {sparkOperator: {}}\n---\nkind: SparkJob\nname: count\n"
)


@table(
    ("fragment", "enabled"),
    [
        ("", None),
        ("scheduler: {name: yunikorn}", {"enable": True}),
        ("scheduler: {name: volcano}", {"enable": True}),
        ("scheduler: {name: volcano, gang: false}", None),
        ("scheduler: {name: kueue, queue: etl}", None),
        ("submit: spark-submit\nscheduler: {name: yunikorn}", None),
    ],
)
def test_the_chart_enables_what_jobs_ask_for(
    tmp_path: Path, fragment: str, enabled: dict[str, bool] | None
) -> None:
    values = rendered(tmp_path, _BARE + fragment)["one/addons/spark-operator/values.yaml"]
    assert values["controller"].get("batchScheduler") == enabled


# --- near one another -----------------------------------------------------------------------------


@table(
    ("where", "topology"),
    [("zone", "topology.kubernetes.io/zone"), ("node", "kubernetes.io/hostname")],
)
def test_executors_would_rather_be_near_the_pods_of_their_job(
    tmp_path: Path, where: str, topology: str
) -> None:
    made = pods(job(tmp_path, f"colocation: {where}\nexecutor: {{only: {{types: [a.b, c.d]}}}}"))
    affinity = made.executor["spec"]["affinity"]
    [wish] = affinity["podAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
    term = wish["podAffinityTerm"]
    assert (wish["weight"], term["topologyKey"]) == (100, topology)
    [label] = term["labelSelector"]["matchExpressions"]
    for pod in made:
        assert pod["metadata"]["labels"][label["key"]] in label["values"]
    assert "nodeAffinity" in affinity
    assert "affinity" not in made.driver["spec"]


def test_without_a_wish_there_is_none(tmp_path: Path) -> None:
    assert "affinity" not in job(tmp_path, "colocation: none")["spec"]["executor"]

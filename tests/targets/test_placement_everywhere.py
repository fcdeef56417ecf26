"""Every pod finds nodes: in all projects of the repository, and for node groups of any shape."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given, note
from hypothesis import strategies as st

from specgen.load.cluster_subject import arch_of
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.pipeline.plain import without_none
from specgen.rules import (
    foreign_arch,
    foreign_capacity,
    image_fits_no_node,
    impossible_placement,
    unknown_zone,
)
from specgen.rules.sample import created
from specgen.spec.image import Image
from specgen.spec.nodegroup import NodeGroup, united
from specgen.spec.platform import ClusterOn, JobOn, Subject
from specgen.spec.pods import Only
from specgen.targets.infra.node_groups import node_groups
from specgen.targets.spark.placement import placement
from tests.projects import outcome, sample_project
from tests.shared import REPOSITORY
from tests.targets.nodes import Body, Nodes, declared, of_config, of_group, of_node_pool, pods

# --- the projects of the repository ---------------------------------------------------------------

PROJECTS = [REPOSITORY, *sorted((REPOSITORY / "tests" / "golden").iterdir())]


def environments() -> Iterator[Any]:
    """Each project and each of its environments that is rendered."""
    for root in PROJECTS:
        for file in sorted(root.glob("environments/**/*.yaml")):
            for one in yaml.safe_load_all(file.read_text(encoding="utf-8")):
                if one and one["kind"] == "Environment" and not one.get("abstract"):
                    yield pytest.param(root, one["name"], id=f"{root.name}:{one['name']}")


def all_subjects(root: Path, environment: str) -> list[Subject]:
    """What an environment's rules look at and its targets render."""
    opened = open_project(str(root))
    assert opened.project is not None
    return list(subjects(World(opened.project, Layers(str(root), "environments"), environment)))


def made(files: dict[str, Body], x: ClusterOn) -> list[Nodes]:
    """All nodes of a cluster: Karpenter's, those of node groups, and those of somebody else."""
    name = x.cluster.name
    config = files.get(f"{name}/infra/eksctl/cluster.yaml")
    going = {
        (taint.key, taint.effect)
        for group in x.cluster.node_groups
        for taint in group.all_taints
        if taint.startup
    }
    return [
        *(
            of_node_pool(body)
            for file, body in files.items()
            if f"{name}/platform/nodepool-" in file
        ),
        *(one.without(going) for one in (of_config(config) if config else ())),
        *declared(x.cluster),
        *(() if x.cluster.is_created else (Nodes("any", {}, []),)),
    ]


@pytest.mark.parametrize(("root", "environment"), [*environments()])
def test_every_pod_of_every_project_finds_a_node(root: Path, environment: str) -> None:
    out = outcome(root, environment)
    yamls = {file: data for file, data in out.files.items() if file.endswith(".yaml")}
    files = {file: yaml.safe_load(data) for file, data in yamls.items()}
    jobs = {file: body for file, body in files.items() if body.get("kind") in JOBS}
    nodes = {
        x.cluster.name: made(files, x)
        for x in all_subjects(root, environment)
        if isinstance(x, ClusterOn)
    }
    homeless = [
        (file, role)
        for file, job in jobs.items()
        for role, pod in pods(job).items()
        if not any(one.take(pod) for one in nodes[file.partition("/")[0]])
    ]
    assert jobs
    assert not homeless


JOBS = ("SparkApplication", "ScheduledSparkApplication")

# --- node groups of any shape ---------------------------------------------------------------------

ZONES = ("us-east-1a", "us-east-1b")
TYPES = {
    "arm64": ["m7g.large", "m6g.large", "m8g.large"],
    "amd64": ["m6i.large", "m5.large", "m7i.large"],
    "new": ["m99.large"],
}
RULES = (foreign_arch, foreign_capacity, image_fits_no_node, impossible_placement, unknown_zone)
"""What they let through finds a node."""


class Wish(NamedTuple):
    """What a role asks for beside its pool, and what its image is built for."""

    zone: str
    arch: str | None
    capacity: str | None
    platforms: list[str]


@cache
def sample() -> tuple[ClusterOn, JobOn]:
    """The sample's created cluster and its job."""
    with TemporaryDirectory() as folder:
        found = all_subjects(sample_project(Path(folder), created()), "sample")
    (cluster,) = [x for x in found if isinstance(x, ClusterOn)]
    (job,) = [x for x in found if isinstance(x, JobOn)]
    return cluster, job


@st.composite
def pools(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Node groups that serve one to three pools, and are alike in what they must be."""
    found = []
    for pool in draw(st.sampled_from([["p"], ["p", "q"], ["p", "q", "r"]])):
        shared = {
            "pool": pool,
            "runs": draw(st.sampled_from(["executors", "drivers", "services", "any", "system"])),
            "taint": draw(st.sampled_from([None, True])),
            "selector": draw(st.sampled_from([None, {"example.com/tier": pool}])),
            "taints": draw(st.sampled_from([
                [],
                [{"key": "example.com/a"}],
                [{"key": "example.com/a", "value": pool, "effect": "NoExecute"}],
                [{"key": "example.com/new", "startup": True}],
            ])),
        }  # fmt: skip
        for number in range(draw(st.integers(1, 3))):
            said = {
                "name": f"{pool}{number}",
                "capacityType": draw(st.sampled_from(["spot", "on-demand"])),
                "instanceTypes": TYPES[draw(st.sampled_from([*TYPES]))],
                "zones": draw(st.sampled_from([None, [ZONES[0]], [ZONES[1]], list(ZONES)])),
                "perZone": draw(st.booleans()),
                "labels": draw(st.sampled_from([{}, {"example.com/team": "x"}])),
                "size": {"max": 3},
            }
            found.append(shared | said)
    return found


wishes = st.builds(
    Wish,
    st.sampled_from(["any", *ZONES]),
    st.sampled_from([None, "arm64", "amd64"]),
    st.sampled_from([None, "spot", "on-demand"]),
    st.sampled_from([["amd64", "arm64"], ["arm64"], ["amd64"]]),
)


def rendered(groups: tuple[NodeGroup, ...]) -> dict[str, list[Nodes]]:
    """What the groups are rendered to, by the pool they serve."""
    x, _ = sample()
    found: dict[str, list[Nodes]] = {}
    for group in groups:
        one = x._replace(cluster=x.cluster.model_copy(update={"node_groups": (group,)}))
        for body in node_groups(one):
            nodes = of_group(without_none(body), frozenset(body["availabilityZones"] or ()))
            lasting = nodes.without({("example.com/new", "NoSchedule")})
            found.setdefault(group.serves, []).append(lasting)
    return found


def job_on(groups: tuple[NodeGroup, ...], pool: str, wish: Wish) -> JobOn:
    """The sample's job with an executor that wishes so on that pool."""
    _, x = sample()
    known = {one.name: one for one in united(groups, arch_of)}[pool]
    only = Only.model_validate({"arch": wish.arch, "capacityType": wish.capacity})
    role = x.job.executor.model_copy(update={"pool": pool, "only": only})
    image = Image.model_validate({"repository": "r.io/x", "tag": "1", "platforms": wish.platforms})
    return x._replace(
        job=x.job.model_copy(update={"executor": role, "zone": wish.zone}),
        image=image,
        driver_pool=None,
        executor_pool=known.narrowed(only.capacity_type),
    )


def executor(x: JobOn) -> Body:
    pod = without_none(placement(x))["spec"]["executor"]
    assert isinstance(pod, dict)
    return pod


@given(groups=pools(), wish=wishes)
def test_a_pod_that_no_rule_flags_fits_a_group_of_its_pool_and_no_other_tainted_one(
    groups: list[dict[str, Any]], wish: Wish
) -> None:
    models = tuple(NodeGroup.model_validate(one) for one in groups)
    nodes = rendered(models)
    for pool, own in nodes.items():
        x = job_on(models, pool, wish)
        pod = executor(x)
        note(f"{pool}: {pod}")
        flagged = any(list(rule.check(x)) for rule in RULES)
        assert flagged or any(one.take(pod) for one in own)
        for other, theirs in nodes.items():
            assert other == pool or not any(one.take(pod) for one in theirs)
            kept = [one for one in theirs if {"specgen.dev/pool"} & {t["key"] for t in one.taints}]
            assert other == pool or not any(one.tolerated(pod) for one in kept)


@given(groups=pools(), wish=wishes)
def test_a_pod_that_a_rule_flags_fits_no_group_of_its_pool(
    groups: list[dict[str, Any]], wish: Wish
) -> None:
    """Else the rules would refuse what works; of unknown machines nothing is known."""
    known = [one for one in groups if one["instanceTypes"] != TYPES["new"]]
    models = tuple(NodeGroup.model_validate(one) for one in known)
    for pool, own in rendered(models).items():
        x = job_on(models, pool, wish)
        pod = executor(x)
        note(f"{pool}: {pod}")
        works = any(one.take(pod) and _is_built(one, wish) for one in own)
        refused = any(list(rule.check(x)) for rule in RULES if rule is not foreign_capacity)
        assert not (refused and works)


def _is_built(nodes: Nodes, wish: Wish) -> bool:
    """Whether the image runs on them."""
    arches = nodes.labels["kubernetes.io/arch"]
    return arches is None or bool(arches & set(wish.platforms))

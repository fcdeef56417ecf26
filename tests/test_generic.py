"""What holds for every target, every document and every field of the language."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from specgen.finding import Owner
from specgen.load.layer import Layers
from specgen.load.project import environments, open_project
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.manifests.registry import SHAPES
from specgen.merging import without_none
from specgen.pipeline.texts import with_texts
from specgen.spec.kinds import KINDS
from specgen.targets.registry import TARGETS
from specgen.targets.target import Target
from specgen.tree.filenames import collisions, unsafe
from specgen.validate.schema import folder, misfits, schema
from tests.mutations import Copy, Documents, Mutation, State, documents, mutations
from tests.projects import outcome
from tests.shared import REPOSITORY

GOLDEN = REPOSITORY / "tests/golden"
PROJECTS = {
    "example": REPOSITORY,
    "kitchen-sink": GOLDEN / "kitchen-sink",
    "created": GOLDEN / "created",
}
every_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
every_project = pytest.mark.parametrize("project", PROJECTS)


def worlds(project: str) -> Iterator[World]:
    """Every environment of a project that is rendered."""
    opened = open_project(str(PROJECTS[project]))
    assert opened.project is not None
    layers = Layers(opened.root, opened.project.environments)
    for name in environments(opened):
        world = World(opened.project, layers, name)
        if world.environment is not None and not world.environment.abstract:
            yield world


def inputs(project: str) -> list[Any]:
    """Every subject of a project."""
    return [x for world in worlds(project) for x in subjects(world)]


def made(target: Target, project: str) -> list[Document]:
    """Every document of a target."""
    return [one for x in inputs(project) if isinstance(x, target.of) for one in whole(target, x)]


def whole(target: Target, x: Any) -> Iterator[Document]:
    """The documents of a subject, with the texts that one has of others."""
    bodies: dict[str, Any] = {}
    for document in target.render(x):
        bodies[document.file] = without_none(document.body)
        yield with_texts(document, bodies)


# --- targets --------------------------------------------------------------------------------------


def objects(target: Target, project: str) -> list[Document]:
    """What has a schema: objects of Kubernetes, and eksctl's; no Helm values, policies or texts."""
    return [
        one for one in made(target, project) if isinstance(one.body, dict) and "kind" in one.body
    ]


def synced(target: Target, project: str) -> list[Document]:
    """Objects of Kubernetes, which Argo CD applies."""
    return [one for one in objects(target, project) if one.file.split("/")[1] not in UNSYNCED]


UNSYNCED = ("infra", "submit")
"""What a pipeline or a person applies, below the cluster's folder."""


@every_target
def test_the_projects_exercise_the_target(target: Target) -> None:
    assert any(made(target, project) for project in PROJECTS)


@every_target
@every_project
def test_it_renders_twice_alike(target: Target, project: str) -> None:
    for x in inputs(project):
        if isinstance(x, target.of):
            before = repr(x)
            assert list(target.render(x)) == list(target.render(x))
            assert repr(x) == before, "the input was changed"


@every_target
@every_project
def test_every_document_passes_its_schema(target: Target, project: str) -> None:
    for document in objects(target, project):
        assert list(misfits(without_none(document.body))) == [], document.file


@every_target
@every_project
def test_every_file_is_named_for_its_object_and_stays_inside(target: Target, project: str) -> None:
    for file, body, owner in made(target, project):
        assert file == file.lower() or file.endswith("/PLAN.md")
        assert unsafe(file) is None
        _, area, folder, *below = file.split("/")
        assert AREAS[area](file, body, owner, folder, below)


Named = Callable[[str, Any, Owner, str, list[str]], bool]

AREAS: dict[str, Named] = {
    "argocd": lambda file, body, owner, folder, below: (
        folder == f"{body['kind'].lower()}-{body['metadata']['name']}.yaml"
        and owner.kind == "Cluster"
    ),
    "addons": lambda file, body, owner, folder, below: (
        below == ["values.yaml"] and owner.kind == "Cluster" and "kind" not in body
    ),
    "infra": lambda file, body, owner, folder, below: (
        [folder, *below] in INFRA[owner.kind]
        or (folder == "iam" and owner.kind == "Team")
        or file.endswith(f"/infra/argocd/application-{body['metadata']['name']}.yaml")
    ),
    "platform": lambda file, body, owner, folder, below: (
        folder == f"{body['kind'].lower()}-{body['metadata']['name']}.yaml"
        and owner.kind == "Cluster"
        and "namespace" not in body["metadata"]
    ),
    "teams": lambda file, body, owner, folder, below: (
        below == [f"{body['kind'].lower()}-{body['metadata']['name']}.yaml"]
        and str(owner) == f"Team/{folder}"
        and body["metadata"]["labels"]["specgen.dev/team"] == folder
    ),
    "jobs": lambda file, body, owner, folder, below: (
        below in ([f"{owner.name}.yaml"], [f"{body['kind'].lower()}-{owner.name}-submit.yaml"])
        and body["metadata"]["name"] in job_names(owner, body)
        and body["metadata"]["labels"]["specgen.dev/team"] == folder
    ),
    "submit": lambda file, body, owner, folder, below: (
        below[0] == owner.name
        and owner.kind == "SparkJob"
        and below[1:] in (["submit.sh"], ["driver.yaml"], ["executor.yaml"])
    ),
}
"""What a file below the cluster's folder is called, by the part of the tree that it lies in."""


def job_names(owner: Owner, body: Any) -> tuple[str, ...]:
    """What an object of a job may be called: as the job, but for runs and what submitting takes."""
    if body["kind"] == "Job":
        run = body["spec"]["template"]["metadata"]["annotations"]["specgen.dev/run"]
        return (f"{owner.name}-{run}",)
    helps = body["kind"] in ("ConfigMap", "Role", "RoleBinding")
    return (f"{owner.name}-submit",) if helps else (owner.name,)


INFRA: dict[str, tuple[list[str], ...]] = {
    "Cluster": (["eksctl", "cluster.yaml"], ["cloudformation", "karpenter.yaml"], ["PLAN.md"]),
    "Team": (),
}
"""What a pipeline applies, below `infra`."""


@every_project
def test_no_two_files_collide_on_any_file_system(project: str) -> None:
    for world in worlds(project):
        out = outcome(PROJECTS[project], world.name)
        assert collisions(out.files) == []


@every_project
def test_every_object_bears_our_labels_and_a_wave(project: str) -> None:
    for target in TARGETS:
        for document in synced(target, project):
            metadata = document.body["metadata"]
            assert metadata["labels"]["app.kubernetes.io/managed-by"] == "specgen"
            assert re.fullmatch(
                r"-?[0-9]+", metadata["annotations"]["argocd.argoproj.io/sync-wave"]
            )


def test_target_ids_are_slugs_and_each_stands_once() -> None:
    ids = [target.id for target in TARGETS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", one) for one in ids)


# --- shapes and schemas ---------------------------------------------------------------------------


def test_the_schemas_are_what_the_shapes_come_to() -> None:
    done = subprocess.run(
        [sys.executable, "tools/schemas.py", "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


def test_every_schema_has_a_shape_and_every_shape_a_schema() -> None:
    assert len(list(folder().rglob("*.json"))) == len(SHAPES)


def test_every_kind_that_is_emitted_has_a_closed_schema() -> None:
    documents_ = chain.from_iterable(
        objects(target, project) for target in TARGETS for project in PROJECTS
    )
    for api, kind in {(one.body["apiVersion"], one.body["kind"]) for one in documents_}:
        root = schema(api, kind)
        assert root["additionalProperties"] is False
        for name, place in root["$defs"].items():
            assert place.get("additionalProperties") is False, f"{kind}: {name}"


# --- one leaf changed -----------------------------------------------------------------------------

SINKS: dict[str, Documents] = {
    name: documents(GOLDEN / name) for name in ("kitchen-sink", "created")
}
"""Projects that together set every field: clusters created elsewhere, and those of our own."""

_PLACES = [
    pytest.param(
        sink, file, index, id=f"{sink}-{one['kind']}-{one['name']}-{'-'.join(file.split('/')[1:2])}"
    )
    for sink, files in SINKS.items()
    for file, listed in files.items()
    for index, one in enumerate(listed)
]
REFUSED = {"missing-field", "unknown-field", "unknown-kind", "wrong-type", "wrong-value"}
"""Findings about the value alone; that one is refused does not show that a field does something."""

DEAD = {
    ("", ("kind",)): "says which model reads the document",
    ("", ("allow", "because")): "a reason is for people",
    ("", ("allow", "until")): "the day decides nothing until it has come",
    ("Project", ("apiVersion",)): "there is one version",
    ("Project", ("requires",)): "other versions are refused; this one is not",
    ("Environment", ("cloud", "provider")): "there is one cloud",
    ("Environment", ("name",)): "it is its folder's; another is refused",
    ("Environment", ("defaults", "Cluster", "provider")): "there is one kind of cluster",
    ("Cluster", ("provider",)): "there is one kind of cluster",
}
"""Fields whose change changes nothing, by kind (empty: all) and path, and why that is right."""


def fits(path: tuple[object, ...]) -> tuple[str, ...]:
    """A path without its indices."""
    return tuple(str(step) for step in path if not isinstance(step, int))


def difference(before: State, after: State) -> bool:
    """Whether an output or a finding differs, but for a mere refusal of the value."""
    if {one.rule for one in after.findings} & REFUSED:
        return False
    return _told(before) != _told(after) or _bodies(before) != _bodies(after)


def _told(state: State) -> list[list[tuple[str, str, str]]]:
    """Findings, and those that are waived, without their places."""
    return [
        [(one.rule, one.severity, one.message) for one in found]
        for found in (state.findings, state.waived)
    ]


def _bodies(state: State) -> dict[str, bytes]:
    """Files without their first line, which names the spec file."""
    return {file: data.partition(b"\n")[2] for file, data in state.files.items()}


class Sink(NamedTuple):
    """A project in a folder of its own, and what it comes to unchanged."""

    copy: Copy
    before: State

    @property
    def given(self) -> Documents:
        """Its documents."""
        return self.copy.given


@pytest.fixture(scope="module")
def sinks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sink]:
    """Each sink, made when it is first asked for."""

    @cache
    def made_of(name: str) -> Sink:
        copy = Copy(tmp_path_factory.mktemp(name), SINKS[name])
        before = copy.state()
        assert not before.failed, before.findings
        assert len(before.files) > 40
        return Sink(copy, before)

    return made_of


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_does_something(sinks: Callable[[str], Sink], kind: str) -> None:
    """No field is read and then quietly ignored: somewhere in a sink it counts."""
    idle: set[tuple[str, ...]] = set()
    lively: set[tuple[str, ...]] = set()
    for name in SINKS:
        _tell_apart(sinks(name), kind, idle, lively)
    dead = {path for one, path in DEAD if one in (kind, "")}
    assert idle - lively - dead == set(), "changing these changes nothing"
    assert not lively & dead, "these are listed as dead, and are not"


def _tell_apart(
    sink: Sink, kind: str, idle: set[tuple[str, ...]], lively: set[tuple[str, ...]]
) -> None:
    """Note which fields of a kind do something in a sink, and which do not."""
    for file, index in (
        (f, n)
        for f, listed in sink.given.items()
        for n, one in enumerate(listed)
        if one["kind"] == kind
    ):
        for path, ways in mutations(sink.given, file, index):
            place = fits(path)
            if place not in lively:
                does = any(
                    difference(sink.before, sink.copy.changed(way.file, way.documents))
                    for way in ways
                )
                (lively if does else idle).add(place)


def spread(before: State, after: State) -> set[str]:
    """Files that differ."""
    every = before.files.keys() | after.files.keys()
    return {file for file in every if before.files.get(file) != after.files.get(file)}


def lists_of(files: set[str]) -> set[str]:
    """The lists of the folders of files that came or went."""
    return {f"{file.rpartition('/')[0]}/kustomization.yaml" for file in files}


def accepted(sink: Sink, file: str, index: int) -> Iterator[tuple[Mutation, State]]:
    """For each leaf a change that no error stands against, and what it comes to."""
    for _, ways in mutations(sink.given, file, index):
        for way in ways:
            after = sink.copy.changed(way.file, way.documents)
            if not after.failed and way.path not in (("name",), ("kind",)):
                yield way, after
                break


@cache
def team_of(sink: str, owner: str) -> str:
    """The team whose object it is."""
    kind, _, name = owner.partition("/")
    every = chain.from_iterable(SINKS[sink].values())
    jobs = {one["name"]: one for one in every if one["kind"] == "SparkJob"}
    return name if kind == "Team" else str(jobs[name]["team"])


def _of_team(sink: str, file: str, owner: str, team: str) -> bool:
    """Whether a file is a team's, or one of its clusters' that knows of teams and jobs."""
    if "/argocd/" in file:
        return file.endswith((f"-team-{team}.yaml", f"-jobs-{team}.yaml")) or "appproject" in file
    return file.endswith(SUMS) or team_of(sink, owner) == team


def _follows(file: str, job: dict[str, Any]) -> bool:
    """Whether a file follows what a team's jobs add up to: rights to make what they ask for, who
    reaches them, how their metrics are found, which of them Kueue starts."""
    team = job["team"]
    kinds = ("role", "networkpolicy", "podmonitor")
    return file.endswith(("/addons/spark-operator/values.yaml", f"-jobs-{team}.yaml")) or any(
        f"/teams/{team}/{kind}" in file for kind in kinds
    )


SUMS = ("/infra/eksctl/cluster.yaml", "/addons/spark-operator/values.yaml", "/infra/PLAN.md")
"""Files of a cluster that what its teams say adds up in: rights, namespaces, the biggest job."""


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    """The documents of these kinds."""
    chosen = [p for p in _PLACES if _document(*p.values)["kind"] in kinds]
    return pytest.mark.parametrize(("sink", "file", "index"), chosen)


def _document(sink: Any, file: Any, index: Any) -> Any:
    return SINKS[sink][file][index]


@of_kind("SparkJob", "Team")
def test_a_change_touches_only_its_own_files(
    sinks: Callable[[str], Sink], sink: str, file: str, index: int
) -> None:
    """A job's leaf its own file, and what it takes; a team's leaf its own files and its jobs'."""
    one, before = SINKS[sink][file][index], sinks(sink).before
    me, environment = f"{one['kind']}/{one['name']}", file.split("/")[1]
    tried = 0
    for way, after in accepted(sinks(sink), file, index):
        tried += 1
        files = spread(before, after)
        came_or_went = files & (before.files.keys() ^ after.files.keys())
        for name in files - lists_of(came_or_went):
            owner = (after.owners | before.owners)[name]
            mine = owner == me or (
                _of_team(sink, name, owner, one["name"])
                if one["kind"] == "Team"
                else _follows(name, one)
            )
            assert mine, f"{way} changes {name} of {owner}"
            assert name.startswith(f"rendered/{environment}/"), f"{way} changes {name}"
    assert tried, "no change at all was accepted"


@of_kind("Environment", "Cluster", "SparkProfile")
def test_a_change_touches_no_other_environment(
    sinks: Callable[[str], Sink], sink: str, file: str, index: int
) -> None:
    environment = file.split("/")[1]
    for way, after in accepted(sinks(sink), file, index):
        for name in spread(sinks(sink).before, after):
            shared = environment == "base"
            mine = "dev" if environment == "extra" else environment
            assert shared or name.startswith(f"rendered/{mine}/"), f"{way}: {name}"


def test_a_pool_renamed_without_its_jobs_is_refused_with_both_places(
    sinks: Callable[[str], Sink],
) -> None:
    name = "environments/dev/clusters.yaml"
    renamed = documents(GOLDEN / "kitchen-sink")[name]
    renamed[0]["pools"][1]["name"] = "executor"
    after = sinks("kitchen-sink").copy.changed(name, renamed)
    found = [one for one in after.findings if one.rule == "unknown-pool"]
    assert found
    for finding in found:
        assert "`executors`" in finding.message
        assert finding.spot.file.startswith("environments/dev/reviews/")
        assert [one.spot.file for one in finding.related] == [name]
        assert finding.help == "did you mean `executor`?"


def test_more_memory_for_one_job_changes_one_file_a_cluster_of_the_example(tmp_path: Path) -> None:
    given = documents(REPOSITORY)
    example = Copy(tmp_path, given)
    before = example.state()
    assert not before.failed
    name, index = next(
        (name, index)
        for name, listed in given.items()
        for index, one in enumerate(listed)
        if one["kind"] == "SparkJob" and "memory" in one.get("executor", {})
    )
    changed = documents(REPOSITORY)[name]
    job = changed[index]
    changed[index]["executor"]["memory"] = "6g"
    files = spread(before, example.changed(name, changed))
    assert files
    assert {file.split("/", 3)[3] for file in files} == {f"jobs/{job['team']}/{job['name']}.yaml"}

"""What holds for every target, every document and every field of the language."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from specgen.finding import Owner
from specgen.load.layer import Layers
from specgen.load.project import environments, open_project
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.manifests.registry import SHAPES
from specgen.pipeline.run import without_none
from specgen.spec.kinds import KINDS
from specgen.targets.registry import TARGETS
from specgen.targets.target import Target
from specgen.tree.filenames import collisions, unsafe
from specgen.validate.schema import folder, misfits, schema
from tests.mutations import Copy, Documents, Mutation, State, documents, mutations
from tests.projects import outcome
from tests.shared import REPOSITORY

KITCHEN_SINK = REPOSITORY / "tests/golden/kitchen-sink"
PROJECTS = {"example": REPOSITORY, "kitchen-sink": KITCHEN_SINK}
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
    return [one for x in inputs(project) if isinstance(x, target.of) for one in target.render(x)]


# --- targets --------------------------------------------------------------------------------------


def objects(target: Target, project: str) -> list[Document]:
    """What is an object of Kubernetes, and no Helm values."""
    return [document for document in made(target, project) if "kind" in document.body]


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
        assert file == file.lower()
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
        below == [f"{body['metadata']['name']}.yaml"]
        and str(owner) == f"SparkJob/{body['metadata']['name']}"
        and body["metadata"]["labels"]["specgen.dev/team"] == folder
    ),
}
"""What a file below the cluster's folder is called, by the part of the tree that it lies in."""


@every_project
def test_no_two_files_collide_on_any_file_system(project: str) -> None:
    for world in worlds(project):
        out = outcome(PROJECTS[project], world.name)
        assert collisions(out.files) == []


@every_project
def test_every_object_bears_our_labels_and_a_wave(project: str) -> None:
    for target in TARGETS:
        for document in objects(target, project):
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
    documents_ = chain.from_iterable(objects(target, "kitchen-sink") for target in TARGETS)
    for api, kind in {(one.body["apiVersion"], one.body["kind"]) for one in documents_}:
        root = schema(api, kind)
        assert root["additionalProperties"] is False
        for name, place in root["$defs"].items():
            assert place.get("additionalProperties") is False, f"{kind}: {name}"


# --- one leaf changed -----------------------------------------------------------------------------

SINK: Documents = documents(KITCHEN_SINK)
_PLACES = [
    pytest.param(file, index, id=f"{one['kind']}-{one['name']}-{'-'.join(file.split('/')[1:2])}")
    for file, listed in SINK.items()
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


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The kitchen sink in a folder of its own."""
    return Copy(tmp_path_factory.mktemp("sink"), SINK)


@pytest.fixture(scope="module")
def before(sink: Copy) -> State:
    state = sink.state()
    assert not state.failed, state.findings
    assert len(state.files) > 40
    return state


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_does_something(sink: Copy, before: State, kind: str) -> None:
    """No field is read and then quietly ignored: somewhere in the kitchen sink it counts."""
    idle: set[tuple[str, ...]] = set()
    lively: set[tuple[str, ...]] = set()
    for file, index in (
        (f, n) for f, listed in SINK.items() for n, one in enumerate(listed) if one["kind"] == kind
    ):
        for path, ways in mutations(SINK, file, index):
            place = fits(path)
            if place not in lively:
                does = any(
                    difference(before, sink.changed(way.file, way.documents)) for way in ways
                )
                (lively if does else idle).add(place)
    dead = {path for one, path in DEAD if one in (kind, "")}
    assert idle - lively - dead == set(), "changing these changes nothing"
    assert not lively & dead, "these are listed as dead, and are not"


def spread(before: State, after: State) -> set[str]:
    """Files that differ."""
    every = before.files.keys() | after.files.keys()
    return {file for file in every if before.files.get(file) != after.files.get(file)}


def lists_of(files: set[str]) -> set[str]:
    """The lists of the folders of files that came or went."""
    return {f"{file.rpartition('/')[0]}/kustomization.yaml" for file in files}


def accepted(sink: Copy, file: str, index: int) -> Iterator[tuple[Mutation, State]]:
    """Each change that no error stands against, and what it comes to."""
    for _, ways in mutations(SINK, file, index):
        for way in ways:
            after = sink.changed(way.file, way.documents)
            if not after.failed and way.path not in (("name",), ("kind",)):
                yield way, after


@cache
def team_of(owner: str) -> str:
    """The team whose object it is."""
    kind, _, name = owner.partition("/")
    jobs = {
        one["name"]: one for listed in SINK.values() for one in listed if one["kind"] == "SparkJob"
    }
    return name if kind == "Team" else str(jobs[name]["team"])


def _of_team(file: str, owner: str, team: str) -> bool:
    """Whether a file is a team's: its own, a job's, or an Application that syncs them."""
    if "/argocd/" in file:
        return file.endswith((f"-team-{team}.yaml", f"-jobs-{team}.yaml"))
    return team_of(owner) == team


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    """The documents of these kinds."""
    chosen = [p for p in _PLACES if SINK[str(p.values[0])][int(str(p.values[1]))]["kind"] in kinds]
    return pytest.mark.parametrize(("file", "index"), chosen)


@of_kind("SparkJob", "Team")
def test_a_change_touches_only_its_own_files(
    sink: Copy, before: State, file: str, index: int
) -> None:
    """A job's leaf its own file; a team's leaf its own files and those of its jobs."""
    one = SINK[file][index]
    me, environment = f"{one['kind']}/{one['name']}", file.split("/")[1]
    tried = 0
    for way, after in accepted(sink, file, index):
        tried += 1
        files = spread(before, after)
        came_or_went = files & (before.files.keys() ^ after.files.keys())
        for name in files - lists_of(came_or_went):
            owner = (after.owners | before.owners)[name]
            mine = owner == me or (one["kind"] == "Team" and _of_team(name, owner, one["name"]))
            assert mine, f"{way} changes {name} of {owner}"
            assert name.startswith(f"rendered/{environment}/"), f"{way} changes {name}"
    assert tried, "no change at all was accepted"


@of_kind("Environment", "Cluster", "SparkProfile")
def test_a_change_touches_no_other_environment(
    sink: Copy, before: State, file: str, index: int
) -> None:
    environment = file.split("/")[1]
    for way, after in accepted(sink, file, index):
        for name in spread(before, after):
            shared = environment == "base"
            mine = "dev" if environment == "extra" else environment
            assert shared or name.startswith(f"rendered/{mine}/"), f"{way}: {name}"


def test_a_pool_renamed_without_its_jobs_is_refused_with_both_places(sink: Copy) -> None:
    name = "environments/dev/clusters.yaml"
    renamed = documents(KITCHEN_SINK)[name]
    renamed[0]["pools"][1]["name"] = "executor"
    found = [one for one in sink.changed(name, renamed).findings if one.rule == "unknown-pool"]
    assert found
    for finding in found:
        assert "`executors`" in finding.message
        assert finding.spot.file.startswith("environments/dev/reviews/")
        assert [one.spot.file for one in finding.related] == [name]
        assert finding.help == "did you mean `executor`?"


def test_more_memory_for_one_job_changes_one_file_of_the_example(tmp_path: Path) -> None:
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
    changed[index]["executor"]["memory"] = "6g"
    assert len(spread(before, example.changed(name, changed))) == 1

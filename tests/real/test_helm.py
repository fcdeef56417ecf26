"""Helm takes our values: with the charts themselves where they are at hand, else with their values.

Charts are looked for in the folder that SPECGEN_CHARTS names, as `NAME-VERSION.tgz` or as folders
`NAME-VERSION`. Without them Helm still reads our values over the chart's own, which the reference
data has: it tells of a map in the place of a value, and prints numbers as templates would.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.real.helm import OWN, VARIABLE, Release, chart, releases, rendered, values_files, version
from tests.real.objects import TREES
from tests.real.report import NOT_TRIED, told
from tests.real.tree import name_of
from tests.shared import shared_file
from tools.real.catalogue import TOOLS

PINNED = TOOLS["helm"].version
JUDGE = f"helm {PINNED} (Argo CD 3.5 has Helm 4)"
RELEASES = [release for tree in TREES for release in releases(tree)]
SHOWN = [release for release in RELEASES if release.cluster.startswith("rendered/")]
"""Those of the examples; goldens ask for other versions of the same charts."""
WITH_VALUES = [release for release in RELEASES if release.values]


def test_it_is_the_version_that_is_pinned() -> None:
    assert version() == PINNED


@pytest.mark.parametrize("tree", TREES, ids=name_of)
def test_every_file_of_values_is_of_one_release(tree: Path) -> None:
    named = sorted(file for release in releases(tree) for file in release.values)
    assert named == values_files(tree)


def test_there_are_releases_to_look_at() -> None:
    assert {"cluster-autoscaler", "karpenter", "spark-operator"} <= {one.chart for one in RELEASES}
    assert len(WITH_VALUES) > 10
    assert {one.chart for one in SHOWN} == {one.chart for one in RELEASES}


# --- the charts themselves ------------------------------------------------------------------------


@pytest.mark.parametrize("release", SHOWN, ids=lambda one: one.label)
def test_the_chart_renders_with_our_values(release: Release) -> None:
    place = chart(release.chart, release.version)
    if place is None:
        what = f"chart {release.chart} {release.version}"
        NOT_TRIED.append(f"{what}: {VARIABLE} names no folder that has it")
        pytest.skip(f"{what} is not at hand: {VARIABLE} names no folder that has it")
    with told(JUDGE, f"chart {release.label}", 1):
        out = rendered(release, place)
    assert out.status == 0, out.told
    assert warnings(out.told) == []
    assert all(one["apiVersion"] and one["kind"] and one["metadata"]["name"] for one in out.bodies)
    assert out.bodies


def warnings(told: str) -> list[str]:
    """What Helm says though it goes on, such as that it ignored a value."""
    return [line for line in told.splitlines() if re.search(r"(?i)warning|ignoring|cannot", line)]


# --- their values alone ---------------------------------------------------------------------------

PRINTS = """\
{{- define "leaves" -}}
{{- range $key, $value := .map }}
{{- if and (kindIs "map" $value) $value }}
{{- include "leaves" (dict "map" $value "path" (append $.path $key)) }}
{{- else if kindIs "slice" $value }}
{{- range $item := $value }}
- path: {{ append $.path $key | toJson }}
  text: {{ printf "%v" $item | toJson }}
{{- end }}
{{- else }}
- path: {{ append $.path $key | toJson }}
  text: {{ printf "%v" $value | toJson }}
{{- end }}
{{- end }}
{{- end -}}
leaves:
{{- include "leaves" (dict "map" .Values "path" (list)) }}
"""
"""A template that says each value as `{{ .Values.a.b }}` would write it."""


def with_values_of(root: Path, name: str, release: str) -> Path:
    """A chart that has the values of the one of that name, and prints them."""
    upstream = shared_file(f"upstream/charts/{name}/values.yaml").parent
    (root / "templates").mkdir(parents=True)
    head = {"apiVersion": "v2", "name": name, "version": release}
    (root / "Chart.yaml").write_text(yaml.safe_dump(head), encoding="utf-8")
    for file in upstream.glob("values*"):
        (root / file.name).write_bytes(file.read_bytes())
    (root / "templates" / "values.yaml").write_text(PRINTS, encoding="utf-8")
    return root


def printed(release: Release, place: Path) -> set[tuple[tuple[str, ...], str]]:
    """Every value and how a template writes it."""
    out = rendered(release, place)
    assert out.status == 0, out.told
    assert warnings(out.told) == []
    (body,) = out.bodies
    return {(tuple(one["path"]), one["text"]) for one in body["leaves"]}


def wanted(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every value of a file and how a reviewer reads it; an empty map says nothing."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from wanted(value, (*path, key))
    elif isinstance(node, list) and not any(isinstance(item, dict) for item in node):
        yield from ((path, str(item)) for item in node)
    elif not isinstance(node, list):
        yield path, str(node).lower() if isinstance(node, bool) else str(node)


def lost(release: Release, place: Path) -> set[tuple[tuple[str, ...], str]]:
    """Values of ours that templates of the chart do not get as they are written."""
    ours = {
        leaf
        for file in release.values
        for leaf in wanted(yaml.safe_load(file.read_text(encoding="utf-8")))
    }
    assert ours
    return ours - printed(release, place)


@pytest.mark.parametrize("release", WITH_VALUES, ids=lambda one: one.label)
def test_templates_get_every_value_as_it_is_written(tmp_path: Path, release: Release) -> None:
    with told(JUDGE, f"our values over those of {release.label}", 1):
        assert (
            lost(release, with_values_of(tmp_path / "c", release.chart, release.version)) == set()
        )


# --- maps and values ------------------------------------------------------------------------------


def defaults(name: str) -> dict[str, Any]:
    """The chart's own values."""
    text = shared_file(f"upstream/charts/{name}/values.yaml").read_text(encoding="utf-8")
    values: dict[str, Any] = yaml.safe_load(text)
    return values


def misplaced(
    ours: dict[str, Any], theirs: dict[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Where one has a map and the other has not; null is a chart's way to say nothing."""
    for key in ours.keys() & {name for name, value in theirs.items() if value is not None}:
        one, other = ours[key], theirs[key]
        if isinstance(one, dict) and isinstance(other, dict):
            yield from misplaced(one, other, (*path, key))
        elif isinstance(one, dict) or isinstance(other, dict):
            yield (*path, key)


@pytest.mark.parametrize("release", WITH_VALUES, ids=lambda one: one.label)
def test_maps_and_values_are_where_the_chart_has_them(release: Release) -> None:
    """Helm lets a value take the place of a map, and templates then fail, or drop it."""
    for file in release.values:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert list(misplaced(values, defaults(release.chart))) == []


# --- tests of the tests ---------------------------------------------------------------------------

SOUND = {"replicas": 2, "image": {"tag": "2"}, "nodeSelector": {"specgen.dev/pool": "system"}}


def own(root: Path, values: dict[str, Any]) -> Release:
    """A release of the tests' own chart with those values."""
    file = root / "values.yaml"
    file.write_text(yaml.safe_dump(values), encoding="utf-8")
    return Release("rendered/a/b", "judged", "judge", "1.2.3", "judges", (file,))


def found(release: Release) -> Path:
    place = chart(release.chart, release.version)
    assert place is not None
    return place


def test_a_chart_renders_with_sound_values(tmp_path: Path) -> None:
    release = own(tmp_path, SOUND)
    (body,) = rendered(release, found(release)).bodies
    assert body["metadata"] == {"name": "judged", "namespace": "judges"}
    assert body["spec"]["replicas"] == 2
    pod = body["spec"]["template"]["spec"]
    assert pod["nodeSelector"] == {"specgen.dev/pool": "system"}
    assert pod["containers"][0]["image"] == "registry.example.com/judge:2"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"replica": 2}, "'replica' not allowed", id="an unknown key"),
        pytest.param({"image": {"tags": "2"}}, "'tags' not allowed", id="one further down"),
        pytest.param({"replicas": "2"}, "got string, want integer", id="a text for a number"),
        pytest.param({"image": {"tag": 2}}, "want string", id="a number for a text"),
        pytest.param({"replicas": 0}, "minimum", id="a number out of range"),
    ],
)
def test_values_that_a_schema_does_not_take_are_refused(
    tmp_path: Path, values: dict[str, Any], words: str
) -> None:
    release = own(tmp_path, {**SOUND, **values})
    out = rendered(release, found(release))
    assert out.status != 0
    assert words in out.told


@pytest.mark.parametrize(
    ("name", "version", "known"),
    [
        ("judge", "1.2.3", True),
        ("judge", "1.2.4", False),
        ("packed", "1.0.0", True),
        ("folder", "2.0.0", True),
        ("folder", "2.0", False),
    ],
)
def test_a_chart_is_found_by_name_and_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, version: str, *, known: bool
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    (tmp_path / "packed-1.0.0.tgz").touch()
    (tmp_path / "folder-2.0.0").mkdir()
    assert (chart(name, version) is not None) == known


def test_a_folder_of_charts_that_is_not_there_is_no_reason_to_skip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(AssertionError, match="which is no folder"):
        chart("karpenter", "1.14.1")


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        pytest.param({"limit": 600}, set(), id="a number"),
        pytest.param({"limit": 1_000_000}, {(("limit",), "1000000")}, id="a large number"),
        pytest.param({"limit": "1000000"}, set(), id="the same as a text"),
        pytest.param({"seen": None}, {(("seen",), "None")}, id="null takes a key away"),
        pytest.param({"settings": {"a": [1, "b"], "c": True}}, set(), id="lists and truths"),
    ],
)
def test_what_helm_writes_otherwise_is_noticed(
    tmp_path: Path, values: dict[str, Any], missing: set[tuple[tuple[str, ...], str]]
) -> None:
    place = with_values_of(tmp_path / "chart", "karpenter", "1.14.1")
    assert lost(own(tmp_path, values), place) == missing


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param({"replicas": 3, "settings": {"clusterName": "a"}}, [], id="as the chart has"),
        pytest.param({"nodeSelector": {"a": "b"}, "mine": 1}, [], id="more than the chart has"),
        pytest.param({"settings": "none"}, [("settings",)], id="a value for a map"),
        pytest.param({"replicas": {"min": 1}}, [("replicas",)], id="a map for a value"),
        pytest.param(
            {"settings": {"featureGates": []}},
            [("settings", "featureGates")],
            id="a list for a map",
        ),
    ],
)
def test_a_map_and_a_value_are_told_apart(
    values: dict[str, Any], found: list[tuple[str, ...]]
) -> None:
    assert list(misplaced(values, defaults("karpenter"))) == found


def test_helm_tells_of_a_map_in_the_place_of_a_value(tmp_path: Path) -> None:
    place = with_values_of(tmp_path / "chart", "karpenter", "1.14.1")
    out = rendered(own(tmp_path, {"replicas": {"min": 1}}), place)
    assert "skipped value for karpenter.replicas: Not a table" in "".join(warnings(out.told))


def test_the_tests_own_chart_lies_in_the_repository() -> None:
    assert (OWN / "judge-1.2.3" / "values.schema.json").is_file()

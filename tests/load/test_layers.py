"""Stacks: who set what. Held against the merged data, for the real shapes of the language."""

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen.load.files import File
from specgen.load.layers import Source, Stack, idle_removals, parts, said, twice
from specgen.load.yaml import documents
from specgen.merging import Data, Shape
from specgen.paths import Path, leaves
from specgen.spec.shapes import shape_of

WORDS = ["a", "b", "x"]


def source(data: Data, name: str = "f.yaml") -> Source:
    """A document as it is read from a file that says this."""
    text = yaml.safe_dump(data, sort_keys=False)
    read = documents(text)
    assert (read.data, read.faults) == ([data], [])
    return Source(File(name, text), 0, read.data[0], name)


def stack(*layers: Data, kind: str = "SparkJob") -> Stack:
    sources = tuple(source(data, f"{n}.yaml") for n, data in enumerate(layers))
    return Stack(sources, shape_of(kind))


def setters(of: Stack, path: Path) -> list[tuple[str, Path, Any]]:
    return [(hit.source.file.name, hit.path, hit.value) for hit in of.chain(path)]


# --- the property ---------------------------------------------------------------------------------

leaf = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(WORDS))


def maps(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Some of the fields; now and then a null or a scalar in place of the map."""
    return st.fixed_dictionaries({}, optional=fields)


def loose(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(strategy, strategy, strategy, leaf)


def open_maps(value: st.SearchStrategy[Any] = leaf) -> st.SearchStrategy[Data]:
    return st.dictionaries(st.sampled_from([*WORDS, "type", "name", "text"]), value, max_size=3)


def keyed(key: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    items = st.fixed_dictionaries(
        {key: st.sampled_from([*WORDS, 1])}, optional={**fields, "remove": st.just(value=True)}
    )
    unkeyed = maps(**fields)
    one = st.one_of(items, items, items, unkeyed, leaf)
    return st.lists(one, max_size=3, unique_by=lambda item: _named(item, key))


def _named(item: Any, key: str) -> object:
    """What no two items of a list may share: a key that stands twice is a finding of its own."""
    return item[key] if isinstance(item, dict) and key in item else object()


lists = st.lists(loose(open_maps()), max_size=3)
raw = st.dictionaries(
    st.sampled_from(["SparkApplication", "Namespace"]),
    loose(
        maps(
            spec=loose(
                maps(
                    containers=loose(keyed("name", env=keyed("name", value=leaf), args=lists)),
                    volumeMounts=keyed("mountPath", name=leaf),
                    x=leaf,
                    tolerations=lists,
                )
            ),
            type=leaf,
            metadata=loose(open_maps()),
        )
    ),
    max_size=2,
)
typed = maps(
    type=st.sampled_from(["Never", "OnFailure", "Always", None]), onFailureRetries=leaf, a=leaf
)
roles = maps(
    pool=leaf,
    cores=leaf,
    only=loose(maps(arch=leaf)),
    env=loose(open_maps(loose(open_maps()))),
    instances=loose(maps(min=leaf, max=leaf)),
    labels=loose(open_maps()),
)
jobs = maps(
    application=loose(maps(type=st.sampled_from(["Java", "R", None]), file=leaf, arguments=lists)),
    restartPolicy=loose(typed),
    driver=loose(roles),
    executor=loose(roles),
    conf=loose(open_maps()),
    allow=loose(lists),
    profiles=loose(lists),
    image=loose(maps(repository=leaf, tag=leaf)),
    overrides=loose(raw),
    unknown=loose(open_maps(lists)),
)
clusters = maps(
    pools=loose(keyed("name", selector=loose(open_maps()), taints=lists, zones=lists)),
    imageMirrors=loose(keyed("from", to=leaf)),
    zones=lists,
    locations=loose(open_maps()),
    existing=loose(maps(installed=lists)),
    defaults=loose(maps(SparkJob=loose(jobs))),
    overrides=loose(raw),
)


def _holds(of: Stack) -> None:
    for path, value in leaves(of.data):
        if path == ():
            continue  # nothing was said at all
        head = of.chain(path)[0]
        if value in ({}, []):  # what is left when all of it was taken away
            assert type(head.value) is type(value), (path, head)
            continue
        assert (head.value, type(head.value)) == (value, type(value)), (path, head)
        spot = of.place(path)
        file = head.source.file
        written = file.lines[spot.line - 1][spot.column - 1 : spot.column - 1 + spot.width]
        assert spot.file == file.name
        assert yaml.safe_load(written) == value


@settings(max_examples=300, deadline=None)
@given(st.lists(jobs, min_size=1, max_size=4))
@example(
    [
        {"overrides": {"K": {"containers": [{"x": 1}]}}},
        {"overrides": {"K": {"containers": [{"name": "a", "x": 2}]}}},
    ]
)
@example([{"application": {"type": "R", "file": 1}}, {"application": {"type": None}}])
@example([{"driver": {"env": {"a": 1}}}, {"driver": None}, {"driver": {"env": {"b": 2}}}])
def test_the_head_of_the_chain_is_what_a_job_comes_to(layers: list[Data]) -> None:
    _holds(stack(*layers))


@settings(max_examples=300, deadline=None)
@given(st.lists(clusters, min_size=1, max_size=4))
@example(
    [{"pools": [{"name": "a"}, {"name": "b", "zones": [1]}]}, {"pools": [{"name": "b"}, {"x": 1}]}]
)
@example([{"pools": [{"x": 1}, {"name": "a"}]}, {"pools": [{"x": 1}, {"name": "a", "x": 2}]}])
@example([{"pools": None}, {"pools": [{"x": None}]}])
def test_the_head_of_the_chain_is_what_a_cluster_comes_to(layers: list[Data]) -> None:
    _holds(stack(*layers, kind="Cluster"))


# --- by example -----------------------------------------------------------------------------------


def test_a_chain_names_all_who_said_something_highest_first() -> None:
    of = stack({"driver": {"cores": 1}}, {"driver": {"cores": 2}}, {"driver": {"pool": "p"}})
    assert setters(of, ("driver", "cores")) == [
        ("1.yaml", ("driver", "cores"), 2),
        ("0.yaml", ("driver", "cores"), 1),
    ]


def test_a_null_on_the_way_takes_away_and_is_named() -> None:
    of = stack({"driver": {"cores": 1}}, {"driver": None}, {"driver": {"pool": "p"}})
    assert setters(of, ("driver", "cores")) == [
        ("1.yaml", ("driver",), None),
        ("0.yaml", ("driver", "cores"), 1),
    ]


def test_another_type_on_the_way_takes_away_and_is_named() -> None:
    of = stack(
        {"restartPolicy": {"type": "OnFailure", "onFailureRetries": 5}},
        {"restartPolicy": {"type": "Never"}},
    )
    assert of.data == {"restartPolicy": {"type": "Never"}}
    head = of.chain(("restartPolicy", "onFailureRetries"))[0]
    assert (head.source.file.name, head.path) == ("1.yaml", ("restartPolicy",))


def test_items_are_found_by_their_key_wherever_they_stand() -> None:
    of = stack(
        {"pools": [{"name": "a"}, {"name": "b", "runs": "drivers"}]},
        {"pools": [{"name": "b", "runs": "any"}, {"name": "a", "runs": "system"}]},
        kind="Cluster",
    )
    assert setters(of, ("pools", 1, "runs")) == [
        ("1.yaml", ("pools", 0, "runs"), "any"),
        ("0.yaml", ("pools", 1, "runs"), "drivers"),
    ]


@pytest.mark.parametrize(
    ("path", "key", "line", "column"),
    [
        pytest.param(("driver", "cores"), False, 2, 10, id="a value"),
        pytest.param(("driver", "cores"), True, 2, 3, id="its key"),
        pytest.param(("driver", "memory"), False, 1, 1, id="not written: the map's key"),
        pytest.param(("executor", "pool"), False, 1, 1, id="nor the map: the document"),
        pytest.param((), False, 1, 1, id="the document"),
    ],
)
def test_the_place_of_a_path(*, path: Path, key: bool, line: int, column: int) -> None:
    spot = stack({"driver": {"cores": 1}}).place(path, key=key)
    assert (spot.line, spot.column) == (line, column)


def test_steps_that_no_one_wrote_are_left_out_of_addresses() -> None:
    of = stack({"image": {"tag": 1}, "env": {"map": {"text": 1}}, "conf": {"scalar": 2}})
    assert of.real(("image", "map", "tag")) == ("image", "tag")
    assert of.real(("env", "map", "map", "text")) == ("env", "map", "text")
    assert of.real(("conf", "scalar")) == ("conf", "scalar")
    assert of.real(("conf", "a b", "[key]")) == ("conf", "a b")


def test_what_a_part_of_a_document_says_keeps_its_lines() -> None:
    whole = source({"name": "p", "defaults": {"SparkJob": {"zone": "any"}}})
    part = whole.part(("defaults", "SparkJob"))
    assert part is not None
    assert part.data == {"zone": "any"}
    assert (part.spot(("zone",)).line, part.spot(("zone",)).column) == (4, 11)
    assert part.written(("zone",)) == "any"
    assert whole.part(("defaults", "Team")) is None
    assert whole.part(("name",)) is None


def test_a_null_on_the_way_to_a_part_takes_away_what_lower_ones_said() -> None:
    one, two = {"defaults": {"SparkJob": {"a": 1}}}, {"defaults": {"SparkJob": {"a": 2}}}
    under = ("defaults", "SparkJob")

    def values(*layers: Data) -> list[Data]:
        return [part.data for part in parts([source(data) for data in layers], under)]

    assert values(one, two) == [{"a": 1}, {"a": 2}]
    assert values(one, {"defaults": None}, two) == [{"a": 2}]
    assert values(one, {"defaults": {"SparkJob": None}}) == []
    assert values(one, {"defaults": {}}) == [{"a": 1}]
    assert values(one, {"defaults": []}, two) == [{"a": 1}, {"a": 2}]


def test_what_the_highest_says_for_a_field_that_is_replaced() -> None:
    sources = [source({"team": "a"}), source({"x": 1}), source({"team": "b"}), source({"x": 2})]
    assert said(sources, "team") == "b"
    assert said(sources, "clusters") is None
    assert said([*sources, source({"team": None})], "team") is None


POOLS = Shape(children={"pools": Shape(children={"name": Shape()}, key="name")})


@pytest.mark.parametrize(
    ("data", "low", "idle"),
    [
        ({"pools": [{"name": "a", "remove": True}]}, {"pools": [{"name": "a"}]}, []),
        ({"pools": [{"name": "a", "remove": True}]}, {"pools": [{"name": "b"}]}, [("pools", 0)]),
        ({"pools": [{"name": "b"}, {"name": "a", "remove": True}]}, {}, [("pools", 1)]),
        ({"pools": [{"name": "a", "remove": True}]}, {"pools": 5}, [("pools", 0)]),
        ({"pools": [{"name": "a", "remove": True}]}, {"pools": [1, None, [2]]}, [("pools", 0)]),
        ({"pools": [{"name": ["a"], "remove": True}]}, {"pools": [{"name": []}]}, [("pools", 0)]),
        ({"pools": [{"remove": True}]}, {"pools": [{"name": "a"}]}, [("pools", 0)]),
        ({"pools": {"name": "a", "remove": True}}, {}, []),
        ({"other": [{"name": "a", "remove": True}]}, {}, []),
    ],
    ids=repr,
)
def test_removals_of_what_nobody_has(data: Data, low: Data, idle: list[Path]) -> None:
    assert list(idle_removals(data, low, POOLS)) == idle


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"pools": [{"name": "a"}, {"name": "b"}]}, []),
        (
            {"pools": [{"name": "a"}, {"name": "b"}, {"name": "a"}]},
            [(("pools", 2, "name"), ("pools", 0, "name"))],
        ),
        ({"pools": [{"x": 1}, {"x": 1}, 5, 5, {"name": []}, {"name": []}]}, []),
        ({"other": [{"name": "a"}, {"name": "a"}]}, []),
    ],
    ids=repr,
)
def test_items_that_stand_twice(data: Data, found: list[tuple[Path, Path]]) -> None:
    assert list(twice(data, POOLS)) == found


def test_what_overrides_remove_or_repeat_is_not_the_layers_to_judge() -> None:
    data = {"overrides": {"K": {"containers": [{"name": "a", "remove": True}, {"name": "a"}]}}}
    assert list(idle_removals(data, {}, shape_of("SparkJob"))) == []
    assert list(twice(data, shape_of("SparkJob"))) == []

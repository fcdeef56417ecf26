"""Origins, asked of a small renderer of which all is known."""

from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from pydantic import Field

from specgen.origins import node, trial
from specgen.origins.origins import matters_to, of_place, origins
from specgen.origins.trial import Origin, Origins
from specgen.paths import Path, text
from specgen.spec.base import SpecModel
from specgen.units.amounts import SparkMemory


class Pool(SpecModel):
    """Something that a job names."""

    name: str
    label: str = "none"


class Job(SpecModel):
    """What is rendered."""

    memory: SparkMemory = SparkMemory("1g")
    kind: Literal["batch", "stream"] = "batch"
    retries: int | None = 3
    limit: int | None = None
    pool: str = "one"
    tags: tuple[str, ...] = ("a", "b")
    one: bool = True
    other: bool = True
    env: Annotated[dict[str, str], Field(default_factory=dict)]


class Given(NamedTuple):
    """The input."""

    job: Job
    pools: tuple[Pool, ...]


def render(x: Given) -> dict[str, Any]:
    """A pure function, as targets are."""
    pool = next(one for one in x.pools if one.name == x.job.pool)
    batch = x.job.kind == "batch"
    return {
        "version": "v1",
        "memory": x.job.memory.text,
        "label": pool.label,
        **({"batch": {"retries": x.job.retries, "fixed": True}} if batch else {}),
        "limit": x.job.limit or 100,
        "tags": [f"tag:{one}" for one in x.job.tags],
        "either": x.job.one or x.job.other,
        "hasEnv": bool(x.job.env),
        "share": 100 // len(x.job.tags),
    }


GIVEN = Given(Job(), (Pool(name="one", label="x"), Pool(name="two", label="y")))

EXPECTED: list[tuple[str, Path, list[str], list[str]]] = [
    ("a constant", ("version",), [], []),
    ("a unit", ("memory",), ["job.memory"], []),
    ("a reference and what it leads to", ("label",), ["job.pool", "pools[0].label"], []),
    ("a value of a part", ("batch", "retries"), ["job.retries"], ["job.kind"]),
    ("a constant of a part", ("batch", "fixed"), [], ["job.kind"]),
    ("what nobody has set", ("limit",), ["job.limit"], []),
    ("an item", ("tags", 1), ["job.tags[1]"], []),
    ("two that are each enough: a limit", ("either",), [], []),
    ("whether a map is empty", ("hasEnv",), ["job.env"], []),
    ("how many there are", ("share",), ["job.tags[0]", "job.tags[1]"], []),
]


@pytest.mark.parametrize(
    ("path", "value", "presence"), [pytest.param(*rest, id=name) for name, *rest in EXPECTED]
)
@pytest.mark.parametrize("alone", [False, True])
def test_the_origin_of(path: Path, value: list[str], presence: list[str], *, alone: bool) -> None:
    found = of_place(origins(render, GIVEN, path if alone else None), path)
    assert [text(one) for one in found.value] == value
    assert [text(one) for one in found.presence] == presence


def test_worlds_that_cannot_be_are_left_out() -> None:
    """No tags at all would be a division by zero; a pool that is not there a StopIteration."""
    lone = Given(Job(tags=("a",), pool="one"), (Pool(name="one"),))
    assert of_place(origins(render, lone), ("share",)).value == []


@pytest.mark.parametrize(("module", "broken"), [(node, "others"), (trial, "moves"), (trial, "put")])
@pytest.mark.parametrize("wanted", [None, ("label",)])
def test_a_fault_of_our_own_is_not_taken_for_such_a_world(
    module: ModuleType, broken: str, wanted: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("planted")

    monkeypatch.setattr(module, broken, fail)
    with pytest.raises(ValueError, match="planted"):
        origins(render, GIVEN, wanted)


def test_the_input_is_not_changed() -> None:
    before = repr(GIVEN)
    origins(render, GIVEN)
    assert repr(GIVEN) == before


def test_an_origin_is_told_once_and_at_its_deepest() -> None:
    found: Origins = {
        (): Origin([], [("job",)]),
        ("a",): Origin([("job", "x")], [("job", "x"), ("job", "y")]),
        ("a", "b"): Origin([("job", "x", "deep"), ("job", "x")], []),
    }
    assert of_place(found, ("a", "b")) == Origin([("job", "x", "deep")], [("job", "y")])


def counted(render_: Callable[[Any], Any]) -> tuple[Callable[[Any], Any], list[int]]:
    """A renderer that counts how often it is asked."""
    times = [0]

    def asked(x: Any) -> Any:
        times[0] += 1
        return render_(x)

    return asked, times


def test_what_cannot_matter_is_tried_as_a_whole() -> None:
    """Four hundred pools that nothing names cost as much as halving them until none is left."""
    many = tuple(Pool(name=f"p{n}", label=f"l{n}") for n in range(400))
    asked, times = counted(render)
    origins(asked, Given(GIVEN.job, (*GIVEN.pools, *many)), ("label",))
    few, fewer = counted(render)
    origins(few, GIVEN, ("label",))
    halvings, ways, other_names = 9, 7, 10
    assert times[0] - fewer[0] <= halvings * ways + other_names


def equal(x: Job) -> dict[str, Any]:
    """Two places, of which each other value of one undoes that of the other."""
    return {"same": x.one == x.other}


@pytest.mark.parametrize("wanted", [None, ("same",)])
def test_what_two_changes_hide_of_one_another_is_found(wanted: Path | None) -> None:
    found = origins(lambda x: equal(x["job"]), {"job": Job()}, wanted)
    assert of_place(found, ("same",)).value == [("job", "one"), ("job", "other")]


@pytest.mark.parametrize(
    ("place", "wanted", "matters"),
    [
        pytest.param(("job", "memory"), ("memory",), True, id="it does"),
        pytest.param(("job", "memory"), ("label",), False, id="to something else"),
        pytest.param(("job", "tags", 1), ("tags", 1), True, id="an item"),
        pytest.param(("job", "tags", 7), ("tags", 1), False, id="an item that is not there"),
        pytest.param(("job", "nothing"), ("memory",), False, id="a field that is not there"),
        pytest.param(("job", "kind"), ("batch", "fixed"), True, id="whether it is there"),
    ],
)
def test_whether_one_place_matters_to_another(place: Path, wanted: Path, *, matters: bool) -> None:
    assert matters_to(render, GIVEN, place, wanted) is matters

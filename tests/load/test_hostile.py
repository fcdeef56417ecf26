"""Anything as input: never a traceback, never a wait, never a word from outside the project."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specgen.load.files import MAX_BYTES
from specgen.spec.kinds import KINDS
from tests.load.worlds import HEAD, SOUND, SOUND_TEXT, findings, layered, sound

MANY = 100_000
HUGE = 400_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "kind: SparkJob\nname: j\n" + "".join(f"a{n}: 1\n" for n in range(MANY)), id="fields"
        ),
        pytest.param(
            SOUND_TEXT + "conf:\n" + "".join(f"  a{n}: 1.5\n" for n in range(70_000)), id="settings"
        ),
        pytest.param(
            SOUND_TEXT + "labels:\n" + "".join(f"  '!{n}': x\n" for n in range(50_000)), id="labels"
        ),
        pytest.param(
            SOUND_TEXT.replace(
                "pools:\n", "pools:\n" + "".join(f"  - {{name: p{n}}}\n" for n in range(40_000))
            ),
            id="pools",
        ),
        pytest.param(
            SOUND_TEXT.replace("pools:\n", "pools:\n" + "  - {name: p, remove: true}\n" * 30_000),
            id="removals",
        ),
        pytest.param("---\na\n" * 150_000, id="documents"),
        pytest.param("---\nkind: Team\nname: a\n" * 40_000, id="one object again and again"),
        pytest.param(
            "".join(f"---\nkind: X{n}\nname: a\n" for n in range(40_000)), id="unknown kinds"
        ),
        pytest.param(
            SOUND_TEXT + f"clusters: [{','.join(f'c{n}' for n in range(20_000))}]\n", id="clusters"
        ),
        pytest.param(
            SOUND_TEXT + f"profiles: [{','.join(f'c{n}' for n in range(20_000))}]\n", id="profiles"
        ),
        pytest.param(
            SOUND_TEXT.replace(
                "name: sample\n",
                f"name: sample\nextends: [{','.join(f'c{n}' for n in range(20_000))}]\n",
            ),
            id="layers",
        ),
        pytest.param(
            sound(perCluster="{" + ",".join(f"c{n}: {{}}" for n in range(20_000)) + "}"),
            id="perCluster",
        ),
        pytest.param(sound(image="a" + "/a" * HUGE + "/!"), id="an image"),
        pytest.param(sound(name="a" + "b" * HUGE), id="a name"),
        pytest.param(sound(team="a" + "b" * HUGE), id="a team's name"),
        pytest.param(sound(zone="us" + "-a" * HUGE), id="a zone"),
        pytest.param(sound(schedule="{cron: '" + "1," * HUGE + "1 * * * *'}"), id="a schedule"),
        pytest.param(sound(application="{file: 's3://" + "<<" * HUGE + "'}"), id="a URI"),
        pytest.param(sound(timeToLive="1" * HUGE + "h"), id="a duration"),
        pytest.param(sound(memoryOverheadFactor="'" + "1" * HUGE + "!'"), id="a factor"),
        pytest.param(
            sound(driver="{pool: any, memory: " + "1" * HUGE + "g}"), id="an amount of memory"
        ),
        pytest.param(sound(bogus="1") + "? " + "e" * HUGE + "\n: 1\n", id="a field"),
        pytest.param(sound(labels="{? " + "a." * HUGE + "/b : x}"), id="a label"),
        pytest.param(
            sound(allow="[{rule: x, because: y, until: '" + "2" * HUGE + "'}]"), id="a day"
        ),
    ],
)
def test_a_mass_of_faults_is_told_in_time_and_in_few_words(tmp_path: Path, text: str) -> None:
    assert len(text) <= MAX_BYTES
    start = time.process_time()
    found = findings(tmp_path, {SOUND: text})
    assert time.process_time() - start < 5
    assert found
    assert all(len(one.message) < 1000 and len(one.help) < 1000 for one in found)


CANARY = "tasty-canary"


@pytest.mark.parametrize(
    "extends", ["../../outside", "..", "../..", "/etc", "link", "sample/../../../outside", "."]
)
def test_no_layer_leads_out_of_the_project(tmp_path: Path, extends: str) -> None:
    root = tmp_path / "project"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.yaml").write_text(f"kind: {CANARY}\nname: x\n", encoding="utf-8")
    (root / "environments").mkdir(parents=True)
    (root / "environments/link").symlink_to(tmp_path / "outside")
    text = SOUND_TEXT.replace(HEAD, f"{HEAD}extends: [{extends}]\n")
    found = findings(root, layered(sample=text))
    assert [one.spot.line for one in found] == [3]
    assert CANARY not in repr(found)


NOTHING_OF_KIND = [
    "null",
    "5",
    "1.5",
    "true",
    "x",
    "''",
    "[]",
    "{}",
    "[a]",
    "{a: b}",
    "[[a]]",
    "[{a: b}]",
    "[null]",
    "{a: null}",
    "2027-01-01",
    "-1",
    "'\\0'",
    "é",
    "{a: {b: [c]}}",
    "[1, {a: [b]}]",
    "{remove: true}",
    "[{name: a, remove: true}]",
    "[{name: [a], remove: true}]",
    "[{name: null}]",
    "{type: 5}",
]
FIELDS = [
    (kind, info.alias or name)
    for kind, model in KINDS.items()
    if kind not in {"Project", "SparkProfile"}
    for name, info in model.model_fields.items()
    if name != "kind"
]


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[".".join(pair) for pair in FIELDS])
def test_no_value_of_any_field_brings_loading_down(tmp_path: Path, kind: str, field: str) -> None:
    """Every field of every kind with values of every form, alone and below and above another."""
    head = {"Environment": HEAD}.get(
        kind, f"kind: {kind}\nname: {'one' if kind == 'Cluster' else 'x'}\n"
    )
    for number, value in enumerate(NOTHING_OF_KIND):
        text = f"{head}{field}: {value}\n" if field != "name" else f"kind: {kind}\nname: {value}\n"
        low = SOUND_TEXT.replace(HEAD, "kind: Environment\nname: base\n")
        top = text if kind == "Environment" else f"{HEAD}extends: [base]\n---\n{text}"
        if kind == "Environment" and field != "extends":
            top = text.replace(HEAD, f"{HEAD}extends: [base]\n")
        for one in findings(tmp_path / str(number), layered(base=low, sample=top)):
            assert one.message
            assert one.spot.file
            assert "\n" not in one.message


values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 5),
        st.floats(-2, 2).map(lambda x: round(x, 2)),
        st.sampled_from(["a", "one", "count", "reviews", "any", "12g", "s3://b/", "x y", "é", ""]),
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["name", "type", "kind", "a", "one", "remove", "spec", "containers", "env"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
all_fields = sorted({field for _, field in FIELDS})
documents = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*KINDS, "Nothing"]),
        "name": st.sampled_from(["one", "count", "reviews", "fast"]),
    },
    optional={field: values for field in all_fields if field != "name"},
)


def some(fields: dict[str, Any], kept: set[str]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key in {"kind", "name"} | kept}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    st.lists(documents, max_size=3),
    st.lists(documents, max_size=2),
    st.sets(st.sampled_from(all_fields), max_size=8),
    st.integers(0, 10**9),
)
def test_no_project_brings_loading_down(
    tmp_path: Path, low: list[Any], high: list[Any], kept: set[str], number: int
) -> None:
    texts = [yaml.safe_dump_all([some(one, kept) for one in each]) for each in (low, high)]
    base = SOUND_TEXT.replace(HEAD, "kind: Environment\nname: base\n")
    files: dict[str, str | bytes] = {
        "environments/base/all.yaml": base,
        "environments/base/x.yaml": texts[0],
        "environments/sample/all.yaml": f"{HEAD}extends: [base]\n",
        "environments/sample/x.yaml": texts[1],
    }
    for one in findings(tmp_path / str(number), files):
        assert one.message
        assert one.spot.file.startswith("environments/")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200),
    st.integers(0, len(SOUND_TEXT)),
    st.integers(0, 20),
    st.integers(0, 10**9),
)
def test_no_bytes_bring_loading_down(
    tmp_path: Path, rubbish: bytes, at: int, gone: int, number: int
) -> None:
    data = SOUND_TEXT.encode()
    text = data[:at] + rubbish + data[at + gone :]
    for one in findings(
        tmp_path / str(number), {SOUND: text, "specgen.yaml": rubbish if gone == 0 else "x"}
    ):
        assert one.message

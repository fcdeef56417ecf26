"""eksctl, by what it was recorded to say: no program of it is asked.

`tests/rules/test_eksctl_verdicts.py` and `test_eksctl_overrides.py` hold our checks against each of
the recorded verdicts; here the trees are held against eksctl's schema, and the report is told what
the verdicts concern.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.real.broken import ROWS, Body, broken
from tests.real.objects import TREES, objects, of_kind
from tests.real.report import NOT_TRIED, told
from tests.real.tree import name_of
from tests.rules.eksctl_cases import cases
from tests.rules.eksctl_specs import FINE, SAID
from tests.rules.eksctl_stricter import LENIENT, STRICTER
from tests.rules.eksctl_written import ABSENT, WRITTEN
from tests.shared import shared_file

VERSION = "v0.230.0"
JUDGE = f"eksctl (recorded verdicts of version {VERSION})"
CONFIG = "ClusterConfig"


@pytest.fixture(scope="module")
def schema() -> Any:
    """eksctl's own schema; a bar in its names is no character of a reference."""
    text = shared_file("upstream/eksctl/schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(text.replace("|", "-")))


def test_the_verdicts_are_of_that_version() -> None:
    head = shared_file("upstream/eksctl/verdicts.yaml").read_text(encoding="utf-8")
    assert f"eksctl {VERSION} " in head.partition("\n")[0]


def configs(tree: Path) -> dict[str, Body]:
    """Each ClusterConfig of a tree by its file."""
    return {name_of(one.path): one.body for one in objects(tree) if one.body["kind"] == CONFIG}


WITH_CONFIGS = [tree for tree in TREES if configs(tree)]


@pytest.mark.parametrize("tree", WITH_CONFIGS, ids=name_of)
def test_every_cluster_config_fits_the_schema(schema: Any, tree: Path) -> None:
    found = configs(tree)
    with told(JUDGE, f"its schema, of {name_of(tree)}", len(found)):
        faults = {
            file: [error.message for error in schema.iter_errors(body)]
            for file, body in found.items()
        }
    assert {file: messages for file, messages in faults.items() if messages} == {}


def test_there_are_cluster_configs_to_look_at() -> None:
    assert len(list(of_kind(CONFIG))) > 3
    assert len(WITH_CONFIGS) > 1


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.kind == CONFIG and not row.passes], ids=lambda row: row.name
)
def test_the_schema_notices_what_is_broken(schema: Any, row: Any) -> None:
    one = next(body for body in (broken(body, row) for body in of_kind(CONFIG)) if body)
    assert not schema.is_valid(one)


# --- the verdicts ---------------------------------------------------------------------------------


def test_each_verdict_is_accounted_for() -> None:
    """How many there are of each sort; which is which the tables say, and those tests hold."""
    verdicts = Counter(case.verdict for case in cases().values())
    sorts = {
        "refused, as eksctl does": set(SAID) - set(STRICTER) - set(LENIENT),
        "refused or warned of, though eksctl lets it pass": set(STRICTER),
        "warned of, though eksctl refuses it": set(LENIENT),
        "accepted, as eksctl does": set(FINE),
        "always written otherwise: the language has no word for it": {
            name for several, _ in WRITTEN for name in several.split()
        },
        "about fields that only an override can set, which is told": {
            name for several in ABSENT.values() for name in several.split()
        },
    }
    for what, names in sorts.items():
        with told(JUDGE, f"verdicts: {what}", len(names)):
            assert names <= cases().keys()
    for field, several in ABSENT.items():
        NOT_TRIED.append(f"eksctl's verdicts of {field} ({len(several.split())}): no spec says it")
    assert sum(map(len, sorts.values())) == verdicts.total() == len(set().union(*sorts.values()))

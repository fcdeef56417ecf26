"""Which rules look at a place: held against what the rules themselves are about."""

import pytest

from specgen.origins.places import put
from specgen.paths import Path
from specgen.pipeline.documents import Of
from specgen.pipeline.used import rules_of
from specgen.rules.registry import RULES
from tests.origins.examples import documents


def of(file: str) -> Of:
    return next(one.of for one in documents("own", "prod") if one.document.file == f"one/{file}")


LOOKED_AT: list[tuple[str, Path, list[str]]] = [
    ("jobs/reviews/count.yaml", ("job", "driver", "pool"), ["unknown-pool", "wrong-pool-role"]),
    ("jobs/reviews/count.yaml", ("job", "zone"), ["unknown-zone"]),
    ("jobs/reviews/count.yaml", ("job", "application", "arguments", 0), []),
    ("jobs/reviews/count.yaml", ("team", "quota", "cpu"), []),
    (
        "infra/eksctl/cluster.yaml",
        ("cluster", "node_groups", 1, "instance_types", 1),
        ["unknown-instance-type"],
    ),
]


@pytest.mark.parametrize(("file", "place", "expected"), LOOKED_AT)
def test_the_rules_that_look_at(file: str, place: Path, expected: list[str]) -> None:
    given = of(file)
    place = ("teams", "reviews", *place[1:]) if place[0] == "team" else place
    assert list(rules_of(given, [place])) == expected


def test_none_looks_at_nothing() -> None:
    assert rules_of(of("jobs/reviews/count.yaml"), []) == ()


def test_all_that_are_named_are_rules_once_and_sorted() -> None:
    given = of("jobs/reviews/count.yaml")
    named = rules_of(given, [("job", "driver", "pool"), ("job", "executor", "pool")])
    assert list(named) == sorted(set(named))
    assert set(named) <= {rule.id for rule in RULES}


def test_a_rule_that_finds_fault_already_is_named_if_another_value_mends_it() -> None:
    place: Path = ("job", "driver", "pool")
    broken = put(of("jobs/reviews/count.yaml"), place, "executors")
    assert "wrong-pool-role" in rules_of(broken, [place])

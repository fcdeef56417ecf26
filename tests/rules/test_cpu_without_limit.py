"""What a LimitRange with a ratio asks of the roles of a job."""

from pathlib import Path

import pytest

from tests.projects import broken, outcome, sample_project

TEAM = "kind: Team\nname: reviews\nlimitRange: [{}]\n"
LIMITS = "---\nkind: SparkJob\nname: count\ndriver: {coreLimit: 2}\nexecutor: {coreLimit: 4}\n"


@pytest.mark.parametrize(
    ("item", "job", "expected"),
    [
        pytest.param("{type: Container, maxLimitRequestRatio: {cpu: 4}}", "", True, id="a ratio"),
        pytest.param(
            "{type: Container, maxLimitRequestRatio: {cpu: 4}}", LIMITS, False, id="limits of roles"
        ),
        pytest.param(
            "{type: Container, max: {cpu: 8}, maxLimitRequestRatio: {cpu: 4}}",
            "",
            False,
            id="max is a default limit, too",
        ),
        pytest.param(
            "{type: Container, default: {memory: 1Gi}, maxLimitRequestRatio: {cpu: 4}}",
            "",
            True,
            id="a default of something else",
        ),
        pytest.param(
            "{type: Container, maxLimitRequestRatio: {memory: 4}}",
            "",
            False,
            id="a ratio of memory",
        ),
        pytest.param("{type: Container, max: {cpu: 8}}", "", False, id="no ratio"),
    ],
)
def test_a_ratio_wants_a_limit(tmp_path: Path, item: str, job: str, *, expected: bool) -> None:
    found = broken(outcome(sample_project(tmp_path, TEAM.format(item) + job)))
    assert ("cpu-without-limit" in found) == expected


def test_each_role_is_told_with_how_to_mend_it(tmp_path: Path) -> None:
    ratio = "{type: Container, maxLimitRequestRatio: {cpu: 4}}"
    one_has = "---\nkind: SparkJob\nname: count\nexecutor: {coreLimit: 4}\n"
    out = outcome(sample_project(tmp_path, TEAM.format(ratio) + one_has))
    told = [one.message for one in out.findings if one.rule == "cpu-without-limit"]
    assert [message.split(" of ")[0] for message in told] == ["driver"]

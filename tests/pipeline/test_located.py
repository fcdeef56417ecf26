"""From lines and written paths to places."""

from typing import Any

import pytest

from specgen.paths import Path
from specgen.pipeline.located import in_data, resolved

YAML = """\
# a comment
kind: Thing
spec:
  list:
  - name: one
    value: 1
  - name: two
  empty: {}
  text: |
    first
    second

    fourth
  last: x
"""

LINES: list[tuple[int, Path | None]] = [
    (1, None),
    (2, ("kind",)),
    (3, ("spec",)),
    (4, ("spec", "list")),
    (5, ("spec", "list", 0, "name")),
    (6, ("spec", "list", 0, "value")),
    (7, ("spec", "list", 1, "name")),
    (8, ("spec", "empty")),
    (9, ("spec", "text")),
    (10, ("spec", "text", 0)),
    (11, ("spec", "text", 1)),
    (13, ("spec", "text", 3)),
    (14, ("spec", "last")),
]


@pytest.mark.parametrize(("line", "path"), LINES)
def test_a_line_of_yaml_is_the_innermost_place_that_begins_there(
    line: int, path: Path | None
) -> None:
    assert in_data(YAML, line) == path


JSON = """\
{
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject"
      ]
    }
  ]
}
"""


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (2, ("Statement",)),
        (3, ("Statement", 0)),
        (4, ("Statement", 0, "Effect")),
        (6, ("Statement", 0, "Action", 0)),
        (7, ("Statement", 0, "Action")),
    ],
)
def test_so_is_a_line_of_json(line: int, path: Path) -> None:
    assert in_data(JSON, line) == path


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n", "\t"])
def test_a_text_that_is_not_one_document_has_no_places(text: str) -> None:
    assert in_data(text, 1) is None


BODY: dict[str, Any] = {
    "spec": {"conf": {"spark.sql.x": 1, "spark": {"sql": 2}}, "list": [{"a": 1}, {"a": {"b": 2}}]}
}


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("", ()),
        ("spec", ("spec",)),
        ("spec.conf.spark.sql.x", ("spec", "conf", "spark.sql.x")),
        ('spec.conf["spark.sql.x"]', ("spec", "conf", "spark.sql.x")),
        ("spec.conf.spark.sql", ("spec", "conf", "spark", "sql")),
        ("spec.list[1].a.b", ("spec", "list", 1, "a", "b")),
        ("spec.list[2]", None),
        ("spec.list[1]a", None),
        ("spec.con", None),
        ("spec.", None),
    ],
)
def test_a_written_path_is_the_place_that_it_leads_to(written: str, path: Path | None) -> None:
    assert resolved(BODY, written) == path

"""How often a document is rendered to answer for one of its leaves: time, told in a steady unit."""

from functools import partial
from typing import Any

import pytest

from specgen.origins.compare import places
from specgen.origins.origins import origins
from specgen.paths import Path, text
from specgen.pipeline.documents import Made
from tests.origins.examples import documents

MOST = 300
"""Renderings; all other values of all places of its input are some eighteen hundred."""

EVERY = 101


def largest() -> Made:
    return max(
        (one for one in documents("repository", "prod") if isinstance(one.document.body, dict)),
        key=lambda one: len(list(places(one.document.body))),
    )


def times_rendered(made: Made, path: Path) -> int:
    times = 0

    def counted(again: Any, of: Any) -> Any:
        nonlocal times
        times += 1
        return again(of)

    origins(partial(counted, partial(made.again, part=path)), made.of, path)
    return times


PATHS = [path for path, _ in places(largest().document.body)][::EVERY]


@pytest.mark.parametrize("path", PATHS, ids=text)
def test_one_leaf_of_the_largest_document_takes_few_renderings(path: Path) -> None:
    assert times_rendered(largest(), path) <= MOST


def test_the_largest_document_is_a_cluster_of_some_size() -> None:
    """Else the test before this one would prove nothing."""
    assert largest().document.body["kind"] == "ClusterConfig"
    assert len(PATHS) > 5

"""Documents made again from spec objects are those of a run, and so are their subjects."""

import datetime as dt

import pytest

from specgen.pipeline.documents import inputs, made, subject
from specgen.pipeline.run import run
from specgen.targets.kustomization import NAME
from tests.origins.examples import every_environment, world

ENVIRONMENTS = list(every_environment())
TODAY = dt.date(2027, 1, 15)


@pytest.mark.parametrize(("project", "environment"), ENVIRONMENTS)
def test_a_subject_is_what_load_makes_of_the_same_spec_objects(
    project: str, environment: str
) -> None:
    for of, x in inputs(world(project, environment)):
        assert subject(of) == x


@pytest.mark.parametrize(("project", "environment"), ENVIRONMENTS)
def test_a_document_is_byte_for_byte_the_file_that_a_run_comes_to(
    project: str, environment: str
) -> None:
    here = world(project, environment)
    texts = {one.document.file: one.text(here).encode() for one in made(here)}
    files = run(world(project, environment), TODAY).files
    assert texts == {file: data for file, data in files.items() if not file.endswith(NAME)}


@pytest.mark.parametrize(("project", "environment"), ENVIRONMENTS)
def test_made_again_of_the_same_a_document_is_the_same(project: str, environment: str) -> None:
    for one in made(world(project, environment)):
        assert one.again(one.of) == one.document.body

"""Every leaf of every example has an origin, or is a literal that a person has looked at."""

import re
from collections.abc import Iterator

import pytest

from specgen.origins.compare import places
from specgen.origins.origins import of_place, origins
from specgen.paths import Path, text
from specgen.pipeline.documents import Made
from specgen.targets.registry import TARGETS
from tests.origins.examples import documents, every_environment
from tests.origins.literals import LITERALS, is_known

ENVIRONMENTS = list(every_environment())
CLUSTERS = sorted(
    {
        (project, name, made.of.cluster.name)
        for project, name in ENVIRONMENTS
        for made in documents(project, name)
    }
)


def place_of(made: Made, path: Path) -> str:
    """A path without indices; of a scheduled job as of one that is none."""
    place = re.sub(r"\[\d+\]", "[]", text(path))
    scheduled = isinstance(made.document.body, dict) and "template" in str(path[1:2])
    return place.replace("spec.template.", "spec.", 1) if is_job(made) and scheduled else place


def is_job(made: Made) -> bool:
    return made.target.id == "spark-application"


def on_cluster(project: str, environment: str, cluster: str) -> list[Made]:
    return [one for one in documents(project, environment) if one.of.cluster.name == cluster]


def without_origin(made: Made) -> Iterator[str]:
    """Places of a document whose value no spec says."""
    found = origins(made.again, made.of)
    for path, _ in places(made.document.body):
        if not of_place(found, path).value:
            yield place_of(made, path)


@pytest.mark.parametrize(("project", "environment", "cluster"), CLUSTERS)
def test_every_leaf_has_an_origin_or_is_a_known_literal(
    project: str, environment: str, cluster: str
) -> None:
    unknown = {
        (made.target.id, place)
        for made in on_cluster(project, environment, cluster)
        for place in without_origin(made)
        if not is_known(made.target.id, place)
    }
    assert unknown == set(), "an origin is lost; or add the place to tests/origins/literals.py"


def test_every_target_is_in_the_table_of_literals() -> None:
    assert LITERALS.keys() == {target.id for target in TARGETS}


def test_what_a_team_job_and_cluster_write_is_no_literal() -> None:
    """The table would hide an origin that is lost, if it knew places like these."""
    for target, place in (
        ("spark-application", "spec.executor.memory"),
        ("spark-application", 'spec.sparkConf["spark.eventLog.dir"]'),
        ("resource-quota", "spec.hard.pods"),
        ("eksctl", "managedNodeGroups[].maxSize"),
        ("karpenter-node-pools", "spec.limits.cpu"),
        ("karpenter-stack", "Resources.KarpenterNodeRole.Properties.RoleName"),
        ("argocd", "spec.source.targetRevision"),
    ):
        assert not is_known(target, place)


SAMPLED = [("own", "prod", "one"), ("kitchen-sink", "dev", "eu-a")]
"""Clusters of which every document is asked for one leaf alone."""


@pytest.mark.parametrize(("project", "environment", "cluster"), SAMPLED)
def test_one_leaf_asked_alone_has_the_origins_that_it_has_among_all(
    project: str, environment: str, cluster: str
) -> None:
    for number, made in enumerate(on_cluster(project, environment, cluster)):
        paths = [path for path, _ in places(made.document.body)]
        path = paths[number * 7 % len(paths)]
        among = of_place(origins(made.again, made.of), path)
        alone = of_place(origins(made.again, made.of, path), path)
        assert alone == among, f"{made.document.file}: {text(path)}"

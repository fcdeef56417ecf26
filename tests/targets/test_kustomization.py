"""Each folder that Argo CD syncs lists its objects, and no other folder does."""

import pytest

from specgen.targets.kustomization import kustomizations


def _of(name: str, *resources: str) -> tuple[str, dict[str, object]]:
    return name, {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": list(resources),
    }


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param([], [], id="no files"),
        pytest.param(
            ["use1/teams/a/role-x.yaml", "use1/teams/a/namespace-x.yaml"],
            [_of("use1/teams/a/kustomization.yaml", "namespace-x.yaml", "role-x.yaml")],
            id="a team's folder, by name",
        ),
        pytest.param(
            ["use1/jobs/b/etl.yaml", "use1/jobs/a/etl.yaml"],
            [
                _of("use1/jobs/a/kustomization.yaml", "etl.yaml"),
                _of("use1/jobs/b/kustomization.yaml", "etl.yaml"),
            ],
            id="each folder for itself, in order",
        ),
        pytest.param(
            ["use1/infra/eksctl/cluster.yaml"], [], id="what a pipeline applies is not synced"
        ),
        pytest.param(["teams/a/role-x.yaml", "top.yaml"], [], id="nor what is of no cluster"),
    ],
)
def test_kustomizations(files: list[str], expected: list[tuple[str, object]]) -> None:
    assert list(kustomizations(files)) == expected

"""Rules about what stands beside jobs, at their edges: node groups' names, add-ons, classes."""

from pathlib import Path

import pytest

from specgen.rules.sample import created, group
from tests.projects import IN_GIT, broken, outcome, sample_project

_NONE: set[str] = set()
_CLASSES = "kind: Cluster\nname: one\nstorageClasses: "
_DEFAULT = "{name: %s, default: true}"
_ONE_EACH = {"perZone": "true", "size": "{min: 1, max: 1}"}


def _classes(text: str) -> str:
    return created(f"storageClasses: [{text}]")


def _operator(text: str) -> str:
    return created(f"addons: {{sparkOperator: {{{text}}}}}")


EDGES: dict[str, tuple[str, set[str]]] = {
    "a group called as another's part in a zone": (
        created(group=f"{group('big-b', pool='big')}\n{group('big', **_ONE_EACH)}"),
        {"group-name-twice"},
    ),
    "a zone that the group does not stand in": (
        created(
            group=f"{group('big', zones='[us-east-1a]', **_ONE_EACH)}\n{group('big-b', pool='big')}"
        ),
        _NONE,
    ),
    "a revision tells them apart": (
        created(group=f"{group('big', **_ONE_EACH)}\n{group('big-a', pool='big', revision='2')}"),
        _NONE,
    ),
    "the operator on any pool": (_operator("pool: any"), _NONE),
    "the operator on no pool that there is": (_operator("pool: nope"), {"unknown-addon-pool"}),
    "the operator in default": (_operator("namespace: default"), {"operator-in-taken-namespace"}),
    "the operator in the system's": (
        _operator("namespace: kube-system"),
        {"operator-in-taken-namespace"},
    ),
    "no DNS": (
        created("addons: {sparkOperator: {}, coredns: false}"),
        {"cluster-without-services"},
    ),
    "a class of EBS without its driver": (
        _classes("{name: fast}"),
        {"class-without-driver"},
    ),
    "a class of EBS where somebody else made the cluster": (
        f"{_CLASSES}[{{name: fast}}]\n",
        _NONE,
    ),
    "three defaults": (
        f"{_CLASSES}[{_DEFAULT % 'a'}, {_DEFAULT % 'b'}, {_DEFAULT % 'c'}]\n",
        {"default-class-twice"},
    ),
}


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge(tmp_path: Path, edge: str) -> None:
    spec, rules = EDGES[edge]
    out = outcome(sample_project(tmp_path, spec, more=IN_GIT))
    assert broken(out) == rules, [(one.rule, one.message) for one in out.findings]
    assert all(one.spot.line and one.help for one in out.findings)


def test_a_pool_is_looked_for_among_the_clusters(tmp_path: Path) -> None:
    (found,) = outcome(sample_project(tmp_path, _operator("pool: sytem"), more=IN_GIT)).findings
    assert found.help == "did you mean `system`?"

"""What eksctl says to a ClusterConfig, case by case: how we keep from ever writing what it refuses.

Of each recorded case one of these holds:

- SAID: a spec can say it, and then these findings stand against it. What eksctl lets pass and AWS
  does not is among them.
- WRITTEN: a spec cannot say it, and what we write is always otherwise.
- ABSENT: it is about a field that we never write.
- FINE: a spec can say it, eksctl lets it pass, and so do we.

What an override can make of a ClusterConfig is in `test_eksctl_overrides.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from specgen.finding import Severity
from tests.projects import IN_GIT, outcome, sample_project
from tests.rules.eksctl_cases import Case, Node, cases, changed
from tests.rules.eksctl_specs import FINE, FULL, OWN, SAID
from tests.rules.eksctl_stricter import LENIENT, STRICTER, WARNED
from tests.rules.eksctl_written import (
    ABSENT,
    NODES,
    SOURCES,
    WRITTEN,
    Written,
    scripts,
    taints,
    values,
    written,
)
from tests.shared import REPOSITORY


def told() -> Iterator[str]:
    """Every case that the tables tell of."""
    yield from SAID
    yield from FINE
    for several in (*(several for several, _ in WRITTEN), *ABSENT.values()):
        yield from several.split()


@pytest.fixture(scope="module")
def asked() -> dict[str, Case]:
    return cases()


# --- all cases are told of ------------------------------------------------------------------------


def test_every_case_is_told_of_once(asked: dict[str, Case]) -> None:
    assert sorted(told()) == sorted(asked)


def test_what_is_fine_is_accepted_by_eksctl(asked: dict[str, Case]) -> None:
    assert {asked[name].verdict for name in FINE} == {"accept"}


def test_each_difference_of_judgement_is_listed_with_a_reason(asked: dict[str, Case]) -> None:
    accepted = {name for name in SAID if asked[name].verdict == "accept"}
    assert accepted == set(STRICTER)
    assert {name for name in WARNED if asked[name].verdict == "refuse"} == set(LENIENT)
    assert all({**STRICTER, **LENIENT}.values())


# --- said in a spec -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SAID)
def test_what_a_spec_can_say_is_refused_where_it_is_said(tmp_path: Path, case: str) -> None:
    spec, rules = SAID[case]
    found = outcome(sample_project(tmp_path, spec, more=IN_GIT)).findings
    assert {one.rule for one in found} == rules, [(one.rule, one.message) for one in found]
    assert all(one.spot.line and one.help for one in found)
    assert all((tmp_path / one.spot.file).is_file() for one in found)
    assert (case in WARNED) != any(one.severity is Severity.ERROR for one in found)


HAS: dict[str, Callable[[Written], bool]] = {
    "base-full": lambda x: {"secretsEncryption", "zonalShiftConfig", "cloudWatch"} <= {*x.config},
    "base-existing-vpc": lambda x: x.is_own,
    "base-auto-off": lambda x: x.config["autoModeConfig"] == {"enabled": False},
    "cidr-24": lambda x: x.config["vpc"]["cidr"] == "10.0.0.0/24",
    "own-vpc-with-cidr": lambda x: {"id", "cidr"} <= {*x.config["vpc"]},
    "addon-values-unknown-key": lambda x: '"envs": {}' in x.addons[0]["configurationValues"],
    "pod-identity-all-kinds-of-policy": lambda x: any(
        {"permissionPolicy", "permissionPolicyARNs"} <= {*one} for one in x.identities
    ),
    "label-kubelet-prefix": lambda x: "node.kubernetes.io/lifecycle" in x.groups[-1]["labels"],
    "max-pods-5000": lambda x: x.groups[-1]["maxPodsPerNode"] == 5000,
    "override-bootstrap-node-config": lambda x: bool(scripts(x)),
}
"""By the case's id: what of it stands in the file."""


@pytest.mark.parametrize("case", FINE)
def test_what_is_fine_renders_to_the_case(tmp_path: Path, case: str) -> None:
    assert HAS[case](written(tmp_path, FINE[case]))


# --- always written right -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """The samples, then what lies in the repository's trees."""
    made = [written(tmp_path_factory.mktemp("sample"), spec) for spec in (FULL, OWN)]
    return [*made, *in_trees()]


def in_trees() -> Iterator[Written]:
    """Every ClusterConfig that lies in the repository, of examples and goldens."""
    for path in sorted(REPOSITORY.rglob("rendered/*/*/infra/eksctl/cluster.yaml")):
        text = path.read_text(encoding="utf-8")
        yield Written(text, yaml.safe_load(text))


def test_trees_have_cluster_configs_to_look_at() -> None:
    assert len(list(in_trees())) > 3


@pytest.mark.parametrize(
    "holds", [holds for _, holds in WRITTEN], ids=[name for name, _ in WRITTEN]
)
def test_what_a_spec_cannot_say_is_always_written_right(
    samples: list[Written], holds: Callable[[Written], bool]
) -> None:
    assert all(holds(one) for one in samples)


@pytest.mark.parametrize(
    ("case", "holds"),
    [pytest.param(case, holds, id=case) for several, holds in WRITTEN for case in several.split()],
)
def test_the_case_itself_would_be_noticed(
    samples: list[Written], asked: dict[str, Case], case: str, holds: Callable[[Written], bool]
) -> None:
    """What is held of ours is untrue once it is changed as the case is, or it holds nothing."""
    one = asked[case]
    if not one.base:
        assert not _holds(holds, Written(one.text, one.config))
        return
    grounds = (one.base, *(sample.config for sample in samples))
    assert any(
        _holds(holds, _as_written(ground)) and not _holds(holds, _as_written(after))
        for ground, after in _applied(grounds, one.change)
    )


def _applied(grounds: Iterable[Node], change: list[Node]) -> Iterator[tuple[Node, Node]]:
    """Each document that has a place for the change, before and after."""
    for ground in grounds:
        with suppress(IndexError, KeyError):
            yield ground, changed(ground, change)


def _as_written(config: Node) -> Written:
    return Written(yaml.safe_dump(config), config)


def _holds(holds: Callable[[Written], bool], one: Written) -> bool:
    """Whether it is so; a field that it needs and that is not there is an answer, too."""
    try:
        return holds(one)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def test_the_samples_have_what_is_looked_at(samples: list[Written]) -> None:
    full, own, *_ = samples
    assert not full.is_own
    assert own.is_own
    assert {one.get("type") for one in full.access} == {None, *NODES}
    assert {*full.access[2]} == {"principalARN", "kubernetesGroups"}
    assert {one["type"] for one in full.scopes} == {"cluster", "namespace"}
    assert {one["privateNetworking"] for one in own.groups} == {True, False}
    assert any(map(taints, full.groups))
    assert scripts(full)
    assert "axis" in full.text
    assert {kind for one in full.identities for kind in one if kind in SOURCES} == {
        "permissionPolicy",
        "permissionPolicyARNs",
    }


# --- never written --------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ABSENT)
def test_a_field_that_we_do_not_write_is_never_written(samples: list[Written], field: str) -> None:
    above, _, _ = field.rpartition(".")
    assert any(found for one in samples for found in values(one.config, above))
    assert not [found for one in samples for found in values(one.config, field)]


@pytest.mark.parametrize(
    ("case", "field"),
    [pytest.param(case, field, id=case) for field in ABSENT for case in ABSENT[field].split()],
)
def test_a_case_about_an_absent_field_has_that_field(
    asked: dict[str, Case], case: str, field: str
) -> None:
    assert list(values(asked[case].config, field))

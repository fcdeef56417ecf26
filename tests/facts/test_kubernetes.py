"""What goes together on EKS: the tables, and that they agree with what is rendered by them."""

import re

import pytest
from pydantic import TypeAdapter

from specgen.facts.kubernetes import (
    AMI_FORMS,
    EKS_MINORS,
    LEAST_KARPENTER,
    LONGEST_KARPENTER_CLUSTER,
    REGIONS,
    Maker,
    minor_of,
)
from specgen.spec.environment import Region
from specgen.targets.infra import karpenter_stack
from tests.shared import shared_file, shared_yaml


@pytest.mark.parametrize(
    ("release", "minor"),
    [("1.34", 34), ("1.9", 9), ("v1.34.1-eksbuild.2", 34), ("1.30.14-20260715", 30)],
)
def test_the_minor_release_of_a_version(release: str, minor: int) -> None:
    assert minor_of(release) == minor


def test_every_release_of_eks_has_its_least_karpenter() -> None:
    assert list(LEAST_KARPENTER) == list(EKS_MINORS)


def test_a_newer_kubernetes_never_takes_an_older_karpenter() -> None:
    assert list(LEAST_KARPENTER.values()) == sorted(LEAST_KARPENTER.values())


def test_the_releases_are_those_that_eks_listed_to_eksctl_and_what_came_since() -> None:
    """When the verdicts were recorded EKS had 1.31 to 1.35."""
    says = next(
        case["says"]
        for case in shared_yaml("upstream/eksctl/verdicts.yaml")["cases"]
        if case["id"] == "version-patch-level"
    )
    listed = {int(minor) for minor in re.findall(r"1\.([0-9]+)", says)}
    assert listed <= set(EKS_MINORS)
    assert listed | {36} == set(EKS_MINORS)


def test_karpenters_matrix_is_the_domains() -> None:
    text = shared_file("domain.md").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith("**Version skew**"))
    said = {
        int(minor): tuple(map(int, least.split(".")))
        for minor, least in re.findall(r"1\.([0-9]+)→≥([0-9.]+[0-9])", line)
    }
    assert said
    assert {minor: LEAST_KARPENTER[minor] for minor in said} == said


def test_the_longest_name_is_what_the_stacks_role_leaves_room_for() -> None:
    assert LONGEST_KARPENTER_CLUSTER == karpenter_stack.LONGEST_NAME
    assert len(karpenter_stack.node_role("a" * LONGEST_KARPENTER_CLUSTER)) == 64


@pytest.mark.parametrize(
    ("maker", "family", "release", "fits"),
    [
        ("nodeGroups", "AL2023", "1.34.1-20260715", True),
        ("nodeGroups", "AL2023", "1.34.1-2026071", False),
        ("nodeGroups", "AL2023", "1.34-20260715", False),
        ("nodeGroups", "AL2023", "v20260715", False),
        ("nodeGroups", "AL2023", "latest", False),
        ("nodeGroups", "AL2023", "1.47.0-6154605b", False),
        ("nodeGroups", "Bottlerocket", "1.47.0-6154605b", True),
        ("nodeGroups", "Bottlerocket", "v1.44.0", False),
        ("nodeClasses", "AL2023", "v20260715", True),
        ("nodeClasses", "AL2023", "latest", True),
        ("nodeClasses", "AL2023", "20260715", False),
        ("nodeClasses", "AL2023", "1.34.1-20260715", False),
        ("nodeClasses", "AL2023", "v1.44.0", False),
        ("nodeClasses", "Bottlerocket", "v1.44.0", True),
        ("nodeClasses", "Bottlerocket", "1.44.0", True),
        ("nodeClasses", "Bottlerocket", "1.47.0-6154605b", True),
        ("nodeClasses", "Bottlerocket", "v20260715", False),
        ("nodeClasses", "Bottlerocket", "", False),
    ],
)
def test_a_release_of_an_image(maker: Maker, family: str, release: str, *, fits: bool) -> None:
    form, example = AMI_FORMS[maker, family]
    assert (form.fullmatch(release) is not None) == fits
    assert form.fullmatch(example)


def test_regions_stand_in_order_and_are_regions_of_the_language() -> None:
    assert sorted(set(REGIONS)) == list(REGIONS)
    region: TypeAdapter[str] = TypeAdapter(Region)
    assert [region.validate_python(name) for name in REGIONS] == list(REGIONS)

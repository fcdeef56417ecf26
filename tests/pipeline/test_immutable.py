"""What cannot change in place is refused, field by field; what can is let through."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from specgen.finding import Finding
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.world import World
from specgen.pipeline import fixed
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.run import run
from specgen.pipeline.versions import goes_back, of_cluster
from specgen.rules.sample import PRODUCTION, created
from tests.projects import TODAY, sample_project

FILE = "one/infra/eksctl/cluster.yaml"
RULES = ("immutable-change", "unreadable-base")
WORK = {
    "name": "work",
    "runs": "executors",
    "capacityType": "on-demand",
    "instanceTypes": "[m7g.large, m6g.large]",
    "ami": "{version: 1.34.1-20260715}",
    "size": "{min: 0, max: 4}",
}
OWN_VPC = (
    "vpc: vpc-1, subnets: {private: {us-east-1a: subnet-a, us-east-1b: subnet-b}}, "
    "endpoint: {publicFrom: [203.0.113.0/24]}"
)
KEY = "arn:aws:kms:us-east-1:111122223333:key/%s"


def group(**fields: str) -> str:
    """The inside of a node group's map; an empty text takes a field away."""
    said = {**WORK, **fields}
    return ", ".join(f"{key}: {text}" for key, text in said.items() if text)


def render(root: Path, example: str, old: bytes | None = None) -> Outcome:
    """The sample with that example, held against an old ClusterConfig."""
    opened = open_project(str(sample_project(root, example)))
    assert opened.project is not None
    world = World(opened.project, Layers(str(root), opened.project.environments), "sample")
    return run(world, TODAY, before=lambda file: old if file == FILE else None)


def told(out: Outcome) -> list[Finding]:
    return [one for one in out.findings if one.rule in RULES]


def changed(root: Path, old: str, new: str) -> list[Finding]:
    """What stands against going from one example to another."""
    there = render(root, old).files[FILE]
    return told(render(root, new, there))


def excerpt(finding: Finding) -> str:
    """The text that a finding points at."""
    spot = finding.spot
    return spot.excerpt[-1][spot.column - 1 : spot.column - 1 + spot.width]


class Row(NamedTuple):
    """A field of a rendered group, the spec's field, and two values of it; None is its absence."""

    rendered: str
    field: str
    values: tuple[str | None, str | None]
    given: Mapping[str, str] = MappingProxyType({})
    """Further fields that both say."""

    def group(self, value: str | None) -> str:
        """The group with one of the values."""
        name, _, below = self.field.partition(".")
        if below and value is not None:
            first = f"{self.given[name]}, " if name in self.given else ""
            value = f"{{{first}{below}: {value}}}"
        elif below:
            value = f"{{{self.given[name]}}}" if name in self.given else None
        others = {key: text for key, text in self.given.items() if key != name}
        return group(**others, **{name: value or ""})


SIZE = {"volume": "size: 100Gi"}
GROUP_ROWS = [
    Row("amiFamily", "ami.family", (None, "Bottlerocket")),
    Row("instanceTypes", "instanceTypes", ("[m7g.large]", "[m6g.large]")),
    Row("instanceTypes", "instanceTypes", ("[m7g.large, m6g.large]", "[m6g.large, m7g.large]")),
    Row("spot", "capacityType", ("on-demand", "spot")),
    Row("availabilityZones", "zones", (None, "[us-east-1a]")),
    Row("privateNetworking", "privateNetworking", (None, "false")),
    Row("instancePrefix", "instancePrefix", (None, "spark")),
    Row("taints", "taints", (None, "[{key: gpu}]")),
    Row("taints", "taints", ("[{key: gpu}]", "[{key: gpu, effect: NoExecute}]")),
    Row("taints", "taint", (None, "false")),
    Row("tags", "tags", (None, "{owner: us}")),
    Row("volumeSize", "volume.size", ("100Gi", "200Gi")),
    Row("volumeType", "volume.type", ("gp2", "gp3"), SIZE),
    Row("volumeIOPS", "volume.iops", (None, "4000"), SIZE),
    Row("volumeThroughput", "volume.throughput", (None, "250"), SIZE),
    Row("volumeEncrypted", "volume.encrypted", ("true", "false"), SIZE),
    Row("volumeKmsKeyID", "volume.kmsKey", (None, f'"{KEY % "a"}"'), SIZE),
    Row("maxPodsPerNode", "maxPods", (None, "58")),
    Row(
        "overrideBootstrapCommand",
        "instanceStore",
        (None, "raid0"),
        {"instanceTypes": "[m6gd.large]"},
    ),
]


def test_the_table_has_a_row_for_every_field() -> None:
    assert {row.rendered for row in GROUP_ROWS} | {"subnets"} == set(fixed.GROUP)


both_ways = pytest.mark.parametrize("way", [1, -1], ids=["there", "back"])
rows = pytest.mark.parametrize(
    "row", GROUP_ROWS, ids=[f"{row.rendered}-{row.values[1]}" for row in GROUP_ROWS]
)


@both_ways
@rows
def test_a_field_of_a_group_that_is_there_does_not_change(
    tmp_path: Path, row: Row, way: int
) -> None:
    old, new = row.values[::way]
    (finding,) = changed(tmp_path, created(group=row.group(old)), created(group=row.group(new)))
    assert finding.message == f"`{_first(row)}` of node group `work` cannot change in place"
    assert finding.help.startswith("set revision: 2 (a new group); if eksctl never made it")
    assert finding.family == "eks"
    if new is not None:
        assert new.strip("{}") in excerpt(finding)
    (related,) = finding.related
    assert related.spot.file == f"rendered/sample/{FILE}"
    assert related.label.startswith("was ")


def _first(row: Row) -> str:
    """The field that the message names: the likeliest of those that may say the value."""
    return "taints" if row.rendered == "taints" else row.field


@rows
def test_a_raised_revision_makes_another_group_and_nothing_is_compared(
    tmp_path: Path, row: Row
) -> None:
    old, new = (created(group=row.group(value)) for value in row.values)
    raised = new.replace("name: work,", "name: work, revision: 2,")
    assert changed(tmp_path, old, raised) == []


def test_the_next_revision_is_one_more(tmp_path: Path) -> None:
    old = created(group=group(revision="3"))
    new = created(group=group(revision="3", instanceTypes="[m7g.large]"))
    (finding,) = changed(tmp_path, old, new)
    assert finding.help.startswith("set revision: 4 ")


@both_ways
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param({"size": "{min: 0, max: 4}"}, {"size": "{min: 2, max: 9}"}, id="size"),
        pytest.param({}, {"size": "{min: 0, max: 4, desired: 3}"}, id="desired"),
        pytest.param({}, {"labels": "{a: b}"}, id="labels"),
        pytest.param({}, {"update": "2"}, id="update"),
        pytest.param({}, {"repair": "false"}, id="repair"),
        pytest.param({}, {"ami": "{}"}, id="the newest image"),
        pytest.param({}, {"priority": "5"}, id="what is not rendered"),
        pytest.param({}, {"perZone": "true"}, id="other groups"),
        pytest.param({}, {"name": "other"}, id="another group"),
        pytest.param(
            {"taints": "[{key: a}, {key: b}]"}, {"taints": "[{key: b}, {key: a}]"}, id="order"
        ),
        pytest.param(
            {"zones": "[us-east-1a, us-east-1b]"},
            {"zones": "[us-east-1b, us-east-1a]"},
            id="order of zones",
        ),
    ],
)
def test_what_a_command_can_change_is_let_through(
    tmp_path: Path, old: dict[str, str], new: dict[str, str], way: int
) -> None:
    pair = [created(group=group(**fields)) for fields in (old, new)]
    assert changed(tmp_path, *pair[::way]) == []


@both_ways
def test_a_group_comes_and_goes(tmp_path: Path, way: int) -> None:
    pair = [created(), created(group=group())]
    assert changed(tmp_path, *pair[::way]) == []


@both_ways
def test_cluster_autoscaler_comes_and_goes_and_takes_its_tags_along(
    tmp_path: Path, way: int
) -> None:
    pair = [created(f"clusterAutoscaler: {text}\n", group()) for text in ("{}", "null")]
    assert changed(tmp_path, *pair[::way]) == []


def test_groups_of_each_zone_are_told_as_the_one_that_is_written(tmp_path: Path) -> None:
    old = created(group=group(perZone="true"))
    new = created(group=group(perZone="true", instanceTypes="[m7g.large]"))
    (finding,) = changed(tmp_path, old, new)
    assert "node group `work`" in finding.message


# --- clusters -------------------------------------------------------------------------------------


def network(text: str) -> str:
    return created(f"network: {{{text}}}\n", group())


ENDPOINT = "endpoint: {publicFrom: [203.0.113.0/24]}"
CLUSTER_ROWS = [
    pytest.param(
        (network(ENDPOINT), network(f"{ENDPOINT}, cidr: 10.9.0.0/16")),
        "network.cidr",
        "10.9.0.0/16",
        id="cidr",
    ),
    pytest.param(
        (network(ENDPOINT), network(f"{ENDPOINT}, natGateway: none")),
        "network.natGateway",
        "none",
        id="nat",
    ),
    pytest.param(
        (network(ENDPOINT), PRODUCTION + network(ENDPOINT)),
        "network.natGateway",
        "",
        id="its default",
    ),
    pytest.param(
        (network(ENDPOINT), network(f"{ENDPOINT}, serviceCidr: 172.20.0.0/16")),
        "network.serviceCidr",
        "172.20.0.0/16",
        id="services",
    ),
    pytest.param((network(ENDPOINT), network(OWN_VPC)), "network.vpc", "vpc-1", id="vpc"),
    pytest.param(
        (network(OWN_VPC), network(OWN_VPC.replace("vpc-1", "vpc-2"))),
        "network.vpc",
        "vpc-2",
        id="another vpc",
    ),
    pytest.param(
        (created("", group()), created("zones: [us-east-1a, us-east-1c]\n", group())),
        "zones",
        "[us-east-1a, us-east-1c]",
        id="zones",
    ),
    pytest.param(
        (created("", group()), created("region: eu-west-1\n", group())),
        "region",
        "eu-west-1",
        id="region",
    ),
    pytest.param(
        (created(f'encryptionKey: "{KEY % "a"}"\n'), created(f'encryptionKey: "{KEY % "b"}"\n')),
        "encryptionKey",
        KEY % "b",
        id="key",
    ),
]


@both_ways
@pytest.mark.parametrize(("pair", "field", "said"), CLUSTER_ROWS)
def test_a_field_that_is_settled_with_the_cluster_does_not_change(
    tmp_path: Path, pair: tuple[str, str], field: str, said: str, way: int
) -> None:
    (finding,) = changed(tmp_path, *pair[::way])
    assert finding.message == f"`{field}` of cluster `one` is settled when the cluster is made"
    assert finding.help.startswith("put it back, or make a cluster of another name; ")
    if way == 1:
        assert said in excerpt(finding)


def test_the_rows_are_the_table() -> None:
    paths = {one.path for one in (*fixed.MADE, *fixed.CLUSTER, fixed.VPC, fixed.REGION)}
    assert len(CLUSTER_ROWS) - 2 == len(paths) - 1, "two rows more; iam.withOIDC has its own test"


def test_the_region_of_the_environment_counts_where_the_cluster_says_none(tmp_path: Path) -> None:
    moved = created("", group()).replace(
        'cloud: {account: "111122223333"}', 'cloud: {account: "111122223333", region: eu-west-1}'
    )
    (finding,) = changed(tmp_path, created("", group()), moved)
    assert (finding.path, excerpt(finding)) == (("cloud", "region"), "eu-west-1")


def test_a_cluster_in_another_region_is_told_as_that_and_nothing_else(tmp_path: Path) -> None:
    zones = "region: eu-west-1\nzones: [eu-west-1a, eu-west-1b]\n"
    new = created(f'{zones}kubernetesVersion: "1.36"\n', group(instanceTypes="[m7g.large]"))
    (finding,) = changed(tmp_path, created("", group()), new)
    assert finding.path == ("region",)


def test_encryption_is_turned_on_once_and_for_all(tmp_path: Path) -> None:
    pair = created(), created(f'encryptionKey: "{KEY % "a"}"\n')
    assert changed(tmp_path, *pair) == []
    (finding,) = changed(tmp_path, *pair[::-1])
    assert "`encryptionKey`" in finding.message


def test_an_override_is_told_where_it_stands(tmp_path: Path) -> None:
    without = "overrides: {ClusterConfig: {iam: {withOIDC: false}}}\n"
    pair = created(), created(without)
    (finding,) = changed(tmp_path, *pair)
    assert finding.message == "`iam.withOIDC` of cluster `one` is settled when the cluster is made"
    assert (excerpt(finding), finding.path[0]) == ("false", "overrides")
    assert changed(tmp_path, *pair[::-1]) == []


def test_what_only_an_override_can_say_of_a_group_is_fixed_as_well(tmp_path: Path) -> None:
    group = "{name: g, instanceTypes: [m7g.large], minSize: 0, maxSize: 1%s}"
    pair = [
        created(f"overrides: {{ClusterConfig: {{managedNodeGroups: [{group % more}]}}}}\n")
        for more in ("", ", ami: ami-1")
    ]
    (finding,) = changed(tmp_path, *pair)
    assert finding.message == "`ami` of node group `g` cannot change in place"
    assert finding.help.startswith("give the group another name; ")
    assert excerpt(finding) == "ami-1"


def test_subnets_are_added_but_never_moved(tmp_path: Path) -> None:
    zones, old = "zones: [us-east-1a, us-east-1b]", network(OWN_VPC)
    more = network(OWN_VPC.replace("us-east-1b: subnet-b", "us-east-1b: subnet-b, us-east-1c: c"))
    assert changed(tmp_path, old, more) == []
    held = group(zones="[us-east-1a]")
    pair = [
        created(f"{zones}\nnetwork: {{{OWN_VPC.replace('subnet-b', subnet)}}}\n", held)
        for subnet in ("subnet-b", "subnet-x")
    ]
    found = {one.message.split("`")[1]: excerpt(one) for one in changed(tmp_path, *pair)}
    assert found["network.subnets.private.us-east-1b"] == "subnet-x"
    assert not any("`work`" in one.message for one in changed(tmp_path, *pair))


def test_zones_of_a_group_in_subnets_of_ones_own_are_fixed(tmp_path: Path) -> None:
    pair = [
        created(f"network: {{{OWN_VPC}}}\n", group(zones=zones))
        for zones in ("[us-east-1a]", "[us-east-1b]")
    ]
    (finding,) = changed(tmp_path, *pair)
    assert finding.message == "`zones` of node group `work` cannot change in place"
    assert excerpt(finding) == "[us-east-1b]"


def test_the_order_of_subnets_says_nothing(tmp_path: Path) -> None:
    pair = [
        created(f"network: {{{OWN_VPC}}}\n", group(zones=zones))
        for zones in ("[us-east-1a, us-east-1b]", "[us-east-1b, us-east-1a]")
    ]
    assert changed(tmp_path, *pair) == []


def test_what_says_no_more_than_its_absence_is_no_change(tmp_path: Path) -> None:
    plain = "{name: g, instanceTypes: [m7g.large], minSize: 0, maxSize: 1%s}"
    pair = [
        created(f"overrides: {{ClusterConfig: {{managedNodeGroups: [{plain % more}]}}}}\n")
        for more in ("", ", spot: false, taints: [], instancePrefix: ''")
    ]
    assert changed(tmp_path, *pair) == []


def test_zones_of_the_cluster_are_told_once_and_a_groups_own_beside_them(tmp_path: Path) -> None:
    new = created("zones: [us-east-1a, us-east-1c]\n", group(zones="[us-east-1c]"))
    found = changed(tmp_path, created("", group(zones="[us-east-1b]")), new)
    assert sorted(one.message.split("`")[1] + one.message.split("`")[2] for one in found) == [
        "zones of cluster ",
        "zones of node group ",
    ]


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("1.34", "1.34", None),
        ("1.34", "1.35", None),
        ("1.34", "1.36", 'set "1.35", and upgrade the cluster, first'),
        ("1.9", "1.10", None),
        ("1.34", "1.33", 'set "1.34"; to roll back'),
        ("what", "1.33", None),
        (None, "1.33", None),
    ],
)
def test_a_control_plane_goes_one_release_up(old: Any, new: Any, mend: str | None) -> None:
    fault = of_cluster(old, new)
    assert (fault is None) == (mend is None)
    assert fault is None or fault.mend.startswith(mend or "")


def test_a_release_too_many_is_told_at_the_version(tmp_path: Path) -> None:
    new = created('kubernetesVersion: "1.36"\n')
    (finding,) = changed(tmp_path, created(), new)
    assert finding.message == (
        "`kubernetesVersion` of cluster `one` goes from 1.34 to 1.36, and a control plane is "
        "upgraded one release at a time"
    )
    assert excerpt(finding) == '"1.36"'


AL2023, BOTTLEROCKET = "AmazonLinux2023", "Bottlerocket"


@pytest.mark.parametrize(
    ("family", "old", "new", "refused"),
    [
        (AL2023, "1.34.1-20260715", "1.34.1-20260801", False),
        (AL2023, "1.34.1-20260715", "1.34.1-20260701", True),
        (AL2023, "1.34.9-20260715", "1.34.2-20260801", False),
        (AL2023, "1.34.1-20260715", "1.35.0-20260701", False),
        (AL2023, "1.35.0-20260701", "1.34.1-20260715", True),
        (AL2023, "1.34.1-20260715", None, False),
        (AL2023, "latest", "1.34.1-20260715", False),
        (BOTTLEROCKET, "1.44.0-7c2f1a9b", "1.45.0-11111111", False),
        (BOTTLEROCKET, "1.45.0-11111111", "1.44.0", True),
    ],
)
def test_nodes_get_newer_images_only(
    family: str, old: str | None, new: str | None, refused: object
) -> None:
    pair = [{"amiFamily": family, "releaseVersion": one} for one in (old, new)]
    assert goes_back(*pair) is refused


def test_images_of_two_families_have_no_order() -> None:
    old = {"amiFamily": AL2023, "releaseVersion": "1.34.1-20260715"}
    assert not goes_back(old, {"amiFamily": BOTTLEROCKET, "releaseVersion": "1.20.0-11111111"})


def test_an_older_image_is_told_at_its_version(tmp_path: Path) -> None:
    new = created(group=group(ami="{version: 1.34.1-20260601}"))
    (finding,) = changed(tmp_path, created(group=group()), new)
    assert finding.message == (
        "`ami.version` of node group `work` goes back, and EKS only goes forward"
    )
    assert excerpt(finding) == "1.34.1-20260601"


# --- the file that is there -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "line"),
    [
        pytest.param(b"", 0, id="empty"),
        pytest.param(b"\xff\xfe", 0, id="no text"),
        pytest.param(b"kind: \x00\n", 1, id="binary"),
        pytest.param(b"kind: ClusterConfig\n<<<<<<< HEAD\nvpc: [\n", 2, id="a conflict of Git"),
        pytest.param(b"- 1\n", 0, id="a list"),
        pytest.param(b"kind: Secret\n", 0, id="another kind"),
        pytest.param(b"kind: ClusterConfig\n---\nkind: ClusterConfig\n", 0, id="two"),
    ],
)
def test_what_cannot_be_read_is_refused_and_named(tmp_path: Path, old: bytes, line: int) -> None:
    (finding,) = told(render(tmp_path, created(), old))
    assert finding.rule == "unreadable-base"
    assert finding.spot.file == f"rendered/sample/{FILE}"
    assert bool(finding.spot.line) == bool(line)


@pytest.mark.parametrize(
    "text",
    [
        "managedNodeGroups: 3",
        "managedNodeGroups: [1, {name: 2}, {name: work, taints: 3, tags: [1], subnets: {a: b}}]",
        "vpc: []",
        "vpc: {subnets: {private: [1], public: {a: b}}}",
        "metadata: {region: us-east-1, version: [1.34]}",
        "availabilityZones: [1, {a: b}]",
    ],
)
def test_a_file_of_any_shape_is_compared(tmp_path: Path, text: str) -> None:
    region = "" if "metadata" in text else "metadata: {region: us-east-1}\n"
    old = f"kind: ClusterConfig\n{region}{text}\n".encode()
    out = render(tmp_path, created(group=group()), old)
    assert {one.rule for one in told(out)} == {"immutable-change"}


def test_nothing_is_said_of_a_cluster_that_could_not_be_read_whole(tmp_path: Path) -> None:
    old = render(tmp_path, created(group=group())).files[FILE]
    (tmp_path / "environments/sample/broken.yaml").write_text("kind: [\n", encoding="utf-8")
    out = render(tmp_path, created(group=group(instanceTypes="[m7g.large]")), old)
    assert any(one.unreadable for one in out.findings)
    assert told(out) == []


def test_it_cannot_be_waived(tmp_path: Path) -> None:
    example = created(group=group(instanceTypes="[m7g.large]"))
    allow = "allow: [{rule: immutable-change, at: Cluster/one, because: x, until: 2027-06-30}]\n"
    old = render(tmp_path, created(group=group())).files[FILE]
    out = render(tmp_path, example.replace("name: sample\n", f"name: sample\n{allow}", 1), old)
    assert [one.rule for one in told(out)] == ["immutable-change"]
    assert "`immutable-change` cannot be waived" in [one.message for one in out.findings]


def test_a_file_of_a_cluster_of_others_is_not_asked_for(tmp_path: Path) -> None:
    out = render(tmp_path, "", b"no ClusterConfig")
    assert told(out) == []

"""The edges of rules about node groups and pools: what is just wrong, and what is just right."""

from pathlib import Path

import pytest

from specgen.finding import Finding, Severity
from specgen.rules.sample import LIMITS, ON_DEMAND, created, group, karpenter
from tests.projects import broken, outcome, sample_project

_JOB = "---\nkind: SparkJob\nname: count\n"
_CLUSTER = "kind: Cluster\nname: one\n"
_PRIORITY = "clusterAutoscaler: {expander: [priority]}\n"
_NO_SCALER = "clusterAutoscaler: null\n"
_WITHOUT_OWN = "pools: [{name: executors, remove: true}, {name: drivers, arch: [arm64]}]\n"
_ARM_IMAGE = "images: {spark-py: {platforms: [arm64]}}\n"
_SPOT_TYPES = "[m7g.large, m6g.large, m8g.large]"


def two(**second: str) -> str:
    """Two groups that serve the pool `both`."""
    return group("a", pool="both") + "\n" + group("b", pool="both", **second)


def executors(*groups: str, role: str = "", job: str = "", env: str = "") -> str:
    """A created cluster where the job's executors run on the pool `mine` of these groups."""
    cluster = created(_WITHOUT_OWN, "\n".join(groups)).replace("versions:", f"{env}versions:", 1)
    return f"{cluster}{_JOB}executor: {{pool: mine{role}}}\n{job}"


def mine(name: str, **said: str) -> str:
    """A group of the pool `mine`."""
    return group(name, **({"pool": "mine", "runs": "executors"} | said))


ARM = mine("arm", zones="[us-east-1a]", capacityType="spot", instanceTypes=_SPOT_TYPES)
X86 = mine("x86", zones="[us-east-1b]", instanceTypes="[m6i.large]")


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        # --- one pool of several groups -----------------------------------------------------------
        pytest.param(created(group=two()), set(), id="groups of one pool"),
        pytest.param(
            created(group=two(capacityType="spot", instanceTypes=_SPOT_TYPES)),
            set(),
            id="capacity may differ in a pool",
        ),
        pytest.param(
            created(group=two(selector="{tier: x}")), {"uneven-pool"}, id="selectors differ"
        ),
        pytest.param(
            created(group=two(taints="[{key: gpu}]")), {"uneven-pool"}, id="taints differ"
        ),
        pytest.param(created(group=two(taint="false")), {"uneven-pool"}, id="one has no taint"),
        pytest.param(
            created(group=two(runs="any", taint="true")),
            {"uneven-pool"},
            id="purposes differ",
        ),
        pytest.param(
            created(group=two(selector="{specgen.dev/pool: both}")),
            set(),
            id="a selector that says the default",
        ),
        # --- pools that overlap -------------------------------------------------------------------
        pytest.param(
            created(
                group=group("a", taint="false", labels="{tier: x}")
                + "\n"
                + group("b", selector="{tier: x}")
            ),
            {"overlapping-pools"},
            id="labels of one fit the other",
        ),
        pytest.param(
            created(group=group("a", labels="{tier: x}") + "\n" + group("b", selector="{tier: x}")),
            set(),
            id="a taint keeps them apart",
        ),
        pytest.param(
            created(
                group=group(
                    "a",
                    taint="false",
                    labels="{tier: x}",
                    taints="[{key: t, effect: PreferNoSchedule}]",
                )
                + "\n"
                + group("b", selector="{tier: x}")
            ),
            {"overlapping-pools"},
            id="a soft taint does not",
        ),
        pytest.param(
            created(
                group=group(
                    "a", taint="false", labels="{tier: x}", taints="[{key: t, startup: true}]"
                )
                + "\n"
                + group("b", selector="{tier: x}")
            ),
            {"overlapping-pools"},
            id="nor does one that goes away",
        ),
        pytest.param(
            created(
                group=group(
                    "a", taint="false", labels="{tier: x}", taints="[{key: t, value: other}]"
                )
                + "\n"
                + group("b", selector="{tier: x}", taints="[{key: t}]")
            ),
            {"overlapping-pools"},
            id="a taint of any value is tolerated",
        ),
        pytest.param(
            created(
                group=group("a", taint="false")
                + "\n"
                + group("b", selector="{eks.amazonaws.com/capacityType: ON_DEMAND}")
            ),
            {"overlapping-pools", "reserved-node-label"},
            id="a label that EKS sets",
        ),
        pytest.param(
            karpenter(f"a, runs: any, {ON_DEMAND}, labels: {{pool: drivers}}", role="executor"),
            {"overlapping-pools"},
            id="Karpenter's nodes and a declared pool",
        ),
        # --- one name -----------------------------------------------------------------------------
        pytest.param(
            created("pools: [{name: big, runs: services, selector: {big: x}}]\n", group("big")),
            {"pool-twice"},
            id="node groups and somebody else",
        ),
        pytest.param(
            created(
                "karpenter: {nodeClasses: [{name: default, ami: {version: v20260715}}], "
                f"nodePools: [{{name: big, runs: services, {ON_DEMAND}}}]}}\n"
                "versions: {karpenter: 1.14.1}\n",
                group("small", pool="big"),
            ),
            {"pool-twice"},
            id="node groups and Karpenter",
        ),
        # --- machines -----------------------------------------------------------------------------
        pytest.param(
            created(group=group("big", instanceTypes="[m7g.large, m7g.xlarge]")),
            {"mixed-group"},
            id="two sizes",
        ),
        pytest.param(
            created(_NO_SCALER, group("big", instanceTypes="[m7g.large, m7g.xlarge]")).replace(
                "size: {min: 2, max: 4}", "size: {min: 2, max: 2}"
            ),
            set(),
            id="two sizes that nobody scales",
        ),
        pytest.param(
            created(_NO_SCALER, group("big", instanceTypes="[m7g.large, m6i.large]")).replace(
                "size: {min: 2, max: 4}", "size: {min: 2, max: 2}"
            ),
            {"mixed-group"},
            id="two architectures never",
        ),
        pytest.param(
            created(group=group("big", instanceTypes="[m7g.large, c7g.large]")),
            {"mixed-group"},
            id="as many vCPUs and less memory",
        ),
        pytest.param(
            created(group=group("big", instanceTypes="[m99.large, m7g.large]")),
            {"unknown-instance-type"},
            id="an unknown type is not compared",
        ),
        pytest.param(
            karpenter(f"big, runs: services, {ON_DEMAND}, instances: {{types: [m7g.lrge]}}"),
            {"unknown-instance-type"},
            id="Karpenter's types",
        ),
        pytest.param(
            "kind: SparkJob\nname: count\nexecutor: {only: {types: [m7g.large, m7g.lrge]}}",
            {"unknown-instance-type"},
            id="a job's types",
        ),
        pytest.param(
            created(
                group=group("big", capacityType="spot", instanceTypes="[m7g.large, m6g.large]")
            ),
            {"few-spot-types"},
            id="a Spot group of two types",
        ),
        pytest.param(
            created(group=group("big", capacityType="spot", instanceTypes=_SPOT_TYPES)),
            set(),
            id="a Spot group of three types",
        ),
        pytest.param(
            karpenter(f"big, runs: services, {LIMITS}, instances: {{types: [m7g.large]}}"),
            {"few-spot-types"},
            id="a pool that says nothing may be Spot",
        ),
        pytest.param(created(group=group("big", ami="{}")), {"unpinned-ami"}, id="a group's image"),
        pytest.param(
            executors(mine("a", instanceTypes="[t3.large]")), {"burstable-type"}, id="T for Spark"
        ),
        pytest.param(
            created(group=group("big", instanceTypes="[t3.large]")), set(), id="T for services"
        ),
        pytest.param(
            karpenter(
                f"big, runs: any, {ON_DEMAND}, instances: {{categories: [m, t]}}", role="executor"
            ),
            {"burstable-type"},
            id="Karpenter's category",
        ),
        pytest.param(
            executors(mine("a", instanceTypes="[trn1.2xlarge]")), set(), id="trn1 is no T"
        ),
        pytest.param(
            executors(mine("a", volume="{size: 20Gi}")), {"small-data-disk"}, id="20 Gi for Spark"
        ),
        pytest.param(executors(mine("a", volume="{size: 21Gi}")), set(), id="21 Gi for Spark"),
        pytest.param(
            executors(
                mine(
                    "a", volume="{size: 20Gi}", instanceStore="raid0", instanceTypes="[m7gd.large]"
                )
            ),
            set(),
            id="20 Gi beside local disks",
        ),
        pytest.param(
            created(group=group("big", volume="{size: 20Gi}")), set(), id="20 Gi for services"
        ),
        pytest.param(
            karpenter(
                f"big, runs: services, {ON_DEMAND}, instances: {{types: [m7g.large]}}",
                node_class="ami: {version: v20260715}, instanceStore: raid0",
            ),
            {"raid0-without-nvme"},
            id="a class with raid0",
        ),
        pytest.param(
            karpenter(
                f"big, runs: services, {ON_DEMAND}, "
                "instances: {types: [m7g.large, m7gd.large], localNvme: {min: 1}}",
                node_class="ami: {version: v20260715}, instanceStore: raid0",
            ),
            set(),
            id="localNvme leaves the others out",
        ),
        # --- the environment's policy -------------------------------------------------------------
        pytest.param(
            "kind: Environment\nname: sample\ninstanceTypes: {deny: [m7g]}\n---\n"
            + karpenter(f"big, runs: services, {ON_DEMAND}, instances: {{families: [m7g]}}"),
            {"denied-type"},
            id="a family of Karpenter's",
        ),
        pytest.param(
            "kind: Environment\nname: sample\ninstanceTypes: {allow: [m7g]}\n---\n"
            + karpenter(f"big, runs: services, {ON_DEMAND}, instances: {{types: [m6g.large]}}"),
            {"denied-type"},
            id="a type that is not allowed",
        ),
        pytest.param(
            "kind: Environment\nname: sample\ninstanceTypes: {allow: [m7g]}\n---\n"
            + karpenter(f"big, runs: services, {ON_DEMAND}, instances: {{categories: [m]}}"),
            set(),
            id="a category names no machine",
        ),
        # --- labels, taints, tags, names ----------------------------------------------------------
        *[
            pytest.param(
                created(group=group("big", labels=f"{{{key}: x}}")), rules, id=f"label {key}"
            )
            for key, rules in {
                "kubernetes.io/x": {"reserved-node-label"},
                "sub.k8s.io/x": {"reserved-node-label"},
                "kubernetes.io/arch": {"reserved-node-label"},
                "topology.kubernetes.io/zone": {"reserved-node-label"},
                "node.kubernetes.io/instance-type": {"reserved-node-label"},
                "node-restriction.kubernetes.io/x": {"reserved-node-label"},
                "eks.amazonaws.com/x": {"reserved-node-label"},
                "alpha.eksctl.io/nodegroup-name": {"reserved-node-label"},
                "specgen.dev/pool": {"reserved-node-label"},
                "node.kubernetes.io/lifecycle": set[str](),
                "sub.kubelet.kubernetes.io/x": set[str](),
                "mykubernetes.io/x": set[str](),
                "x": set[str](),
                "karpenter.sh/x": set[str](),
            }.items()
        ],
        pytest.param(
            created(group=group("big", labels="{specgen.dev/pool: big}")),
            set(),
            id="the label of its own pool",
        ),
        pytest.param(
            created(group=group("big", selector="{specgen.dev/pool: small}", taint="true")),
            {"reserved-node-label"},
            id="a selector for another pool",
        ),
        *[
            pytest.param(
                karpenter(f"big, runs: services, {ON_DEMAND}, {field}: {{{key}: x}}"),
                rules,
                id=f"Karpenter's {field} {key}",
            )
            for field, key, rules in (
                ("labels", "karpenter.sh/nodepool", {"reserved-node-label"}),
                ("labels", "kubernetes.io/hostname", {"reserved-node-label"}),
                ("labels", "karpenter.k8s.aws/mine", {"reserved-node-label"}),
                ("selector", "karpenter.sh/x", {"reserved-node-label"}),
                ("labels", "karpenter.sh/capacity-type", set[str]()),
                ("labels", "karpenter.k8s.aws/instance-tenancy", set[str]()),
                ("labels", "node-role.kubernetes.io/x", set[str]()),
            )
        ],
        pytest.param(
            created(group=group("big", taints="[{key: specgen.dev/pool, value: x}]")),
            {"taint-twice"},
            id="the pool's own taint again",
        ),
        pytest.param(
            created(group=group("big", taints="[{key: a}, {key: a, startup: true}]")),
            {"taint-twice"},
            id="a startup taint counts",
        ),
        pytest.param(
            karpenter(
                f"big, runs: services, {ON_DEMAND}, taints: [{{key: a}}, {{key: a, value: b}}]"
            ),
            {"taint-twice"},
            id="Karpenter's taints",
        ),
        pytest.param(
            created(group=group("big", perZone="true", zones="[us-east-1a]")),
            set(),
            id="perZone with one zone",
        ),
        # --- Cluster Autoscaler -------------------------------------------------------------------
        pytest.param(
            created(_NO_SCALER, group("big", priority="1")).replace(
                "size: {min: 2, max: 4}", "size: {min: 2, max: 2}"
            ),
            {"idle-priority"},
            id="a priority without an autoscaler",
        ),
        pytest.param(
            created(
                "clusterAutoscaler: {expander: [random, priority]}\n",
                group("big", priority="1", size="{max: 2}"),
            ),
            set(),
            id="priorities count after another expander",
        ),
        pytest.param(
            created(_PRIORITY, group("big")), set(), id="a group that cannot grow needs no priority"
        ),
        pytest.param(created(_PRIORITY), set(), id="nor does the system's"),
        pytest.param(
            executors(mine("a", size="{max: 4}", perZone="true")), set(), id="zone by zone"
        ),
        pytest.param(
            executors(mine("a", size="{min: 4, max: 4}")), set(), id="a fixed size across zones"
        ),
        pytest.param(
            executors(mine("a", size="{max: 4}")), {"zone-spanning-group"}, id="scaled across zones"
        ),
        # --- jobs on node groups ------------------------------------------------------------------
        pytest.param(executors(ARM, X86), set(), id="a pool of two kinds"),
        pytest.param(
            executors(ARM, X86, role=", only: {capacityType: spot}", job="zone: us-east-1b\n"),
            {"unknown-zone"},
            id="the Spot part is in another zone",
        ),
        pytest.param(
            executors(ARM, X86, role=", only: {arch: amd64}"),
            {"impossible-placement"},
            id="the architecture is in another zone",
        ),
        pytest.param(
            executors(ARM, X86, role=", only: {arch: amd64}", job="zone: us-east-1b\n"),
            set(),
            id="the architecture's zone",
        ),
        pytest.param(
            executors(ARM, X86, job="zone: any\n"), {"job-spans-zones"}, id="any of two zones"
        ),
        pytest.param(
            executors(ARM, X86, role=", only: {capacityType: spot}", job="zone: any\n"),
            set(),
            id="any zone of a part that stands in one",
        ),
        pytest.param(
            executors(ARM, X86, env=_ARM_IMAGE), {"confined-by-image"}, id="one is not used"
        ),
        pytest.param(
            executors(ARM, X86, env=_ARM_IMAGE, job="zone: us-east-1b\n"),
            {"confined-by-image", "impossible-placement"},
            id="the image's architecture is in another zone",
        ),
        pytest.param(
            executors(
                ARM,
                X86,
                role=", only: {capacityType: on-demand}",
                env=_ARM_IMAGE,
                job="zone: us-east-1b\n",
            ),
            {"image-fits-no-node"},
            id="the on-demand part is of another architecture",
        ),
        pytest.param(
            executors(mine("new", instanceTypes="[m99.large]"), env=_ARM_IMAGE),
            {"unknown-instance-type"},
            id="an unknown type is not taken for amd64",
        ),
        pytest.param(
            executors(X86, role=", only: {capacityType: spot}", job="zone: us-east-1b\n"),
            {"foreign-capacity"},
            id="a pool that is on demand",
        ),
        pytest.param(
            executors(ARM, role=", only: {capacityType: spot}"), set(), id="a pool that is Spot"
        ),
        pytest.param(
            "kind: SparkJob\nname: count\nexecutor: {only: {capacityType: spot}}",
            set(),
            id="a declared pool that is Spot",
        ),
        pytest.param(
            _CLUSTER
            + "pools: [{name: executors, capacityType: [spot, on-demand]}]\n"
            + _JOB
            + "executor: {only: {capacityType: spot}}",
            {"foreign-capacity"},
            id="a declared pool tells nobody which is which",
        ),
        pytest.param(
            "kind: SparkJob\nname: count\ndriver: {pool: any, only: {capacityType: spot}}\n"
            "---\n" + _CLUSTER + "pools: [{name: drivers, remove: true}]",
            {"foreign-capacity"},
            id="no pool at all",
        ),
        pytest.param(
            karpenter(f"big, runs: executors, {LIMITS}", role="executor").replace(
                "pool: big", "pool: big, only: {capacityType: on-demand}"
            ),
            set(),
            id="Karpenter tells them apart",
        ),
        pytest.param(
            executors(ARM, mine("typo", pool="mime", zones="[us-east-1a]")),
            {"orphan-pool"},
            id="a typo in the pool of a group",
        ),
    ],
)
def test_broken_rules(tmp_path: Path, example: str, rules: set[str]) -> None:
    out = outcome(sample_project(tmp_path, example))
    assert broken(out) == rules, [(finding.rule, finding.message) for finding in out.findings]


# --- drivers on a pool that may be Spot -----------------------------------------------------------

_DRIVERS = "\n".join((
    group("od", pool="mine", runs="drivers"),
    group("spot", pool="mine", runs="drivers", capacityType="spot", instanceTypes=_SPOT_TYPES),
))  # fmt: skip


def drivers(role: str = "") -> str:
    """A created cluster where the job's driver runs on a pool of both capacity types."""
    cluster = created("pools: [{name: drivers, remove: true}]\n", _DRIVERS)
    return f"{cluster}{_JOB}driver: {{pool: mine{role}}}\n"


@pytest.mark.parametrize(
    ("role", "rules"),
    [
        ("", {"driver-on-spot"}),
        (", only: {capacityType: spot}", {"driver-on-spot"}),
        (", only: {capacityType: on-demand}", set()),
    ],
)
def test_a_driver_on_a_pool_of_both(tmp_path: Path, role: str, rules: set[str]) -> None:
    assert broken(outcome(sample_project(tmp_path, drivers(role)))) == rules


def test_the_mend_of_a_driver_that_may_be_on_spot_is_to_narrow_its_pool(tmp_path: Path) -> None:
    (found,) = outcome(sample_project(tmp_path, drivers())).findings
    assert found.help == "say driver.only.capacityType: on-demand, or choose an on-demand pool"


# --- production -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "rule"),
    [
        pytest.param(group("big", ami="{}"), "unpinned-ami", id="image"),
        pytest.param(
            group("big", capacityType="spot", instanceTypes="[m7g.large]"),
            "few-spot-types",
            id="one Spot type",
        ),
    ],
)
def test_production_turns_a_warning_into_an_error(tmp_path: Path, one: str, rule: str) -> None:
    example = created(group=one)
    levels = {}
    for name, text in (
        ("lab", example),
        ("prod", example.replace("cloud:", "production: true\ncloud:")),
    ):
        out = outcome(sample_project(tmp_path / name, text))
        levels[name] = {one.severity for one in out.findings if one.rule == rule}
    assert levels == {"lab": {Severity.WARNING}, "prod": {Severity.ERROR}}


# --- tags -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "cluster", "room"),
    [
        pytest.param(
            {}, "", 38, id="alone: a pool label, a capacity label, a taint, nine of others"
        ),
        pytest.param({}, "tags: {a: x, b: x}\n", 36, id="the cluster's tags"),
        pytest.param(
            {"tags": "{a: x}"}, "tags: {a: x, b: x}\n", 36, id="a tag of both counts once"
        ),
        pytest.param({"taints": "[{key: a}, {key: b}]"}, "", 36, id="taints"),
        pytest.param(
            {"taints": "[{key: a}, {key: a, effect: NoExecute}]"}, "", 37, id="one tag for a key"
        ),
        pytest.param({"taint": "false"}, "", 39, id="no taint"),
        pytest.param({"selector": "{a: x, b: x}", "taint": "false"}, "", 38, id="selector"),
    ],
)
def test_there_is_room_for_fifty_tags(
    tmp_path: Path, said: dict[str, str], cluster: str, room: int
) -> None:
    for number, rules in ((room, set()), (room + 1, {"too-many-group-tags"})):
        labels = f"{{{', '.join(f'l{n}: x' for n in range(number))}}}"
        example = created(cluster, group("big", labels=labels, **said))
        assert broken(outcome(sample_project(tmp_path / str(number), example))) == rules


# --- places and mends -----------------------------------------------------------------------------


def marked(found: Finding) -> str:
    """The text that a finding's carets stand under."""
    line = found.spot.excerpt[-1]
    return line[found.spot.column - 1 :][: found.spot.width]


@pytest.mark.parametrize(
    ("example", "text", "mend"),
    [
        pytest.param(
            executors(ARM, mine("typo", pool="mime", zones="[us-east-1a]")),
            "mime",
            "did you mean `mine`?",
            id="orphan: where the group names its pool",
        ),
        pytest.param(
            executors(ARM, group("mines", runs="executors", zones="[us-east-1a]")),
            "mines",
            "remove the pool, or name it in the jobs that are meant for it",
            id="orphan: its own name, whatever others are called",
        ),
        pytest.param(
            executors(mine("a", instanceTypes="[m7g.large, m7g.lrge]")),
            "m7g.lrge",
            "did you mean `m7g.large`?",
            id="unknown type: the one",
        ),
        pytest.param(
            created(group=group("big", instanceTypes="[m7g.large, m6g.large, m7g.xlarge]")),
            "m7g.xlarge",
            "make a group of each kind; groups of one `pool` are one pool to a job",
            id="mixed group: the first unlike",
        ),
        pytest.param(
            created(group=group("big", labels="{a: x, kubernetes.io/b: x}")),
            "kubernetes.io/b",
            "choose a key in a domain of your own, like example.com/tier",
            id="reserved label: the key",
        ),
        pytest.param(
            executors(ARM, X86, role=", only: {arch: amd64}"),
            "mine",
            "run in us-east-1b, or add such nodes in us-east-1a to the pool",
            id="impossible placement: the zones that would do",
        ),
        pytest.param(
            executors(X86, role=", only: {capacityType: spot}", job="zone: us-east-1b\n"),
            "spot",
            "remove it, or name a pool with capacityType: spot",
            id="capacity: what it asks for",
        ),
    ],
)
def test_where_it_is_and_how_to_mend_it(tmp_path: Path, example: str, text: str, mend: str) -> None:
    (found,) = outcome(sample_project(tmp_path, example)).findings
    assert (marked(found), found.help) == (text, mend)

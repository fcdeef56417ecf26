"""EC2 instance types: the table, and what is asked of it."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.facts.ec2 import InstanceType, instance_type, nearest_type
from tests.shared import REPOSITORY, shared_file
from tools import ec2

LINES = [
    line for line in ec2.FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
NAMES = [line.split("\t")[0] for line in LINES]
TSV = "facts/ec2-allocatable-karpenter.tsv"


def known(name: str) -> InstanceType:
    found = instance_type(name)
    assert found is not None, name
    return found


# --- what is known of a type ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        ("m7g.large", 2, 8192, "arm64", 29, 0, True, 1930, 6844),
        ("m5.xlarge", 4, 16384, "amd64", 58, 0, True, 3920, 14162),
        ("i3.2xlarge", 8, 62464, "amd64", 58, 1900, False, 7910, 56786),
        ("i3en.metal", 96, 786432, "amd64", 737, 60000, True, 95690, 718987),
        ("r6gd.4xlarge", 16, 131072, "arm64", 234, 950, True, 15890, 118253),
        ("c6in.metal", 128, 262144, "amd64", 394, 0, True, 127610, 237794),
        ("t2.nano", 1, 512, "amd64", 4, 0, False, 940, 74),
    ],
    ids=lambda one: one[0],
)
def test_a_type(expected: tuple[str | int, ...]) -> None:
    assert instance_type(str(expected[0])) == expected


@pytest.mark.parametrize(
    "name",
    [
        "",
        "#",
        "# Source",
        "m7g",
        "m7g.",
        "M7G.LARGE",
        " m7g.large",
        "m7g.large\t2",
        "m99.huge",
        "i3.metal",
    ],
)
def test_other_names_are_unknown(name: str) -> None:
    assert instance_type(name) is None


@given(
    st.sampled_from(NAMES)
    | st.text()
    | st.from_regex(r"[a-z][1-9][a-z]?\.[0-9]{0,2}x?large", fullmatch=True)
)
def test_a_name_is_known_if_it_stands_in_the_table(name: str) -> None:
    found = instance_type(name)
    assert (found is not None) == (name in NAMES)
    assert found is None or found.name == name


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("m7g.xlarg", "m7g.xlarge"),
        ("m7g.large", "m7g.large"),
        ("M5.4XLarge", "m5.4xlarge"),
        ("r6gd.4xl", "r6gd.4xlarge"),
        ("m7glarge", "m7g.large"),
        ("hello", None),
        ("", None),
    ],
)
def test_a_near_miss_has_a_suggestion(name: str, near: str | None) -> None:
    assert nearest_type(name) == near


def test_importing_reads_nothing() -> None:
    probe = "import specgen.facts.ec2 as e; assert e._lines.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", probe], cwd=REPOSITORY, check=True)


# --- the table ------------------------------------------------------------------------------------


def test_the_types_stand_in_order_and_each_once() -> None:
    assert sorted(set(NAMES)) == NAMES


def test_how_many_there_are() -> None:
    types = [known(name) for name in NAMES]
    assert len(types) == 1363
    assert Counter(one.arch for one in types) == {"amd64": 967, "arm64": 396}
    assert sum(not one.nitro for one in types) == 74


def test_every_line_says_what_it_can_mean() -> None:
    for line in LINES:
        _, _, _, arch, _, _, hypervisor, *_ = line.split("\t")
        assert arch in {"amd64", "arm64"}, line
        assert hypervisor in {"nitro", "xen", ""}, line


def test_only_bare_metal_has_no_hypervisor() -> None:
    for line in LINES:
        name, *_, hypervisor, _, _ = line.split("\t")
        assert (hypervisor == "") == (".metal" in name), line


def test_what_is_left_for_pods_follows_from_the_machine() -> None:
    """The arithmetic of Karpenter and of the kubelet's reservations, with its defaults."""
    for one in map(known, NAMES):
        machine = one.memory_mib - (64 if one.arch == "arm64" else 0)
        seen = machine - -(-machine * 75 // 1000)
        memory = seen - (11 * one.max_pods + 255) - 100
        assert one.allocatable_memory_mib == memory, one

        reserved = 60, 10, 5, 5, *[2.5] * (one.vcpu - 4)
        cpu = one.vcpu * 1000 - int(sum(reserved[: one.vcpu]))
        assert one.allocatable_cpu_m == cpu, one


# --- where it comes from --------------------------------------------------------------------------


def test_the_table_says_where_it_comes_from() -> None:
    head = [line for line in ec2.FILE.read_text(encoding="utf-8").splitlines() if line[0] == "#"]
    assert any("https://karpenter.sh/" in line and "checked 2026-11-21" in line for line in head)
    assert f"{len(NAMES):,} EC2 instance types" in head[0]


def test_the_table_is_what_its_source_comes_to() -> None:
    done = subprocess.run(
        [sys.executable, "tools/ec2.py", "--check", shared_file(TSV)],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


def test_every_type_is_what_its_source_says() -> None:
    """Read by hand, without the script."""
    rows = [line.split("\t") for line in shared_file(TSV).read_text(encoding="utf-8").splitlines()]
    assert len(rows) - 1 == len(NAMES)
    for name, vcpu, memory, arch, pods, nvme, _, _, hypervisor, free_cpu, free_memory in rows[1:]:
        numbers = map(int, (vcpu, memory, pods, nvme, free_cpu, free_memory))
        one = known(name)
        assert (one.arch, one.nitro) == (arch, hypervisor != "xen")
        assert tuple(numbers) == (
            one.vcpu,
            one.memory_mib,
            one.max_pods,
            one.local_nvme_gb,
            one.allocatable_cpu_m,
            one.allocatable_memory_mib,
        )


SOURCE = "\t".join([*ec2.COLUMNS.values(), "ebs_mbps"]) + "\n{}\n"


def test_the_script_sorts_and_drops_columns(tmp_path: Path) -> None:
    source = tmp_path / "types.tsv"
    rows = "b.large\t2\t4\tamd64\t5\t0\t\t7\t8\t900\na.large\t1\t2\tarm64\t3\t0\txen\t5\t6\t"
    source.write_text(SOURCE.format(rows), encoding="utf-8")
    head, body = ec2.table(source).split("alloc_mem_mib\n")
    assert head.startswith("# 2 EC2 instance types")
    assert body == "a.large\t1\t2\tarm64\t3\t0\txen\t5\t6\nb.large\t2\t4\tamd64\t5\t0\t\t7\t8\n"


def test_the_script_says_that_the_table_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "types.tsv"
    source.write_text(SOURCE.format("a.large\t1\t2\tarm64\t3\t0\txen\t5\t6\t"), encoding="utf-8")
    monkeypatch.setattr(ec2, "FILE", tmp_path / "ec2.tsv")
    monkeypatch.setattr(sys, "argv", ["ec2.py", "--check", str(source)])
    assert ec2.main() == 1
    assert "stale: ec2.tsv; run: python tools/ec2.py" in capsys.readouterr().out

    monkeypatch.setattr(sys, "argv", ["ec2.py", str(source)])
    assert ec2.main() == 0
    monkeypatch.setattr(sys, "argv", ["ec2.py", str(source), "--check"])
    assert ec2.main() == 0

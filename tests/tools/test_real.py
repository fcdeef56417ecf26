"""The programs that read the tree: what is pinned, and what is built when."""

import re
from pathlib import Path

import pytest

from tests.shared import REPOSITORY
from tools.real import build, catalogue
from tools.real.catalogue import HERE, TOOLS, Tool

MODULES = sorted(path.parent for path in HERE.glob("*/go.mod"))
EACH = pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of nothing."""
    monkeypatch.setenv("SPECGEN_TOOLS", str(tmp_path))
    return tmp_path


def built(tool: Tool) -> None:
    tool.path.parent.mkdir(parents=True)
    tool.path.touch()


@EACH
def test_a_tools_version_is_one_release(tool: Tool) -> None:
    assert re.fullmatch(r"v\d+\.\d+\.\d+", tool.version)


@EACH
def test_a_tools_package_is_named_in_its_go_mod(tool: Tool) -> None:
    text = (HERE / tool.group / "go.mod").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^(?:tool )?\s*{re.escape(tool.package)}$", text)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_is_pinned_by_checksums_and_replaced_by_releases_only(module: Path) -> None:
    text = (module / "go.mod").read_text(encoding="utf-8")
    replaced = re.findall(r"(?m)^\s*(\S+) => (.*)$", text)
    assert all(re.fullmatch(rf"{re.escape(old)} v[\d.]+", new) for old, new in replaced)
    sums = (module / "go.sum").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"\S+ v\S+ h1:[A-Za-z0-9+/]{43}=", line) for line in sums)


def test_every_module_serves_a_tool() -> None:
    assert {path.name for path in MODULES} == {tool.group for tool in TOOLS.values()}


@EACH
def test_another_version_lies_elsewhere(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tool.path
    group = tmp_path / tool.group
    group.mkdir()
    for name in ("go.mod", "go.sum"):
        data = (HERE / tool.group / name).read_bytes()
        (group / name).write_bytes(data + b"\n" if name == "go.sum" else data)
    monkeypatch.setattr(catalogue, "HERE", tmp_path)
    assert tool.path != before


def test_kubernetes_is_stamped_as_its_own_build_does() -> None:
    flags = TOOLS["kube-apiserver"].linked
    version = TOOLS["kube-apiserver"].version
    major, minor, _ = version.removeprefix("v").split(".")
    for name, value in (("gitVersion", version), ("gitMajor", major), ("gitMinor", minor)):
        assert f"-X k8s.io/component-base/version.{name}={value}" in flags


def test_a_module_without_the_tool_is_told() -> None:
    other = TOOLS["etcd"]._replace(group="helm")
    with pytest.raises(LookupError, match=re.escape("tools/real/helm/go.mod does not require")):
        _ = other.version


@pytest.mark.parametrize(("named", "home", "expected"), [
    ("/a/b", "/c", "/a/b"),
    ("", "/c", "/c/specgen/tools"),
    ("", "", str(Path("~/.cache/specgen/tools").expanduser())),
])  # fmt: skip
def test_the_cache_is_where_the_environment_says(
    named: str, home: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECGEN_TOOLS", named)
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert str(catalogue.cache()) == expected


@pytest.mark.usefixtures("empty")
def test_what_is_built_is_not_missing() -> None:
    assert [tool.name for tool in build.missing()] == list(TOOLS)
    built(TOOLS["etcd"])
    assert "etcd" not in [tool.name for tool in build.missing()]
    assert build.missing(["etcd"]) == []


def test_nothing_is_done_when_all_is_there(
    empty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for tool in TOOLS.values():
        built(tool)
    monkeypatch.setenv("PATH", "")
    assert build.main([]) == 0
    assert capsys.readouterr().out == f"the tools are in {empty}\n"


@pytest.mark.usefixtures("empty")
def test_without_go_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"needs? Go 1\.26 .* missing: etcd$"):
        build.main(["etcd"])


def test_an_unknown_tool_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"no tool is called 'eksctl'; there are: kubeconform, "):
        build.main(["eksctl"])


def test_what_go_says_is_told_when_it_fails(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program called go that fails as Go does when a checksum is wrong."""
    fake = empty / "bin" / "go"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\necho 'verifying module: checksum mismatch' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    with pytest.raises(SystemExit, match=r"could not build etcd v.*\nverifying module: checksum"):
        build.main(["etcd"])
    assert [path.name for path in empty.iterdir() if path.is_dir()] == ["bin"], "nothing half-made"


def test_the_page_names_the_versions_that_are_built() -> None:
    page = (REPOSITORY / "docs/fidelity.md").read_text(encoding="utf-8")
    for name in ("kube-apiserver", "etcd", "kubectl", "kube-controller-manager"):
        assert any(
            name in line and TOOLS[name].version in line
            for line in page.splitlines()
            if line.startswith("| ")
        ), name

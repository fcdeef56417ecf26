"""`specgen init`: a project that renders, beside whatever was there, or nothing at all."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from specgen.starter import MARK
from tests.cli.running import spawned, specgen

REPO = "https://git.example.org/data/platform.git"
APPLICATION = "rendered/dev/dev-a/infra/argocd/application-dev-dev-a.yaml"


def bytes_below(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


# --- a project ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "name", "region"),
    [
        pytest.param([], "spark-platform", "us-east-1", id="no option"),
        pytest.param(["--name", "x" * 63], "x" * 63, "us-east-1", id="the longest name"),
        pytest.param(["--region", "eu-west-1"], "spark-platform", "eu-west-1", id="a region"),
        pytest.param(
            ["--provider", "eks", "--name", "a", "--region", "cn-north-1", "--repo", REPO],
            "a",
            "cn-north-1",
            id="every option",
        ),
    ],
)
def test_a_new_project_is_green(tmp_path: Path, argv: list[str], name: str, region: str) -> None:
    root = tmp_path / "spark-platform"
    assert specgen("init", root, *argv).status == 0
    checked = specgen("-C", root, "validate", "--fail-on", "warning")
    assert (checked.status, checked.out) == (0, "")
    assert checked.err == "checked dev: 2 jobs: 0 errors, 0 warnings\n"
    assert specgen("-C", root, "render", "--all").status == 0
    assert specgen("-C", root, "render", "--all", "--check").status == 0
    assert specgen("-C", root, "schema", "--check").status == 0
    config = yaml.safe_load((root / "rendered/dev/dev-a/infra/eksctl/cluster.yaml").read_text())
    assert config["metadata"]["region"] == region
    assert config["availabilityZones"] == [f"{region}a", f"{region}b"]
    assert yaml.safe_load((root / "specgen.yaml").read_text())["name"] == name


def test_argo_cd_reads_the_repository_that_is_named(tmp_path: Path) -> None:
    ran = specgen("init", tmp_path / "acme", "--repo", REPO)
    assert "specgen.yaml:" not in ran.out
    assert specgen("-C", tmp_path / "acme", "render", "dev").status == 0
    root = yaml.safe_load((tmp_path / "acme" / APPLICATION).read_text())
    assert root["spec"]["source"]["repoURL"] == REPO


def test_it_tells_what_it_wrote_what_to_replace_and_what_comes_next(tmp_path: Path) -> None:
    ran = specgen("init", tmp_path / "acme")
    head, *lines = ran.out.splitlines()
    written = bytes_below(tmp_path / "acme")
    assert (head, ran.err) == (f"Created {tmp_path}/acme/ ({len(written)} files)", "")
    marks = lines.index("Replace what is yours, marked `# yours`:")
    assert lines[:marks] == [f"  {path}" for path in sorted(written)]
    end = lines.index("Next:")
    for line in lines[marks + 1 : end]:
        path, number, what = re.fullmatch(r"  (\S+):(\d+) +(.+)", line).groups()  # type: ignore[union-attr]
        assert written[path].decode().splitlines()[int(number) - 1].endswith(MARK + what)
    marked = sum(data.decode().count(MARK) for data in written.values())
    assert len(lines[marks + 1 : end]) == marked > 5
    assert lines[end + 1 :] == [
        f"  cd {tmp_path}/acme",
        "  specgen validate",
        "  specgen render --all",
    ]


def test_here_is_where_it_goes_by_itself(tmp_path: Path) -> None:
    here = tmp_path / "my-spark"
    here.mkdir()
    ran = spawned("init", cwd=here)
    assert ran.status == 0, ran.err
    assert ran.out.startswith("Created ./ (")
    assert "  cd " not in ran.out
    assert yaml.safe_load((here / "specgen.yaml").read_text())["name"] == "my-spark"
    assert specgen("-C", tmp_path, "init", "my-spark").status == 2


def test_quiet_is_quiet(tmp_path: Path) -> None:
    assert specgen("-q", "init", tmp_path / "acme") == (0, "", "")


def test_two_projects_of_one_call_are_equal(tmp_path: Path) -> None:
    for parent in ("one", "two/three"):
        assert specgen("-C", tmp_path, "init", f"{parent}/acme").status == 0
    assert bytes_below(tmp_path / "one/acme") == bytes_below(tmp_path / "two/three/acme")


# --- beside what is there -------------------------------------------------------------------------


def test_what_is_there_stays_and_is_named(tmp_path: Path) -> None:
    theirs = {".gitignore": b"*.pyc\n", "README.md": b"ours\n", "src/main.py": b"pass\n"}
    for path, data in theirs.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    ran = specgen("init", tmp_path, "--name", "acme")
    assert ran.status == 0
    assert {path: (tmp_path / path).read_bytes() for path in theirs} == theirs
    lines = ran.out.splitlines()
    at = lines.index("Left as they were, since they were there:")
    assert lines[at + 1 : at + 3] == [
        "  .gitignore   it should hold: .specgen/, .specgen.tmp/",
        "  README.md",
    ]
    assert "  README.md" not in lines[:at]
    assert specgen("-C", tmp_path, "validate", "--fail-on", "warning").status == 0


def test_a_project_is_never_begun_again(tmp_path: Path) -> None:
    root = tmp_path / "acme"
    specgen("init", root)
    (root / "README.md").write_text("ours\n")
    (root / ".gitignore").unlink()
    before = bytes_below(root), root.stat().st_mtime_ns
    ran = specgen("init", root)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"error: {root}/specgen.yaml is there: the folder is a project already; "
        "nothing was written\n"
    )
    assert (bytes_below(root), root.stat().st_mtime_ns) == before


@pytest.mark.parametrize("below", ["sub", "environments/dev", "new/er"])
def test_nor_inside_another(tmp_path: Path, below: str) -> None:
    specgen("init", tmp_path / "acme")
    before = bytes_below(tmp_path)
    ran = specgen("init", tmp_path / "acme" / below, "--name", "inner")
    assert (ran.status, ran.out) == (2, "")
    assert f"lies in the project {tmp_path}/acme; choose a folder outside of it" in ran.err
    assert bytes_below(tmp_path) == before


# --- where it cannot go ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "told"),
    [
        pytest.param("file", "file: is a file, not a folder", id="a file"),
        pytest.param("file/acme", "file: is a file, not a folder", id="below a file"),
        pytest.param("link", "link: is a link; specgen does not follow links", id="a link"),
        pytest.param(
            "dangling", "dangling: is a link; specgen does not follow links", id="to none"
        ),
    ],
)
def test_a_place_that_is_no_folder_is_refused(tmp_path: Path, where: str, told: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "dangling").symlink_to("gone")
    before = sorted(tmp_path.rglob("*"))
    ran = specgen("init", tmp_path / where, "--name", "acme")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == f"error: no project in {tmp_path}/{where}: {told}; nothing was written\n"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("call", ["mkdir", "fdopen"])
def test_a_disk_that_takes_nothing_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "")

    monkeypatch.setattr(os, call, refuse)
    ran = specgen("init", tmp_path / "acme")
    monkeypatch.undo()
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(": Read-only file system; nothing was written\n")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        pytest.param(["--provider", "ack"], "--provider: 'ack' is none of eks", id="a provider"),
        pytest.param(["--name", "A B"], "--name: `A B` is not a name", id="a name"),
        pytest.param(["--name", "x" * 64], "at most 63", id="a name that is too long"),
        pytest.param(["--name", ""], "--name: `` is not a name", id="no name"),
        pytest.param(["--name", "con"], "what else Windows reserves", id="a device"),
        pytest.param(["--name", "\udcff"], r"--name: `\udcff` is not a name", id="no text"),
        pytest.param(["--region", "us-east"], "like us-east-1", id="a region"),
        pytest.param(["--region", "us-east-1a"], "like us-east-1", id="a zone"),
        pytest.param(["--region", "us-eats-1"], "did you mean us-east-1?", id="no such region"),
        pytest.param(["--repo", "acme"], "--repo: 'acme' is no repository", id="no address"),
        pytest.param(["--repo", 'https://x.org/"a'], "is no repository", id="a quote"),
        pytest.param(
            ["--repo", "https://me:Zk39fQx81Lw@x.org/a.git"], "a credential in it", id="a password"
        ),
    ],
)
def test_options_are_held_against_the_spec_language(
    tmp_path: Path, argv: list[str], told: str
) -> None:
    ran = specgen("init", tmp_path / "acme", *argv)
    assert (ran.status, ran.out) == (2, "")
    assert told in " ".join(ran.err.split())
    assert "Zk39" not in ran.err
    assert not any(tmp_path.iterdir())


def test_an_empty_name_is_not_this_folder(tmp_path: Path) -> None:
    """As a variable comes out that nobody set."""
    ran = specgen("-C", tmp_path, "init", "")
    assert (ran.status, ran.out) == (2, "")
    assert "write . for this folder" in ran.err
    assert not any(tmp_path.iterdir())


def test_a_folder_whose_name_is_none_wants_another(tmp_path: Path) -> None:
    ran = specgen("init", tmp_path / "My Spark")
    assert ran.status == 2
    assert "--name: `My Spark` is not a name" in ran.err
    assert specgen("init", tmp_path / "My Spark", "--name", "acme").out.endswith(
        f"  cd '{tmp_path}/My Spark'\n  specgen validate\n  specgen render --all\n"
    )


def test_a_missing_folder_to_work_in_is_a_bad_call(tmp_path: Path) -> None:
    ran = specgen("-C", tmp_path / "gone", "init", "acme")
    assert ran.status == 2
    assert "no such folder" in ran.err


def test_other_commands_do_not_pay_for_it() -> None:
    code = "import specgen.cli, sys; print([m for m in sys.modules if m.startswith('specgen.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout
    assert "specgen.cli.init" in loaded
    assert not any(name in loaded for name in ("starter", "specgen.tree", "specgen.spec"))

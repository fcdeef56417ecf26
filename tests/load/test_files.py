"""Input files: only regular files inside the project, strictly UTF-8, within limits."""

import os
import socket
from pathlib import Path

import pytest

from specgen.finding import Finding
from specgen.load import files
from specgen.load.files import MAX_BYTES, MAX_FOLDERS, File, folder, read_file, read_tree
from tests.anybody import as_anybody


def tree(root: Path) -> list[str]:
    """What is read of the folder `env`: names of files, and `name rule` of findings."""
    found = read_tree(str(root), "env")
    return [one.name if isinstance(one, File) else f"{one.spot} {one.rule}" for one in found]


def put(root: Path, name: str, data: bytes | str = "a: b\n") -> Path:
    path = root / "env" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def only(root: Path) -> Finding:
    (found,) = read_tree(str(root), "env")
    assert isinstance(found, Finding)
    assert found.unreadable
    return found


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("z.yaml", "b/y.yaml", "a.yaml", "b/a/x.yaml", "b.yaml"):
        put(tmp_path, name)
    names = ["a.yaml", "b/a/x.yaml", "b/y.yaml", "b.yaml", "z.yaml"]
    assert tree(tmp_path) == [f"env/{name}" for name in names]


@pytest.mark.parametrize(
    "name",
    [
        "manifests/x.yaml", "d/manifests/x.yaml", ".x.yaml", ".git/x.yaml", "x.json", "README.md",
        "yaml", "x.yaml.bak", "x.yaml~", "manifests/x.yml",
    ],
)  # fmt: skip
def test_what_is_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert tree(tmp_path) == []


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    put(tmp_path, "x.yaml/manifests.yaml")
    assert tree(tmp_path) == ["env/x.yaml/manifests.yaml"]


@pytest.mark.parametrize("name", ["x.yml", "x.YAML", "d/x.Yml"])
def test_a_file_that_would_be_passed_over_by_its_suffix_is_told(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    finding = only(tmp_path)
    assert (finding.rule, str(finding.spot)) == ("unread-file", f"env/{name}")
    assert finding.help == "rename it to x.yaml"


@pytest.mark.parametrize(
    "name",
    ["a\nb.yaml", "a\x1b[31m.yaml", "a\u202eb.yaml", "a\u200b.yaml", b"\xff.yaml", "a\n/x.yaml"],
    ids=ascii,
)
def test_a_name_that_cannot_be_printed_is_refused(tmp_path: Path, name: str | bytes) -> None:
    """It would stand in messages, and in the first line of what is rendered."""
    put(tmp_path, name if isinstance(name, str) else os.fsdecode(name))
    finding = only(tmp_path)
    assert finding.rule == "bad-file-name"
    assert str(finding.spot).isprintable()


@pytest.mark.parametrize(
    ("data", "line", "column", "what"),
    [
        pytest.param(b"\xff", 1, 1, "byte 0xff is not UTF-8", id="at once"),
        pytest.param(b"a: b\nc: \xe9\n", 2, 4, "byte 0xe9", id="Latin-1"),
        pytest.param("é: ".encode() + b"\xff", 1, 4, "byte 0xff", id="columns are characters"),
        pytest.param(b"\xef\xbb\xbfa: \xff", 1, 4, "byte 0xff", id="behind a mark"),
        pytest.param(b"a\rb\r\n\xc3", 3, 1, "byte 0xc3", id="any line end"),
        pytest.param(b"a: \xed\xa0\x80", 1, 4, "byte 0xed", id="half a surrogate pair"),
        pytest.param(b"a: \xc0\xaf", 1, 4, "byte 0xc0", id="overlong"),
        pytest.param("a: é".encode("utf-16"), 1, 1, "byte 0xff", id="UTF-16"),
        pytest.param(b"a: \x00", 1, 4, "character U+0000", id="NUL"),
        pytest.param(b"a:\nb: \x1b[31m", 2, 4, "character U+001B", id="escape"),
        pytest.param(b"a: \x07", 1, 4, "character U+0007", id="bell"),
        pytest.param(b"a: \x7f", 1, 4, "character U+007F", id="delete"),
        pytest.param("a: \x85".encode(), 1, 4, "character U+0085", id="NEL"),
        pytest.param("é\n日: \u2028".encode(), 2, 4, "character U+2028", id="line separator"),
        pytest.param("a: \u2029".encode(), 1, 4, "character U+2029", id="paragraph separator"),
        pytest.param("a: \ufffe".encode(), 1, 4, "character U+FFFE", id="no character"),
        pytest.param("a\ufeff: b".encode(), 1, 2, "character U+FEFF", id="a mark inside"),
        pytest.param("\ufeff\ufeffa: b".encode(), 1, 1, "character U+FEFF", id="two marks"),
        pytest.param(b"a\r\x0cb", 2, 1, "character U+000C", id="form feed after CR"),
        pytest.param(b"\x1f\x8b\x08\x00", 1, 2, "byte 0x8b", id="gzip"),
        pytest.param(b"\x7fELF\x02", 1, 1, "character U+007F", id="a program"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(
    tmp_path: Path, data: bytes, line: int, column: int, what: str
) -> None:
    put(tmp_path, "x.yaml", data)
    finding = only(tmp_path)
    assert finding.rule == "bad-encoding"
    assert (finding.spot.line, finding.spot.column) == (line, column)
    assert what in finding.message
    assert finding.help


def test_a_leading_mark_tabs_and_every_script_are_text(tmp_path: Path) -> None:
    put(tmp_path, "x.yaml", "\ufeffa: é 日 😀 \t\r\nb: \xa0\n")
    (found,) = read_tree(str(tmp_path), "env")
    assert isinstance(found, File)
    assert found.text == "a: é 日 😀 \t\r\nb: \xa0\n"
    assert found.lines == ["a: é 日 😀 \t", "b: \xa0", ""]


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, MAX_BYTES])
def test_files_are_read_whole_up_to_the_limit(tmp_path: Path, size: int) -> None:
    put(tmp_path, "x.yaml", "a" * size)
    (found,) = read_tree(str(tmp_path), "env")
    assert isinstance(found, File)
    assert len(found.text) == size


def test_a_larger_file_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "x.yaml", b"a" * (MAX_BYTES + 1))
    assert only(tmp_path).rule == "too-large"


def test_more_files_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 2)
    for name in "abc":
        put(tmp_path, f"{name}.yaml")
    assert tree(tmp_path) == ["env/a.yaml", "env/b.yaml", "env too-large"]


def test_deeper_folders_than_the_limit_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "/".join("d" * MAX_FOLDERS) + "/x.yaml")
    assert len(tree(tmp_path)) == 1
    put(tmp_path, "/".join("d" * (MAX_FOLDERS + 1)) + "/x.yaml")
    assert "too-deep" in tree(tmp_path)[0]


# --- no regular file ------------------------------------------------------------------------------


def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml").unlink()
    os.mkfifo(tmp_path / "env/a.yaml")
    finding = only(tmp_path)
    assert (finding.rule, finding.message) == ("not-a-file", "not a regular file")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.yaml").unlink()
    monkeypatch.chdir(tmp_path / "env")  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("a.yaml")
        assert only(tmp_path).rule == "not-a-file"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("x.yaml", "real.txt", id="to a file of the project"),
        pytest.param("x.yaml", "../../canary.yaml", id="out of the project"),
        pytest.param("x.yaml", "/etc/passwd", id="absolute"),
        pytest.param("x.yaml", "/dev/zero", id="to a device"),
        pytest.param("x.yaml", "nowhere", id="dangling"),
        pytest.param("x.yaml", "x.yaml", id="to itself"),
        pytest.param("d", "../other", id="to a folder"),
        pytest.param("d", "/", id="to everything"),
        pytest.param("d", "d", id="a loop"),
        pytest.param("x.txt", "/etc", id="whatever its name"),
    ],
)
def test_a_link_is_refused_and_not_followed(tmp_path: Path, name: str, target: str) -> None:
    put(tmp_path, "real.txt", "canary: 1\n")
    put(tmp_path, "../other/y.yaml", "canary: 1\n")
    (tmp_path / "env" / name).symlink_to(target)
    finding = only(tmp_path)
    assert (finding.rule, str(finding.spot)) == ("not-a-file", f"env/{name}")
    assert finding.message.startswith("a link")


def test_a_link_that_a_file_became_meanwhile_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "canary").write_text("a: b\n", encoding="utf-8")
    (tmp_path / "x.yaml").symlink_to("canary")
    with folder(str(tmp_path), "") as handle:
        found = read_file(handle, "x.yaml", "x.yaml")
    assert isinstance(found, Finding)
    assert found.rule == "not-a-file"


def test_no_part_of_a_folders_path_may_be_a_link(tmp_path: Path) -> None:
    put(tmp_path, "deep/x.yaml")
    (tmp_path / "link").symlink_to("env")
    with folder(str(tmp_path), "env/deep") as handle:
        assert os.listdir(handle) == ["x.yaml"]
    for name in ("link", "link/deep"):
        with pytest.raises(OSError, match="link"), folder(str(tmp_path), name):
            pass


@pytest.mark.parametrize("name", ["x.yaml", "d"])
def test_what_may_not_be_read_is_told(tmp_path: Path, name: str) -> None:
    put(tmp_path, "d/y.yaml")
    put(tmp_path, "x.yaml")
    (tmp_path / "env" / name).chmod(0)
    with as_anybody():
        assert f"env/{name} not-readable" in tree(tmp_path)
    (tmp_path / "env" / name).chmod(0o755)


@pytest.mark.parametrize("number", [13, 5, 24], ids=["EACCES", "EIO", "EMFILE"])
def test_a_failing_disk_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(tmp_path, "x.yaml")

    def fail(*_: object, **__: object) -> int:
        raise OSError(number, "")

    with folder(str(tmp_path), "env") as handle:
        monkeypatch.setattr("specgen.load.files.os.open", fail)
        found = read_file(handle, "x.yaml", "env/x.yaml")
    assert isinstance(found, Finding)
    assert (found.rule, found.message) == ("not-readable", os.strerror(number))


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    put(tmp_path, "d/x.yaml")
    put(tmp_path, "big.yaml", b"a" * (MAX_BYTES + 1))
    (tmp_path / "env/link.yaml").symlink_to("x")
    assert len(tree(tmp_path)) == 3
    with pytest.raises(FileNotFoundError), folder(str(tmp_path), "env/nowhere"):
        pass
    after = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    assert after == before


# --- spots ----------------------------------------------------------------------------------------


def test_a_spot_brings_the_lines_that_lead_to_it() -> None:
    file = File("f.yaml", "a\r\nb\rc\nd\n")
    assert file.spot(4, 1).excerpt == ("b", "c", "d")
    assert file.spot(1, 1, 3) == file.spot(1, 1)
    assert file.spot(1, 1, 3).width == 3
    assert file.spot(1, 1).excerpt == ("a",)

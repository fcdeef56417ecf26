"""The budgets that keep the code readable, and what no tracked file may hold."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import REPOSITORY

MODULES = sorted((REPOSITORY / "specgen").rglob("*.py"))
LONGEST_MODULE = 400
MEDIAN_FUNCTION, LONG_FUNCTION = 7, 25
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def functions() -> Iterator[Function]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield node


def length(node: Function) -> int:
    """Lines of a function without its docstring and decorators."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_MODULE


def test_functions_are_short() -> None:
    lengths = sorted(map(length, functions()))
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[len(lengths) * 9 // 10] <= LONG_FUNCTION


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        f"{name} (line {node.lineno})" for name, node in public(tree) if not ast.get_docstring(node)
    ]
    assert ast.get_docstring(tree), "the module"
    assert silent == []


def public(tree: ast.Module | ast.ClassDef) -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Public functions and classes, and the methods of public classes."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from ((f"{node.name}.{name}", inner) for name, inner in public(node))


def test_imports_go_down_only() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=REPOSITORY, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


# --- what no tracked file may hold ----------------------------------------------------------------


def tracked() -> list[Path]:
    """The files that Git keeps, or would if it were asked to."""
    argv = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(argv, cwd=REPOSITORY, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no Git checkout")
    names = done.stdout.decode().split("\0")
    return [REPOSITORY / name for name in names if name and (REPOSITORY / name).is_file()]


FORBIDDEN = {
    "a path of this machine": rf"{re.escape(str(REPOSITORY))}\b|/home/[a-z]+/|/Users/[A-Za-z]+/",
    "a private package index": r"(?i)(?:extra-)?index-url\s*[=:]?\s*https?://|\.pkg\.dev|artifactory|nexus\.",
    "a word of how it was made": r"(?i)\b(?:this session|sub-?agent|language model|as an ai)\b",
    "an issue's number in place of a reason": r"(?i)\b(?:fixes|closes|see) #[0-9]+",
    "a merge conflict": r"(?m)^(?:<{7}|>{7}) ",
}


@pytest.mark.parametrize("pattern", [pytest.param(one, id=name) for name, one in FORBIDDEN.items()])
def test_no_tracked_file_holds(pattern: str) -> None:
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{name_of(path)}: {match[0]}" for match in re.finditer(pattern, text)]
    assert found == []


def test_rendered_files_and_schemas_are_the_only_generated_data() -> None:
    """Caches, reports and build products are ignored, not kept."""
    kept = {path.suffix for path in tracked()}
    assert kept.isdisjoint({".pyc", ".orig", ".rej", ".log", ".whl", ".egg-info"})

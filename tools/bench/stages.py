"""Where the time of a cold run goes: one process under cProfile, by the stages of the pipeline.

cProfile makes small calls look dearer than they are: the shares tell the order, not the amount.
"""

import pstats
import sys
from collections.abc import Iterator
from typing import Any

from tools.bench.inputs import ENVIRONMENT, Project
from tools.bench.measure import Run, seconds

_PROFILED = """\
import cProfile, os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one processor: one process
out, sys.argv = sys.argv[1], ["specgen", *sys.argv[2:]]
profile = cProfile.Profile()
try:
    profile.runcall(lambda: __import__("specgen.cli").cli.main())
finally:
    profile.dump_stats(out)
"""

STAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "imports": (("<frozen importlib._bootstrap>", "_find_and_load"),),
    "reading files": (("load/files.py", "read_tree"),),
    "parsing YAML": (("load/yaml.py", "documents"),),
    "checking documents alone": (("load/world.py", "_check_documents"),),
    "layers, typing, references": (("load/job_subjects.py", "subjects"),),
    "rules": (("pipeline/passing.py", "_problems"),),
    "targets: jobs": (("targets/spark/target.py", "render"),),
    "overrides, key order, schema": (("pipeline/passing.py", "_final"),),
    "emission": (("tree/encode.py", "encoded"),),
    "plan and write": (("cli/trees.py", "write"),),
    "note of what was written": (("cli/shortcut.py", "noted"),),
}
"""Functions by the end of their file's name; what one calls is a part of it."""

Stats = dict[tuple[str, int, str], tuple[Any, ...]]


def told(project: Project) -> Iterator[str]:
    """A line for each stage: its share of the whole."""
    whole, parts = shares(project)
    for name, part in parts.items():
        yield f"{name:<30} {part / whole:5.0%}"
    yield f"{'the rest':<30} {(whole - sum(parts.values())) / whole:5.0%}"


def shares(project: Project) -> tuple[float, dict[str, float]]:
    """Seconds of a cold run under cProfile, and of each stage."""
    out = str(project.root.with_suffix(".profile"))
    call = (sys.executable, "-c", _PROFILED, out, "render", ENVIRONMENT)
    seconds(Run(call, project.root, project.cold().before))
    stats: Stats = pstats.Stats(out).stats  # type: ignore[attr-defined] # typeshed has it not
    whole = max(row[3] for row in stats.values())
    return whole, {name: _spent(stats, functions) for name, functions in STAGES.items()}


def _spent(stats: Stats, functions: tuple[tuple[str, str], ...]) -> float:
    """Seconds in these functions and below."""
    return sum(
        float(row[3])
        for (file, _, name), row in stats.items()
        if any(file.endswith(end) and name == function for end, function in functions)
    )

"""Floors: what nothing that does this work in this language can be quicker than."""

import sys
from pathlib import Path

from tools.bench.inputs import Project, clear
from tools.bench.measure import Run

_LIBYAML = """\
import os, sys, yaml
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".yaml"):
            with open(os.path.join(folder, name), encoding="utf-8") as there:
                events = yaml.parse(there.read(), Loader=yaml.CLoader)
                yaml.emit(events, Dumper=yaml.CDumper)
"""


def python(folder: Path) -> Run:
    """The interpreter, started for nothing."""
    return Run((sys.executable, "-c", "pass"), folder)


def libyaml(project: Project) -> Run:
    """Events of libyaml of every rendered file, and its text of them; nothing is written."""
    return Run((sys.executable, "-c", _LIBYAML, str(project.tree)), project.root)


def copy(project: Project) -> Run:
    """The rendered files once more."""
    to = project.root.with_suffix(".copy")
    return Run(("cp", "-R", str(project.tree), str(to)), project.root, lambda: clear(to))

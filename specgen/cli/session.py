"""What every command begins with: the project, the environments meant, what they come to."""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import typer

from specgen.cli import exits
from specgen.cli.console import Console
from specgen.finding import Finding, Severity, tidy
from specgen.load.layer import Layers
from specgen.load.project import Opened, environments, open_project
from specgen.load.root import find
from specgen.load.world import World
from specgen.names import nearest
from specgen.pipeline.immutable import Before
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.own_schemas import own_schemas
from specgen.report.clean import clean
from specgen.report.findings import text
from specgen.spec.project import Project
from specgen.tree.tree import Tree


@dataclass
class Session:
    """An open project."""

    opened: Opened
    project: Project
    console: Console
    layers: Layers
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())

    @property
    def root(self) -> str:
        """The project's folder."""
        return self.opened.root

    def names(self) -> list[str]:
        """All layers, rendered or not."""
        return environments(self.opened)

    def rendered_names(self) -> list[str]:
        """Environments that are rendered: every layer but the abstract ones."""
        return [name for name in self.names() if not self._abstract(name)]

    def _abstract(self, name: str) -> bool:
        layer = self.layers.get(name)
        source = layer.objects.get(("Environment", "")) if layer else None
        return source is not None and source.data.get("abstract") is True

    def meant(self, names: Sequence[str]) -> list[str]:
        """The environments named, or all that are rendered; ends the run if there is none."""
        meant = self.chosen(names) or self.rendered_names()
        if not meant:
            folder = f"{self.project.environments}/"
            self.console.say(f"error: {folder} holds no environment that is rendered")
            raise typer.Exit(exits.UNUSABLE)
        return meant

    def chosen(self, names: Sequence[str]) -> list[str]:
        """The names, each of a layer that exists; a usage error else."""
        known = self.names()
        for name in names:
            if name not in known:
                near = nearest(name, known)
                there = f" (there is {clean(', '.join(known))})" if known else ""
                hint = f"; did you mean {clean(near)}?" if near else there
                raise typer.BadParameter(f"no such environment: {name!a}{hint}", param_hint="ENV")
        return list(dict.fromkeys(names))

    def outcomes(self, names: Iterable[str], *, checks_only: bool = False) -> list[Outcome]:
        """What each environment comes to; to be rendered, it is held against the tree it has.

        Raises TreeError if what it needs of that tree cannot be read.
        """
        from specgen.pipeline.run import run

        out = []
        schemas = own_schemas(self.root)
        for name in names:
            self.console.progress(f"specgen: {clean(name)} …")
            world = World(self.project, self.layers, name)
            tree = partial(_in_tree, self.root, f"{self.project.rendered}/{name}")
            before: Before | None = None if checks_only else tree
            out.append(run(
                world, self.today, checks_only=checks_only, before=before, schemas=schemas
            ))  # fmt: skip
            self.console.detail(f"{clean(name)}: {out[-1].jobs} jobs, {len(out[-1].files)} files")
        self.console.done()
        return out


def _in_tree(base: str, root: str, path: str) -> bytes | None:
    """A file of a tree; None if it is not there."""
    with Tree(base, root, write=False) as tree:
        found = tree.read(path)
    return found.data if found else None


def start(console: Console, chdir: str, instead: dict[str, str] | None = None) -> Session:
    """Open the project of a folder; ends the run if there is none or it cannot be read."""
    if not os.path.isdir(chdir):
        raise typer.BadParameter(f"no such folder: {chdir!a}", param_hint="--chdir")
    root = find(chdir)
    if root is None:
        console.say(
            "error: there is no specgen.yaml here or in a folder above; -C DIR names another"
        )
        raise typer.Exit(exits.UNUSABLE)
    opened = open_project(root)
    faults = tidy([*opened.findings, *_unknown_rules(opened)])
    if opened.project is None or faults:
        for line in text(faults, console.style(sys.stderr)):
            console.say(line)
        raise typer.Exit(exits.of(faults))
    layers = Layers(root, opened.project.environments, instead)
    return Session(opened, opened.project, console, layers)


def _unknown_rules(opened: Opened) -> Iterator[Finding]:
    """Rules that the project raises and that do not exist: the typo would change nothing."""
    if opened.project is None or opened.source is None or not opened.project.severity:
        return
    from specgen.rules.registry import RULES  # many modules, for commands that need no rule

    known = {rule.id for rule in RULES}
    for name in opened.project.severity:
        if name not in known:
            near = nearest(name, known)
            yield Finding(
                "unknown-rule",
                "spec",
                Severity.ERROR,
                f"there is no rule `{name}`",
                opened.source.spot(("severity", name), key=True),
                help=f"did you mean `{near}`?" if near else "name a rule of `specgen validate`",
            )


def findings_of(outcomes: Iterable[Outcome]) -> list[Finding]:
    """All findings of several environments; a layer that two share is told once."""
    return tidy([finding for outcome in outcomes for finding in outcome.findings])

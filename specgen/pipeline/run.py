"""One pass over an environment: subjects, rules, targets, overrides, check, bytes.

Streams object by object and touches nothing: who calls it decides what becomes of the files.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from specgen.finding import Finding, Owner, Place, Severity, tidy
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.pipeline import overrides
from specgen.pipeline.outcome import Outcome
from specgen.rules.registry import RULES
from specgen.rules.rule import Problem, Rule
from specgen.rules.waivers import Waivers
from specgen.spec.environment import Environment
from specgen.spec.platform import ClusterOn, JobOn, Subject, TeamOn
from specgen.targets.compose import Conflict
from specgen.targets.kustomization import kustomizations
from specgen.targets.registry import TARGETS
from specgen.targets.spark.target import features_that_say
from specgen.tree.emit import emit
from specgen.validate.schema import ordered


def run(world: World, today: dt.date, *, checks_only: bool = False) -> Outcome:
    """Check an environment and, unless told not to, render it."""
    return _Run(world, today, checks_only=checks_only).outcome()


class _Run:
    def __init__(self, world: World, today: dt.date, *, checks_only: bool) -> None:
        self.world = world
        self.checks_only = checks_only
        self.out = Outcome(world.name)
        self.found: list[Finding] = []
        self.shared: tuple[overrides.Patch, ...] = ()
        production = world.environment is not None and world.environment.production
        self.waivers = Waivers({rule.id: rule for rule in RULES}, today, production)

    def outcome(self) -> Outcome:
        environment = self.world.environment
        if environment is not None and environment.abstract:
            self.found.append(_abstract(self.world, environment))
        elif environment is not None:
            owner = Owner("Environment", environment.name)
            self.waivers.add(owner, environment.allow)
            self.shared = overrides.patches(owner, environment.overrides)
            for subject in subjects(self.world):
                self.subject(subject)
            self.kustomizations()
        self.settle()
        return self.out

    def subject(self, x: Subject) -> None:
        """Check one subject, then render it."""
        self.count(x)
        broken = list(self.problems(x))
        self.found += broken
        if isinstance(x, JobOn) and any(one.severity is Severity.ERROR for one in broken):
            return  # it may not be renderable, and the run has failed anyway
        for target in TARGETS:
            if isinstance(x, target.of):
                try:
                    for document in target.render(x):
                        self.document(document, x)
                except Conflict as conflict:
                    self.found.append(_two_values(self.world, conflict, x))

    def count(self, x: Subject) -> None:
        """Keep the numbers for the report, and the waivers that the subject carries."""
        if isinstance(x, JobOn):
            self.out.jobs += 1
            self.waivers.add(Owner("SparkJob", x.job.name), x.job.allow)
        elif isinstance(x, TeamOn):
            self.waivers.add(Owner("Team", x.team.name), x.team.allow)
        elif isinstance(x, ClusterOn):
            self.out.clusters.add(x.cluster.name)
            self.waivers.add(x.owner, x.cluster.allow)

    def problems(self, x: Subject) -> Iterator[Finding]:
        """What rules say of a subject."""
        for rule in RULES:
            if isinstance(x, rule.of):
                raised = self.world.project.severity.get(rule.id) == "error"
                level = Severity.ERROR if raised else rule.level(production=x.where.production)
                for problem in rule.check(x):
                    yield _finding(self.world, rule, problem, level)

    def document(self, document: Document, x: Subject) -> None:
        """Lay overrides over a document, check it, and turn it into bytes."""
        given = overrides.of_subject(self.world, self.shared, x)
        body = without_none(document.body)
        mine = [patch for patch in given if patch.names(body)]
        if mine:
            body, idle = overrides.patched(body, mine)
            self.found += [overrides.idle_override(self.world, patch) for patch in idle]
        self.found += overrides.faults(self.world, body, mine, document.owner)
        if not self.checks_only:
            header = _header(self.world, document.owner)
            self.keep(document.file, emit(ordered(body), (header,)), document.owner)

    def keep(self, file: str, data: bytes, owner: Owner) -> None:
        """Add a rendered file; two objects never share one."""
        other = self.out.owners.setdefault(file, owner)
        if file in self.out.files:
            self.found.append(_same_file(self.world, file, owner, other))
        self.out.files[file] = data

    def kustomizations(self) -> None:
        """The list of each synced folder, once all files are known."""
        header = (f"Written by: specgen render {self.world.name}",)
        for file, body in kustomizations(list(self.out.files)):
            self.out.files[file] = emit(ordered(dict(body)), header)

    def settle(self) -> None:
        """Part what is waived from what is not, and sort."""
        for finding in [*self.world.findings, *self.found]:
            waived = self.waivers.accepted(finding)
            (self.out.waived if waived else self.out.findings).append(finding)
        for rule, severity, place, what, mend in self.waivers.faults():
            spot = self.world.spot(place)
            self.out.findings.append(
                Finding(rule, "spec", severity, what, spot, help=mend, owner=place.owner)
            )
        self.out.findings = tidy(self.out.findings)


def without_none(node: Any) -> Any:
    """Data without what says nothing."""
    if type(node) is dict:
        return {key: without_none(value) for key, value in node.items() if value is not None}
    if type(node) is list:
        return [without_none(item) for item in node]
    return node


def _header(world: World, owner: Owner) -> str:
    """The first line of a file: where it comes from, and what writes it."""
    name = world.documents(owner.kind, owner.name)[-1].file.name
    return f"From {name} by: specgen render {world.name}"


def _finding(world: World, rule: Rule, problem: Problem, level: Severity) -> Finding:
    return Finding(
        rule.id,
        rule.family,
        level,
        problem.message,
        world.spot(problem.place),
        problem.label,
        tuple(world.related(place, label) for place, label in problem.related),
        problem.hint or rule.hint,
        owner=problem.place.owner,
        path=problem.place.path,
    )


def _two_values(world: World, conflict: Conflict, x: Subject) -> Finding:
    """Two features, or a feature and `conf`, that set one key differently."""
    names = features_that_say(x, conflict.path, conflict.values) if isinstance(x, JobOn) else []
    what = ".".join(str(step) for step in conflict.path[1:])
    old, new = conflict.values
    place = Place(x.owner, ("conf", conflict.path[-1]) if "conf" in names else ())
    return Finding(
        "two-values",
        "job",
        Severity.ERROR,
        f"`{what}` is both `{old}` and `{new}`, set by {' and '.join(names)}",
        world.spot(place),
        help="set it in one place only",
        owner=x.owner,
        path=place.path,
    )


def _same_file(world: World, file: str, owner: Owner, other: Owner) -> Finding:
    return Finding(
        "same-file",
        "spec",
        Severity.ERROR,
        f"{owner} and {other} are both rendered to {file}",
        world.spot(Place(owner)),
        help="give one of them another name",
        owner=owner,
    )


def _abstract(world: World, environment: Environment) -> Finding:
    owner = Owner("Environment", environment.name)
    return Finding(
        "abstract-environment",
        "spec",
        Severity.ERROR,
        f"`{environment.name}` is a layer, never rendered itself",
        world.spot(Place(owner, ("abstract",))),
        help="render an environment that extends it",
        owner=owner,
    )

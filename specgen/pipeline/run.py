"""One pass over an environment: subjects, rules, targets, overrides, check, bytes.

Streams object by object and touches nothing: who calls it decides what becomes of the files.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from specgen.finding import Finding, Owner, Place, Severity, tidy
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.paths import ABSENT, Path, at
from specgen.pipeline import immutable, overrides
from specgen.pipeline.immutable import Before, Rendered
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.plain import header, without_none
from specgen.rules.catalogue import CHECKS, holds_in_part
from specgen.rules.registry import RULES
from specgen.rules.rule import Problem, Rule
from specgen.rules.waivers import Waivers
from specgen.spec.platform import ClusterOn, JobOn, Subject, TeamOn
from specgen.targets.compose import Conflict
from specgen.targets.kustomization import NAME, kustomizations
from specgen.targets.registry import TARGETS
from specgen.targets.spark.target import features_that_say
from specgen.tree.emit import emit
from specgen.tree.encode import encoded
from specgen.validate.schema import ordered


def run(
    world: World, today: dt.date, *, checks_only: bool = False, before: Before | None = None
) -> Outcome:
    """Check an environment and, unless told not to, render it.

    `before` reads the tree that is there: what cannot change in place is held against it.
    """
    return _Run(world, today, before, checks_only=checks_only).outcome()


class _Run:
    def __init__(
        self, world: World, today: dt.date, before: Before | None, *, checks_only: bool
    ) -> None:
        self.world = world
        self.before = before
        self.checks_only = checks_only
        self.out = Outcome(world.name, jobs=len(world.names("SparkJob")))
        self.found: list[Finding] = []
        self.shared: tuple[overrides.Patch, ...] = ()
        self.ledger = overrides.Ledger()
        self.doubtful: list[tuple[JobOn, list[Finding]]] = []
        production = world.environment is not None and world.environment.production
        rules = {rule.id: rule for rule in RULES}
        self.rules = _by_subject(world.project.severity, production=production)
        self.waivers = Waivers(rules, CHECKS, today, production, strict=checks_only)

    def outcome(self) -> Outcome:
        environment = self.world.environment
        if environment is not None:
            owner = Owner("Environment", environment.name)
            self.waivers.add(owner, environment.allow)
            self.shared = overrides.patches(owner, environment.overrides)
            for subject in subjects(self.world):
                self.subject(subject)
            self.waived_after_all()
            self.kustomizations()
            self.idle_overrides()
        self.settle()
        return self.out

    def subject(self, x: Subject) -> None:
        """Check one subject, then render it."""
        self.count(x)
        broken = list(self.problems(x))
        self.found += broken
        errors = [one for one in broken if one.severity is Severity.ERROR]
        if isinstance(x, JobOn) and errors:
            self.doubtful.append((x, errors))  # it may not be renderable
        else:
            self.render(x)

    def waived_after_all(self) -> None:
        """Render the jobs whose errors are all accepted, now that every waiver is known."""
        for x, errors in self.doubtful:
            if all(self.waivers.accepted(one) for one in errors):
                self.render(x)

    def render(self, x: Subject) -> None:
        """Make a subject's documents."""
        given = overrides.of_subject(self.world, self.shared, x)
        self.ledger.enter(given)
        for target in TARGETS:
            if isinstance(x, target.of):
                try:
                    for document in target.render(x):
                        now = Rendered(document.file, self.document(document, given), given)
                        if self.before is not None and isinstance(x, ClusterOn):
                            self.found += immutable.findings(self.world, x, now, self.before)
                except Conflict as conflict:
                    self.found.append(_two_values(self.world, conflict, x))

    def count(self, x: Subject) -> None:
        """Keep the numbers for the report, and the waivers that the subject carries."""
        if isinstance(x, JobOn):
            self.waivers.add(Owner("SparkJob", x.job.name), x.job.allow)
        elif isinstance(x, TeamOn):
            self.waivers.add(Owner("Team", x.team.name), x.team.allow)
        elif isinstance(x, ClusterOn):
            self.out.clusters.add(x.cluster.name)
            self.waivers.add(x.owner, x.cluster.allow)

    def problems(self, x: Subject) -> Iterator[Finding]:
        """What rules say of a subject."""
        for rule, level in self.rules.get(type(x), ()):
            for problem in rule.check(x):
                yield _finding(self.world, rule, problem, level)

    def document(self, document: Document, given: tuple[overrides.Patch, ...]) -> Any:
        """Check a document and turn it into bytes; what is no object stays as made."""
        body = without_none(document.body)
        if isinstance(body, dict) and "kind" in body:
            body = ordered(self.final(body, given, document.owner))
        self.claim(document.file, document.owner)
        if not self.checks_only:
            first = header(self.world, document.owner)
            self.out.files[document.file] = encoded(document.file, body, first)
        return body

    def final(
        self, body: dict[str, Any], given: tuple[overrides.Patch, ...], owner: Owner
    ) -> dict[str, Any]:
        """An object with its overrides, held against the schema of its kind."""
        self.ledger.kinds.add(body["kind"])
        mine = [patch for patch in given if patch.names(body)]
        if mine:
            body = self.ledger.patched(body, mine)
        self.found += overrides.faults(self.world, body, mine, owner)
        return body

    def claim(self, file: str, owner: Owner) -> None:
        """Note who renders a file; two objects never share one."""
        if file in self.out.owners:
            self.found.append(_same_file(self.world, file, owner, self.out.owners[file]))
        self.out.owners[file] = owner

    def kustomizations(self) -> None:
        """The list of each synced folder, once all files are known."""
        self.out.files |= lists(self.world.name, self.out.files)

    def idle_overrides(self) -> None:
        """Overrides that did nothing to any document."""
        errors = (one.severity is Severity.ERROR for one in [*self.world.findings, *self.found])
        for patch in self.ledger.idle(whole=not any(errors)):
            self.found.append(overrides.idle_override(self.world, patch, self.ledger.kinds))

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
        if any(finding.unreadable for finding in self.out.findings):
            self.out.findings = [one for one in self.out.findings if _certain(one)]
        self.out.findings = tidy(self.out.findings)


def _by_subject(
    raised: Mapping[str, str], *, production: bool
) -> dict[type[Any], list[tuple[Rule, Severity]]]:
    """The rules of each kind of subject, with how severe they are here: asked once a run."""
    out: dict[type[Any], list[tuple[Rule, Severity]]] = {}
    for rule in RULES:
        error = raised.get(rule.id) == "error"
        level = Severity.ERROR if error else rule.level(production=production)
        for of in rule.of if isinstance(rule.of, tuple) else (rule.of,):
            out.setdefault(of, []).append((rule, level))
    return out


def lists(environment: str, files: Iterable[str]) -> dict[str, bytes]:
    """The list of each synced folder of a tree with these files."""
    header = (f"Written by: specgen render {environment}",)
    return {
        file: emit(ordered(dict(body)), header)
        for file, body in kustomizations([one for one in files if not one.endswith(f"/{NAME}")])
    }


def _certain(finding: Finding) -> bool:
    """Whether it is true whatever the input that could not be read may say."""
    return finding.unreadable or holds_in_part(finding.rule)


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
    place = _where_said(world, conflict.path, x.owner)
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


def _where_said(world: World, path: Path, owner: Owner) -> Place:
    """Where the job says what stands at a path of the application; else the job as a whole."""
    *above, field, key = ("", "", *path[1:])
    own = "conf" if field == "sparkConf" else field
    data = world.stack_of(owner).data
    candidates = ((*above[2:], own, key), (own, key))
    return next(
        (Place(owner, one) for one in candidates if at(data, one) is not ABSENT), Place(owner)
    )


def _same_file(world: World, file: str, owner: Owner, other: Owner) -> Finding:
    return Finding(
        "same-file",
        "spec",
        Severity.ERROR,
        f"two objects of {owner} are rendered to {file}"
        if (owner.kind, owner.name) == (other.kind, other.name)
        else f"{owner} and {other} are both rendered to {file}",
        world.spot(Place(owner)),
        help="give one of them another name",
        owner=owner,
    )

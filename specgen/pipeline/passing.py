"""The pass over subjects: what rules say of each, and the files that it renders to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from specgen.finding import Finding, Owner, Place, Severity
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.merging import without_none
from specgen.paths import ABSENT, Path, at
from specgen.pipeline import immutable, overrides
from specgen.pipeline.header import header
from specgen.pipeline.immutable import Before, Rendered
from specgen.pipeline.texts import with_texts
from specgen.rules.rule import Problem, Rule
from specgen.spec.allow import Allow
from specgen.spec.platform import ClusterOn, JobOn, Subject, TeamOn
from specgen.targets.compose import Conflict
from specgen.targets.registry import TARGETS
from specgen.targets.spark.target import features_that_say
from specgen.tree.encode import encoded
from specgen.validate.misfit import Misfit
from specgen.validate.own import Schemas
from specgen.validate.predicted import pod_misfits
from specgen.validate.schema import ordered


class Given(NamedTuple):
    """What a pass goes by, the same for every subject."""

    world: World
    rules: Mapping[type[Any], list[tuple[Rule, Severity]]]
    """The rules of each kind of subject, with how severe they are here."""

    patches: tuple[overrides.Patch, ...]
    """The Environment's overrides."""

    before: Before | None
    """Reads the tree that is there: what cannot change in place is held against it."""

    schemas: Schemas
    """What documents are held against."""

    checks_only: bool


@dataclass
class Share:
    """What comes of some subjects. Shares add up to that of them all."""

    files: dict[str, bytes] = field(default_factory=dict)
    owners: dict[str, Owner] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    allows: list[tuple[Owner, tuple[Allow, ...]]] = field(default_factory=list)
    """The waivers of each subject."""

    doubtful: list[tuple[JobOn, list[Finding]]] = field(default_factory=list)
    """Jobs with errors, which a waiver that is still to come may accept."""

    misfits: list[tuple[Document, Misfit]] = field(default_factory=list)
    """Those that no override wrote."""

    ledger: overrides.Ledger = field(default_factory=overrides.Ledger)


class Pass:
    """Takes subjects, one after another, and keeps what comes of them."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.world = given.world
        self.share = Share()

    def subject(self, x: Subject) -> None:
        """Check one subject, then render it."""
        self._keep_allows(x)
        broken = list(self._problems(x))
        self.share.found += broken
        errors = [one for one in broken if one.severity is Severity.ERROR]
        if isinstance(x, JobOn) and errors:
            self.share.doubtful.append((x, errors))  # it may not be renderable
        else:
            self.render(x)

    def absorb(self, other: Share) -> None:
        """Add what came of other subjects."""
        for file, owner in other.owners.items():
            self._claim(file, owner)
        mine = self.share
        mine.files |= other.files
        mine.found += other.found
        mine.allows += other.allows
        mine.doubtful += other.doubtful
        mine.misfits += other.misfits
        mine.ledger.absorb(other.ledger)

    def render(self, x: Subject) -> None:
        """Make a subject's documents."""
        patches = overrides.of_subject(self.world, self.given.patches, x)
        self.share.ledger.enter(patches)
        made: dict[str, Any] = {}
        for target in TARGETS:
            if isinstance(x, target.of):
                try:
                    for document in target.render(x):
                        whole = with_texts(document, made)
                        made[document.file] = self._document(whole, patches, x)
                except Conflict as conflict:
                    self.share.found.append(_two_values(self.world, conflict, x))

    def _keep_allows(self, x: Subject) -> None:
        if isinstance(x, JobOn):
            self.share.allows.append((Owner("SparkJob", x.job.name), x.job.allow))
        elif isinstance(x, TeamOn):
            self.share.allows.append((Owner("Team", x.team.name), x.team.allow))
        elif isinstance(x, ClusterOn):
            self.share.allows.append((x.owner, x.cluster.allow))

    def _problems(self, x: Subject) -> Iterator[Finding]:
        """What rules say of a subject."""
        for rule, level in self.given.rules.get(type(x), ()):
            for problem in rule.check(x):
                yield _finding(self.world, rule, problem, level)

    def _document(
        self, document: Document, patches: tuple[overrides.Patch, ...], x: Subject
    ) -> Any:
        """Check a document and turn it into bytes; its body. What is no object stays as made."""
        body = document.body
        if isinstance(body, dict) and "kind" in body:
            body = self._final(document, patches)
        else:
            body = without_none(body)
        self._claim(document.file, document.owner)
        if not self.given.checks_only:
            first = header(self.world, document.owner)
            self.share.files[document.file] = encoded(document.file, body, first)
        if self.given.before is not None and isinstance(x, ClusterOn):
            now = Rendered(document.file, body, patches)
            self.share.found += immutable.findings(self.world, x, now, self.given.before)
        return body

    def _final(self, document: Document, patches: tuple[overrides.Patch, ...]) -> dict[str, Any]:
        """An object with its overrides, held against the schema of its kind, in order."""
        body: dict[str, Any] = document.body
        self.share.ledger.kinds.add(body["kind"])
        mine = [patch for patch in patches if patch.names(body)]
        if mine:
            body = self.share.ledger.patched(without_none(body), mine)
        body = ordered(body)
        misfits = list(self.given.schemas.misfits(body, patched=bool(mine)))
        for misfit in misfits or pod_misfits(body):
            fault = overrides.fault(self.world, body, mine, misfit)
            if fault is None:
                self.share.misfits.append((document._replace(body=body), misfit))
            else:
                self.share.found.append(fault)
        return body

    def _claim(self, file: str, owner: Owner) -> None:
        """Note who renders a file; two objects never share one."""
        owners = self.share.owners
        if file in owners:
            self.share.found.append(_same_file(self.world, file, owner, owners[file]))
        owners[file] = owner


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

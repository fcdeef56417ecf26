"""One pass over an environment: subjects, rules, targets, overrides, check, bytes.

Streams object by object and touches nothing: who calls it decides what becomes of the files.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from specgen.finding import Finding, Owner, Severity, tidy
from specgen.load.cluster_subject import Notes
from specgen.load.subjects import Subjects
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.pipeline import overrides
from specgen.pipeline.forks import in_shares
from specgen.pipeline.immutable import Before
from specgen.pipeline.outcome import Outcome
from specgen.pipeline.passing import Given, Pass, Share
from specgen.rules.catalogue import CHECKS, holds_in_part
from specgen.rules.registry import RULES
from specgen.rules.rule import Rule
from specgen.rules.waivers import Waivers
from specgen.spec.environment import Environment
from specgen.targets.kustomization import NAME, kustomizations
from specgen.tree.emit import emit
from specgen.validate.misfit import Misfit
from specgen.validate.own import Schemas
from specgen.validate.schema import ordered


def run(
    world: World,
    today: dt.date,
    *,
    checks_only: bool = False,
    before: Before | None = None,
    schemas: Schemas | None = None,
) -> Outcome:
    """Check an environment and, unless told not to, render it.

    `before` reads the tree that is there: what cannot change in place is held against it.
    `schemas` are what documents are held against; without, those that specgen brings.
    """
    production = world.environment is not None and world.environment.production
    rules = {rule.id: rule for rule in RULES}
    waivers = Waivers(rules, CHECKS, today, production, strict=checks_only)
    out = Outcome(world.name, jobs=len(world.names("SparkJob")))
    found: list[Finding] = []
    if world.environment is not None:
        levels = _by_subject(world.project.severity, production=production)
        owner = Owner("Environment", world.environment.name)
        patches = overrides.patches(owner, world.environment.overrides)
        waivers.add(owner, world.environment.allow)
        given = Given(world, levels, patches, before, schemas or Schemas(), checks_only)
        share = _passed(given, world.environment, waivers, out)
        found += [*share.found, *_idle_overrides(world, share)]
        out.files, out.owners = share.files | lists(world.name, share.files), share.owners
    _settle(world, found, waivers, out)
    return out


# --- over all subjects ----------------------------------------------------------------------------


class _OfJobs(NamedTuple):
    """What comes of some of the jobs."""

    findings: list[Finding]
    notes: dict[str, Notes]
    share: Share


_WORTH_A_PROCESS = 250
"""Jobs; fewer are done sooner than another process is started and heard."""


def _passed(given: Given, environment: Environment, waivers: Waivers, out: Outcome) -> Share:
    """The pass over all subjects of the environment."""
    every = Subjects(given.world, environment)
    whole = Pass(given)
    teams = list(every.of_teams())
    jobs = given.world.names("SparkJob")
    for part in in_shares(lambda names: _of_jobs(given, every, names), jobs, _WORTH_A_PROCESS):
        every.absorb(part.findings, part.notes)
        whole.absorb(part.share)
    for x in chain(map(every.told, teams), every.of_the_rest()):
        whole.subject(x)
    out.clusters |= every.sites.keys()
    for owner, allows in whole.share.allows:
        waivers.add(owner, allows)
    for job, errors in whole.share.doubtful:  # now that every waiver is known
        if all(waivers.accepted(one) for one in errors):
            whole.render(job)
    whole.share.found += [*given.schemas.told_faults(), *_origins(given.world, whole.share.misfits)]
    return whole.share


def _origins(world: World, misfits: list[tuple[Document, Misfit]]) -> Iterator[Finding]:
    """What no override wrote and no schema takes, at the lines that it comes from."""
    if misfits:
        from specgen.pipeline.misfits import findings  # noqa: PLC0415 - most runs have none

        yield from findings(world, misfits)


def _of_jobs(given: Given, every: Subjects, names: Sequence[str]) -> _OfJobs:
    """The pass over some jobs; it leaves `every` as it is."""
    jobs, own = every.jobs(), Pass(given)
    for name in names:
        for x in jobs.subjects(name):
            own.subject(x)
    own.share.found += given.schemas.told_faults()
    return _OfJobs(jobs.findings, jobs.notes, own.share)


def _idle_overrides(world: World, share: Share) -> list[Finding]:
    """Overrides that did nothing to any document."""
    errors = (one.severity is Severity.ERROR for one in [*world.findings, *share.found])
    ledger = share.ledger
    return [
        overrides.idle_override(world, patch, ledger.kinds)
        for patch in ledger.idle(whole=not any(errors))
    ]


def _settle(world: World, found: list[Finding], waivers: Waivers, out: Outcome) -> None:
    """Part what is waived from what is not, and sort."""
    for finding in [*world.findings, *found]:
        waived = waivers.accepted(finding)
        (out.waived if waived else out.findings).append(finding)
    for rule, severity, place, what, mend in waivers.faults():
        spot = world.spot(place)
        out.findings.append(
            Finding(rule, "spec", severity, what, spot, help=mend, owner=place.owner)
        )
    if any(finding.unreadable for finding in out.findings):
        out.findings = [one for one in out.findings if _certain(one)]
    out.findings = tidy(out.findings)


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

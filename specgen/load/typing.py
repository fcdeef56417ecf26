"""From merged data to typed models, and from pydantic's errors to findings with a place."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from specgen.finding import Finding, Owner, Severity, Spot
from specgen.load.layers import Source, Stack
from specgen.load.messages import Words, contradiction, missing, words
from specgen.merging import Shape, merge
from specgen.names import nearest
from specgen.paths import Path
from specgen.spec.base import SpecModel
from specgen.spec.kinds import MODEL_OF
from specgen.spec.shapes import job_only_places, shape_of

M = TypeVar("M", bound=SpecModel)

MAX_FINDINGS = 100
"""Findings about the types of one object; a file of rubbish needs no more."""


def typed(model: type[M], stack: Stack, owner: Owner, findings: list[Finding]) -> M | None:
    """The object that a stack comes to, or None with its findings added."""
    try:
        return model.model_validate(stack.data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    for one in _without_twins(errors)[:MAX_FINDINGS]:
        path = stack.real(one["loc"])
        told = words(one, path, stack.shape, _written(stack, path))
        spot = stack.place(told.path, key=told.on_key)
        findings.append(_finding(told, spot, owner))
    return None


def check_header(
    source: Source, model: type[SpecModel], owner: Owner, findings: list[Finding]
) -> None:
    """Kind and name of a document whose other fields are another model's."""
    header = {key: source.data[key] for key in ("kind", "name")}
    typed(model, Stack((source,), Shape(), header), owner, findings)


def _written(stack: Stack, path: Path) -> str:
    hits = stack.chain(path)
    return hits[0].source.written(hits[0].path) if hits and len(hits[0].path) == len(path) else ""


def _finding(told: Words, spot: Spot, owner: Owner) -> Finding:
    return Finding(
        told.rule, "spec", Severity.ERROR, told.what, spot, told.label, help=told.mend, owner=owner
    )


def _without_twins(errors: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each fault once: a misspelt field is not missing, too; a list of wrong items not empty."""
    all_ = [one for one in errors if not (one["type"] == "too_short" and one["input"])]
    wanted = {one["loc"] for one in all_ if missing(one)}
    meant = set()
    for one in all_ if wanted else ():
        if one["type"] == "extra_forbidden":
            siblings = [str(loc[-1]) for loc in wanted if loc[:-1] == one["loc"][:-1]]
            near = nearest(str(one["loc"][-1]), siblings)
            meant.add((*one["loc"][:-1], near))
    return [one for one in all_ if not (missing(one) and one["loc"] in meant)]


def check_alone(source: Source, kind: str, owner: Owner, findings: list[Finding]) -> None:
    """Types and unknown keys of one document or part by itself.

    What is missing may come from another layer, and fields that do not go together may be parted
    by one: both are told of the merged object only.
    """
    shape = shape_of(kind)
    data = merge({}, {k: v for k, v in source.data.items() if k not in ("kind", "name")}, shape)
    stack = Stack((source,), shape, data)
    try:
        MODEL_OF[kind].model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    else:
        return
    told_alone = [
        one for one in _without_twins(errors) if not missing(one) and not contradiction(one)
    ]
    for one in told_alone[:MAX_FINDINGS]:
        path = stack.real(one["loc"])
        told = words(one, path, shape, source.written(path))
        findings.append(_finding(told, source.spot(told.path, key=told.on_key), owner))


_ELSEWHERE = {
    "a profile": ("clusters", "activeOn"),
    "an environment's defaults": ("kind", "name"),
    "a cluster's defaults": ("kind", "name", "clusters", "activeOn"),
    "a team's defaults": ("kind", "name"),
    "perCluster": ("name", "kind", "team", "clusters", "activeOn", "profiles", "perCluster"),
}
"""Fields of a job that may not stand in one kind of part, beside those that only a job may set."""


def check_part(
    source: Source, what: str, shape: Shape, owner: Owner, findings: list[Finding]
) -> None:
    """That a part of an object (defaults, a profile, perCluster) sets nothing but what it may."""
    places: list[Path] = [(key,) for key in _ELSEWHERE.get(what, ()) if key in source.data]
    if what != "perCluster":
        own = {k: v for k, v in source.data.items() if (k, what) != ("name", "a profile")}
        places += list(job_only_places(own, shape))
    itself = "job" if "application" in shape.children else "object"
    findings += [
        Finding(
            "misplaced-field", "spec", Severity.ERROR,
            f"`{path[-1]}` cannot stand in {what}", source.spot(path, key=True),
            help=f"set it on the {itself} itself", owner=owner,
        )
        for path in dict.fromkeys(places)
    ]  # fmt: skip

"""What a rendered value comes from, as far as a person wants to know: lines of specs, defaults.

The renderer is asked for the places of the spec objects (`origins`), the stacks for the lines.
"""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from specgen.finding import Owner, Spot
from specgen.load.layers import Hit, Source, Stack
from specgen.load.world import World
from specgen.load.yaml import documents
from specgen.merging import without_none
from specgen.origins.compare import at_place
from specgen.origins.origins import of_place, origins
from specgen.origins.trial import Origin
from specgen.paths import ABSENT, Path, at, text
from specgen.pipeline.constants import Constant, constants
from specgen.pipeline.documents import Made, subject
from specgen.spec.docs import field_docs
from specgen.spec.platform import JobOn
from specgen.spec.shapes import shape_of
from specgen.targets.spark.features import FEATURES, Feature
from specgen.units.unit import shown


class Said(NamedTuple):
    """A line of a spec that says something about a field."""

    spot: Spot
    text: str
    """As it is written, if on one line; else the value."""
    who: str
    """The object, profile or defaults that say it."""
    layer: str
    takes_away: bool
    """It is null: what lower ones said does not count."""


class Cause(NamedTuple):
    """A field of a spec that has to do with a rendered value."""

    owner: Owner
    path: Path
    """As it is written in YAML; empty: the object as a whole."""
    value: Any
    """What it comes to."""
    said: tuple[Said, ...]
    """Who says something about it, highest first; nobody: the default holds."""
    default: Any
    """What holds if nobody says anything; ABSENT if somebody must, or if there is nothing."""
    text: str
    """What the field is."""

    @property
    def written(self) -> bool:
        """Whether the value is somebody's, and not the default."""
        return bool(self.said) and not self.said[0].takes_away

    @property
    def overrides(self) -> bool:
        """Whether it is a patch of what is rendered."""
        return self.path[:1] == ("overrides",)


class Field(NamedTuple):
    """A field of a spec that has to do with a rendered value, without who says what about it."""

    owner: Owner
    path: Path
    value: Any
    written: bool
    """Whether the value is somebody's, and not the default."""


class Explanation(NamedTuple):
    """Where a value of a rendered document comes from."""

    made: Made
    path: Path
    value: Any
    causes: tuple[Cause, ...]
    """Another value of these changes it."""
    unset: tuple[Cause, ...]
    """It would be another, if one of these were set."""
    presence: tuple[Cause, ...]
    """It is there because of these."""
    features: tuple[str, ...]
    """Parts of a Spark job that wrote it."""
    constants: tuple[Constant, ...]
    """Constants of facts and targets that it is, where no spec says it."""
    unpatched: Any
    """What it is without overrides; ABSENT if there is no such thing."""
    rules: tuple[str, ...]
    """Rules about the object that look at what changes it."""


class Asker:
    """Explains documents of one environment."""

    def __init__(self, world: World, project: Source | None) -> None:
        self.world = world
        self.project = project
        """The document of the project's file."""

    def explain(self, made: Made, path: Path) -> Explanation:
        """Where what stands at a place of a document comes from."""
        value, unpatched = at_place(made.document.body, path), at_place(made.unpatched, path)
        asked = origins(partial(made.again, part=path), made.of, path)
        found = of_place(asked, path, below=isinstance(value, str))
        causes, unset = self._parted(made, found)
        features = [] if isinstance(value, dict | list) else features_of(made, path)
        return Explanation(
            made,
            path,
            value,
            causes,
            unset,
            tuple(self.cause(made, one) for one in found.presence),
            tuple(one.__name__ for one in features),
            () if _says(causes, value) else constants([*features] or [made.target.render], value),
            unpatched,
            _rules(made, found.value),
        )

    def _parted(self, made: Made, found: Origin) -> tuple[tuple[Cause, ...], tuple[Cause, ...]]:
        """Causes that have a value, and those that have none."""
        every = [self.cause(made, one) for one in found.value]
        empty = [one for one in every if not one.written and one.value in (None, (), {})]
        return tuple(one for one in every if one not in empty), tuple(empty)

    def cause(self, made: Made, place: Path) -> Cause:
        """A place of what a document is made of, with the lines that say something about it."""
        owner, root, inner = _object(made, place)
        steps = list(_steps(root, inner))
        path = tuple(step.name for step in steps)
        last = steps[-1] if steps else None
        hits = self._stack(owner).chain(path)
        return Cause(
            owner,
            path,
            last.value if last else root,
            tuple(map(_said, hits)),
            last.default if last else ABSENT,
            last.text if last else "",
        )

    def field(self, made: Made, place: Path) -> Field:
        """The field that a place of what a document is made of is; much cheaper than its cause."""
        owner, root, inner = _object(made, place)
        steps = list(_steps(root, inner))
        path = tuple(step.name for step in steps)
        hits = self._stack(owner).chain(path)
        written = bool(hits) and hits[0].value is not None
        return Field(owner, path, steps[-1].value if steps else root, written)

    def _stack(self, owner: Owner) -> Stack:
        if owner.kind == "Project":
            return Stack((self.project,) if self.project else (), shape_of("Project"))
        return self.world.stack_of(owner)


def _rules(made: Made, places: list[Path]) -> tuple[str, ...]:
    """The rules that look at places; they are many modules, loaded if there is a place."""
    if not places:
        return ()
    from specgen.pipeline.used import rules_of  # noqa: PLC0415 - see above

    return rules_of(made.of, places)


def _says(causes: Iterable[Cause], value: Any) -> bool:
    """Whether a spec says the value as it is."""
    return any(str(one.value) == str(value) for one in causes)


def features_of(made: Made, path: Path) -> list[Feature]:
    """The features of a Spark job that wrote what stands at a place; none for other documents."""
    x = subject(made.of)
    if not isinstance(x, JobOn):
        return []
    whole = made.unpatched
    if x.job.submitted:
        return []
    if whole["kind"] == "ScheduledSparkApplication" and path[:1] == ("spec",):
        if path[:2] != ("spec", "template"):
            return []
        whole, path = {"spec": whole["spec"]["template"]}, ("spec", *path[2:])
    return [one for one in FEATURES if _wrote(without_none(one(x)), whole, path)]


def _wrote(part: Any, whole: Any, path: Path) -> bool:
    """Whether a part of a document says what stands at a place of the whole."""
    for step in path:
        whole = at(whole, (step,))
        if isinstance(part, list):
            part = next((item for item in part if item == whole), ABSENT)
        else:
            part = at(part, (step,))
    return part is not ABSENT and (isinstance(part, dict | list) or part == whole)


# --- from places of the input to fields of specs --------------------------------------------------


class _Step(NamedTuple):
    """A step of a path in a spec object: what it is called in YAML, and what is there."""

    name: str | int
    value: Any
    default: Any = ABSENT
    text: str = ""


def _object(made: Made, place: Path) -> tuple[Owner, BaseModel, Path]:
    """The spec object that a place lies in, and the place within it."""
    head, *rest = place
    root = getattr(made.of, str(head))
    if not isinstance(root, BaseModel):
        root, rest = root[rest[0]], rest[1:]  # one of several teams, or jobs
    kind = type(root).__name__
    cluster = made.of.cluster.name if kind in ("Team", "SparkJob") else ""
    return Owner(kind, root.name, cluster), root, tuple(rest)


def _steps(node: Any, path: Path) -> Iterator[_Step]:
    """The path as it is written in YAML, step by step."""
    for step in path:
        if isinstance(node, BaseModel):
            yield _field(node, str(step))
        else:
            yield _Step(step, node[step])
        node = node[step] if not isinstance(node, BaseModel) else getattr(node, str(step))


def _field(model: BaseModel, name: str) -> _Step:
    info = type(model).model_fields[name]
    default = info.get_default(call_default_factory=True)
    default = ABSENT if default is PydanticUndefined else default
    return _Step(info.alias or name, getattr(model, name), default, _text(type(model), name))


@cache
def _text(model: type[BaseModel], name: str) -> str:
    return field_docs(model).get(name, "")


# --- lines ----------------------------------------------------------------------------------------


def _said(hit: Hit) -> Said:
    source, path, value = hit
    return Said(
        source.spot(path),
        source.written(path) or shown(value),
        _who(source),
        source.layer,
        value is None,
    )


def _who(source: Source) -> str:
    """Whose line it is: `SparkJob count`, `defaults.SparkJob of Environment prod`."""
    document = documents(source.file.text).data[source.index]
    owner = f"{document['kind']} {document['name']}"
    return f"{text(source.under)} of {owner}" if source.under else owner

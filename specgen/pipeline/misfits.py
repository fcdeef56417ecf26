"""Misfits that no override wrote, at the lines of specs that they come from.

The renderer is asked, as `explain` asks it, and only where there is a misfit: what is found at a
place of one document is first tried for the same place of the next, which mostly settles it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from specgen.finding import Finding, Place, Severity
from specgen.load.world import World
from specgen.manifests.document import Document
from specgen.origins.origins import matters_to, of_place, origins
from specgen.paths import ABSENT, Path, at, text
from specgen.pipeline.documents import Made, Of, made
from specgen.pipeline.explained import Asker, Field
from specgen.validate.misfit import Misfit

MAX_QUESTIONS = 300
"""Documents that are asked in full, at some 20 ms each; the misfits of others are told at their
objects."""

_LITERAL = "specgen itself writes it, whatever the spec says"
_NEVER = "no field of a spec sets it; an override can"


class _Found(NamedTuple):
    """A field of a spec that has to do with a misfit, and how."""

    field: Field
    label: str


def findings(world: World, given: list[tuple[Document, Misfit]]) -> Iterator[Finding]:
    """Each misfit, at the field that it comes from, or else at the object that is rendered."""
    files = {document.file for document, _ in given}
    every = {one.document.file: one for one in made(world) if one.document.file in files}
    origin = _Origins(world)
    for document, misfit in given:
        one = every.get(document.file)
        found = origin.of(one, misfit) if one is not None else None
        yield _finding(world, document, misfit, found)


def _finding(world: World, document: Document, misfit: Misfit, found: _Found | None) -> Finding:
    place = Place(found.field.owner, found.field.path) if found else Place(document.owner)
    return Finding(
        "misfit",
        "ovr",
        Severity.ERROR,
        f"{document.body['kind']} `{text(misfit.path)}`: {misfit.message}",
        world.spot(place),
        found.label if found else _NEVER if _is_missing(document, misfit) else _LITERAL,
        help=misfit.mend,
        owner=place.owner,
        path=place.path,
    )


def _is_missing(document: Document, misfit: Misfit) -> bool:
    return at(document.body, misfit.path) is ABSENT


class _Origins:
    """Asks documents of one environment, and remembers what it was told."""

    def __init__(self, world: World) -> None:
        self.asker = Asker(world, None)
        self.asked = 0
        self.known: dict[tuple[str, Path], list[Path]] = {}
        """Places of the input that were the answer, by target and place of the document."""

    def of(self, one: Made, misfit: Misfit) -> _Found | None:
        """The field that a misfit comes from; None if it comes from none."""
        question = _Question.of(one, misfit.path)
        known = self.known.setdefault((one.target.id, misfit.path), [])
        for place in known:
            if matters_to(question.render, one.of, place, question.wanted):
                return self._told(one, misfit, place)
        first = self._first(one, misfit, question)
        if first is None:
            return None
        known.append(first)
        return self._told(one, misfit, first)

    def _first(self, one: Made, misfit: Misfit, question: "_Question") -> Path | None:
        """The place of the input that a person would look at, of all that have to do with it."""
        self.asked += 1
        if self.asked > MAX_QUESTIONS:
            return None
        asked = origins(question.render, one.of, question.wanted)
        found = of_place(asked, question.wanted, below=True)
        presence = () if _is_missing(one.document, misfit) else found.presence
        fields = {place: self.asker.field(one, place) for place in (*found.value, *presence)}
        places = [place for place, field in fields.items() if _is_in_a_layer(field)]
        return min(places, key=lambda place: _rank(fields[place], one, misfit), default=None)

    def _told(self, one: Made, misfit: Misfit, place: Path) -> _Found:
        field = self.asker.field(one, place)
        name, shown = text(field.path), text(misfit.path)
        if _is_missing(one.document, misfit):
            return _Found(field, f"`{name}` would set it")
        if not field.written:
            return _Found(field, f"`{name}` is not set, and this comes of its default")
        same = str(field.value) == str(at(one.document.body, misfit.path))
        return _Found(field, f"this is rendered as `{shown}`" if same else f"`{shown}` comes of it")


def _is_in_a_layer(field: Field) -> bool:
    """Whether it is a field of an object of the environment; the project's file is in no layer."""
    return bool(field.path) and field.owner.kind != "Project"


def _rank(field: Field, one: Made, misfit: Misfit) -> tuple[bool, bool, bool]:
    """What is written goes before defaults, the very value before others, the object's own."""
    value = at(one.document.body, misfit.path)
    owner = (field.owner.kind, field.owner.name)
    of_another = owner != (one.document.owner.kind, one.document.owner.name)
    return not field.written, str(field.value) != str(value), of_another


class _Question(NamedTuple):
    """What the renderer is asked: a function of the input, and the place of its result."""

    render: Any
    wanted: Path

    @classmethod
    def of(cls, one: Made, path: Path) -> "_Question":
        """About a place of a document; about whether it is there, where nothing is."""
        if at(one.document.body, path) is not ABSENT:
            return cls(one.again, path)

        def there(of: Of) -> Any:
            body = one.again(of)
            if body is ABSENT:
                return ABSENT
            return {"kind": body["kind"], "there": at(body, path) is not ABSENT}

        return cls(there, ("there",))

"""Other values that could stand at a place of a frozen input.

Nothing is validated: a value need only be of the right kind, and a world that cannot be is left to
the renderer to refuse.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from specgen.origins.places import children, choices, is_record, item_hint, optional
from specgen.refusal import Refused
from specgen.units.addresses import (
    Cidr,
    Digest,
    KmsKey,
    PolicyArn,
    Principal,
    RoleArn,
    Root,
    Uri,
)
from specgen.units.amounts import Cpu, Quantity, SparkMemory
from specgen.units.cron import Cron
from specgen.units.times import Duration, EksVersion, KubernetesVersion, TimeZone, Version
from specgen.units.unit import Unit

Names = Mapping[str, tuple[str, ...]]
"""For each name of something in an input, the names of other things of its kind."""

SAMPLES: dict[type[Unit], tuple[str, str]] = {
    Cidr: ("10.91.0.0/16", "10.92.0.0/16"),
    Cpu: ("3", "2900m"),
    Cron: ("7 7 * * *", "8 8 * * *"),
    Digest: (f"sha256:{'9' * 64}", f"sha256:{'8' * 64}"),
    Duration: ("7s", "70h"),
    EksVersion: ("v9.9.9-eksbuild.9", "v8.8.8-eksbuild.8"),
    KmsKey: (
        "arn:aws:kms:us-west-2:999988887777:key/one",
        "arn:aws:kms:us-west-2:999988887777:key/two",
    ),
    KubernetesVersion: ("1.98", "1.99"),
    PolicyArn: (
        "arn:aws:iam::999988887777:policy/one",
        "arn:aws:iam::999988887777:policy/two",
    ),
    Principal: ("arn:aws:iam::999988887777:role/one", "arn:aws:iam::999988887777:user/two"),
    Quantity: ("3Gi", "9000Gi"),
    RoleArn: ("arn:aws:iam::999988887777:role/one", "arn:aws:iam::999988887777:role/two"),
    Root: ("s3://another-root/", "https://another.example.com/root/"),
    SparkMemory: ("3g", "90g"),
    TimeZone: ("Europe/Berlin", "Asia/Tokyo"),
    Uri: ("s3://another/place.py", "local:///another/place.py"),
    Version: ("2.9.9", "99.9.9"),
}
"""Two texts of each unit, far apart: one of them is another value, whatever is there."""

_FAR = 100_000
_WORD = "another"
_RESOURCES = ("cpu", "memory")
"""Keys of maps that mean something."""

_OPPOSITES = {"amd64": "arm64", "arm64": "amd64", "spot": "on-demand", "on-demand": "spot"}
"""Words that mean something within a text, such as `arm64/spot`."""

_MEANING = re.compile(f"({'|'.join(_OPPOSITES)})")
_ALIKE = {"amd64": "amd64", "arm64": "amd64", "spot": "on-demand", "on-demand": "on-demand"}
"""One word for each pair: neighbours that were opposites, exchanged, would be the same again."""


def others(value: Any, hint: Any, names: Names) -> list[Any]:
    """Values that could stand there instead: of the same type, of its other types, or none."""
    if value is None:
        return samples(hint)
    none = [None] if optional(hint) else []
    literals = _literals(hint)
    if value in literals:
        return [*(one for one in literals if one != value), *none]
    return [*_of_kind(value, hint, names), *of_other_kinds(value, hint), *none]


def _literals(hint: Any) -> list[Any]:
    return [one for kind in choices(hint) if get_origin(kind) is Literal for one in get_args(kind)]


def samples(hint: Any) -> list[Any]:
    """Values of each type that a type allows; all, where they are few."""
    return [one for kind in choices(hint) if kind is not NoneType for one in _samples(kind)]


def _samples(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return _FEW.get(kind) or (_sample(kind),)


_FEW: dict[Any, tuple[Any, ...]] = {bool: (True, False), int: (7, 1)}


def _of_kind(value: Any, hint: Any, names: Names) -> list[Any]:
    """Other values of the same type; an item for an empty list or map."""
    if isinstance(value, Unit):
        return _units(value)
    if isinstance(value, str):
        return [*names.get(value, ()), *_texts(value)]
    for kind, vary in _PLAIN.items():
        if isinstance(value, kind):
            return vary(value)
    if isinstance(value, dict | tuple) and not value:
        return [_container(type(value), hint)]
    return []


_PLAIN: dict[type, Callable[[Any], list[Any]]] = {
    bool: lambda value: [not value],
    int: lambda value: [one for one in (value + _FAR, value + 1, value - 1, 0) if one != value],
    float: lambda value: [value + 1],
    dt.date: lambda value: [value + dt.timedelta(days=1)],
}
"""Other values of what has no grammar; `bool` stands before `int`, which it is, too."""


def of_other_kinds(value: Any, hint: Any) -> list[Any]:
    """A sample of each other type of a union."""
    kinds = [one for one in choices(hint) if one is not NoneType and get_origin(one) is not Literal]
    own = [one for one in kinds if isinstance(value, get_origin(one) or _class(one))]
    return [value for one in kinds if own and one not in own for value in _samples(one)]


def _class(kind: Any) -> type:
    return kind if isinstance(kind, type) and kind is not Any else object


def _units(value: Unit) -> list[Any]:
    """The samples of its class, and its own text with one character changed, where that is one."""
    texts = [*SAMPLES.get(type(value), ()), *_texts(value.text)]
    read = (_read(type(value), text) for text in dict.fromkeys(texts) if text != value.text)
    return [one for one in read if one is not None]


def _read(kind: type[Unit], text: str) -> Unit | None:
    try:
        return kind.parse(text)
    except Refused:
        return None


def _texts(text: str) -> list[str]:
    """The text with one character changed: the last, the first, the last of its stem and folder.

    So its grammar is mostly kept: `10%` becomes `11%`, `us-east-1a` becomes `us-east-1b`.
    """
    ends = {len(text), text.rfind("."), text.rfind("/"), 1}
    found = [_bumped(text, end) for end in sorted(ends, reverse=True) if end > 0]
    found += [text.replace(word, other) for word, other in _OPPOSITES.items()]
    found.append(_swapped(text))
    return [*dict.fromkeys(one for one in found if one not in ("", text))] or [f"{text}{_WORD}"]


def _swapped(text: str) -> str:
    """The text with every word that means something exchanged; empty if it has none."""
    words = _MEANING.split(text)
    return "".join(_OPPOSITES.get(word, word) for word in words) if len(words) > 1 else ""


def _bumped(text: str, end: int) -> str:
    """The text with the last letter or digit before `end` changed."""
    for index in range(end - 1, -1, -1):
        new = _NEXT.get(text[index])
        if new is not None:
            return f"{text[:index]}{new}{text[index + 1 :]}"
    return text


_DIGITS, _LOWER, _UPPER = "0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEXT = {
    one: other
    for letters in (_DIGITS, _LOWER, _UPPER)
    for one, other in zip(letters, letters[1:] + letters[-2], strict=True)
}
_FAR_LETTERS = str.maketrans(
    _DIGITS + _LOWER + _UPPER,
    "".join(letters[7:] + letters[:7] for letters in (_DIGITS, _LOWER, _UPPER)),
)
"""Every letter and digit another: a text that no neighbour has, and of the same grammar."""


def _sample(kind: Any) -> Any:
    """Any value of one type."""
    if get_origin(kind) in (dict, tuple):
        return _container(get_origin(kind), kind)
    if issubclass(_class(kind), BaseModel):
        return _model(kind)
    if issubclass(_class(kind), Unit):
        return kind(SAMPLES.get(kind, (_WORD,))[0])
    return _WORD


def _model(kind: type[BaseModel]) -> BaseModel:
    """A model with its defaults, and samples for what is required."""
    given = {name: info for name, info in kind.model_fields.items() if info.is_required()}
    made = {name: samples(info.annotation)[0] for name, info in given.items()}
    return kind.model_construct().model_copy(update=made)


def _container(kind: type, hint: Any) -> Any:
    """A list with one sample in it, or a map with some."""
    item = samples(item_hint(hint, kind))[0]
    return dict.fromkeys((_WORD, *_RESOURCES), item) if kind is dict else (item,)


def another(value: Any, hint: Any) -> Any:
    """What a leaf is where all of a part is changed: another than it is, and than its neighbours.

    Itself, if it has no other but none.
    """
    if type(value) is str and value not in _literals(hint):
        alike = _MEANING.sub(lambda found: _ALIKE[found[0]], value)
        return alike if alike != value else value.translate(_FAR_LETTERS)
    return next((one for one in others(value, hint, {}) if one is not None), value)


# --- names ----------------------------------------------------------------------------------------

_MOST_NAMES = 8
"""Other names that are tried in place of one: a reference need only lead elsewhere."""


def names_in(node: Any) -> Names:
    """The names of what an input holds in lists and maps, each with others of its list or map."""
    found: dict[str, dict[str, None]] = {}
    for group in _groups(node):
        for name in group:
            rest = (other for other in group if other != name)
            found.setdefault(name, {}).update(dict.fromkeys(rest))
    return {name: tuple(rest)[:_MOST_NAMES] for name, rest in found.items()}


def _groups(node: Any) -> Iterator[list[str]]:
    """Keys of each map; items of each list of texts, or their names and the pools they serve."""
    if isinstance(node, dict):
        yield [key for key in node if isinstance(key, str)]
    elif isinstance(node, tuple) and not is_record(node):
        named = [getattr(item, field, None) for item in node for field in ("name", "pool")]
        yield [*dict.fromkeys(name for name in (*node, *named) if isinstance(name, str))]
    for child in children(node):
        yield from _groups(child.value)

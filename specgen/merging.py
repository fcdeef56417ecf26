"""One rule for laying one map over another; layers and overrides both use it.

Maps merge, lists that are declared keyed merge item by item, everything else is replaced, null
takes away what lies below (where a shape is raw, null is data and is carried up).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Data = dict[str, Any]


@dataclass(slots=True)
class Shape:
    """What merging must know of a place: how its children are told apart and what is below them."""

    children: dict[str, "Shape"] = field(default_factory=dict)
    """Shapes of declared fields."""

    every: "Shape | None" = None
    """Shape of each value of an open map."""

    key: str | None = None
    """The place is a list whose items are told apart by this field; `children` are an item's."""

    type_default: str | None = None
    """The default of a declared field `type`, whose value decides what the other fields mean."""

    typed: bool = False
    """The place has a declared field `type`: a map of another type is replaced, not merged."""

    raw: bool = False
    """Keys are not the language's; null below is data."""

    job_only: bool = False
    """The place belongs to a job, never to defaults or profiles."""

    keyed_lists: Mapping[str, str] = field(default_factory=dict)
    """Where nothing is declared: the key of a list by the list's name (Kubernetes' merge keys)."""

    def at(self, key: str) -> "Shape":
        """The shape of a child."""
        found = self.children.get(key) or self.every
        if found is not None:
            return found
        if key in self.keyed_lists:
            return replace(self, key=self.keyed_lists[key])
        return replace(self, key=None) if self.raw or self.keyed_lists else PLAIN

    def same_type(self, low: Data, high: Data) -> bool:
        """Whether `high` goes on with the type that `low` has; null means the default."""
        new = high.get("type")
        if new is None:
            new = self.type_default if "type" in high else None
        if not self.typed or new is None:
            return True
        return bool(low.get("type", self.type_default or new) == new)


PLAIN = Shape()
"""Nothing is declared: maps merge, lists are replaced."""

KUBERNETES_KEYS = {
    "containers": "name",
    "env": "name",
    "imagePullSecrets": "name",
    "initContainers": "name",
    "ports": "name",
    "sidecars": "name",
    "volumeMounts": "mountPath",
    "volumes": "name",
}
"""Lists of rendered objects whose items are told apart; others (tolerations, rules) are replaced.

Custom resources declare no merge keys, so these are Kubernetes' own for pods (`patchMergeKey` in
k8s.io/api/core/v1/types.go), ports by name because a port number may be there twice.
"""

PATCH = Shape(keyed_lists=KUBERNETES_KEYS)
"""A merge patch of a rendered object: null deletes, named items merge."""


def merge(low: Data, high: Data, shape: Shape) -> Data:
    """`high` laid over `low`. Neither is changed; parts that do not differ are shared."""
    out = dict(low)
    for key, new in high.items():
        below = shape.at(key)
        if new is None and not shape.raw:
            out.pop(key, None)
        elif type(new) is dict:
            old = out.get(key)
            fits = type(old) is dict and below.same_type(old, new)
            out[key] = merge(old if fits else {}, new, below)  # type: ignore[arg-type]  # fits says so
        elif type(new) is list and below.key is not None:
            old = out.get(key)
            out[key] = merge_items(old if type(old) is list else [], new, below)
        else:
            out[key] = new
    return out


def merge_items(low: list[Any], high: list[Any], shape: Shape) -> list[Any]:
    """Items laid over items of the same key, in the lower order; new ones follow.

    `remove: true` beside the key drops an item (where the shape is raw it is carried up). A
    declared item without the key is kept as it is, for the model to refuse; an undeclared list
    with such an item is replaced whole.
    """
    key = shape.key or "name"
    if not shape.children and not all(type(item) is dict and key in item for item in high):
        return high
    out: dict[object, Any] = {_identity(item, key): item for item in low}
    for item in high:
        name = _identity(item, key)
        if type(item) is not dict:
            out[name] = item
        elif is_removal(item, key) and not shape.raw:
            out.pop(name, None)
        else:
            old = out.get(name)
            out[name] = merge(old if type(old) is dict else {}, item, shape)
    return list(out.values())


def _identity(item: Any, key: str) -> object:
    """What tells an item apart; an item without the key is only itself."""
    if type(item) is dict and isinstance(item.get(key), str | int):
        return item[key]
    return (id(item),)


def is_removal(item: Data, *keys: str) -> bool:
    """Whether a map says `remove: true` and, beside `keys`, nothing else."""
    return item.get("remove") is True and item.keys() <= {"remove", *keys}


def without_none(node: Any) -> Any:
    """Data without what says nothing: None in maps, at any depth."""
    if type(node) is dict:
        return {
            key: without_none(value) if type(value) in _HOLDERS else value
            for key, value in node.items()
            if value is not None
        }
    if type(node) is list:
        return [without_none(item) if type(item) in _HOLDERS else item for item in node]
    return node


_HOLDERS = (dict, list)

"""What all spec models share: closed, strict, frozen, camelCase; and marks that layering reads."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

from specgen import names
from specgen.paths import leaves
from specgen.refusal import Refused
from specgen.units.unit import shown

T = TypeVar("T")


class SpecModel(BaseModel):
    """A part of the spec language. Unknown keys and values of another type are refused."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        defer_build=True,
    )

    @classmethod
    def as_built_in(cls) -> Self:
        """The model with every field at its default, for the default of a field that holds it.

        Unlike a call it builds no validator: most runs never need most of them.
        """
        return cast("Self", cls.model_construct())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Itself: it is frozen, and pydantic would copy every default that is a model."""
        return self


# --- marks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyedBy:
    """Mark of a list whose items are told apart by a field, and therefore merge item by item."""

    key: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """Mark of a map that is a part of an object of `kind`: all of its fields, none required."""

    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark without a value."""

    name: str


JOB_ONLY = Mark("job only")
"""The field makes a job what it is: it stands on the job, never in defaults or a profile."""

RAW = Mark("raw")
"""Below it keys are not the language's and null is data: it deletes a field of what is rendered."""


# --- lists ---------------------------------------------------------------------------------------

Seq = Annotated[tuple[T, ...], Field(strict=False)]
"""A list, replaced whole by a higher layer."""

NamedSeq = Annotated[tuple[T, ...], Field(strict=False), KeyedBy("name")]
"""A list whose items merge by `name`."""


# --- text ----------------------------------------------------------------------------------------


def _grammar(check: Callable[[str], bool], what: str, mend: str) -> AfterValidator:
    def read(value: str) -> str:
        if not check(value):
            raise Refused(f"`{shown(value)}` is not {what}", mend)
        return value

    return AfterValidator(read)


def matching(pattern: str, what: str, mend: str) -> AfterValidator:
    """That a text fits a regular expression; told in words when it does not."""
    return _grammar(lambda text: re.fullmatch(pattern, text) is not None, what, mend)


_NAME_MEND = (
    "write lower-case letters, digits and `-`, at most 63, starting with a letter and not ending "
    "with `-`; not con, nul, com1 and what else Windows reserves"
)

Text = str
"""Text; a plain number, boolean or date is refused, never turned into text."""

Folder = Annotated[
    str,
    _grammar(
        lambda path: not {"", ".", ".."} & set(path.removesuffix("/").split("/")),
        "a folder below another",
        "write a plain path, like teams/reviews",
    ),
]
"""A path that goes down only: `teams/reviews`."""

Name = Annotated[
    str,
    _grammar(names.is_label, "a name", _NAME_MEND),
    Field(json_schema_extra={"pattern": "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$"}),
]
"""A DNS label of at most 63 characters: `use1-a`."""

LabelKey = Annotated[
    str,
    _grammar(
        names.is_label_key, "a label key", "write `name` or `dns.domain/name`, like team/tier"
    ),
]
LabelValue = Annotated[
    str,
    _grammar(
        names.is_label_value,
        "a label value",
        "write at most 63 letters, digits, `-`, `_`, `.`, with a letter or digit at both ends",
    ),
]
Labels = dict[LabelKey, LabelValue]
"""Labels as Kubernetes takes them, unchanged or not at all."""

_TAG_KEY, _TAG_VALUE = 128, 256
_TAG_SIGNS = frozenset("_.:/=+-@")
"""What a tag may hold beside letters, digits and spaces, and how much of it.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
"""

_TAGS_OF_OTHERS = {
    "aws:": "AWS",
    "karpenter.sh/nodepool": "Karpenter",
    "karpenter.sh/nodeclaim": "Karpenter",
    "karpenter.k8s.aws/ec2nodeclass": "Karpenter",
    "eks:eks-cluster-name": "Karpenter",
    "kubernetes.io/cluster": "EKS and Karpenter",
    "k8s.io/cluster-autoscaler/": "specgen, for Cluster Autoscaler",
}
"""Beginnings of keys that somebody else writes. Karpenter refuses its own in a node class.

https://github.com/aws/karpenter-provider-aws/blob/main/pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml
"""


def _in_tags(text: str) -> bool:
    return all(one in _TAG_SIGNS or unicodedata.category(one)[0] in "LZN" for one in text)


def _unowned(key: str) -> str:
    lowered = key.lower()
    owners = (who for start, who in _TAGS_OF_OTHERS.items() if lowered.startswith(start))
    owner = next(owners, None)
    if owner is not None:
        raise Refused(f"tag `{shown(key)}` is written by {owner}", "choose another key")
    return key


TagKey = Annotated[
    str,
    _grammar(
        lambda key: 1 <= len(key) <= _TAG_KEY and _in_tags(key),
        "the key of a tag",
        f"write 1 to {_TAG_KEY} letters, digits, spaces and `_.:/=+-@`",
    ),
    AfterValidator(_unowned),
]
TagValue = Annotated[
    str,
    _grammar(
        lambda value: len(value) <= _TAG_VALUE and _in_tags(value),
        "the value of a tag",
        f"write at most {_TAG_VALUE} letters, digits, spaces and `_.:/=+-@`",
    ),
]
Tags = dict[TagKey, TagValue]
"""Tags of what is made in AWS, as all of its services take them."""

AnnotationValue = Annotated[
    str,
    _grammar(
        lambda text: not (text.startswith("\t") and "\n" in text),
        "an annotation that kustomize (5.8) can read: it begins with a tab and has several lines",
        "begin it with another character",
    ),
]
"""Any text but the one that kustomize writes as a block it cannot read itself, and so stops."""

Annotations = dict[LabelKey, AnnotationValue]
"""Annotations: the keys of labels, any text."""

EnvName = Annotated[
    str,
    _grammar(
        lambda name: re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name) is not None,
        "the name of an environment variable",
        "write letters, digits and `_`, not starting with a digit",
    ),
]


def _scalar(value: object) -> object:
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if type(value) is str:
        return value
    if isinstance(value, dict | list) or value is None:
        raise Refused(
            f"{shown(value)} stands where one value is due", "write text, a number or a boolean"
        )
    raise Refused(f"`{shown(value)}` could be read in two ways", f'quote it: "{shown(value)}"')


Scalar = Annotated[
    str,
    BeforeValidator(_scalar, json_schema_input_type=str | int | bool),
    PlainSerializer(str),
]
"""Text, a whole number or a boolean, rendered as its canonical text (`400`, `true`)."""


def _without_dates(value: dict[str, Any]) -> dict[str, Any]:
    for path, leaf in leaves(value):
        if isinstance(leaf, dt.date):
            what = f"`{leaf}` is a date to some YAML readers and text to others"
            raise Refused(what, f'quote it: "{leaf}"', path)
    return value


Raw = Annotated[dict[str, Any], AfterValidator(_without_dates)]
"""A map of somebody else's language, as JSON can hold it."""

RawMap = Annotated[Raw, RAW]
"""The same, where null deletes a field of what is rendered: Helm values, say."""

Overrides = dict[Text, Annotated[Raw, RAW]]
"""Merge patches of rendered objects, by `Kind` or `Kind/name`; null in one deletes the field."""

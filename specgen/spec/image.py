"""Container images: a catalogue of what is in them, and how they are pulled."""

import re
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Name, Seq, SpecModel, Text
from specgen.units.addresses import Digest
from specgen.units.times import Version
from specgen.units.unit import shown

Arch = Literal["amd64", "arm64"]


_LONGEST = 512
_PATH = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_DOMAIN = r"[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?"
_REPOSITORY = re.compile(rf"(?:{_DOMAIN}/)?{_PATH}(?:/{_PATH})*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_REFERENCE = re.compile(rf"{_REPOSITORY.pattern}(?::{_TAG.pattern})?(?:@sha256:[0-9a-f]{{64}})?")
"""https://github.com/distribution/reference: domain, path, tag, digest."""


def _of(grammar: re.Pattern[str], what: str, example: str) -> Callable[[str], str]:
    """Text of a part of a reference."""

    def read(text: str) -> str:
        if len(text) > _LONGEST or grammar.fullmatch(text) is None:
            raise Refused(f"`{shown(text)}` is not {what}", f"write it like {example}")
        return text

    return read


class Image(SpecModel):
    """An image and the facts about it that jobs rely on."""

    repository: Annotated[
        Text, AfterValidator(_of(_REPOSITORY, "registry/path", "docker.io/apache/spark"))
    ]
    """Registry and path, without a tag: `docker.io/apache/spark`."""

    tag: Annotated[Text, AfterValidator(_of(_TAG, "a tag", "4.0.5"))] | None = None
    """Kept beside the digest for people; one of the two is needed."""

    digest: Digest | None = None
    """`sha256:…`; required in production."""

    platforms: Seq[Arch] | None = None
    """Architectures it was built for; jobs are confined to them. Absent: unknown."""

    spark_version: Version | None = None
    """Spark in the image, `4.0.5`; becomes `spec.sparkVersion` of its jobs."""

    hadoop: Version | None = None
    """Hadoop client in the image; by default the one that its Spark release ships."""

    @model_validator(mode="after")
    def _named_exactly(self) -> Self:
        if self.tag is None and self.digest is None:
            raise Contradiction(
                "neither tag nor digest is set", "set digest (and keep tag for people)"
            )
        return self

    @property
    def reference(self) -> str:
        """As a kubelet reads it: `repository:tag@digest`."""
        tag = f":{self.tag}" if self.tag else ""
        digest = f"@{self.digest}" if self.digest else ""
        return f"{self.repository}{tag}{digest}"


def _reference_or_name(text: str) -> str:
    fits = len(text) <= _LONGEST and _REFERENCE.fullmatch(text) is not None
    if any(sign in text for sign in "/:@") and not fits:
        raise Refused(
            f"`{shown(text)}` is not an image reference", "write registry/path:tag or …@sha256:…"
        )
    return text


def split_reference(text: str) -> Image:
    """A registry reference as an Image that declares nothing about its content."""
    name, _, digest = text.partition("@")
    repository, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        repository, tag = name, ""
    return Image.model_construct(
        repository=repository, tag=tag or None, digest=Digest(digest) if digest else None,
        platforms=None, spark_version=None, hadoop=None,
    )  # fmt: skip


def _form(value: object) -> str:
    return "map" if isinstance(value, dict | Image) else "text"


ImageRef = Annotated[
    Annotated[Text, AfterValidator(_reference_or_name), Tag("text")] | Annotated[Image, Tag("map")],
    Discriminator(_form),
]
"""A name of the Environment's `images` (without `/`, `:`, `@`), a reference, or an Image."""


_PREFIX = Annotated[
    Text,
    AfterValidator(
        _of(
            re.compile(rf"{_DOMAIN}(?:/{_PATH})*/?"),
            "the beginning of a reference",
            "registry.example.com/hub/, without a scheme and blanks",
        )
    ),
]


class Mirror(SpecModel):
    """A registry prefix and where its images are pulled from instead."""

    from_: Annotated[_PREFIX, Field(alias="from")]
    """Prefix of a reference: `docker.io/`. The longest that fits counts."""

    to: _PREFIX
    """What stands there instead; it ends with `/` if `from` does."""

    @model_validator(mode="after")
    def _ends_alike(self) -> Self:
        if self.from_.endswith("/") != self.to.endswith("/"):
            raise Contradiction(
                f"`{self.from_}` and `{self.to}` do not both end with `/`: images would be "
                "looked for elsewhere",
                "end both with /",
                ("to",),
            )
        return self


class ImagePull(SpecModel):
    """How images are pulled."""

    policy: Literal["Always", "IfNotPresent", "Never"] = "IfNotPresent"
    """`spec.imagePullPolicy` of jobs."""

    secrets: Seq[Name] = ()
    """Secrets with registry credentials, by name; on jobs and on service accounts."""


def mirrored(reference: str, mirrors: tuple[Mirror, ...]) -> str:
    """The reference with the longest mirrored prefix exchanged; the digest stays."""
    fitting = [mirror for mirror in mirrors if reference.startswith(mirror.from_)]
    if not fitting:
        return reference
    mirror = max(fitting, key=lambda one: len(one.from_))
    return f"{mirror.to}{reference.removeprefix(mirror.from_)}"

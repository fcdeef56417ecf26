"""Rights to data, from which least-privilege policies follow, and the people of a team."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from specgen.refusal import Refused
from specgen.spec.base import KeyedBy, Seq, SpecModel, matching
from specgen.units.addresses import KmsKey, PolicyArn, Uri
from specgen.units.unit import shown

Access = Literal["read", "write", "read-write"]

_WILD = re.compile(r"[*?]")

_S3 = ("s3", "s3a")
_BUCKET = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""

_NO_FOLDERS = ("", ".", "..")
"""What Hadoop and S3 read differently: a key may have such a piece, a path may not."""


def _prefix(uri: Uri) -> Uri:
    found = _WILD.search(uri.text)
    if found is not None:
        folder = uri.text[: uri.text.rfind("/", 0, found.start()) + 1]
        mend = "name one bucket" if folder.endswith("//") else f"write {folder}"
        raise Refused(f"`{shown(uri)}` is no pattern: a grant covers all below its URI", mend)
    return uri


def _place(uri: Uri) -> Uri:
    bucket, _, path = uri.text.partition("://")[2].partition("/")
    if uri.scheme in _S3 and _BUCKET.fullmatch(bucket) is None:
        raise Refused(
            f"`{shown(uri)}` names no bucket of S3",
            "write s3:// and its name: 3 to 63 lower-case letters, digits, dots and hyphens",
        )
    if any(piece in _NO_FOLDERS for piece in path.removesuffix("/").split("/") if path):
        raise Refused(
            f"`{shown(uri)}` has a step that is no folder: empty, `.` or `..`",
            "write the path without //, ./ and ../",
        )
    return uri


class Grant(SpecModel):
    """Access to a bucket's prefix."""

    uri: Annotated[Uri, AfterValidator(_prefix), AfterValidator(_place)]
    """Bucket and prefix: `s3://acme-lake/in/`, `loc://lake/in/`; all below is meant."""

    access: Access
    """What may be done there: `read`, `write` (no reading back, which Spark's own writing needs),
    `read-write`."""

    kms_key: KmsKey | None = None
    """The key that its objects are encrypted with."""

    cluster: bool = False
    """Only `<uri><cluster>/`: a prefix of each cluster's own."""


Grants = Annotated[tuple[Grant, ...], Field(strict=False), KeyedBy("uri")]


_MOST_POLICIES = 20
"""Managed policies of a role; without a raised quota 10.

https://repost.aws/knowledge-center/iam-increase-policy-size, checked 2026-11-21.
"""


def _each_once(policies: tuple[PolicyArn, ...]) -> tuple[PolicyArn, ...]:
    for index, one in enumerate(policies):
        if one in policies[:index]:
            raise Refused(f"`{one}` is named twice", "remove one of the two", (index,))
    if len(policies) > _MOST_POLICIES:
        raise Refused(
            f"{len(policies)} managed policies are too many: a role takes {_MOST_POLICIES} at most",
            "name fewer, or write one policy of your own",
        )
    return policies


Policies = Annotated[Seq[PolicyArn], AfterValidator(_each_once)]

_MEMBER = r"group:[^\s,:]+|[^\s,@:]+@[^\s,@:]+"
Member = Annotated[
    str,
    matching(_MEMBER, "a group or a person", "write group:<name>, or somebody's e-mail address"),
    Field(json_schema_extra={"pattern": f"^({_MEMBER})$"}),
]
Members = Seq[Member]

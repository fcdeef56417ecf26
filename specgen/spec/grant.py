"""Rights to data, from which least-privilege policies follow, and the people of a team."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from specgen.names import nearest
from specgen.refusal import Refused
from specgen.spec.base import RAW, KeyedBy, Raw, Seq, SpecModel, matching
from specgen.units.addresses import Arn, KmsKey, Uri
from specgen.units.unit import shown

Access = Literal["read", "write", "read-write"]

_WILD = re.compile(r"[*?]")


def _prefix(uri: Uri) -> Uri:
    found = _WILD.search(uri.text)
    if found is not None:
        folder = uri.text[: uri.text.rfind("/", 0, found.start()) + 1]
        mend = "name one bucket" if folder.endswith("//") else f"write {folder}"
        raise Refused(f"`{shown(uri)}` is no pattern: a grant covers all below its URI", mend)
    return uri


class Grant(SpecModel):
    """Access to a bucket's prefix."""

    uri: Annotated[Uri, AfterValidator(_prefix)]
    """Bucket and prefix: `s3://acme-lake/in/`, `loc://lake/in/`; all below is meant."""

    access: Access
    """What may be done there: `read`, `write` (no reading back, which Spark's own writing needs),
    `read-write`."""

    kms_key: KmsKey | None = None
    """The key that its objects are encrypted with."""

    cluster: bool = False
    """Only `<uri><cluster>/`: a prefix of each cluster's own."""


Grants = Annotated[tuple[Grant, ...], Field(strict=False), KeyedBy("uri")]
Policies = Seq[Arn]

_ELEMENTS = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
"""Of a statement of an identity's policy, which names no principal.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""


def _statement(given: dict[str, Any]) -> dict[str, Any]:
    for name in given.keys() - set(_ELEMENTS):
        near = nearest(name, _ELEMENTS)
        mend = f"did you mean `{near}`?" if near else f"write {', '.join(_ELEMENTS)}"
        raise Refused(f"`{shown(name)}` is no element of an identity's statement", mend, (name,))
    for pair in (("Action", "NotAction"), ("Resource", "NotResource")):
        if len(given.keys() & set(pair)) != 1:
            raise Refused(f"a statement has either {pair[0]} or {pair[1]}", f"write {pair[0]}")
    if given.get("Effect") not in ("Allow", "Deny"):
        raise Refused("a statement allows or denies", "write Effect: Allow", ("Effect",))
    return given


Statements = Seq[Annotated[Raw, RAW, AfterValidator(_statement)]]

_MEMBER = r"group:[^\s,:]+|[^\s,@:]+@[^\s,@:]+"
Member = Annotated[
    str,
    matching(_MEMBER, "a group or a person", "write group:<name>, or somebody's e-mail address"),
    Field(json_schema_extra={"pattern": f"^({_MEMBER})$"}),
]
Members = Seq[Member]

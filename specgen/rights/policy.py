"""The IAM policy of an identity: what its grants ask for, and nothing more.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from specgen.facts.aws import partition
from specgen.rights.grants import Right, from_us, rights, within
from specgen.spec.platform import Surroundings
from specgen.spec.team import Identity

VERSION = "2012-10-17"
"""Of the policy language, the newest."""

READ = ["s3:GetObject"]
WRITE = [
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
]
LIST, LIST_UPLOADS = "s3:ListBucket", "s3:ListBucketMultipartUploads"
DECRYPT, ENCRYPT = "kms:Decrypt", "kms:GenerateDataKey"
"""What Hadoop's S3A asks for, object by object and key by key.

https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/assumed_roles.html
"""

_LITERAL = str.maketrans({"*": "${*}", "?": "${?}"})
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"""

Document = dict[str, Any]
Places = set[tuple[str, str]]
"""Buckets and paths."""


def policy(identity: Identity, around: Surroundings, cluster: str) -> Document | None:
    """The policy document; None if the identity has no rights, or a role of its own."""
    if not from_us(identity):
        return None
    found = list(rights(identity, around, cluster))
    arn = f"arn:{partition(around.region)}:s3:::"
    statements = [*_lists(found, arn), *_uploads(found, arn), *_objects(found, arn), *_keys(found)]
    statements += identity.statements
    return {"Version": VERSION, "Statement": statements} if statements else None


def length(document: Document) -> int:
    """Characters as IAM counts them: white space costs nothing."""
    return len("".join(json.dumps(document, ensure_ascii=False).split()))


def _allow(actions: list[str], resources: Iterable[str]) -> Document:
    return {"Effect": "Allow", "Action": actions, "Resource": sorted(resources)}


def _lists(found: list[Right], arn: str) -> Iterator[Document]:
    """What stands in a bucket, as far as it is granted.

    The path itself is among the prefixes: Hadoop first asks whether a folder is a file, and S3 says
    "there is none" (and not "denied") to who may list that key
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html, "Permissions"; that the
    key then counts as `s3:prefix`: https://github.com/ceph/ceph/pull/68577). Names of neighbours
    that begin alike show, their contents do not.
    """
    places = _widest({(one.bucket, one.path) for one in found})
    for bucket in sorted({bucket for bucket, _ in places}):
        paths = sorted(path for of, path in places if of == bucket)
        prefixes = [text for path in map(_literal, paths) for text in (path, f"{path}/*")]
        yield {
            **_allow([LIST], [arn + _literal(bucket)]),
            **({} if "" in paths else {"Condition": {"StringLike": {"s3:prefix": prefixes}}}),
        }


def _uploads(found: list[Right], arn: str) -> Iterator[Document]:
    """Pending uploads, which committers clean up: S3 knows no prefix for them, so of the bucket."""
    buckets = {arn + _literal(one.bucket) for one in found if one.writes}
    if buckets:
        yield _allow([LIST_UPLOADS], buckets)


def _objects(found: list[Right], arn: str) -> Iterator[Document]:
    """Objects by kind of access; to read a path is to ask for an object of its own name, too."""
    read = _widest({(one.bucket, one.path) for one in found if one.reads})
    written = _widest({(one.bucket, one.path) for one in found if one.writes})
    itself = {_object(arn, *place) for place in read if place[1]}
    for actions, resources in (
        (READ, itself | _below(arn, read - written)),
        (WRITE, _below(arn, written - read)),
        ([*READ, *WRITE], _below(arn, read & written)),
    ):
        if resources:
            yield _allow(list(actions), resources)


def _keys(found: list[Right]) -> Iterator[Document]:
    """Keys to read with, and keys to write with."""
    every = {one.kms_key for one in found if one.kms_key is not None}
    written = {one.kms_key for one in found if one.kms_key is not None and one.writes}
    for actions, keys in (([DECRYPT], every - written), ([DECRYPT, ENCRYPT], written)):
        if keys:
            yield _allow(actions, keys)


def _widest(places: Places) -> Places:
    """Without those that lie below another."""
    return {
        (bucket, path)
        for bucket, path in places
        if not any(of == bucket and wide != path and within(path, wide) for of, wide in places)
    }


def _below(arn: str, places: Places) -> set[str]:
    return {_object(arn, bucket, path) + ("/*" if path else "*") for bucket, path in places}


def _object(arn: str, bucket: str, path: str) -> str:
    return f"{arn}{_literal(bucket)}/{_literal(path)}"


def _literal(text: str) -> str:
    """The text as the policy language takes it, where `*` and `?` match anything."""
    return text.translate(_LITERAL)

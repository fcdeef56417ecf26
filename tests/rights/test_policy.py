"""A policy allows exactly what grants say: held against a reader of the policy language."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specgen.facts.aws import INLINE_POLICIES
from specgen.rights.policy import length, policy
from specgen.spec.platform import Surroundings
from specgen.spec.team import Identity
from specgen.units.addresses import Root

CLUSTER = "one"
LOGS = "s3://logs/events/"
READING = {"s3:GetObject"}
WRITING = {
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
}
DOES = {"read": READING, "write": WRITING, "read-write": READING | WRITING}
KEY = "arn:aws:kms:us-east-1:111122223333:key/"


def around(**given: Any) -> Surroundings:
    """A cluster's surroundings, as far as rights look at them."""
    nothing: dict[str, Any] = dict.fromkeys(Surroundings._fields)
    return Surroundings(**nothing | {"region": "us-east-1", "locations": {}} | given)


def made(*grants: dict[str, Any], statements: Any = (), **given: Any) -> Any:
    """The policy of an identity with these grants."""
    identity = Identity.model_validate(
        {"name": "spark", "storage": list(grants), "statements": list(statements)}
    )
    return policy(identity, around(**given), CLUSTER)


# --- a reader of the policy language --------------------------------------------------------------


class Ask(NamedTuple):
    """What somebody wants to do, and to what; with a prefix, to list."""

    action: str
    arn: str
    prefix: str | None = None


def like(pattern: str, value: str) -> bool:
    """Whether a pattern with `*` and `?` matches; `${*}` and `${?}` are those signs themselves."""
    parts = re.split(r"(\$\{[*?]\}|[*?])", pattern)
    wild = {"*": ".*", "?": "."}
    regex = "".join(
        wild.get(part) or re.escape(part[2] if part.startswith("${") else part) for part in parts
    )
    return re.fullmatch(regex, value, re.DOTALL) is not None


def allows(document: Any, ask: Ask) -> bool:
    """Whether some statement allows it. A condition on a key that the request has not is unmet."""
    return any(
        ask.action in one["Action"]
        and any(like(arn, ask.arn) for arn in one["Resource"])
        and meets(one.get("Condition"), ask)
        for one in document["Statement"]
    )


def meets(condition: Any, ask: Ask) -> bool:
    """Whether a condition is met; none but on a prefix is known here."""
    if condition is None:
        return True
    assert condition.keys() == {"StringLike"}
    assert condition["StringLike"].keys() == {"s3:prefix"}
    patterns = condition["StringLike"]["s3:prefix"]
    return ask.prefix is not None and any(like(one, ask.prefix) for one in patterns)


@pytest.mark.parametrize(
    ("pattern", "matched", "missed"),
    [
        ("a/*", "a/b/c", "a"),
        ("a/*", "a/", "ab/c"),
        ("a?c", "abc", "ac"),
        ("a.c", "a.c", "abc"),
        ("a${*}/*", "a*/b", "ab/b"),
        ("a${?}", "a?", "ab"),
    ],
)
def test_the_reader_matches_as_iam_does(pattern: str, matched: str, missed: str) -> None:
    assert like(pattern, matched)
    assert not like(pattern, missed)


# --- exactly what is granted ----------------------------------------------------------------------

BUCKETS = ("lake", "lake-2", "logs")
STEPS = ("a", "ab", "b", "one", "events")
"""Few and alike, so that grants meet, cover one another and nearly do."""

grants = st.fixed_dictionaries(
    {
        "bucket": st.sampled_from(BUCKETS),
        "path": st.lists(st.sampled_from(STEPS), max_size=3).map("/".join),
        "end": st.sampled_from(["", "/"]),
        "access": st.sampled_from(sorted(DOES)),
        "cluster": st.booleans(),
        "scheme": st.sampled_from(["s3", "s3a"]),
    }
)
Given = list[dict[str, Any]]


def written(one: dict[str, Any]) -> dict[str, Any]:
    """The grant as people write it."""
    uri = f"{one['scheme']}://{one['bucket']}/{one['path']}{one['end'] if one['path'] else ''}"
    return {"uri": uri, "access": one["access"], "cluster": one["cluster"]}


def meant(given: Given) -> Iterator[tuple[str, str, str]]:
    """Bucket, path and access of each grant, and of the event logs, which follow from any."""
    for one in given:
        steps = [one["path"], CLUSTER if one["cluster"] else ""]
        yield one["bucket"], "/".join(filter(None, steps)), one["access"]
    yield "logs", f"events/{CLUSTER}", "read-write"


def expected(given: Given, bucket: str, key: str, action: str) -> bool:
    """Whether the grants say so; to read a folder is to ask for an object of its name, too."""
    return any(
        bucket == of
        and action in DOES[access]
        and (not path or key.startswith(f"{path}/") or (key == path and action in READING))
        for of, path, access in meant(given)
    )


def listed(given: Given, bucket: str, prefix: str) -> bool:
    """Whether the grants let one list a prefix."""
    return any(
        bucket == of and (not path or prefix == path or prefix.startswith(f"{path}/"))
        for of, path, _ in meant(given)
    )


def nearby(given: Given) -> Iterator[tuple[str, str]]:
    """Buckets and keys at, below, above and beside what is granted."""
    found = {path for _, path, _ in meant(given)}
    ends = ("", "/", "/x", "b", "b/x")
    keys = {f"{path}{end}".removeprefix("/") for path in found for end in ends}
    keys |= {path.rpartition("/")[0] for path in found}
    return ((bucket, key) for bucket in BUCKETS for key in sorted(keys))


given_grants = st.lists(grants, min_size=1, max_size=6)
NEIGHBOURS: Given = [
    {"bucket": "lake", "path": path, "end": "/", "access": access, "cluster": False, "scheme": "s3"}
    for path in ("a", "ab")
    for access in ("read", "write")
]
"""One begins like the other, and does not cover it."""


@given(given_grants)
@example(NEIGHBOURS)
def test_objects_may_be_read_and_written_exactly_where_a_grant_says(given: Given) -> None:
    document = made(*map(written, given), event_logs=Root(LOGS))
    for bucket, key in nearby(given):
        for action in READING | WRITING:
            ask = Ask(action, f"arn:aws:s3:::{bucket}/{key}")
            assert allows(document, ask) is expected(given, bucket, key, action), ask


@given(given_grants)
@example(NEIGHBOURS)
def test_prefixes_may_be_listed_exactly_where_a_grant_says(given: Given) -> None:
    document = made(*map(written, given), event_logs=Root(LOGS))
    for bucket, key in nearby(given):
        ask = Ask("s3:ListBucket", f"arn:aws:s3:::{bucket}", key)
        assert allows(document, ask) is listed(given, bucket, key), ask


@given(given_grants, st.sampled_from(BUCKETS))
def test_uploads_are_listed_in_exactly_the_buckets_that_are_written(
    given: Given, bucket: str
) -> None:
    document = made(*map(written, given), event_logs=Root(LOGS))
    ask = Ask("s3:ListBucketMultipartUploads", f"arn:aws:s3:::{bucket}")
    writes = any(of == bucket and access != "read" for of, _, access in meant(given))
    assert allows(document, ask) is writes


@given(given_grants)
def test_nothing_is_named_by_a_wildcard_alone(given: Given) -> None:
    for one in made(*map(written, given))["Statement"]:
        assert one["Effect"] == "Allow"
        assert not [action for action in one["Action"] if "*" in action]
        assert not [arn for arn in one["Resource"] if arn in ("*", "arn:aws:s3:::*")]


@given(given_grants, st.randoms(use_true_random=False))
def test_the_order_of_grants_and_saying_one_twice_change_nothing(given: Given, random: Any) -> None:
    again = [*given, given[0]]
    random.shuffle(again)
    assert made(*map(written, again)) == made(*map(written, given))


@given(given_grants)
def test_a_grant_that_another_covers_changes_nothing(given: Given) -> None:
    below = {**given[0], "path": f"{given[0]['path']}/below".removeprefix("/")}
    if not below["cluster"]:
        assert made(*map(written, [*given, below])) == made(*map(written, given))


# --- what it looks like ---------------------------------------------------------------------------


def test_a_policy_is_short_and_in_order() -> None:
    document = made(
        {"uri": "s3://lake/out/", "access": "read-write"},
        {"uri": "s3://lake/in/", "access": "read", "kmsKey": f"{KEY}1"},
        {"uri": "s3://jobs", "access": "read"},
        {"uri": "loc://drop/here", "access": "write", "kmsKey": f"{KEY}2"},
        statements=[{"Effect": "Allow", "Action": "glue:GetTable", "Resource": "arn:x"}],
        locations={"drop": Root("s3a://drop/box/")},
    )
    arn = "arn:aws:s3:::"
    assert document == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["s3:ListBucket"],
                "Resource": [f"{arn}drop"],
                "Condition": {"StringLike": {"s3:prefix": ["box/here", "box/here/*"]}},
            },
            {"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": [f"{arn}jobs"]},
            {
                "Effect": "Allow",
                "Action": ["s3:ListBucket"],
                "Resource": [f"{arn}lake"],
                "Condition": {"StringLike": {"s3:prefix": ["in", "in/*", "out", "out/*"]}},
            },
            {
                "Effect": "Allow",
                "Action": ["s3:ListBucketMultipartUploads"],
                "Resource": [f"{arn}drop", f"{arn}lake"],
            },
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject"],
                "Resource": [f"{arn}jobs/*", f"{arn}lake/in", f"{arn}lake/in/*", f"{arn}lake/out"],
            },
            {
                "Effect": "Allow",
                "Action": [
                    "s3:PutObject",
                    "s3:DeleteObject",
                    "s3:AbortMultipartUpload",
                    "s3:ListMultipartUploadParts",
                ],
                "Resource": [f"{arn}drop/box/here/*"],
            },
            {
                "Effect": "Allow",
                "Action": [
                    "s3:GetObject",
                    "s3:PutObject",
                    "s3:DeleteObject",
                    "s3:AbortMultipartUpload",
                    "s3:ListMultipartUploadParts",
                ],
                "Resource": [f"{arn}lake/out/*"],
            },
            {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [f"{KEY}1"]},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": [f"{KEY}2"],
            },
            {"Effect": "Allow", "Action": "glue:GetTable", "Resource": "arn:x"},
        ],
    }


def test_a_key_to_read_and_to_write_with_stands_once() -> None:
    document = made(
        {"uri": "s3://lake/in/", "access": "read", "kmsKey": f"{KEY}1"},
        {"uri": "s3://lake/out/", "access": "write", "kmsKey": f"{KEY}1"},
    )
    keys = [one for one in document["Statement"] if "kms:Decrypt" in one["Action"]]
    assert [(one["Action"], one["Resource"]) for one in keys] == [
        (["kms:Decrypt", "kms:GenerateDataKey"], [f"{KEY}1"])
    ]


@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_arns_are_of_the_regions_partition(region: str, partition: str) -> None:
    document = made({"uri": "s3://lake/", "access": "read-write"}, region=region)
    arns = [arn for one in document["Statement"] for arn in one["Resource"]]
    assert arns
    assert all(arn.startswith(f"arn:{partition}:s3:::lake") for arn in arns)


def test_a_star_in_a_root_is_a_star() -> None:
    document = made(
        {"uri": "loc://odd/in/", "access": "read"}, locations={"odd": Root("s3://lake/*/")}
    )
    for arn, allowed in (("lake/*/in/x", True), ("lake/a/in/x", False)):
        assert allows(document, Ask("s3:GetObject", f"arn:aws:s3:::{arn}")) is allowed
    for prefix, allowed in (("*/in/", True), ("a/in/", False)):
        assert allows(document, Ask("s3:ListBucket", "arn:aws:s3:::lake", prefix)) is allowed


LOG = Ask("s3:PutObject", "arn:aws:s3:::logs/events/one/app")
RIGHTS = {
    "storage": [{"uri": "s3://lake/", "access": "read"}],
    "statements": [{"Effect": "Allow", "Action": ["a:B"], "Resource": ["arn:x"]}],
    "policies": ["arn:aws:iam::aws:policy/AmazonAthenaFullAccess"],
}


@pytest.mark.parametrize("field", RIGHTS)
def test_who_has_rights_from_us_writes_event_logs(field: str) -> None:
    identity = Identity.model_validate({"name": "i", field: RIGHTS[field]})
    assert allows(policy(identity, around(event_logs=Root(LOGS)), CLUSTER), LOG)
    without = policy(identity, around(), CLUSTER)
    assert without is None or not allows(without, LOG)


@pytest.mark.parametrize("given", [{}, {"roleArn": "arn:aws:iam::111122223333:role/r"}])
def test_who_has_none_from_us_has_no_policy(given: dict[str, Any]) -> None:
    identity = Identity.model_validate({"name": "i", **given})
    assert policy(identity, around(event_logs=Root(LOGS)), CLUSTER) is None


@pytest.mark.parametrize("uri", ["hdfs://nn/lake/", "loc://nowhere/in/"])
def test_a_grant_that_leads_nowhere_gives_nothing(uri: str) -> None:
    assert made({"uri": uri, "access": "read"}) is None


# --- its length -----------------------------------------------------------------------------------


def test_white_space_is_not_counted() -> None:
    assert length({"Statement": [{"Sid": "a b\t"}, {}]}) == len(
        '{"Statement":[{"Sid":"ab\\t"},{}]}'
    )


def test_a_hundred_folders_of_one_bucket_fit() -> None:
    folders = [{"uri": f"s3://acme-lake/t{n:03}/", "access": "read"} for n in range(100)]
    assert length(made(*folders)) < INLINE_POLICIES

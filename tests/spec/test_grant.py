"""What grants, statements and members take and refuse."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from specgen.refusal import Refused
from specgen.spec.grant import Grant, Member, Statements

KEY = "arn:aws:kms:us-east-1:111122223333"


def refused(hint: Any, value: object) -> Refused:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(hint).validate_python(value)
    (error,) = caught.value.errors()
    cause = error.get("ctx", {}).get("error")
    assert isinstance(cause, Refused)
    return cause


@pytest.mark.parametrize(
    ("uri", "mend"),
    [
        ("s3://lake/in/*", "write s3://lake/in/"),
        ("s3://lake/*", "write s3://lake/"),
        ("s3://lake/in/day=?/x/*", "write s3://lake/in/"),
        ("loc://lake/in/x*", "write loc://lake/in/"),
        ("s3://lake-*/in/", "name one bucket"),
    ],
)
def test_a_grant_is_no_pattern(uri: str, mend: str) -> None:
    assert refused(Grant, {"uri": uri, "access": "read"}).mend == mend


@pytest.mark.parametrize("key", [f"{KEY}:key/1-a", f"{KEY}:key/mrk-1"])
def test_a_grant_may_name_a_key(key: str) -> None:
    grant = Grant.model_validate({"uri": "s3://lake/", "access": "read", "kmsKey": key})
    assert str(grant.kms_key) == key


@pytest.mark.parametrize("key", [f"{KEY}:alias/lake", f"{KEY}:key/*", "arn:aws:s3:::lake"])
def test_but_no_alias_which_a_policy_knows_nothing_of(key: str) -> None:
    grant = {"uri": "s3://lake/", "access": "read", "kmsKey": key}
    assert "not an alias" in refused(Grant, grant).mend


SOUND = {"Effect": "Allow", "Action": "glue:GetTable", "Resource": "arn:aws:glue:a"}


@pytest.mark.parametrize(
    "statement",
    [
        SOUND,
        {**SOUND, "Sid": "Tables", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Effect": "Deny", "NotAction": ["s3:*"], "NotResource": ["*"]},
    ],
)
def test_a_statement_is_iams_own(statement: dict[str, Any]) -> None:
    assert TypeAdapter(Statements).validate_python([statement]) == (statement,)


@pytest.mark.parametrize(
    ("statement", "what", "mend"),
    [
        ({**SOUND, "Actions": "x"}, "`Actions` is no element", "did you mean `Action`?"),
        ({**SOUND, "Principal": "*"}, "`Principal` is no element", "write Sid, Effect"),
        ({**SOUND, "Effect": "allow"}, "allows or denies", "write Effect: Allow"),
        ({"Effect": "Allow", "Action": "a:B"}, "either Resource or", "write Resource"),
        ({**SOUND, "NotAction": "a:B"}, "either Action or", "write Action"),
        ({}, "either Action or", "write Action"),
    ],
)
def test_what_iam_would_refuse_is_refused(statement: dict[str, Any], what: str, mend: str) -> None:
    found = refused(Statements, [statement])
    assert what in found.what
    assert found.mend.startswith(mend)


@pytest.mark.parametrize("member", ["group:reviews-data", "ada@example.com"])
def test_members_are_groups_and_people(member: str) -> None:
    assert TypeAdapter(Member).validate_python(member) == member


@pytest.mark.parametrize("member", ["reviews", "group:", "group:a:b", "a b@example.com", "@x", ""])
def test_nobody_else_is_a_member(member: str) -> None:
    assert refused(Member, member).mend

"""What grants, statements and members take and refuse."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from specgen.refusal import Refused
from specgen.spec.grant import Grant, Member, Policies
from specgen.spec.statement import Statements

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


@pytest.mark.parametrize(
    "uri",
    [
        "s3://lake", "s3a://lake.example-1/", "s3://lake/a.b/..c/", "loc://lake/in/",
        f"s3://{'b' * 63}/x", "s3://lake/a%20b",
    ],
)  # fmt: skip
def test_a_grant_names_a_bucket_and_a_path(uri: str) -> None:
    assert str(Grant.model_validate({"uri": uri, "access": "read"}).uri) == uri


@pytest.mark.parametrize(
    "uri",
    [
        "s3:///x", "s3://My-Lake/x", "s3://my_lake/x", "s3://ab/x", f"s3://{'b' * 64}/",
        "s3a://-lake/", "s3://lake-/x", "s3://la..ke/",
        "s3://arn:aws:s3:us-east-1:111122223333:accesspoint/ap/x",
    ],
)  # fmt: skip
def test_no_other_bucket_is_there(uri: str) -> None:
    found = refused(Grant, {"uri": uri, "access": "read"})
    assert found.what == f"`{uri}` names no bucket of S3"
    assert "3 to 63 lower-case" in found.mend


@pytest.mark.parametrize(
    "uri", ["s3://lake/../x", "s3://lake//a/", "s3://lake/a//", "loc://lake/./a", "s3://lake/a/.."]
)
def test_every_step_of_a_path_is_a_folder(uri: str) -> None:
    assert refused(Grant, {"uri": uri, "access": "read"}).mend.startswith("write the path without")


POLICY = "arn:aws:iam::aws:policy/A"


def test_a_role_takes_twenty_policies() -> None:
    arns = [f"{POLICY}{n}" for n in range(21)]
    assert len(TypeAdapter(Policies).validate_python(arns[1:])) == 20
    assert refused(Policies, arns).what.startswith("21 managed policies are too many")


@pytest.mark.parametrize(
    ("policies", "what"),
    [
        ([POLICY, POLICY], f"`{POLICY}` is named twice"),
        (["arn:aws:iam::111122223333:role/A"], "not the ARN of a managed IAM policy"),
        (["arn:aws:s3:::bucket"], "not the ARN of a managed IAM policy"),
        (["arn:aws:iam::aws:policy/A*"], "not the ARN of a managed IAM policy"),
    ],
)
def test_policies_are_iams_each_once(policies: list[str], what: str) -> None:
    assert what in refused(Policies, policies).what


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
        ({**SOUND, "NotAction": "a:B"}, "and this one has both", "remove NotAction"),
        ({**SOUND, "NotResource": "*"}, "and this one has both", "remove NotResource"),
        ({**SOUND, "Action": []}, "`Action` is empty", "write service:Action"),
        ({**SOUND, "Action": None}, "`null` is not an action", "write service:Action"),
        ({**SOUND, "Action": {"a": "b"}}, "`a map` is not an action", "write service:Action"),
        ({**SOUND, "Action": ["a:B", 5]}, "`5` is not an action", "write service:Action"),
        ({**SOUND, "Action": "GetTable"}, "`GetTable` is not an action", "write service:Action"),
        ({**SOUND, "Resource": []}, "`Resource` is empty", "write its ARN"),
        ({**SOUND, "Resource": [True]}, "`true` is not a resource", "write its ARN"),
        ({**SOUND, "Resource": "lake"}, "`lake` is not a resource", "write its ARN"),
        ({**SOUND, "Condition": "x"}, "a Condition maps", "write one like"),
        ({**SOUND, "Condition": None}, "a Condition maps", "write one like"),
        ({**SOUND, "Condition": {"Bool": "x"}}, "a Condition maps", "write one like"),
        ({**SOUND, "Sid": "a-b c"}, "`a-b c` is not a Sid", "write letters and digits"),
        ({**SOUND, "Sid": None}, "`null` is not a Sid", "write letters and digits"),
        ({}, "either Action or", "write Action"),
    ],
)
def test_what_iam_would_refuse_is_refused(statement: dict[str, Any], what: str, mend: str) -> None:
    found = refused(Statements, [statement])
    assert what in found.what
    assert found.mend.startswith(mend)


def test_a_refused_value_is_told_where_it_stands() -> None:
    assert refused(Statements, [{**SOUND, "Action": ["a:B", 5]}]).at == ("Action", 1)


def test_a_sid_is_of_one_statement() -> None:
    found = refused(Statements, [{**SOUND, "Sid": "A"}, SOUND, SOUND, {**SOUND, "Sid": "A"}])
    assert (found.what, found.at) == ("two statements have the Sid `A`", (3, "Sid"))


@pytest.mark.parametrize("member", ["group:reviews-data", "ada@example.com"])
def test_members_are_groups_and_people(member: str) -> None:
    assert TypeAdapter(Member).validate_python(member) == member


@pytest.mark.parametrize("member", ["reviews", "group:", "group:a:b", "a b@example.com", "@x", ""])
def test_nobody_else_is_a_member(member: str) -> None:
    assert refused(Member, member).mend

"""What a team as a whole takes and refuses."""

import pytest
from pydantic import ValidationError

from specgen.refusal import Contradiction, Refused
from specgen.spec.team import Team


def team(**fields: object) -> Team:
    return Team.model_validate({"kind": "Team", "name": "data", **fields})


def cause(**fields: object) -> Refused:
    with pytest.raises(ValidationError) as caught:
        team(**fields)
    (error,) = caught.value.errors()
    found = error["ctx"]["error"]
    assert isinstance(found, Refused)
    return found


@pytest.mark.parametrize(
    ("name", "namespace", "home"),
    [
        ("a" * 57, None, f"spark-{'a' * 57}"),
        ("a" * 63, "data", "data"),
        ("data", "d" * 63, "d" * 63),
    ],
)
def test_a_namespace_has_63_characters(name: str, namespace: str | None, home: str) -> None:
    assert team(name=name, namespace=namespace).home == home


@pytest.mark.parametrize("length", [58, 63])
def test_a_team_of_a_long_name_names_its_namespace(length: int) -> None:
    found = cause(name="a" * length)
    assert isinstance(found, Contradiction)
    assert f"would have {length + 6} characters" in found.what
    assert (found.mend, found.at) == ("set namespace to a shorter name", ("name",))


ROLE = "arn:aws:iam::111122223333:role/spark"


def test_a_role_that_is_there_is_a_role() -> None:
    assert str(team(roleArn=ROLE).role_arn) == ROLE
    other = ROLE.replace("role/", "user/")
    assert "not the ARN of an IAM role" in cause(roleArn=other).what
    assert "not the ARN of an IAM role" in cause(identities=[{"name": "w", "roleArn": other}]).what

"""URIs, roots, digests and CIDR blocks."""

import ipaddress
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.refusal import Refused
from specgen.units.addresses import SCHEMES, Cidr, Digest, Principal, RoleArn, Root, Uri
from specgen.units.unit import Unit


def refusal(unit: type[Unit], value: object) -> Refused:
    with pytest.raises(Refused) as caught:
        unit.read(value)
    return caught.value


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("s3://b/p/", "s3"),
        ("s3a://b", "s3a"),
        ("local:///opt/spark/job.py", "local"),
        ("loc://lake/2026/", "loc"),
        ("https://minio.example.com:9000", "https"),
        ("abfs://c@account.dfs.core.windows.net/p", "abfs"),
        ("hdfs://nn:8020/x", "hdfs"),
        ("s3://b/año/日本", "s3"),
        ("s3://b/a%20b?x=$y#z", "s3"),
    ],
)
def test_a_uri_has_a_known_scheme_and_a_rest(text: str, scheme: str) -> None:
    read = Uri.read(text)
    assert (str(read), read.scheme) == (text, scheme)
    assert re.fullmatch(Uri.pattern, text)


NOTHING_SUBSTITUTED = "nothing is substituted here; name a location: loc://NAME/path"


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        *[
            pytest.param(text, NOTHING_SUBSTITUTED, id=text)
            for text in (
                "s3://${BUCKET}/x", "s3://<<BUCKET>>/", "s3://{{ bucket }}/", "s3://<bucket>/x",
                "<<X>>", "s3://<your bucket>/",
            )
        ],
        *[
            pytest.param(value, Uri.hint, id=ascii(value))
            for value in (
                "", "s3://", "s3:///", "local:///", "/opt/job.py", "job.py", "b/p", "S3://b/p",
                "s3:/b", "s3//b", "s4://b", "ftp://b", "s3://b p/", "s3://b\t", "s3://b\n",
                'file://a"b', "s3://a|b", "s3://a\\b", "://b", 5, True, None, ["s3://b"],
                "s3://" + "b" * 2000,
            )
        ],
    ],
)  # fmt: skip
def test_other_uris_are_refused_with_their_mend(value: object, mend: str) -> None:
    assert refusal(Uri, value).mend == mend


@given(
    st.sampled_from(SCHEMES),
    st.from_regex(r"[A-Za-z0-9._@:-]+(/[A-Za-z0-9._-]+)*/?", fullmatch=True),
)
def test_every_scheme_reads_back_as_written(scheme: str, rest: str) -> None:
    read = Uri.parse(f"{scheme}://{rest}")
    assert (str(read), read.scheme) == (f"{scheme}://{rest}", scheme)


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("s3://b", "write s3://b/", id="no slash"),
        pytest.param("s3://b/p", "write s3://b/p/", id="no slash after a path"),
        pytest.param(
            "loc://lake/", "a location is written with its real scheme, like s3://bucket/", id="loc"
        ),
        pytest.param("s3://${X}/", NOTHING_SUBSTITUTED, id="placeholder"),
        pytest.param("b/", Uri.hint, id="no scheme"),
        pytest.param(5, Root.hint, id="a number"),
    ],
)
def test_a_root_is_a_uri_that_ends_with_a_slash(value: object, mend: str) -> None:
    assert str(Root.read("s3://b/p/")) == "s3://b/p/"
    assert refusal(Root, value).mend == mend


GOOD = "sha256:" + "0123456789abcdef" * 4


def test_a_digest_has_64_hexadecimal_digits() -> None:
    assert str(Digest.read(GOOD)) == GOOD


@pytest.mark.parametrize(
    "value",
    [
        GOOD[:-1], f"{GOOD}0", GOOD.upper(), GOOD.replace("sha256", "sha512"), GOOD[7:],
        f"{GOOD}\n", "", "sha256:", f"@{GOOD}", GOOD.replace("f", "g"), 5, None,
    ],
    ids=ascii,
)  # fmt: skip
def test_other_digests_are_refused(value: object) -> None:
    assert refusal(Digest, value).mend == Digest.hint


@pytest.mark.parametrize("text", ["10.40.0.0/16", "0.0.0.0/0", "10.0.0.1/32", "fd00::/8", "::/0"])
def test_a_cidr_is_a_block(text: str) -> None:
    assert str(Cidr.read(text)) == text


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        pytest.param("10.40.3.7/16", "write 10.40.0.0/16", id="host bits"),
        pytest.param("10.40.0.0", "write 10.40.0.0/32", id="no length"),
        pytest.param("10.0.0.0/255.0.0.0", "write 10.0.0.0/8", id="netmask"),
        pytest.param("FD00::/8", "write fd00::/8", id="upper case"),
        *[
            pytest.param(value, Cidr.hint, id=ascii(value))
            for value in ("", "10.0.0/8", "10.0.0.0/33", "256.0.0.0/8", "010.0.0.0/8", "x/8",
                          "10.0.0.0/-1", " 10.0.0.0/8", "10.0.0.0/8\n", "fd00::/129", 5, None)
        ],
    ],
)  # fmt: skip
def test_other_cidrs_are_refused_with_their_mend(value: object, mend: str) -> None:
    assert refusal(Cidr, value).mend == mend


@given(st.ip_addresses(v=4), st.integers(0, 32))
def test_a_cidr_is_its_own_first_address(address: ipaddress.IPv4Address, length: int) -> None:
    bits = int(address)
    first = ipaddress.IPv4Address(bits >> (32 - length) << (32 - length))
    block = f"{first}/{length}"
    assert str(Cidr.parse(block)) == block
    if address != first:
        assert refusal(Cidr, f"{address}/{length}").mend == f"write {block}"


IAM = "arn:aws:iam::111122223333"


@pytest.mark.parametrize(
    "text",
    [
        f"{IAM}:role/Admin",
        f"{IAM}:user/ada@example.com",
        f"{IAM}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_abc",
        "arn:aws-us-gov:iam::111122223333:role/x",
    ],
)
def test_a_principal_is_a_role_or_a_user(text: str) -> None:
    assert str(Principal.read(text)) == text


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        (f"{IAM}:root", "name the roles and users whom you mean"),
        (f"{IAM}:group/x", "name the role that its members take"),
        (f"{IAM}:policy/x", "name the role or user that has the policy"),
        (f"{IAM}:instance-profile/x", "name the role in that profile"),
        ("arn:aws:sts::111122223333:assumed-role/a/b", "of a session, name its role"),
        *[
            (text, Principal.hint)
            for text in (
                f"{IAM}:role/*", f"{IAM}:role/", f"{IAM}:role/x/", f"{IAM}:role//x", f"{IAM}:role",
                "arn:aws:iam:us-east-1:111122223333:role/x", "arn:aws:iam::aws:role/x",
                "arn:aws:iam::111:role/x", "platform-admin",
            )
        ],
    ],
)  # fmt: skip
def test_nobody_else_is_a_principal(text: str, mend: str) -> None:
    assert refusal(Principal, text).mend.startswith(mend)


@pytest.mark.parametrize("kind", ["user/a", "policy/a", "role/", "role/*", "root"])
def test_only_a_role_is_a_role(kind: str) -> None:
    assert refusal(RoleArn, f"{IAM}:{kind}").mend == RoleArn.hint

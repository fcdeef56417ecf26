"""Credentials are told from what looks like them, and never printed."""

import base64
import random
import string
import time
import uuid
from collections.abc import Callable
from itertools import pairwise

import pytest

from specgen.secret_names import in_field
from specgen.secrets import MASK, find, redacted

_RANDOM = random.Random(20261121)  # noqa: S311 - a corpus, the same each time
_UPPER, _LOWER, _DIGITS = string.ascii_uppercase, string.ascii_lowercase, string.digits
_ALNUM = _UPPER + _LOWER + _DIGITS
_HEX = "0123456789abcdef"
_EACH = 8


def _some(signs: str, count: int) -> str:
    return "".join(_RANDOM.choice(signs) for _ in range(count))


def _b64(count: int) -> str:
    return base64.b64encode(_RANDOM.randbytes(count)).decode()


def _url64(count: int) -> str:
    return base64.urlsafe_b64encode(_RANDOM.randbytes(count)).decode().rstrip("=")


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _jwt() -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{_url64(60)}.{_url64(32)}"


def _pem(kind: str) -> str:
    return f"-----BEGIN {kind}-----\n{_b64(48)}\n{_b64(48)}\n-----END {kind}-----"


def _password() -> str:
    words = ("hunter", "Tr0ub4dor", "changeit", "S3cure", "winter", "p@ss", "letmein", "qwerty")
    return f"{_RANDOM.choice(words)}{_RANDOM.randrange(10, 9999)}{_RANDOM.choice(['', '!', '#x'])}"


_SECRETS: dict[str, Callable[[], str]] = {
    "aws key id": lambda: "AKIA" + _some(_UPPER + _DIGITS, 16),
    "aws session key id": lambda: "ASIA" + _some(_UPPER + "234567", 16),
    "aws secret key": lambda: _b64(30),
    "aws secret key as argument": lambda: f"--key={_b64(30)}",
    "alibaba": lambda: "LTAI" + _some(_ALNUM, _RANDOM.choice([12, 16, 20])),
    "rsa key": lambda: _pem("RSA PRIVATE KEY"),
    "openssh key": lambda: _pem("OPENSSH PRIVATE KEY"),
    "pkcs8 key": lambda: _pem("PRIVATE KEY"),
    "jwt": _jwt,
    "github": lambda: f"gh{_RANDOM.choice('pousr')}_" + _some(_ALNUM, 36),
    "github fine": lambda: f"github_pat_{_some(_ALNUM, 22)}_{_some(_ALNUM, 59)}",
    "gitlab": lambda: "glpat-" + _some(_ALNUM + "_-", 20),
    "slack": lambda: f"xoxb-{_some(_DIGITS, 12)}-{_some(_DIGITS, 12)}-{_some(_ALNUM, 24)}",
    "openai": lambda: "sk-" + _some(_ALNUM, 48),
    "openai project": lambda: "sk-proj-" + _some(_ALNUM + "_-", 64),
    "anthropic": lambda: "sk-ant-api03-" + _some(_ALNUM + "_-", 90),
    "stripe": lambda: "sk_live_" + _some(_ALNUM, 24),
    "google": lambda: "AIza" + _some(_ALNUM + "_-", 35),
    "hugging face": lambda: "hf_" + _some(_ALNUM, 34),
    "databricks": lambda: "dapi" + _some(_HEX, 32),
    "npm": lambda: "npm_" + _some(_ALNUM, 36),
    "postgres url": lambda: f"postgres://app:{_password()}@db.internal:5432/reviews",
    "jdbc url": lambda: f"jdbc:postgresql://db/reviews?user=app&password={_password()}",
    "sql server": lambda: f"jdbc:sqlserver://db:1433;user=sa;password={_password()};encrypt=true",
    "mongo url": lambda: f"mongodb+srv://app:{_some(_ALNUM, 12)}@c0.example.net/x",
    "amqp url": lambda: f"amqp://guest:{_some(_LOWER, 8)}@mq:5672",
    "java option": lambda: f"-Xmx1g -Djavax.net.ssl.keyStorePassword={_password()}",
    "option": lambda: f"--db-password {_password()}",
    "option with sign": lambda: f"--api-token={_some(_ALNUM, 20)}",
    "yaml line": lambda: f"  fs.s3a.secret.key: {_some(_ALNUM, 12)}",
    "quoted yaml": lambda: f'password: "{_password()}"',
    "json": lambda: f'{{"clientSecret": "{_some(_ALNUM, 16)}"}}',
    "azure": lambda: f"AccountName=x;AccountKey={_b64(64)};EndpointSuffix=core.windows.net",
    "bearer": lambda: f"Authorization: Bearer {_url64(24)}",
    "base64 of a key id": lambda: _encoded("AKIA" + _some(_UPPER + _DIGITS, 16)),
    "base64 of a password": lambda: _encoded(f"user=app password={_password()}"),
    "base64 of a key": lambda: _encoded(_pem("EC PRIVATE KEY")),
    "random 32 bytes": lambda: _b64(32),
    "random token": lambda: _some(_ALNUM, 40),
}
_SECRET_FIELDS: dict[str, Callable[[], str]] = {
    "fs.s3a.secret.key": lambda: _b64(30),
    "fs.s3a.access.key": lambda: _some(_ALNUM, 20),
    "fs.azure.account.key.acme.dfs.core.windows.net": lambda: _b64(64),
    "spark.ssl.keyPassword": _password,
    "spark.authenticate.secret": lambda: _some(_HEX, 32),
    "DB_PASSWORD": _password,
    "PGPASSWORD": lambda: str(_RANDOM.randrange(10**6)),
    "AWS_SECRET_ACCESS_KEY": lambda: _b64(30),
    "GITHUB_TOKEN": lambda: _some(_HEX, 40),
    "API_KEY": lambda: str(uuid.UUID(bytes=_RANDOM.randbytes(16))),
    "client_secret": lambda: _some(_ALNUM + "~.", 34),
    "--password": _password,
}
_HARMLESS: dict[str, Callable[[], str]] = {
    "digest": lambda: f"registry.example.com/spark@sha256:{_some(_HEX, 64)}",
    "commit": lambda: _some(_HEX, 40),
    "uuid": lambda: str(uuid.UUID(bytes=_RANDOM.randbytes(16))),
    "arn": lambda: f"arn:aws:iam::{_some(_DIGITS, 12)}:role/spark-{_some(_LOWER, 6)}",
    "kms": lambda: f"arn:aws:kms:eu-west-1:{_some(_DIGITS, 12)}:key/{uuid.uuid4()}",
    "s3": lambda: (
        f"s3://acme-{_some(_LOWER, 5)}/year={_RANDOM.randrange(2020, 2030)}/Part-0001.parquet"
    ),
    "path": lambda: f"/opt/spark/work-dir/Jobs2026/{_some(_LOWER, 12)}/Main.scala",
    "long path": lambda: f"prod/2026/Reviews/Aggregated/Parquet/v{_RANDOM.randrange(99)}/daily",
    "class": lambda: "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
    "class by name": lambda: (
        f"com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper{_RANDOM.randrange(9)}"
    ),
    "image": lambda: (
        f"{_some(_DIGITS, 12)}.dkr.ecr.us-east-1.amazonaws.com/spark-py:4.0.{_RANDOM.randrange(9)}"
    ),
    "name": lambda: f"reviews-token-service-{_some(_LOWER, 6)}",
    "sk words": lambda: f"sk-learn-feature-extraction-{_RANDOM.randrange(99)}",
    "task": lambda: f"task-{_some(_HEX, 32)}",
    "option": lambda: (
        f"--tokens {_RANDOM.randrange(9999)} --date 2026-11-{_RANDOM.randrange(10, 28)}"
    ),
    "password file": lambda: f"--password-file /etc/secrets/{_some(_LOWER, 6)}",
    "java options": lambda: (
        "-XX:+UseG1GC -XX:InitiatingHeapOccupancyPercent=35 -Dfile.encoding=UTF-8"
    ),
    "placeholder": lambda: f"password=${{{_some(_UPPER, 6)}}}",
    "placeholder in url": lambda: "jdbc:postgresql://db/x?user=app&password=<password>",
    "url": lambda: f"https://user@host.example.com:8443/a/{_some(_LOWER, 9)}",
    "port and digest": lambda: f"docker://registry:5000/spark@sha256:{_some(_HEX, 64)}",
    "integrity": lambda: f"sha256-{_b64(32)}",
    "secret reference": lambda: f"secretKeyRef: {{name: db-{_some(_LOWER, 4)}, key: password}}",
    "redaction": lambda: "spark.redaction.regex: (?i)secret|password|token",
    "prose": lambda: "rotates the token every night; the password lies in the vault",
    "sql": lambda: (
        f"select token_count, secret_name of t{_RANDOM.randrange(99)} where dt = '2026-11-21'"
    ),
    "cron": lambda: f"{_RANDOM.randrange(60)} 2 * * *",
    "certificate": lambda: "-----BEGIN CERTIFICATE-----",
    "number": lambda: _some(_DIGITS, 24),
    "camel case": lambda: "partitionOverwriteModeDynamicAllocationEnabled",
}
_HARMLESS_FIELDS: dict[str, Callable[[], str]] = {
    "spark.redaction.regex": lambda: "(?i)secret|password",
    "DB_PASSWORD_FILE": lambda: f"/etc/secrets/{_some(_LOWER, 8)}",
    "SECRET_NAME": lambda: f"db-{_some(_LOWER, 8)}",
    "TOKEN_URL": lambda: f"https://login.example.com/{_some(_LOWER, 6)}",
    "max.tokens": lambda: str(_RANDOM.randrange(9999)),
    "TOKENIZERS_PARALLELISM": lambda: "false",
    "spark.hadoop.fs.s3a.aws.credentials.provider": lambda: "org.example.auth.Provider",
    "spark.kubernetes.driver.secretKeyRef.DB_PASSWORD": lambda: f"db-{_some(_LOWER, 5)}:password",
    "hadoop.security.credential.provider.path": lambda: "jceks://s3a@acme/keys.jceks",
    "spark.security.token.renewal.interval": lambda: f"{_RANDOM.randrange(1, 99)}h",
    "client_secret": lambda: f"spark-{_some(_LOWER, 5)}-oidc",
    "API_TOKEN": lambda: "${API_TOKEN}",
    "spark.authenticate": lambda: "true",
    "tier": lambda: "gold",
}


def _shown(kinds: dict[str, Callable[[], str]]) -> list[tuple[str, str]]:
    return [(kind, make()) for kind, make in kinds.items() for _ in range(_EACH)]


def _taken(key: str, value: str) -> bool:
    return bool(find(value)) or in_field(key, value)


def test_of_secrets_at_least_96_percent_are_caught() -> None:
    corpus = [("", value) for _, value in _shown(_SECRETS)] + _shown(_SECRET_FIELDS)
    missed = [(key, value) for key, value in corpus if not _taken(key, value)]
    assert len(corpus) >= 200
    assert len(missed) <= 0.04 * len(corpus), missed


def test_of_look_alikes_at_most_2_percent_are_refused() -> None:
    corpus = [("", value) for _, value in _shown(_HARMLESS)] + _shown(_HARMLESS_FIELDS)
    taken = [(key, value) for key, value in corpus if _taken(key, value)]
    assert len(corpus) >= 200
    assert len(taken) <= 0.02 * len(corpus), taken


@pytest.mark.parametrize("kind", _SECRETS)
def test_most_of_each_kind_are_caught(kind: str) -> None:
    assert sum(bool(find(_SECRETS[kind]())) for _ in range(50)) >= 45


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("  fs.s3a.secret.key: open sesame", f"  fs.s3a.secret.key: {MASK}", id="line"),
        pytest.param("password: a, b # why", f"password: {MASK} # why", id="comment"),
        pytest.param("{password: abc, x: 1}", f"{{password: {MASK}, x: 1}}", id="flow map"),
        pytest.param("- 'password': 'it''s'", f"- 'password': {MASK}", id="quotes"),
        pytest.param("postgres://u:p@ss@h/db", f"postgres://u:{MASK}@h/db", id="url"),
        pytest.param("a --token=x --b c", f"a --token={MASK} --b c", id="option"),
        pytest.param("AKIAIOSFODNN7EXAMPLE", MASK, id="documented example"),
        pytest.param("x AKIAIOSFODNN7EXAMPLE y", f"x {MASK} y", id="in the midst"),
        pytest.param("nothing here", "nothing here", id="nothing"),
        pytest.param("", "", id="empty"),
    ],
)
def test_redacted(text: str, left: str) -> None:
    assert redacted(text) == left


def test_redacting_twice_changes_nothing_more() -> None:
    for _, value in _shown(_SECRETS):
        assert redacted(redacted(value)) == redacted(value)


def test_nothing_of_a_random_value_is_left() -> None:
    for _, value in _shown(_SECRET_FIELDS):
        assert value not in redacted(f"some.password: {value}")


def test_spans_are_in_order_and_apart() -> None:
    spans = find("password=a1 token=b2 AKIAIOSFODNN7EXAMPLE")
    assert spans == sorted(spans)
    assert all(one[1] < two[0] for one, two in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a-",
        "a: ",
        "password=",
        "x://",
        "://a:",
        "-",
        "eyJ",
        "A1b2",
        "sk-",
        "jdbc:oracle:t:a/",
        "--a ",
        'a="',
        "\n",
        " ",
        "password=${",
        "-----BEGIN PRIVATE KEY-----",
        "bearer ",
        "eyJaaaaaaaa.",
    ],
    ids=ascii,
)
def test_any_line_is_read_in_linear_time(piece: str) -> None:
    start = time.perf_counter()
    find(piece * (100_000 // len(piece)))
    assert time.perf_counter() - start < 3

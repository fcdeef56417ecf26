"""Names as Kubernetes and file systems take them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.names import is_label, is_label_key, is_label_value, is_subdomain, nearest

KUBERNETES_LABEL = r"[a-z]([-a-z0-9]*[a-z0-9])?"  # DNS-1035
KUBERNETES_SUBDOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
KUBERNETES_QUALIFIED = r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
"""apimachinery/pkg/util/validation/validation.go, each with its length beside it."""

DEVICES = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}


@pytest.mark.parametrize("name", ["a", "use1-a", "a1", "a--b", "a" * 63, "com0", "com10", "conx"])
def test_a_label_is_a_name(name: str) -> None:
    assert is_label(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "A", "Use1", "1a", "-a", "a-", "a.b", "a_b", "a b", "a/b", "é", "a\u0301", "\u0430",
        "a\n",
        "a\u200b", "a" * 64, "..", "\n", *sorted(DEVICES),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_no_name(name: str) -> None:
    """Among them a Cyrillic letter, a zero-width blank, and an é in two forms."""
    assert not is_label(name)


@given(st.text(alphabet="ab1-.A_\n", max_size=66) | st.from_regex(KUBERNETES_LABEL, fullmatch=True))
def test_names_are_dns_1035_labels(name: str) -> None:
    kubernetes = re.fullmatch(KUBERNETES_LABEL, name) is not None and len(name) <= 63
    assert is_label(name) == (kubernetes and name not in DEVICES)


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("team", True),
        ("Team_1.x", True),
        ("karpenter.sh/do-not-disrupt", True),
        ("a" * 63, True),
        ("a" * 64, False),
        (f"{'a' * 253}/b", True),
        (f"{'a' * 254}/b", False),
        (f"{'a' * 100}.{'b' * 100}/c", True),
        ("", False),
        ("/b", False),
        ("a/", False),
        ("a/b/c", False),
        ("A.com/b", False),
        ("a..b/c", False),
        ("-a/b", False),
        ("_a", False),
        ("a_", False),
        ("a b", False),
        ("a\n", False),
        ("é", False),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_label_keys(*, key: str, fits: bool) -> None:
    assert is_label_key(key) is fits


@given(st.text(alphabet="aB1-_./\n", max_size=12))
def test_label_keys_are_what_kubernetes_calls_qualified_names(key: str) -> None:
    prefix, slash, name = key.rpartition("/")
    kubernetes = re.fullmatch(KUBERNETES_QUALIFIED, name) is not None
    if slash:
        kubernetes = kubernetes and re.fullmatch(KUBERNETES_SUBDOMAIN, prefix) is not None
    assert is_label_key(key) == kubernetes


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("", True),
        ("a", True),
        ("A.b_c-9", True),
        ("a" * 63, True),
        ("a" * 64, False),
        (".a", False),
        ("a-", False),
        ("a/b", False),
        ("a b", False),
        ("\n", False),
        ("a\n", False),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_label_values(*, value: str, fits: bool) -> None:
    assert is_label_value(value) is fits


@given(st.text(alphabet="aB1-_.\n", max_size=66))
def test_label_values_are_kubernetes_own(value: str) -> None:
    kubernetes = value == "" or re.fullmatch(KUBERNETES_QUALIFIED, value) is not None
    assert is_label_value(value) == (kubernetes and len(value) <= 63)


@given(st.text(alphabet="ab1-.", max_size=12) | st.integers(250, 256).map("a".__mul__))
def test_subdomains_are_kubernetes_own(name: str) -> None:
    kubernetes = re.fullmatch(KUBERNETES_SUBDOMAIN, name) is not None and len(name) <= 253
    assert is_subdomain(name) == kubernetes


@pytest.mark.parametrize("check", [is_label, is_label_key, is_label_value, is_subdomain])
@pytest.mark.parametrize("text", ["a" * (1 << 20), "a." * (1 << 19), "a-" * (1 << 19) + "/"])
def test_long_texts_are_refused_at_once(check: object, text: str) -> None:
    assert callable(check)
    assert check(text) is False


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("instaces", ["instances", "memory"], "instances"),
        ("activeon", ["active", "activeOn"], "activeOn"),
        ("ACTIVEON", ["activeOn"], "activeOn"),
        ("zzz", ["memory", "cores"], None),
        ("x", [], None),
        ("", ["a"], None),
        ("use1-c", ["use1-b", "use1-a"], "use1-b"),
        ("memory", ["memory"], "memory"),
    ],
)
def test_the_nearest_name(name: str, known: list[str], expected: str | None) -> None:
    assert nearest(name, known) == expected


@given(st.text(max_size=6), st.lists(st.text(max_size=6), max_size=5), st.randoms())
def test_the_nearest_name_does_not_depend_on_order(
    name: str, known: list[str], random: object
) -> None:
    shuffled = list(known)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types it as object here
    found = nearest(name, known)
    assert found == nearest(name, shuffled)
    assert found is None or found in known

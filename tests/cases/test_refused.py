"""What is published in case C15 and cannot run is refused, where it is written and with a mend."""

import pytest

from specgen.finding import Finding
from tests.cases.cases import rendered

# environment, rule, place, and words of the message and of the mend
REFUSED = (
    ("published", "wrong-value", "jobs.yaml:4:16", "SparkComputeGravitonODMemory", "lower-case"),
    (
        "published",
        "wrong-value",
        "jobs.yaml:8:17",
        "`0.1` is a part of a core",
        "coreRequest: 100m",
    ),
    ("nearly", "unknown-pool", "jobs.yaml:5:16", "graviton-driver", "graviton-drivers"),
    ("nearly", "spark-version-unclear", "jobs.yaml:4:15", "the image has `3.3.1`", "write 3.3.1"),
    ("nearly", "mutable-image", "jobs.yaml:6:52", "nginx` has no digest", "set digest"),
    ("nearly", "unknown-name", "jobs.yaml:10:52", "there is no image `nginx`", "images"),
)


@pytest.mark.parametrize(("environment", "rule", "place", "message", "mend"), REFUSED)
def test_a_fault_is_told_at_its_place(
    environment: str, rule: str, place: str, message: str, mend: str
) -> None:
    found = [one for one in _findings(environment) if one.rule == rule and place in str(one.spot)]
    (finding,) = found
    assert message in finding.message
    assert mend in f"{finding.help} {finding.label}"


def test_nothing_of_it_is_rendered() -> None:
    for environment in ("published", "nearly"):
        out = rendered("C15", environment)
        assert out.failed
        assert not [name for name in out.files if name.endswith("order-graviton.yaml")]


def test_a_part_of_a_core_is_what_the_pod_asks_for() -> None:
    """The mend of the message, applied: the environment `test` says it so."""
    body = rendered("C15", "test").files["doe/jobs/default/spark-pi.yaml"].decode()
    assert 'cores: 1\n    coreRequest: "100m"' in body


def _findings(environment: str) -> list[Finding]:
    return rendered("C15", environment).findings

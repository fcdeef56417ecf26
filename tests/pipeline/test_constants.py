"""A value that no spec says is looked up among the constants that its renderer knows."""

import pytest

from specgen.pipeline.constants import constants
from specgen.targets.spark.ports import ports
from specgen.targets.spark.security import security
from specgen.targets.team import access, network_policy


@pytest.mark.parametrize(
    ("maker", "value", "name", "module"),
    [
        pytest.param(ports, "7078", "DRIVER_PORT", "specgen/facts/spark.py", id="a fact, as text"),
        pytest.param(
            network_policy.render, 7078, "DRIVER_PORT", "specgen/facts/spark.py", id="a fact"
        ),
        pytest.param(
            network_policy.render,
            "169.254.170.23/32",
            "AGENT",
            "specgen/targets/team/network_policy.py",
            id="a target's own",
        ),
        pytest.param(
            access.members, "-6", "ACCESS_WAVE", "specgen/targets/common.py", id="one of several"
        ),
    ],
)
def test_the_constant_and_where_it_stands(
    maker: object, value: object, name: str, module: str
) -> None:
    found = [(one.name, one.module) for one in constants([maker], value)]  # type: ignore[list-item]
    assert (name, module) in found


def test_what_stands_below_a_constant_comes_with_it() -> None:
    (agent,) = constants([network_policy.render], network_policy.AGENT)
    assert agent.text.startswith("https://docs.aws.amazon.com/")


@pytest.mark.parametrize("value", [True, "true", "", 0, "1", None, {"a": 1}, "no such value"])
def test_what_many_constants_are_is_none(value: object) -> None:
    assert constants([security], value) == ()

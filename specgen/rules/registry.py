"""All rules, in the order of the documentation."""

from specgen.rules import driver_on_spot, unknown_pool
from specgen.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    unknown_pool.RULE,
    driver_on_spot.RULE,
)

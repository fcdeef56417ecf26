"""Amounts of what pods use, by the names that Kubernetes has for them."""

from fractions import Fraction
from typing import Annotated, Self

from pydantic import BeforeValidator, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import SpecModel, Text
from specgen.units.amounts import Cpu, Quantity
from specgen.units.unit import Unit

_CPU_KEYS = frozenset(("cpu", "requests.cpu", "limits.cpu"))


def _by_resource(amounts: object) -> object:
    """CPU read in cores and thousandths, all else in plain quantities; every fault is told."""
    if not isinstance(amounts, dict):
        return amounts
    read: dict[str, Unit] = {}
    faults: list[InitErrorDetails] = []
    for key, value in amounts.items():
        try:
            read[key] = (Cpu if key in _CPU_KEYS else Quantity).read(value)
        except Refused as error:
            fault = InitErrorDetails(
                type="value_error", loc=(key,), input=value, ctx={"error": error}
            )
            faults.append(fault)
    if faults:
        raise ValidationError.from_exception_data("amounts", faults)
    return read


Resources = Annotated[dict[Text, Cpu | Quantity], BeforeValidator(_by_resource)]
"""By the names that Kubernetes has for them: `cpu`, `memory`, `requests.storage`, `pods`."""


class ContainerResources(SpecModel):
    """What a container asks for, and the most it gets."""

    requests: Resources = {}
    """What a node must have free for it."""

    limits: Resources = {}
    """The most it may use."""

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        for name, asked in self.requests.items():
            most = self.limits.get(name)
            if most is not None and _number(asked) > _number(most):
                raise Contradiction(
                    f"it asks for {name} `{asked}`, and its limit is `{most}`",
                    "raise the limit, or remove it",
                    ("limits", name),
                )
        return self


def _number(amount: Cpu | Quantity) -> Fraction:
    return Fraction(amount.millis) if isinstance(amount, Cpu) else amount.amount

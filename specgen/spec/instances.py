"""Which machines a pool of Karpenter may use."""

from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from specgen.refusal import Contradiction
from specgen.spec.base import Seq, SpecModel, matching


class Range(SpecModel):
    """Numbers from `min` to `max`, both included, or those listed."""

    min: Annotated[int, Field(ge=0)] | None = None
    """At least."""

    max: Annotated[int, Field(ge=0)] | None = None
    """At most."""

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise Contradiction(f"min {self.min} is above max {self.max}", "raise max", ("min",))
        return self


def _range_form(value: object) -> str:
    return "map" if isinstance(value, dict | Range) else "number"


Numbers = Annotated[
    Annotated[Seq[Annotated[int, Field(ge=0)]], Tag("number")] | Annotated[Range, Tag("map")],
    Discriminator(_range_form),
]
"""A list of numbers, or {min, max}."""


_WORD = "[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?"
Words = Seq[
    Annotated[
        str,
        matching(
            _WORD,
            "what EC2 calls machines",
            "write it in lower case, like m, m7g, xlarge or m7g.xlarge",
        ),
        Field(json_schema_extra={"pattern": f"^{_WORD}$"}),
    ]
]
"""Names of EC2, which Karpenter compares with labels of nodes."""

_MOST = 50
"""Types that a launch can be told to choose from.

https://github.com/kubernetes-sigs/karpenter/blob/main/pkg/apis/crds/karpenter.sh_nodepools.yaml
"""


class Instances(SpecModel):
    """Which machines a pool may use. A list means one of them."""

    categories: Words = ()
    """Categories: `c`, `m`, `r`."""

    families: Words = ()
    """Families: `m7g`."""

    sizes: Words = ()
    """Sizes: `xlarge`."""

    types: Words = ()
    """Types: `m7g.xlarge`."""

    not_families: Words = ()
    """None of these families."""

    not_sizes: Words = ()
    """None of these sizes."""

    not_types: Words = ()
    """None of these types."""

    generation: Range | None = None
    """Generation: `{min: 6}`."""

    cpu: Numbers | None = None
    """vCPUs: `[8, 16]` or `{min: 8}`."""

    local_nvme: Range | None = None
    """Local NVMe storage in GB; `{min: 1}` is any."""

    min_types: Annotated[int, Field(ge=0, le=_MOST)] | None = None
    """Types that a launch must be able to choose from; by default 10 on Spot, 0 for none."""

    @model_validator(mode="after")
    def _not_both_ways(self) -> Self:
        for name in ("families", "sizes", "types"):
            refused = getattr(self, f"not_{name}")
            both = [one for one in getattr(self, name) if one in refused]
            if both:
                unwanted = f"not{name.capitalize()}"
                raise Contradiction(
                    f"`{both[0]}` stands in {name} and in {unwanted}, and no machine is both",
                    "remove one of the two",
                    (unwanted,),
                )
        return self

    @model_validator(mode="after")
    def _enough_types(self) -> Self:
        if self.types and (self.min_types or 0) > len(set(self.types)):
            raise Contradiction(
                f"a launch is to choose from {self.min_types} types, and {len(set(self.types))} "
                "can be had",
                "lower minTypes, or name more types",
                ("minTypes",),
            )
        return self

"""Environment variables of containers, each with a value or a reference to one."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Discriminator, Tag, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import EnvName, Name, Scalar, SpecModel, Text
from specgen.units.unit import shown

_KEY = re.compile(r"(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}")
"""IsConfigMapKey of k8s.io/apimachinery, pkg/util/validation: no `.`, nothing that begins `..`."""


def _secret_key(key: str) -> str:
    """A Secret's key as the API server takes it (measured: the operator lets a path through)."""
    if _KEY.fullmatch(key) is None:
        raise Refused(
            f"`{shown(key)}` is not a key of a Secret or ConfigMap", "write letters, digits, `-_.`"
        )
    return key


Key = Annotated[Text, AfterValidator(_secret_key)]
"""A key of a Secret or ConfigMap."""


class KeyRef(SpecModel):
    """A key of a Secret or ConfigMap in the job's namespace."""

    name: Name
    """The object's name."""

    key: Key
    """The key inside it."""


class EnvSource(SpecModel):
    """Where an environment variable's value comes from; exactly one."""

    secret_key_ref: KeyRef | None = None
    """A key of a Secret."""

    config_map_key_ref: KeyRef | None = None
    """A key of a ConfigMap."""

    field_ref: Text | None = None
    """A field of the pod: `status.podIP`."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [self.secret_key_ref, self.config_map_key_ref, self.field_ref]
        if sum(one is not None for one in given) != 1:
            raise Contradiction(
                "a variable needs exactly one source",
                "keep one of secretKeyRef, configMapKeyRef, fieldRef",
            )
        return self


def _env_form(value: object) -> str:
    return "map" if isinstance(value, dict | EnvSource) else "scalar"


EnvValue = Annotated[
    Annotated[Scalar, Tag("scalar")] | Annotated[EnvSource, Tag("map")], Discriminator(_env_form)
]
"""A scalar, or a map that says where the value comes from."""

Env = dict[EnvName, EnvValue]


class EnvFrom(SpecModel):
    """A Secret or ConfigMap of the job's namespace whose keys are all variables; exactly one."""

    secret_ref: Name | None = None
    """The Secret's name."""

    config_map_ref: Name | None = None
    """The ConfigMap's name."""

    prefix: EnvName | None = None
    """Put before each key: `DB_`."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.secret_ref is None) == (self.config_map_ref is None):
            raise Contradiction(
                "variables come from exactly one object", "keep one of secretRef, configMapRef"
            )
        return self

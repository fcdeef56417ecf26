"""Who puts a job's pods on nodes."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator
from pydantic.alias_generators import to_camel

from specgen.names import is_label_value
from specgen.refusal import Contradiction, Refused
from specgen.spec.base import Name, SpecModel, Text
from specgen.units.times import Duration
from specgen.units.unit import shown

SchedulerName = Literal["default", "yunikorn", "volcano", "kueue"]


def _queue(text: str) -> str:
    """All three know a queue by the value of a label, or by a name that is shorter."""
    if not text or not is_label_value(text):
        raise Refused(
            f"`{shown(text)}` is not the name of a queue", "write it like root.spark.etl, or etl"
        )
    return text


Queue = Annotated[Text, AfterValidator(_queue)]

_GANGING = ("yunikorn", "volcano")
_ONLY = {
    "queue": ("yunikorn", "volcano", "kueue"),
    "gang": _GANGING,
    "placeholder_timeout": ("yunikorn",),
    "priority_class": ("volcano",),
}
"""Fields, and the schedulers that they are for; others would drop them without a word."""


class Scheduler(SpecModel):
    """A batch scheduler, which somebody has installed on the cluster."""

    name: SchedulerName = "default"
    """`default` is Kubernetes' own. `kueue` leaves the pods to it and holds the whole job back
    until there is room in the queue."""

    queue: Queue | None = None
    """Queue of the scheduler; by default the team's. Kueue's is a LocalQueue of the namespace."""

    gang: bool | None = None
    """Starts the driver only where there is room for the first executors, too. By default `true`
    with yunikorn, and with volcano where the operator submits the job."""

    placeholder_timeout: Duration | None = None
    """How long YuniKorn holds room for a gang that is not complete; by default 15 minutes."""

    priority_class: Name | None = None
    """Priority class of the whole gang with Volcano; pods have their role's."""

    @model_validator(mode="after")
    def _read_by_it(self) -> Self:
        for field, readers in _ONLY.items():
            if getattr(self, field) is not None and self.name not in readers:
                raise Contradiction(
                    f"`{to_camel(field)}` says nothing to scheduler `{self.name}`",
                    f"remove it (null, where a lower layer sets it); it is for "
                    f"{' and '.join(readers)}",
                    (to_camel(field),),
                )
        return self

    @model_validator(mode="after")
    def _of_a_gang(self) -> Self:
        for field in ("placeholder_timeout", "priority_class"):
            if getattr(self, field) is not None and self.gang is False:
                raise Contradiction(
                    f"`{to_camel(field)}` is for a gang, and there is to be none",
                    "remove it, or gang: false",
                    (to_camel(field),),
                )
        return self

    def gangs(self, *, submitted: bool) -> bool:
        """Whether pods start together; `submitted`: by spark-submit, which makes no PodGroup."""
        able = self.name == "yunikorn" or (self.name == "volcano" and not submitted)
        return able and self.gang is not False

"""How Prometheus gets a job's metrics."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import SpecModel, Text
from specgen.units.unit import shown

Exporter = Literal["servlet", "jmx", "none"]

_AGENTS = 8090
"""What the operator takes by default, too: kubeflow/spark-operator v2.5.2, pkg/common."""


def _jar(path: str) -> str:
    """A path in words that a JVM's options can hold: the operator writes them in one line."""
    if not path.startswith("/") or not path.endswith(".jar") or any(map(str.isspace, path)):
        raise Refused(
            f"`{shown(path)}` is not a jar in the image",
            "write its path, like /opt/jmx/jmx_prometheus_javaagent.jar",
        )
    return path


class Metrics(SpecModel):
    """Metrics of drivers and executors, and who serves them."""

    exporter: Exporter = "servlet"
    """`servlet`: the driver's UI serves them, its own and those of all executors. `jmx`: an agent
    in each JVM does, set up by the operator. `none`: nobody."""

    jmx_exporter_jar: Annotated[Text, AfterValidator(_jar)] | None = None
    """Path of Prometheus' Java agent in the images of both roles; needed with `jmx`."""

    port: Annotated[int, Field(ge=1024, le=49151)] | None = None
    """Port of the agent in both roles, by default 8090. The servlet has the UI's."""

    annotations: bool = False
    """Marks for a Prometheus that finds pods and services by `prometheus.io/…` annotations; with
    `jmx` the operator marks the pods by itself."""

    @property
    def agents_port(self) -> int:
        """Where the agent listens."""
        return _AGENTS if self.port is None else self.port

    @model_validator(mode="after")
    def _agent_for_jmx_alone(self) -> Self:
        if self.exporter == "jmx":
            return self._with_agent()
        given = {"jmxExporterJar": self.jmx_exporter_jar, "port": self.port}
        for field in (name for name, said in given.items() if said is not None):
            raise Contradiction(
                f"`{field}` is the Java agent's, and exporter `{self.exporter}` has none",
                "set exporter: jmx, or remove it (null, where a lower layer sets it)",
                (field,),
            )
        return self._marked()

    def _with_agent(self) -> Self:
        if self.jmx_exporter_jar is None:
            raise Contradiction(
                "exporter `jmx` needs the jar of Prometheus' Java agent",
                "set jmxExporterJar to its path in the image",
                ("exporter",),
            )
        if self.annotations:
            raise Contradiction(
                "the operator marks the pods by itself", "remove annotations", ("annotations",)
            )
        return self

    def _marked(self) -> Self:
        if self.exporter == "none" and self.annotations:
            raise Contradiction(
                "there are no metrics to find", "remove annotations", ("annotations",)
            )
        return self

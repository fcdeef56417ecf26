"""The agent of metrics at a port that something else in the pod has."""

from collections.abc import Iterator

from specgen.facts.spark import BLOCK_MANAGER_PORT, DRIVER_PORT, ui_port
from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import JobOn
from specgen.spec.pods import Role


def check(x: JobOn) -> Iterator[Problem]:
    """Flag the agent's port where Spark or a declared port has the number, too."""
    metrics = x.job.metrics
    if metrics.exporter != "jmx":
        return
    taken = {
        DRIVER_PORT: "the driver",
        BLOCK_MANAGER_PORT: "Spark's block manager",
        ui_port(x.job.conf): "the driver's UI",
        **_declared(x.job.driver),
        **_declared(x.job.executor),
    }
    whose = taken.get(metrics.agents_port)
    if whose is not None:
        yield Problem(
            Place(x.owner, ("metrics", "port")),
            f"the metrics agent of job `{x.job.name}` is to listen on port {metrics.agents_port}, "
            f"and so is {whose}",
            "taken",
        )


def _declared(role: Role) -> dict[int, str]:
    return {one.port: f"port `{one.name}`" for one in role.ports if one.protocol == "TCP"}


_JOB = """\
kind: SparkJob
name: count
metrics: {exporter: jmx, jmxExporterJar: /opt/jmx/agent.jar, port: %s}
"""

RULE = Rule(
    id="taken-port",
    family="job",
    severity=Severity.ERROR,
    of=JobOn,
    summary="metrics agent at a port that is taken",
    why="The agent starts with the JVM and ends it where it cannot listen, or Spark moves to "
    "another port, which the network policy does not open.",
    hint="choose another port, like 8090",
    source="https://spark.apache.org/docs/latest/security.html#configuring-ports-for-network-security",
    bad=_JOB % 7079,
    good=_JOB % 9404,
    check=check,
)

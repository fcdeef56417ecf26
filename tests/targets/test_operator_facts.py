"""Our applications against those that the real operator was given, and what it made of them.

Each fragment says in our language what a recorded application says in the operator's; the fields
that both speak of must be equal. What the operator's defaulter adds, we write ourselves.
"""

from pathlib import Path
from typing import Any

import pytest

from specgen.paths import ABSENT, at
from tests.shared import shared_file, shared_yaml
from tests.targets.rendered import job

_JAR = """\
image: {repository: registry.example.com/spark, tag: 4.0.4, sparkVersion: 4.0.4}
application: {type: Scala, file: 'local:///opt/jobs/etl.jar', class: org.example.Etl}
zone: any
run: null
"""
_ALWAYS = (
    "type",
    "sparkVersion",
    "image",
    "mainClass",
    "mainApplicationFile",
    "driver.serviceAccount",
    "executor.serviceAccount",
)

APPLICATIONS = {
    "cores-memory": f"""\
{_JAR}
memoryOverheadFactor: "0.25"
driver: {{cores: 2, coreRequest: 1500m, coreLimit: 2500m, memory: 4g, memoryOverhead: 1g}}
executor: {{instances: 3, cores: 4, coreRequest: 3800m, coreLimit: 5, memory: 12g}}
""",
    "restart-on-failure": f"""\
{_JAR}
restartPolicy: {{onFailureRetries: 2, onFailureRetryInterval: 30s}}
timeToLive: 24h
""",
    "suspended": f"{_JAR}\nsuspend: true\n",
    "dynamic-allocation": f"""\
{_JAR}
executor: {{cores: 4, memory: 8g, batchSize: 50, instances: {{min: 1, max: 40, initial: 2}}}}
""",
    "overhead-factor-jvm": f"""\
{_JAR}
memoryOverheadFactor: "0.3"
driver: {{cores: 1, memory: 8g}}
executor: {{instances: 2, cores: 4, memory: 8192m}}
""",
    "spot-decommission": f"{_JAR}\nexecutor: {{instances: 2}}\n",
    "java-deps-hadoop": """\
image: {repository: registry.example.com/spark, tag: 4.0.4, sparkVersion: 4.0.4}
application:
  type: Java
  file: local:///opt/jobs/batch.jar
  class: org.example.Batch
  jars: [local:///opt/libs/a.jar, https://repo.example.com/b.jar]
  files: [local:///opt/conf/log4j2.properties, https://repo.example.com/app.conf]
hadoopConf:
  fs.s3a.aws.credentials.provider:
    software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider
  fs.s3a.endpoint.region: eu-west-1
driver: {javaOptions: "-Dfrom=field -XX:+UseG1GC"}
executor: {instances: 1, javaOptions: -Dexec=field}
""",
    "python-factors": """\
image: {repository: registry.example.com/spark-py, tag: 4.0.4, sparkVersion: 4.0.4}
application:
  file: s3a://example-jobs/etl.py
  pyFiles: [https://repo.example.com/lib.zip, "local:///opt/jobs/helpers.py"]
run: null
memoryOverheadFactor: "0.2"
conf: {spark.executor.pyspark.memory: 2g, spark.executor.memoryOverheadFactor: "0.15"}
driver: {memory: 4g}
executor: {instances: 2, cores: 2, memory: 10g}
""",
    "monitoring-jmx": f"""\
{_JAR}
metrics: {{exporter: jmx, jmxExporterJar: /opt/jmx/jmx_prometheus_javaagent.jar, port: 9404}}
driver: {{javaOptions: -Dmine=1}}
executor: {{instances: 1}}
""",
    "ui-and-ingress": f"""\
{_JAR}
conf: {{spark.ui.port: 4041}}
ui:
  servicePort: 80
  ingress:
    host: ui-and-ingress.spark.example.com
    annotations: {{nginx.ingress.kubernetes.io/ssl-redirect: "true"}}
    tlsSecret: spark-tls
executor: {{instances: 1}}
""",
    "volcano": f"""\
{_JAR}
scheduler: {{name: volcano, queue: etl, priorityClass: spark-driver-high}}
driver: {{cores: 1, coreRequest: 500m, memory: 2g}}
executor: {{instances: 3, cores: 4, coreRequest: 3800m, memory: 8g, memoryOverhead: 2g}}
""",
    "yunikorn": """\
image: {repository: registry.example.com/spark-py, tag: 4.0.4, sparkVersion: 4.0.4}
application: {file: 'local:///opt/jobs/etl.py'}
run: null
scheduler: {name: yunikorn, queue: root.etl}
driver: {cores: 1, memory: 2g}
executor: {instances: 3, cores: 4, coreRequest: 3800m, memory: 8g}
""",
}
"""By recorded application: the same job in our language."""

SPOKEN = {
    "cores-memory": """
        memoryOverheadFactor driver.cores driver.coreRequest driver.coreLimit driver.memory
        driver.memoryOverhead executor.cores executor.coreRequest executor.coreLimit
        executor.memory executor.instances
    """,
    "restart-on-failure": """
        restartPolicy.type restartPolicy.onFailureRetries restartPolicy.onFailureRetryInterval
        timeToLiveSeconds
    """,
    "suspended": "suspend",
    "dynamic-allocation": """
        dynamicAllocation.enabled dynamicAllocation.initialExecutors
        dynamicAllocation.minExecutors dynamicAllocation.maxExecutors executor.cores
        executor.memory executor.instances sparkConf:spark.kubernetes.allocation.batch.size
        sparkConf:spark.dynamicAllocation.executorIdleTimeout
    """,
    "overhead-factor-jvm": """
        memoryOverheadFactor driver.cores driver.memory executor.cores executor.memory
        executor.instances
    """,
    "spot-decommission": """
        sparkConf:spark.decommission.enabled sparkConf:spark.storage.decommission.enabled
        sparkConf:spark.storage.decommission.shuffleBlocks.enabled
        executor.terminationGracePeriodSeconds executor.instances
        driver.annotations:karpenter.sh/do-not-disrupt
        driver.annotations:cluster-autoscaler.kubernetes.io/safe-to-evict
    """,
    "java-deps-hadoop": """
        deps.jars deps.files hadoopConf driver.javaOptions executor.javaOptions
        executor.instances
    """,
    "python-factors": """
        memoryOverheadFactor deps.pyFiles driver.memory executor.cores executor.memory
        executor.instances sparkConf:spark.executor.pyspark.memory
        sparkConf:spark.executor.memoryOverheadFactor
    """,
    "monitoring-jmx": """
        monitoring.exposeDriverMetrics monitoring.exposeExecutorMetrics
        monitoring.prometheus.jmxExporterJar monitoring.prometheus.port driver.javaOptions
    """,
    "ui-and-ingress": """
        sparkUIOptions.servicePort sparkUIOptions.ingressAnnotations sparkUIOptions.ingressTLS
        sparkConf:spark.ui.port
    """,
    "volcano": """
        batchScheduler batchSchedulerOptions.queue batchSchedulerOptions.priorityClassName
        driver.coreRequest executor.coreRequest executor.memoryOverhead
    """,
    "yunikorn": """
        batchScheduler batchSchedulerOptions.queue executor.coreRequest executor.instances
    """,
}
"""The fields that both speak of; `map:key` for a key with dots."""


def _path(text: str) -> tuple[str, ...]:
    above, colon, key = text.partition(":")
    return (*above.split("."), key) if colon else tuple(text.split("."))


@pytest.mark.parametrize("name", APPLICATIONS)
def test_an_application_says_what_the_recorded_one_says(tmp_path: Path, name: str) -> None:
    recorded = shared_yaml(f"facts/operator/applications/{name}.yaml")["spec"]
    ours = job(tmp_path, APPLICATIONS[name])["spec"]
    for path in map(_path, (*_ALWAYS, *SPOKEN[name].split())):
        wanted = at(recorded, path)
        if wanted is not ABSENT or path[0] in ("dynamicAllocation", "executor"):
            assert at(ours, path) == wanted, ".".join(path)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_nothing_is_left_for_the_operators_defaulter(tmp_path: Path, name: str) -> None:
    """What it adds to the recorded application stands in ours: what is in Git is what runs."""
    added = shared_yaml(f"facts/operator/{name}.defaulted.yaml").get("added", {})
    ours = job(tmp_path, APPLICATIONS[name])["spec"]
    missing = {path for path in added if path != "deps" and at(ours, _path(path)) is ABSENT}
    dynamic = {"executor.instances"} if "dynamicAllocation" in ours else set()
    assert missing <= dynamic


@pytest.mark.parametrize("role", ["driver", "executor"])
def test_our_security_context_makes_the_recorded_pod_restricted(tmp_path: Path, role: str) -> None:
    """The operator puts a container's context into the pod as it is (security-restricted)."""
    pod = shared_file("facts/operator/security-restricted.driver-pod.yaml").read_text(
        encoding="utf-8"
    )
    assert "allowPrivilegeEscalation: false" in pod
    context = job(tmp_path)["spec"][role]["securityContext"]
    recorded = shared_yaml("facts/operator/applications/security-restricted.yaml")["spec"]
    wanted = recorded["driver"]["securityContext"] | recorded["driver"]["podSecurityContext"]
    for key in (
        "allowPrivilegeEscalation",
        "capabilities",
        "runAsNonRoot",
        "runAsUser",
        "runAsGroup",
        "seccompProfile",
    ):
        assert context[key] == wanted[key]


@pytest.mark.parametrize(
    ("schedule", "recorded"),
    [
        pytest.param(
            "{cron: '@every 20s', timeZone: Europe/Berlin}", "nightly-forbid", id="forbid"
        ),
        pytest.param(
            "{cron: '@every 20s', timeZone: Europe/Berlin, concurrencyPolicy: Replace}",
            "replace-running",
            id="replace",
        ),
    ],
)
def test_a_schedule_always_says_its_policy(tmp_path: Path, schedule: str, recorded: str) -> None:
    """Without one only the first run ever happens (no-policy)."""
    wanted: dict[str, Any] = shared_yaml(f"facts/operator/scheduled/{recorded}.yaml")["spec"]
    ours = job(tmp_path, f"run: null\nschedule: {schedule}")["spec"]
    assert ours["concurrencyPolicy"] == wanted["concurrencyPolicy"]
    no_policy = shared_yaml("facts/operator/scheduled/no-policy.yaml")["spec"]
    assert "concurrencyPolicy" not in no_policy

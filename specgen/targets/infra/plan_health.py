"""What Argo CD must be told to judge Applications and the Spark operator's objects.

Its own check of a SparkApplication does not know the state SUSPENDED and waits for ever; a schedule
that failed validation counts as healthy, and so does every Application inside another.
https://argo-cd.readthedocs.io/en/stable/operator-manual/health/

What is parked on purpose counts as healthy here. A sync of several waves waits for every object
until it is healthy or degraded: one that is `Suspended` would hold it up for ever, and on a cluster
that stands by all jobs are (pkg/sync/sync_context.go of argoproj/gitops-engine, checked
2026-11-21).
"""

from specgen.targets.infra.plan_text import sh

APPLICATION = """\
local status = obj.status or {}
local health = status.health or {}
local syncing = (status.operationState or {}).phase == "Running"
local known = not syncing and health.status or "Progressing"
return {status = known, message = health.message or ""}
"""
"""An Application is as healthy as what it syncs, so that its parent's waves wait for it.

While it syncs it is at work, however healthy the objects are that were there before. Whether it is
`OutOfSync` does not count: one with `Prune=false` may stay so.
"""

SPARK_APPLICATION = """\
local state = (obj.status or {}).applicationState or {}
local known = {
  RUNNING = "Healthy",
  SUCCEEDING = "Healthy",
  COMPLETED = "Healthy",
  FAILING = "Degraded",
  FAILED = "Degraded",
  SUBMISSION_FAILED = "Degraded",
  SUSPENDING = "Healthy",
  SUSPENDED = "Healthy",
}
local message = state.errorMessage or state.state or "not seen by the operator yet"
return {status = known[state.state or ""] or "Progressing", message = message}
"""
"""States: https://github.com/kubeflow/spark-operator/blob/v2.5.2/api/v1beta2/sparkapplication_types.go"""

SCHEDULED = """\
local status = obj.status or {}
local known = {Scheduled = "Healthy", FailedValidation = "Degraded"}
local parked = obj.spec.suspend and "Healthy"
local health = known[status.scheduleState or ""] or parked or "Progressing"
return {status = health, message = status.reason or status.scheduleState or ""}
"""
"""https://github.com/kubeflow/spark-operator/blob/v2.5.2/api/v1beta2/scheduledsparkapplication_types.go"""

CHECKS = {
    "argoproj.io_Application": APPLICATION,
    "sparkoperator.k8s.io_ScheduledSparkApplication": SCHEDULED,
    "sparkoperator.k8s.io_SparkApplication": SPARK_APPLICATION,
}
"""By group and kind, as the keys of `argocd-cm` have them."""

_END = "CHECKS"


def patch(namespace: str) -> str:
    """The command that lays the checks over Argo CD's settings, which are not ours."""
    to = sh("kubectl", "patch", "configmap", "argocd-cm", "--namespace", namespace)
    command = f"{to} --type merge --patch-file /dev/stdin <<'{_END}'"
    return "\n".join([command, "data:", *_lines(), _END])


def _lines() -> list[str]:
    lines = []
    for key, script in CHECKS.items():
        lines.append(f"  resource.customizations.health.{key}: |")
        lines += [f"    {line}" for line in script.splitlines()]
    return lines

"""What the real operator refused, or let through although wrong, written in the language.

Each row of the records is a small spec here. It is refused by the finding that stands beside it;
or nobody can say it yet: then its field is unknown, and the row fails on the day that it is known,
until its text here is that of the finding that refuses it.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from specgen.finding import Severity
from tests.projects import outcome, sample_project
from tests.shared import shared_file

RECORD = "facts/operator/refused.tsv"


class Row(NamedTuple):
    """A spec, laid over the rules' sample, and what becomes of it."""

    spec: str
    finding: str
    """Id of the error; empty where the spec is sound."""

    because: str = ""
    """Why a field is unknown, or a spec that the operator refuses is sound."""


def job(fields: str) -> str:
    return f"kind: SparkJob\nname: count\n{fields}\n"


_PARTS = {
    "team": "reviews",
    "image": "spark-py",
    "run": '"1"',
    "application": "{file: loc://lake/jobs/count.py}",
    "driver": "{pool: drivers}",
    "executor": "{pool: executors}",
}


def another(name: str = "another", **parts: str) -> str:
    """A job of its own; a part that is empty is left out."""
    told = {"kind": "SparkJob", "name": name, **_PARTS, **parts}
    return "".join(f"{key}: {value}\n" for key, value in told.items() if value)


def scheduled(schedule: str) -> str:
    return job(f"run: null\nschedule: {schedule}")


def conf(key: str, value: str = "x") -> Row:
    return Row(job(f"conf: {{{key}: {value}}}"), "denied-conf")


def unknown(fields: str, because: str) -> Row:
    """A spec with a field that there is not, or not yet."""
    return Row(job(fields), "unknown-field", because)


INGRESS = "the operator's fields follow from a host alone: one ingress, of the UI's own port"


def shown(ui: str) -> Row:
    """A UI that is shown, by an operator that may see ingresses."""
    allowed = "allow: [{rule: ingress-without-rights, because: its Role is there}]"
    return Row(job(f"ui: {ui}\n{allowed}"), "", INGRESS)


TEMPLATE = "no field, and none to come: what needs a template is rendered into one"
SELECTOR = "no field, and none to come: a job names a pool of nodes"

ROWS: dict[str, Row] = {
    "batch-scheduler-unknown": Row(job("scheduler: {name: kube-batch}"), "wrong-value"),
    "client-side-file": Row(
        job('application: {files: ["file:///etc/hostname"]}'), "client-side-file"
    ),
    "conf-driver-image": conf("spark.kubernetes.driver.container.image"),
    "conf-env-var-list": Row(job("driver: {env: [{name: A, value: b}]}"), "wrong-type"),
    "conf-image": conf("spark.kubernetes.container.image"),
    "conf-master": conf("spark.master", "local"),
    "conf-namespace": conf("spark.kubernetes.namespace", "other"),
    "conf-not-string": Row(
        job("conf: {spark.sql.shuffle.partitions: 2}"), "", "a number is rendered as text"
    ),
    "conf-oauth-token": conf("spark.kubernetes.authenticate.driver.oauthTokenFile", "/x"),
    "conf-reserved-label": Row(
        job("conf: {spark.kubernetes.driver.label.spark-role: mine}"), "conf-with-field"
    ),
    "conf-service-account": conf("spark.kubernetes.authenticate.driver.serviceAccountName"),
    "cores-fraction": Row(job("driver: {cores: 0.5}"), "wrong-value"),
    "cores-string": Row(job('driver: {cores: "2"}'), "wrong-type"),
    "cores-zero": Row(job("executor: {cores: 0}"), "wrong-value"),
    "deps-s3a": Row(job('application: {jars: ["s3://acme-lake/a.jar"]}'), "deps-on-s3"),
    "driver-port-ui-name": Row(job("driver: {ports: [{name: spark-ui, port: 9000}]}"), "misfit"),
    "driver-pvc-on-demand": Row(
        job("shuffle: {type: pvc, size: 1Gi, storageClass: gp3, roles: [driver]}"),
        "driver-claim-without-rights",
    ),
    "dynamic-allocation-negative": Row(
        job("executor: {instances: {min: -1, max: 4}}"), "wrong-value"
    ),
    "env-secret-path": Row(
        job("driver: {env: {A: {secretKeyRef: {name: db-creds, key: a/b}}}}"), "wrong-value"
    ),
    "executor-memory-below-floor": Row(job("executor: {memory: 300m}"), "memory-below-floor"),
    "ingress-no-port": shown("{ingress: {host: a}}"),
    "ingress-no-port-name": shown("{ingress: {host: a}}"),
    "ingress-no-url": Row(job("ui: {ingress: {}}"), "missing-field"),
    "ingress-port-twice": shown("{servicePort: 80, ingress: {host: a}}"),
    "ingress-url-twice": shown("{servicePort: 80, ingress: {host: a}}"),
    "init-container-same-name": Row(
        job('initContainers: [{name: prep, image: "a:1"}, {name: prep, image: "a:2"}]'),
        "duplicate-item",
    ),
    "instances-zero": Row(job("executor: {instances: 0}"), "wrong-value"),
    "limit-below-request": Row(
        job("driver: {coreRequest: 2, coreLimit: 1}"), "limit-below-request"
    ),
    "local-dir-config-map": Row(
        job("volumes: [{name: spark-local-dir-1, mountPath: /x, configMap: x}]"), "wrong-value"
    ),
    "local-dir-not-declared": Row(
        job("volumes: [{name: spark-local-dir-2, mountPath: /x}]"), "wrong-value"
    ),
    "memory-gi": Row(job("executor: {memory: 4Gi}"), "wrong-value"),
    "memory-limit-below-request": Row(job("driver: {memory: 4g, memoryLimit: 2g}"), "misfit"),
    "memory-limit-uppercase": Row(job("driver: {memoryLimit: 6G}"), "wrong-value"),
    "memory-number": Row(job("driver: {memory: 4}"), "wrong-value"),
    "memory-small": Row(job("driver: {memory: 100m}"), "memory-below-floor"),
    "memory-word": Row(job("driver: {memory: lots}"), "wrong-value"),
    "metadata-label-reserved": Row(job("metadata: {labels: {spark-role: mine}}"), "reserved-label"),
    "mode-client": Row(job("application: {mode: client}"), "contradiction"),
    "mode-in-cluster-client": Row(job("application: {mode: in-cluster-client}"), "wrong-value"),
    "mode-unknown": Row(job("application: {mode: yarn}"), "wrong-value"),
    "mount-path-twice": Row(
        job("volumes: [{name: v, mountPath: /a, secret: s}, {name: w, mountPath: /a, secret: s}]"),
        "contradiction",
    ),
    "mount-reserved": Row(
        job("volumes: [{name: spark-conf-volume-driver, mountPath: /a, secret: s}]"), "misfit"
    ),
    "name-of-64": Row(another("a" * 64), "wrong-value"),
    "name-starts-with-digit": Row(another("9-lives"), "wrong-value"),
    "name-with-dot": Row(another("name.with.dot"), "wrong-value"),
    "no-driver": Row(another(driver=""), "missing-field"),
    "no-executor": Row(another(executor=""), "missing-field"),
    "no-image": Row(another(image=""), "missing-field"),
    "no-main-class": Row(
        job('application: {file: "local:///opt/etl.jar", type: Scala}'), "main-class-missing"
    ),
    "no-main-file": Row(another(application="{}"), "missing-field"),
    "no-spark-version": Row(
        job('image: {repository: registry.example.com/etl, tag: "1"}'), "spark-version-unclear"
    ),
    "no-type": Row(job('application: {file: "local:///opt/etl.jar"}'), "contradiction"),
    "node-selector-twice": unknown(
        "nodeSelector: {a: b}\nexecutor: {nodeSelector: {c: d}}", SELECTOR
    ),
    "packages-offline": Row(
        job('application: {packages: ["org.example:nothing:1.0"]}'),
        "",
        "what a repository has is not known; `runtime-packages` warns of them in production",
    ),
    "port-without-protocol": Row(
        job("driver: {ports: [{name: a, port: 80}]}"),
        "",
        "the protocol is TCP unless another is said",
    ),
    "priority-class-missing": Row(job("driver: {priorityClass: nope}"), "unknown-priority-class"),
    "python-version-2": Row(job('application: {pythonVersion: "2"}'), "wrong-value"),
    "restart-policy-unknown": Row(job("restartPolicy: {type: Sometimes}"), "wrong-value"),
    "restricted-namespace-default": Row(job("security: {level: none}"), "unrestricted-pod"),
    "scheduled-bad-cron": Row(scheduled('{cron: "0 3 * *"}'), "wrong-value"),
    "scheduled-bad-zone": Row(scheduled('{cron: "0 3 * * *", timeZone: Mars/Base}'), "wrong-value"),
    "scheduled-concurrency-unknown": Row(
        scheduled('{cron: "0 3 * * *", concurrencyPolicy: Never}'), "wrong-value"
    ),
    "scheduled-conf-image": Row(
        scheduled('{cron: "0 3 * * *"}') + "conf: {spark.kubernetes.executor.container.image: x}\n",
        "denied-conf",
    ),
    "scheduled-no-schedule": Row(scheduled("{timeZone: Europe/Berlin}"), "missing-field"),
    "scheduled-node-selector-twice": Row(
        scheduled('{cron: "@hourly"}') + "nodeSelector: {a: b}\n", "unknown-field", SELECTOR
    ),
    "scheduled-seconds": Row(scheduled('{cron: "0 0 3 * * *"}'), "wrong-value"),
    "service-account-missing": Row(job("identity: nobody"), "unknown-identity"),
    "sidecar-same-name": Row(
        job("sidecars: [{name: spark-kubernetes-driver, image: x}]"), "wrong-value"
    ),
    "spark-version-number": Row(job("sparkVersion: 4.0"), "wrong-value"),
    "template-bad-field": unknown('driver: {template: {spec: {hostNetwork: "yes"}}}', TEMPLATE),
    "template-executor-two-unnamed": unknown("executor: {template: {spec: {}}}", TEMPLATE),
    "template-no-container": unknown("driver: {template: {spec: {}}}", TEMPLATE),
    "template-not-checked": unknown("driver: {template: {spec: {containers: x}}}", TEMPLATE),
    "template-spark-2": unknown("sparkVersion: 2.4.5\ndriver: {template: {spec: {}}}", TEMPLATE),
    "template-unknown-field": unknown("driver: {template: {spec: {nodeSelectors: {}}}}", TEMPLATE),
    "template-wrong-container": unknown(
        "driver: {template: {spec: {containers: [{name: main}]}}}", TEMPLATE
    ),
    "type-unknown": Row(job("application: {type: Go}"), "wrong-value"),
    "unknown-field": unknown(
        'driver: {memoryOverheadFactor: "0.2"}',
        "no field, and none to come: the operator prunes it",
    ),
    "volume-name-bad": Row(
        job("volumes: [{name: Not_Valid, mountPath: /a, secret: s}]"), "wrong-value"
    ),
    "volume-twice": Row(
        job("volumes: [{name: v, mountPath: /a, secret: s}, {name: v, mountPath: /b, secret: s}]"),
        "duplicate-item",
    ),
}
"""Every row of the record by its name."""


def test_the_table_has_every_row_of_the_record() -> None:
    lines = shared_file(RECORD).read_text(encoding="utf-8").splitlines()[1:]
    assert sorted(line.partition("\t")[0] for line in lines) == sorted(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_refused_by_the_finding_beside_it(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    out = outcome(sample_project(tmp_path, row.spec), checks_only=True)
    found = {one.rule for one in out.findings if one.severity is Severity.ERROR}
    if row.finding == "unknown-field":
        assert found == {"unknown-field"}, f"it can be said now; what refuses it? ({row.because})"
    elif row.finding:
        assert row.finding in found
    else:
        assert found == set(), f"it is refused now; by what, belongs into the table ({row.because})"


def test_a_reason_stands_where_the_operator_alone_refuses() -> None:
    silent = [name for name, row in ROWS.items() if row.finding in {"", "unknown-field"}]
    assert [name for name in silent if not ROWS[name].because] == []

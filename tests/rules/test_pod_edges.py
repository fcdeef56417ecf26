"""What rules say of volumes, containers, images and libraries of a job: just wrong, just right."""

from pathlib import Path

import pytest

from specgen.rules.sample import PRODUCTION
from tests.projects import broken, outcome, sample_project

_JOB = "kind: SparkJob\nname: count\n"
_DIGEST = "sha256:" + "7" * 64
_PINNED = f"repository: a/b, digest: '{_DIGEST}'"
_EVERYWHERE = "platforms: [amd64, arm64]"
_GRANTS = "kind: Team\nname: reviews\nstorage: [{uri: s3://acme-lake/jobs/, access: read}%s]\n---\n"


def _sidecar(image: str, more: str = "") -> str:
    return f"{_JOB}sidecars: [{{name: log, image: {image}{more}}}]\n"


def _role(role: str, image: str) -> str:
    return f"{_JOB}{role}: {{image: {{{image}}}}}\n"


def _app(fields: str, spark: str = "") -> str:
    version = f"image: {{{_PINNED}, {_EVERYWHERE}, sparkVersion: {spark}}}\n" if spark else ""
    return f"{_JOB}{version}application: {{{fields}}}\n"


_SCALA = "type: Scala, class: a.B, file: "

CASES = {
    "an image of a container, pinned and declared": (
        PRODUCTION + _GRANTS % "" + _sidecar(f"{{{_PINNED}, {_EVERYWHERE}}}"), set(),
    ),
    "an image of a container that may change": (
        _sidecar(f"{{repository: a/b, tag: latest, {_EVERYWHERE}}}"), {"mutable-image"},
    ),
    "an image of a role that may change": (
        _role("driver", f"repository: a/b, tag: latest, {_EVERYWHERE}"), {"mutable-image"},
    ),
    "a reference says nothing of platforms": (
        _sidecar(f"'a/b@{_DIGEST}'"), {"undeclared-platforms"},
    ),
    "and need not in one architecture": (
        _sidecar(f"'a/b@{_DIGEST}'", ", roles: [driver]") + "driver: {only: {arch: arm64}}", set(),
    ),
    "a container built for a part": (
        _sidecar(f"{{{_PINNED}, platforms: [arm64]}}"), {"confined-by-image"},
    ),
    "containers that no node runs together": (
        _role("driver", f"{_PINNED}, platforms: [amd64], sparkVersion: 4.0.5")
        + f"sidecars: [{{name: log, roles: [driver], image: {{{_PINNED}, platforms: [arm64]}}}}]",
        {"image-fits-no-node"},
    ),
    "an image of a role with another Spark": (
        _role("executor", f"{_PINNED}, {_EVERYWHERE}, sparkVersion: 4.1.0"),
        {"spark-version-unclear"},
    ),
    "with the same": (_role("executor", f"{_PINNED}, {_EVERYWHERE}, sparkVersion: '4.0'"), set()),
    "a directory of the node": (
        _JOB + "volumes: [{name: d, mountPath: /d, hostPath: {path: /d}}]", {"host-path-volume"},
    ),
    "root": (_sidecar("spark-py", ", runAsUser: 0"), {"unrestricted-pod"}),
    "root where it may": (
        "kind: Team\nname: reviews\npodSecurity: baseline\n---\n"
        + _sidecar("spark-py", ", runAsUser: 0"),
        {"weak-pod-security"},
    ),
    "a password of a container": (
        _sidecar("spark-py", ", env: {DB_PASSWORD: open-sesame}"), {"literal-secret"},
    ),
    "a password among arguments": (
        _sidecar("spark-py", ", args: [--password, open-sesame]"), {"literal-secret"},
    ),
    "names of Secrets": (
        _JOB + "volumes: [{name: a, mountPath: /a, secret: k8s9x2q7}]\n"
        "envFrom: [{secretRef: p4ssw0rd}]\ndriver: {envFrom: [{secretRef: t0k3n}]}",
        set(),
    ),
    "output that is not granted": (
        _GRANTS % "" + _JOB + "writes: ['s3://acme-lake/out/']", {"ungranted-data"},
    ),
    "output that may be read": (
        _GRANTS % ", {uri: s3://acme-lake/out/, access: read}" + _JOB
        + "writes: ['s3://acme-lake/out/']",
        {"ungranted-data"},
    ),
    "output that is granted": (
        _GRANTS % ", {uri: s3://acme-lake/out/, access: read-write}" + _JOB
        + "writes: ['s3://acme-lake/out/a/']",
        set(),
    ),
    "archives on S3": (_app("archives: ['loc://lake/e.tgz#e']"), {"deps-on-s3"}),
    "archives of the operator's pod": (
        _app("archives: ['file:///opt/e.tgz']"), {"client-side-file"},
    ),
    "packages": (_app("packages: ['a:b:1']"), set()),
    "packages in production": (
        PRODUCTION + _GRANTS % "" + _app("packages: ['a:b:1']"), {"runtime-packages"},
    ),
    "a jar for Scala 2.12": (_app("jars: ['local:///o/x_2.12-1.jar']"), {"foreign-scala"}),
    "a program for Scala 2.12": (
        _app(_SCALA + "'local:///o/x_2.12.jar'"), {"foreign-scala"},
    ),
    "a folder called like a Scala": (_app(_SCALA + "'local:///x_2.12.d/x_2.13.jar'"), set()),
    "Scala 2.12 on Spark 3.5": (
        _app("packages: ['a:b_2.12:1']", "3.5.9"), set(),
    ),
    "a Python to choose": (_app('pythonVersion: "3"', "3.5.9"), set()),
    "none to choose": (_app('pythonVersion: "3"', "4.0.0"), {"ignored-python-version"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_edges(name: str, tmp_path: Path) -> None:
    example, rules = CASES[name]
    out = outcome(sample_project(tmp_path, example), checks_only=True)
    assert broken(out) - {"team-without-quota"} == rules, [f.message for f in out.findings]


@pytest.mark.parametrize(
    ("example", "line", "path"),
    [
        ("driver: {memoryLimit: 1g}", 3, ("driver", "memoryLimit")),
        ("driver:\n  ports:\n  - {name: spark-ui, port: 1}", 5, ("driver", "ports", 0, "name")),
        (
            "volumes:\n- name: x\n  mountPath: /opt/spark/conf\n  configMap: c\n  roles: [driver]",
            5,
            ("volumes", 0, "mountPath"),
        ),
    ],
)
def test_what_meets_in_a_pod_is_told_where_it_is_written(
    tmp_path: Path, example: str, line: int, path: tuple[str | int, ...]
) -> None:
    out = outcome(sample_project(tmp_path, f"{_JOB}{example}\n"), checks_only=True)
    (found,) = out.findings
    assert (found.rule, found.path) == ("misfit", path)
    assert found.spot.line == line + 4  # below the environment of the example


def test_an_override_that_breaks_a_pod_is_told_at_the_override(tmp_path: Path) -> None:
    job = (
        _JOB + "volumes: [{name: x, mountPath: /x, configMap: c}]\n"
        "overrides:\n  SparkApplication:\n    spec: {driver: {volumeMounts: "
        "[{name: x, mountPath: /opt/spark/conf}]}}\n"
    )
    (found,) = outcome(sample_project(tmp_path, job), checks_only=True).findings
    assert (found.rule, found.path[0]) == ("misfit", "overrides")


@pytest.mark.parametrize(
    "field", ["image: nowhere", "driver: {image: nowhere}", "sidecars: [{name: a, image: nowhere}]"]
)
def test_an_image_that_is_not_in_the_catalogue_is_told(tmp_path: Path, field: str) -> None:
    (found,) = outcome(sample_project(tmp_path, f"{_JOB}{field}\n"), checks_only=True).findings
    assert found.rule == "unknown-name"
    assert found.spot.excerpt[-1] == field


_AGAIN = """---
kind: SparkJob
name: again
team: reviews
zone: us-east-1a
image: spark-py
application: {file: loc://lake/jobs/count.py}
driver: {pool: drivers%s}
executor: {pool: executors%s}
%s
"""
_ONCE = 'run: "1"'
_OFTEN = "schedule: {cron: '@hourly'}"


@pytest.mark.parametrize(
    ("mine", "driver", "executor", "start", "found"),
    [
        ("driver: {podName: again-driver}", "", "", _ONCE, "the name that the other has anyway"),
        ("driver: {podName: again-driver}", "", "", _OFTEN, ""),
        ("executor: {podNamePrefix: x}", "", ", podNamePrefix: x", _ONCE, "one prefix"),
        ("driver: {podName: x}\nexecutor: {podNamePrefix: x}", "", "", _ONCE, ""),
        ("driver: {podName: x}", ", podName: x", "", _ONCE, "one name"),
        ("", "", "", _ONCE, ""),
    ],
)
def test_pods_of_two_jobs_are_called_differently(  # noqa: PLR0917 - a row of the table
    tmp_path: Path, mine: str, driver: str, executor: str, start: str, found: str
) -> None:
    example = f"{_JOB}{mine}\n{_AGAIN % (driver, executor, start)}"
    out = outcome(sample_project(tmp_path, example), checks_only=True)
    assert broken(out) == ({"pod-name-twice"} if found else set())

"""The edges of rules: what is just wrong, and what is just right."""

from pathlib import Path

import pytest

from specgen.finding import Severity
from specgen.rules.sample import PRODUCTION
from tests.projects import broken, outcome, sample_project, write

_JOB = "kind: SparkJob\nname: count\n"
_CLUSTER = "kind: Cluster\nname: one\n"
_TEAM = "kind: Team\nname: reviews\n"
_SCHEDULED = _JOB + 'run: null\nschedule: {cron: "0 2 * * *"%s}\n'


def _scheduled_override(patch: str) -> str:
    """The sample's job on a schedule, and an override of what is run each time."""
    job = _SCHEDULED % ", timeZone: Europe/Berlin"
    kind = "ScheduledSparkApplication"
    return f"{job}overrides: {{{kind}: {{spec: {{template: {{{patch}}}}}}}}}\n"


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        pytest.param(
            _JOB + "hadoopConf: {fs.s3a.endpoint: https://x.example}",
            {"conf-with-field"},
            id="hadoopConf",
        ),
        pytest.param(
            _JOB + "conf: {spark.executorEnv.A: b}", {"conf-with-field"}, id="family of keys"
        ),
        pytest.param(
            _JOB + "overrides: {SparkApplication: {spec: {sparkConf: {spark.master: local}}}}",
            {"denied-conf"},
            id="denied, in an override",
        ),
        pytest.param(
            _JOB + "conf: {spark.kubernetes.driver.volumes.hostPath.d.mount.path: /d}",
            {"host-path-volume"},
            id="hostPath",
        ),
        pytest.param(
            "kind: Environment\nname: sample\ntimeZone: Europe/Berln\n",
            {"unknown-time-zone"},
            id="the Environment's zone",
        ),
        pytest.param(_SCHEDULED % ", timeZone: US/Eastern", set(), id="an old name of a zone"),
        pytest.param(
            _JOB + "timeToLive: 1h\nstreaming: true\nrun: null",
            {"ttl-under-argocd"},
            id="stream with ttl",
        ),
        pytest.param(
            _JOB + "streaming: true\nrun: null\nrestartPolicy: {type: Always}", set(), id="stream"
        ),
        pytest.param(
            _JOB + "executor: {instances: {shuffleTracking: false}}",
            set(),
            id="decommissioning keeps shuffle data",
        ),
        pytest.param(
            _JOB
            + "executor: {decommission: {enabled: false}, instances: {shuffleTracking: false}}",
            {"spot-without-decommission", "untracked-shuffle"},
            id="nothing keeps shuffle data",
        ),
        pytest.param(
            _JOB + "executor: {terminationGracePeriod: 60s}", set(), id="grace of a minute"
        ),
        pytest.param(_JOB + "executor: {terminationGracePeriod: 115s}", set(), id="grace of 115 s"),
        pytest.param(
            _JOB + "executor: {terminationGracePeriod: 116s}",
            {"grace-outside-notice"},
            id="grace of 116 s",
        ),
        pytest.param(_JOB + "driver: {terminationGracePeriod: 10s}", set(), id="a driver's grace"),
        pytest.param(_JOB + 'sparkVersion: "4.0"', set(), id="a shorter version"),
        pytest.param(
            _JOB + "image: registry.example.com/spark:4.0.5\nsparkVersion: 4.0.5",
            {"undeclared-platforms"},
            id="reference without platforms",
        ),
        pytest.param(
            _JOB + "image: registry.example.com/spark:4.0.5\nsparkVersion: 4.0.5\n"
            "driver: {only: {arch: amd64}}\nexecutor: {only: {arch: amd64}}",
            set(),
            id="one architecture chosen",
        ),
        pytest.param(
            _JOB + "image: registry.example.com/spark\nsparkVersion: 4.0.5\n"
            "driver: {only: {arch: amd64}}\nexecutor: {only: {arch: amd64}}",
            {"mutable-image"},
            id="no tag at all",
        ),
        pytest.param(
            _JOB + "image: registry.example.com/spark:4.0.5",
            {"spark-version-unclear", "undeclared-platforms"},
            id="reference that says nothing",
        ),
        pytest.param(
            "kind: Environment\nname: sample\nimages: {spark-py: {platforms: [arm64]}}\n---\n"
            + _JOB
            + "driver: {only: {arch: amd64}}",
            {"image-fits-no-node", "confined-by-image"},
            id="only against platforms",
        ),
        pytest.param(
            "kind: Environment\nname: sample\nimages: {spark-py: {platforms: [arm64]}}\n---\n"
            + _CLUSTER
            + "pools: [{name: drivers, arch: null}, {name: executors, arch: null}]",
            {"image-fits-no-node"},
            id="a pool of unknown nodes is amd64",
        ),
        pytest.param(
            _CLUSTER + "pools: [{name: executors, zones: [us-east-1b]}]",
            {"unknown-zone"},
            id="zone of a pool",
        ),
        pytest.param(
            _JOB
            + "zone: any\n---\n"
            + _CLUSTER
            + "pools: [{name: executors, zones: [us-east-1b]}]",
            set(),
            id="a pool in one zone",
        ),
        pytest.param(
            _JOB + "driver: {cores: 2, coreRequest: 1500m, coreLimit: 1500m}",
            set(),
            id="limit of a request",
        ),
        pytest.param(
            _JOB + "driver: {cores: 2, coreLimit: 1}", {"limit-below-request"}, id="limit of cores"
        ),
        pytest.param(
            _JOB + "executor: {memory: 449m}", {"memory-below-floor"}, id="executor below the floor"
        ),
        pytest.param(
            _JOB + "metadata: {labels: {app.kubernetes.io/part-of: x}}",
            {"reserved-label"},
            id="our label",
        ),
        pytest.param(
            _JOB + "labels: {app.kubernetes.io/part-of: billing}", set(), id="part-of on pods"
        ),
        pytest.param(
            _TEAM + "labels: {pod-security.kubernetes.io/enforce: privileged}",
            {"reserved-label"},
            id="label of a namespace",
        ),
        pytest.param(_TEAM + "labels: {spark-role: x}", set(), id="Spark's label on a namespace"),
        pytest.param(
            _CLUSTER
            + "overrides: {SparkApplication/count: {spec: {executor: {tolerations: null}}}}",
            {"unproven-override"},
            id="override by a cluster",
        ),
        pytest.param(
            _TEAM
            + "overrides: {Role: {rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]}}",
            {"privileged-override"},
            id="a team's Role",
        ),
        pytest.param(
            _TEAM + "overrides: {Namespace: {metadata: {labels: "
            "{pod-security.kubernetes.io/warn: baseline}}}}",
            {"privileged-override"},
            id="a team's level",
        ),
        pytest.param(
            _JOB + "driver: {pool: driver}", {"unknown-pool"}, id="a typo leaves no orphan"
        ),
        pytest.param(
            _JOB + "application: {arguments: [--in=loc://lak/x]}",
            {"unknown-location"},
            id="in an argument",
        ),
        pytest.param(
            _JOB + "application: {arguments: ['a,loc://lake/x']}",
            {"unresolved-location"},
            id="in the midst of an argument",
        ),
        pytest.param(_JOB + "eventLog: {dir: loc://lak/x/}", {"unknown-location"}, id="event log"),
        pytest.param(
            _JOB + "application: {file: https://example.com/count.py}", set(), id="program by https"
        ),
        pytest.param(
            _JOB + "application: {type: Java, file: https://example.com/count.jar}",
            set(),
            id="jar by https",
        ),
        pytest.param(
            _JOB + "application: {type: Java, file: loc://lake/count.jar}",
            {"main-class-missing"},
            id="jar on S3",
        ),
        pytest.param(
            _JOB + "application: {jars: [file:///opt/x.jar]}",
            {"client-side-file"},
            id="client-side jar",
        ),
        pytest.param(
            _JOB + "conf: {spark.sql.sources.partitionOverwriteMode: DYNAMIC}",
            {"committer-with-dynamic-overwrite"},
            id="magic by default",
        ),
        pytest.param(
            _CLUSTER
            + "existing: {installed: [sparkOperator]}\n---\n"
            + _JOB
            + "s3: {credentials: environment}",
            set(),
            id="credentials from the environment",
        ),
        pytest.param(
            _CLUSTER
            + "existing: {installed: [sparkOperator]}\n---\n"
            + _JOB
            + "application: {file: local:///opt/x.py}\neventLog: {enabled: false}",
            set(),
            id="nothing on S3",
        ),
        pytest.param(
            _TEAM + "podSecurity: baseline\n---\n" + _JOB + "security: {level: none}",
            {"weak-pod-security"},
            id="baseline admits plain pods",
        ),
        pytest.param(
            _TEAM + "identities: [{name: other, serviceAccounts: {driver: a, executor: a}}]",
            {"shared-service-account"},
            id="account of another identity",
        ),
        pytest.param(
            _TEAM + "identities: [{name: other}]\n---\n" + _JOB + "identity: other",
            set(),
            id="known identity",
        ),
        pytest.param(
            _TEAM + "namespace: spark-operator", {"system-namespace"}, id="the operator's namespace"
        ),
        pytest.param(
            _CLUSTER + "overrides: {SparkApplication: {metadata: {namespace: x}}}",
            {"moved-by-override"},
            id="moved by a cluster",
        ),
        *[
            pytest.param(
                _CLUSTER + f"overrides: {{SparkApplication: {{{patch}}}}}",
                {"moved-by-override"},
                id=f"moved by {patch}",
            )
            for patch in (
                "metadata: null",
                "metadata: x",
                "metadata: [x]",
                "metadata: {name: null}",
                "metadata: {name: {a: b}}",
                "kind: null",
                "kind: [a]",
                "kind: Pod",
                "apiVersion: v2",
            )
        ],
        pytest.param(
            _CLUSTER + "overrides: {SparkApplication: {metadata: {}}}",
            {"idle-override"},
            id="an empty map moves nothing",
        ),
        pytest.param(
            _scheduled_override("sparkVersion: 4.0.6"), set(), id="a scheduled job's own field"
        ),
        pytest.param(
            _scheduled_override("driver: {serviceAccount: x}"),
            {"privileged-override"},
            id="a scheduled job's account",
        ),
        pytest.param(
            _scheduled_override("executor: {cores: 3}"),
            {"unproven-override"},
            id="a scheduled job's cores",
        ),
        pytest.param(
            _scheduled_override("driver: {template: {spec: {hostNetwork: true}}}"),
            {"privileged-override", "unproven-override"},
            id="a scheduled job's pod template",
        ),
    ],
)
def test_broken_rules(tmp_path: Path, example: str, rules: set[str]) -> None:
    out = outcome(sample_project(tmp_path, example))
    assert broken(out) == rules, [(finding.rule, finding.message) for finding in out.findings]


@pytest.mark.parametrize(
    ("example", "rules"),
    [
        pytest.param("", set(), id="the sample"),
        pytest.param(_TEAM + "folder: null\n", {"team-without-folder"}, id="no folder"),
        pytest.param(
            _JOB
            + "image: {repository: r.io/x, tag: v, platforms: [amd64, arm64]}\nsparkVersion: 4.0.5",
            {"mutable-image"},
            id="a tag is not enough",
        ),
        pytest.param(
            _JOB + "executor: {terminationGracePeriod: 30s}", {"grace-outside-notice"}, id="grace"
        ),
    ],
)
def test_production(tmp_path: Path, example: str, rules: set[str]) -> None:
    out = outcome(sample_project(tmp_path, PRODUCTION + example))
    assert broken(out) == rules
    assert all(finding.severity is Severity.ERROR for finding in out.findings)


def test_the_innermost_folder_counts(tmp_path: Path) -> None:
    inner = _TEAM.replace("reviews", "ads") + "folder: reviews/ads\n"
    root = sample_project(tmp_path)
    write(root, {"environments/sample/reviews/ads/team.yaml": inner})
    assert not outcome(root).findings


def test_a_document_of_a_lower_layer_is_named_and_not_taken_for_the_one_shown(
    tmp_path: Path,
) -> None:
    root = sample_project(tmp_path, f"{_JOB}suspend: true\n")
    base = root / "environments/base/reviews/base.yaml"
    base.rename(base.parents[1] / "all.yaml")
    (found,) = [one for one in outcome(root).findings if "SparkJob" in one.message]
    assert found.rule == "outside-team-folder"
    assert found.message.endswith("has a document in all.yaml, outside its team's folder")
    assert found.help == "move all.yaml to reviews/ of its layer"
    assert (found.spot.file, found.label) == (
        "environments/sample/reviews/example.yaml",
        "of this object",
    )


def test_one_finding_for_all_jobs_of_a_cluster(tmp_path: Path) -> None:
    second = (_SCHEDULED % "").replace("run: null\n", "").replace("count", "second") + (
        "team: reviews\nimage: spark-py\nzone: us-east-1a\napplication: {file: local:///x.py}\n"
        "driver: {pool: drivers}\nexecutor: {pool: executors}\n"
    )
    example = _CLUSTER + "existing: {installed: [podIdentityAgent]}\n---\n" + second
    found = outcome(sample_project(tmp_path, example)).findings
    assert [finding.rule for finding in found] == ["operator-missing"]


@pytest.mark.parametrize(
    "field",
    [
        "conf: {spark.x.password: %s}",
        "hadoopConf: {fs.s3a.secret.key: %s}",
        "env: {TOKEN: %s}",
        "driver: {env: {TOKEN: %s}}",
        "application: {arguments: [--password, %s]}",
        "application: {arguments: ['--password=%s']}",
        "driver: {javaOptions: '-Dpassword=%s'}",
        "annotations: {example.com/token: %s}",
        "metadata: {annotations: {example.com/url: 'https://me:%s@example.com'}}",
        "overrides: {SparkApplication: {spec: {driver: {env: [{name: DB_PASSWORD, value: %s}]}}}}",
        "conf:\n  spark.x.note: >\n    the password:\n    %s",
    ],
    ids=lambda field: field.partition("%")[0],
)
def test_a_literal_secret_is_refused_and_not_told(tmp_path: Path, field: str) -> None:
    value = "AKIA" + "QRST2345" * 2
    out = outcome(sample_project(tmp_path, _JOB + field % value))
    assert broken(out) == {"literal-secret"}
    assert not any(
        value in finding.message + finding.help + finding.label for finding in out.findings
    )


def test_a_secret_key_is_not_told(tmp_path: Path) -> None:
    value = "AKIA" + "QRST2345" * 2
    out = outcome(sample_project(tmp_path, _JOB + f"annotations: {{{value}: x}}"))
    assert broken(out) == {"literal-secret"}
    assert not any(value in finding.message for finding in out.findings)


def test_a_team_may_not_write_secrets(tmp_path: Path) -> None:
    example = _TEAM + "annotations: {example.com/token: open-sesame-1}"
    assert broken(outcome(sample_project(tmp_path, example))) == {"literal-secret"}

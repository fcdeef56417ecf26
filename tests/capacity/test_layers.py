"""Template, configuration, typed fields: which layer wins where; and plain spark-submit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.capacity.pods import Pods, pods, pods_without_webhook, submitted_pods
from specgen.capacity.submission import Submission
from specgen.refusal import Refused

Body = dict[str, Any]
IMAGE = "registry.example.com/spark:4.0.4"
ROLES = ("driver", "executor")
CONTAINERS = {"driver": "spark-kubernetes-driver", "executor": "spark-kubernetes-executor"}
every_role = pytest.mark.parametrize("role", ROLES)


def made(role: str, *, conf: Body | None = None, version: str = "4.0.4", **fields: Any) -> Body:
    """The pod of a role of an application with these fields and this conf."""
    spec = {
        "type": "Scala",
        "sparkVersion": version,
        "image": IMAGE,
        "mainApplicationFile": "local:///opt/etl.jar",
        "sparkConf": conf or {},
        role: fields,
    }
    pod: Body = getattr(pods({"metadata": {"name": "count"}, "spec": spec}), role)
    return pod


def template(role: str, container: Body | None = None, **spec: Any) -> Body:
    return {"spec": {**spec, "containers": [{"name": CONTAINERS[role], **(container or {})}]}}


def spark(pod: Body) -> Body:
    return next(one for one in pod["spec"]["containers"] if one["name"] in CONTAINERS.values())


def variables(pod: Body) -> dict[str, Any]:
    """Of equal names the later counts."""
    return {one["name"]: one.get("value") for one in spark(pod).get("env", ())}


# --- what each layer alone says -------------------------------------------------------------------

UNTOUCHED: Body = {
    "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone"}],
    "runtimeClassName": "gvisor",
    "tolerations": [{"key": "a", "operator": "Exists"}],
    "affinity": {"nodeAffinity": {}},
    "priorityClassName": "high",
    "securityContext": {"fsGroup": 185},
    "dnsConfig": {"options": [{"name": "ndots", "value": "2"}]},
    "initContainers": [
        {"name": "own", "image": "tools:1", "imagePullPolicy": "IfNotPresent"},
    ],
}
"""Parts of a pod's spec that neither Spark nor, without a field, the webhook touches."""


@every_role
@given(keys=st.sets(st.sampled_from(sorted(UNTOUCHED))))
def test_what_only_a_template_says_stays(role: str, keys: set[str]) -> None:
    given_ = {key: UNTOUCHED[key] for key in keys}
    pod = made(role, template=template(role, **given_))
    assert {key: pod["spec"].get(key) for key in keys} == given_


@every_role
def test_lists_of_a_template_come_first(role: str) -> None:
    own: Body = {
        "env": [{"name": "A", "value": "1"}],
        "ports": [{"containerPort": 9404, "name": "jmx", "protocol": "TCP"}],
        "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}],
    }
    volume = {"name": "scratch", "emptyDir": {}}
    pod = made(role, template=template(role, own, volumes=[volume]))
    assert [spark(pod)[key][0] for key in own] == [one for [one] in own.values()]
    assert pod["spec"]["volumes"][0] == volume


OVER_A_TEMPLATE = {
    "image": ("registry.example.com/other:1", IMAGE),
    "imagePullPolicy": ("Always", "IfNotPresent"),
    "resources": (
        {
            "requests": {"cpu": "7", "memory": "9Gi", "ephemeral-storage": "20Gi"},
            "limits": {"cpu": "8"},
        },
        {
            "requests": {"cpu": "1", "memory": "1408Mi", "ephemeral-storage": "20Gi"},
            "limits": {"cpu": "8", "memory": "1408Mi"},
        },
    ),
}
"""Of Spark's container: what a template says, and what comes of it."""


@every_role
@pytest.mark.parametrize("key", OVER_A_TEMPLATE)
def test_spark_wins_over_a_template(role: str, key: str) -> None:
    said, comes = OVER_A_TEMPLATE[key]
    assert spark(made(role, template=template(role, {key: said})))[key] == comes


@pytest.mark.parametrize(
    ("role", "key", "comes"),
    [
        ("driver", "serviceAccountName", "field"),
        ("driver", "serviceAccount", "field"),
        ("executor", "serviceAccountName", "field"),
        ("executor", "serviceAccount", "template"),
    ],
)
def test_a_templates_account_stays_by_its_old_name_on_executors(
    role: str, key: str, comes: str
) -> None:
    own: Body = {key: "template"}
    pod = made(role, serviceAccount="field", template=template(role, **own))
    assert pod["spec"]["serviceAccountName"] == comes
    assert "serviceAccount" not in pod["spec"]


@every_role
def test_a_templates_account_stays_where_nobody_names_another(role: str) -> None:
    pod = made(role, template=template(role, serviceAccountName="template"))
    assert pod["spec"]["serviceAccountName"] == "template"
    assert made(role)["spec"]["serviceAccountName"] == "default"


@every_role
def test_a_container_that_no_template_names_is_the_first(role: str) -> None:
    """Spark takes it, and puts it last; the webhook takes the first of those that it finds."""
    both = {"spec": {"containers": [{"name": "mine"}, {"name": "other", "image": "other:1"}]}}
    pod = made(role, template=both, env=[{"name": "A", "value": "1"}])
    first, last = pod["spec"]["containers"]
    assert (first["name"], last["name"], last["image"]) == ("other", "mine", IMAGE)
    assert first["env"] == [{"name": "A", "value": "1"}]


# --- who wins -------------------------------------------------------------------------------------

WINNERS: dict[str, tuple[Body, Body, list[Any]]] = {
    "a selector adds up, and the field wins": (
        {"spark.kubernetes.{}.node.selector.pool": "conf", "spark.kubernetes.node.selector.a": "b"},
        {"nodeSelector": {"pool": "field"}},
        ["spec", "nodeSelector", {"a": "b", "kept": "yes", "pool": "field"}],
    ),
    "a selector in conf wins over a template's": (
        {"spark.kubernetes.{}.node.selector.pool": "conf"},
        {},
        ["spec", "nodeSelector", {"kept": "yes", "pool": "conf"}],
    ),
    "a label's field wins over conf": (
        {"spark.kubernetes.{}.label.team": "conf"},
        {"labels": {"team": "field"}},
        ["metadata", "labels", "team", "field"],
    ),
    "the scheduler's field wins over conf": (
        {"spark.kubernetes.{}.scheduler.name": "conf"},
        {"schedulerName": "field"},
        ["spec", "schedulerName", "field"],
    ),
    "a grace period's field wins over a template's": (
        {},
        {"terminationGracePeriodSeconds": 20},
        ["spec", "terminationGracePeriodSeconds", 20],
    ),
    "tolerations add up": (
        {},
        {"tolerations": [{"key": "field", "operator": "Exists"}]},
        [
            "spec",
            "tolerations",
            [{"key": "template", "operator": "Exists"}, {"key": "field", "operator": "Exists"}],
        ],
    ),
    "a security context is replaced whole": (
        {},
        {"podSecurityContext": {"fsGroup": 100}},
        ["spec", "securityContext", {"fsGroup": 100}],
    ),
}
"""Conf (with a place for the role), typed fields, and the place and value that come of them."""

BELOW: Body = {
    "nodeSelector": {"pool": "template", "kept": "yes"},
    "tolerations": [{"key": "template", "operator": "Exists"}],
    "securityContext": {"runAsUser": 185},
    "terminationGracePeriodSeconds": 10,
}
"""What the template below says."""


@every_role
@pytest.mark.parametrize("case", WINNERS)
def test_who_wins(role: str, case: str) -> None:
    conf, fields, [*path, value] = WINNERS[case]
    settled = {key.format(role): one for key, one in conf.items()}
    pod: Any = made(role, conf=settled, template=template(role, **BELOW), **fields)
    for key in path:
        pod = pod[key]
    assert pod == value


@every_role
def test_of_equal_variables_the_typed_one_counts(role: str) -> None:
    key = {"driver": "spark.kubernetes.driverEnv.A", "executor": "spark.executorEnv.A"}[role]
    own = template(role, {"env": [{"name": "A", "value": "template"}]})
    field = [{"name": "A", "value": "field"}]
    assert variables(made(role, template=own))["A"] == "template"
    assert variables(made(role, conf={key: "conf"}, template=own))["A"] == "conf"
    assert variables(made(role, conf={key: "conf"}, template=own, env=field))["A"] == "field"


CONF_AGAINST_FIELDS: dict[str, tuple[str, str, Any, tuple[str, str, str]]] = {
    "cores": ("spark.{}.cores", "7", 2, ("requests", "cpu", "2")),
    "coreRequest": (
        "spark.kubernetes.{}.request.cores",
        "7",
        "1500m",
        ("requests", "cpu", "1500m"),
    ),
    "coreLimit": ("spark.kubernetes.{}.limit.cores", "7", "3", ("limits", "cpu", "3")),
    "memory": ("spark.{}.memory", "7g", "2g", ("requests", "memory", "2432Mi")),
    "memoryOverhead": ("spark.{}.memoryOverhead", "7g", "1g", ("requests", "memory", "2Gi")),
}


@every_role
@pytest.mark.parametrize("field", CONF_AGAINST_FIELDS)
def test_a_size_in_a_field_wins_over_conf_and_conf_over_the_default(role: str, field: str) -> None:
    key, said, value, (kind, resource, comes) = CONF_AGAINST_FIELDS[field]
    conf = {key.format(role): said}
    default = spark(made(role))["resources"].get(kind, {}).get(resource)
    by_conf = spark(made(role, conf=conf))["resources"][kind][resource]
    both = spark(made(role, conf=conf, **{field: value}))["resources"][kind][resource]
    assert both == comes
    assert len({default, by_conf, both}) == 3


def test_conf_wins_over_the_factor_of_the_application() -> None:
    def memory(**spec: Any) -> str:
        body = {"image": IMAGE, "mainApplicationFile": "local:///etl.jar", **spec}
        driver = pods(
            {"metadata": {"name": "a"}, "spec": {**body, "driver": {"memory": "8g"}}}
        ).driver
        return str(spark(driver)["resources"]["requests"]["memory"])

    conf = {"spark.kubernetes.memoryOverheadFactor": "0.3"}
    assert memory(memoryOverheadFactor="0.5") == "12Gi"
    assert memory(memoryOverheadFactor="0.5", sparkConf=conf) == "10649Mi"


# --- smaller steps of Spark's ---------------------------------------------------------------------


@pytest.mark.parametrize(("role", "executor"), [("driver", ""), ("executor", "1")])
def test_ids_of_a_run_stand_for_their_marks(role: str, executor: str) -> None:
    marked, told = "{{APP_ID}}/{{EXECUTOR_ID}}", f"spark-{'0' * 32}/{executor}"
    pod = made(role, labels={"run": marked}, annotations={"run": marked})
    assert (pod["metadata"]["labels"]["run"], pod["metadata"]["annotations"]["run"]) == (told, told)


def test_ids_of_a_run_stand_in_the_options_of_java() -> None:
    values = variables(made("executor", javaOptions="-Did={{EXECUTOR_ID}}")).values()
    assert "-Did=1" in values


def test_a_variable_that_no_shell_could_name_is_left_out_of_executors() -> None:
    conf = {"spark.executorEnv.1A": "x", "spark.executorEnv.A.B": "y"}
    told = variables(made("executor", conf=conf))
    assert "1A" not in told
    assert told["A.B"] == "y"


def test_executors_know_who_they_are_where_a_log_url_asks_for_it() -> None:
    told = variables(made("executor", conf={"spark.ui.custom.executor.log.url": "https://logs"}))
    assert told["SPARK_EXECUTOR_ATTRIBUTE_EXECUTOR_ID"] == "1"
    assert "SPARK_EXECUTOR_ATTRIBUTE_APP_ID" not in variables(made("executor"))


@every_role
def test_hadoops_files_are_in_both_pods(role: str) -> None:
    pod = made(role, conf={"spark.kubernetes.hadoop.configMapName": "hadoop"})
    assert variables(pod)["HADOOP_CONF_DIR"] == "/opt/hadoop/conf"
    sources = [one.get("configMap", {}).get("name") for one in pod["spec"]["volumes"]]
    assert "hadoop" in sources


def test_kerberos_files_are_in_the_drivers_pod() -> None:
    prefix = "spark.kubernetes.kerberos."
    conf = {
        f"{prefix}krb5.configMapName": "krb5",
        f"{prefix}tokenSecret.name": "tokens",
        f"{prefix}tokenSecret.itemKey": "token",
    }
    driver, executor = (spark(made(role, conf=conf)) for role in ROLES)
    wanted = {"/etc/krb5.conf", "/mnt/secrets/hadoop-credentials"}
    assert wanted <= {one["mountPath"] for one in driver["volumeMounts"]}
    assert wanted.isdisjoint(one["mountPath"] for one in executor["volumeMounts"])


@pytest.mark.parametrize("key", ["livenessProbe", "readinessProbe", "startupProbe"])
def test_a_probe_has_its_defaults(key: str) -> None:
    own = {key: {"exec": {"command": ["true"]}, "periodSeconds": 3}}
    probe = made("driver", sidecars=[{"name": "own", "image": "own:1", **own}])["spec"]
    assert probe["containers"][-1][key] == {
        "exec": {"command": ["true"]},
        "timeoutSeconds": 1,
        "periodSeconds": 3,
        "successThreshold": 1,
        "failureThreshold": 3,
    }


# --- lines of Spark -------------------------------------------------------------------------------


def executor_of(version: str, **conf: str) -> Body:
    keys = {f"spark.kubernetes.executor.{key}": value for key, value in conf.items()}
    own = template("executor", terminationGracePeriodSeconds=66)
    return made("executor", conf=keys, version=version, template=own)


@pytest.mark.parametrize(
    ("version", "conf", "grace"),
    [
        ("4.0.4", {}, 66),
        ("4.0.4", {"terminationGracePeriodSeconds": "100s"}, 66),
        ("4.1.0", {}, 30),
        ("4.1.0", {"terminationGracePeriodSeconds": "100s"}, 100),
    ],
)
def test_from_4_1_on_spark_sets_the_grace_period_of_executors(
    version: str, conf: dict[str, str], grace: int
) -> None:
    assert executor_of(version, **conf)["spec"]["terminationGracePeriodSeconds"] == grace


def test_driver_and_executors_are_made_by_two_sparks() -> None:
    labels = {role: made(role, version="3.5.9")["metadata"]["labels"] for role in ROLES}
    assert {role: one["spark-version"] for role, one in labels.items()} == {
        "driver": "4.0.4",
        "executor": "3.5.9",
    }


@pytest.mark.parametrize("version", ["", "latest", "4"])
def test_a_version_that_is_none_is_taken_for_the_operators(version: str) -> None:
    assert made("executor", version=version)["metadata"]["labels"]["spark-version"] == "4.0.4"


# --- plain spark-submit ---------------------------------------------------------------------------


def submitted(conf: dict[str, str], **more: Any) -> Pods:
    told = {"spark.kubernetes.container.image": IMAGE, "spark.kubernetes.namespace": "jobs", **conf}
    call: Body = {"name": "count", "file": "local:///opt/etl.py", **more}
    return submitted_pods(Submission(conf=told, **call))


def test_a_plain_call_knows_nothing_of_the_operator() -> None:
    made = submitted({}, driver_spark="4.2.1", executor_spark="4.2.1", user="analyst")
    assert made.driver["metadata"] == {
        "name": "count-0000000000000000-driver",
        "namespace": "jobs",
        "labels": {
            "spark-version": "4.2.1",
            "spark-app-selector": f"spark-{'0' * 32}",
            "spark-app-name": "count",
            "spark-role": "driver",
        },
    }
    assert "pod-template-volume" not in {one["name"] for one in made.driver["spec"]["volumes"]}
    assert {variables(pod)["SPARK_USER"] for pod in made} == {"analyst"}
    assert [one["kind"] for one in made.executor["metadata"]["ownerReferences"]] == ["Pod"]


def test_templates_of_a_plain_call_are_laid_below() -> None:
    made = submitted(
        {"spark.kubernetes.driver.node.selector.pool": "conf"},
        driver_template=template(
            "driver", tolerations=[{"key": "pool"}], nodeSelector={"pool": "x"}
        ),
        executor_template=template("executor", tolerations=[{"key": "pool"}]),
    )
    assert [pod["spec"]["tolerations"] for pod in made] == [[{"key": "pool"}]] * 2
    assert made.driver["spec"]["nodeSelector"] == {"pool": "conf"}
    assert "pod-template-volume" in {one["name"] for one in made.driver["spec"]["volumes"]}


def test_a_program_of_ones_own_is_uploaded_or_a_jar_on_the_class_path() -> None:
    upload = {"spark.kubernetes.file.upload.path": "s3a://spark-upload"}
    python = spark(submitted(upload, file="/home/etl.py").driver)["args"]
    jar = spark(submitted(upload, file="file:///home/etl.jar", main_class="org.example.Etl").driver)
    assert python[-1].startswith("s3a://spark-upload/spark-upload-")
    assert python[-1].endswith("/etl.py")
    assert jar["args"][-3:] == ["--class", "org.example.Etl", "spark-internal"]


@pytest.mark.parametrize("file", ["/home/etl.py", "file:///home/etl.jar", "etl.jar"])
def test_a_program_of_ones_own_needs_a_place_for_it(file: str) -> None:
    with pytest.raises(Refused, match="file of the submitter's own"):
        submitted({}, file=file)


def test_two_volumes_on_demand_are_numbered_by_name() -> None:
    prefix = "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-"
    conf = {
        f"{prefix}{number}.{key}": value
        for number in (2, 1)
        for key, value in (("options.claimName", "OnDemand"), ("mount.path", f"/data{number}"))
    }
    volumes = submitted(conf).executor["spec"]["volumes"][-2:]
    assert [one["persistentVolumeClaim"]["claimName"] for one in volumes] == [
        "count-0000000000000000-exec-1-pvc-0",
        "count-0000000000000000-exec-1-pvc-1",
    ]


@pytest.mark.parametrize(
    ("conf", "why"),
    [
        ({"spark.kubernetes.container.image": None}, "no image for the driver"),
        ({"spark.kubernetes.driver.volumes.csi.a.mount.path": "/a"}, "which Spark does not know"),
        ({"spark.kubernetes.driver.volumes.nfs.a.mount.path": "/a"}, "has no `options.path`"),
        (
            {
                "spark.kubernetes.driver.volumes.emptyDir.a.mount.path": "/a",
                "spark.kubernetes.driver.volumes.emptyDir.b.mount.path": "/a",
            },
            "two volumes are mounted at `/a`",
        ),
        ({"spark.kubernetes.driver.label.spark-role": "mine"}, "is Spark's own"),
        ({"spark.files": "local:///a,/etc/b"}, "`/etc/b` is a file of the submitter's own"),
        ({"spark.kubernetes.driver.secretKeyRef.A": "creds"}, "names no key of a Secret"),
        ({"spark.driver.resource.gpu.amount": "1"}, "no vendor for"),
        ({"spark.driver.port": "any"}, "is no whole number"),
        ({"spark.kubernetes.driver.limit.cores": "two"}, "is no quantity"),
    ],
)
def test_what_spark_or_the_api_server_cannot_read_is_refused(conf: Body, why: str) -> None:
    told = {"spark.kubernetes.container.image": IMAGE, **conf}
    given_ = {key: value for key, value in told.items() if value is not None}
    with pytest.raises(Refused, match=why):
        submitted_pods(Submission(name="a", file="local:///etl.jar", conf=given_))


# --- what only the operator refuses ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"memoryLimit": "6G"}, "is in capitals"),
        ({"memoryLimit": "much"}, "is no quantity"),
        ({"template": {"spec": {"nodeSelector": {"a": "b"}}}}, "has no containers"),
        ({"template": {"metadata": {"labels": {"a": "b"}}}}, "has no containers"),
        ({"template": "x"}, "the pod template is no map"),
        ({"template": {"metadata": "x"}}, "`metadata` in the pod template is no map"),
        (
            {"template": {"spec": {"containers": "x"}}},
            "`containers` in the pod template is no list",
        ),
        (
            {"template": {"spec": {"containers": [{"env": {"A": "b"}}]}}},
            "`env` in the pod template",
        ),
        (
            {"template": {"spec": {"containers": [{"resources": []}], "nodeSelector": "x"}}},
            "no map",
        ),
    ],
)
def test_what_the_operator_or_its_spark_cannot_read_is_refused(fields: Body, why: str) -> None:
    with pytest.raises(Refused, match=why):
        made("driver", **fields)


def test_a_key_of_volumes_without_a_name_is_ignored_as_by_spark() -> None:
    key = "spark.kubernetes.executor.volumes.emptyDir"
    assert made("executor", conf={key: "x"}) == made("executor")


AT_START = {
    "spark.driver.port": True,
    "spark.port.maxRetries": True,
    "spark.rpc.askTimeout": True,
    "spark.network.timeout": True,
    "spark.authenticate": True,
    "spark.authenticate.secret": False,
    "spark.ssl.enabled": True,
    "spark.ssl.keyPassword": False,
    "spark.sql.shuffle.partitions": False,
}
"""Keys that an executor needs before it can ask its driver for the rest."""


@pytest.mark.parametrize("key", AT_START)
def test_what_an_executor_is_told_as_an_option_of_java(key: str) -> None:
    values = variables(made("executor", conf={key: "1"})).values()
    assert (f"-D{key}=1" in values) == AT_START[key]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("-Da=b  -Dc", ["-Da=b", "-Dc"]),
        ("-Da='b c' -Dd=\"e f\"", ["-Da=b c", "-Dd=e f"]),
        (r'-Da="b \"c\"" -Dd=\e', ['-Da=b "c"', r"-Dd=\e"]),
        ("-Da='b c", ["-Da=b c"]),
    ],
)
def test_java_options_are_split_as_by_spark(options: str, words: list[str]) -> None:
    pod = made("executor", javaOptions=options)
    given_ = [one for key, one in variables(pod).items() if key.startswith("SPARK_JAVA_OPT_")]
    assert given_[: len(words)] == words


# --- schedules ------------------------------------------------------------------------------------


def test_a_schedule_has_the_pods_of_its_runs() -> None:
    body = {"image": IMAGE, "mainApplicationFile": "local:///etl.jar", "type": "Scala"}
    schedule = {
        "kind": "ScheduledSparkApplication",
        "metadata": {"name": "nightly", "labels": {"team": "reporting"}},
        "spec": {"schedule": "@daily", "template": body},
    }
    run = {
        "kind": "SparkApplication",
        "metadata": {
            "name": f"nightly-{'0' * 19}",
            "labels": {"team": "reporting", "sparkoperator.k8s.io/scheduled-app-name": "nightly"},
        },
        "spec": body,
    }
    assert pods(schedule) == pods(run)
    assert pods_without_webhook(schedule) == pods_without_webhook(run)

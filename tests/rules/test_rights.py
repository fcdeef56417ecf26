"""The edges of the rules about rights."""

from pathlib import Path

import pytest

from specgen.finding import Finding, Severity
from specgen.rules.sample import KARPENTER, PRODUCTION, created
from tests.projects import IN_GIT, broken, outcome, sample_project

JOB = "kind: SparkJob\nname: count\n"
TEAM = "kind: Team\nname: reviews\n"
CLUSTER = "kind: Cluster\nname: one\n"
READ = "storage: [{uri: loc://lake/jobs/, access: read}]\n"
ROLE = "arn:aws:iam::111122223333:role/spark"


def found(root: Path, example: str) -> list[Finding]:
    """The findings of the sample project with an example laid over it."""
    return outcome(sample_project(root, example, more=IN_GIT)).findings


def rules(root: Path, example: str) -> set[str]:
    """The rules that it breaks."""
    return broken(outcome(sample_project(root, example, more=IN_GIT)))


# --- statements -----------------------------------------------------------------------------------


def statement(inside: str) -> str:
    return f"{TEAM}statements:\n  - {{Effect: Allow, {inside}}}\n"


ARN = '"arn:aws:glue:us-east-1:111122223333:table/lake/*"'


EVERY_ROLE = '"arn:aws:iam::111122223333:role/*"'


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        (f'Action: "*", Resource: {ARN}', "statements[0].Action"),
        (f'Action: "glue:*", Resource: {ARN}', "statements[0].Action"),
        (f'Action: [glue:GetTable, "GLUE:**"], Resource: {ARN}', "statements[0].Action[1]"),
        (f'Action: "*:*", Resource: {ARN}', "statements[0].Action"),
        ('Action: glue:GetTable, Resource: "*"', "statements[0].Resource"),
        (f'Action: glue:GetTable, Resource: [{ARN}, "*"]', "statements[0].Resource[1]"),
        ('Action: s3:GetObject, Resource: "arn:aws:s3:::*"', "statements[0].Resource"),
        (f"NotAction: glue:GetTable, Resource: {ARN}", "statements[0].NotAction"),
        (f"Action: glue:GetTable, NotResource: {ARN}", "statements[0].NotResource"),
        (f"Action: [sts:AssumeRole], Resource: [{EVERY_ROLE}]", "statements[0].Resource[0]"),
        (f'Action: "iam:pass*", Resource: {EVERY_ROLE}', "statements[0].Resource"),
    ],
)
def test_a_wide_statement(tmp_path: Path, inside: str, place: str) -> None:
    (finding,) = found(tmp_path, statement(inside))
    assert finding.rule == "wide-statement"
    assert finding.message.startswith(f"`{place}` of team `reviews` allows every ")


@pytest.mark.parametrize(
    "inside",
    [
        f"Action: glue:Get*, Resource: {ARN}",
        f"Action: iam:GetRole, Resource: {EVERY_ROLE}",
        'Action: sts:AssumeRole, Resource: "arn:aws:iam::111122223333:role/lake/*"',
        'Action: glue:GetTable, Resource: "arn:aws:glue:*:*:table/*"',
        f'Action: glue:GetTable, Resource: {ARN}, Condition: {{StringLike: {{"aws:x": "*"}}}}',
    ],
)
def test_a_narrow_one(tmp_path: Path, inside: str) -> None:
    assert not rules(tmp_path, statement(inside))


@pytest.mark.parametrize(
    ("policy", "wide"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", True),
        ("arn:aws-cn:iam::aws:policy/PowerUserAccess", True),
        ("arn:aws:iam::aws:policy/IAMFullAccess", True),
        ("arn:aws:iam::aws:policy/AmazonS3FullAccess", True),
        ("arn:aws:iam::aws:policy/AmazonAthenaFullAccess", False),
        ("arn:aws:iam::111122223333:policy/AdministratorAccess", False),
    ],
)
def test_managed_policies_of_full_access(tmp_path: Path, policy: str, wide: object) -> None:
    identity = f"{TEAM}identities: [{{name: w, policies: ['{policy}']}}]\n"
    told = [one for one in found(tmp_path, identity) if one.rule == "wide-statement"]
    assert [one.path for one in told] == ([("identities", 0, "policies", 0)] if wide else [])


def test_what_is_denied_may_be_wide(tmp_path: Path) -> None:
    denied = TEAM + 'statements: [{Effect: Deny, NotAction: "s3:*", Resource: "*"}]\n'
    assert not rules(tmp_path, denied)


def test_a_wide_statement_of_an_identity_is_told_where_it_stands(tmp_path: Path) -> None:
    wide = f"{{Effect: Allow, Action: a:*, Resource: {ARN}}}"
    identity = f"{TEAM}identities: [{{name: w, statements: [{wide}]}}]"
    (finding,) = found(tmp_path, identity)
    assert "`identities[0].statements[0].Action`" in finding.message


# --- partitions -----------------------------------------------------------------------------------


CHINA = f"{CLUSTER}region: cn-north-1\n---\n{JOB}zone: any\n---\n"


@pytest.mark.parametrize(
    "example",
    [
        f"{TEAM}policies: [arn:aws-cn:iam::aws:policy/X]\n",
        f"{TEAM}identities: [{{name: w, roleArn: arn:aws-us-gov:iam::111122223333:role/x}}]\n",
        (
            f"{TEAM}identities: [{{name: w, storage: [{{uri: s3://lake/, access: read, "
            "kmsKey: 'arn:aws-cn:kms:cn-north-1:111122223333:key/1'}]}]\n"
        ),
        statement("Action: a:B, Resource: 'arn:aws-cn:s3:::b/x'"),
        created("encryptionKey: arn:aws-cn:kms:us-east-1:111122223333:key/1"),
        created("access: [{principal: 'arn:aws-cn:iam::111122223333:role/Admin'}]"),
    ],
)
def test_an_arn_of_another_partition(tmp_path: Path, example: str) -> None:
    assert "foreign-partition" in rules(tmp_path, example)


@pytest.mark.parametrize("partition", ["*", "aws*", "aws"])
def test_a_pattern_is_of_any_partition(tmp_path: Path, partition: str) -> None:
    assert not rules(tmp_path, statement(f"Action: a:B, Resource: 'arn:{partition}:s3:::b/x'"))


def test_a_team_is_held_against_the_partition_of_each_cluster(tmp_path: Path) -> None:
    told = found(tmp_path, f"{CHINA}{TEAM}roleArn: {ROLE}\n")
    mends = [one.help for one in told if one.rule == "foreign-partition"]
    assert mends == ["name what is in the cluster's partition: arn:aws-cn:…"]


# --- locations of grants --------------------------------------------------------------------------


def test_an_unknown_location_of_a_grant_is_told_with_what_was_meant(tmp_path: Path) -> None:
    team = TEAM + "identities: [{name: w, storage: [{uri: loc://lak/, access: read}]}]\n"
    (finding,) = found(tmp_path, team)
    assert (finding.rule, finding.help) == ("unknown-location", "did you mean `lake`?")


def test_no_location_is_resolved_in_a_statement(tmp_path: Path) -> None:
    assert rules(tmp_path, statement("Action: s3:GetObject, Resource: ['loc://lake/x']")) == {
        "unresolved-location"
    }


def test_a_location_that_is_not_on_s3(tmp_path: Path) -> None:
    example = (
        "kind: Environment\nname: sample\nlocations: {old: 'hdfs://nn/old/'}\n---\n"
        f"{TEAM}identities: [{{name: w, storage: [{{uri: loc://old/x/, access: read}}]}}]\n"
    )
    (finding,) = found(tmp_path, example)
    assert finding.rule == "grant-outside-s3"
    assert "`hdfs://nn/old/x/`" in finding.message


# --- what reaches no pod --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identity", "team", "idle"),
    [
        ("irsa", READ, True),
        ("irsa", "policies: [arn:aws:iam::aws:policy/X]", True),
        ("irsa", f"roleArn: {ROLE}", False),
        (
            "irsa",
            f"{READ}serviceAccounts: {{annotations: {{eks.amazonaws.com/role-arn: '{ROLE}'}}}}",
            False,
        ),
        ("node-role", READ, True),
        ("node-role", f"roleArn: {ROLE}", True),
        ("none", f"identities: [{{name: w, roleArn: '{ROLE}'}}]", True),
        ("none", "", False),
        ("pod-identity", READ, False),
    ],
)
def test_rights_that_reach_no_pod(tmp_path: Path, identity: str, team: str, idle: object) -> None:
    broken_rules = rules(tmp_path, f"{CLUSTER}identity: {identity}\n---\n{TEAM}{team}\n")
    assert broken_rules == ({"grants-without-role"} if idle else set())


ANNOTATED = f"serviceAccounts: {{annotations: {{eks.amazonaws.com/role-arn: '{ROLE}'}}}}\n"


@pytest.mark.parametrize(
    ("identity", "team", "twice"),
    [
        ("pod-identity", READ, True),
        ("pod-identity", f"roleArn: {ROLE}", True),
        ("pod-identity", "", False),
        ("irsa", f"roleArn: {ROLE}", False),
        ("irsa", f"roleArn: {ROLE}-2", True),
        ("irsa", READ, False),
    ],
)
def test_rights_from_two_sides(tmp_path: Path, identity: str, team: str, twice: object) -> None:
    broken_rules = rules(tmp_path, f"{CLUSTER}identity: {identity}\n---\n{TEAM}{team}\n{ANNOTATED}")
    assert broken_rules == ({"rights-twice"} if twice else set())


@pytest.mark.parametrize(
    "accounts",
    ["{driver: spark-executor}", "{executor: spark-driver}", "{driver: x, executor: spark-driver}"],
)
def test_an_account_belongs_to_one_identity(tmp_path: Path, accounts: str) -> None:
    team = f"{TEAM}identities: [{{name: w, serviceAccounts: {accounts}}}]\n"
    assert rules(tmp_path, team) == {"account-of-two-identities"}


# --- controllers ----------------------------------------------------------------------------------

NO_AGENT = "identity: none\naddons: {sparkOperator: {}, podIdentityAgent: false%s}\n"


@pytest.mark.parametrize(
    ("cluster", "who"),
    [
        (NO_AGENT % "", ["Cluster Autoscaler"]),
        (f"{NO_AGENT % ''}{KARPENTER}\n", ["Karpenter"]),
        (NO_AGENT % ", ebsCsiDriver: {}", ["Cluster Autoscaler", "the EBS CSI driver"]),
        (f"{NO_AGENT % ''}clusterAutoscaler: null\n", []),
    ],
)
def test_controllers_that_need_the_agent(tmp_path: Path, cluster: str, who: list[str]) -> None:
    told = found(tmp_path, created(cluster))
    here = [one.message for one in told if one.rule == "controller-without-agent"]
    assert [one.partition(" on cluster")[0] for one in here] == who


def test_on_a_created_cluster_the_agent_is_an_add_on(tmp_path: Path) -> None:
    example = created("addons: {sparkOperator: {}, podIdentityAgent: false}")
    (finding,) = (one for one in found(tmp_path, example) if one.rule == "missing-agent")
    assert finding.help.startswith("leave addons.podIdentityAgent on")


# --- data that a job names ------------------------------------------------------------------------


def granted(*grants: str) -> str:
    """The sample's team with grants of the job's own file and these."""
    listed = ", ".join(
        f"{{uri: {uri}, access: {access}}}" for uri, access in map(str.split, grants)
    )
    return f"{TEAM}storage: [{{uri: loc://lake/jobs/, access: read}}, {listed}]\n---\n{JOB}"


ARGUMENT = "application: {arguments: [--out=%s]}"
LOG = "eventLog: {dir: loc://lake/log/}"
FALLBACK = "executor: {decommission: {fallbackStorage: loc://lake/left/}}"


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(granted("loc://lake/in/ read") + ARGUMENT % "loc://lake/in/x", id="argument"),
        pytest.param(granted("loc://lake/in/ write") + ARGUMENT % "loc://lake/in", id="any access"),
        pytest.param(granted("s3a://acme-lake/ read") + ARGUMENT % "loc://lake/a", id="a bucket"),
        pytest.param(granted("loc://lake/x read") + ARGUMENT % "out", id="no URI"),
        pytest.param(granted("loc://lake/x read") + ARGUMENT % "hdfs://nn/x", id="not on S3"),
        pytest.param(granted("loc://lake/log/ read-write") + LOG, id="event log"),
        pytest.param(
            granted("loc://lake/x read") + "eventLog: {dir: s3://acme-logs/events/one/}",
            id="event logs of the cluster",
        ),
        pytest.param(granted("loc://lake/left/ read-write") + FALLBACK, id="fallback"),
        pytest.param(
            granted("loc://lake/x read") + FALLBACK.replace("{f", "{enabled: false, f")
            + "\n---\nkind: Cluster\nname: one\npools: [{name: executors, capacityType: "
            "[on-demand]}]\n",
            id="nothing falls back",
        ),
        pytest.param(
            f"{TEAM}storage: [{{uri: loc://lake/x/, access: read}}]\n"
            "statements: [{Effect: Allow, Action: s3:GetObject, Resource: arn:aws:s3:::b/x}]\n",
            id="statements may say more",
        ),
        pytest.param(
            f"{TEAM}identities: [{{name: w, storage: [{{uri: loc://lake/x/, access: read}}]}}]\n",
            id="another identity's",
        ),
        pytest.param(
            granted("loc://lake/x read") + "s3: {endpoint: https://minio.example.com}\n"
            + ARGUMENT % "s3://other/x",
            id="another store",
        ),
        pytest.param(
            granted("loc://lake/x read") + "s3: {credentials: environment}\n"
            + ARGUMENT % "s3://other/x",
            id="other credentials",
        ),
    ],
)  # fmt: skip
def test_data_that_is_granted_or_no_matter(tmp_path: Path, example: str) -> None:
    assert "ungranted-data" not in rules(tmp_path, example)


@pytest.mark.parametrize(
    ("example", "uri", "mend"),
    [
        pytest.param(
            granted("loc://lake/in/ read") + ARGUMENT % "loc://lake/in2/x",
            "loc://lake/in2/x",
            "add {uri: loc://lake/in2/, access: read or read-write} to the identity's storage",
            id="a neighbour",
        ),
        pytest.param(
            granted("loc://lake/log/ write") + LOG,
            "loc://lake/log/",
            "add {uri: loc://lake/log/, access: read-write} to the identity's storage",
            id="an event log is read and written",
        ),
        pytest.param(
            granted("loc://lake/left/ read") + FALLBACK,
            "loc://lake/left/",
            "add {uri: loc://lake/left/, access: read-write} to the identity's storage",
            id="fallback storage is written",
        ),
        pytest.param(
            f"{TEAM}storage: [{{uri: loc://lake/jobs/, access: write}}]\n",
            "loc://lake/jobs/count.py",
            "add {uri: loc://lake/jobs/, access: read} to the identity's storage",
            id="a program is read",
        ),
        pytest.param(
            f"{TEAM}storage: [{{uri: loc://lake/, access: read, cluster: true}}]\n",
            "loc://lake/jobs/count.py",
            "add {uri: loc://lake/jobs/, access: read} to the identity's storage",
            id="a grant for the cluster's own folder",
        ),
        pytest.param(
            f"{TEAM}identities: [{{name: w, storage: [{{uri: loc://lake/in/, access: read}}]}}]\n"
            f"---\n{JOB}identity: w\n",
            "loc://lake/jobs/count.py",
            "add {uri: loc://lake/jobs/, access: read} to the identity's storage",
            id="the job's own identity counts",
        ),
    ],
)
def test_data_that_is_not_granted(tmp_path: Path, example: str, uri: str, mend: str) -> None:
    (finding,) = found(tmp_path, example)
    assert (finding.rule, finding.severity) == ("ungranted-data", Severity.WARNING)
    assert f"covers `{uri}`" in finding.message
    assert finding.help == mend


def test_the_nearest_grant_is_shown(tmp_path: Path) -> None:
    example = granted("loc://lake/a/ read", "loc://lake/a/b/ write", "s3://logs/a/b/c/ read")
    (finding,) = found(tmp_path, example + ARGUMENT % "loc://lake/a2/b")
    (related,) = finding.related
    assert related.label == "the nearest grant, to read"
    (finding,) = found(tmp_path / "again", example + FALLBACK.replace("left", "a/b/c"))
    (related,) = finding.related
    assert related.label == "the nearest grant, to write"


def test_without_a_grant_in_the_bucket_none_is_shown(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, granted("s3://other/ read") + ARGUMENT % "s3://third/x")
    assert not finding.related


def test_one_uri_is_told_once(tmp_path: Path) -> None:
    twice = "application: {arguments: [loc://lake/x, --in=loc://lake/x, loc://lake/y]}"
    told = found(tmp_path, granted("loc://lake/in/ read") + twice)
    assert [one.rule for one in told] == ["ungranted-data"] * 2


def test_in_production_it_is_an_error(tmp_path: Path) -> None:
    example = PRODUCTION + granted("loc://lake/in/ read") + ARGUMENT % "loc://lake/x"
    levels = {one.severity for one in found(tmp_path, example) if one.rule == "ungranted-data"}
    assert levels == {Severity.ERROR}


# --- the length of a policy -----------------------------------------------------------------------


def test_long_statements_are_told_where_they_stand(tmp_path: Path) -> None:
    arns = ", ".join(f'"arn:aws:glue:us-east-1:111122223333:table/{n:0200}"' for n in range(42))
    identity = (
        f"{TEAM}identities: [{{name: w, statements: "
        f"[{{Effect: Allow, Action: [glue:GetTable], Resource: [{arns}]}}]}}]\n"
    )
    (finding,) = found(tmp_path, identity)
    assert (finding.rule, finding.path) == ("long-policy", ("identities", 0, "statements"))

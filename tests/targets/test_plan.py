"""The runbook of a created cluster: what it says can be typed as it stands, and is about it."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from specgen.pipeline.fixed import CHANGEABLE
from specgen.pipeline.outcome import Outcome
from specgen.rules.sample import SYSTEM, created, karpenter
from specgen.targets.infra.plan_health import CHECKS
from specgen.targets.infra.plan_text import sh, table
from tests.projects import IN_GIT, outcome, sample_project

IN_GIT_URL = "https://git.example.com/acme.git"
PLAN = "one/infra/PLAN.md"
CONFIG = "one/infra/eksctl/cluster.yaml"
_BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"(<<'CHECKS')\n.*?^CHECKS$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:eksctl|aws|argocd|kubectl) [^`]+)`")
BASH = shutil.which("bash") or "bash"
_PROGRAMS = {"eksctl", "aws", "kubectl", "argocd"}
SPOT = (
    "name: work, runs: executors, capacityType: spot, perZone: true, "
    "instanceTypes: [m6g.large, m7g.large, m8g.large], size: {max: 9}, update: 2, repair: false, "
    "labels: {a: b}, taints: [{key: gpu, value: x, effect: NoExecute}]"
)
KARPENTER = """\
karpenter:
  nodeClasses: [{name: default, ami: {version: v20260715}}]
  nodePools: [{name: jobs, runs: executors, limits: {cpu: 10, memory: 40Gi}}]
clusterAutoscaler: null
"""
OWN_VPC = "vpc: vpc-1, subnets: {private: {us-east-1a: subnet-a, us-east-1b: subnet-b}}"
SPOT_ROLE = (
    "aws iam get-role --role-name AWSServiceRoleForEC2Spot >/dev/null 2>&1 || "
    "aws iam create-service-linked-role --aws-service-name spot.amazonaws.com"
)
PUBLIC = "endpoint: {publicFrom: [203.0.113.0/24]}"


class Plan(NamedTuple):
    """A rendered plan, and all else that was rendered."""

    text: str
    out: Outcome

    @property
    def blocks(self) -> list[str]:
        return _BLOCK.findall(self.text)

    @property
    def lines(self) -> list[str]:
        """Commands of all blocks, without those of a here-document."""
        return _HERE.sub(r"\1", "".join(self.blocks)).splitlines()

    @property
    def commands(self) -> list[list[str]]:
        """The words of each command, those in the text too."""
        return [shlex.split(one) for one in [*self.lines, *_INLINE.findall(self.text)]]

    def section(self, title: str) -> str:
        """What stands below a heading, down to the next of any level."""
        return re.split(r"^#+ ", self.text.partition(f"# {title}\n")[2], flags=re.MULTILINE)[0]

    def steps(self, title: str) -> list[str]:
        """Commands below a heading."""
        return "".join(_BLOCK.findall(self.section(title))).splitlines()

    @property
    def config(self) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.safe_load(self.out.files[CONFIG])
        return loaded


def plan(root: Path, example: str = "", *, git: bool = True) -> Plan:
    out = outcome(sample_project(root, example or created(group=SPOT), more=IN_GIT if git else {}))
    return Plan(out.files[PLAN].decode(), out)


def of_environment(more: str) -> str:
    """A created cluster whose environment says more."""
    return created().replace("name: sample\n", f"name: sample\n{more}", 1)


def bash(script: str, *options: str) -> str:
    """What a script prints; it must succeed, and say nothing else."""
    ran = subprocess.run(
        [BASH, *options], input=script, text=True, capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


VARIANTS = {
    "node groups": created(group=SPOT),
    "karpenter": created(KARPENTER),
    "own vpc": created(f"{KARPENTER}network: {{{OWN_VPC}, {PUBLIC}}}\n"),
    "private": created("network: {natGateway: none}\n"),
    "no groups": created(KARPENTER, system=""),
    "tags": created("tags: {owner: us @ home}\nzonalShift: true\nidentity: irsa\n"),
    "no add-ons": created(
        "addons: {vpcCni: false, coredns: false, kubeProxy: false, podIdentityAgent: false, "
        "metricsServer: false}\nidentity: none\nclusterAutoscaler: null\n"
    ),
    "url": created("argocd: {destination: 'https://one.example.com'}\n"),
    "itself": created("argocd: {destination: 'https://kubernetes.default.svc'}\n"),
}
every = pytest.mark.parametrize("example", VARIANTS.values(), ids=VARIANTS)


def test_only_a_cluster_that_specgen_creates_has_one(tmp_path: Path) -> None:
    assert not [file for file in outcome(sample_project(tmp_path)).files if "PLAN" in file]


@every
def test_each_block_is_bash_and_each_command_a_program_that_is_asked_for(
    tmp_path: Path, example: str
) -> None:
    made = plan(tmp_path, example)
    for block in made.blocks:
        assert bash(block, "-n") == ""
    programs = {words[0] for words in made.commands if "=" not in words[0]}
    assert programs <= {*_PROGRAMS, "cd", "tag", "tag()", "for", "done", "}"}


@every
def test_each_file_that_it_names_is_rendered(tmp_path: Path, example: str) -> None:
    made = plan(tmp_path, example)
    named = set(re.findall(r"(?:infra|argocd)/[a-z0-9/-]+\.yaml", made.text))
    assert "infra/eksctl/cluster.yaml" in named
    assert {f"one/{file}" for file in named} <= made.out.files.keys()


@every
def test_each_link_leads_to_a_heading(tmp_path: Path, example: str) -> None:
    text = plan(tmp_path, example).text
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\(#([a-z-]+)\)", text)) <= anchors
    assert len(headings) == len(set(headings))


@every
def test_each_list_counts_from_one(tmp_path: Path, example: str) -> None:
    text = plan(tmp_path, example).text
    for part in re.split(r"^#+ ", text, flags=re.MULTILINE):
        numbers = [int(one) for one in re.findall(r"^(\d+)\. ", part, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))


@every
def test_nothing_of_python_is_left_in_it(tmp_path: Path, example: str) -> None:
    text = plan(tmp_path, example).text
    assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\{[a-z_.]+\}|<specgen", text)
    assert text.endswith("\n")
    assert "\n\n\n" not in text


def flag(words: list[str], name: str) -> str | None:
    return words[words.index(name) + 1] if name in words else None


@every
def test_it_speaks_of_no_other_cluster_and_region(tmp_path: Path, example: str) -> None:
    for words in plan(tmp_path, example).commands:
        assert flag(words, "--cluster") in (None, "one")
        assert flag(words, "--region") in (None, "us-east-1")
        assert flag(words, "--context") in (None, "one")


def of_groups(made: Plan, *start: str) -> Iterator[tuple[str, list[str]]]:
    """Commands that begin so, by the group that they name."""
    for words in made.commands:
        name = (
            flag(words, "--name") or flag(words, "--nodegroup") or flag(words, "--nodegroup-name")
        )
        if words[: len(start)] == list(start) and name not in (None, "GROUP"):
            yield str(name), words


@pytest.mark.parametrize("start", sorted(set(CHANGEABLE.values())))
def test_what_can_change_in_a_group_has_its_command_for_each(tmp_path: Path, start: str) -> None:
    made = plan(tmp_path)
    groups = [group["name"] for group in made.config["managedNodeGroups"]]
    assert [name for name, _ in of_groups(made, *start.split())] == groups
    assert groups == ["system", "work-a", "work-b"]


def test_the_commands_say_what_the_file_says(tmp_path: Path) -> None:
    made = plan(tmp_path, created(group=f"{SPOT}, ami: {{version: 1.34.1-20260715}}"))
    groups = {group["name"]: group for group in made.config["managedNodeGroups"]}
    for name, words in of_groups(made, "eksctl", "scale", "nodegroup"):
        assert flag(words, "--nodes-min") == str(groups[name]["minSize"])
        assert flag(words, "--nodes-max") == str(groups[name]["maxSize"])
        assert "--nodes" not in words
    for name, words in of_groups(made, "eksctl", "upgrade", "nodegroup"):
        assert flag(words, "--release-version") == groups[name]["releaseVersion"]
    for name, words in of_groups(made, "eksctl", "set", "labels"):
        said = dict(one.split("=") for one in str(flag(words, "--labels")).split(","))
        assert said == groups[name]["labels"]
    for name, words in of_groups(made, "aws", "eks", "update-nodegroup-config"):
        (update,) = groups[name]["updateConfig"].items()
        assert flag(words, "--update-config") == "{}={}".format(*update)
        repair = str(groups[name]["nodeRepairConfig"]["enabled"]).lower()
        assert flag(words, "--node-repair-config") == f"enabled={repair}"


def test_a_desired_number_is_set_and_an_image_that_is_not_pinned_is_the_newest(
    tmp_path: Path,
) -> None:
    free = SYSTEM.replace("ami: {version: 1.34.1-20260715}, ", "").replace(
        "max: 4", "max: 4, desired: 3"
    )
    made = plan(tmp_path, created(system=free))
    assert made.steps("Size")[0].endswith("--nodes-min 2 --nodes-max 4 --nodes 3")
    assert made.steps("Machine image")[0].endswith("--name system --kubernetes-version 1.34")


def test_auto_scaling_groups_get_the_tags_that_eksctl_and_the_file_give_them(
    tmp_path: Path,
) -> None:
    made = plan(tmp_path, created(group=f"{SPOT}, tags: {{owner: us}}"))
    start = "k8s.io/cluster-autoscaler/node-template/"
    lines = {words[1]: words[2:] for words in made.commands if words[0] == "tag"}
    for group in made.config["managedNodeGroups"]:
        labels = [f"label/{key}={value}" for key, value in group["labels"].items()]
        known = {key: value for key, value in group["tags"].items() if key.startswith(start)}
        own = [f"{key.removeprefix(start)}={value}" for key, value in known.items()]
        assert sorted(lines[group["name"]]) == sorted(labels + own)
    assert "taint/gpu=x:NoExecute" in lines["work-a"]


def test_the_function_that_tags_makes_one_call_for_each(tmp_path: Path) -> None:
    (block,) = [one for one in plan(tmp_path).blocks if one.startswith("tag() {")]
    function = block[: block.index("\n}\n") + 2]
    fake = 'aws() { case "$2" in describe-nodegroup) echo asg-1;; *) echo "$@";; esac; }\n'
    script = f"{fake}{function}\ntag work-a label/a=b taint/gpu=x:NoExecute\n"
    said = bash(script, "-eu").splitlines()
    head = "autoscaling create-or-update-tags --region us-east-1 --tags ResourceId=asg-1,"
    key = "ResourceType=auto-scaling-group,Key=k8s.io/cluster-autoscaler/node-template/"
    assert said == [
        f"{head}{key}label/a,Value=b,PropagateAtLaunch=true",
        f"{head}{key}taint/gpu,Value=x:NoExecute,PropagateAtLaunch=true",
    ]


def test_a_cluster_of_node_groups_from_nothing_to_argo_cd(tmp_path: Path) -> None:
    made = plan(tmp_path)
    assert made.blocks[0] == "cd rendered/sample/one\n"
    assert made.steps("Make it") == [
        SPOT_ROLE,
        "eksctl create cluster --config-file infra/eksctl/cluster.yaml",
        "aws eks update-kubeconfig --region us-east-1 --name one --alias one",
        "kubectl --context one get nodes",
        "aws s3api put-object --region us-east-1 --bucket acme-logs --key events/one/",
    ]
    handed = made.steps("Hand it over to Argo CD")
    assert handed[:3] == [
        "argocd cluster add one --name one --yes",
        "argocd cluster get one",
        "argocd repo list",
    ]
    assert handed[-2:] == [
        "kubectl apply --filename infra/argocd/application-sample-one.yaml",
        "argocd app get sample-one",
    ]
    assert made.section("What it makes").strip() == (
        "An EKS cluster of Kubernetes 1.34 in us-east-1, account 111122223333, in a VPC of its "
        "own, 10.0.0.0/16, with one NAT gateway (us-east-1a, us-east-1b). It has 3 node groups of "
        "2 to 22 nodes, 5 add-ons of EKS and 1 Pod Identity association. Its API server is reached "
        "from inside the VPC and from 203.0.113.0/24."
    )


def test_karpenter_has_its_stack_before_the_cluster_and_its_end_before_the_end(
    tmp_path: Path,
) -> None:
    made = plan(tmp_path, VARIANTS["karpenter"])
    deploy = (
        "aws cloudformation deploy --region us-east-1 --stack-name Karpenter-one "
        "--template-file infra/cloudformation/karpenter.yaml --capabilities CAPABILITY_NAMED_IAM"
    )
    assert made.steps("Make it")[0] == deploy
    assert made.steps("Karpenter")[0] == deploy
    ending = made.steps("Delete it")
    kinds = "nodepools.karpenter.sh,ec2nodeclasses.karpenter.k8s.aws"
    order = [
        f"kubectl --context one delete {kinds} --all",
        "eksctl delete cluster --config-file infra/eksctl/cluster.yaml --wait",
        "aws cloudformation delete-stack --region us-east-1 --stack-name Karpenter-one",
    ]
    assert [one for one in ending if one in order] == order
    assert "Karpenter makes further nodes, in 1 pool" in made.text


def test_what_has_no_karpenter_does_not_speak_of_its_stack(tmp_path: Path) -> None:
    assert "cloudformation" not in plan(tmp_path).text


def test_spot_needs_its_role_and_nothing_else_does(tmp_path: Path) -> None:
    assert "spot.amazonaws.com" not in plan(tmp_path, created()).text


@pytest.mark.parametrize(
    ("there", "calls"), [("true", []), ("false", ["create-service-linked-role"])]
)
def test_the_role_of_spot_is_made_where_there_is_none(
    tmp_path: Path, there: str, calls: list[str]
) -> None:
    line = plan(tmp_path).steps("Make it")[0]
    fake = f'aws() {{ case "$2" in get-role) {there};; *) echo "$2";; esac; }}\n'
    assert bash(f"{fake}{line}\n").split() == calls


def test_a_role_of_spot_that_may_not_be_made_is_told(tmp_path: Path) -> None:
    line = plan(tmp_path).steps("Make it")[0]
    ran = subprocess.run([BASH], input=f"aws() {{ false; }}\n{line}\n", text=True, check=False)
    assert ran.returncode == 1


@pytest.mark.parametrize(
    ("root", "key"),
    [
        ("s3://logs/", ["--bucket", "logs", "--key", "one/"]),
        ("s3a://logs/a/b/", ["--bucket", "logs", "--key", "a/b/one/"]),
        ("hdfs://logs/a/", None),
    ],
)
def test_the_folder_of_event_logs_is_made_where_it_is_on_s3(
    tmp_path: Path, root: str, key: list[str] | None
) -> None:
    example = of_environment(f"eventLogs: {root}\n")
    made = [words for words in plan(tmp_path, example).commands if "s3api" in words]
    assert [words[-4:] for words in made] == ([key] if key else [])


@pytest.mark.parametrize(
    ("operator", "kinds"),
    [
        ("{}", []),
        ("{certManager: true}", ["certificates.cert-manager.io"]),
        ("{podMonitor: true}", ["podmonitors.monitoring.coreos.com"]),
        (
            "{certManager: true, podMonitor: true}",
            ["certificates.cert-manager.io", "podmonitors.monitoring.coreos.com"],
        ),
    ],
)
def test_kinds_that_nobody_installs_are_looked_for(
    tmp_path: Path, operator: str, kinds: list[str]
) -> None:
    lines = plan(tmp_path, created(f"addons: {{sparkOperator: {operator}}}\n")).steps("Make it")
    assert [one for one in lines if " crd " in one] == [
        f"kubectl --context one get crd {kind}" for kind in kinds
    ]


def test_a_vpc_of_ones_own_is_tagged_for_karpenter_and_must_lead_out(tmp_path: Path) -> None:
    made = plan(tmp_path, VARIANTS["own vpc"])
    assert (
        "aws ec2 create-tags --region us-east-1 --tags Key=karpenter.sh/discovery,Value=one "
        "--resources subnet-a subnet-b"
    ) in made.steps("Make it")
    assert "The private subnets of vpc-1 must reach EKS, EC2" in made.text
    assert "in the VPC vpc-1 that is there" in made.text
    assert "`network.subnets`: one more zone" in made.text


def test_a_private_cluster_warns_twice_where_nobody_is_inside_yet(tmp_path: Path) -> None:
    made = plan(tmp_path, VARIANTS["private"]).section("Before you begin")
    assert "Nobody reaches the API server from outside" in made
    assert "Nobody is inside a VPC that is still to be made" in made
    assert "Without a NAT gateway" in made
    own = plan(tmp_path / "own", created(f"network: {{{OWN_VPC}}}\n")).section("Before you begin")
    assert "Nobody reaches the API server from outside" in own
    assert "still to be made" not in own


def test_an_endpoint_that_is_open_to_all_is_opened_by_its_own_command(tmp_path: Path) -> None:
    text = plan(tmp_path, created("network: {endpoint: {public: true}}\n")).text
    assert "from inside the VPC and from anywhere" in text
    assert "publicAccessCidrs=0.0.0.0/0" in text
    assert "publicAccessCidrs" not in plan(tmp_path / "narrow").text


def test_admins_are_named_because_who_makes_it_is_nobody(tmp_path: Path) -> None:
    access = (
        '[{principal: "arn:aws:iam::111122223333:role/Admin"}, '
        '{principal: "arn:aws:iam::111122223333:role/Team", namespaces: [x]}, '
        '{principal: "arn:aws:iam::111122223333:role/Reader", policy: view}]'
    )
    text = plan(tmp_path, created(f"access: {access}\n")).section("Before you begin")
    assert "in account 111122223333: `arn:aws:iam::111122223333:role/Admin`. Who" in text


def test_keys_are_named(tmp_path: Path) -> None:
    key, disk = (f"arn:aws:kms:us-east-1:111122223333:key/{one}" for one in "ab")
    group = f'{SPOT}, volume: {{size: 50Gi, kmsKey: "{disk}"}}'
    made = plan(tmp_path, created(f'encryptionKey: "{key}"\n', group))
    assert f"- The key `{key}` must be there" in made.text
    assert f"- The policy of the key `{disk}` must let" in made.text
    assert "eksctl utils enable-secrets-encryption --config-file" in made.text
    assert "enable-secrets-encryption" not in plan(tmp_path / "without").text


def test_settings_of_the_cluster_are_those_of_the_file(tmp_path: Path) -> None:
    more = "zonalShift: true\nsupport: extended\nlogging: {retentionDays: 90}\n"
    made = plan(tmp_path, created(f"{more}tags: {{owner: us @ home}}\n"))
    commands = [" ".join(words) for words in made.commands]
    assert any(one.endswith("--enable-zonal-shift=true") for one in commands)
    assert any(one.endswith("--upgrade-policy supportType=EXTENDED") for one in commands)
    assert any(one.endswith("/aws/eks/one/cluster --retention-in-days 90") for one in commands)
    (tagged,) = [words for words in made.commands if "tag-resource" in words]
    tags = json.loads(str(flag(tagged, "--tags")))
    assert tags == made.config["metadata"]["tags"]
    assert tags["owner"] == "us @ home"


@pytest.mark.parametrize(
    ("destination", "added", "removed"),
    [
        ("null", "argocd cluster add one --name one --yes", "argocd cluster rm one --yes"),
        ("west", "argocd cluster add one --name west --yes", "argocd cluster rm west --yes"),
        (
            "'https://one.example.com'",
            "argocd cluster add one --yes",
            "argocd cluster rm https://one.example.com --yes",
        ),
        ("'https://kubernetes.default.svc'", None, None),
    ],
)
def test_argo_cd_knows_the_cluster_by_name_by_url_or_runs_in_it(
    tmp_path: Path, destination: str, added: str | None, removed: str | None
) -> None:
    made = plan(tmp_path, created(f"argocd: {{destination: {destination}}}\n"))
    lines = made.lines
    assert [one for one in lines if "cluster add" in one] == ([added] if added else [])
    assert [one for one in lines if "cluster rm" in one] == ([removed] if removed else [])


def test_the_applications_that_are_let_go_are_those_that_are_rendered(tmp_path: Path) -> None:
    made = plan(tmp_path, VARIANTS["karpenter"])
    rendered = {
        file.rpartition("/application-")[2].removesuffix(".yaml")
        for file in made.out.files
        if "/argocd/application-" in file
    }
    (words,) = [one for one in made.commands if one[:3] == ["argocd", "app", "delete"]]
    root, *children = words[3 : words.index("--cascade=false")]
    assert root == "sample-one", "first, or it makes the others anew"
    assert {root, *children} == rendered


@pytest.mark.parametrize(
    ("url", "how"),
    [
        ("https://git.example.com/acme.git", "--username NAME"),
        ("git@git.example.com:acme.git", "--ssh-private-key-path FILE"),
    ],
)
def test_argo_cd_can_read_the_repository(tmp_path: Path, url: str, how: str) -> None:
    more = {name: text.replace(IN_GIT_URL, url) for name, text in IN_GIT.items()}
    out = outcome(sample_project(tmp_path, created(), more=more))
    assert f"`argocd repo add {url} {how}`" in out.files[PLAN].decode()


@pytest.mark.parametrize(
    ("argocd", "gone"),
    [
        ("{}", ["argocd proj delete acme-sample-one"]),
        ("{project: theirs}", []),
    ],
)
def test_our_own_app_project_goes_and_another_stays(
    tmp_path: Path, argocd: str, gone: list[str]
) -> None:
    made = plan(tmp_path, of_environment(f"argocd: {argocd}\n"))
    assert [one for one in made.steps("Delete it") if " proj " in one] == gone


@pytest.mark.parametrize(
    ("sync", "jobs"),
    [
        ("{}", "Argo CD deletes the jobs"),
        ("{prune: false}", "`argocd app delete sample-one-jobs-TEAM --yes`"),
        ("{automated: false}", "`argocd app delete sample-one-jobs-TEAM --yes`"),
    ],
)
def test_what_a_team_leaves_behind_has_its_row(tmp_path: Path, sync: str, jobs: str) -> None:
    text = plan(tmp_path, of_environment(f"argocd: {{sync: {sync}}}\n")).text
    (row,) = [one for one in text.splitlines() if one.startswith("| a team is gone, or its last")]
    assert "`kubectl --context one delete namespace NAMESPACE`" in row
    assert jobs in row
    assert row.count("argocd app delete") == jobs.count("argocd app delete")


def test_without_a_repository_there_is_no_argo_cd(tmp_path: Path) -> None:
    made = plan(tmp_path, git=False)
    assert "argocd" not in made.text
    assert "Hand it over" not in made.text
    assert not made.blocks[0].startswith("cd ")


# --- what Argo CD is told -------------------------------------------------------------------------


def told(root: Path, more: str = "") -> str | None:
    """The block that tells Argo CD how to judge."""
    blocks = [one for one in plan(root, of_environment(more)).blocks if "argocd-cm" in one]
    return "".join(blocks) or None


def test_argo_cd_is_told_unless_the_environment_says_no(tmp_path: Path) -> None:
    block = told(tmp_path / "a", "argocd: {namespace: gitops}\n") or ""
    assert block.startswith("kubectl patch configmap argocd-cm --namespace gitops --type merge ")
    assert told(tmp_path / "b", "argocd: {health: false}\n") is None


def test_each_check_is_a_text_under_its_kind(tmp_path: Path) -> None:
    block = told(tmp_path) or ""
    patch = yaml.safe_load(block.partition("\n")[2].rpartition("CHECKS\n")[0])
    expected = {f"resource.customizations.health.{kind}": script for kind, script in CHECKS.items()}
    assert patch == {"data": expected}


@pytest.mark.parametrize("script", CHECKS.values(), ids=CHECKS)
def test_no_check_holds_a_sync_up_for_ever(script: str) -> None:
    """A sync of several waves waits while an object is anything but healthy or degraded."""
    words = set(re.findall(r'"(Healthy|Degraded|Progressing|Suspended|Missing|Unknown)"', script))
    assert words <= {"Healthy", "Degraded", "Progressing"}
    assert script.count("return ") == 1


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="needs kubectl")
def test_kubectl_takes_the_patch(tmp_path: Path) -> None:
    config = tmp_path / "argocd-cm.yaml"
    config.write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {kept: yes it is}\n",
        encoding="utf-8",
    )
    block = told(tmp_path / "project") or ""
    local = f"kubectl patch --local --output yaml --filename {shlex.quote(str(config))} --type"
    block = block.replace("kubectl patch configmap argocd-cm --namespace argocd --type", local)
    data = yaml.safe_load(bash(block, "-e"))["data"]
    assert data.pop("kept") == "yes it is"
    assert [*data] == [f"resource.customizations.health.{kind}" for kind in sorted(CHECKS)]


# --- the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["one", "it's", "a b", "$HOME", "`id`", "a;b", '"', "\\", "*", "", "é"]
)
def test_a_word_is_one_word_to_bash(word: str) -> None:
    assert bash(sh("printf", "%s.", word, "x")) == f"{word}.x."


def test_a_bar_does_not_end_a_cell() -> None:
    assert table(("a", "b"), [("x|y", "z")]) == "| a | b |\n| --- | --- |\n| x\\|y | z |"


def test_existing_clusters_with_karpenter_have_none(tmp_path: Path) -> None:
    example = karpenter("jobs, runs: executors, limits: {cpu: 10, memory: 40Gi}")
    files = outcome(sample_project(tmp_path, example)).files
    assert not [file for file in files if file.endswith(".md")]

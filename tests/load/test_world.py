"""Environments from layers: order, merging by kind and name, defaults, profiles, clusters."""

from pathlib import Path

import pytest

from specgen.finding import Owner, Place
from specgen.load.layer import Layers
from specgen.paths import Path as Address
from specgen.spec.platform import ClusterOn, JobOn, TeamOn
from tests.load.worlds import (
    HEAD,
    SOUND,
    SOUND_TEXT,
    findings,
    job_on,
    layered,
    put,
    seen,
    told,
    world,
)

ENVIRONMENT, CLUSTER, TEAM, JOB = SOUND_TEXT.split("---\n")
TWO = CLUSTER.replace("name: one", "name: two")
COMMON = ENVIRONMENT.removeprefix(HEAD)


def env(name: str, *extends: str, more: str = "") -> str:
    text = f"kind: Environment\nname: {name}\n"
    if extends:
        text += f"extends: [{', '.join(extends)}]\n"
    return text + more


def docs(*texts: str) -> str:
    return "---\n".join(text if text.endswith("\n") else f"{text}\n" for text in texts)


# --- the order of layers --------------------------------------------------------------------------


def order(root: Path, layers: dict[str, tuple[str, ...]]) -> list[str]:
    """Names of the layers of `sample`, lowest first."""
    files = {name: env(name, *extends) for name, extends in layers.items()}
    found, faults = Layers(str(put(root, layered(**files))), "environments").order("sample")
    assert faults == []
    return [layer.name for layer in found]


@pytest.mark.parametrize(
    ("layers", "names"),
    [
        pytest.param({"sample": ()}, ["sample"], id="alone"),
        pytest.param(
            {"sample": ("a", "b"), "a": (), "b": ()}, ["a", "b", "sample"], id="as listed"
        ),
        pytest.param(
            {"sample": ("a",), "a": ("b",), "b": ("c",), "c": ()},
            ["c", "b", "a", "sample"],
            id="deep",
        ),
        pytest.param(
            {"sample": ("a", "b"), "a": ("base",), "b": ("base",), "base": ()},
            ["base", "a", "b", "sample"],
            id="a diamond is laid once, lowest",
        ),
        pytest.param({"sample": ("a", "a"), "a": ()}, ["a", "sample"], id="named twice"),
    ],
)
def test_layers_lie_lowest_first(
    tmp_path: Path, layers: dict[str, tuple[str, ...]], names: list[str]
) -> None:
    assert order(tmp_path, layers) == names


@pytest.mark.parametrize(
    ("layers", "place", "what"),
    [
        pytest.param(
            {"sample": ("sample",)}, "sample/all.yaml:3:11", "sample → sample", id="itself"
        ),
        pytest.param(
            {"sample": ("a",), "a": ("b",), "b": ("a",)},
            "b/all.yaml:3:11",
            "a → b → a",
            id="two below",
        ),
        pytest.param(
            {"sample": ("a",), "a": ("sample",)},
            "a/all.yaml:3:11",
            "sample → a → sample",
            id="back",
        ),
    ],
)
def test_layers_in_a_circle_are_refused_where_it_closes(
    tmp_path: Path, layers: dict[str, tuple[str, ...]], place: str, what: str
) -> None:
    files = {name: env(name, *extends, more=COMMON) for name, extends in layers.items()}
    (found,) = findings(tmp_path, layered(**files))
    assert told([found]) == [f"{place} layer-cycle"]
    assert what in found.message
    assert found.unreadable


def test_a_layer_that_is_not_there_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    files = layered(sample=env("sample", "basis", "bas", more=COMMON), base=env("base"))
    found = findings(tmp_path, files)
    assert told(found) == ["sample/all.yaml:3:11 unknown-name", "sample/all.yaml:3:18 unknown-name"]
    assert found[0].message == "there is no layer `basis`: no folder environments/basis"
    assert all(one.unreadable for one in found)


@pytest.mark.parametrize(
    "name",
    ["nowhere", "../sample", "..", ".", "", "/etc", "a/b", "a\0b", "a" * 300, "Sample"],
    ids=ascii,
)
def test_an_environment_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    put(tmp_path, {SOUND: SOUND_TEXT})
    found = world(tmp_path, name).findings
    assert [one.rule for one in found] == ["unknown-name"]
    assert found[0].unreadable
    assert world(tmp_path, name).environment is None


@pytest.mark.parametrize(("link", "what"), [(True, "is a link"), (False, "Not a directory")])
def test_a_layer_that_is_no_folder_is_told(tmp_path: Path, *, link: bool, what: str) -> None:
    put(tmp_path, {SOUND: SOUND_TEXT, "environments/file": "x"})
    (tmp_path / "environments/link").symlink_to("sample")
    (found,) = world(tmp_path, "link" if link else "file").findings
    assert what in found.message


def test_a_layer_that_may_not_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    put(tmp_path, {SOUND: SOUND_TEXT})
    monkeypatch.setattr("specgen.load.layer.read_tree", refuse)
    (found,) = world(tmp_path).findings
    assert "Permission denied" in found.message


# --- the Environment ------------------------------------------------------------------------------


def test_every_layers_environment_adds_to_the_one(tmp_path: Path) -> None:
    base = env("other-name", more=f"abstract: true\n{COMMON}")
    top = env("sample", "base", more="timeZone: null\nlocations: {logs: s3://logs/}\n")
    merged = world(put(tmp_path, layered(base=base, sample=top)))
    assert merged.findings == []
    assert merged.environment is not None
    assert merged.environment.name == "sample"
    assert merged.environment.abstract is False
    assert merged.environment.time_zone is None
    assert sorted(merged.environment.locations) == ["lake", "logs"]


def test_what_is_an_environments_own_is_not_inherited(tmp_path: Path) -> None:
    files = layered(
        root=env("root", more=COMMON),
        base=env("base", "root", more="abstract: true\n"),
        sample=env("sample", "base"),
    )
    found = world(put(tmp_path, files)).environment
    assert found is not None
    assert (found.name, found.extends, found.abstract) == ("sample", ("base",), False)


def test_an_environment_is_called_like_its_folder(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, layered(sample=SOUND_TEXT.replace("name: sample", "name: prod")))
    assert told([found]) == ["sample/all.yaml:2:7 wrong-value"]
    assert found.help == "write name: sample"


def test_a_layer_without_an_environment_is_no_environment(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, layered(sample=docs(CLUSTER, TEAM)))
    assert told([found]) == ["sample missing-field"]
    assert "kind: Environment and name: sample" in found.help


def test_a_lower_layer_needs_no_environment(tmp_path: Path) -> None:
    files = layered(base=docs(CLUSTER, TEAM, JOB), sample=env("sample", "base", more=COMMON))
    assert findings(tmp_path, files) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("extends: root", "3:10 wrong-type"),
        ("abstract: maybe", "3:11 wrong-type"),
        ("extends: [Root]", "3:11 wrong-value"),
    ],
)
def test_what_a_lower_environment_does_not_pass_on_is_checked_too(
    tmp_path: Path, text: str, place: str
) -> None:
    files = layered(base=env("base", more=f"{text}\n"), sample=env("sample", "base", more=COMMON))
    assert told(findings(tmp_path, files)) == [f"base/all.yaml:{place}"]


def test_an_unreadable_file_is_not_blamed_for_a_missing_environment(tmp_path: Path) -> None:
    files = layered(sample=env("sample", more="production: yes\n"))
    assert told(findings(tmp_path, files)) == ["sample/all.yaml:3:13 ambiguous-scalar"]


# --- objects --------------------------------------------------------------------------------------


def test_objects_merge_by_kind_and_name(tmp_path: Path) -> None:
    top = docs(
        env("sample", "base"),
        "kind: SparkJob\nname: count\ndriver: {cores: 3}\n",
        "kind: SparkJob\nname: other\nteam: reviews\nimage: spark-py\n"
        "application: {file: loc://lake/a.py}\ndriver: {pool: drivers}\nexecutor: {pool: any}\n",
    )
    merged = world(put(tmp_path, layered(base=SOUND_TEXT.replace("sample", "base"), sample=top)))
    assert merged.names("SparkJob") == ["count", "other"]
    assert (job_on(merged).job.driver.cores, job_on(merged).job.executor.cores) == (3, 2)
    assert job_on(merged, name="other").job.driver.cores == 1
    assert merged.findings == []


def test_an_object_written_twice_in_a_layer_is_told_with_both_places(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {SOUND: SOUND_TEXT, "environments/sample/a.yaml": TEAM}
    (found,) = findings(tmp_path, files)
    assert told([found]) == ["sample/all.yaml:30:7 duplicate-object"]
    assert [str(one.spot) for one in found.related] == ["environments/sample/a.yaml:2:7"]


def test_one_name_may_be_had_by_two_kinds(tmp_path: Path) -> None:
    text = SOUND_TEXT.replace("name: count", "name: reviews")
    assert findings(tmp_path, layered(sample=text)) == []


def test_an_object_is_removed_from_above_and_may_start_afresh(tmp_path: Path) -> None:
    base = SOUND_TEXT.replace("sample", "base")
    gone = docs(env("middle", "base"), "kind: SparkJob\nname: count\nremove: true\n")
    again = docs(env("sample", "middle"), JOB.replace("cores: 1", "cores: 5"))
    files = layered(base=base, middle=gone, sample=env("sample", "middle"))
    assert world(put(tmp_path, files)).names("SparkJob") == []
    fresh = world(put(tmp_path, layered(base=base, middle=gone, sample=again)))
    assert fresh.findings == []
    assert job_on(fresh).job.driver.cores == 5
    assert len(fresh.documents("SparkJob", "count")) == 1


def test_removing_an_object_that_nobody_has_is_a_fault(tmp_path: Path) -> None:
    top = docs(env("sample", "base"), "kind: SparkJob\nname: cuont\nremove: true\n")
    files = layered(base=SOUND_TEXT.replace("sample", "base"), sample=top)
    assert told(findings(tmp_path, files)) == ["sample/all.yaml:6:7 idle-removal"]


def test_an_item_is_removed_from_above(tmp_path: Path) -> None:
    top = docs(
        env("sample", "base"),
        "kind: Cluster\nname: one\npools:\n  - {name: drivers, remove: true}\n"
        "  - {name: more, remove : true}\n",
    )
    files = layered(base=docs(env("base", more=COMMON), CLUSTER), sample=top)
    merged = world(put(tmp_path, files))
    (cluster,) = (x.cluster for x in seen(merged) if isinstance(x, ClusterOn))
    assert [pool.name for pool in cluster.pools] == ["executors"]
    assert told(merged.findings) == ["sample/all.yaml:9:5 idle-removal"]


def test_an_environment_cannot_be_removed(tmp_path: Path) -> None:
    files = layered(
        base=env("base", more=COMMON), sample=env("sample", "base", more="remove: true\n")
    )
    assert told(findings(tmp_path, files)) == ["sample/all.yaml:4:1 unknown-field"]
    lower = layered(
        base=env("base", more="remove: true\n"), sample=env("sample", "base", more=COMMON)
    )
    assert told(findings(tmp_path, lower)) == ["base/all.yaml:3:1 unknown-field"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("manifests/cm.yaml", "apiVersion: v1\nkind: ConfigMap\n"), ("x/manifests/a.yaml", "a: [")],
)
def test_folders_of_raw_manifests_are_not_read(tmp_path: Path, name: str, text: str) -> None:
    assert findings(tmp_path, {SOUND: SOUND_TEXT, f"environments/sample/{name}": text}) == []


# --- the chain of a job ---------------------------------------------------------------------------

CHAIN = [
    (
        "environment",
        "kind: Environment\nname: sample\nextends: [base]\ndefaults: {SparkJob: {dnsNdots: 3}}\n",
        3,
    ),
    ("cluster", "kind: Cluster\nname: one\ndefaults: {SparkJob: {dnsNdots: 4}}\n", 4),
    ("team", "kind: Team\nname: reviews\ndefaults: {SparkJob: {dnsNdots: 5}}\n", 5),
    ("first profile", "kind: SparkProfile\nname: p\ndnsNdots: 6\n", 6),
    ("second profile", "kind: SparkProfile\nname: q\ndnsNdots: 7\n", 7),
    ("job", "kind: SparkJob\nname: count\nprofiles: [p, q]\ndnsNdots: 8\n", 8),
]
PER_CLUSTER = "perCluster: {one: {dnsNdots: 9}}\n"


def chained(root: Path, upto: int, per_cluster: str = "") -> JobOn:
    texts = [text for _, text, _ in CHAIN]
    for at in range(upto, len(texts)):
        texts[at] = texts[at].replace(f"dnsNdots: {CHAIN[at][2]}", "suspend: false")
    texts[-1] += per_cluster
    files = layered(base=SOUND_TEXT.replace("sample", "base"), sample=docs(*texts))
    merged = world(put(root, files))
    assert merged.findings == []
    return job_on(merged)


@pytest.mark.parametrize(
    "upto", range(len(CHAIN) + 1), ids=["built in", *(name for name, _, _ in CHAIN)]
)
def test_whoever_stands_higher_in_the_chain_wins(tmp_path: Path, upto: int) -> None:
    assert chained(tmp_path, upto).job.dns_ndots == (CHAIN[upto - 1][2] if upto else 2)


def test_per_cluster_wins_over_all(tmp_path: Path) -> None:
    assert chained(tmp_path, len(CHAIN), PER_CLUSTER).job.dns_ndots == 9


def test_null_falls_back_to_the_built_in_default(tmp_path: Path) -> None:
    per_cluster = "perCluster: {one: {dnsNdots: null}}\n"
    assert chained(tmp_path, len(CHAIN), per_cluster).job.dns_ndots == 2


def test_the_chain_names_each_origin_with_its_line(tmp_path: Path) -> None:
    chained(tmp_path, len(CHAIN), PER_CLUSTER)
    stack = world(tmp_path).stack_of(Owner("SparkJob", "count", "one"))
    hits = stack.chain(("dnsNdots",))
    assert [hit.value for hit in hits] == [9, 8, 7, 6, 5, 4, 3]
    lines = (tmp_path / "environments/sample/all.yaml").read_text(encoding="utf-8").splitlines()
    for hit in hits:
        spot = hit.source.spot(hit.path)
        assert lines[spot.line - 1][spot.column - 1 :].startswith(str(hit.value))
    assert stack.data["dnsNdots"] == 9


def test_another_type_above_leaves_nothing_behind(tmp_path: Path) -> None:
    base = (
        SOUND_TEXT.replace("sample", "base")
        + "restartPolicy: {type: OnFailure, onFailureRetries: 9}\n"
    )
    top = "kind: SparkJob\nname: count\nrestartPolicy: {type: Never}\n"
    merged = world(put(tmp_path, layered(base=base, sample=docs(env("sample", "base"), top))))
    policy = job_on(merged).job.restart_policy
    assert (policy.type, policy.on_failure_retries) == ("Never", 2)


def test_a_team_takes_defaults_of_environment_and_cluster_and_its_own_per_cluster(
    tmp_path: Path,
) -> None:
    text = docs(
        ENVIRONMENT + "defaults: {Team: {podSecurity: baseline, labels: {a: env}}}\n",
        CLUSTER + "defaults: {Team: {labels: {a: cluster, b: cluster}}}\n",
        TWO,
        TEAM + "labels: {c: own}\nperCluster: {one: {labels: {c: here}}}\n",
    )
    merged = world(put(tmp_path, layered(sample=text)))
    teams = {x.where.cluster: x.team for x in seen(merged) if isinstance(x, TeamOn)}
    assert merged.findings == []
    assert teams["one"].labels == {"a": "cluster", "b": "cluster", "c": "here"}
    assert teams["two"].labels == {"a": "env", "c": "own"}
    assert {team.pod_security for team in teams.values()} == {"baseline"}


def test_a_cluster_takes_defaults_of_the_environment(tmp_path: Path) -> None:
    text = docs(
        ENVIRONMENT + "defaults: {Cluster: {identity: irsa, region: eu-west-1}}\n",
        CLUSTER,
        TEAM,
        JOB,
    )
    merged = world(put(tmp_path, layered(sample=text)))
    assert job_on(merged).around.identity == "irsa"
    assert job_on(merged).around.region == "eu-west-1"


# --- clusters of a job ----------------------------------------------------------------------------


def two(job: str = "") -> dict[str, str | bytes]:
    return layered(sample=docs(ENVIRONMENT, CLUSTER, TWO, TEAM, JOB + job))


@pytest.mark.parametrize(
    ("job", "rules", "what"),
    [
        pytest.param(
            "", ["missing-field"], "several clusters, and `clusters` is not set", id="none named"
        ),
        pytest.param(
            "clusters: [one, two]\n", ["missing-field"], "`activeOn` is not set", id="no activeOn"
        ),
        pytest.param(
            "clusters: [one]\nactiveOn: [two]\n",
            ["contradiction"],
            "active on none",
            id="active elsewhere",
        ),
        pytest.param(
            "clusters: [one, two]\nactiveOn: [tow]\n",
            ["unknown-name"],
            "no cluster `tow`",
            id="misspelt",
        ),
        pytest.param(
            "clusters: [one]\nperCluster: {two: {zone: any}}\n",
            ["idle-per-cluster"],
            "no cluster of this job",
            id="perCluster of another",
        ),
        pytest.param("clusters: one\n", ["wrong-type"], "`clusters` is a list", id="no list"),
        pytest.param("clusters: [one]\n", [], "", id="one of two"),
        pytest.param("clusters: [one, two]\nactiveOn: [two]\n", [], "", id="active on the second"),
        pytest.param("clusters: [one, two]\nactiveOn: [one, two]\n", [], "", id="active on both"),
    ],
)
def test_where_a_job_runs_and_is_active(
    tmp_path: Path, job: str, rules: list[str], what: str
) -> None:
    found = findings(tmp_path, two(job))
    assert [one.rule for one in found] == rules
    assert all(what in one.message and one.help for one in found)


@pytest.mark.parametrize(
    "clusters",
    [(CLUSTER + "identity: nobody\n", TWO), (CLUSTER, TWO + "identity: nobody\n")],
    ids=["the first", "the second"],
)
def test_a_cluster_with_a_fault_is_a_cluster_of_the_job_all_the_same(
    tmp_path: Path, clusters: tuple[str, str]
) -> None:
    job = (
        "clusters: [one, two]\nactiveOn: [one]\n"
        "perCluster: {one: {dnsNdots: 1}, two: {dnsNdots: 2}}\n"
    )
    found = findings(tmp_path, layered(sample=docs(ENVIRONMENT, *clusters, TEAM, JOB + job)))
    assert [one.rule for one in found] == ["wrong-value"]


def test_each_unknown_cluster_is_told_at_its_own_item(tmp_path: Path) -> None:
    found = findings(tmp_path, two("clusters: [tow, one]\nactiveOn: [one, x, z]\n"))
    assert [(one.rule, one.spot.column) for one in found] == [
        ("unknown-name", 12),
        ("unknown-name", 17),
        ("unknown-name", 20),
    ]


def test_layers_may_not_lie_on_one_another_without_end(tmp_path: Path) -> None:
    files = {f"l{n}": env(f"l{n}", f"l{n + 1}") for n in range(1100)}
    (found,) = findings(tmp_path, layered(**files, sample=env("sample", "l0", more=COMMON)))
    assert found.message == "layers lie on one another deeper than 64"
    assert found.unreadable


def test_a_job_is_live_where_it_is_active_and_suspended_elsewhere(tmp_path: Path) -> None:
    merged = world(put(tmp_path, two("clusters: [one, two]\nactiveOn: [two]\n")))
    live = {x.where.cluster: x.active for x in seen(merged) if isinstance(x, JobOn)}
    assert live == {"one": False, "two": True}


def test_a_team_that_leaves_a_cluster_out_has_no_job_there(tmp_path: Path) -> None:
    files = layered(
        sample=docs(
            ENVIRONMENT, CLUSTER, TWO, TEAM + "clusters: [two]\n", JOB + "clusters: [one]\n"
        )
    )
    (found,) = findings(tmp_path, files)
    assert "team `reviews` is not rendered on cluster `one`" in found.message
    assert str(found.spot).endswith(":51:7")


def test_an_environment_without_clusters_says_so_and_still_checks_the_rest(tmp_path: Path) -> None:
    files = layered(sample=docs(ENVIRONMENT, TEAM + "podSecurity: x\n", JOB.replace("2g", "2Gi")))
    found = findings(tmp_path, files)
    assert sorted(one.rule for one in found) == ["missing-field", "wrong-value", "wrong-value"]


# --- what is told ---------------------------------------------------------------------------------


def many(profile: str, jobs: int) -> dict[str, str | bytes]:
    texts = [JOB.replace("name: count", f"name: job-{n}\nprofiles: [fast]") for n in range(jobs)]
    return layered(
        sample=docs(
            ENVIRONMENT, CLUSTER, TEAM, f"kind: SparkProfile\nname: fast\n{profile}\n", *texts
        )
    )


@pytest.mark.parametrize(
    ("profile", "rule"),
    [
        ("executor: {coreLimit: 0.5}", "wrong-value"),
        ("executor: {corelimit: 1}", "unknown-field"),
        ("labels: {a: 1}", "wrong-type"),
    ],
)
@pytest.mark.parametrize("jobs", [0, 1, 7])
def test_a_bad_line_of_a_profile_is_one_finding_however_many_jobs_use_it(
    tmp_path: Path, profile: str, rule: str, jobs: int
) -> None:
    (found,) = findings(tmp_path, many(profile, jobs))
    assert (found.rule, found.spot.line, found.others) == (rule, 36, jobs)


def test_a_bad_line_of_an_environment_is_of_one_object(tmp_path: Path) -> None:
    files = layered(
        base=env("base", more=COMMON.replace("Europe/Berlin", "CST")), sample=env("sample", "base")
    )
    (found,) = findings(tmp_path, files)
    assert (told([found]), found.others) == (["base/all.yaml:4:11 wrong-value"], 0)


def test_a_fault_that_a_higher_layer_hides_is_still_told(tmp_path: Path) -> None:
    base = (
        SOUND_TEXT.replace("sample", "base")
        .replace("cores: 1", "cores: none")
        .replace("memory: 2g", "mem: 2g")
    )
    top = docs(env("sample", "base"), "kind: SparkJob\nname: count\ndriver: {cores: 2}\n")
    assert told(findings(tmp_path, layered(base=base, sample=top))) == [
        "base/all.yaml:41:32 wrong-type",
        "base/all.yaml:41:38 unknown-field",
    ]


def test_a_field_that_a_lower_layer_leaves_to_a_higher_one_is_not_missing(tmp_path: Path) -> None:
    base = SOUND_TEXT.replace("sample", "base").replace("image: spark-py\n", "")
    top = docs(env("sample", "base"), "kind: SparkJob\nname: count\nimage: spark-py\n")
    assert findings(tmp_path, layered(base=base, sample=top)) == []
    (found,) = findings(tmp_path, layered(base=base, sample=env("sample", "base")))
    assert told([found]) == ["base/all.yaml:34:1 missing-field"]


def test_what_does_not_go_together_is_told_of_the_merged_object_only(tmp_path: Path) -> None:
    base = SOUND_TEXT.replace("sample", "base").replace("{min: 1, max: 10}", "{min: 20, max: 10}")
    top = "kind: SparkJob\nname: count\nexecutor: {instances: {max: 30}}\n"
    assert findings(tmp_path, layered(base=base, sample=docs(env("sample", "base"), top))) == []
    (found,) = findings(tmp_path, layered(base=base, sample=env("sample", "base")))
    assert told([found]) == ["base/all.yaml:42:68 contradiction"]


def test_the_place_is_where_the_value_was_set_last(tmp_path: Path) -> None:
    base = SOUND_TEXT.replace("sample", "base")
    top = docs(env("sample", "base"), "kind: SparkJob\nname: count\ndriver:\n  memory: 2Gi\n")
    assert told(findings(tmp_path, layered(base=base, sample=top))) == [
        "sample/all.yaml:8:11 wrong-value"
    ]


def test_a_misspelt_required_field_is_told_once(tmp_path: Path) -> None:
    files = layered(sample=SOUND_TEXT.replace("image: spark-py", "imgae: spark-py"))
    (found,) = findings(tmp_path, files)
    assert (told([found]), found.label) == (
        ["sample/all.yaml:38:1 unknown-field"],
        "not a field of this kind",
    )
    two_faults = layered(sample=SOUND_TEXT.replace("image: spark-py", "zzz: spark-py"))
    assert [one.rule for one in findings(tmp_path, two_faults)] == [
        "missing-field",
        "unknown-field",
    ]


def test_a_near_name_is_named_with_its_place(tmp_path: Path) -> None:
    (found,) = findings(
        tmp_path, layered(sample=SOUND_TEXT.replace("team: reviews", "team: review"))
    )
    assert [str(one.spot) for one in found.related] == ["environments/sample/all.yaml:30:7"]


def test_each_unknown_profile_is_told_at_its_own_item(tmp_path: Path) -> None:
    files = layered(sample=SOUND_TEXT + "profiles: [5, fast, slow]\n")
    assert told(findings(tmp_path, files)) == [
        "sample/all.yaml:43:12 wrong-type",
        "sample/all.yaml:43:15 unknown-name",
        "sample/all.yaml:43:21 unknown-name",
    ]


@pytest.mark.parametrize(
    ("owner", "path", "place"),
    [
        (Owner("Environment", "sample"), ("cloud", "region"), "3:32"),
        (Owner("Cluster", "one"), ("pools", 1, "capacityType", 0), "27:20"),
        (Owner("Team", "reviews", "one"), ("quota", "cpu"), "32:14"),
        (Owner("SparkJob", "count", "one"), ("executor", "instances", "max"), "42:76"),
        (Owner("SparkJob", "count"), ("executor", "nothing"), "42:1"),
    ],
)
def test_the_line_of_any_objects_field(
    tmp_path: Path, owner: Owner, path: Address, place: str
) -> None:
    put(tmp_path, {SOUND: SOUND_TEXT})
    assert str(world(tmp_path).spot(Place(owner, path))) == f"{SOUND}:{place}"


def test_a_hundred_findings_of_one_object_are_enough(tmp_path: Path) -> None:
    bad = "".join(f"bad{n}: 1\n" for n in range(300))
    assert len(findings(tmp_path, layered(sample=SOUND_TEXT + bad))) == 100


# --- images ---------------------------------------------------------------------------------------

OTHER_DIGEST = "sha256:" + "2" * 64


def image(*layers: str) -> dict[str, str | bytes]:
    """The sample as the lowest layer; above it layers that say something about its image."""
    names = [*(f"layer-{n}" for n in range(len(layers))), "sample"]
    files = {"layer-0": SOUND_TEXT.replace("name: sample", "name: layer-0\nabstract: true")}
    for below, name, said in zip(names, names[1:], layers, strict=False):
        files[name] = env(name, below, more=f"images: {{spark-py: {said}}}\n")
    return layered(**files)


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param(["{tag: 4.0.5-1}"], id="the same tag"),
        pytest.param([f"{{tag: 4.0.6, digest: '{OTHER_DIGEST}'}}"], id="both"),
        pytest.param(["{tag: 4.0.6, digest: null}"], id="without a digest from here on"),
        pytest.param(["{digest: null}", "{tag: 4.0.6}"], id="without one from below"),
        pytest.param(["{tag: 4.0.6}", f"{{digest: '{OTHER_DIGEST}'}}"], id="a digest on top"),
        pytest.param(["{tag: 4.0.6}", "{digest: null}"], id="none on top"),
        pytest.param(["{tag: 4.0.6}", "{tag: 4.0.5-1}"], id="a tag and back"),
        pytest.param(["null", "{repository: r.io/x, tag: '1'}"], id="another image"),
        pytest.param(["{tag: null}"], id="no tag"),
        pytest.param(["{repository: mirror.example.com/spark-py}"], id="a mirror"),
    ],
)
def test_an_image_whose_digest_is_of_its_tag(tmp_path: Path, layers: list[str]) -> None:
    assert findings(tmp_path, image(*layers)) == []


@pytest.mark.parametrize("layers", [["{tag: 4.0.6}"], ["{tag: 4.0.7}", "{tag: 4.0.6}"]], ids=len)
def test_a_tag_above_the_digest_of_another_is_told_with_both_places(
    tmp_path: Path, layers: list[str]
) -> None:
    (found,) = findings(tmp_path, image(*layers))
    assert told([found]) == ["sample/all.yaml:4:26 stale-digest"]
    assert [str(one.spot) for one in found.related] == ["environments/layer-0/all.yaml:12:13"]
    assert found.help == "set digest, too (or digest: null)"
    assert "`spark-py`" in found.message

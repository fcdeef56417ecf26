# ruff: noqa: E501 - a row of a table is one line
"""Planted faults: each is told once, at the token that is to blame, with a mend."""

from pathlib import Path

import pytest

from specgen.finding import Finding
from tests.load.worlds import HEAD, SOUND, SOUND_TEXT, findings, sound, told

EXTRA = "environments/sample/x.yaml"
DIGEST = "1" * 64


def test_the_sample_itself_is_sound(tmp_path: Path) -> None:
    assert findings(tmp_path, {SOUND: SOUND_TEXT}) == []


EDITS = [
    # what, by what, expected `line:column rule`, message, mend
    ("provider: aws,", "provider: gcp,", "3:19 wrong-value", "cannot be `gcp`", "write aws"),
    ("region: us-east-1", "region: use1", "3:32 wrong-value", "`use1` is not a region", "like us-east-1"),
    ("cloud: {provider: aws, region: us-east-1}\n", "", "1:1 missing-field", "`cloud` is not set", "set `cloud`"),
    ("timeZone: Europe/Berlin", "timeZone: CST", "4:11 wrong-value", "IANA", "Europe/Berlin"),
    ("timeZone: Europe", "timezone: Europe", "4:1 unknown-field", "`timezone`", "did you mean `timeZone`?"),
    ("s3://acme-logs/events/", "s3://acme-logs/events", "5:12 wrong-value", "a root", "write s3://acme-logs/events/"),
    ("s3://acme-lake/}", "loc://x/}", "6:19 wrong-value", "a root", "its real scheme"),
    ("{lake:", "{Lake:", "6:13 wrong-value", "`Lake` is not a name", "lower-case letters"),
    ("sparkVersion: 4.0.5", "sparkVersion: 4.10", "13:19 wrong-value", "`4.10` is not a version", 'quote it: "4.10"'),
    ("arm64]\n    spark", "x86]\n    spark", "12:24 wrong-value", "cannot be `x86`", "amd64"),
    (f"sha256:{DIGEST}", "sha256:1", "11:13 wrong-value", "image digest", "64 hexadecimal"),
    ("    tag: 4.0.5-1\n", "    tag: 4.0\n", "10:10 wrong-type", "`images.spark-py.tag` is text, and `4.0`", 'quote it: "4.0"'),
    ("    repository: registry.example.com/spark-py\n", "", "8:3 missing-field", "repository` is not set", "set"),
    ("spark-py\n    tag", "spark py\n    tag", "9:17 wrong-value", "is not registry/path", "docker.io"),
    ("[sparkOperator,", "[sparkoperator,", "18:24 wrong-value", "cannot be `sparkoperator`", "did you mean `sparkOperator`"),
    ("zones: [us-east-1a, us-east-1b]", "zones: [us-east-1a, b]", "19:21 wrong-value", "the full name of a zone", "us-east-1a"),
    ("zones: [us-east-1a, us-east-1b]", "zones: []", "19:8 wrong-value", "`zones` is empty", "at least one"),
    ("runs: drivers, selector", "runs: driver, selector", "21:27 wrong-value", "cannot be `driver`", "did you mean `drivers`"),
    ("    selector: {pool: executors}\n", "    selector: {}\n", "24:15 wrong-value", "is empty", "at least one"),
    ("value: executors}]", "values: executors}]", "25:26 unknown-field", "`values`", "did you mean `value`"),
    ("name: executors\n", "name: drivers\n", "22:11 duplicate-item", "name `drivers` stands twice", "join the two"),
    ("cpu: 100,", "cpu: 0.5,", "32:14 wrong-value", "amount of CPU", "write 500m"),
    ("cpu: 100,", "cpu: 12Gi,", "32:14 wrong-value", "amount of CPU", "like 4"),
    ("memory: 400Gi", "memory: 400g", "32:27 wrong-value", "quantity", "write 400Gi"),
    ("team: reviews\n", "team: review\n", "36:7 unknown-name", "no team `review`", "did you mean `reviews`"),
    ("zone: us-east-1a\n", "zone: a\n", "37:7 wrong-value", "the full name of a zone", "or any"),
    ("image: spark-py", "image: sparkpy", "38:8 unknown-name", "no image `sparkpy`", "did you mean `spark-py`"),
    ("image: spark-py", "image: x.com/a b:1", "38:8 wrong-value", "image reference", "registry/path:tag"),
    ('run: "1"', "run: 1", "39:6 wrong-type", "`run` is text, and `1` is a number", 'quote it: "1"'),
    ("{file: loc:", "{fil: loc:", "40:15 unknown-field", "`fil`", "did you mean `file`"),
    ("count.py}", "count.jar}", "40:14 contradiction", "language", "set type"),
    ("cores: 1,", "cores: 0,", "41:32 wrong-value", "`driver.cores` is 0", "at least 1"),
    ("cores: 1,", "cores: 1.0,", "41:32 wrong-type", "a whole number, and `1.0` is a number", "whole number"),
    ("cores: 1,", 'cores: "1",', "41:32 wrong-type", "a whole number", "write 1, without quotes"),
    ("cores: 1,", "cores: two,", "41:32 wrong-type", "`two` is text", "whole number"),
    ("memory: 2g}", "memory: 2Gi}", "41:43 wrong-value", "`2Gi` is not a Spark memory", "write 2g"),
    ("{min: 1, max: 10}", "{min: 11, max: 10}", "42:68 contradiction", "min 11 is above max 10", "raise max"),
    ("{min: 1, max: 10}", "{min: 1, mx: 10}", "42:71 unknown-field", "`mx`", "did you mean `max`"),
    ("{min: 1, max: 10}", "{min: 1}", "42:51 missing-field", "`executor.instances.max`", "set `max`"),
    ("{min: 1, max: 10}", "many", "42:62 wrong-type", "`many` is text", "whole number"),
    ("kind: SparkJob", "kind: SparkJobs", "34:7 unknown-kind", "`SparkJobs`", "did you mean SparkJob?"),
    ("name: count", "name: Count", "35:7 wrong-value", "`Count` is not a name", "lower-case"),
    ("name: count", "name: nul", "35:7 wrong-value", "`nul` is not a name", "Windows"),
    ("name: count", "name: 1.10", "35:7 wrong-type", "`1.10`", 'quote it: "1.10"'),
    ("name: count\n", "", "34:1 missing-field", "the SparkJob has no name", "set name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "mend"),
    EDITS,
    ids=[f"{e[0][:18]!r} → {e[1][:18]!r}" for e in EDITS],
)
def test_a_fault_in_a_sound_project_is_told_once_at_its_token(
    tmp_path: Path, *, old: str, new: str, place: str, what: str, mend: str
) -> None:
    assert SOUND_TEXT.count(old) == 1, "the table must name one place of the sample"
    found = findings(tmp_path, {SOUND: SOUND_TEXT.replace(old, new)})
    assert told(found) == [f"sample/all.yaml:{place}"]
    assert what in found[0].message
    assert mend in found[0].help
    assert found[0].spot.excerpt[-1] in SOUND_TEXT.replace(old, new).splitlines()


JOB_FIELDS = [
    ("conf", "{spark.x: 0.10}", "43:17 wrong-value", "`0.10` could be read in two ways", 'quote it: "0.10"'),
    ("conf", "{spark.x: [a]}", "43:17 wrong-value", "a list stands where one value is due", "text"),
    ("conf", "{spark.x: 2027-01-01}", "43:17 wrong-value", "`2027-01-01`", 'quote it: "2027-01-01"'),
    ("conf", "[a]", "43:7 wrong-type", "`conf` is a map, and this is a list", "key: value"),
    ("env", "{A B: c}", "43:7 wrong-value", "`A B` is not the name of an environment", "letters"),
    ("env", "{A: {secretKeyRef: x}}", "43:25 wrong-type", "secretKeyRef` is a map", "key: value"),
    ("env", "{A: {fieldRef: a, secretKeyRef: {name: x, key: k}}}", "43:10 contradiction", "exactly one", "keep one"),
    ("env", "{A: {secretKeyRef: {name: x, key: a/b}}}", "43:40 wrong-value", "`a/b` is not a key", "letters"),
    ("labels", '{"a b": x}', "43:10 wrong-value", "`a b` is not a label key", "dns.domain/name"),
    ("labels", "{a: 1}", "43:13 wrong-type", "`labels.a` is text", 'quote it: "1"'),
    ("labels", "{a: b c}", "43:13 wrong-value", "`b c` is not a label value", "at most 63"),
    ("schedule", "daily", "43:11 wrong-type", "`schedule` is a map, and `daily` is text", "key: value"),
    ("streaming", '"true"', "43:12 wrong-type", "is a boolean", "write true or false"),
    ("restartPolicy", "{type: Nevr}", "43:23 wrong-value", "cannot be `Nevr`", "did you mean `Never`"),
    ("restartPolicy", "{type: Never, onFailureRetries: 2}", "43:16 contradiction", "no retries", "OnFailure"),
    ("restartPolicy", "{onFailureRetryInterval: 0s}", "43:41 contradiction", "below 1s", "write 1s"),
    ("timeToLive", "30", "43:13 wrong-value", "`30` is not a duration", "write the unit: 30s"),
    ("timeToLive", "7d", "43:13 wrong-value", "`7d` is not a duration", "write 168h"),
    ("memoryOverheadFactor", "0.20", "43:23 wrong-type", "`0.20` is a number", 'quote it: "0.20"'),
    ("sparkVersion", "1.30", "43:15 wrong-value", "`1.30` is not a version", 'quote it: "1.30"'),
    ("dnsNdots", "99", "43:11 wrong-value", "is 99", "at most 15"),
    ("activeon", "[one]", "43:1 unknown-field", "`activeon`", "did you mean `activeOn`"),
    ("team_", "x", "43:1 unknown-field", "`team_`", "did you mean `team`"),
    ("bogus", "1", "43:1 unknown-field", "`bogus`", "the fields are activeOn, allow"),
    ("remove", "true", "43:1 unknown-field", "`remove`", "fields"),
    ("clusters", "[two]", "43:12 unknown-name", "no cluster `two`", "there is one"),
    ("clusters", "[one, one]", "43:17 duplicate-item", "cluster `one` stands twice", "remove one"),
    ("clusters", "one", "43:11 wrong-type", "`clusters` is a list, and `one` is text", "[a, b]"),
    ("clusters", "[]", "43:11 wrong-value", "`clusters` is empty", "at least one"),
    ("clusters", "[{a: b}]", "43:12 wrong-type", "`clusters[0]` is text", "write text"),
    ("activeOn", "[ono]", "43:12 unknown-name", "no cluster `ono`", "did you mean `one`"),
    ("activeOn", "[]", "43:11 contradiction", "active on none", "suspend: true"),
    ("profiles", "[fast]", "43:12 unknown-name", "no profile `fast`", "write a SparkProfile"),
    ("profiles", "[5]", "43:12 wrong-type", "`profiles[0]` is text", '"5"'),
    ("profiles", "fast", "43:11 wrong-type", "`profiles` is a list", "[a, b]"),
    ("profiles", "{a: b}", "43:11 wrong-type", "`profiles` is a list, and this is a map", "[a, b]"),
    ("perCluster", "[one]", "43:13 wrong-type", "`perCluster` is a map", "key: value"),
    ("perCluster", "5", "43:13 wrong-type", "`perCluster` is a map, and `5`", "key: value"),
    ("perCluster", "{one: 5}", "43:19 wrong-type", "`perCluster.one` is a map", "key: value"),
    ("perCluster", "{onr: {zone: any}}", "43:14 unknown-name", "no cluster `onr`", "did you mean `one`"),
    ("perCluster", "{one: {zne: any}}", "43:20 unknown-field", "`zne`", "did you mean `zone`"),
    ("perCluster", "{one: {team: reviews}}", "43:20 misplaced-field", "cannot stand in perCluster", "job itself"),
    ("perCluster", "{one: {driver: []}}", "43:28 wrong-type", "`driver` is a map", "key: value"),
    ("allow", "{}", "43:8 wrong-type", "`allow` is a list", "[a, b]"),
    ("allow", "[a]", "43:9 wrong-type", "`allow[0]` is a map", "key: value"),
    ("allow", "[{rule: unknown-pool}]", "43:9 missing-field", "because` is not set", "set `because`"),
    ("allow", "[{rule: unknown-pool, because: x, until: 20270101}]", "43:49 wrong-type", "is a date", "2027-06-30"),
    ("allow", '[{rule: unknown-pool, because: x, until: "2027-02-30"}]', "43:49 wrong-value", "is not a date", "2027-06-30"),
    ("overrides", "[]", "43:12 wrong-type", "`overrides` is a map", "key: value"),
    ("overrides", "{SparkApplication: []}", "43:31 wrong-type", "is a map, and this is a list", "key: value"),
    ("overrides", "{SparkApplication: {spec: {x: 2027-01-01}}}", "43:42 wrong-value", "`2027-01-01` is a date to some", 'quote it: "2027-01-01"'),
    ("executor", "null", "42:1 missing-field", "`executor` is not set", "set `executor`"),
    ("driver", "[]", "42:9 wrong-type", "`driver` is a map, and this is a list", "key: value"),
    ("application", "loc://x/a.py", "42:14 wrong-type", "`application` is a map, and `loc://x/a.py` is text", "key: value"),
    ("team", "null", "42:1 missing-field", "`team` is not set", "set `team`"),
    ("team", "[reviews]", "42:7 wrong-type", "`team` is text, and this is a list", "write text"),
    ("image", "[a]", "42:8 wrong-type", "`image` is text, and this is a list", "write text"),
    ("image", "{tag: x}", "42:1 missing-field", "`image.repository` is not set", "set"),
    ("image", "{repository: a/b}", "42:8 contradiction", "neither tag nor digest", "set digest"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "text", "place", "what", "mend"),
    JOB_FIELDS,
    ids=[f"{f[0]}: {f[1]}" for f in JOB_FIELDS],
)
def test_a_wrong_field_of_a_job_is_told_once_at_its_token(
    tmp_path: Path, *, field: str, text: str, place: str, what: str, mend: str
) -> None:
    found = findings(tmp_path, {SOUND: sound(**{field: text})})
    assert told(found) == [f"sample/all.yaml:{place}"]
    assert what in found[0].message
    assert mend in found[0].help


DOCUMENTS = [
    ("5", "1:1 wrong-type", "a document is a map", "kind:"),
    ("[]", "1:1 wrong-type", "a document is a map", "kind:"),
    ("- kind: Team", "1:1 wrong-type", "a document is a map", "kind:"),
    ("{}", "1:1 missing-field", "no kind", "set kind: one of Environment"),
    ("name: x", "1:1 missing-field", "no kind", "set kind"),
    ("kind: null\nname: x", "1:1 missing-field", "no kind", "set kind"),
    ("kind: [Team]\nname: x", "1:7 wrong-type", "`kind` is text, and this is a list", "one kind"),
    ("kind: {a: b}\nname: x", "1:7 wrong-type", "`kind` is text, and this is a map", "one kind"),
    ("kind: team\nname: x", "1:7 unknown-kind", "unknown kind `team`", "did you mean Team?"),
    ("kind: 5\nname: x", "1:7 unknown-kind", "unknown kind `5`", "the kinds are"),
    ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}", "2:7 unknown-kind", "`ConfigMap`", "object of Kubernetes"),
    ("kind: Project\nname: x\napiVersion: specgen/v1", "1:7 wrong-value", "specgen.yaml only", "move it"),
    ("kind: Team", "1:1 missing-field", "the Team has no name", "set name"),
    ("kind: Team\nname: 1", "2:7 wrong-type", "`name` is text", '"1"'),
    ("kind: Team\nname: [a]", "2:7 wrong-type", "this is a list", "write text"),
    ("kind: Team\nname: ''", "2:7 wrong-value", "is not a name", "lower-case"),
    ("kind: Team\nname: zoé", "2:7 wrong-value", "`zoé` is not a name", "lower-case"),
    ("kind: Team\nname: reviews", "2:7 duplicate-object", "`reviews` is written twice in layer `sample`", "join the two"),
    ("kind: Environment\nname: sample", "2:7 duplicate-object", "written twice", "join the two"),
    ("kind: Environment", "1:1 missing-field", "the Environment has no name", "set name"),
    ("kind: Team\nname: t\nremove: true", "2:7 idle-removal", "no lower layer has it", "mend the name"),
    ("kind: Team\nname: t\nquota: []", "3:8 wrong-type", "`quota` is a map", "key: value"),
    ("kind: Team\nname: t\nlimitRange: {}", "3:13 wrong-type", "`limitRange` is a list", "[a, b]"),
    ("kind: Team\nname: t\nlimitRange: [{type: Pod, max: {cpu: banana}}]", "3:37 wrong-value", "`banana` is not an amount of CPU", "3800m"),
    ("kind: Team\nname: t\nlimitRange: [{type: Pod, min: {memory: 500m}}]", "3:40 wrong-value", "`500m` is not a Kubernetes quantity", "500Mi"),
    ("kind: Team\nname: t\nlimitRange: [{type: Pod, maxx: {cpu: 1}}]", "3:26 unknown-field", "unknown field `maxx`", "did you mean `max`"),
    ("kind: Team\nname: t\nlimitRange: [{type: pod}]", "3:21 wrong-value", "cannot be `pod`", "did you mean `Pod`"),
    ("kind: Team\nname: t\nquota: {cpu: 0.50}", "3:14 wrong-value", "`0.50` is not an amount of CPU", "write 500m"),
    ("kind: Team\nname: t\nidentities: {a: b}", "3:13 wrong-type", "`identities` is a list", "[a, b]"),
    ("kind: Team\nname: t\nidentities: 5", "3:13 wrong-type", "`identities` is a list", "[a, b]"),
    ("kind: Team\nname: t\nidentities: [{name: a}, {name: a}]", "3:32 duplicate-item", "name `a` stands twice", "rename"),
    ("kind: Team\nname: t\nidentities: [{name: a, remove: true}]", "3:14 idle-removal", "no lower layer", "mend"),
    ("kind: Team\nname: t\nclusters: one", "3:11 wrong-type", "`clusters` is a list", "[a, b]"),
    ("kind: Team\nname: t\nclusters: [oen]", "3:12 unknown-name", "no cluster `oen`", "did you mean `one`"),
    ("kind: Team\nname: t\nperCluster: 5", "3:13 wrong-type", "`perCluster` is a map", "key: value"),
    ("kind: Team\nname: t\nperCluster: {one: {name: x}}", "3:20 misplaced-field", "`name` cannot stand in perCluster", ""),
    ("kind: Team\nname: t\nnetworkPolicy: {egress: ['10.0.0.1/8:443']}", "3:26 wrong-value", "own address", "write 10.0.0.0/8"),
    ("kind: Team\nname: t\nnetworkPolicy: {egress: ['kafka:0']}", "3:26 wrong-value", "not a destination", "host:port"),
    ("kind: Team\nname: t\nnetworkPolicy: {egress: ['a b:443']}", "3:26 wrong-value", "not a destination", "host:port"),
    ("kind: Team\nname: t\nnetworkPolicy: {egress: ['kafka:\u0664\u0664\u0663']}", "3:26 wrong-value", "not a destination", "host:port"),
    (f"kind: Team\nname: t\nnetworkPolicy: {{egress: ['x:{'9' * 5000}']}}", "3:26 wrong-value", "not a destination", "host"),
    ("kind: Team\nname: t\ndefaults: []", "3:11 wrong-type", "`defaults` is a map, and this is a list", "key: value"),
    ("kind: Team\nname: t\ndefaults: {SparkJob: 5}", "3:22 wrong-type", "`defaults.SparkJob` is a map", "key: value"),
    ("kind: Team\nname: t\ndefaults: {SparkJob: {team: t}}", "3:23 misplaced-field", "cannot stand in a team's defaults", "job"),
    ("kind: Team\nname: t\ndefaults: {SparkJob: {application: {file: loc://lake/a.py}}}", "3:37 misplaced-field", "`file`", "job"),
    ("kind: Team\nname: t\ndefaults: {SparkJob: {drivr: {}}}", "3:23 unknown-field", "`drivr`", "did you mean `driver`"),
    ("kind: SparkProfile\nname: BIG ONE", "2:7 wrong-value", "`BIG ONE` is not a name", "lower-case"),
    ("kind: SparkProfile\nname: p\nschedule: {cron: '@daily'}", "3:1 misplaced-field", "cannot stand in a profile", "job"),
    ("kind: SparkProfile\nname: p\nclusters: [one]", "3:1 misplaced-field", "cannot stand in a profile", "job"),
    ("kind: SparkProfile\nname: p\nteam: t", "3:1 misplaced-field", "cannot stand in a profile", "job"),
    ("kind: SparkProfile\nname: p\nexecutor: {memory: 12Gi}", "3:20 wrong-value", "Spark memory", "write 12g"),
    ("kind: SparkProfile\nname: p\nexecuter: {}", "3:1 unknown-field", "`executer`", "did you mean `executor`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "what", "mend"), DOCUMENTS, ids=[repr(d[0])[1:50] for d in DOCUMENTS]
)
def test_a_wrong_document_beside_a_sound_project_is_told_once(
    tmp_path: Path, text: str, place: str, what: str, mend: str
) -> None:
    found = findings(tmp_path, {SOUND: SOUND_TEXT, EXTRA: text})
    assert told(found) == [f"sample/x.yaml:{place}"]
    assert what in found[0].message
    assert mend in found[0].help
    assert len(found[0].message) < 400


ENVIRONMENT_FIELDS = [
    ("defaults: []", "3:11 wrong-type"),
    ("defaults: {SparkJob: []}", "3:22 wrong-type"),
    ("defaults: {Notebook: {}}", "3:12 unknown-field"),
    ("defaults: {SparkJob: {kind: SparkJob}}", "3:23 misplaced-field"),
    ("defaults: {Cluster: {name: x}}", "3:22 misplaced-field"),
    ("defaults: {Cluster: {zone: x}}", "3:22 unknown-field"),
    ("extends: base", "3:10 wrong-type"),
    ("extends: {a: b}", "3:10 wrong-type"),
    ("extends: [1]", "3:11 wrong-type"),
    ("extends: [../..]", "3:11 wrong-value"),
    ("extends: [/etc]", "3:11 wrong-value"),
    ("extends: ['']", "3:11 wrong-value"),
    ("extends: [Base]", "3:11 wrong-value"),
    ('extends: ["a\\eb"]', "3:11 wrong-value"),
    ('extends: ["a\\0b"]', "3:11 lost-character"),
    (f"extends: [{'a' * 300}]", "3:11 wrong-value"),
    ("abstract: maybe", "3:11 wrong-type"),
    ("production: 1", "3:13 wrong-type"),
    ("images: []", "3:9 wrong-type"),
    ("images: {spark-py: []}", "3:20 wrong-type"),
    ("imageMirrors: {a: b}", "3:15 wrong-type"),
    ("imageMirrors: [{from: a, to: b}, {from: a, to: c}]", "3:41 duplicate-item"),
    ("imageMirrors: [{from: [a], to: b}]", "3:23 wrong-type"),
    ("imageMirrors: [{from: a, remove: true}]", "3:16 idle-removal"),
    ("imagePull: {secrets: [A]}", "3:23 wrong-value"),
    ("allow: {}", "3:8 wrong-type"),
    ("overrides: {Namespace: 5}", "3:24 wrong-type"),
    ("remove: true", "3:1 unknown-field"),
    ("locations: {lake: [a]}", "3:19 wrong-value"),
    ("eventLogs: 5", "3:12 wrong-value"),
]


@pytest.mark.parametrize(
    ("text", "place"), ENVIRONMENT_FIELDS, ids=[e[0][:40] for e in ENVIRONMENT_FIELDS]
)
def test_a_wrong_field_of_an_environment_is_told_once(
    tmp_path: Path, text: str, place: str
) -> None:
    key = text.partition(":")[0]
    kept = SOUND_TEXT.removeprefix(HEAD)
    if key in {"images", "locations", "eventLogs"}:
        kept = kept.partition("---\n")[0].splitlines()[0] + "\n"  # no job may miss what is gone
    found = findings(tmp_path, {SOUND: f"{HEAD}{text}\n{kept}"})
    assert told(found) == [f"sample/all.yaml:{place}"]
    assert found[0].help


PROJECTS = [
    ("", "", "one document, the Project"),
    ("[]", "", "one document"),
    ("5", "", "one document"),
    ("a: b\n---\nc: d\n", "", "one document"),
    ("kind: Project\nname: acme\n", ":1:1", "`apiVersion` is not set"),
    ("apiVersion: specgen/v2\nkind: Project\nname: acme\n", ":1:13", "cannot be `specgen/v2`"),
    ("apiVersion: specgen/v1\nkind: project\nname: acme\n", ":2:7", "cannot be `project`"),
    ("apiVersion: specgen/v1\nkind: Project\nname: Acme\n", ":3:7", "`Acme` is not a name"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nnam: x\n", ":4:1", "unknown field `nam`"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nrequires: 1\n", ":4:11", "is text"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nrequires: new\n", ":4:11", "names no versions"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nrequires: '>=99'\n", ":4:11", "wants specgen >=99"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: ../x\n", ":4:15", "below the project"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: /etc\n", ":4:15", "below the project"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: a/./b\n", ":4:15", "below the project"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: ''\n", ":4:15", "below the project"),
    ('apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: "a\\eb"\n', ":4:15", "below the project"),
    ('apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: "a\\0b"\n', ":4:15", "does not give U+0000 back"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nrendered: environments\n", ":4:11", "two folders"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nrendered: environments/out\n", ":4:11", "two folders"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nenvironments: rendered/in\n", ":1:1", "two folders"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nseverity: {x: off_}\n", ":4:15", "cannot be `off_`"),
    ("apiVersion: specgen/v1\nkind: Project\nname: acme\nname: x\n", ":4:1", "`name` is set twice"),
    ("a: [", ":1:4", "ends inside a bracket"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "what"), PROJECTS, ids=[repr(p[0])[-40:] for p in PROJECTS]
)
def test_a_wrong_project_file_is_told_with_its_place(
    tmp_path: Path, text: str, place: str, what: str
) -> None:
    found = findings(tmp_path, {"specgen.yaml": text, SOUND: SOUND_TEXT})
    assert str(found[0].spot) == f"specgen.yaml{place}"
    assert what in found[0].message
    assert found[0].help


def test_unreadable_input_and_wrong_content_are_told_apart(tmp_path: Path) -> None:
    """Exit status 2 goes before 1."""

    def unreadable(text: str) -> list[bool]:
        return [one.unreadable for one in findings(tmp_path, {SOUND: SOUND_TEXT, EXTRA: text})]

    assert unreadable("a: [") == [True]
    assert unreadable("a: 1\na: 2") == [True]
    assert unreadable("a: &x 1") == [True]
    assert unreadable("kind: Team\nname: x\nquota: 5") == [False]
    assert unreadable("kind: Nothing\nname: x") == [False]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "null\n", "---\n", "---\n---\n", "\ufeff", "\r\n"]
)
def test_a_file_that_says_nothing_is_none(tmp_path: Path, text: str) -> None:
    assert findings(tmp_path, {SOUND: SOUND_TEXT, EXTRA: text}) == []


def test_all_faults_of_all_files_are_told_in_one_run_and_in_order(tmp_path: Path) -> None:
    found: list[Finding] = findings(
        tmp_path,
        {
            SOUND: SOUND_TEXT.replace("memory: 2g", "memory: 2Gi").replace("cpu: 100", "cpu: x"),
            "environments/sample/b.yaml": "kind: Team\nname: B\nquota: 5\n---\nkind: X\nname: z\n",
            "environments/sample/c.yaml": "a: no\nb: &x 1\n",
            "environments/sample/d.yml": "",
            "environments/sample/e.yaml": b"\xff",
        },
    )
    assert told(found) == [
        "sample/all.yaml:32:14 wrong-value",
        "sample/all.yaml:41:43 wrong-value",
        "sample/b.yaml:2:7 wrong-value",
        "sample/b.yaml:3:8 wrong-type",
        "sample/b.yaml:5:7 unknown-kind",
        "sample/c.yaml:1:4 ambiguous-scalar",
        "sample/c.yaml:2:4 yaml-feature",
        "sample/d.yml unread-file",
        "sample/e.yaml:1:1 bad-encoding",
    ]

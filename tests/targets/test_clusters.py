"""A job on several clusters: live on some, suspended on the others, different where it says so."""

from pathlib import Path

import pytest

from tests.targets.rendered import Body, rendered

_TWO = """\
kind: Cluster
name: two
provider: eks
existing: {installed: [sparkOperator, podIdentityAgent]}
region: eu-west-1
zones: [eu-west-1a]
pools:
  - {name: drivers, runs: drivers, selector: {pool: drivers}}
  - {name: executors, runs: executors, selector: {pool: executors}}
"""


def both(root: Path, fragment: str) -> tuple[Body, Body]:
    found = rendered(root, f"{_TWO}---\nkind: SparkJob\nname: count\nzone: any\n{fragment}\n")
    one, two = (found[f"{cluster}/jobs/reviews/count.yaml"] for cluster in ("one", "two"))
    return one, two


@pytest.mark.parametrize(
    ("active", "suspended"),
    [
        pytest.param("[one]", (None, True), id="the standby is suspended"),
        pytest.param("[two]", (True, None), id="the other way round"),
        pytest.param("[one, two]", (None, None), id="live on both"),
    ],
)
def test_a_job_is_live_where_it_is_active(
    tmp_path: Path, active: str, suspended: tuple[bool | None, bool | None]
) -> None:
    one, two = both(tmp_path, f"clusters: [one, two]\nactiveOn: {active}")
    assert (one["spec"].get("suspend"), two["spec"].get("suspend")) == suspended


def test_a_standbys_schedule_is_suspended(tmp_path: Path) -> None:
    schedule = "run: null\nschedule: {cron: '@daily'}"
    one, two = both(tmp_path, f"clusters: [one, two]\nactiveOn: [one]\n{schedule}")
    assert "suspend" not in one["spec"]
    assert two["spec"]["suspend"] is True
    assert "suspend" not in two["spec"]["template"]


def test_the_two_differ_in_nothing_but_their_cluster(tmp_path: Path) -> None:
    one, two = both(tmp_path, "clusters: [one, two]\nactiveOn: [one, two]")
    conf = [body["spec"]["sparkConf"] for body in (one, two)]
    assert conf[0].pop("spark.eventLog.dir") == "s3a://acme-logs/events/one/"
    assert conf[1].pop("spark.eventLog.dir") == "s3a://acme-logs/events/two/"
    region = "spark.hadoop.fs.s3a.endpoint.region"
    assert [one.pop(region) for one in conf] == ["us-east-1", "eu-west-1"]
    decommission = [key for key in conf[0] if "ecommission" in key]
    assert decommission
    for key in decommission:  # the pool of cluster two is on demand
        del conf[0][key]
    assert one["spec"]["executor"].pop("terminationGracePeriodSeconds") == 110
    assert one["spec"]["executor"].pop("tolerations")  # nor has it a taint
    assert one == two


def test_per_cluster_fields_count_on_their_cluster_only(tmp_path: Path) -> None:
    one, two = both(
        tmp_path,
        "clusters: [one, two]\nactiveOn: [one]\nperCluster: {two: {executor: {memory: 9g}}}",
    )
    assert (one["spec"]["executor"]["memory"], two["spec"]["executor"]["memory"]) == ("4g", "9g")

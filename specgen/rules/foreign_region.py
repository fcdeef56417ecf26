"""A zone or a key of another region than the cluster's."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.paths import Path
from specgen.rules.places import node_groups
from specgen.rules.rule import Problem, Rule
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag zones and keys that the cluster's region does not have."""
    for path, region, what in (*_zones(x), *_keys(x)):
        if region != x.around.region:
            yield Problem(
                Place(x.owner, path),
                f"{what} is of {region}, and cluster `{x.cluster.name}` of {x.around.region}",
                "of another region",
            )


def _zones(x: ClusterOn) -> Iterator[tuple[Path, str, str]]:
    for index, zone in enumerate(x.cluster.zones):
        yield ("zones", index), zone[:-1], f"zone {zone}"


def _keys(x: ClusterOn) -> Iterator[tuple[Path, str, str]]:
    """Where a key is named, its region, and what to call it."""
    if x.cluster.encryption_key is not None:
        yield ("encryptionKey",), x.cluster.encryption_key.region, "the key of Secrets"
    for path, group in node_groups(x):
        if group.volume.kms_key is not None:
            where = (*path, "volume", "kmsKey")
            yield where, group.volume.kms_key.region, f"the key of node group `{group.name}`"


RULE = Rule(
    id="foreign-region",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    summary="zone or key of another region",
    why="A cluster lies in one region: nodes cannot stand elsewhere, and keys cannot be used from "
    "elsewhere. eksctl compares neither, so creation fails half way.",
    hint="name one of the cluster's region, or set the cluster's region",
    source="https://docs.aws.amazon.com/eks/latest/APIReference/API_Provider.html",
    bad="kind: Cluster\nname: one\nzones: [us-east-1a, us-east-1b, us-west-2a]\n",
    good="kind: Cluster\nname: one\nzones: [us-east-1a, us-east-1b, us-east-1c]\n",
    check=check,
    waiver="never",
)

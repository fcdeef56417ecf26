"""Where shuffle lies: which fields go with which type, and what is left of a lower layer."""

from typing import Any

import pytest
from pydantic import ValidationError

from specgen.merging import merge
from specgen.refusal import Contradiction
from specgen.spec.shapes import shape_of
from specgen.spec.shuffle import Shuffle

PVC = {"type": "pvc", "size": "100Gi", "storageClass": "gp3"}
NVME = {"type": "nvme"}
LUSTRE = {"type": "lustre", "claim": "scratch"}
RECOVERED = "/var/data/spark-local/executor-1"


def read(**fields: Any) -> Shuffle:
    return Shuffle.model_validate(fields)


def refused(**fields: Any) -> Contradiction:
    with pytest.raises(ValidationError) as caught:
        read(**fields)
    cause = caught.value.errors()[0].get("ctx", {}).get("error")
    assert isinstance(cause, Contradiction)
    return cause


@pytest.mark.parametrize(
    ("fields", "at", "mend"),
    [
        ({"storageClass": "gp3"}, "storageClass", "remove it, or set type: pvc"),
        ({**NVME, "reuse": False}, "reuse", "remove it, or set type: pvc"),
        ({**PVC, "hostPath": "/mnt/a"}, "hostPath", "remove it, or set type: nvme"),
        ({"type": "celeborn", "size": "1Gi"}, "size", "remove it, or set type: emptyDir"),
        ({"type": "uniffle", "replication": True}, "replication", "set type: celeborn"),
        ({**LUSTRE, "size": "1Gi"}, "size", "set type: emptyDir"),
        ({"type": "tmpfs", "claim": "a"}, "claim", "set type: lustre"),
        ({"type": "celeborn", "roles": ["driver"]}, "roles", "set type: emptyDir"),
        ({"type": "pvc", "storageClass": "gp3"}, "type", "set shuffle.size"),
        ({"type": "pvc", "size": "1Gi"}, "type", "set shuffle.storageClass"),
        ({"type": "lustre"}, "type", "set shuffle.claim"),
        ({**NVME, "hostPathType": "Directory"}, "hostPathType", "set hostPath"),
        ({**NVME, "hostPath": "/mnt/a", "size": "1Gi"}, "size", "remove size"),
        ({**PVC, "reuse": False, "recovery": True}, "recovery", "set reuse: true"),
        ({**PVC, "recovery": True, "mountPath": "/data1"}, "mountPath", "set recovery: false"),
        (
            {**PVC, "recovery": True, "mountPath": "/spark-a/b"},
            "mountPath",
            "/data/spark-local/executor-1",
        ),
    ],
    ids=str,
)
def test_what_does_not_go_together(fields: dict[str, Any], at: str, mend: str) -> None:
    cause = refused(**fields)
    assert cause.at == (at,)
    assert mend in cause.mend


@pytest.mark.parametrize(
    ("fields", "path", "recovers"),
    [
        ({"size": "1Gi"}, "/var/data/local-1", False),
        ({**NVME, "mountPath": "/a"}, "/a", False),
        (PVC, RECOVERED, True),
        ({**PVC, "recovery": False}, "/var/data/local-1", False),
        ({**PVC, "recovery": False, "mountPath": "/data1"}, "/data1", False),
        ({**PVC, "mountPath": "/data1"}, "/data1", False),
        ({**PVC, "reuse": False}, "/var/data/local-1", False),
        ({**PVC, "roles": ["driver"]}, "/var/data/local-1", False),
        ({**PVC, "mountPath": "/data/spark-x/executor-x"}, "/data/spark-x/executor-x", True),
        (LUSTRE, "/var/data/local-1", False),
    ],
    ids=str,
)
def test_where_it_is_mounted(fields: dict[str, Any], path: str, recovers: bool) -> None:  # noqa: FBT001
    shuffle = read(**fields)
    assert (shuffle.path, shuffle.recovers) == (path, recovers)


@pytest.mark.parametrize("path", ["/a,b", "/a:b", "a", "/a b", "/", "/a/"])
def test_a_path_that_a_list_of_directories_cannot_hold(path: str) -> None:
    with pytest.raises(ValidationError, match="is not the path of a directory"):
        read(size="1Gi", mountPath=path)


@pytest.mark.parametrize("endpoint", ["celeborn", "celeborn:0", "a,b:1", "http://a:1", "a:123456"])
def test_what_is_no_endpoint(endpoint: str) -> None:
    with pytest.raises(ValidationError, match="is not an endpoint"):
        read(type="celeborn", endpoints=[endpoint])


@pytest.mark.parametrize(
    ("fields", "volume"),
    [
        ({}, False),
        ({"type": "nvme"}, False),
        ({"type": "tmpfs"}, False),
        ({"type": "celeborn"}, False),
        ({"roles": ["executor"]}, False),
        ({"size": "1Gi"}, True),
        ({"roles": ["driver", "executor"]}, True),
        ({"type": "tmpfs", "mountPath": "/a"}, True),
        ({"type": "nvme", "hostPath": "/a"}, True),
        (PVC, True),
        (LUSTRE, True),
    ],
    ids=str,
)
def test_a_volume_is_declared_only_where_something_is_said_of_it(
    fields: dict[str, Any], volume: bool  # noqa: FBT001
) -> None:  # fmt: skip
    assert read(**fields).is_volume is volume


@pytest.mark.parametrize(
    ("high", "left"),
    [
        ({"size": "200Gi"}, {**PVC, "size": "200Gi"}),
        ({"type": "nvme"}, {"type": "nvme"}),
        ({"type": "pvc", "reuse": False}, {**PVC, "reuse": False}),
        ({"type": None}, {}),
    ],
    ids=str,
)
def test_another_type_leaves_nothing_of_the_lower_layer(
    high: dict[str, Any], left: dict[str, Any]
) -> None:
    merged = merge({"shuffle": PVC}, {"shuffle": high}, shape_of("SparkJob"))
    assert merged["shuffle"] == left

"""Which releases of Kubernetes, of nodes and of Karpenter go together on EKS, and eksctl's bounds.

A minor release stands here as its second number: 34 is Kubernetes 1.34.
"""

import re
from typing import Literal

Maker = Literal["nodeGroups", "nodeClasses"]

EKS_MINORS = range(31, 37)
"""Minor releases that EKS has, in standard and in extended support.

https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html#kube-proxy-versions (one
row a release), checked 2026-11-21. eksctl 0.230 takes what EKS lists and has no list of its own.
"""

MOST_BEHIND = 3
"""Minor releases that a kubelet or kube-proxy may be older than the API server; never newer.

https://kubernetes.io/releases/version-skew-policy/, checked 2026-11-21.
"""

LEAST_KARPENTER: dict[int, tuple[int, ...]] = {
    31: (1, 0, 5),
    32: (1, 2),
    33: (1, 5),
    34: (1, 6),
    35: (1, 9),
    36: (1, 13),
}
"""The oldest Karpenter for each minor release.

https://karpenter.sh/v1.14/upgrading/compatibility/#compatibility-matrix, checked 2026-11-21.
"""

LONGEST_KARPENTER_CLUSTER = 46
"""Characters of a cluster's name in `KarpenterNodeRole-<name>`, which may have 64.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, checked 2026-11-21.
"""

AMI_FORMS: dict[tuple[Maker, str], tuple[re.Pattern[str], str]] = {
    ("nodeGroups", "AL2023"): (
        re.compile(r"1\.(?P<minor>[0-9]+)\.[0-9]+-[0-9]{8}"),
        "1.34.1-20260715",
    ),
    ("nodeGroups", "Bottlerocket"): (
        re.compile(r"[0-9]+\.[0-9]+\.[0-9]+-[0-9a-f]{8}"),
        "1.47.0-6154605b",
    ),
    ("nodeClasses", "AL2023"): (re.compile(r"v[0-9]{8}|latest"), "v20260715"),
    ("nodeClasses", "Bottlerocket"): (
        re.compile(r"v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-f]{8})?|latest"),
        "v1.44.0",
    ),
}
"""How a release of a machine image is written, by who makes the nodes and by family; an example.

EKS puts the kubelet's release before AL2023's day, and Bottlerocket's own before a commit:
https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html and
https://github.com/bottlerocket-os/bottlerocket/releases (`image_version` of the SSM parameters);
Karpenter: https://karpenter.sh/v1.14/concepts/nodeclasses/#alias; checked 2026-11-21.
"""

REGIONS = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
    "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
    "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-central-1",
    "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-isoe-west-1",
    "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1",
    "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
    "us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1",
    "us-isob-west-1", "us-isof-east-1", "us-isof-south-1", "us-west-1", "us-west-2",
)  # fmt: skip
"""Regions that eksctl takes; it refuses all others.

https://github.com/eksctl-io/eksctl/blob/main/pkg/apis/eksctl.io/v1alpha5/partitions.go, checked
2026-11-21.
"""


def minor_of(release: str) -> int:
    """The minor release that a version begins with: 34 of `1.34`, `v1.34.1-eksbuild.2`."""
    return int(release.removeprefix("v").split(".")[1])


LONGEST_CRON_JOB_NAME = 52
"""Characters: the controller appends 11 to name its Jobs, which are called by labels of 63.

https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/; checked 2026-11-21.
"""

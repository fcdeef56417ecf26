"""Facts about AWS that its names are made of."""

_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, checked 2026-11-21."""


def partition(region: str) -> str:
    """The part of AWS that a region belongs to, as ARNs name it."""
    return next((name for start, name in _PARTITIONS.items() if region.startswith(start)), "aws")


INLINE_POLICIES = 10_240
"""Characters of all inline policies of a role, white space not counted; it cannot be raised.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, checked 2026-11-21.
"""

IRSA_ROLE = "eks.amazonaws.com/role-arn"
"""Annotation of a service account: the role that its pods get by IRSA.

https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
"""

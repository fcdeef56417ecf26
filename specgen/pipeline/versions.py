"""Steps of versions that EKS does not take: over a minor release, and back."""

import re
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """What is wrong with a step, and how to mend it."""

    what: str
    mend: str


def of_cluster(old: Any, new: Any) -> Fault | None:
    """What is wrong with a step of a control plane, or None.

    https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html (one minor release at a
    time); https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html (one back, within
    seven days of an upgrade). eksctl 0.230 holds both, pkg/eks/versions_manager.go.
    """
    was, now = _minor(old), _minor(new)
    if was is None or now is None or now - was in (0, 1):
        return None
    if now > was:
        return Fault(
            f"goes from {old} to {new}, and a control plane is upgraded one release at a time",
            f'set "1.{was + 1}", and upgrade the cluster, first',
        )
    return Fault(
        f"goes back from {old} to {new}, and a control plane is not downgraded",
        f'set "{old}"; to roll back an upgrade of the last seven days, revert its commit whole',
    )


def _minor(version: Any) -> int | None:
    found = re.fullmatch(r"1\.([0-9]{1,3})", str(version))
    return int(found[1]) if found else None


_RELEASE = {
    "AmazonLinux2023": re.compile(r"(\d{1,3})\.(\d{1,3})\.\d{1,3}-(\d{8})"),
    "Bottlerocket": re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:-[0-9a-f]+)?"),
}
"""What orders releases of an image: Kubernetes' minor release and a day, or its own version.

https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html
"""


def goes_back(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a group's nodes would get an older image, which EKS refuses.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
    """
    was, now = _release(old), _release(new)
    return old.get("amiFamily") == new.get("amiFamily") and bool(was and now and now < was)


def _release(group: dict[str, Any]) -> tuple[int, ...]:
    """What stands for the release; empty if it is of no known form, or the newest."""
    form = _RELEASE.get(str(group.get("amiFamily")))
    found = form.fullmatch(str(group.get("releaseVersion"))) if form else None
    return tuple(int(number) for number in found.groups()) if found else ()

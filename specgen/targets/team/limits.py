"""What the team's namespace may use: ResourceQuota and LimitRange."""

from collections.abc import Iterator

from specgen.manifests import core
from specgen.manifests.document import Document
from specgen.manifests.meta import Metadata
from specgen.spec.platform import TeamOn
from specgen.spec.resources import Resources
from specgen.spec.team import LimitRangeItem
from specgen.targets.common import NAMESPACE_WAVE, WAVE, labels, team_file
from specgen.targets.target import Target

_SHORT = {"cpu": "requests.cpu", "memory": "requests.memory"}
NAME = "spark"


def _metadata(x: TeamOn) -> Metadata:
    return {
        "name": NAME,
        "namespace": x.team.home,
        "labels": labels(x.where, x.team.name),
        "annotations": {WAVE: NAMESPACE_WAVE},
    }


def quota(x: TeamOn) -> Iterator[Document]:
    """The ResourceQuota, if the team has one.

    https://kubernetes.io/docs/concepts/policy/resource-quotas/
    """
    if not x.team.quota:
        return
    hard = {_SHORT.get(key, key): str(amount) for key, amount in x.team.quota.items()}
    body: core.ResourceQuota = {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": _metadata(x),
        "spec": {"hard": hard},
    }
    yield Document(team_file(x.where, x.team.name, "ResourceQuota", NAME), body, x.owner)


def limit_range(x: TeamOn) -> Iterator[Document]:
    """The LimitRange, if the team has one. https://kubernetes.io/docs/concepts/policy/limit-range/."""
    if not x.team.limit_range:
        return
    body: core.LimitRange = {
        "apiVersion": "v1",
        "kind": "LimitRange",
        "metadata": _metadata(x),
        "spec": {"limits": [_item(one) for one in x.team.limit_range]},
    }
    yield Document(team_file(x.where, x.team.name, "LimitRange", NAME), body, x.owner)


def _item(item: LimitRangeItem) -> core.LimitRangeItem:
    return {
        "type": item.type,
        "default": _amounts(item.default),
        "defaultRequest": _amounts(item.default_request),
        "max": _amounts(item.max),
        "min": _amounts(item.min),
        "maxLimitRequestRatio": _amounts(item.max_limit_request_ratio),
    }


def _amounts(given: Resources) -> dict[str, str | int] | None:
    return {name: str(amount) for name, amount in given.items()} or None


QUOTA = Target("resource-quota", "ResourceQuota of a team's namespace", TeamOn, quota)
LIMIT_RANGE = Target("limit-range", "LimitRange of a team's namespace", TeamOn, limit_range)

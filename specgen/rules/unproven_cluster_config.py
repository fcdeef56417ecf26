"""An override of what eksctl makes a cluster from."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.manifests.eksctl import ClusterConfig
from specgen.paths import Path
from specgen.rules.places import patched
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn, EnvironmentOn

_FIELDS = ClusterConfig.__annotations__.keys() - {"apiVersion", "kind", "metadata"}
"""What another rule has is left to it: an object's identity, and fields that no schema knows."""

_OF_METADATA = frozenset(("region", "version"))


def check(x: ClusterOn | EnvironmentOn) -> Iterator[Problem]:
    """Flag each such field once."""
    for path in dict.fromkeys(_field(path) for path, _ in patched(x) if _is_config(path)):
        if path:
            yield Problem(
                Place(x.owner, path, on_key=True),
                f"{x.owner.kind} `{x.owner.name}` overrides `{path[-1]}` of a ClusterConfig",
                "eksctl may refuse it, or drop it without a word",
            )


def _is_config(path: Path) -> bool:
    return str(path[1]).partition("/")[0] == "ClusterConfig"


def _field(path: Path) -> Path:
    """The path as far as a field of the file that rules hold something of; empty if it has none."""
    if path[2:3] == ("metadata",):
        return path[:4] if _OF_METADATA.intersection(map(str, path[3:4])) else ()
    return path[:3] if _FIELDS.intersection(map(str, path[2:3])) else ()


_OVERRIDE = "overrides: {ClusterConfig: {%s}}\n"

RULE = Rule(
    id="unproven-cluster-config",
    family="ovr",
    severity=Severity.WARNING,
    of=(ClusterOn, EnvironmentOn),
    summary="override of what eksctl makes a cluster from",
    why="Rules look at the spec and not at overrides. Half of what eksctl refuses it refuses for "
    "reasons that no schema tells, some of it when half of the cluster is made.",
    hint="set the cluster's own field instead, or try the file with eksctl and say so in a waiver",
    source="https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/apis/eksctl.io/v1alpha5/validation.go",
    bad=created(_OVERRIDE % "cloudWatch: {clusterLogging: {logRetentionInDays: 31}}"),
    good=created(_OVERRIDE % "metadata: {tags: {cost: data}}"),
    check=check,
)

"""What several rules ask of a subject, and where it is written."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pydantic.alias_generators import to_camel

from specgen.facts.spark import OPERATOR_SPARK
from specgen.facts.spark_conf import Fault, any_fault, fault
from specgen.finding import Owner, Place
from specgen.names import nearest
from specgen.paths import Path, leaves
from specgen.spec.karpenter import NodePool
from specgen.spec.nodegroup import NodeGroup
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn, TeamOn, Used
from specgen.spec.pods import Role
from specgen.spec.pool import Pool, Runs
from specgen.spec.team import Identity
from specgen.spec.volume import RoleName

_LOC = "loc://"
_S3 = ("s3://", "s3a://")


def mend(name: str, known: list[str], otherwise: str) -> str:
    """Did-you-mean, or else what to do."""
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else otherwise


# --- roles and pools ------------------------------------------------------------------------------


def roles(x: JobOn) -> Iterator[tuple[RoleName, Role, Pool]]:
    """Driver and executors: the field, what it says, and its pool, where that exists."""
    both: tuple[tuple[RoleName, Role, Pool | None], ...] = (
        ("driver", x.job.driver, x.driver_pool),
        ("executor", x.job.executor, x.executor_pool),
    )
    for field, role, pool in both:
        if pool is not None:
            yield field, role, pool


def executor_zones(x: JobOn) -> list[str]:
    """Zones that executors may stand in, if the job chooses none; empty if it has no pool."""
    pool = x.executor_pool
    return [] if pool is None else sorted(set(pool.zones or x.around.zones))


def called(role: Role, pool: Pool) -> str:
    """A pool in words, as far as a role takes it."""
    part = role.only.capacity_type
    return f"pool `{pool.name}`" if part is None else f"the {part} part of pool `{pool.name}`"


def cluster_place(x: JobOn, *path: str | int) -> Place:
    """A field of the job's cluster."""
    return Place(Owner("Cluster", x.where.cluster), path)


def installed_place(x: JobOn) -> Place:
    """Where the cluster says what is installed on it."""
    return cluster_place(x, "addons" if x.around.created else "existing")


def pool_place(x: JobOn, pool: Pool, field: str) -> Place:
    """A field of a pool; of the job if the pool is `any`, which no one writes."""
    if not pool.declared:
        return Place(x.owner)
    if pool.declared[0] == "nodeGroups":
        of_several = field == "capacityType" and len(pool.capacity_type) > 1
        field = "pool" if of_several else _OF_GROUPS.get(field, field)
    return cluster_place(x, *pool.declared, field)


_OF_GROUPS = {"name": "pool", "arch": "instanceTypes"}
"""Where node groups say what pools say; one without `pool` says it by its name."""


def image_place(x: JobOn, *path: str, of: Used | None = None) -> Place:
    """A field of an image, by default the job's: in the catalogue, or on the job itself."""
    at, said = (("image",), x.job.image) if of is None else (of.path, of.said)
    if isinstance(said, str) and not any(sign in said for sign in "/:@"):
        return Place(Owner("Environment", x.where.environment), ("images", said, *path))
    return Place(x.owner, (*at, *path))


# --- data -----------------------------------------------------------------------------------------


def uris(x: JobOn) -> Iterator[tuple[Path, str]]:
    """Every place where a location may be named, and the URI (or other argument) there."""
    app, log = x.job.application, x.job.event_log
    yield ("application", "file"), app.file.text
    lists = (
        ("pyFiles", app.py_files),
        ("jars", app.jars),
        ("files", app.files),
        ("archives", app.archives),
    )
    for field, listed in lists:
        for index, uri in enumerate(listed):
            yield ("application", field, index), uri.text
    for index, argument in enumerate(app.arguments):
        yield ("application", "arguments", index), in_argument(argument)
    for index, root in enumerate(x.job.writes):
        yield ("writes", index), root.text
    if log.enabled and log.dir is not None:
        yield ("eventLog", "dir"), log.dir.text
    if x.job.executor.decommission.fallback_storage is not None:
        yield (
            ("executor", "decommission", "fallbackStorage"),
            x.job.executor.decommission.fallback_storage.text,
        )


def in_argument(text: str) -> str:
    """The URI that an argument is, or has after its first `=`; else the argument."""
    name, equals, value = text.partition("=")
    return value if equals and "://" not in name and value.startswith((_LOC, *_S3)) else text


def location(text: str) -> str | None:
    """The name in `loc://name/…`, or None if it is no location."""
    return text.removeprefix(_LOC).partition("/")[0] if text.startswith(_LOC) else None


def resolved(x: JobOn, text: str) -> str:
    """The URI with its location's root; unchanged if it names none that is known."""
    root = x.around.locations.get(location(text) or "")
    return text if root is None else f"{root}{text.removeprefix(_LOC).partition('/')[2]}"


def on_s3(x: JobOn, text: str) -> bool:
    """Whether the URI is on S3."""
    return resolved(x, text).startswith(_S3)


def names_s3(x: JobOn) -> bool:
    """Whether the job reads or writes S3, as far as its spec tells."""
    default = (
        x.around.event_logs if x.job.event_log.enabled and x.job.event_log.dir is None else None
    )
    texts = [text for _, text in uris(x)]
    return any(on_s3(x, text) for text in [*texts, str(default or "")])


def spark(x: JobOn) -> tuple[int, ...]:
    """The job's Spark release; the newest, if nobody says."""
    version = x.job.spark_version or x.image.spark_version
    return (9,) if version is None else version.parts


# --- rights ---------------------------------------------------------------------------------------


def identities(x: TeamOn | JobOn) -> Iterator[tuple[Path, Identity]]:
    """Each identity of a team and where its fields stand; the first is the team's own."""
    for index, identity in enumerate(x.team.all_identities):
        yield ("identities", index - 1) if index else (), identity


def has_rights(identity: Identity) -> bool:
    """Whether anything is said of what it may do."""
    given = identity.role_arn or identity.storage or identity.policies or identity.statements
    return bool(given)


# --- clusters -------------------------------------------------------------------------------------


def version_place(x: ClusterOn, field: str) -> Place:
    """Where the version of something installed is said: on the cluster, else its Environment."""
    own = getattr(x.cluster.versions, field) is not None
    owner = x.owner if own else Owner("Environment", x.where.environment)
    return Place(owner, ("versions", to_camel(field)))


def pod_identities(x: ClusterOn) -> bool:
    """Whether eksctl is to make Pod Identity associations beside those of EKS's add-ons."""
    if x.cluster.karpenter is not None or x.cluster.cluster_autoscaler is not None:
        return True
    of_teams = (one for team in x.teams for one in team.team.all_identities)
    return x.around.identity == "pod-identity" and any(map(has_rights, of_teams))


# --- who makes nodes ------------------------------------------------------------------------------


SPARKS = ("drivers", "executors", "any")
"""Pools that drivers or executors run on."""


def node_groups(x: ClusterOn) -> Iterator[tuple[Path, NodeGroup]]:
    """Each node group, and where it is written."""
    for index, group in enumerate(x.cluster.node_groups):
        yield ("nodeGroups", index), group


def node_pools(x: ClusterOn) -> Iterator[tuple[Path, NodePool]]:
    """Each pool of Karpenter, and where it is written."""
    karpenter = x.cluster.karpenter
    for index, pool in enumerate(karpenter.node_pools if karpenter else ()):
        yield ("karpenter", "nodePools", index), pool


def by_priority(x: ClusterOn) -> bool:
    """Whether priorities decide which node group Cluster Autoscaler lets grow."""
    scaler = x.cluster.cluster_autoscaler
    return scaler is not None and "priority" in scaler.expander


class Choice(NamedTuple):
    """A list by which a node group or a pool of Karpenter chooses its machines."""

    who: str
    path: Path
    kind: Literal["types", "families", "categories"]
    names: tuple[str, ...]
    runs: Runs
    spot: bool
    """It may lose its nodes at two minutes' notice."""


def choices(x: ClusterOn) -> Iterator[Choice]:
    """Every such list of the cluster; of a node group its types."""
    for path, group in node_groups(x):
        who, spot = f"node group `{group.name}`", group.capacity_type == "spot"
        at = (*path, "instanceTypes")
        yield Choice(who, at, "types", group.instance_types, group.runs, spot)
    for path, pool in node_pools(x):
        who, spot = f"pool `{pool.name}`", pool.as_pool(path).may_be_spot
        given = pool.instances
        for kind, names in zip(
            _KINDS, (given.types, given.families, given.categories), strict=True
        ):
            yield Choice(who, (*path, "instances", kind), kind, names, pool.runs, spot)


_KINDS: tuple[Literal["types", "families", "categories"], ...] = ("types", "families", "categories")


# --- overrides ------------------------------------------------------------------------------------


def patched(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> Iterator[tuple[Path, Any]]:
    """Each leaf of a subject's own overrides: its path from the spec object, and its value."""
    for key, body in _overrides(x).items():
        yield from leaves(body, ("overrides", key))


def _overrides(x: JobOn | TeamOn | ClusterOn | EnvironmentOn) -> dict[str, Any]:
    if isinstance(x, JobOn):
        return x.job.overrides
    if isinstance(x, TeamOn):
        return x.team.overrides
    return x.cluster.overrides if isinstance(x, ClusterOn) else x.environment.overrides


def conf_keys(x: JobOn) -> Iterator[tuple[Path, str, str]]:
    """Path, key and value of each Spark setting, of those in overrides too."""
    for key, value in x.job.conf.items():
        yield ("conf", key), key, value
    for path, value in patched(x):
        if len(path) > 1 and path[-2] == "sparkConf":
            yield path, str(path[-1]), str(value)


def release(version: tuple[int, ...]) -> str:
    """A release of Spark as people write it."""
    return ".".join(map(str, version))


def conf_faults(x: JobOn, kind: str) -> Iterator[tuple[Place, str, str, Fault]]:
    """Place, key and value of each Spark setting with a fault of that kind; the fault.

    None where the release of Spark is not known, which is told already.
    """
    version = x.job.spark_version or x.image.spark_version
    if version is None:
        return
    by = version.parts if x.job.submitted else OPERATOR_SPARK
    if not x.job.overrides and not any_fault(tuple(x.job.conf.items()), version.text, by):
        return
    for path, key, value in conf_keys(x):
        found = fault(key, value, version.parts, by)
        if found is not None and found.kind == kind:
            yield Place(x.owner, path, on_key=kind != "malformed"), key, value, found

"""What several rules ask of a subject, and where it is written."""

from collections.abc import Iterator
from typing import Any

from specgen.finding import Owner, Place
from specgen.names import nearest
from specgen.paths import Path, leaves
from specgen.spec.platform import ClusterOn, EnvironmentOn, JobOn, TeamOn
from specgen.spec.pods import Role
from specgen.spec.pool import Pool

_LOC = "loc://"
_S3 = ("s3://", "s3a://")


def mend(name: str, known: list[str], otherwise: str) -> str:
    """Did-you-mean, or else what to do."""
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else otherwise


# --- roles and pools ------------------------------------------------------------------------------


def roles(x: JobOn) -> Iterator[tuple[str, Role, Pool]]:
    """Driver and executors: the field, what it says, and its pool, where that exists."""
    both = (("driver", x.job.driver, x.driver_pool), ("executor", x.job.executor, x.executor_pool))
    for field, role, pool in both:
        if pool is not None:
            yield field, role, pool


def cluster_place(x: JobOn, *path: str | int) -> Place:
    """A field of the job's cluster."""
    return Place(Owner("Cluster", x.where.cluster), path)


def pool_place(x: JobOn, pool: Pool, field: str) -> Place:
    """A field of a pool; of the job if the pool is `any`, which no one writes."""
    if not pool.declared:
        return Place(x.owner)
    return cluster_place(x, *pool.declared, field)


def image_place(x: JobOn, *path: str) -> Place:
    """A field of the job's image, in the catalogue or on the job itself."""
    if isinstance(x.job.image, str) and not any(sign in x.job.image for sign in "/:@"):
        return Place(Owner("Environment", x.where.environment), ("images", x.job.image, *path))
    return Place(x.owner, ("image", *path))


# --- data -----------------------------------------------------------------------------------------


def uris(x: JobOn) -> Iterator[tuple[Path, str]]:
    """Every place where a location may be named, and the URI (or other argument) there."""
    app, log = x.job.application, x.job.event_log
    yield ("application", "file"), app.file.text
    lists = (("pyFiles", app.py_files), ("jars", app.jars), ("files", app.files))
    for field, listed in lists:
        for index, uri in enumerate(listed):
            yield ("application", field, index), uri.text
    for index, argument in enumerate(app.arguments):
        yield ("application", "arguments", index), in_argument(argument)
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

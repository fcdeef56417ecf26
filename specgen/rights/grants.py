"""Where grants lead: below which path of which bucket an identity may read or write."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from specgen.spec.grant import Access, Grant
from specgen.spec.platform import Surroundings
from specgen.spec.team import Identity
from specgen.units.addresses import Root

READS: tuple[Access, ...] = ("read", "read-write")
WRITES: tuple[Access, ...] = ("write", "read-write")

_LOC = "loc://"


class Right(NamedTuple):
    """What may be done with a path of a bucket and all below it."""

    bucket: str
    path: str
    """Without `/` at its end; empty: the whole bucket."""
    access: Access
    kms_key: str | None = None
    grant: int | None = None
    """Which grant it comes from; None: nobody wrote it."""

    @property
    def reads(self) -> bool:
        """Whether objects may be read."""
        return self.access in READS

    @property
    def writes(self) -> bool:
        """Whether objects may be written and deleted."""
        return self.access in WRITES

    def covers(self, bucket: str, key: str) -> bool:
        """Whether it is about this object, or folder."""
        return self.bucket == bucket and within(key, self.path)


def within(key: str, path: str) -> bool:
    """Whether a key is this path or lies below it; `in2` does not lie below `in`."""
    return not path or key == path or key.startswith(f"{path}/")


def resolved(text: str, locations: Mapping[str, Root]) -> str:
    """The URI with its location's root; unchanged if it names none that is known."""
    name, _, below = text.removeprefix(_LOC).partition("/")
    root = locations.get(name) if text.startswith(_LOC) else None
    return text if root is None else f"{root}{below}"


def on_s3(text: str) -> tuple[str, str] | None:
    """Bucket and key of a resolved URI; None if it leads elsewhere."""
    scheme, _, rest = text.partition("://")
    bucket, _, key = rest.partition("/")
    return (bucket, key) if scheme in ("s3", "s3a") else None


def from_us(identity: Identity) -> bool:
    """Whether specgen says what it may do: it has rights, and no role of its own."""
    given = identity.storage or identity.policies or identity.statements
    return identity.role_arn is None and bool(given)


def rights(identity: Identity, around: Surroundings, cluster: str) -> Iterator[Right]:
    """What its grants come to, and the cluster's event logs; a grant that leads nowhere is none."""
    if not from_us(identity):
        return
    for index, grant in enumerate(identity.storage):
        found = on_s3(resolved(grant.uri.text, around.locations))
        if found is not None:
            yield _of_grant(grant, index, *found, cluster)
    yield from _event_logs(around, cluster)


def _of_grant(grant: Grant, index: int, bucket: str, key: str, cluster: str) -> Right:
    steps = (key.rstrip("/"), cluster if grant.cluster else "")
    kms_key = None if grant.kms_key is None else grant.kms_key.text
    return Right(bucket, "/".join(one for one in steps if one), grant.access, kms_key, index)


def _event_logs(around: Surroundings, cluster: str) -> Iterator[Right]:
    """Drivers write their event log, and rename it when they end."""
    found = None if around.event_logs is None else on_s3(around.event_logs.text)
    if found is not None:
        bucket, key = found
        yield Right(bucket, f"{key}{cluster}", "read-write")

"""The schemas that a project's users added for their own cluster, read from its folder."""

import os

from specgen.finding import Finding, Spot
from specgen.load.files import File, folder, read_file, unreadable
from specgen.validate import schema as ours
from specgen.validate.own import FOLDER, Read, Schemas

MAX_BYTES = 8 << 20
"""Of one file with schemas; the biggest CRD that is known has 1.4 MB."""


def own_schemas(root: str) -> Schemas:
    """The schemas of a project: its own for the kinds that it has one for, else ours."""
    return Schemas() if is_ours(root) else Schemas(_reader(root))


def is_ours(root: str) -> bool:
    """Whether the project's folder is where specgen's own schemas lie, as in its repository."""
    place = os.path.join(root, FOLDER)
    return os.path.isdir(place) and os.path.samefile(place, ours.folder())


def _reader(root: str) -> Read:
    def read(name: str) -> str | Finding | None:
        group, _, base = name.rpartition("/")
        path = f"{FOLDER}/{name}"
        try:
            with folder(root, f"{FOLDER}/{group}") as handle:
                os.stat(base, dir_fd=handle, follow_symlinks=False)
                found = read_file(handle, base, path, MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            what = f"the folder cannot be opened: {os.strerror(error.errno or 0)}"
            return unreadable("not-readable", Spot(path), what, "put a plain folder there")
        return found.text if isinstance(found, File) else found

    return read

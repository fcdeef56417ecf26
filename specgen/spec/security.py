"""As whom a job's containers run, and what they may not do."""

from typing import Annotated, Literal

from pydantic import Field

from specgen.spec.base import SpecModel


class Security(SpecModel):
    """Security context of the job's containers."""

    level: Literal["restricted", "baseline", "none"] = "restricted"
    """As Pod Security's level `restricted` asks; `baseline`: user, group and seccomp alone, for
    images that need capabilities; `none`: nothing."""

    run_as_user: Annotated[int, Field(ge=1)] = 185
    """User of the processes; 185 is Spark's own images'."""

    run_as_group: Annotated[int, Field(ge=1)] = 185
    """Group of the processes."""

    fs_group: Annotated[int, Field(ge=1)] | None = None
    """Group that volumes are given to as they are mounted. By default `runAsGroup`, for roles that
    mount claims: a new volume is root's, and Spark could not write to it."""

    @property
    def group_of_volumes(self) -> int:
        """Whose files of volumes are."""
        return self.run_as_group if self.fs_group is None else self.fs_group

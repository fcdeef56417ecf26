"""What an environment has, as rows of a table."""

from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.spec.platform import JobOn

COLUMNS = (
    "job", "env", "cluster", "team", "kind", "spark", "image", "driver", "executor", "executors",
    "schedule", "live",
)  # fmt: skip


def rows(world: World) -> list[tuple[str, ...]]:
    """One row for each job on each cluster, in the order of COLUMNS."""
    return [_row(x) for x in subjects(world) if isinstance(x, JobOn)]


def _row(x: JobOn) -> tuple[str, ...]:
    job = x.job
    count = job.executor.instances
    version = job.spark_version or x.image.spark_version
    live = x.active and not job.suspend
    return (
        job.name,
        x.where.environment,
        x.where.cluster,
        x.team.name,
        "schedule" if job.schedule else "stream" if job.streaming else "one-shot",
        str(version or ""),
        job.image if isinstance(job.image, str) else x.image.reference,
        job.driver.pool,
        job.executor.pool,
        str(count) if isinstance(count, int) else f"{count.min}-{count.max}",
        str(job.schedule.cron) if job.schedule else "",
        "yes" if live else "suspended",
    )

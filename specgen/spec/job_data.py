"""Where the record of a run goes, and how a job reads and writes S3."""

from typing import Literal

from specgen.spec.base import SpecModel, Text
from specgen.units.addresses import Uri
from specgen.units.amounts import SparkMemory


class EventLog(SpecModel):
    """The record of a run that the Spark history server shows."""

    enabled: bool = True
    """Write it, if there is a place for it."""

    dir: Uri | None = None
    """By default `<Environment.eventLogs><cluster>/`."""

    rolling: bool = True
    """In pieces, so that a long run's log can be cleaned."""

    max_file_size: SparkMemory = SparkMemory("128m")
    """Size of a piece; at least 10m."""


class S3(SpecModel):
    """How Hadoop's S3A client works; used when the job names S3."""

    committer: Literal["magic", "directory", "none"] | None = None
    """How output is committed without renaming objects; by default `magic` from Spark 3.5."""

    endpoint: Uri | None = None
    """Another S3 server, `https://minio.example.com`."""

    region: Text | None = None
    """By default the cluster's."""

    path_style: bool = False
    """Bucket in the path, not in the host name."""

    s3_scheme: bool = False
    """Makes `s3://` work inside the program, too."""

    credentials: Literal["pod-identity", "irsa", "instance-profile", "environment"] | None = None
    """By default as the cluster's `identity` says; `environment` reads AWS_* variables."""

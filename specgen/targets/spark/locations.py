"""Where data really is: `loc://` resolved, and the scheme that Hadoop reads S3 by."""

from specgen.spec.platform import JobOn
from specgen.units.addresses import Root, Uri

_LOC, _S3 = "loc://", "s3://"


def resolved(text: str, locations: dict[str, Root]) -> str:
    """`loc://name/path` with the location's root in front of the path; other text as it is.

    A name that is not known is left as it is; the rule `unknown-location` has refused it.
    """
    if not text.startswith(_LOC):
        return text
    name, _, path = text.removeprefix(_LOC).partition("/")
    root = locations.get(name)
    return text if root is None else f"{root}{path}"


def for_hadoop(text: str, locations: dict[str, Root]) -> str:
    """The resolved URI as Hadoop reads it: S3 by `s3a://`."""
    real = resolved(text, locations)
    return f"s3a://{real.removeprefix(_S3)}" if real.startswith(_S3) else real


def argument(text: str, locations: dict[str, Root]) -> str:
    """An argument that is a URI, or has one after its first `=`, as Hadoop reads it."""
    name, equals, value = text.partition("=")
    if equals and value.startswith((_LOC, _S3)) and "://" not in name:
        return f"{name}={for_hadoop(value, locations)}"
    return for_hadoop(text, locations)


def uri(x: JobOn, value: Uri) -> str:
    """A URI of the job as Hadoop reads it."""
    return for_hadoop(value.text, x.around.locations)


def event_log_dir(x: JobOn) -> str | None:
    """Where the job's event log goes, or None if it writes none."""
    log = x.job.event_log
    if not log.enabled:
        return None
    if log.dir is not None:
        return uri(x, log.dir)
    root = x.around.event_logs
    return None if root is None else for_hadoop(f"{root}{x.where.cluster}/", x.around.locations)


def _beside(x: JobOn) -> tuple[Uri, ...]:
    app = x.job.application
    return (*app.py_files, *app.jars, *app.files, *app.archives, *x.job.writes)


def names_s3(x: JobOn) -> bool:
    """Whether Hadoop reads or writes S3 for this job, as far as its spec tells."""
    app, decommission = x.job.application, x.job.executor.decommission
    texts = [uri(x, one) for one in (app.file, *_beside(x))]
    texts += [argument(text, x.around.locations).rpartition("=")[2] for text in app.arguments]
    if decommission.fallback_storage is not None:
        texts.append(uri(x, decommission.fallback_storage))
    texts.append(event_log_dir(x) or "")
    return any(text.startswith("s3a://") for text in texts)

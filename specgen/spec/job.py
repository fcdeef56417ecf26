"""A Spark job."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from specgen.refusal import Contradiction
from specgen.spec.allow import Allow
from specgen.spec.application import Application
from specgen.spec.base import (
    JOB_ONLY,
    Annotations,
    Labels,
    Name,
    NamedSeq,
    Overrides,
    PartOf,
    Scalar,
    Seq,
    SpecModel,
    Text,
)
from specgen.spec.container import Container, refuse_lost_mount, refuse_shared_name
from specgen.spec.env import Env, EnvFrom
from specgen.spec.image import ImageRef
from specgen.spec.job_data import S3, EventLog
from specgen.spec.metrics import Metrics
from specgen.spec.operator import refuse_without_operator
from specgen.spec.pods import DriverRole, ExecutorRole, Ratio
from specgen.spec.pool import ZoneOrAny
from specgen.spec.scheduler import Scheduler
from specgen.spec.security import Security
from specgen.spec.shuffle import Shuffle
from specgen.spec.submit import Submit, Submitter, refuse_unsubmittable
from specgen.spec.ui import RUN_NAME, Ui
from specgen.spec.volume import JobVolume, RoleName, refuse_shared_path
from specgen.units.addresses import Uri
from specgen.units.cron import Cron
from specgen.units.times import Duration, TimeZone, Version

Conf = dict[Text, Scalar]


class Schedule(SpecModel):
    """When a job runs by itself."""

    cron: Cron
    """Five fields or `@hourly`, `@every 5m`; in quotes."""

    time_zone: TimeZone | None = None
    """By default the Environment's `timeZone`; one of the two is needed."""

    concurrency_policy: Literal["Allow", "Forbid", "Replace"] = "Forbid"
    """When the last run still goes: start beside it, skip, or replace it. Always rendered, because
    the operator runs only once if it is unset."""

    successful_history: Annotated[int, Field(ge=0)] = 3
    """Finished runs that are kept."""

    failed_history: Annotated[int, Field(ge=0)] = 3
    """Failed runs that are kept."""


class RestartPolicy(SpecModel):
    """What happens when a run fails."""

    type: Literal["Never", "OnFailure", "Always"] = "OnFailure"
    """`Always` is for streams."""

    on_failure_retries: Annotated[int, Field(ge=1)] = 2
    """Retries of a failed run. For no retries write `type: Never`."""

    on_failure_retry_interval: Duration = Duration("30s")
    """Time between them, at least 1s; grows with each."""

    on_submission_failure_retries: Annotated[int, Field(ge=0)] = 3
    """Retries of a submission that failed."""

    on_submission_failure_retry_interval: Duration = Duration("20s")
    """Time between them, at least 1s."""

    @model_validator(mode="after")
    def _retries_mean_something(self) -> Self:
        given = self.model_fields_set - {"type"}
        if self.type == "Never" and given:
            raise Contradiction(
                "a run that is never restarted has no retries",
                "remove them, or set type: OnFailure",
            )
        return self

    @model_validator(mode="after")
    def _intervals_positive(self) -> Self:
        for name, alias in _INTERVALS.items():
            if getattr(self, name).seconds < 1:
                raise Contradiction(
                    "the operator refuses an interval below 1s", "write 1s", (alias,)
                )
        return self


_INTERVALS = {
    "on_failure_retry_interval": "onFailureRetryInterval",
    "on_submission_failure_retry_interval": "onSubmissionFailureRetryInterval",
}


class Metadata(SpecModel):
    """Labels and annotations of the application object itself; changing them re-runs nothing."""

    labels: Labels = {}
    """On the object; the operator copies them to the pods of the next run."""

    annotations: Annotations = {}
    """On the object."""


class SparkJob(SpecModel):
    """A Spark job of a team, on one or several clusters."""

    kind: Literal["SparkJob"]
    """Always `SparkJob`."""

    name: Annotated[Name, JOB_ONLY]
    """Name of the application; with a schedule at most 43 characters, because runs are stamped."""

    team: Annotated[Name, JOB_ONLY]
    """The team it belongs to; it runs in the team's namespace."""

    clusters: Annotated[Seq[Name], Field(min_length=1)] | None = None
    """Clusters it is rendered for; by default the only one."""

    active_on: Seq[Name] | None = None
    """Clusters on which it is live; on the others it is rendered suspended. Needed with several."""

    profiles: Annotated[Seq[Name], JOB_ONLY] = ()
    """Ways of running it, applied in this order below the job's own fields."""

    image: ImageRef
    """A name of the Environment's `images`, a registry reference, or an Image."""

    spark_version: Version | None = None
    """Spark in the image; by default what the image declares."""

    application: Application
    """The program."""

    driver: DriverRole
    """The driver's pod."""

    executor: ExecutorRole
    """The executors' pods."""

    shuffle: Shuffle = Shuffle.as_built_in()
    """Where shuffle data and spilled data lie; by default on the node's disk, in an emptyDir."""

    zone: ZoneOrAny = "any"
    """Keeps driver and executors in one zone: shuffle between zones is billed."""

    colocation: Literal["none", "zone", "node"] = "none"
    """Where executors would rather be: in one zone with the others of the job, or on as few nodes
    as hold them. They go elsewhere where that is full."""

    schedule: Annotated[Schedule | None, JOB_ONLY] = None
    """Runs it by itself; without it the job is a one-shot."""

    streaming: Annotated[bool, JOB_ONLY] = False
    """It never ends: restarted always, deleted only on confirmation."""

    run: Annotated[Text | None, JOB_ONLY] = None
    """Run id of a one-shot; another value runs it again."""

    suspend: bool = False
    """Parks it: a running one is stopped, and later edits do not start it. Of a run that
    spark-submit has submitted the driver goes on."""

    submit: Submit = "operator"
    """Who submits it: the Spark operator, or spark-submit by a script. With a `schedule` the script
    runs in the cluster as a CronJob, with `run` once as a Job; else whoever likes runs it."""

    submitter: Submitter = Submitter.as_built_in()
    """The pod that runs that script in the cluster."""

    restart_policy: RestartPolicy = RestartPolicy.as_built_in()
    """What happens when a run fails. With `streaming` the type is `Always`."""

    time_to_live: Duration | None = None
    """Deletes the object this long after it ended. Not under Argo CD, which would make it anew."""

    writes: Seq[Uri] = ()
    """Roots of what it writes; its identity must be granted them, and S3 is set up for them."""

    identity: Name = "spark"
    """Identity of its team that it runs as."""

    conf: Conf = {}
    """Spark settings that have no field of their own."""

    hadoop_conf: Conf = {}
    """Hadoop settings, without `spark.hadoop.`."""

    memory_overhead_factor: Ratio | None = None
    """Memory beside the heap as a fraction of it, in quotes: `"0.2"`."""

    env: Env = {}
    """Environment variables of both roles, in Spark's containers."""

    env_from: Seq[EnvFrom] = ()
    """Secrets and ConfigMaps whose keys are variables of both roles; single ones win over them."""

    volumes: NamedSeq[JobVolume] = ()
    """Volumes of the pods, by `name`; where shuffle lies is not for them to say."""

    init_containers: NamedSeq[Container] = ()
    """Containers that end before Spark's begins, one after another, by `name`."""

    sidecars: NamedSeq[Container] = ()
    """Containers beside Spark's, by `name`. A driver's pod is done when they have ended, too."""

    metrics: Metrics = Metrics.as_built_in()
    """What Prometheus gets of a run."""

    ui: Ui = Ui.as_built_in()
    """How the driver's UI is reached while it runs."""

    event_log: EventLog = EventLog.as_built_in()
    """Where the record of a run goes."""

    s3: S3 = S3.as_built_in()
    """How S3 is read and written."""

    scheduler: Scheduler = Scheduler.as_built_in()
    """Who puts the pods on nodes, in which queue."""

    security: Security = Security.as_built_in()
    """Security context of the containers."""

    labels: Labels = {}
    """Labels of all pods; changing them re-runs the job."""

    annotations: Annotations = {}
    """Annotations of all pods; changing them re-runs the job."""

    metadata: Metadata = Metadata.as_built_in()
    """Labels and annotations of the application object; changing them re-runs nothing."""

    dns_ndots: Annotated[int, Field(ge=0, le=15)] = 2
    """Dots in a name from which it is looked up as it is first; spares DNS. 0: leave as it is."""

    per_cluster: Annotated[dict[Name, Annotated[dict[str, Any], PartOf("SparkJob")]], JOB_ONLY] = {}
    """Fields that differ on one cluster."""

    allow: Annotated[Seq[Allow], JOB_ONLY] = ()
    """Waivers for this job."""

    overrides: Annotated[Overrides, JOB_ONLY] = {}
    """Patches of the rendered object, by kind; merged last, checked."""

    @property
    def submitted(self) -> bool:
        """Whether it is submitted by spark-submit, without the operator."""
        return self.submit == "spark-submit"

    @property
    def synced(self) -> bool:
        """Whether there is an object of it in the cluster, and not a script alone."""
        return not self.submitted or self.schedule is not None or self.run is not None

    def live_on(self, cluster: str) -> bool:
        """Whether it runs on a cluster that it is rendered for."""
        return self.active_on is None or cluster in self.active_on

    @property
    def dynamic(self) -> bool:
        """Whether the number of executors follows the work."""
        return not isinstance(self.executor.instances, int)

    @property
    def claims(self) -> frozenset[RoleName]:
        """Roles for whose pods claims of volumes are made: by `shuffle`, or by `conf`."""
        own = self.shuffle.roles if self.shuffle.type == "pvc" else ()
        return frozenset((*own, *(role for role in _ROLES if _on_demand(self.conf, role))))

    @model_validator(mode="after")
    def _pods_hold_together(self) -> Self:
        kinds = {"initContainers": self.init_containers, "sidecars": self.sidecars}
        refuse_shared_path(self.volumes)
        refuse_shared_name(kinds)
        refuse_lost_mount(kinds, self.volumes)
        return self

    @model_validator(mode="after")
    def _pyspark_is_python(self) -> Self:
        if self.executor.pyspark_memory is not None and self.application.language != "Python":
            raise Contradiction(
                f"Spark gives a {self.application.language} program no memory for Python",
                "remove pysparkMemory",
                ("executor", "pysparkMemory"),
            )
        return self

    @model_validator(mode="after")
    def _runs_told_apart(self) -> Self:
        given = (("driver", self.driver.pod_name, "podName"),
                 ("executor", self.executor.pod_name_prefix, "podNamePrefix"))  # fmt: skip
        for role, name, field in given if self.schedule is not None else ():
            if name is not None:
                raise Contradiction(
                    f"every run would have pods called `{name}`, and those of the last are kept",
                    f"remove {field}: pods are called after their run",
                    (role, field),
                )
        return self

    @model_validator(mode="after")
    def _shuffle_apart(self) -> Self:
        own = self.shuffle
        for index, one in enumerate(self.volumes if own.is_volume else ()):
            if one.mount_path == own.path and set(one.roles) & set(own.roles):
                raise Contradiction(
                    f"`{one.name}` is mounted at `{own.path}`, where shuffle data lies",
                    "give one of them another mountPath",
                    ("volumes", index, "mountPath"),
                )
        return self

    @model_validator(mode="after")
    def _made_by_somebody(self) -> Self:
        if self.submitted:
            refuse_without_operator(self.metrics, self.ui, self.scheduler)
            refuse_unsubmittable(self)
        return self

    @model_validator(mode="after")
    def _runs_have_hosts(self) -> Self:
        ingress = self.ui.ingress
        if self.schedule is not None and ingress is not None and RUN_NAME not in ingress.host:
            raise Contradiction(
                f"every run would be reached at `{ingress.host}`, and Ingresses of ended ones stay",
                f'write host: "{RUN_NAME}.{ingress.host}"',
                ("ui", "ingress", "host"),
            )
        return self

    @model_validator(mode="after")
    def _one_way_to_start(self) -> Self:
        if self.schedule is not None and self.streaming:
            raise Contradiction(
                "a stream never ends, so it has no schedule", "remove one", ("schedule",)
            )
        if self.run is not None and (self.schedule is not None or self.streaming):
            raise Contradiction("run is for one-shots", "remove run", ("run",))
        return self


_ROLES: tuple[RoleName, ...] = ("driver", "executor")


def _on_demand(conf: Conf, role: RoleName) -> bool:
    """Whether settings ask for claims of that role: KubernetesVolumeUtils of apache/spark."""
    family = f"spark.kubernetes.{role}.volumes.persistentVolumeClaim."
    return any(
        key.startswith(family) and key.endswith(".options.claimName") and "OnDemand" in value
        for key, value in conf.items()
    )


class SparkProfile(SpecModel):
    """A way of running jobs: any field of SparkJob that does not make a job what it is."""

    kind: Literal["SparkProfile"]
    """Always `SparkProfile`."""

    name: Name
    """Jobs say `profiles: [<name>]`."""

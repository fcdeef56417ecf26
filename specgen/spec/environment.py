"""An environment: what its clusters, teams and jobs have in common."""

from typing import Annotated, Any, Literal

from pydantic import Field

from specgen.spec.allow import Allow
from specgen.spec.argocd import ArgoCD, Versions
from specgen.spec.base import (
    KeyedBy,
    Name,
    NamedSeq,
    Overrides,
    PartOf,
    Seq,
    SpecModel,
    Tags,
    Text,
    matching,
)
from specgen.spec.image import Image, ImagePull, Mirror
from specgen.spec.storage import PriorityClass
from specgen.units.addresses import Root
from specgen.units.times import TimeZone

_REGION = r"[a-z]{2}(-[a-z]+)+-[0-9]"
Region = Annotated[
    str,
    matching(_REGION, "a region", "write its name, like us-east-1"),
    Field(json_schema_extra={"pattern": f"^{_REGION}$"}),
]
"""A region's name: `us-east-1`."""


_DIGITS = r"[0-9]{12}"
_ACCOUNT = matching(_DIGITS, "an account", 'write its twelve digits in quotes: "111122223333"')


class TypePolicy(SpecModel):
    """Which machines node groups and pools may name."""

    allow: Seq[Text] = ()
    """Families (`m7g`) or types (`r6gd.4xlarge`); absent: all."""

    deny: Seq[Text] = ()
    """Families or types that none may name."""

    def refuses(self, instance_type: str) -> bool:
        """Whether a type is against it."""
        names = {instance_type, instance_type.partition(".")[0]}
        return bool(names & set(self.deny)) or bool(self.allow and not names & set(self.allow))


class Cloud(SpecModel):
    """The cloud that all clusters of the environment run in."""

    provider: Literal["aws"]
    """The cloud."""

    account: Annotated[str, _ACCOUNT] | None = None
    """The account's twelve digits, in quotes; needed where specgen names roles and policies."""

    region: Region
    """Default of each cluster's region: `us-east-1`."""


class TeamDefaults(SpecModel):
    """What a team's objects say when they say nothing themselves."""

    spark_job: Annotated[dict[str, Any], Field(alias="SparkJob"), PartOf("SparkJob")] = {}
    """For every job; no field that makes a job what it is (`schedule`, `application.file`, …)."""


class ClusterDefaults(TeamDefaults):
    """What objects on a cluster say when they say nothing themselves."""

    team: Annotated[dict[str, Any], Field(alias="Team"), PartOf("Team")] = {}
    """For every team."""


class EnvironmentDefaults(ClusterDefaults):
    """What objects of an environment say when they say nothing themselves."""

    cluster: Annotated[dict[str, Any], Field(alias="Cluster"), PartOf("Cluster")] = {}
    """For every cluster."""


MirrorList = Annotated[tuple[Mirror, ...], Field(strict=False), KeyedBy("from")]


class Environment(SpecModel):
    """One environment, or a layer of it: every layer's Environment document adds to the one."""

    kind: Literal["Environment"]
    """Always `Environment`."""

    name: Name
    """The folder it lies in and is rendered to; label `specgen.dev/environment`."""

    extends: Seq[Name] = ()
    """Layers below this one, lowest first, by folder name. Never inherited."""

    abstract: bool = False
    """A layer that is never rendered itself. Never inherited."""

    production: bool = False
    """Turns the warnings that are harmless in development into errors."""

    cloud: Cloud
    """Where it runs."""

    time_zone: TimeZone | None = None
    """Default of every `schedule.timeZone`."""

    event_logs: Root | None = None
    """Root of Spark event logs; `<cluster>/` is added. Absent: jobs write none."""

    images: dict[Name, Image] = {}
    """The catalogue of images; jobs name an entry."""

    locations: dict[Name, Root] = {}
    """Named roots of data, written `loc://name/…` wherever a URI or argument may stand."""

    image_mirrors: MirrorList = ()
    """Registry prefixes that are pulled from elsewhere; the longest prefix wins, digests stay."""

    image_pull: ImagePull = ImagePull.as_built_in()
    """How images are pulled."""

    tags: Tags = {}
    """Tags of what is made in the cloud, for the bill."""

    versions: Versions = Versions.as_built_in()
    """Versions of what is installed; none has a default, so a new specgen moves nothing."""

    instance_types: TypePolicy = TypePolicy.as_built_in()
    """Machines that node groups and pools may name, or may not."""

    argocd: ArgoCD = ArgoCD.as_built_in()
    """How Argo CD syncs the tree."""

    priority_classes: NamedSeq[PriorityClass] = ()
    """How important pods are, in every cluster."""

    defaults: EnvironmentDefaults = EnvironmentDefaults.as_built_in()
    """What clusters, teams and jobs say when they say nothing."""

    allow: Seq[Allow] = ()
    """Waivers; `at` names what each covers."""

    overrides: Overrides = {}
    """Patches of objects in every cluster, by kind or `Kind/name`; merged last, checked."""

"""The kinds of the spec language, by name."""

from specgen.spec.base import SpecModel
from specgen.spec.cluster import Cluster
from specgen.spec.environment import Environment
from specgen.spec.job import SparkJob, SparkProfile
from specgen.spec.project import Project
from specgen.spec.team import Team

KINDS: dict[str, type[SpecModel]] = {
    model.__name__: model for model in (Project, Environment, Cluster, Team, SparkProfile, SparkJob)
}

MODEL_OF = KINDS | {"SparkProfile": SparkJob}
"""The model that a kind's fields are checked against; a profile's are a job's."""

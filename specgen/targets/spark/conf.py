"""Settings and environment variables that the job itself names."""

from specgen.manifests.pod import EnvVar
from specgen.manifests.spark_operator import Part
from specgen.spec.env import Env, EnvValue
from specgen.spec.platform import JobOn


def conf(x: JobOn) -> Part:
    """`conf` and `hadoopConf`, as they are."""
    return {
        "spec": {
            "sparkConf": dict(x.job.conf) or None,
            "hadoopConf": dict(x.job.hadoop_conf) or None,
        }
    }


def environment(x: JobOn) -> Part:
    """The job's variables, then the role's, which win."""
    job = x.job
    return {
        "spec": {
            "driver": {"env": _variables({**job.env, **job.driver.env})},
            "executor": {"env": _variables({**job.env, **job.executor.env})},
        }
    }


def _variables(env: Env) -> list[EnvVar] | None:
    return [_variable(name, value) for name, value in env.items()] or None


def _variable(name: str, value: EnvValue) -> EnvVar:
    if isinstance(value, str):
        return {"name": name, "value": value}
    secret, config, field = value.secret_key_ref, value.config_map_key_ref, value.field_ref
    return {
        "name": name,
        "valueFrom": {
            "secretKeyRef": {"name": secret.name, "key": secret.key} if secret else None,
            "configMapKeyRef": {"name": config.name, "key": config.key} if config else None,
            "fieldRef": {"fieldPath": field} if field else None,
        },
    }

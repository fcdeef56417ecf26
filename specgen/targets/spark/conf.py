"""Settings and environment variables that the job itself names."""

from specgen.manifests.pod import EnvFromSource, EnvVar
from specgen.manifests.spark_operator import Part, RolePart
from specgen.spec.env import Env, EnvFrom, EnvValue
from specgen.spec.platform import JobOn
from specgen.spec.pods import Role


def conf(x: JobOn) -> Part:
    """`conf` and `hadoopConf`, as they are."""
    return {
        "spec": {
            "sparkConf": dict(x.job.conf) or None,
            "hadoopConf": dict(x.job.hadoop_conf) or None,
        }
    }


def environment(x: JobOn) -> Part:
    """The job's variables, then the role's, which win; whole objects of them likewise."""
    return {
        "spec": {
            "driver": _environment(x, x.job.driver),
            "executor": _environment(x, x.job.executor),
        }
    }


def _environment(x: JobOn, role: Role) -> RolePart:
    whole = [_from(one) for one in (*x.job.env_from, *role.env_from)]
    return {"env": variables({**x.job.env, **role.env}), "envFrom": whole or None}


def variables(env: Env) -> list[EnvVar] | None:
    """Variables of a container; None if there are none."""
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


def _from(one: EnvFrom) -> EnvFromSource:
    return {
        "prefix": one.prefix,
        "configMapRef": {"name": one.config_map_ref} if one.config_map_ref else None,
        "secretRef": {"name": one.secret_ref} if one.secret_ref else None,
    }

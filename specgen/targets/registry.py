"""All targets, in the order in which their documents are made."""

from specgen.targets.infra import cloudformation, eksctl, identities, plan
from specgen.targets.platform import (
    argocd,
    autoscaler_values,
    classes,
    karpenter_values,
    node_classes,
    node_pools,
    operator_values,
)
from specgen.targets.spark import target as spark
from specgen.targets.submit import target as submit
from specgen.targets.target import Target
from specgen.targets.team import (
    access,
    limits,
    namespace,
    network_policy,
    operator_ingresses,
    pod_monitor,
)

TARGETS: tuple[Target, ...] = (
    namespace.TARGET,
    limits.QUOTA,
    limits.LIMIT_RANGE,
    access.SERVICE_ACCOUNTS,
    access.ROLES,
    access.OPERATOR,
    access.PEOPLE,
    network_policy.TARGET,
    operator_ingresses.TARGET,
    pod_monitor.TARGET,
    spark.TARGET,
    submit.TARGET,
    classes.PRIORITY,
    classes.STORAGE,
    node_classes.TARGET,
    node_pools.TARGET,
    karpenter_values.TARGET,
    autoscaler_values.TARGET,
    operator_values.TARGET,
    eksctl.TARGET,
    cloudformation.TARGET,
    identities.POLICIES,
    plan.TARGET,
    argocd.TARGET,
)

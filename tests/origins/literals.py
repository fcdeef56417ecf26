"""What no spec says the value of: reviewed, by target, as patterns of places.

In a pattern `[]` is any index, `*` a part of a path, `**` any number of them. A place that stands
here may still be there because of a spec (`spec.driver.port` only with network policies).
"""

import re
from functools import cache

EVERY_OBJECT = """
apiVersion
kind
metadata.annotations["argocd.argoproj.io/sync-wave"]
metadata.labels["app.kubernetes.io/managed-by"]
"""

LITERALS: dict[str, str] = {
    "namespace": "",
    "resource-quota": "metadata.name",
    "limit-range": "metadata.name",
    "service-accounts": "automountServiceAccountToken",
    "driver-role": """
        roleRef.apiGroup
        roleRef.kind
        rules[].apiGroups[]
        rules[].resources[]
        rules[].verbs[]
        subjects[].kind
    """,
    "operator-claims": """
        metadata.name
        roleRef.apiGroup
        roleRef.kind
        roleRef.name
        rules[].apiGroups[]
        rules[].resources[]
        rules[].verbs[]
        subjects[].kind
        subjects[].name
    """,
    "operator-ingresses": """
        metadata.name
        roleRef.apiGroup
        roleRef.kind
        roleRef.name
        rules[].apiGroups[]
        rules[].resources[]
        rules[].verbs[]
        subjects[].kind
        subjects[].name
    """,
    "pod-monitor": """
        metadata.name
        spec.podMetricsEndpoints[].path
        spec.podMetricsEndpoints[].port
        spec.podMetricsEndpoints[].relabelings[].action
        spec.podMetricsEndpoints[].relabelings[].sourceLabels[]
        spec.podTargetLabels[]
    """,
    "members": """
        metadata.name
        roleRef.apiGroup
        roleRef.kind
        roleRef.name
        rules[].apiGroups[]
        rules[].resources[]
        rules[].verbs[]
        subjects[].apiGroup
        subjects[].kind
    """,
    "network-policy": """
        metadata.name
        spec.policyTypes[]
        spec.podSelector.matchExpressions[].**
        spec.ingress[].from[].podSelector.matchExpressions[].**
        spec.ingress[].ports[].port
        spec.ingress[].ports[].protocol
        spec.egress[].to[].podSelector.matchExpressions[].**
        spec.egress[].to[].ipBlock.cidr
        spec.egress[].ports[].port
        spec.egress[].ports[].protocol
    """,
    "iam-policies": """
        Version
        Statement[].Effect
        Statement[].Action[]
    """,
    "spark-application": """
        metadata.annotations["argocd.argoproj.io/sync-options"]
        spec.mode
        spec.*.affinity.**.matchExpressions[].key
        spec.*.affinity.**.matchExpressions[].operator
        spec.*.annotations["cluster-autoscaler.kubernetes.io/safe-to-evict"]
        spec.*.annotations["karpenter.sh/do-not-disrupt"]
        spec.*.dnsConfig.options[].name
        spec.*.env[].name
        spec.*.podSecurityContext.fsGroupChangePolicy
        spec.*.securityContext.allowPrivilegeEscalation
        spec.*.securityContext.capabilities.drop[]
        spec.*.securityContext.runAsNonRoot
        spec.*.securityContext.seccompProfile.type
        spec.*.tolerations[].effect
        spec.*.tolerations[].key
        spec.*.tolerations[].operator
        spec.*.template.spec.containers[].name
        spec.*.volumeMounts[].readOnly
        spec.*[].env[].name
        spec.*[].securityContext.allowPrivilegeEscalation
        spec.*[].securityContext.capabilities.drop[]
        spec.*[].securityContext.runAsNonRoot
        spec.*[].securityContext.seccompProfile.type
        spec.*[].volumeMounts[].name
        spec.*[].volumeMounts[].readOnly
        spec.dynamicAllocation.enabled
        spec.executor.deleteOnTermination
        spec.pythonVersion
        spec.sparkConf["spark.*Port"]
        spec.sparkConf["spark.*port"]
        spec.sparkConf["spark.*decommission.*"]
        spec.sparkConf["spark.eventLog.enabled"]
        spec.sparkConf["spark.executor.processTreeMetrics.enabled"]
        spec.sparkConf["spark.metrics.conf.*"]
        spec.sparkConf["spark.ui.prometheus.enabled"]
        spec.*.affinity.podAffinity.**
        spec.*.annotations["prometheus.io/*"]
        spec.*.serviceAnnotations["prometheus.io/*"]
        spec.driverIngressOptions[].servicePort
        spec.driverIngressOptions[].servicePortName
        spec.monitoring.expose*
        spec.sparkConf["spark.kubernetes.*.volumes.persistentVolumeClaim.*.mount.readOnly"]
        spec.sparkConf["spark.kubernetes.*.volumes.persistentVolumeClaim.*.options.claimName"]
        spec.sparkConf["spark.kubernetes.driver.waitToReusePersistentVolumeClaim"]
        spec.sparkConf["spark.kubernetes.local.dirs.tmpfs"]
        spec.sparkConf["spark.memory.offHeap.enabled"]
        spec.sparkConf["spark.serializer"]
        spec.sparkConf["spark.shuffle.service.enabled"]
        spec.sparkConf["spark.sql.adaptive.localShuffleReader.enabled"]
        spec.volumes[].*.items[].key
        spec.volumes[].emptyDir.medium
        spec.*.volumeMounts[].name
        spec.volumes[].name
        spec.sparkConf["spark.hadoop.fs.s3.impl"]
        spec.sparkConf["spark.hadoop.fs.s3a.committer.magic.enabled"]
        spec.sparkConf["spark.hadoop.fs.s3a.path.style.access"]
        spec.sparkConf["spark.sql.parquet.output.committer.class"]
        spec.sparkConf["spark.sql.sources.commitProtocolClass"]
        spec.suspend
    """,
    "priority-classes": "",
    "storage-classes": """
        metadata.annotations["storageclass.kubernetes.io/is-default-class"]
    """,
    "karpenter-node-classes": """
        spec.blockDeviceMappings[].ebs.*
        spec.instanceStorePolicy
        spec.metadataOptions.*
        spec.subnetSelectorTerms[].tags["kubernetes.io/role/internal-elb"]
    """,
    "karpenter-node-pools": """
        spec.weight
        spec.template.spec.nodeClassRef.group
        spec.template.spec.nodeClassRef.kind
        spec.template.spec.requirements[].key
        spec.template.spec.requirements[].operator
        spec.template.spec.taints[].effect
        spec.template.spec.taints[].key
    """,
    "karpenter-values": """
        controller.resources.**
        settings.featureGates.spotToSpotConsolidation
    """,
    "autoscaler-values": """
        cloudProvider
        extraArgs.*
        fullnameOverride
        rbac.serviceAccount.name
        replicaCount
        resources.**
    """,
    "operator-values": """
        certManager.enable
        controller.batchScheduler.enable
        controller.featureGates[].enabled
        controller.podDisruptionBudget.enable
        hook.upgradeCrd
        prometheus.podMonitor.create
        spark.rbac.create
        spark.serviceAccount.create
        webhook.enable
        webhook.podDisruptionBudget.enable
        webhook.resources.**
    """,
    "argocd": """
        metadata.finalizers[]
        spec.clusterResourceWhitelist[].*
        spec.destination.namespace
        spec.destination.server
        spec.destinations[].*
        spec.ignoreDifferences[].**
        spec.project
        spec.source.chart
        spec.source.helm.releaseName
        spec.source.path
        spec.source.repoURL
        spec.sourceRepos[]
        spec.sources[].chart
        spec.sources[].helm.releaseName
        spec.sources[].helm.skipCrds
        spec.sources[].ref
        spec.sources[].repoURL
        spec.syncPolicy.automated.prune
        spec.syncPolicy.syncOptions[]
    """,
    "eksctl": """
        accessConfig.accessEntries[].type
        accessConfig.authenticationMode
        accessConfig.bootstrapClusterCreatorAdminPermissions
        addonsConfig.disableDefaultAddons
        addons[].configurationValues[]
        addons[].name
        addons[].podIdentityAssociations[].**
        addons[].resolveConflicts
        autoModeConfig.enabled
        iam.podIdentityAssociations[].namespace
        iam.podIdentityAssociations[].permissionPolicy.Version
        iam.podIdentityAssociations[].permissionPolicy.Statement[].Effect
        iam.podIdentityAssociations[].permissionPolicy.Statement[].Action[]
        iam.podIdentityAssociations[].permissionPolicy.Statement[].Condition.StringEquals["aws:*"]
        iam.podIdentityAssociations[].permissionPolicy.Statement[].Resource
        iam.podIdentityAssociations[].serviceAccountName
        iam.podIdentityAssociations[].wellKnownPolicies.autoScaler
        iam.withOIDC
        managedNodeGroups[].overrideBootstrapCommand[]
        managedNodeGroups[].propagateASGTags
        managedNodeGroups[].spot
        managedNodeGroups[].taints[].effect
        managedNodeGroups[].taints[].key
        zonalShiftConfig.enabled
    """,
    "karpenter-stack": """
        AWSTemplateFormatVersion
        Resources.*.Type
        Resources.*Rule.Properties.**
        Resources.*Policy.Properties.**.Action
        Resources.*Policy.Properties.**.Action[]
        Resources.*Policy.Properties.**.Condition.**
        Resources.*Policy.Properties.**.Effect
        Resources.*Policy.Properties.**.Principal
        Resources.*Policy.Properties.**.Principal.Service[]
        Resources.*Policy.Properties.**.Resource
        Resources.*Policy.Properties.**.Resource.**
        Resources.*Policy.Properties.**.Resource[].**
        Resources.*Policy.Properties.**.Sid
        Resources.*Policy.Properties.PolicyDocument.Version
        Resources.*Policy.Properties.Queues[].Ref
        Resources.KarpenterInterruptionQueue.Properties.*
        Resources.KarpenterNodeRole.Properties.AssumeRolePolicyDocument.**
        Resources.KarpenterNodeRole.Properties.ManagedPolicyArns[].Fn::Sub
    """,
    "spark-submit": """
        []
        data["driver.yaml"][]
        data["executor.yaml"][]
        data["submit.sh"][]
        roleRef.apiGroup
        roleRef.kind
        rules[].apiGroups[]
        rules[].resources[]
        rules[].verbs[]
        spec.**annotations["cluster-autoscaler.kubernetes.io/safe-to-evict"]
        spec.**annotations["karpenter.sh/do-not-disrupt"]
        spec.**containers[].args[]
        spec.**containers[].env[].name
        spec.**containers[].env[].value
        spec.**labels["app.kubernetes.io/managed-by"]
        spec.**podFailurePolicy.rules[].action
        spec.**podFailurePolicy.rules[].onPodConditions[].type
        spec.**restartPolicy
        spec.**securityContext.allowPrivilegeEscalation
        spec.**securityContext.capabilities.drop[]
        spec.**securityContext.runAsNonRoot
        spec.**securityContext.seccompProfile.type
        spec.**volumeMounts[].mountPath
        spec.**volumeMounts[].name
        spec.**volumeMounts[].readOnly
        spec.**volumes[].configMap.defaultMode
        spec.**volumes[].name
        spec.containers[].env[].name
        spec.**containers[].name
        spec.containers[].name
        spec.dnsConfig.options[].name
        spec.podFailurePolicy.rules[].action
        spec.podFailurePolicy.rules[].onPodConditions[].type
        subjects[].kind
    """,
    "plan": "[]",
}
"""The text of the plan is its target's own; in its commands stand names of clusters and regions. So
is the frame of a script, and that of the templates in a ConfigMap."""

LIMITS = {
    ("service-accounts", "metadata.name"): "driver and executors have one account: either names it",
    (
        "iam-policies",
        "Statement[].Resource[]",
    ): "several grants lead into one bucket: any is enough",
    ("spark-application", 'spec.*.nodeSelector["specgen.dev/pool"]'): "the pool that is named for "
    "it cannot be another, where there is but one",
    ("spark-application", "spec.*.tolerations[].value"): "the same",
    ("spark-submit", "spec.suspend"): "parked by its author, and run by another cluster",
}
"""Places whose value does come from specs, where the renderer cannot tell: `a or b`."""


@cache
def _pattern(target: str) -> re.Pattern[str]:
    lines = f"{EVERY_OBJECT}\n{LITERALS[target]}".split("\n")
    limits = [place for name, place in LIMITS if name == target]
    return re.compile("|".join(map(regex, [*filter(None, map(str.strip, lines)), *limits])))


def regex(pattern: str) -> str:
    """A pattern of places as a regular expression."""
    return re.escape(pattern).replace(r"\*\*", ".+").replace(r"\*", r"[^\[]*?")


def is_known(target: str, place: str) -> bool:
    """Whether a place, without its indices, may be without a spec that says its value."""
    return _pattern(target).fullmatch(place) is not None

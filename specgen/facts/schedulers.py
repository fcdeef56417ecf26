"""How pods and applications are told to batch schedulers.

Checked 2026-11-21 against the sources named beside each.
"""

KUEUE_QUEUE = "kueue.x-k8s.io/queue-name"
"""Label of an application that waits for a LocalQueue; its `suspend` is Kueue's from then on.

kubernetes-sigs/kueue, pkg/controller/jobs/sparkapplication: an alpha integration, behind the gate
SparkApplicationIntegration. Its webhook refuses dynamic allocation of what is not KUEUE_ELASTIC.
"""

KUEUE_ELASTIC = "kueue.x-k8s.io/elastic-job"
"""Annotation of a job whose size may change while it runs (gate ElasticJobsViaWorkloadSlices).

kubernetes-sigs/kueue, pkg/workloadslicing: EnabledAnnotationKey.
"""

YUNIKORN_PARAMETERS = "yunikorn.apache.org/schedulingPolicyParameters"
PLACEHOLDER_TIMEOUT = "placeholderTimeoutInSeconds"
"""Annotation of the driver, and the parameter in it.

https://yunikorn.apache.org/docs/user_guide/gang_scheduling/#scheduling-policy-parameters
"""

VOLCANO_QUEUE = "scheduling.volcano.sh/queue-name"
"""Annotation of a pod whose queue no PodGroup names.

QueueNameAnnotationKey of volcano.sh/apis, pkg/apis/scheduling/v1beta1.
"""

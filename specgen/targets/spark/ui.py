"""How the driver's UI is reached: the Service and Ingress that the operator makes for a run."""

from specgen.facts.spark import UI_PORT_NAME, ui_port
from specgen.manifests.spark_operator import Part, UiOptions
from specgen.spec.platform import JobOn
from specgen.spec.ui import Ui


def ui(x: JobOn) -> Part:
    """The port of the UI's Service; an Ingress of the driver's port, which the UI has.

    The Ingress gets a Service of its own, with one port for both sides, and the annotations and
    certificate of the UI's: createDriverIngress of kubeflow/spark-operator v2.5.2 (measured).
    """
    options, ingress = _options(x.job.ui), x.job.ui.ingress
    if ingress is None:
        return {"spec": {"sparkUIOptions": options or None}}
    return {
        "spec": {
            "sparkUIOptions": options or None,
            "driverIngressOptions": [
                {
                    "servicePort": ui_port(x.job.conf),
                    "servicePortName": UI_PORT_NAME,
                    "ingressURLFormat": ingress.host,
                }
            ],
        }
    }


def _options(wanted: Ui) -> UiOptions:
    """What is said of the Service and of the Ingress; empty if nothing is."""
    out: UiOptions = {}
    ingress = wanted.ingress
    if wanted.service_port is not None:
        out["servicePort"] = wanted.service_port
    if ingress is not None and ingress.annotations:
        out["ingressAnnotations"] = ingress.annotations
    if ingress is not None and ingress.tls_secret is not None:
        out["ingressTLS"] = [{"hosts": [ingress.tls_host], "secretName": ingress.tls_secret}]
    return out

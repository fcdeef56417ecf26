"""How the driver's UI is reached: the Service and Ingress that the operator makes for a run."""

from specgen.facts.spark import UI_PORT_NAME, ui_port
from specgen.manifests.spark_operator import IngressTls, Part
from specgen.spec.platform import JobOn
from specgen.spec.ui import UiIngress


def ui(x: JobOn) -> Part:
    """The port of the UI's Service; an Ingress of the driver's port, which the UI has.

    The Ingress gets a Service of its own, with one port for both sides, and the annotations and
    certificate of the UI's: createDriverIngress of kubeflow/spark-operator v2.5.2 (measured).
    """
    wanted, ingress = x.job.ui, x.job.ui.ingress
    if ingress is None:
        port = wanted.service_port
        return {} if port is None else {"spec": {"sparkUIOptions": {"servicePort": port}}}
    return {
        "spec": {
            "sparkUIOptions": {
                "servicePort": wanted.service_port,
                "ingressAnnotations": ingress.annotations or None,
                "ingressTLS": _tls(ingress),
            },
            "driverIngressOptions": [
                {
                    "servicePort": ui_port(x.job.conf),
                    "servicePortName": UI_PORT_NAME,
                    "ingressURLFormat": ingress.host,
                }
            ],
        }
    }


def _tls(ingress: UiIngress) -> list[IngressTls] | None:
    if ingress.tls_secret is None:
        return None
    return [{"hosts": [ingress.tls_host], "secretName": ingress.tls_secret}]

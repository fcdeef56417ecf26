"""The driver's web page, and how people reach it."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from specgen.names import is_subdomain
from specgen.refusal import Refused
from specgen.spec.base import Annotations, Name, SpecModel, Text
from specgen.units.unit import shown

RUN_NAME = "{{$appName}}"
"""What the operator replaces by the name of the application, or of the run of a schedule.

getDriverIngressURL of kubeflow/spark-operator v2.5.2; measured, case ui-and-ingress.
"""

_OF_RUN = re.compile(r"\{\{\$appName\}\}(?=\.)")


def _host(text: str) -> str:
    """A host name; its first label may be the run's name."""
    if not is_subdomain(_OF_RUN.sub("run", text, count=1)):
        raise Refused(
            f"`{shown(text)}` is not a host name",
            "write spark.example.com, or {{$appName}}.spark.example.com in quotes",
        )
    if RUN_NAME in text and not text.startswith(RUN_NAME):
        raise Refused(
            f"`{shown(text)}` has the run's name behind its first label",
            "write {{$appName}}.spark.example.com, so that one wildcard certificate is enough",
        )
    return text


class UiIngress(SpecModel):
    """A name in DNS that leads to the driver's UI. The operator makes the Ingress of each run."""

    host: Annotated[Text, AfterValidator(_host)]
    """Host alone, without a path. `{{$appName}}` in front stands for the name of the run, which a
    job with a schedule needs."""

    annotations: Annotations = {}
    """Of the Ingress. Its class comes from `controller.uiIngress` of the operator's chart."""

    tls_secret: Name | None = None
    """Secret in the team's namespace with the certificate of the host."""

    @property
    def tls_host(self) -> str:
        """The host as a certificate names it."""
        return self.host.replace(RUN_NAME, "*")


class Ui(SpecModel):
    """How the driver's UI is reached beside port-forwarding; the operator makes a Service of it."""

    service_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Port of that Service, `<application>-ui-svc`; by default the UI's own, 4040."""

    ingress: UiIngress | None = None
    """Makes it known outside. Spark asks nobody who they are: let the ingress do so."""

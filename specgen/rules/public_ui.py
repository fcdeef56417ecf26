"""A driver's UI that anybody on the internet may use."""

from collections.abc import Iterator

from specgen.finding import Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import JobOn

_PUBLIC = {
    "alb.ingress.kubernetes.io/scheme": "internet-facing",
    "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
}
_ASKING = (
    "alb.ingress.kubernetes.io/auth-type",
    "nginx.ingress.kubernetes.io/auth-type",
    "nginx.ingress.kubernetes.io/auth-url",
    "nginx.ingress.kubernetes.io/auth-tls-secret",
    "traefik.ingress.kubernetes.io/router.middlewares",
)
"""Annotations by which an ingress asks people who they are.

https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
"""


def check(x: JobOn) -> Iterator[Problem]:
    """Flag an ingress on a public load balancer that lets everybody through."""
    ingress = x.job.ui.ingress
    given = {} if ingress is None else ingress.annotations
    asks = any(given.get(key, "none") != "none" for key in _ASKING)
    for key, value in _PUBLIC.items():
        if given.get(key) == value and not asks:
            yield Problem(
                Place(x.owner, ("ui", "ingress", "annotations", key)),
                f"the UI of job `{x.job.name}` is open to the internet",
                "and nothing asks who comes",
            )


_JOB = """\
---
kind: Team
name: reviews
networkPolicy: {ingressFrom: [kube-system]}
---
kind: SparkJob
name: count
ui:
  ingress:
    host: count.spark.example.com
    annotations: {alb.ingress.kubernetes.io/scheme: %s}
"""

RULE = Rule(
    id="public-ui",
    family="sec",
    severity=Severity.ERROR,
    of=JobOn,
    summary="a driver's UI on a public load balancer, without authentication",
    why="Spark's UI asks nobody who they are: it shows settings, queries and logs of the job, and "
    "lets its stages be killed.",
    hint="set the scheme to internal, or an annotation of the ingress that authenticates, like "
    "alb.ingress.kubernetes.io/auth-type: oidc",
    source="https://spark.apache.org/docs/latest/security.html#web-ui",
    bad=created() + _JOB % "internet-facing",
    good=created() + _JOB % "internal",
    check=check,
)

"""The Spark operator in a namespace of somebody else."""

from collections.abc import Iterator

from specgen.finding import Owner, Place, Severity
from specgen.rules.rule import Problem, Rule
from specgen.rules.sample import created
from specgen.spec.platform import ClusterOn


def check(x: ClusterOn) -> Iterator[Problem]:
    """Flag an operator installed in a team's namespace, or in Kubernetes' own."""
    operator = x.cluster.addons.spark_operator
    if operator is None:
        return
    home = operator.namespace
    teams = [one.team.name for one in x.teams if one.team.home == home]
    if teams or home == "default" or home.startswith("kube-"):
        whose = f"team `{teams[0]}`'s" if teams else "Kubernetes' own"
        written = "namespace" in operator.model_fields_set
        yield Problem(
            Place(x.owner, ("addons", "sparkOperator", *(["namespace"] if written else []))),
            f"the Spark operator of cluster `{x.cluster.name}` is installed in namespace "
            f"`{home}`, which is {whose}",
            "not the operator's",
            tuple((Place(Owner("Team", one, x.cluster.name)), f"team `{one}`") for one in teams),
        )


_ADDONS = "addons: {sparkOperator: {namespace: %s}}"

RULE = Rule(
    id="operator-in-taken-namespace",
    family="eks",
    severity=Severity.ERROR,
    of=ClusterOn,
    check=check,
    summary="Spark operator in a namespace of somebody else",
    why="A team's quota and network policies would stop it, and whoever may run jobs there could "
    "run pods with the operator's rights, which reach every team.",
    hint="leave namespace out for spark-operator, or choose one that is nobody's",
    source="https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
    bad=created(_ADDONS % "spark-reviews"),
    good=created(_ADDONS % "operators"),
    waiver="environment",
)

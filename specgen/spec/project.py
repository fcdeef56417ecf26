"""The project file, `specgen.yaml`."""

from typing import Literal

from specgen.spec.argocd import Git
from specgen.spec.base import Name, SpecModel, Text


class Project(SpecModel):
    """The root of a project: what it is called and where its folders are."""

    api_version: Literal["specgen/v1"]
    """The version of the spec language; the only document that states it."""

    kind: Literal["Project"]
    """Always `Project`."""

    name: Name
    """Label `app.kubernetes.io/part-of` of everything that is rendered."""

    git: Git | None = None
    """Where the project is kept. With it, what Argo CD needs to sync the tree is rendered, too."""

    requires: Text | None = None
    """Versions of specgen that may render it, like `>=0.1,<0.2`; others refuse."""

    environments: Text = "environments"
    """Folder of the layers, below the project's root."""

    rendered: Text = "rendered"
    """Folder that rendered trees are written to, below the project's root."""

    severity: dict[Text, Literal["error"]] = {}
    """Raises rules from warning to error, by id. Lowering one is a waiver (`allow`)."""

"""What targets make of the sample project with an example laid over it; rules are not asked."""

from pathlib import Path
from typing import Any

import yaml

from specgen.finding import Severity
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.merging import without_none
from specgen.pipeline.texts import with_texts
from specgen.targets.registry import TARGETS
from specgen.tree.emit import emit
from specgen.validate.schema import misfits, ordered
from tests.projects import sample_project

Body = dict[str, Any]
JOB = "one/jobs/reviews/count.yaml"


def rendered(root: Path, example: str = "") -> dict[str, Body]:
    """The sample's documents by file, as PyYAML reads them; each object fits its schema."""
    opened = open_project(str(sample_project(root, example)))
    assert opened.project is not None
    world = World(opened.project, Layers(str(root), opened.project.environments), "sample")
    out: dict[str, Body] = {}
    for x in subjects(world):
        for target in (one for one in TARGETS if isinstance(x, one.of)):
            for document in target.render(x):
                body = without_none(with_texts(document, out).body)
                if isinstance(body, dict) and "kind" in body:
                    assert not list(misfits(body))
                    body = ordered(body)
                text = isinstance(body, str)  # a runbook is no YAML
                out[document.file] = body if text else yaml.safe_load(emit(body))
    errors = [one.message for one in world.findings if one.severity is Severity.ERROR]
    assert not errors
    return out


def job(root: Path, fragment: str = "", more: str = "") -> Body:
    """The object of the sample's job, with a fragment of a job laid over it."""
    return rendered(root, f"kind: SparkJob\nname: count\n{fragment}\n---\n{more}")[JOB]


def part(body: Any, wanted: Any) -> Any:
    """`body` cut down to the keys that `wanted` speaks of; None stands for what is absent."""
    if not isinstance(wanted, dict) or not isinstance(body, dict):
        return body
    return {key: part(body.get(key), value) for key, value in wanted.items()}

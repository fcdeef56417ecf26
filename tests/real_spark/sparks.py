"""Real Sparks, where they and Java are at hand, and what they make of a rendered job."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from specgen.capacity.plain import plain
from specgen.capacity.submission import Submission
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.merging import without_none
from specgen.pipeline.outcome import Outcome
from specgen.spec.platform import JobOn
from specgen.targets.spark.target import composed
from tests.capacity.records import STANDS_FOR
from tests.projects import outcome, sample_project
from tests.real_spark.recorder import Body, Recorder, recording
from tools.pyspark import VERSIONS, home

__all__ = ["VERSIONS"]

FOLDER = "one/submit/reviews/count"
_LEAST_JAVA = 17
_LONGEST = 120


class Real(NamedTuple):
    """A job as it is rendered, and what a real spark-submit did with it."""

    call: Submission
    files: Mapping[str, bytes]
    """Of the tree."""
    recorded: Recorder
    status: int
    said: str

    @property
    def driver(self) -> Body:
        """The driver's pod as it was asked for."""
        return self.recorded.sent("pods")[0]

    def file(self, name: str) -> str:
        """A file that the driver gets: one of a ConfigMap's texts."""
        texts = [one["data"] for one in self.recorded.sent("configmaps")]
        (found,) = (one[name] for one in texts if name in one)
        return str(found)


_JOB = """\
kind: SparkJob
name: count
submit: spark-submit
image:
  {{repository: registry.example.com/spark, tag: "{version}", sparkVersion: {version},
   platforms: [amd64, arm64]}}
"""


def java() -> str | None:
    """Why there is no Java to run Spark with."""
    program = shutil.which("java")
    if program is None:
        return "java is not installed"
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', done.stderr)
    enough = found is not None and int(found[1]) >= _LEAST_JAVA
    return None if enough else f"java is older than {_LEAST_JAVA}"


@cache
def spark(version: str) -> Path:
    """Where it lies; the calling test is skipped where it or Java is not at hand."""
    folder = home(version)
    if folder is None:
        pytest.skip(f"real Spark {version} is not at hand: python tools/pyspark.py fetches it")
    lacking = java()
    if lacking is not None:
        pytest.skip(f"no real Spark: {lacking}")
    return folder


def submitted(
    root: Path, version: str, job: str, phase: str = "Succeeded", refused: str = ""
) -> Real:
    """The sample's job with a fragment over it, submitted by the script that is rendered for it."""
    where = spark(version)
    example = _JOB.format(version=version) + job
    out = outcome(sample_project(root / "project", example))
    assert not out.failed, out.findings
    script = _unpacked(root / "files", out)
    with recording(phase, refused) as recorded:
        known = {"PATH": os.environ["PATH"], "HOME": str(root), "SPARK_HOME": str(where),
                 "K8S_API_SERVER": recorded.url, "SPARK_USER": "spark",
                 "SPARK_LOCAL_IP": "127.0.0.1"}  # fmt: skip
        done = subprocess.run(
            [shutil.which("bash") or "bash", script], env=known, capture_output=True, text=True,
            timeout=_LONGEST, check=False,
        )  # fmt: skip
    return Real(_call(root / "project"), out.files, recorded, done.returncode, done.stderr)


def _unpacked(folder: Path, out: Outcome) -> Path:
    folder.mkdir()
    for file, data in out.files.items():
        if file.startswith(FOLDER):
            (folder / file.rpartition("/")[2]).write_bytes(data)
    return folder / "submit.sh"


def _call(root: Path) -> Submission:
    """What specgen predicts of."""
    opened = open_project(str(root))
    assert opened.project is not None
    world = World(opened.project, Layers(str(root), opened.project.environments), "sample")
    x = next(one for one in subjects(world) if isinstance(one, JobOn))
    return plain(without_none({"kind": "SparkApplication", **composed(x)}))


# --- in the same words ----------------------------------------------------------------------------

_WORDS = {
    r"spark-[0-9a-f]{32}": "spark-APPLICATION-ID",
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}": "UUID",
    r"\b(count|spark-drv)-[0-9a-f]{16}\b": r"\1-RANDOM",
}
"""What only a run decides, and what is said instead."""


def worded(value: Any) -> Any:
    """What a real run or a prediction says, without what only a run decides."""
    if isinstance(value, dict):
        return {key: worded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [worded(one) for one in value]
    if isinstance(value, str):
        for stand_in, word in STANDS_FOR.items():
            value = value.replace(stand_in, word)
        for pattern, word in _WORDS.items():
            value = re.sub(pattern, word, value)
    return value


def text_of(real: Real, name: str) -> Any:
    """A rendered template."""
    return yaml.safe_load(real.files[f"{FOLDER}/{name}"])

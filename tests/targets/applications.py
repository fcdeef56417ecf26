"""What each field of a job becomes in its SparkApplication: helpers of these tests.

Expected parts are written from the operator's API reference and Spark's configuration page.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.targets.rendered import Body, job, part

Expected = dict[str, Any]
S3A = "spark.hadoop.fs.s3a."


def conf(**settings: str | None) -> Expected:
    """A part of `sparkConf`; `__` stands for a dot."""
    return {"sparkConf": {f"spark.{key.replace('__', '.')}": v for key, v in settings.items()}}


def s3a(**settings: str | None) -> Expected:
    """The same for S3A's own."""
    return {"sparkConf": {S3A + key.replace("__", "."): v for key, v in settings.items()}}


def check(root: Path, fragment: str, expected: Expected, more: str = "") -> Body:
    """The application, which holds what is expected of it."""
    body = job(root, fragment, more)
    assert part(body["spec"], expected) == expected
    return body


table = pytest.mark.parametrize
"""Each table: a fragment of a job, and the part of the spec it makes."""

"""The program of a Spark job, and what it needs beside itself."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from specgen.refusal import Contradiction, Refused
from specgen.spec.base import JOB_ONLY, Scalar, Seq, SpecModel, Text
from specgen.units.addresses import Uri
from specgen.units.unit import shown

Language = Literal["Java", "Scala", "Python", "R"]
_BY_SUFFIX: dict[str, Language] = {".py": "Python", ".R": "R", ".r": "R"}
_NO_CLASS = ("Python", "R")
_COORDINATES = re.compile(r"[A-Za-z0-9_.-]+(?::[A-Za-z0-9_.+-]+){2}")


def _coordinates(text: str) -> str:
    """As spark-submit splits them: MavenUtils.extractMavenCoordinates of apache/spark."""
    if _COORDINATES.fullmatch(text) is None:
        raise Refused(
            f"`{shown(text)}` is not a package of Maven",
            "write group:artifact:version, like org.apache.spark:spark-avro_2.13:4.0.5",
        )
    return text


Coordinates = Annotated[Text, AfterValidator(_coordinates)]


class Application(SpecModel):
    """The program."""

    type: Language | None = None
    """By default from the file's suffix (`.py`, `.R`); required for jars."""

    mode: Literal["cluster", "client"] = "cluster"
    """Where the driver runs: always in a pod of its own. `client` is refused."""

    file: Annotated[Uri, JOB_ONLY]
    """The main file: `local:///opt/job.py`, `s3://bucket/job.jar`, `loc://jobs/job.py`."""

    class_: Annotated[Text | None, Field(alias="class"), JOB_ONLY] = None
    """Main class; for Java and Scala."""

    arguments: Annotated[Seq[Scalar], JOB_ONLY] = ()
    """Arguments of the program, replaced whole by a higher layer. `loc://name/path` may be one, or
    follow the first `=` of one."""

    py_files: Seq[Uri] = ()
    """Python files and archives beside the main file."""

    jars: Seq[Uri] = ()
    """Jars on the class path of driver and executors."""

    files: Seq[Uri] = ()
    """Files in the working directory of each executor."""

    archives: Seq[Uri] = ()
    """Archives unpacked there: `local:///opt/env.tar.gz#env` into a folder `env`."""

    packages: Seq[Coordinates] = ()
    """Packages of Maven, `group:artifact:version`, which the operator fetches at each start."""

    repositories: Seq[Uri] = ()
    """Where packages are looked for after Maven Central; by https."""

    python_version: Literal["3"] | None = None
    """Only `"3"`, and only before Spark 4: later ones know no other."""

    @property
    def language(self) -> Language:
        """The language, given or told by the suffix of the main file."""
        if self.type is not None:
            return self.type
        return next(v for k, v in _BY_SUFFIX.items() if self.file.text.endswith(k))

    @model_validator(mode="after")
    def _language_known(self) -> Self:
        if self.type is None and not self.file.text.endswith(tuple(_BY_SUFFIX)):
            raise Contradiction(
                f"the language of `{self.file}` is not known", "set type: Scala or type: Java"
            )
        return self

    @model_validator(mode="after")
    def _class_fits(self) -> Self:
        if self.class_ is not None and self.type in _NO_CLASS:
            raise Contradiction(
                f"a {self.type} program has no main class", "remove class", ("class",)
            )
        return self

    @model_validator(mode="after")
    def _in_a_pod_of_its_own(self) -> Self:
        if self.mode == "client":
            raise Contradiction(
                "in client mode the driver would run inside the operator, as the operator",
                "remove mode",
                ("mode",),
            )
        return self

    @model_validator(mode="after")
    def _fields_are_used(self) -> Self:
        if self.python_version is not None and self.type not in (None, "Python"):
            raise Contradiction(
                f"a {self.type} program has no Python", "remove pythonVersion", ("pythonVersion",)
            )
        if self.repositories and not self.packages:
            raise Contradiction(
                "repositories without packages: nothing is looked for in them",
                "name packages, or remove repositories",
                ("repositories",),
            )
        return self

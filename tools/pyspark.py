"""Put real Sparks into the cache: what `spark-submit` needs of the pyspark packages.

    python tools/pyspark.py [VERSION...]     by default every one of VERSIONS
    python tools/pyspark.py --there          status 0 if these and Java are at hand

Each goes to `<cache>/<version>/` with its `bin` and `jars`, once; another call finds it there. The
cache is `$SPECGEN_PYSPARK`, else `specgen/pyspark` in `$XDG_CACHE_HOME` or `~/.cache`. pip fetches
some 320 to 450 MB a version. Java is not fetched: the tests need 17 on the PATH.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

VERSIONS = ("3.5.9", "4.0.5")
"""Releases that tests run: the oldest line that specgen speaks of, and the operator's."""

_NEEDED = ("bin", "jars")


def cache(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that has a folder for each version."""
    own = environment.get("SPECGEN_PYSPARK")
    if own:
        return Path(own)
    shared = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(shared, "specgen", "pyspark")


def home(version: str) -> Path | None:
    """Where a version lies, as SPARK_HOME says it; None if it is not there."""
    folder = cache() / version
    return folder if (folder / "bin" / "spark-submit").is_file() else None


def fetch(version: str) -> Path:
    """Put a version there, whole or not at all."""
    there = home(version)
    if there is not None:
        return there
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache(), prefix=".") as spare:
        _unpack(_package(version, spare), Path(spare, "spark"))
        os.rename(Path(spare, "spark"), cache() / version)
    return cache() / version


def _package(version: str, folder: str) -> Path:
    """The source package; there is no other that has the jars."""
    pip = ["download", "--quiet", "--no-deps", "--no-binary", "pyspark", "--dest", folder]
    command = [sys.executable, "-m", "pip", *pip, f"pyspark=={version}"]
    subprocess.run(command, check=True)
    (package,) = Path(folder).glob("pyspark-*.tar.gz")
    return package


def _unpack(package: Path, to: Path) -> None:
    """`bin` and `jars`, which lie in `pyspark-<version>/deps/`."""
    with tarfile.open(package) as file:
        for one in file:
            parts = Path(one.name).parts[1:]
            if parts[:1] == ("deps",) and parts[1:2] and parts[1] in _NEEDED:
                file.extract(one.replace(name=str(Path(*parts[1:]))), to, filter="data")
    package.unlink()


def main(arguments: Sequence[str]) -> None:
    """Fetch what is named, and say where it is."""
    if list(arguments) == ["--there"]:
        sys.exit(not (shutil.which("java") and all(map(home, VERSIONS))))
    for version in arguments or VERSIONS:
        print(fetch(version))


if __name__ == "__main__":
    main(sys.argv[1:])

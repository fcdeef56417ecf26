"""How fast specgen is, beside other tools and beside floors, on generated projects.

Run it in the repository: .venv/bin/python -m tools.bench [--jobs N] [--pairs N] [--markdown]
It takes some minutes, prints a table, and judges nothing: docs/performance.md says what it means.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tools.bench import stages, table
from tools.bench.measure import RunError
from tools.bench.peers import Peers
from tools.bench.rows import Bench, Row

MEMORY = "/dev/shm"  # noqa: S108 - a file system in memory; our folder in it is private


def main() -> int:
    """Measure, and print what came of it."""
    options = _options()
    where = options.folder or (MEMORY if os.access(MEMORY, os.W_OK) else None)
    try:
        with tempfile.TemporaryDirectory(prefix="specgen-bench-", dir=where) as folder:
            peers = Peers(shutil.which("kubectl"), options.peers)
            bench = Bench(Path(folder), options.jobs, options.pairs, peers)
            if options.stages:
                print("\n".join(stages.told(bench.project(options.jobs))))
            else:
                _measure(bench, markdown=options.markdown)
    except (RunError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _measure(bench: Bench, *, markdown: bool) -> None:
    """Tell each row when it is there; with `markdown` standard output is the table alone."""
    narration = sys.stderr if markdown else sys.stdout
    print(table.heading(bench.jobs, bench.count), file=narration, flush=True)
    rows: list[Row] = []
    for row in bench.rows():
        rows.append(row)
        print(table.line(row), file=narration, flush=True)
    for lack in table.lacking(rows):
        print(lack, file=narration)
    if markdown:
        print("\n".join(table.markdown(rows, bench.count)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--jobs", type=number, default=1000, metavar="N", help="1,000 or 10,000")
    parser.add_argument(
        "--pairs", type=number, default=5, metavar="N", help="pairs of runs for each ratio"
    )
    parser.add_argument(
        "--markdown", action="store_true", help="print the table of docs/performance.md"
    )
    parser.add_argument(
        "--stages", action="store_true", help="say instead where a cold run's time goes"
    )
    parser.add_argument(
        "--peers", metavar="PYTHON", default=sys.executable, help="has rjsonnet and cdk8s"
    )
    parser.add_argument(
        "--in", dest="folder", metavar="DIR", help="for the projects; in memory where that can be"
    )
    return parser.parse_args()


def number(text: str) -> int:
    """A number of things; argparse names this where it is none."""
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


if __name__ == "__main__":
    sys.exit(main())

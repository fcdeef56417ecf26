"""Write specgen/facts/data/ec2.tsv from a table of instance types, or hold them together (--check).

The table has tabs, a first line of names and one line a type, with what Karpenter's page says.
"""

import csv
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "specgen/facts/data/ec2.tsv"
COLUMNS = {
    "type": "type",
    "vcpu": "vcpu",
    "memory_mib": "memory_mib",
    "arch": "arch",
    "eni_max_pods": "eni_max_pods",
    "local_nvme_gb": "local_nvme_gb",
    "hypervisor": "hypervisor",
    "alloc_cpu_m": "alloc_cpu_m",
    "alloc_mem_mib": "alloc_mem_mib_karpenter_first_launch",
}
"""Ours, and what the table calls it."""

HEAD = """\
# {count:,} EC2 instance types: what Karpenter expects of a node of each before it has seen one.
# Source: https://karpenter.sh/docs/reference/instance-types/ (amiFamily AL2023) ; checked 2026-11-21.
# Made by: python tools/ec2.py ec2-allocatable-karpenter.tsv
# Columns: {columns}
"""  # noqa: E501 - a line of a file


def table(source: Path) -> str:
    """The text of the file: some of the columns, sorted by type."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    lines = sorted([row[theirs] for theirs in COLUMNS.values()] for row in rows)
    head = HEAD.format(count=len(lines), columns=" ".join(COLUMNS))
    return head + "".join("\t".join(line) + "\n" for line in lines)


def main() -> int:
    """Write the file, or say that it is stale."""
    check = "--check" in sys.argv[1:]
    sources = [argument for argument in sys.argv[1:] if argument != "--check"]
    if len(sources) != 1:
        print("usage: python tools/ec2.py [--check] TABLE")
        return 2
    text = table(Path(sources[0]))
    if check:
        stale = not FILE.is_file() or FILE.read_text(encoding="utf-8") != text
        if stale:
            print(f"stale: {FILE.name}; run: python tools/ec2.py {sources[0]}")
        return 1 if stale else 0
    FILE.write_text(text, encoding="utf-8")
    print(f"wrote {FILE.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

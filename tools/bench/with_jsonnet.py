"""Jsonnet at the benchmark's work: `with_jsonnet.py IN OUT`, run by a Python that has rjsonnet."""

import json
import sys
from pathlib import Path

import rjsonnet

_PROGRAM = """\
local template = import 'template.json';
local made(job) = std.manifestYamlDoc(template {
  metadata+: { name: job.name, labels+: { 'example.com/owner': 'platform' } },
  spec+: {
    schedule: job.schedule,
    template+: { mainApplicationFile: job.file, arguments: ['in/', job.output] },
  },
}, quote_keys=false);
"""

here, out = map(Path, sys.argv[1:])
jobs = sorted(path.name for path in (here / "jobs").iterdir())
fields = "".join(f"  '{name}': made(import 'jobs/{name}'),\n" for name in jobs)
program = here / "all.jsonnet"
program.write_text(f"{_PROGRAM}{{\n{fields}}}\n", encoding="utf-8")
for name, text in json.loads(rjsonnet.evaluate_file(str(program))).items():
    (out / name).with_suffix(".yaml").write_text(text, encoding="utf-8")

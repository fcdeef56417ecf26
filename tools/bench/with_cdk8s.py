"""cdk8s at the benchmark's work: `with_cdk8s.py IN OUT`, run by a Python that has cdk8s."""

import json
import sys
from pathlib import Path

from cdk8s import ApiObject, App, Chart, JsonPatch, YamlOutputType

here, out = map(Path, sys.argv[1:])
template = json.loads((here / "template.json").read_text(encoding="utf-8"))
app = App(outdir=str(out), yaml_output_type=YamlOutputType.FILE_PER_RESOURCE)
chart = Chart(app, "jobs")
for path in sorted((here / "jobs").iterdir()):
    job = json.loads(path.read_text(encoding="utf-8"))
    metadata = {**template["metadata"], "name": job["name"]}
    application = {
        **template["spec"]["template"],
        "mainApplicationFile": job["file"],
        "arguments": ["in/", job["output"]],
    }
    spec = {**template["spec"], "schedule": job["schedule"], "template": application}
    made = ApiObject(
        chart, job["name"], api_version=template["apiVersion"], kind=template["kind"],
        metadata=metadata,
    )  # fmt: skip
    made.add_json_patch(JsonPatch.add("/spec", spec))
app.synth()

"""All ids that a finding may bear: the rules', and those of reading and of the final check."""

from collections.abc import Iterable
from typing import NamedTuple

from specgen.finding import Severity
from specgen.names import nearest
from specgen.rules.registry import RULES


class Check(NamedTuple):
    """A finding that is no rule over specs: made while reading, merging or checking the output."""

    family: str
    why: str
    severity: Severity = Severity.ERROR
    of_whole: bool = False
    """True only if everything was read: what is missing may stand in what could not be."""


_W = Severity.WARNING

CHECKS: dict[str, Check] = {
    "abstract-environment": Check("spec", "An abstract layer is only there to be extended."),
    "ambiguous-scalar": Check("yaml", "YAML's readers disagree about what the value is."),
    "bad-encoding": Check("yaml", "The file is not UTF-8 text."),
    "bad-file-name": Check("yaml", "A file's name cannot be printed, so nothing could name it."),
    "bad-schema": Check("yaml", "A schema of the user's own cluster is none, or leads elsewhere."),
    "contradiction": Check("spec", "Fields that are each fine do not go together.", of_whole=True),
    "duplicate-item": Check("spec", "One name stands twice in a list; one would hide the other."),
    "duplicate-key": Check("yaml", "A key is set twice; readers keep one or the other."),
    "duplicate-object": Check("spec", "One object is written twice in one layer."),
    "expired-waiver": Check("spec", "The day until which a finding was accepted is over."),
    "idle-override": Check(
        "ovr", "An override changes nothing: left behind by some change.", _W, of_whole=True
    ),
    "idle-per-cluster": Check(
        "spec", "perCluster speaks of a cluster the object is not on.", of_whole=True
    ),
    "idle-removal": Check(
        "spec", "Something is removed that no lower layer has: a typo.", of_whole=True
    ),
    "immutable-change": Check(
        "eks",
        "A field of a cluster or node group changes that eksctl leaves as it was made.",
        of_whole=True,
    ),
    "layer-cycle": Check("spec", "Layers extend one another in a circle."),
    "lost-character": Check("yaml", "A reader of the rendered tree loses the character."),
    "misfit": Check(
        "ovr", "A rendered object, or a pod that comes of it, is not what Kubernetes takes."
    ),
    "misplaced-field": Check("spec", "A field of the job stands in defaults or a profile."),
    "missing-field": Check("spec", "A required field is set in no layer.", of_whole=True),
    "not-a-file": Check("yaml", "A link, a pipe or a device stands where a spec file should."),
    "not-readable": Check("yaml", "The system does not let specgen read the file."),
    "open-ended-waiver": Check("spec", "In production a waiver has a last day."),
    "same-file": Check("spec", "Two objects are rendered to one file."),
    "stale-digest": Check("spec", "A tag above the digest of another: the old image runs."),
    "too-deep": Check("yaml", "Nesting beyond any use; bombs look like that."),
    "too-large": Check("yaml", "A file, or their number, beyond any use."),
    "two-values": Check("job", "Two features set one key of the rendered object differently."),
    "unchecked-override": Check("ovr", "An override sets a field that no schema knows.", _W),
    "unknown-field": Check("spec", "A field the kind does not have; elsewhere it is ignored."),
    "unknown-kind": Check("spec", "A document of a kind that specgen does not have."),
    "unknown-name": Check("spec", "A reference to an object that does not exist.", of_whole=True),
    "unknown-rule": Check("spec", "A rule is named that does not exist or cannot be waived."),
    "unread-file": Check("yaml", "A file that would be passed over in silence."),
    "unreadable-base": Check(
        "eks", "What the cluster was made from cannot be read, so no change can be held against it."
    ),
    "unused-waiver": Check("spec", "A waiver that covers nothing any more.", _W, of_whole=True),
    "wrong-type": Check("spec", "A value of another type than its field."),
    "wrong-value": Check("spec", "A value outside its field's grammar or bounds."),
    "yaml-feature": Check("yaml", "A feature that specs do without: tags, anchors, merge keys."),
    "yaml-syntax": Check("yaml", "The file is not YAML."),
}


def holds_in_part(rule: str) -> bool:
    """Whether a finding is true even where some of the input could not be read."""
    check = CHECKS.get(rule)
    return check is not None and not check.of_whole


def unknown(names: Iterable[str]) -> str | None:
    """What is wrong with a list of ids and families, or None."""
    known = {rule.id for rule in RULES} | {rule.family for rule in RULES} | CHECKS.keys()
    known |= {check.family for check in CHECKS.values()}
    for name in names:
        if name not in known:
            near = nearest(name, known)
            return f"no rule or family {name!a}" + (f"; did you mean {near}?" if near else "")
    return None

"""Write the references in docs/ from the code, or hold them against it (--check).

docs/spec.md from the models, docs/rules.md from the rules, docs/targets.md from the targets and the
features of a Spark job, docs/cli.md from the commands.
"""

import ast
import inspect
import re
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.main import get_command
from typer.testing import CliRunner

from specgen import spec
from specgen.cli import app, exits
from specgen.load.layer import Layers
from specgen.load.project import open_project
from specgen.load.root import FILE
from specgen.load.subjects import subjects
from specgen.load.world import World
from specgen.rules.catalogue import CHECKS
from specgen.rules.registry import RULES
from specgen.rules.rule import Rule
from specgen.rules.sample import BASE
from specgen.spec.base import JOB_ONLY, RAW, KeyedBy, PartOf, SpecModel
from specgen.spec.docs import field_docs
from specgen.spec.kinds import KINDS
from specgen.spec.schema import kind_schema
from specgen.targets import kustomization
from specgen.targets.registry import TARGETS
from specgen.targets.spark.features import FEATURES, Feature
from specgen.targets.target import Target
from specgen.units.unit import Unit

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
HEAD = "<!-- Written by tools/docs.py from the code; run: make docs -->\n\n"

Lines = Iterator[str]


# --- Markdown -------------------------------------------------------------------------------------

_CODE = re.compile(r"(`[^`]*`|https?://[^\s)]+)")
_SIGN = re.compile(r"([\\*_<>\[\]|#~])")
_OPENS = re.compile(r"([-+*#>]|[0-9]+[.)])(?=\s|$)")
"""What would open a list or a heading where a line begins with it."""


def plain(text: str) -> str:
    """Text of ours as Markdown: `code` stays, every other sign is escaped."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if n % 2 else _SIGN.sub(r"\\\1", part) for n, part in enumerate(parts))


def wrapped(text: str, indent: str = "") -> str:
    """Text in lines of at most WIDTH characters, none of which begins a list."""
    lines = textwrap.wrap(text, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
    first, *rest = lines or [""]
    rest = [_OPENS.sub(r"\\\1", line, count=1) if _OPENS.match(line) else line for line in rest]
    return "\n".join(indent + line for line in [first, *rest])


def item(text: str) -> str:
    """An item of a list."""
    return f"- {wrapped(text, '  ').removeprefix('  ')}"


def row(cells: Iterable[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def table(*head: str) -> Lines:
    """The head of a table."""
    yield row(head)
    yield row("---" for _ in head)


def block(language: str, text: str) -> str:
    """A block of code."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def first_paragraph(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(inspect.cleandoc(text or "").partition("\n\n")[0].split())


def code(words: Iterable[str]) -> str:
    """Words as code, with commas."""
    return ", ".join(f"`{word}`" for word in words)


# --- types in plain words -------------------------------------------------------------------------

_WORDS = {
    "EnvName": "the name of an environment variable",
    "EnvValue": "the value of an environment variable",
    "ImageRef": "an image",
    "Instances": "a number of executors",
    "Resources": "amounts by resource",
    "Egress": "a destination",
    "Raw": "a map of another language",
    "Ratio": "a factor",
}
"""What types with a name of their own are called, where it is not their name."""


class Alias(NamedTuple):
    """A type with a name of its own."""

    words: str
    inner: Any
    marks: tuple[Any, ...]
    text: str
    """What stands below it in the source."""


def _aliases() -> Iterator[Alias]:
    for found in iter_modules(spec.__path__, f"{spec.__name__}."):
        module = import_module(found.name)
        texts = texts_below(module)
        for name in texts_below(module, bare=True):
            inner, *marks = get_args(getattr(module, name)) or (None,)
            if get_origin(getattr(module, name)) is Annotated and get_origin(inner) is not tuple:
                noun = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
                words = _WORDS.get(name, f"a {noun}")
                yield Alias(words, inner, tuple(marks), texts.get(name, ""))


_PLAIN: dict[Any, str] = {str: "text", int: "a whole number", bool: "true or false"}


@cache
def aliases() -> tuple[Alias, ...]:
    """All types with a name of their own, in the order of their words."""
    return tuple(sorted(_aliases(), key=lambda one: one.words))


def alias_of(hint: Any, marks: tuple[Any, ...]) -> str | None:
    """What a declared type is called, told by the marks that make it."""
    fitting = (one for one in aliases() if one.inner == hint and _within(one.marks, marks))
    found = next(fitting, None)
    return found.words if found else None


def _within(own: tuple[Any, ...], marks: tuple[Any, ...]) -> bool:
    """Whether the marks of a declared type stand among those of a field, in their order."""
    told = [_told(mark) for mark in marks]
    wanted = [_told(one) for one in own if not isinstance(one, FieldInfo) or one.metadata]
    wanted = [one for one in wanted if one is not None]
    return bool(wanted) and all(one in told for one in wanted)


def _told(mark: Any) -> Any:
    """A mark in a form that can be compared; pydantic takes bounds and patterns out of theirs."""
    if isinstance(mark, FieldInfo):
        return _told(mark.metadata[0]) if mark.metadata else None
    pattern = getattr(mark, "pattern", None)
    return ("pattern", pattern) if pattern is not None else mark


def type_words(hint: Any, marks: tuple[Any, ...] = ()) -> str:
    """A type as a person says it: `a list of names`, `true or false`."""
    known = alias_of(hint, marks)
    if RAW in marks:
        return "a patch"
    if known is not None:
        return f"{known}{bounds(marks)}"
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        return type_words(inner, (*marks, *more))
    return f"{_bare(hint, marks)}{bounds(marks)}"


def _bare(hint: Any, marks: tuple[Any, ...]) -> str:
    if isinstance(hint, type) and issubclass(hint, Unit):
        return hint.noun
    if isinstance(hint, type) and issubclass(hint, SpecModel):
        return linked(hint)
    return _PLAIN.get(hint) or _composed(hint, marks)


def _composed(hint: Any, marks: tuple[Any, ...]) -> str:
    """A choice, a union, a list or a map."""
    origin, args = get_origin(hint), get_args(hint)
    part = next((mark for mark in marks if isinstance(mark, PartOf)), None)
    if part is not None:
        return f"fields of a [{part.kind}](#{part.kind.lower()})"
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in args)
    if origin in (Union, UnionType):
        return " or ".join(type_words(one) for one in args if one is not NoneType)
    if origin is tuple:
        return _list_words(args[0], marks)
    if origin is dict:
        return f"a map from {type_words(args[0])} to {type_words(args[1])}"
    return "any value"


def _list_words(inner: Any, marks: tuple[Any, ...]) -> str:
    keyed = next((mark for mark in marks if isinstance(mark, KeyedBy)), None)
    how = f", merged by `{keyed.key}`" if keyed else ""
    return f"a list of {plural(type_words(inner))}{how}"


def plural(words: str) -> str:
    """`names` for `a name`; other words as they are."""
    article, _, noun = words.partition(" ")
    simple = article in ("a", "an") and noun.isalpha()
    return f"{noun}s" if simple else words


def linked(model: type[BaseModel]) -> str:
    """A model's name, as a link to its section."""
    return f"[{model.__name__}](#{model.__name__.lower()})"


_BOUNDS = {"ge": "at least {}", "le": "at most {}", "min_length": "at least {} of them"}


def bounds(marks: tuple[Any, ...]) -> str:
    """The bounds that marks set, as the end of a phrase."""
    told = []
    for mark in marks:
        for one in getattr(mark, "metadata", ()) or (mark,):
            for name, words in _BOUNDS.items():
                value = getattr(one, name, None)
                if isinstance(value, int):
                    told.append(words.format(value))
    return "".join(f", {words}" for words in dict.fromkeys(told))


# --- docs/spec.md ---------------------------------------------------------------------------------

_SPEC = """\
# The spec language

One object is one YAML document with `kind` and `name`. A file may hold several documents and may
have any name that ends in `.yaml`, anywhere below its layer's folder; folders called `manifests`
are passed over. Unknown fields are refused. `specgen schema KIND` prints the JSON Schema of a kind.

A layer is a folder below the project's `environments`. An environment is its own layer on top of
those that it `extends`. Objects of one kind and name merge, lowest layer first: maps merge, lists
with *merged by* merge item by item, everything else is replaced, and null takes away what lower
layers said, so that the built-in default holds again. `remove: true` beside kind and name removes
an object, and beside the key an item of a merged list, that a lower layer has.

A job on a cluster is, lowest first: built-in defaults, the Environment's `defaults.SparkJob`, the
Cluster's, the Team's, each of its `profiles` in order, its own documents, its `perCluster` entry.

*Job only* marks what makes a job what it is: it stands on the job, never in defaults or a profile.
"""


def models_below(model: type[SpecModel]) -> Iterator[type[SpecModel]]:
    """The models that a model's fields name, in order, with what is below them."""
    for info in model.model_fields.values():
        for below in _models_in(info.annotation):
            yield below
            yield from models_below(below)


def _models_in(hint: Any) -> Iterator[type[SpecModel]]:
    if isinstance(hint, type) and issubclass(hint, SpecModel):
        yield hint
    for arg in get_args(hint):
        yield from _models_in(arg)


def spec_page() -> Lines:
    """The models, kind by kind, each with the models that it is the first to name."""
    yield _SPEC
    told: set[type[SpecModel]] = set()
    for kind, model in KINDS.items():
        yield from _model_section("##", model)
        if kind == "SparkProfile":
            fields = kind_schema(kind)["definitions"][kind]["properties"]
            shared = [name for name in fields if name not in ("kind", "name", "remove")]
            yield wrapped(f"And these fields of a [SparkJob](#sparkjob): {code(shared)}.") + "\n"
        for below in models_below(model):
            if below not in told:
                told.add(below)
                yield from _model_section("###", below)
    yield from _values()


def _model_section(level: str, model: type[SpecModel]) -> Lines:
    yield f"{level} {model.__name__}\n"
    yield wrapped(plain(first_paragraph(model.__doc__))) + "\n"
    texts = field_docs(model)
    for name, info in model.model_fields.items():
        facts = [type_words(info.annotation, tuple(info.metadata)), _default(info)]
        facts += ["*job only*"] if JOB_ONLY in info.metadata else []
        told = "; ".join(fact for fact in facts if fact)
        yield item(f"`{info.alias or name}`: {told}. {plain(texts.get(name, ''))}")
    yield ""


def _default(info: FieldInfo) -> str:
    """The default as it would be written; empty if absence says it all."""
    if info.is_required():
        return "**required**"
    value = info.get_default(call_default_factory=True)
    if value is None or value is PydanticUndefined or isinstance(value, BaseModel):
        return "optional"
    return f"default `{_written(value)}`"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return str(value)


def _values() -> Lines:
    """What the words for types mean: units by their class, others by the text below them."""
    yield "## Values\n"
    yield wrapped("Amounts of memory and CPU are emitted as they were written.") + "\n"
    units = {unit.noun: unit for unit in _below(Unit)}  # a class with slots is made twice
    for noun, unit in sorted(units.items()):
        yield item(f"**{noun}**: {plain(first_paragraph(unit.__doc__))}")
    for alias in aliases():
        if alias.text:
            yield item(f"**{alias.words}**: {plain(alias.text)}")
    yield ""


def _below(unit: type[Unit]) -> Iterator[type[Unit]]:
    for one in unit.__subclasses__():
        yield one
        yield from _below(one)


def texts_below(module: ModuleType, *, bare: bool = False) -> dict[str, str]:
    """The text under each name that a module assigns; `bare`: names without a text, too."""
    body = [*ast.parse(inspect.getsource(module)).body, ast.Pass()]
    out = {}
    for one, below in pairwise(body):
        match one, below:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(
                value=ast.Constant(value=str(text))
            ):
                out[name] = first_paragraph(text)
            case ast.Assign(targets=[ast.Name(id=name)]), _ if bare:
                out[name] = ""
    return out


# --- docs/rules.md --------------------------------------------------------------------------------

_RULES = """\
# Rules

A finding's id stands in brackets: `error[unknown-pool]`. `specgen validate --select` and `--ignore`
take ids and families. A finding is accepted by an entry of `allow` on its object, or in the
Environment with `at`; some only there, some never. An error stops `render`; a warning is printed.

Each example is laid, as a higher layer, over this sample, which breaks no rule:
"""

_WAIVERS = {
    "anywhere": "its object, or the Environment",
    "environment": "only the Environment",
    "never": "nobody",
}


def rules_page() -> Lines:
    """Every rule with its reason and examples, and every other finding."""
    yield _RULES
    yield block("yaml sample", BASE) + "\n"
    yield from table("rule", "family", "severity", "the bad pattern")
    for rule in RULES:
        yield row((f"[`{rule.id}`](#{rule.id})", rule.family, _level(rule), plain(rule.summary)))
    yield ""
    for rule in RULES:
        yield from _rule_section(rule)
    yield "## Other findings\n"
    text = "Made while reading, merging, or checking the output. None of them can be waived."
    yield wrapped(text) + "\n"
    yield from table("finding", "family", "why")
    for name, check in CHECKS.items():
        yield row((f"`{name}`", check.family, plain(check.why)))
    yield ""


def _level(rule: Rule) -> str:
    changes = rule.in_production is not None and rule.in_production is not rule.severity
    return f"{rule.severity}; in production {rule.in_production}" if changes else str(rule.severity)


def _rule_section(rule: Rule) -> Lines:
    yield f"## {rule.id}\n"
    yield wrapped(plain(f"{rule.summary[:1].upper()}{rule.summary[1:]}. {rule.why}")) + "\n"
    yield item(f"Severity: {_level(rule)}. Family: `{rule.family}`.")
    yield item(f"May be waived by: {_WAIVERS[rule.waiver]}.")
    yield item(f"Mend: {plain(rule.hint)}.")
    yield item(f"Source: {plain(rule.source)}")
    yield "\nBreaks it:\n"
    yield block("yaml spec", rule.bad) + "\n"
    yield "Does not:\n"
    yield block("yaml spec", rule.good) + "\n"


# --- docs/targets.md ------------------------------------------------------------------------------

_TARGETS = """\
# Targets

What is rendered, below `rendered/<environment>/`. A target is a pure function of one subject; its
documents are patched by `overrides` and checked against `schemas/manifests/` before they are
written. Every folder of `teams` and `jobs` has a `kustomization.yaml` that lists its files.
"""

_FEATURES = """\
## Features of a Spark job

The object of a job is the union of what these say. Two that set one key to two values are an error,
`two-values`; nobody overrules another.
"""

_NAMES = {"one": "a-cluster", "reviews": "a-team", "count": "a-job"}
_MORE = """
---
kind: Team
name: a-team
limitRange: [{type: Container, default: {cpu: 1}}]
"""


def files_by_target() -> dict[str, list[str]]:
    """The files that each target makes of the rules' sample, with placeholders for its names."""
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        world = _sample_world(Path(folder))
        for subject in list(subjects(world)):
            for target in TARGETS:
                if isinstance(subject, target.of):
                    files = [_placeholders(one.file) for one in target.render(subject)]
                    found.setdefault(target.id, []).extend(files)
        if world.findings:
            raise SystemExit(f"tools/docs.py: the sample is unsound: {world.findings[0].message}")
    return found


def _sample_world(root: Path) -> World:
    text = BASE
    for old, new in _NAMES.items():
        text = re.sub(rf"(?m)(^name|^team): {old}$", rf"\1: {new}", text)
    layer, more = root / "environments/sample", root / "environments/more"
    for name, content in {
        root / FILE: "apiVersion: specgen/v1\nkind: Project\nname: sample\n",
        layer / "specs.yaml": text.replace("name: sample\n", "name: sample\nextends: [more]\n", 1),
        more / "specs.yaml": f"kind: Environment\nname: more\nabstract: true\n{_MORE}",
    }.items():
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_text(content, encoding="utf-8")
    project = open_project(str(root)).project
    if project is None:
        raise SystemExit("tools/docs.py: the sample project cannot be opened")
    return World(project, Layers(str(root), project.environments), "sample")


def _placeholders(file: str) -> str:
    for name in _NAMES.values():
        file = file.replace(name, f"<{name.removeprefix('a-')}>")
    return file


def targets_page() -> Lines:
    """Each target with what it is made from and the files it goes to, and each feature."""
    yield _TARGETS
    files = files_by_target()
    for target in TARGETS:
        yield from _target_section(target, files.get(target.id, []))
    yield "## kustomization\n"
    yield wrapped(plain(first_paragraph(kustomization.__doc__))) + "\n"
    folders = [f"<cluster>/{folder}/<team>" for folder in kustomization.SYNCED]
    yield from (item(f"`{folder}/{kustomization.NAME}`") for folder in folders)
    yield ""
    yield _FEATURES
    modules: dict[ModuleType | None, list[Feature]] = {}
    for feature in FEATURES:
        modules.setdefault(inspect.getmodule(feature), []).append(feature)
    for module, features in modules.items():
        yield from _features(first_paragraph(module.__doc__ if module else ""), features)
    yield ""


def _features(about: str, features: list[Feature]) -> Lines:
    """The features of one module, and what it is about."""
    yield item(f"{code(one.__name__ for one in features)}: {plain(about)}")
    for one in features:
        name = f"`{one.__name__}`: " if len(features) > 1 else ""
        yield wrapped(f"- {name}{plain(first_paragraph(one.__doc__))}", "  ")


def _target_section(target: Target, files: list[str]) -> Lines:
    yield f"## {target.id}\n"
    yield wrapped(plain(f"{target.summary}. {first_paragraph(target.render.__doc__)}")) + "\n"
    yield item(f"Made for: {plain(first_paragraph(target.of.__doc__))}")
    yield from (item(f"`{file}`") for file in dict.fromkeys(files))
    yield ""


# --- docs/cli.md ----------------------------------------------------------------------------------

_CLI = """\
# Commands

`specgen` finds its project by the nearest `specgen.yaml`, here or in a folder above. Reports go to
standard output, narration and `render`'s findings to standard error.
"""


def commands() -> list[str]:
    """The commands that help shows."""
    group = get_command(app)
    listed = getattr(group, "commands", {})
    return [name for name, command in listed.items() if not command.hidden]


def help_of(*words: str) -> str:
    """What `--help` prints."""
    shown = CliRunner().invoke(
        app, [*words, "--help"], prog_name="specgen", terminal_width=78, color=False
    )
    return "\n".join(line.rstrip() for line in shown.output.splitlines())


def statuses() -> dict[int, str]:
    """Every exit status with what it means, from the text under its name."""
    texts = texts_below(exits)
    named = {name: value for name, value in vars(exits).items() if name.isupper()}
    return {
        value: texts.get(name, f"{name.capitalize()}.")
        for name, value in named.items()
        if type(value) is int  # TYPE_CHECKING is a bool
    }


def cli_page() -> Lines:
    """The help of every command, and the exit statuses."""
    yield _CLI
    yield block("text", help_of()) + "\n"
    for name in commands():
        yield f"## specgen {name}\n"
        yield block("text", help_of(*name.split())) + "\n"
    yield "## Exit status\n"
    yield from table("status", "meaning")
    for status, meaning in sorted(statuses().items()):
        yield row((str(status), plain(meaning)))
    yield ""


# --- files ----------------------------------------------------------------------------------------

PAGES: dict[str, Callable[[], Lines]] = {
    "docs/spec.md": spec_page,
    "docs/rules.md": rules_page,
    "docs/targets.md": targets_page,
    "docs/cli.md": cli_page,
}


def page(make: Callable[[], Lines]) -> str:
    """The text of a page."""
    text = HEAD + "\n".join(make())
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def main() -> int:
    """Write the pages, or say which are stale."""
    check = "--check" in sys.argv[1:]
    stale = 0
    for name, make in PAGES.items():
        file, text = ROOT / name, page(make)
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if check:
            print(f"stale: {name}; run: make docs")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    if not check:
        print(f"wrote {stale} of {len(PAGES)} pages")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())

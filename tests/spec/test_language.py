"""What holds for every model of the spec language."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.alias_generators import to_camel

import specgen.spec
from specgen.names import nearest
from specgen.spec.base import SpecModel
from specgen.spec.kinds import KINDS, MODEL_OF
from specgen.units.unit import Unit

SOURCES = sorted(Path(specgen.spec.__file__).parent.glob("*.py"))


def models() -> dict[str, type[SpecModel]]:
    """Every model that some kind is made of, by name."""
    found: dict[str, type[SpecModel]] = {}
    left: list[Any] = list(KINDS.values())
    while left:
        hint = left.pop()
        if hint is SpecModel:
            continue
        if isinstance(hint, type) and issubclass(hint, SpecModel):
            name = f"{hint.__module__.rpartition('.')[2]}.{hint.__name__}"
            if name not in found:
                found[name] = hint
                left += [info.annotation for info in hint.model_fields.values()]
                left += [base for base in hint.__bases__ if issubclass(base, SpecModel)]
        else:
            left += get_args(hint)
    return found


MODELS = models()
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
every_kind = pytest.mark.parametrize("kind", KINDS)


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    return (node for node in tree.body if isinstance(node, ast.ClassDef))


def undocumented(path: Path) -> list[str]:
    """Classes and fields of a module that no docstring follows."""
    out = []
    for each in classes(ast.parse(path.read_text(encoding="utf-8"))):
        if ast.get_docstring(each) is None:
            out.append(each.name)
        for node, after in zip(each.body, [*each.body[1:], None], strict=True):
            is_field = isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
            said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if is_field and not said and not _is_field_of_dataclass(each):
                out.append(f"{each.name}.{node.target.id}")  # type: ignore[attr-defined]  # is_field says so
    return out


def _is_field_of_dataclass(node: ast.ClassDef) -> bool:
    """Marks and tuples are ours, not the language's."""
    bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
    return bool(node.decorator_list) or "NamedTuple" in bases


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_field_is_followed_by_its_docstring(path: Path) -> None:
    assert undocumented(path) == []


def test_the_search_for_docstrings_finds_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(
        'class A(M):\n    """A."""\n\n    a: int\n    """a."""\n    b: int\n    c: int\n', "utf-8"
    )
    assert undocumented(path) == ["A.b", "A.c"]


def test_all_models_are_looked_at() -> None:
    written = {
        each.name
        for path in SOURCES
        for each in classes(ast.parse(path.read_text(encoding="utf-8")))
        if any(
            isinstance(base, ast.Name) and base.id in {"SpecModel", "Role"} for base in each.bases
        )
    }
    assert written <= {name.rpartition(".")[2] for name in MODELS}


@every_model
def test_every_model_says_what_it_is(model: type[SpecModel]) -> None:
    text = inspect.getdoc(model)
    assert text
    assert text != inspect.getdoc(SpecModel)
    assert text.splitlines()[0].endswith(".")


@every_model
def test_models_are_closed_strict_and_frozen(model: type[SpecModel]) -> None:
    config = model.model_config
    assert (config["extra"], config["strict"], config["frozen"]) == ("forbid", True, True)
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"noSuchField": 1})
    assert ("noSuchField",) in {error["loc"] for error in caught.value.errors()}


@every_model
def test_fields_are_written_in_camel_case(model: type[SpecModel]) -> None:
    kinds = set(KINDS)  # the keys of `defaults` are kinds
    for name, info in model.model_fields.items():
        camel = to_camel(name.rstrip("_"))
        assert info.alias in {
            camel,
            camel.replace("Url", "URL"),
            camel.replace("Qps", "QPS"),
            *kinds,
        }, name
        assert info.alias is not None
        assert "_" not in info.alias


@every_model
def test_fields_are_read_by_no_other_name(model: type[SpecModel]) -> None:
    for name, info in model.model_fields.items():
        if name != info.alias:
            with pytest.raises(ValidationError) as caught:
                model.model_validate({name: None})
            assert ("extra_forbidden", (name,)) in {
                (e["type"], e["loc"]) for e in caught.value.errors()
            }


@every_model
def test_no_field_is_a_boolean_of_yaml_1_1(model: type[SpecModel]) -> None:
    words = {"on", "off", "yes", "no", "y", "n", "true", "false", "null", "~"}
    assert not {str(info.alias).lower() for info in model.model_fields.values()} & words


@every_model
def test_no_two_fields_differ_only_by_case(model: type[SpecModel]) -> None:
    lowered = [str(info.alias).lower() for info in model.model_fields.values()]
    assert len(set(lowered)) == len(lowered)


@every_model
def test_every_field_is_the_nearest_to_itself(model: type[SpecModel]) -> None:
    aliases = [str(info.alias) for info in model.model_fields.values()]
    assert [nearest(alias.upper(), aliases) for alias in aliases] == aliases


def written(default: object) -> object:
    """A default as somebody would write it."""
    if isinstance(default, BaseModel):
        return default.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(default, Unit):
        return str(default)
    return list(default) if isinstance(default, tuple) else default


@every_model
def test_every_default_is_a_value_that_might_be_written(model: type[SpecModel]) -> None:
    for name, info in model.model_fields.items():
        if info.is_required():
            continue
        default = info.get_default(call_default_factory=True)
        if default is None:
            continue  # absent; null is never written for it
        plain = written(default)
        with pytest.raises(ValidationError) as caught:
            model.model_validate({info.alias: plain, "noSuchField": 1})
        wrong = {error["loc"][0] for error in caught.value.errors()}
        assert info.alias not in wrong, (name, plain)


@every_model
def test_no_default_can_be_changed_by_an_object(model: type[SpecModel]) -> None:
    """Mutable defaults are copied for each object, or frozen."""
    for info in model.model_fields.values():
        default = info.default
        assert default is None or not isinstance(default, list | set), info.alias
        assert not isinstance(default, BaseModel) or default.model_config.get("frozen"), info.alias


@every_kind
def test_a_kind_names_itself_and_has_a_name(kind: str) -> None:
    fields = KINDS[kind].model_fields
    assert get_args(fields["kind"].annotation) == (kind,)
    assert fields["name"].is_required()


@every_kind
def test_every_kind_has_a_schema_for_editors(kind: str) -> None:
    schema = MODEL_OF[kind].model_json_schema(by_alias=True)
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == {
        info.alias for info in MODEL_OF[kind].model_fields.values()
    }

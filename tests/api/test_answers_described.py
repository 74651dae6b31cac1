"""The types of the answers, and the components that are made of them."""

import json
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Literal, NotRequired, TypedDict, is_typeddict

import pytest
from jsonschema_rs import validator_for
from pydantic import TypeAdapter

from app.api.description.answer_schema import answer_ref, model_of
from app.domain import answers
from app.domain.answers.determination import Determination
from app.domain.answers.written import NamedComponent, Written
from app.shipped_files import OPENAPI

COMPONENTS = json.loads(OPENAPI.read_bytes())["components"]["schemas"]
TYPES = {
    name.removesuffix("Json"): each
    for module in iter_modules(answers.__path__)
    for name, each in vars(import_module(f"{answers.__name__}.{module.name}")).items()
    if is_typeddict(each) and name.removesuffix("Json") in COMPONENTS
}


class Part(TypedDict):
    """A part of an answer."""

    id: Annotated[str, "Its name."]


class Colour(StrEnum):
    """The colour of a part."""

    RED = "red"
    BLUE = "blue"


Finish = Annotated[str, Written(words=("matt", "gloss")), NamedComponent("Finish", "How it shines.")]


class Painted(TypedDict):
    """Something painted."""

    outside: Annotated[Colour, "Outside."]
    inside: Annotated[Colour | None, "Inside."]
    finish: Annotated[list[Finish], "Layer by layer."]
    shades: Annotated[dict[str, Colour], NamedComponent("Shades", "By name."), "What it is called."]


class WholeJson(TypedDict):
    """An answer
    in two lines.
    """

    parts: Annotated[list[Part], "The parts."]
    kind: NotRequired[Annotated[Literal["a", "b"], "The kind."]]
    first: Annotated[Part | None, "The first part."]


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_member_of_every_answer_has_a_sentence(name):
    component = COMPONENTS[name]
    described = {"": component, **component["properties"]}
    assert [
        member for member, schema in described.items() if not schema.get("description", "").endswith((".", "…"))
    ] == []


@pytest.mark.parametrize("name", sorted(TYPES))
def test_words_to_choose_from_and_records_stand_in_components_of_their_own(name):
    members = json.dumps(COMPONENTS[name]["properties"])
    assert "enum" not in members
    assert '"properties"' not in members


@pytest.mark.parametrize("name", sorted(TYPES))
def test_the_members_of_a_type_are_those_of_its_component(name):
    component, type_ = COMPONENTS[name], TYPES[name]
    assert component["properties"].keys() == type_.__required_keys__ | type_.__optional_keys__
    assert set(component.get("required", ())) == type_.__required_keys__
    assert component["additionalProperties"] is False


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"parts": [{"id": "x"}], "first": None}, True),
        ({"parts": [], "first": {"id": "x"}, "kind": "a"}, True),
        ({"parts": [], "first": None, "kind": None}, False),
        ({"parts": [], "first": None, "kind": "c"}, False),
        ({"parts": [{}], "first": None}, False),
        ({"parts": []}, False),
        ({"parts": [], "first": None, "more": 1}, False),
    ],
)
def test_a_component_says_what_the_type_says(value, fits):
    schema = TypeAdapter(model_of(WholeJson)).json_schema()
    assert schema["description"] == "An answer in two lines."
    assert validator_for(schema).is_valid(value) is fits


def test_words_to_choose_from_are_one_component_wherever_they_stand():
    schema = TypeAdapter(model_of(Painted)).json_schema()
    assert schema["$defs"] == {
        "Colour": {
            "type": "string",
            "enum": ["red", "blue"],
            "title": "Colour",
            "description": "The colour of a part.",
        },
        "Finish": {"type": "string", "enum": ["matt", "gloss"], "description": "How it shines."},
        "Shades": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Colour"}, "description": "By name."},
    }
    assert schema["properties"]["outside"] == {"$ref": "#/$defs/Colour", "description": "Outside."}


def test_two_answers_of_one_name_are_refused():
    assert answer_ref(Determination) == answer_ref(Determination)
    with pytest.raises(ValueError, match="two answers are named `Determination`"):
        answer_ref(type("Determination", (), {}))

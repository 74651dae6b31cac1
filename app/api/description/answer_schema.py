"""The OpenAPI components of all answers, made by Pydantic from their types."""

from enum import EnumType
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import typing_extensions
from pydantic import ConfigDict, Field, TypeAdapter, WithJsonSchema, with_config
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core.core_schema import TypedDictSchema

from app.domain.answers.bods import BodsExport, BodsImport
from app.domain.answers.comparison import ComparisonJson, Diff
from app.domain.answers.determination import Determination
from app.domain.answers.law import Alive, FactsJson, Ready, RuleSets
from app.domain.answers.lifecycle import CheckReportJson, Drafts, HistoryJson
from app.domain.answers.ownership import Ownership
from app.domain.answers.problem import ProblemJson
from app.domain.answers.written import Component, Written

ANSWERS: Final = (
    Determination,
    ComparisonJson,
    Ownership,
    BodsImport,
    BodsExport,
    RuleSets,
    Diff,
    FactsJson,
    Drafts,
    CheckReportJson,
    HistoryJson,
    Alive,
    Ready,
    ProblemJson,
)
"""What is answered; everything else is part of one of these."""

_AS_SENT: Final[JsonSchemaMode] = "serialization"
_REFERENCE: Final = "#/components/schemas/{model}"
_typed_dict: Final[Any] = typing_extensions.TypedDict  # before Python 3.12, Pydantic takes no other


def answer_schemas() -> dict[str, JsonSchemaValue]:
    """Describe all answers and everything in them, by name of the component."""
    adapters = [(answer.__name__, _AS_SENT, TypeAdapter[Any](model_of(answer))) for answer in ANSWERS]
    _, schemas = TypeAdapter.json_schemas(adapters, ref_template=_REFERENCE, schema_generator=_WithoutTitles)
    components: dict[str, JsonSchemaValue] = schemas["$defs"]
    return components


@cache
def model_of(answer: Any) -> Any:
    """Turn the type of an answer into one that Pydantic reads, named as its component."""
    members = {name: _translated(type_) for name, type_ in get_type_hints(answer, include_extras=True).items()}
    members |= {name: NotRequired[members[name]] for name in answer.__optional_keys__}
    model = _typed_dict(answer.__name__.removesuffix("Json"), members)
    model.__doc__ = " ".join(answer.__doc__.split())
    return with_config(ConfigDict(extra="forbid"))(model)


def written_schema(written: Written) -> JsonSchemaValue:
    """Describe a text as it is written."""
    found = {
        "format": written.format,
        "pattern": written.pattern,
        "maxLength": written.max_length,
        "enum": list(written.words),
    }
    return {"type": "string", **{keyword: value for keyword, value in found.items() if value}}


def _translated(type_: Any) -> Any:
    if is_typeddict(type_):
        return model_of(type_)
    if isinstance(type_, EnumType):
        return Literal[tuple(type_)]
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is None or origin is Literal:
        return type_
    if origin is Annotated:
        return _annotated(type_.__origin__, type_.__metadata__)
    if origin is NotRequired:
        return _translated(arguments[0])
    translated = tuple(map(_translated, arguments))
    return reduce(or_, translated) if origin in (Union, UnionType) else origin[translated]


def _annotated(type_: Any, metadata: tuple[Any, ...]) -> Any:
    translated = _translated(type_)
    for each in metadata:
        match each:
            case Component(name=name):
                translated = _typed_dict(name, {})  # the schema of this name takes its place in the document
            case Written():
                translated = Annotated[translated, WithJsonSchema(written_schema(each))]
            case _:
                translated = Annotated[translated, Field(description=each)]
    return translated


class _WithoutTitles(GenerateJsonSchema):
    """Leaves out the titles, which would say in capitals what the names say."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def typed_dict_schema(self, schema: TypedDictSchema) -> JsonSchemaValue:
        described = super().typed_dict_schema(schema)
        described.pop("title", None)
        return described

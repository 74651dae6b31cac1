"""Describes answers by the types that they have, for the OpenAPI document."""

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
from fastapi import FastAPI
from pydantic import ConfigDict, Field, WithJsonSchema, with_config
from pydantic.json_schema import JsonSchemaValue

from app.api.description.reference import ref
from app.domain.answers.written import DescribedElsewhere, NamedComponent, Written

_REFERRED_TO: Final[dict[str, Any]] = {}
_typed_dict: Final[Any] = typing_extensions.TypedDict  # before Python 3.12, Pydantic takes no other


def answer_ref(answer: Any) -> dict[str, str]:
    """Refers to the schema of an answer, which is made when ``answer_schemas`` is called.

    Raises ``ValueError`` where another answer has its name.
    """
    name = _name(answer)
    if _REFERRED_TO.setdefault(name, answer) is not answer:
        raise ValueError(f"two answers are named `{name}`")
    return ref(name)


def answer_schemas() -> dict[str, JsonSchemaValue]:
    """Describes every answer that was referred to, and what it holds, by name.

    FastAPI makes the schemas, for the answers of one route. It would make them of the routes themselves as well, but
    whenever the service starts, for seconds, and the service has the document already.
    """
    describing = FastAPI()
    # Under statuses that may have a body, one for each answer.
    models: dict[int | str, dict[str, Any]] = {
        status: {"model": model_of(each)} for status, each in enumerate(_REFERRED_TO.values(), 400)
    }
    describing.add_api_route("/", lambda: None, responses=models)
    schemas: dict[str, JsonSchemaValue] = describing.openapi()["components"]["schemas"]
    return schemas


@cache
def model_of(answer: Any) -> Any:
    """Turns the type of an answer into one that Pydantic reads, named as its component."""
    members = {name: _translated(type_) for name, type_ in get_type_hints(answer, include_extras=True).items()}
    members |= {name: NotRequired[members[name]] for name in answer.__optional_keys__}
    model = _typed_dict(_name(answer), members)
    model.__doc__ = description_of(answer)
    return with_config(ConfigDict(extra="forbid"))(model)


def description_of(answer: Any) -> str:
    """Gives what the type of an answer says of itself, on one line."""
    return " ".join(answer.__doc__.split())


def written_schema(written: Written) -> JsonSchemaValue:
    """Describes a text as it is written."""
    found = {
        "format": written.format,
        "pattern": written.pattern,
        "maxLength": written.max_length,
    }
    return {"type": "string", **{keyword: value for keyword, value in found.items() if value}}


def _name(answer: Any) -> str:
    name: str = answer.__name__
    return name.removesuffix("Json")


def _translated(type_: Any) -> Any:
    if is_typeddict(type_):
        return model_of(type_)
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is None or origin is Literal:
        return type_
    if origin is Annotated:
        return _annotated(type_.__origin__, type_.__metadata__)
    if origin is NotRequired:
        return _translated(arguments[0])
    translated = tuple(map(_translated, arguments))
    return reduce(or_, translated) if origin in (Union, UnionType) else origin[translated]


@cache
def _component(type_: Any, named: NamedComponent) -> Any:
    return typing_extensions.TypeAliasType(named.name, Annotated[type_, Field(description=named.says)])


def _annotated(type_: Any, metadata: tuple[Any, ...]) -> Any:
    named = isinstance(type_, EnumType) and any(isinstance(each, NamedComponent) for each in metadata)
    translated = Literal[tuple(type_)] if named else _translated(type_)
    for each in metadata:
        match each:
            case NamedComponent():
                translated = _component(translated, each)
            case DescribedElsewhere(component=name):
                translated = _typed_dict(name, {})  # the schema of this name takes its place in the document
            case Written(words=words) if words:
                translated = Literal[words]
            case Written():
                translated = Annotated[translated, WithJsonSchema(written_schema(each))]
            case _:
                translated = Annotated[translated, Field(description=each)]
    return translated

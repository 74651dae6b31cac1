"""Writes a JSON value as the Python expression that a user of the generated client writes for it."""

import json
from functools import cache

from jsonschema_rs import validator_for
from openapi_python_client.strings import ClassName, PythonIdentifier

from clients.__main__ import DOCUMENT

SCHEMAS = json.loads(DOCUMENT.read_bytes())["components"]["schemas"]


def built(value, component):
    """The expression that builds the value as one of the component of this name."""
    return _expression(value, {"$ref": f"#/components/schemas/{component}"})


def _expression(value, schema):
    component, schema = _resolved(schema)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return _expression(value, next(each for each in schema[several] if _accepts(json.dumps(each), value)))
    if isinstance(value, list):
        return f"[{', '.join(_expression(each, schema['items']) for each in value)}]"
    if isinstance(value, dict) and "properties" in schema:
        members = (
            f"{PythonIdentifier(name, 'field_')}={_expression(each, schema['properties'][name])}"
            for name, each in value.items()
        )
        return f"models.{ClassName(component, '')}({', '.join(members)})"
    if isinstance(value, str) and schema.get("format") == "date":
        return f"datetime.date.fromisoformat({value!r})"
    if isinstance(value, float):
        return f"Decimal({str(value)!r})"
    return repr(value)


def _resolved(schema):
    component = None
    while "$ref" in schema:
        component = schema["$ref"].rpartition("/")[2]
        schema = SCHEMAS[component]
    return component, schema


@cache
def _validator(schema):
    return validator_for({**json.loads(schema), "components": {"schemas": SCHEMAS}})


def _accepts(schema, value):
    return _validator(schema).is_valid(value)

"""Validators of what the interface describes, made where a test asks for one."""

from functools import cache

from jsonschema_rs import validator_for

from app.api.application import interface
from app.api.description.document import schemas


@cache
def described(name):
    """A validator of the component of this name."""
    return validator_for({"$ref": f"#/components/schemas/{name}", "components": {"schemas": _schemas()}})


@cache
def _schemas():
    return schemas(interface().openapi())

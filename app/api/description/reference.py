"""Refers from one part of the OpenAPI document to another."""


def ref(name: str) -> dict[str, str]:
    """Refers to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}

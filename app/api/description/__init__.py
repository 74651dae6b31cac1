"""Describes the interface for machines: JSON Schemas and the OpenAPI document, read off the code that serves it."""

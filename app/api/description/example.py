"""Holds examples of requests with what the service answers."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """Holds one body as a caller sends it, if any, and the response that it gets."""

    title: str
    request: Any
    response: Any

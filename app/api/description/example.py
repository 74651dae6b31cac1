"""Examples of requests with what the service answers."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One request as a caller sends it, and the response that it gets."""

    title: str
    request: Any
    response: Any

"""The generated code of one rule set, ready to be called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.language.alternatives import Fork
from app.domain.language.nodes import Condition

Truth = Callable[[Any, Any], int]
Explain = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Program:
    """The generated functions by definition.

    ``truth(subject, run)`` gives the verdict; ``explain`` and ``full`` take ``(subject, pointer, run, verdict)`` and
    add reasons to the run.
    """

    truth: Mapping[str, Truth]
    explain: Mapping[str, Explain]
    full: Mapping[str, Explain]
    source: str
    whole: Mapping[str, Condition]
    """Everything that each definition asks for."""
    forks: Mapping[int, Fork]
    """The alternatives that a choice keeps apart, by the identity of the condition."""
    questions: dict[Any, Any] = field(default_factory=dict)
    """Questions on ownership made ready, kept from screening to screening."""

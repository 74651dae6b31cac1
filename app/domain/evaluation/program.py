"""Holds the functions that a rule set compiles to, ready to be called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.evaluation.alternatives import Fork
from app.domain.language.nodes import Condition
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.truth import Verdict

Judge = Callable[[Any, Any], Verdict]
"""Gives the verdict on a definition or a condition: ``(subject, run)``.

The subject is the record that it is about, or a tuple of records where a condition names several variables.
"""

ExplainFunction = Callable[..., None]
"""Explains a verdict on a definition: ``(subject, pointer, run, verdict, facts to add to or None)``."""


@dataclass(frozen=True, slots=True)
class Program:
    """Holds the functions of one rule set by definition.

    ``truth`` gives verdicts. ``explain`` adds to the run the reasons that a verdict rests on, ``full`` a reason for
    every element.
    """

    rule_set: RuleSet
    truth: Mapping[str, Judge]
    explain: Mapping[str, ExplainFunction]
    full: Mapping[str, ExplainFunction]
    conditions: Mapping[str, Condition]
    """Everything that each definition asks for."""
    computed: Mapping[str, Judge]
    """Verdicts of definitions on which a conclusion can be stated, as the facts give them without that conclusion."""
    forks: Mapping[int, Fork]
    """The alternatives that a choice keeps apart, by the identity of the condition."""
    numbered: tuple[Definition, ...] = ()
    """The definitions in the order in which reasons are told, where each has its number."""
    paragraphs: frozenset[int] = frozenset()
    """The numbers of those that are paragraphs of the law."""
    phrased: frozenset[int] = frozenset()
    """The numbers of those of which a summary speaks."""
    questions: dict[Any, Any] = field(default_factory=dict)
    """Questions on ownership made ready, kept from screening to screening."""

"""Puts an answer where it belongs: the one place in which answers become part of what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.answers.determination import QuestionJson
from app.domain.facts.places import value_at, with_value
from app.domain.facts.transaction import LegalDecision
from app.domain.regime import AnyTransaction


@dataclass(frozen=True, slots=True)
class Interview:
    """Holds what is known in an interview: the transaction, and the alternatives chosen of a proposal, by axis."""

    transaction: AnyTransaction
    variants: Mapping[str, str] = field(default_factory=dict)

    def answered(self, question: QuestionJson, value: Any) -> "Interview":
        """Give the interview in which the question is answered by a value of the type that it asks for.

        That is a reading for counsel's question, an alternative for one of a proposal, a ``Conclusion`` where one is
        asked for, and else the value of the fact, in place of what was stated before.
        """
        if "variant" in question:
            return Interview(self.transaction, {**self.variants, question["variant"]: value})
        pointer = question["pointer"]
        if "interpretation" in question:
            value = LegalDecision(interpretation=question["interpretation"], reading=value)
        if "interpretation" in question or "conclusion" in question:
            value = (*value_at(self.transaction, pointer), value)
        return replace(self, transaction=with_value(self.transaction, pointer, value))

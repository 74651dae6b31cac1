"""Puts an answer where it belongs: the one place in which answers become part of what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.answers.determination import QuestionJson
from app.domain.facts.places import with_value
from app.domain.facts.transaction import LegalDecision
from app.domain.regime import AnyTransaction


@dataclass(frozen=True, slots=True)
class Interview:
    """Holds what is known in an interview: the transaction, and the alternatives chosen of a proposal, by axis."""

    transaction: AnyTransaction
    variants: Mapping[str, str] = field(default_factory=dict)

    def answered(self, question: QuestionJson, value: Any) -> "Interview":
        """Give the interview in which the question is answered by a value of the type that it asks for.

        That is a reading for counsel's question, an alternative for one of a proposal, and else the value of the fact,
        in place of what was stated before.
        """
        transaction: Any = self.transaction
        if "variant" in question:
            return Interview(transaction, {**self.variants, question["variant"]: value})
        if "interpretation" in question:
            decision = LegalDecision(interpretation=question["interpretation"], reading=value)
            decided = replace(transaction, legal_decisions=(*transaction.legal_decisions, decision))
            return Interview(decided, self.variants)
        return Interview(with_value(transaction, question["pointer"], value), self.variants)

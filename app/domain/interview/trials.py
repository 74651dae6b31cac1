"""Tries answers to questions, and says what the law makes of the transaction that they give."""

from typing import Any

from app.domain.answers.determination import UNDETERMINED, Class, QuestionJson
from app.domain.effort import Effort
from app.domain.facts.places import records
from app.domain.interview.interview import Interview
from app.domain.screening import Law, Outline

_TRIAL, _RECORD = 50, 20
"""The steps that a trial costs, and those for each record of the transaction."""


class Trials:
    """Tries answers under one law, within the work that one request may make."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._effort = Effort()

    def determination(self, interview: Interview) -> Class:
        """Give the determination as the interview stands; raises ``InvalidTransaction`` after too much work."""
        return self._outline(interview)["determination"]

    def classes_open(self, interview: Interview) -> int:
        """Count the classes between which it is undetermined, none if it is not; raises the same."""
        outline = self._outline(interview)
        return len(outline["possible_determinations"]) if outline["determination"] == UNDETERMINED else 0

    def questions(self, interview: Interview) -> list[QuestionJson]:
        """Give the questions that can settle it; raises the same."""
        self._spend(interview)
        return self.law.questions(interview.transaction, variants=interview.variants, effort=self._effort)

    def answered(self, interview: Interview, question: QuestionJson, value: Any) -> Interview | None:
        """Give the interview with the question so answered, or ``None`` where something else excludes the answer."""
        answered = interview.answered(question, value)
        self._spend(answered)
        contradictions = self.law.rule_set.regime.contradictions(answered.transaction)
        return None if contradictions else answered

    def _outline(self, interview: Interview) -> Outline:
        self._spend(interview)
        return self.law.outline(interview.transaction, variants=interview.variants, effort=self._effort)

    def _spend(self, interview: Interview) -> None:
        self._effort.spend(_TRIAL + _RECORD * sum(1 for _ in records(interview.transaction)))

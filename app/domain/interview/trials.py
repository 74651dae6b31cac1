"""Tries answers to questions, and says what the law makes of the transaction that they give."""

from collections.abc import Collection
from typing import Any, NamedTuple

from app.domain.answers.determination import UNDETERMINED, Class, QuestionJson
from app.domain.effort import STEPS, Effort
from app.domain.errors import InvalidTransaction
from app.domain.facts.places import records
from app.domain.interview.interview import Interview
from app.domain.screening import Law

_TRIAL, _RECORD = 50, 20
"""The steps that a trial costs, and those for each record of the transaction."""


class Trial(NamedTuple):
    """Says where an interview stands.

    ``duties`` and ``clear`` count the classes with a duty and those without between which it is undetermined, and
    ``possible`` names them.
    """

    interview: Interview
    determination: Class
    duties: int = 0
    clear: int = 0
    possible: tuple[Class, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether the determination is open."""
        return self.determination == UNDETERMINED


class Trials:
    """Tries answers under one law, within the effort that the law has, or else so many ``steps``.

    ``cost`` is that of one trial where all of them are of about the same size; else the records are counted each time.
    """

    def __init__(self, law: Law, *, steps: int = STEPS, cost: int | None = None) -> None:
        self._effort = Effort(steps) if law.effort is None else law.effort
        self.law = law.within(self._effort)
        self._cost = cost

    @property
    def exhausted(self) -> bool:
        """Say whether the work that may be made is used up."""
        return self._effort.exhausted

    def standing(self, interview: Interview) -> Trial:
        """Say where an interview stands; raises ``InvalidTransaction`` after too much work."""
        self._spend(interview)
        outline = self.law.outline(interview.transaction, variants=interview.variants)
        determination, possible = outline["determination"], outline["possible_determinations"]
        if determination != UNDETERMINED:
            return Trial(interview, determination, possible=tuple(possible))
        duties = sum(each in self.law.rule_set.regime.outcomes for each in possible)
        return Trial(interview, determination, duties, len(possible) - duties, tuple(possible))

    def answered(self, interview: Interview, question: QuestionJson, value: Any) -> Trial | None:
        """Say where it stands with the question so answered, ``None`` where something else excludes the answer.

        Raises the same.
        """
        return self.supposed(interview.answered(question, value))

    def supposed(self, interview: Interview) -> Trial | None:
        """Say where it would stand, ``None`` where not all of its facts can be true; raises the same."""
        self._spend(interview)
        if self.law.rule_set.regime.contradictions(interview.transaction):
            return None
        try:
            return self.standing(interview)
        except InvalidTransaction:
            if self.exhausted:
                raise
            return None

    def questions(self, interview: Interview, asked: Collection[str]) -> list[QuestionJson]:
        """Give the questions that can settle it, what was asked already only if need be; raises the same."""
        self._spend(interview)
        transaction, variants = interview.transaction, interview.variants
        return self.law.questions(transaction, variants=variants, asked=asked)

    def _spend(self, interview: Interview) -> None:
        cost = self._cost
        if cost is None:
            cost = _TRIAL + _RECORD * sum(1 for _ in records(interview.transaction))
        self._effort.spend(cost)

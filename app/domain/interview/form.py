"""Makes one form of all that a transaction will need, by supposing ordinary answers until the matter is settled."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, cast

from app.domain.answers.determination import QuestionJson
from app.domain.answers.questions import FormQuestionJson, QuestionGroupJson
from app.domain.evaluation.missing_facts import question_key
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Group
from app.domain.facts.places import value_at
from app.domain.interview.interview import Interview
from app.domain.interview.telling_answers import TellingAnswers
from app.domain.interview.trials import Trial, Trials
from app.domain.screening import Law

_ROUNDS = 40
"""More rounds of questions than any transaction needs."""


class Forms:
    """Makes forms under one law."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._telling = TellingAnswers(law.rule_set)
        self._order = AskingOrder(law.rule_set.regime.transaction)

    def form(self, interview: Interview, *, bearing: Collection[str]) -> list[QuestionGroupJson]:
        """List in groups all that is to be asked if answers are ordinary; raises what :meth:`Law.screen` raises.

        Round by round the questions of the shortest list are answered so, until the matter is settled. Within an item
        of a list that is not stated yet nothing is asked: the list is. ``bearing`` are the keys of the questions that
        are open from the beginning; others come ``after`` one that is supposed to be answered.
        """
        trials, found = Trials(self._law), dict[str, FormQuestionJson]()
        supposed = trials.standing(interview)
        for _ in range(_ROUNDS):
            questions = trials.questions(supposed.interview, found) if supposed.is_open else []
            asked = {key: each for each in questions if (key := question_key(each)) not in found}
            if not asked:
                break
            before = list(found.values())
            for key, question in asked.items():
                after = None if key in bearing else self._opened_by(question, before)
                found[key] = cast("FormQuestionJson", question if after is None else {**question, "after": after})
            for question in asked.values():
                supposed = self.supposed(supposed, question, trials)
        stated = (each for each in found.values() if _can_be_stated(interview, each))
        return grouped(sorted(stated, key=lambda each: self._order.place(question_key(each))))

    def supposed(self, supposed: Trial, question: QuestionJson, trials: Trials) -> Trial:
        """Suppose the ordinary answer, or none where something excludes all.

        What the target does, and what has no ordinary answer, is supposed such that the matter stays open longest.
        """
        transaction = supposed.interview.transaction
        is_open_longest = question["group"] is Group.TARGET or not self._telling.has_ordinary(question, transaction)
        best: Trial | None = None
        length: tuple[int, ...] = ()
        for value in self._telling.to(question, transaction):
            trial = trials.answered(supposed.interview, question, value)
            if trial is not None and (best is None or self._length(trial, question, value) > length):
                best, length = trial, self._length(trial, question, value)
            if best is not None and not is_open_longest:
                break
        return best or supposed

    def _length(self, trial: Trial, question: QuestionJson, value: Any) -> tuple[int, ...]:
        """Say how long the matter stays open, by the classes that are still possible.

        What the target does is to leave the duties open and nothing else: then all that tells them apart is asked.
        """
        if question["group"] is Group.TARGET:
            return trial.duties, -trial.clear, self._telling.tests_met(question, value)
        return (trial.duties + trial.clear,)

    def _opened_by(self, question: QuestionJson, before: Sequence[QuestionJson]) -> str | None:
        """Find the question that opened another: that for its record, or the last choice of the same kind in it."""
        record, place = question["pointer"].rpartition("/")[0], self._order.place(question_key(question))
        for each in reversed(before):
            pointer, is_choice = each["pointer"], each.get("type") in (Kind.CHOICE, Kind.TRUTH)
            is_beside = is_choice and record == pointer.rpartition("/")[0] and each["group"] == question["group"]
            if f"{record}/".startswith(f"{pointer}/") or (is_beside and self._order.place(pointer) < place):
                return pointer
        return None


def grouped(questions: Iterable[QuestionJson]) -> list[QuestionGroupJson]:
    """Put questions that stand in the order of asking in their groups."""
    groups = groupby(questions, key=lambda each: each["group"])
    return [{"group": group, "questions": [cast("FormQuestionJson", each) for each in of]} for group, of in groups]


def _can_be_stated(interview: Interview, question: QuestionJson) -> bool:
    """Say whether the fact is of no item of a list that is not stated yet."""
    steps = question["pointer"].split("/")
    items = ["/".join(steps[: index + 1]) for index, step in enumerate(steps) if step.isdigit()]
    return all(value_at(interview.transaction, each) is not None for each in items)

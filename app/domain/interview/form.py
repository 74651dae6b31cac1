"""Makes one form of all that a transaction will need, by supposing ordinary answers until the matter is settled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, cast

from app.domain.answers.determination import QuestionJson
from app.domain.answers.questions import FormQuestionJson, QuestionGroupJson
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.dictionary import entry_at
from app.domain.facts.places import value_at
from app.domain.interview.interview import Interview
from app.domain.interview.telling_answers import TellingAnswers
from app.domain.interview.trials import Trials
from app.domain.screening import Law

_ROUNDS = 40
"""More rounds of questions than any transaction needs."""
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Supposed:
    """Says what is supposed after a round, and which of its questions was not answered so as to end the matter."""

    interview: Interview
    turn: str | None = None


class Forms:
    """Makes forms under one law."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._regime = law.rule_set.regime
        self._telling = TellingAnswers(law.rule_set)
        self._order = AskingOrder(self._regime.transaction)

    def form(self, interview: Interview) -> list[QuestionGroupJson]:
        """List in groups all that is to be asked if answers are ordinary; raises what :meth:`Law.screen` raises.

        Round by round the questions of the shortest list are answered in the ordinary way. Where that would settle the
        matter, the first of them that can be answered otherwise is, and what is asked later comes ``after`` it. Within
        an item of a list that is not stated yet nothing is asked: the list is.
        """
        trials, found = Trials(self._law), dict[_Key, FormQuestionJson]()
        supposed: _Supposed | None = _Supposed(interview)
        turn: str | None = None
        for _ in range(_ROUNDS):
            if supposed is None:
                break
            asked = [each for each in trials.questions(supposed.interview) if _key(each) not in found]
            after = {} if turn is None else {"after": turn}
            found.update((_key(each), cast("FormQuestionJson", {**each, **after})) for each in asked)
            supposed = self._after(supposed.interview, asked, trials) if asked else None
            turn = (supposed and supposed.turn) or turn
        return grouped(sorted(filter(partial(_can_be_stated, interview), found.values()), key=self._place))

    def _after(self, interview: Interview, asked: list[QuestionJson], trials: Trials) -> _Supposed | None:
        """Suppose an answer to each of the questions; ``None`` where whatever is answered settles the matter."""
        answers: dict[_Key, Any] = {}
        supposed = interview
        for question in asked:
            chosen = self._ordinary(supposed, question, trials)
            if chosen is not None:
                answers[_key(question)], supposed = chosen
        if trials.classes_open(supposed):
            return _Supposed(supposed) if answers else None
        for question in asked:
            otherwise = self._otherwise(interview, asked, question, answers, trials)
            if otherwise is not None:
                return _Supposed(otherwise, turn=question["pointer"])
        return None

    def _ordinary(self, interview: Interview, question: QuestionJson, trials: Trials) -> tuple[Any, Interview] | None:
        """Choose the ordinary answer, or the first that does not settle the matter by itself.

        Of answers none of which is ordinary, the one that leaves most classes possible is chosen.
        """
        enough = 1 if self._telling.is_ordinary(question) else trials.classes_open(interview)
        best: tuple[int, Any, Interview] | None = None
        for value in self._telling.to(question, interview.transaction):
            answered = trials.answered(interview, question, value)
            if answered is None:
                continue
            left = trials.classes_open(answered)
            if best is None or left > best[0]:
                best = left, value, answered
            if left >= enough:
                break
        return best and best[1:]

    def _otherwise(
        self,
        interview: Interview,
        asked: list[QuestionJson],
        turned: QuestionJson,
        answers: Mapping[_Key, Any],
        trials: Trials,
    ) -> Interview | None:
        """Answer one of the questions so that the matter stays open beside the other answers, if it can be."""
        entry = entry_at(self._regime.transaction, turned["pointer"])
        if entry is not None and entry.fact.rare:
            return None
        supposed = interview
        for question in asked:
            if question is not turned and _key(question) in answers:
                supposed = supposed.answered(question, answers[_key(question)])
        best: tuple[int, Interview] | None = None
        for value in self._telling.to(turned, interview.transaction):
            answered = trials.answered(supposed, turned, value)
            left = trials.classes_open(answered) if answered is not None else 0
            if answered is not None and left > (best[0] if best is not None else 0):
                best = left, answered
        return best and best[1]

    def _place(self, question: QuestionJson) -> Any:
        return self._order.place("/".join(_key(question)) if "type" not in question else question["pointer"])


def grouped(questions: Iterable[QuestionJson]) -> list[QuestionGroupJson]:
    """Put questions that stand in the order of asking in their groups."""
    groups = groupby(questions, key=lambda each: each["group"])
    return [{"group": group, "questions": [cast("FormQuestionJson", each) for each in of]} for group, of in groups]


def _can_be_stated(interview: Interview, question: QuestionJson) -> bool:
    """Say whether the fact is of no item of a list that is not stated yet."""
    steps = question["pointer"].split("/")
    items = ["/".join(steps[: index + 1]) for index, step in enumerate(steps) if step.isdigit()]
    return all(value_at(interview.transaction, each) is not None for each in items)


def _key(question: QuestionJson) -> _Key:
    """Tell a question from others: by the place of its answer, and by the point of law that is decided there."""
    return question["pointer"], question.get("interpretation", "")

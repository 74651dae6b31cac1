"""Screens a deal, answers what is asked from its book, and screens again, until the determination is definite.

One form is one round. In it a question that comes ``after`` others is put only if these do not settle the matter. What
the book cannot answer is documented as an inquiry.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import orjson

from app.domain.answers.questions import QuestionMode
from app.domain.errors import InvalidTransaction
from app.domain.screening import Explain
from app.main import screener
from app.service.questioning import Questioner
from app.service.screening import Screener
from app.settings import Settings
from app.use_cases import questioner
from tests import at_hand
from tests.acceptance.cases import CASES, Case
from tests.acceptance.effort import facts_in

MOST_ROUNDS = 12
POINTS = ("conclusion", "interpretation", "variant")
"""Members of a question about a point that is no single fact."""

Round = Callable[[dict[str, Any]], list[dict[str, Any]]]
"""Takes a transaction, gives the questions of the next round."""


@dataclass(slots=True)
class Interview:
    """How a case went: each question with what became of it, by round, and the last answer."""

    case: Case
    transaction: dict[str, Any]
    answer: dict[str, Any] = field(default_factory=dict)
    rounds: list[dict[str, str]] = field(default_factory=list)
    facts: int = 0

    @property
    def questions(self) -> list[str]:
        """The places of all questions, as they were asked."""
        return [place for asked in self.rounds for place in asked]

    @property
    def beyond_target(self) -> list[str]:
        """The places of the questions that the target does not have."""
        wanted = self.case.target.asks
        return [place for place in self.questions if not any(fnmatchcase(place, each) for each in wanted)]


@cache
def _service() -> tuple[Screener, Questioner]:
    settings = Settings(remembered_bytes=0)
    law = at_hand.law()
    return screener(law, settings), questioner(law, settings)


def determination(transaction: dict[str, Any]) -> dict[str, Any]:
    """Screens the transaction as the service does."""
    try:
        given = _service()[0].screen(orjson.dumps(transaction), explain=Explain.FULL)
    except InvalidTransaction as refused:
        raise AssertionError(refused.problems) from refused
    answer: dict[str, Any] = orjson.loads(given.body)
    return answer


def form(transaction: dict[str, Any]) -> list[dict[str, Any]]:
    """Asks all that the transaction will need, in one form."""
    asked = orjson.loads(_service()[1].ask(orjson.dumps(transaction), QuestionMode.FORM))
    return [question for group in asked["groups"] for question in group["questions"]]


def shortest_list(transaction: dict[str, Any]) -> list[dict[str, Any]]:
    """Asks the shortest list of questions that can settle the matter."""
    missing: list[dict[str, Any]] = determination(transaction)["missing_facts"]
    return missing


def interview(case: Case, *, also: str | None = None, ask: Round = form) -> Interview:
    """Drives the case to its end, with the part of ``also`` entered beside the sheet."""
    start = interview(CASES[case.follows], ask=ask).transaction if case.follows else {}
    stated = facts_in(start)
    transaction = deepcopy(start)
    for part in (case.sheet, case.also[also] if also else {}):
        _enter(transaction, part)
    transaction["inquiries"] = []
    held = Interview(case, transaction, facts=max(facts_in(transaction) - stated, 0))
    held.answer = determination(transaction)
    while held.answer["determination"] == "undetermined" and len(held.rounds) < MOST_ROUNDS:
        # What nobody could answer comes back; nobody is asked a second time.
        questions = [each for each in ask(transaction) if place_of(transaction, each) not in held.questions]
        if not questions:
            break
        held.rounds.append({})
        for later in (False, True):
            asked = [each for each in questions if ("after" in each) == later]
            if asked and held.answer["determination"] == "undetermined":
                _answer_all(held, asked)
    return held


def _answer_all(held: Interview, questions: list[dict[str, Any]]) -> None:
    """Answers the questions as far as the book can, documents what became of the others, and screens again."""
    left = []
    for question in questions:
        place, transaction, before = place_of(held.transaction, question), held.transaction, facts_in(held.transaction)
        found = next((each for each in held.case.book if fnmatchcase(place, each["asked"])), {})
        if "answer" in found:
            _enter(transaction, found.get("adds", {}))
            _put(transaction, question["pointer"], found["answer"])
            held.facts += max(facts_in(transaction) - before, 1)
            held.rounds[-1][place] = "answered"
        else:
            left.append((place, question, "refused" if "refused" in found else "not_known"))
    for place, question, became in left:
        # What an answer to another question of the same form has told is not asked any more.
        if place.startswith("/fund_deal/") and _stated(held.transaction, question["pointer"]):
            continue
        held.rounds[-1][place] = became
        held.facts += 1
        inquiry = {"pointer": question["pointer"], "outcome": f"asked_and_{became}"}
        if question.keys().isdisjoint(POINTS) and inquiry not in held.transaction.setdefault("inquiries", []):
            held.transaction["inquiries"].append(inquiry)
    held.answer = determination(held.transaction)


def _stated(transaction: dict[str, Any], pointer: str) -> bool:
    whole: Any = transaction
    for step in pointer.split("/")[1:]:
        whole = whole[int(step)] if isinstance(whole, list) else (whole or {}).get(step)
    return whole is not None


def place_of(transaction: dict[str, Any], question: dict[str, Any]) -> str:
    """The pointer of a question with the ids of parties in place of their numbers."""
    _, records, *rest = question["pointer"].split("/")
    rest += [question[point] for point in POINTS if point in question]
    if records == "parties" and rest:
        rest[0] = transaction["parties"][int(rest[0])]["id"]
    if records == "interests" and rest:
        interest = transaction["interests"][int(rest[0])]
        rest[0] = f"{interest['holder']}>{interest['subject']}"
    return "/".join(["", records, *rest])


def _put(transaction: dict[str, Any], pointer: str, value: Any) -> None:
    *way, last = pointer.split("/")[1:]
    whole: Any = transaction
    for step in way:
        whole = whole[int(step)] if isinstance(whole, list) else whole.setdefault(step, {})
    if isinstance(whole, list):
        whole[int(last)] = value
    else:
        whole[last] = _joined(whole.get(last), value)


def _enter(whole: dict[str, Any], part: dict[str, Any]) -> None:
    """Puts everything of the part into the whole."""
    for name, value in part.items():
        whole[name] = _joined(whole.get(name), value)


def _joined(stated: Any, more: Any) -> Any:
    """What was stated and what comes to it: lists get longer, parties with one id are one, another value replaces."""
    if isinstance(stated, dict) and isinstance(more, dict):
        return {**stated, **{name: _joined(stated.get(name), value) for name, value in more.items()}}
    if isinstance(stated, list) and isinstance(more, list):
        joined = [*stated]
        for item in more:
            same = next((at for at, each in enumerate(joined) if _same(each, item)), None)
            if same is None:
                joined.append(deepcopy(item))
            else:
                joined[same] = _joined(joined[same], item)
        return joined
    return deepcopy(more)


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, dict) and isinstance(other, dict) and "id" in one and one["id"] == other.get("id")


def all_interviews(ask: Round = form) -> Iterator[tuple[str, Interview]]:
    """Drives every case, and every case with each of its parts ``also``, under names that tell them apart."""
    for case in CASES.values():
        yield case.name, interview(case, ask=ask)
        for also in case.also:
            yield f"{case.name} with {also}", interview(case, also=also, ask=ask)

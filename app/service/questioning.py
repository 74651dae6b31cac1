"""Asks people: the next question on a transaction and what its answers would mean, or all that it needs in one form."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from app.domain.answers.determination import QuestionJson, ScreeningUnderLaw
from app.domain.answers.questions import NextQuestionJson, QuestionGroupJson, QuestionMode, QuestionsJson
from app.domain.canonical import digest
from app.domain.evaluation.missing_facts import question_key
from app.domain.facts.dictionary import entry_at
from app.domain.interview.consequences import Consequences
from app.domain.interview.form import Forms, grouped
from app.domain.interview.interview import Interview
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.screening import ENGINE_VERSION, NO_VARIANTS, Explain
from app.service.answering import Write, determined_under
from app.service.screening import CurrentLaw, TransactionRead, bounded_law_for
from app.service.snapshot import Absent, Selected

_IN_VAIN: Final = ("asked_and_refused", "asked_and_not_known")


class Questioner:
    """Asks what a transaction leaves open. Nothing of a transaction outlives the call.

    ``read`` turns a body into a transaction, ``write`` a JSON value into its canonical bytes.
    """

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], TransactionRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def ask(
        self,
        body: bytes,
        mode: QuestionMode,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> bytes:
        """Return what to ask of one transaction as JSON; nothing where its determination is definite.

        Raises what :meth:`app.service.screening.Screener.screen` raises.
        """
        read = self._read(body)
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        selected = bounded_law_for(read.transaction, select)
        answer = determined_under(selected, read.transaction, explain=Explain.BRIEF, variants=variants)
        asked: QuestionsJson = {
            "reference": answer["reference"],
            "determination": answer["determination"],
            "possible_determinations": answer["possible_determinations"],
            "mode": mode,
            "rule_set": answer["rule_set"],
            "engine_version": ENGINE_VERSION,
            "input_digest": digest(read.canonical),
        }
        interview = Interview(read.transaction, variants)
        if mode is QuestionMode.NEXT:
            asked["next"] = _next(answer["missing_facts"], interview, selected)
            asked["open_at_most"] = len(answer["missing_facts"]) + len(answer["further_questions"])
        else:
            asked["groups"] = _form(answer, interview, selected)
        return self._write(asked)


def first_to_ask(missing: Sequence[QuestionJson]) -> QuestionJson | None:
    """Choose what to ask first: nothing that somebody was asked in vain.

    The items of a list come before whether that is all, and what takes several facts, such as yearly figures, comes
    after the rest of its group, which may do without it.
    """
    fresh = [each for each in missing if each.get("inquiry") not in _IN_VAIN]
    if not fresh:
        return None
    group = [each for each in fresh if each["group"] == fresh[0]["group"]]
    first = next((each for each in group if not _takes_several(each)), group[0])
    within = f"{first['pointer']}/items/"
    return next((each for each in group if each["pointer"].startswith(within)), first)


def _takes_several(question: QuestionJson) -> bool:
    entry = entry_at(OUTBOUND_INVESTMENT.transaction, question["pointer"])
    return entry is not None and entry.fact.several


def _next(missing: Sequence[QuestionJson], interview: Interview, law: Selected | Absent) -> NextQuestionJson | None:
    question = first_to_ask(missing)
    if question is None:
        return None
    means = [] if isinstance(law, Absent) else Consequences(law.compiled).of(question, interview)
    return {**question, "means": means}


def _form(answer: ScreeningUnderLaw, interview: Interview, law: Selected | Absent) -> list[QuestionGroupJson]:
    missing = answer["missing_facts"]
    if not missing or isinstance(law, Absent):
        return grouped(missing)
    bearing = {question_key(each) for each in (*missing, *answer["further_questions"])}
    return Forms(law.compiled).form(interview, bearing=bearing)

"""Says what a transaction shows of the inquiry that was made, factor by factor, and what it does not show."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.answers.determination import QuestionJson
from app.domain.answers.requests import FactorJson, FactorState, TraceJson
from app.domain.facts.choice import Choice
from app.domain.facts.deal import Knowing
from app.domain.facts.dictionary import entry_at, fields_of
from app.domain.facts.places import records
from app.domain.facts.transaction import Inquiry, Transaction
from app.domain.language.diligence import Factor, Traces
from app.domain.language.ruleset import RuleSet

_MEANINGS = fields_of(Inquiry)["outcome"].type.meanings
_OUTCOMES: Mapping[str, Choice] = _MEANINGS.words if _MEANINGS is not None else {}


class _Trace(NamedTuple):
    """Something that tells of the inquiry: what kind of thing it is, and whether it has its day."""

    kind: str
    word: str | bool
    dated: bool
    told: TraceJson


def factors_of(transaction: Transaction, rule_set: RuleSet, missing: Sequence[QuestionJson]) -> list[FactorJson]:
    """Give what is weighed of the inquiry, each with what the transaction shows of it.

    While the inquiry into one of the ``missing`` facts is not documented, single inquiries show little.
    """
    traces = [*_traces(transaction, rule_set)]
    undocumented = any("inquiry" not in each for each in missing)
    return [_told(factor, traces, undocumented=undocumented) for factor in rule_set.diligence.factors]


def _told(factor: Factor, traces: list[_Trace], *, undocumented: bool) -> FactorJson:
    shown = [each for each in traces if _is_among(each, factor.shown_by)]
    warned = [each for each in traces if _is_among(each, factor.warned_by)]
    state = FactorState.NOTHING_STATED
    if shown or warned:
        full = shown and not warned and all(each.dated for each in shown)
        full = full and not (undocumented and factor.shown_by.inquiries)
        state = FactorState.SHOWN if full else FactorState.THIN
    return {
        "factor": factor.id,
        "citation": factor.citation,
        "says": factor.statement,
        "state": state,
        "shown": [each.told for each in shown if each not in warned],
        "warning_signs": [each.told for each in warned],
        "to_do": "" if state is FactorState.SHOWN else factor.fill,
    }


def _is_among(trace: _Trace, wanted: Traces) -> bool:
    words: dict[str, frozenset[str] | frozenset[bool]] = {
        "inquiry": wanted.inquiries,
        "evidence": wanted.evidence,
        "diligent_inquiry": wanted.diligent_inquiry,
    }
    return trace.word in words[trace.kind]


def _traces(transaction: Transaction, rule_set: RuleSet) -> Iterator[_Trace]:
    for index, inquiry in enumerate(transaction.inquiries):
        pointer = f"/inquiries/{index}"
        entry = entry_at(rule_set.regime.transaction, inquiry.pointer)
        about = f"{entry.fact.question} " if entry is not None else ""
        said = f"{outcome_says(inquiry.outcome)} {about}({inquiry.pointer}{_on(inquiry.asked_on)})"
        dated = inquiry.asked_on is not None or inquiry.outcome == "never_asked"
        yield _Trace("inquiry", inquiry.outcome, dated, {"pointer": pointer, "says": said})
    for index, party in enumerate(transaction.parties):
        for number, each in enumerate(party.conclusions):
            definition = rule_set.definitions[each.element]
            source = f", from {each.source}" if each.source else ""
            met = "is met" if each.met else "is not met"
            said = (
                f"{party.name or party.id}: concluded that {definition.citation} {met}, on `{each.basis}`{source}"
                f"{_on(each.as_of)}."
            )
            pointer = f"/parties/{index}/conclusions/{number}"
            yield _Trace("evidence", each.basis, each.as_of is not None, {"pointer": pointer, "says": said})
    for record, pointer in records(transaction.deal, "/deal"):
        yield from _stated(record, pointer)
    for record, pointer in records(transaction.fund_deal, "/fund_deal"):
        yield from _stated(record, pointer)
    for record, pointer in records(transaction.directed_by, "/directed_by"):
        yield from _stated(record, pointer)


def _stated(record: object, pointer: str) -> Iterator[_Trace]:
    if isinstance(record, Knowing) and record.diligent_inquiry is not None:
        made = record.diligent_inquiry
        said = f"It is stated that {'a' if made else 'no'} reasonable and diligent inquiry was made."
        told: TraceJson = {"pointer": f"{pointer}/diligent_inquiry", "says": said}
        yield _Trace("diligent_inquiry", made, dated=True, told=told)


def _on(day: object) -> str:
    return f", on {day}" if day is not None else ", on no stated day"


def outcome_says(outcome: str) -> str:
    """Say what became of a question, with its paragraph."""
    choice = _OUTCOMES[outcome]
    return f"{choice.says.rstrip('.')} ({choice.citation})."

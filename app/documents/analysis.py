"""Composes what a memo says of the law: the chain that decides, knowledge, exceptions, and every element."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from app.documents.memo import Block, Chapter, Prose, Spans, bullets, grid, joined, linked, place, plain, strong
from app.documents.wording import VERDICTS, fact_at, sentence, value_in_words
from app.domain.answers.determination import Determination, QuotedFact, Reason
from app.domain.answers.requests import FactorJson
from app.domain.evaluation.subjects import called, whom_about
from app.domain.facts.dictionary import Kind, entry_at
from app.domain.facts.transaction import Transaction
from app.service.presenting import Presented

_MOST_ROWS: Final = 400
_KNOWLEDGE: Final = "knowledge"
_EXCEPTIONS: Final = ("exception", "exemption")
_STATES: Final = {"shown": "Shown", "thin": "Thin", "nothing_stated": "Nothing stated"}


def analysis(presented: Presented) -> Chapter:
    """Tell the chain that decides, element by element."""
    parts = [
        Chapter(
            sentence(element),
            tuple(block for each in sorted(reasons, key=_rank) for block in _told(each, presented.transaction)),
        )
        for element, reasons in groupby(presented.brief["reasons"], key=lambda reason: reason["element"])
    ]
    intro = "What decides, in the order of the elements of the law. With explain=full an annex has every element."
    if not parts:
        return Chapter("Analysis", (Prose(plain("No element of the law was reached.")),))
    return Chapter("Analysis", (Prose(plain(intro)),), tuple(parts))


def _rank(reason: Reason) -> int:
    """Put what decides first, and what does not hold last."""
    return ("met", "unknown", "not_met", "not_applicable").index(reason["verdict"])


def _told(reason: Reason, transaction: Transaction) -> Iterator[Block]:
    yield Prose(
        joined(
            strong(f"{VERDICTS[reason['verdict']]}. "),
            plain(f"{reason['subject']['name']}: " if reason["subject"].get("name") else ""),
            linked(f"{reason['statement']} ({reason['citation']})"),
        )
    )
    # Facts that a step before put to the test stand in the table of facts.
    is_open = reason["verdict"] == "unknown"
    facts = [each for each in reason["facts"] if "test" in each and (is_open or each["value"] is not None)]
    yield from bullets([*(_fact(each, transaction) for each in facts), *_ownership(reason)])


def _ownership(reason: Reason) -> Iterator[Spans]:
    for each in reason.get("ownership", ()):
        for path in each["paths"]:
            yield plain(f"{sentence(str(path['counts']))}: {path['says']}.")


def _fact(fact: QuotedFact, transaction: Transaction) -> Spans:
    return joined(
        plain(f"{_asked(fact['pointer'])} "),
        strong(_value(fact, transaction)),
        plain(f" (test: {fact.get('test')})"),
    )


def _asked(pointer: str) -> str:
    if pointer.endswith("/complete"):
        return f"{_asked(pointer.removesuffix('/complete'))} Is that all?"
    found = fact_at(pointer)
    return found[0].question if found is not None else f"{pointer}:"


def _value(fact: QuotedFact, transaction: Transaction) -> str:
    """Write the value of a fact in words, with the names of parties."""
    value, found = fact["value"], fact_at(fact["pointer"])
    names: dict[str, str] = {each.id: called(each) for each in transaction.parties}
    if found is not None and Kind.PARTY in (found[1].kind, found[1].item.kind if found[1].item is not None else None):
        value = names.get(value, value) if isinstance(value, str) else value
        if isinstance(value, dict):
            value = {**value, "items": [names.get(each, each) for each in value.get("items", ())]}
    return value_in_words(value, found[1], unit=found[0].unit) if found is not None else value_in_words(value)


def facts_relied_on(presented: Presented) -> tuple[Block, ...]:
    """List the stated facts that the deciding reasons quote, each once, with the question that it answers."""
    stated: dict[str, QuotedFact] = {}
    for reason in presented.brief["reasons"]:
        for each in reason["facts"]:
            if each["value"] is not None:
                stated.setdefault(each["pointer"], each)
    rows = (
        (
            plain(_about(presented.transaction, each["pointer"])),
            joined(plain(f"{_asked(each['pointer'])} "), place(each["pointer"])),
            strong(_value(each, presented.transaction)),
        )
        for each in list(stated.values())[:_MOST_ROWS]
    )
    return grid(("About", "Fact, and where it is stated", "Stated"), rows, widths=(20, 46, 34))


def _about(transaction: Transaction, pointer: str) -> str:
    parties = {each.id: each for each in transaction.parties}
    deal = "The fund’s deal" if pointer.startswith("/fund_deal") else "The deal"
    return whom_about(transaction, pointer, parties=parties) or deal


def knowledge(presented: Presented) -> Chapter:
    """Tell what was known, what became of questions, and what is weighed of the inquiry."""
    reasons = [each for each in presented.full["reasons"] if each["element"] == _KNOWLEDGE]
    inquiries = (
        joined(
            plain(f"{_question(each.pointer)} "),
            strong(sentence(each.outcome)),
            plain(f", {each.asked_on.isoformat()}" if each.asked_on is not None else ""),
            plain(" "),
            place(each.pointer),
        )
        for each in presented.transaction.inquiries
    )
    parts = [
        Chapter(title, blocks)
        for title, blocks in (
            ("Provisions on knowledge", _verdicts(each for each in reasons if each["verdict"] != "not_applicable")),
            ("Inquiries documented", bullets(inquiries)),
            ("What is weighed of the inquiry", _factors(presented.factors)),
        )
        if blocks
    ]
    nothing = () if parts else (Prose(plain("The law applied asks for no knowledge here.")),)
    return Chapter("Knowledge and inquiry", nothing, tuple(parts))


def _question(pointer: str) -> str:
    entry = entry_at(Transaction, pointer)
    return entry.fact.question if entry is not None else pointer


def _factors(factors: Iterable[FactorJson]) -> tuple[Block, ...]:
    rows = (
        (
            linked(each["citation"]),
            plain(each["says"]),
            strong(_STATES[each["state"]]),
            plain(" ".join(_shown(each))),
        )
        for each in factors
    )
    return grid(("Paragraph", "What is weighed", "State", "What the transaction shows"), rows, widths=(17, 28, 13, 42))


def _shown(factor: FactorJson) -> Iterator[str]:
    yield from (f"Shown: {trace['says']}" for trace in factor["shown"])
    yield from (f"Warning sign: {trace['says']}" for trace in factor["warning_signs"])
    if factor["to_do"]:
        yield f"To do: {factor['to_do']}"


def exceptions_considered(told: Determination) -> Chapter:
    """List the exceptions and exemptions that were asked for, each with its verdict."""
    reasons = [each for each in told["reasons"] if each["element"] in _EXCEPTIONS]
    asked = [each for each in reasons if each["verdict"] != "not_applicable"]
    left = len(reasons) - len(asked)
    more = (Prose(plain(f"{left} more are not asked of such a transaction.")),) if left else ()
    return Chapter("Exceptions and exemptions considered", (*_verdicts(asked), *more) or (Prose(plain("None.")),))


def annex(told: Determination) -> Chapter:
    """Give the verdict on every element, the first of very many."""
    reasons = told["reasons"]
    left = len(reasons) - _MOST_ROWS
    more = (Prose(plain(f"{left} more are in the answer as JSON (explain=full).")),) if left > 0 else ()
    return Chapter("Annex: every element of the law", (*_verdicts(reasons[:_MOST_ROWS]), *more))


def _verdicts(reasons: Iterable[Reason]) -> tuple[Block, ...]:
    rows = (
        (
            plain(sentence(each["element"])),
            linked(each["citation"]),
            joined(
                plain(f"{each['subject']['name']}: " if each["subject"].get("name") else ""),
                plain(each["statement"]),
            ),
            strong(VERDICTS[each["verdict"]]),
        )
        for each in reasons
    )
    # One provision can be asked for several times, with the same to be said of it.
    once = tuple(dict.fromkeys(rows))
    return grid(("Element", "Paragraph", "What it asks for", "Verdict"), once, widths=(16, 24, 47, 13))

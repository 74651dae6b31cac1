"""Finds what to ask next: the shortest list of questions that can settle an answer, and the further ones."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from app.domain.answers.choices import ChoiceJson, choices_of
from app.domain.answers.determination import QuestionJson
from app.domain.evaluation.conclusions import CONCLUSIONS
from app.domain.evaluation.question_sets import QuestionSets
from app.domain.evaluation.questions import FAILED_ALREADY, LEGAL_DECISION, VARIANT, Questions
from app.domain.evaluation.run import Run
from app.domain.evaluation.subjects import whom_about
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.deal import Deal
from app.domain.facts.dictionary import Kind, entries, entry_at, fields_of
from app.domain.facts.fact import Group, Listing
from app.domain.facts.places import PlacedValue, value_at
from app.domain.regime import AnyTransaction, Regime
from app.domain.truth import MET

_FEW = 4
"""Alternatives to keep: of several sets equally near, one that serves two conditions at once may be the shortest."""
_THOROUGH = 24
"""Alternatives to keep where the nearest sets contradict themselves."""


def missing_facts(
    run: Run, verdicts: Sequence[tuple[str, int, int]], *, asked: Collection[str] = frozenset()
) -> tuple[list[QuestionJson], list[QuestionJson]]:
    """Find the shortest list of questions that can settle the answer, and the further ones that bear on it.

    What was ``asked`` already, by the keys of :func:`question_key`, or could not be learned, as an inquiry says, is
    asked only where nothing else can settle it.
    """
    shortest = _shortest(run, verdicts, {*asked, *_not_learned(run)})
    read = (fact for explained in run.reasons.values() for fact in explained.facts.values())
    bearing = {pointer for each in read if _is_open(run, pointer := each["pointer"], each["value"])}
    variants = run.rule_set.variants
    bearing |= {(VARIANT if name in variants else LEGAL_DECISION) + name for name in run.open_readings}
    bearing |= run.open_conclusions
    further = {_asked(pointer) for pointer in bearing} - {_asked(pointer) for pointer in shortest}
    return _told(run, shortest), _told(run, further)


def settling(run: Run, definition: str) -> list[QuestionJson]:
    """Find few questions that can settle whether the transaction meets a definition; none where that is settled."""
    questions = Questions(run, keep=_FEW)
    sets = questions.any_of(questions.about(definition, PlacedValue(run.transaction, "")))
    return _told(run, sets[0].facts) if sets else []


def _not_learned(run: Run) -> Iterator[str]:
    """Give the places of what somebody was asked for, and refused or did not know."""
    for inquiry in run.transaction.inquiries:
        if inquiry.outcome != "never_asked":
            yield inquiry.pointer
            if inquiry.pointer.endswith(CONCLUSIONS):
                yield from (f"{inquiry.pointer}/{name}" for name in run.rule_set.definitions)


def _is_open(run: Run, pointer: str, value: object) -> bool:
    """Say whether the fact at the pointer is not stated, or with the choice that leaves it open."""
    if value is None:
        return True
    stated = value.get("items", ()) if isinstance(value, dict) else (value,)
    if not any(choice in stated for choice in _open_choices(run.regime.transaction)):
        return False
    entry = entry_at(run.regime.transaction, pointer)
    return entry is not None and entry.fact.open_choice in stated


@cache
def _open_choices(record: Any) -> frozenset[str]:
    """Give every choice that leaves some fact of the record open."""
    return frozenset(each.fact.open_choice for each in entries(record) if each.fact.open_choice is not None)


def _shortest(run: Run, verdicts: Sequence[tuple[str, int, int]], unanswered: Collection[str]) -> frozenset[str]:
    """Find the facts of the shortest set that leads to a definite answer."""
    for keep in (_FEW, _THOROUGH):
        sets = _sets(Questions(run, keep=keep, unanswered=unanswered), run, verdicts)
        if sets:
            return frozenset(sets[0].facts)
    return frozenset()


def _sets(questions: Questions, run: Run, verdicts: Sequence[tuple[str, int, int]]) -> QuestionSets:
    """Find sets for each definite answer: an outcome, past all graver ones; an exception from it; no duty at all."""
    root = PlacedValue(run.transaction, "")
    found: list[QuestionSets] = []
    past: list[QuestionSets] = []
    clear: list[QuestionSets] = []
    for outcome, (_, met, _) in zip(run.rule_set.outcomes, verdicts, strict=True):
        within, beyond = questions.about(outcome.when, root)
        excepted, not_excepted = questions.about(outcome.unless, root) if outcome.unless else FAILED_ALREADY
        found.append(questions.all_of([*past, within, not_excepted]))
        found.append(questions.all_of([*past, within, excepted]))
        clear.append(questions.any_of([beyond, excepted]))
        past.append(beyond)
        if met == MET:
            break
    return questions.any_of([*found, questions.all_of(clear)])


def question_key(question: QuestionJson) -> str:
    """Tell a question from all others: by the place of its answer, and what is decided or concluded there."""
    name = question.get("interpretation") or question.get("conclusion")
    return question["pointer"] if name is None else f"{question['pointer']}/{name}"


def _asked(pointer: str) -> str:
    """Give the fact to ask for: whether a list is complete is asked with the list itself."""
    return pointer.removesuffix("/complete")


def _told(run: Run, pointers: Iterable[str]) -> list[QuestionJson]:
    order = AskingOrder(run.regime.transaction)
    return [_question(run, pointer) for pointer in sorted({_asked(each) for each in pointers}, key=order.place)]


def _question(run: Run, pointer: str) -> QuestionJson:
    if pointer.startswith(LEGAL_DECISION):
        interpretation = run.rule_set.interpretations[pointer.removeprefix(LEGAL_DECISION)]
        return {
            "pointer": "/legal_decisions",
            "question": f"{interpretation.question} (interpretation {interpretation.id})",
            "group": Group.COUNSEL,
            "citation": interpretation.citation,
            "interpretation": interpretation.id,
            "choices": _said(interpretation.readings, interpretation.citation),
        }
    if CONCLUSIONS + "/" in pointer:
        return _conclusion_question(run, pointer)
    if pointer.startswith(VARIANT):
        axis = run.rule_set.variants[pointer.removeprefix(VARIANT)]
        left = run.left.get(axis.id, axis.alternatives)
        return {
            "pointer": pointer,
            "question": f"{axis.question} (variant {axis.id})",
            "group": Group.COUNSEL,
            "citation": axis.citation,
            "variant": axis.id,
            "choices": _said({each: says for each, says in axis.alternatives.items() if each in left}, axis.citation),
        }
    question = fact_question(run.transaction, pointer, run.regime)
    about = whom_about(run.transaction, pointer, parties=run.parties)
    return question if about is None else {**question, "about": about}


def _conclusion_question(run: Run, pointer: str) -> QuestionJson:
    """Ask for a conclusion on an element of the law, with its evidence."""
    place, _, name = pointer.partition(f"{CONCLUSIONS}/")
    definition = run.rule_set.definitions[name]
    question = definition.statable.question if definition.statable is not None else None
    asked: QuestionJson = {
        "pointer": f"{place}{CONCLUSIONS}",
        "question": question or definition.statement,
        "group": Group.OWNERS,
        "about": whom_about(run.transaction, pointer, parties=run.parties) or "",
        "type": Kind.CONCLUSION,
        "citation": definition.citation,
        "conclusion": name,
    }
    inquiry = _inquiry(run.transaction, asked["pointer"], pointer)
    return asked if inquiry is None else {**asked, "inquiry": inquiry}


def fact_question(transaction: AnyTransaction, pointer: str, regime: Regime) -> QuestionJson:
    """Ask for the fact at a place of the transaction, as the dictionary has it."""
    entry = entry_at(regime.transaction, pointer)
    if entry is None:
        raise LookupError(pointer)
    type_, stated = entry.field.type, value_at(transaction, pointer)
    begun = len(stated.items) if isinstance(stated, Listing) else 0
    question = {
        "pointer": pointer,
        "question": f"Is that all? {entry.fact.question}" if begun else entry.fact.question,
        "group": entry.group,
        "deal": _deal(pointer, regime),
        "type": type_.kind,
        "items": type_.item.kind if type_.item is not None else None,
        "choices": choices_of(type_),
        "unit": entry.fact.unit,
        "note": entry.fact.note,
        "citation": entry.fact.citation,
        "stated": begun or None,
        "inquiry": _inquiry(transaction, pointer),
    }
    return cast("QuestionJson", {name: value for name, value in question.items() if value is not None})


def _said(sentences: Mapping[str, str], citation: str) -> list[ChoiceJson]:
    return [{"value": word, "says": says, "citation": citation} for word, says in sentences.items()]


def _inquiry(transaction: AnyTransaction, *pointers: str) -> str | None:
    """Tell what became of a question when it was asked before."""
    return next((each.outcome for each in transaction.inquiries if each.pointer in pointers), None)


def _deal(pointer: str, regime: Regime) -> str | None:
    """Name the deal that a fact is of; ``None`` for other facts."""
    name = pointer.split("/", 2)[1]
    return name if fields_of(regime.transaction)[name].type.record is Deal else None

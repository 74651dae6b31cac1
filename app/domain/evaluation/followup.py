"""What an answer leaves open: the questions to ask next, and the readings it depends on."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from app.domain.answers.determination import AppliedReading, Class, QuestionJson
from app.domain.evaluation.questions import LEGAL_DECISION, VARIANT, Questions
from app.domain.evaluation.reference import Found
from app.domain.evaluation.run import Run
from app.domain.evaluation.ways import Ways
from app.domain.facts.dictionary import entry_at
from app.domain.language.order import natural
from app.domain.language.ruleset import Interpretation
from app.domain.truth import MET

_FEW = 4
"""Alternatives to keep: of several ways equally near, one that serves two conditions at once may be the shortest."""
_THOROUGH = 24
"""Alternatives to keep where the nearest ways contradict themselves."""


def missing_facts(run: Run, verdicts: Sequence[tuple[str, int, int]]) -> tuple[list[QuestionJson], list[QuestionJson]]:
    """The shortest list of questions that can settle the answer, and the further ones that bear on it."""
    shortest = _shortest(run, verdicts)
    read = (fact for *_, facts in run.reasons.values() for fact in facts.values())
    bearing = {pointer for each in read if _is_open(pointer := each["pointer"], each["value"])}
    variants = run.rule_set.variants
    bearing |= {(VARIANT if name in variants else LEGAL_DECISION) + name for name in run.open_readings}
    further = {_asked(pointer) for pointer in bearing} - {_asked(pointer) for pointer in shortest}
    return _told(run, shortest), _told(run, further)


def _is_open(pointer: str, value: object) -> bool:
    """Whether the fact at the pointer is not stated, or with the choice that leaves it open."""
    if value is None:
        return True
    items = value.get("items") if isinstance(value, dict) else None
    entry = entry_at(pointer)
    return entry is not None and entry.fact.open_choice in (items if isinstance(items, list) else [value])


def _shortest(run: Run, verdicts: Sequence[tuple[str, int, int]]) -> frozenset[str]:
    """The facts of the shortest way to a definite answer."""
    for keep in (_FEW, _THOROUGH):
        ways = _ways(Questions(run, keep=keep), run, verdicts)
        if ways:
            return frozenset(ways[0])
    return frozenset()


def _ways(questions: Questions, run: Run, verdicts: Sequence[tuple[str, int, int]]) -> Ways:
    """Ways to each definite answer: to an outcome, past all graver ones; to an exception from it; to no duty at all."""
    root = Found(run.transaction, "")
    found: list[Ways] = []
    past: list[Ways] = []
    clear: list[Ways] = []
    for outcome, (_, met, _) in zip(run.rule_set.outcomes, verdicts, strict=True):
        within, beyond = questions.about(outcome.when, root)
        if outcome.unless is None:
            found.append(questions.all_of([*past, within]))
            clear.append(beyond)
        else:
            excepted, not_excepted = questions.about(outcome.unless, root)
            found.append(questions.all_of([*past, within, not_excepted]))
            found.append(questions.all_of([*past, within, excepted]))
            clear.append(questions.any_of([beyond, excepted]))
        past.append(beyond)
        if met == MET:
            break
    return questions.any_of([*found, questions.all_of(clear)])


def _asked(pointer: str) -> str:
    """The fact to ask for: whether a list is complete is asked with the list itself."""
    return pointer.removesuffix("/complete")


def _told(run: Run, pointers: Iterable[str]) -> list[QuestionJson]:
    return [_question(run, pointer) for pointer in sorted({_asked(each) for each in pointers}, key=natural)]


def _question(run: Run, pointer: str) -> QuestionJson:
    if pointer.startswith(LEGAL_DECISION):
        interpretation = run.rule_set.interpretations[pointer.removeprefix(LEGAL_DECISION)]
        return {
            "pointer": "/legal_decisions",
            "question": f"{interpretation.question} (interpretation {interpretation.id})",
            "citation": interpretation.citation,
            "interpretation": interpretation.id,
            "choices": list(interpretation.readings),
        }
    if pointer.startswith(VARIANT):
        axis = run.rule_set.variants[pointer.removeprefix(VARIANT)]
        left = run.left.get(axis.id, axis.alternatives)
        return {
            "pointer": pointer,
            "question": f"{axis.question} (variant {axis.id})",
            "citation": axis.citation,
            "variant": axis.id,
            "choices": [each for each in axis.alternatives if each in left],
        }
    entry = entry_at(pointer)
    if entry is None:
        raise LookupError(pointer)
    question: QuestionJson = {
        "pointer": pointer,
        "question": entry.fact.question,
        "citation": entry.fact.citation,
    }
    if entry.fact.unit is not None:
        question["unit"] = entry.fact.unit
    outcomes = [each.outcome for each in run.transaction.inquiries if each.pointer == pointer]
    if outcomes:
        question["inquiry"] = outcomes[0]
    return question


class InterpretationBook:
    """How answers tell of the readings of one rule set. What is the same in every answer is written once."""

    __slots__ = ("_interpretations", "_order", "_taken")

    def __init__(self, interpretations: Mapping[str, Interpretation]) -> None:
        self._interpretations = interpretations
        self._order = {name: place for place, name in enumerate(interpretations)}
        self._taken = {
            name: _applied(each, each.taken) for name, each in interpretations.items() if each.taken is not None
        }

    def told(
        self, run: Run, answer: Class, class_under: Callable[[Run, str, str], Class] | None
    ) -> list[AppliedReading]:
        """The readings that the answer rests on or waits for; with ``class_under``, also what each other one gives."""
        told: list[AppliedReading] = []
        for name in sorted(run.applied & self._order.keys(), key=self._order.__getitem__):
            interpretation, in_use = self._interpretations[name], run.readings[name]
            fixed = self._taken.get(name) if in_use == interpretation.taken else None
            entry = fixed.copy() if fixed is not None else _applied(interpretation, in_use)
            if class_under is not None:
                others = {each: class_under(run, name, each) for each in interpretation.readings if each != in_use}
                entry["other_readings_give"] = {each: given for each, given in others.items() if given is not answer}
            told.append(entry)
        return told


def _applied(interpretation: Interpretation, in_use: str | None) -> AppliedReading:
    return {
        "id": interpretation.id,
        "citation": interpretation.citation,
        "reading": in_use,
        "note": _note(interpretation, in_use),
    }


def _note(interpretation: Interpretation, in_use: str | None) -> str:
    if in_use is None:
        told = " ".join(f"Either: {each}" for each in interpretation.readings.values())
        return f"{interpretation.question} {told} {interpretation.otherwise or ''}".rstrip()
    decided = "by counsel's decision" if interpretation.taken is None else "on the reading taken"
    reading, otherwise = interpretation.readings[in_use], interpretation.otherwise or ""
    return f"{interpretation.question} Here, {decided}: {reading} {otherwise}".rstrip()

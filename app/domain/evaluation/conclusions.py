"""Reads the conclusions that somebody has stated, holds them against the facts, and tells which an answer rests on."""

from collections.abc import Iterator
from typing import Any

from app.domain.answers.determination import ReliedOn
from app.domain.errors import InvalidTransaction, Problem
from app.domain.evaluation.run import Facts, Run
from app.domain.facts.fact import PartyId
from app.domain.facts.party import Conclusion
from app.domain.facts.places import value_at, with_value
from app.domain.fields import did_you_mean
from app.domain.language.nodes import Concluded
from app.domain.language.ruleset import Definition
from app.domain.quoting import fact
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict, word

CONCLUSIONS = "/conclusions"
"""Where the conclusions about a party stand in it. The place of one that is asked for goes on with its element."""
_UNANSWERED = ("never_asked", "asked_and_refused")


def concluded(name: str, subject: Any) -> Verdict:
    """Give the verdict that is stated of a party on an element of the law; unknown where none is."""
    for each in subject.conclusions:
        if each.element == name:
            return MET if each.met else NOT_MET
    return UNKNOWN


def explain_conclusion(definition: Definition, subject: Any, pointer: str, run: Run, facts: Facts) -> None:
    """Quote the conclusions that settle what the facts leave open, or note that one would."""
    stated = [index for index, each in enumerate(subject.conclusions) if each.element == definition.id]
    for index in stated:
        place = f"{pointer}{CONCLUSIONS}/{index}"
        run.relied_on.add(place)
        facts[f"{place}/met"] = fact(f"{place}/met", subject.conclusions[index].met, "is concluded, on evidence")
    if not stated and definition.statable is not None and definition.statable.question is not None:
        run.open_conclusions.add(f"{pointer}{CONCLUSIONS}/{definition.id}")


def is_concluded(node: Concluded, party: PartyId | None, run: Run) -> Verdict:
    """Give met or not met: whether the verdict is stated of the party."""
    said = UNKNOWN if party is None else concluded(node.definition, run.parties[party])
    return MET if said == node.verdict else NOT_MET


def explain_concluded(node: Concluded, party: PartyId, run: Run, facts: Facts) -> None:
    """Quote the conclusion that shows it; there is nothing to quote where none does."""
    if is_concluded(node, party, run) == MET:
        explain_conclusion(run.rule_set.definitions[node.definition], run.parties[party], run.at(party), run, facts)


def relied_on(run: Run) -> list[ReliedOn]:
    """Give the stated conclusions that the answer rests on, in the order of the parties."""
    if not run.relied_on:
        return []
    told = []
    for index, party in enumerate(run.transaction.parties):
        for number, each in enumerate(party.conclusions):
            place = f"/parties/{index}{CONCLUSIONS}/{number}"
            if place in run.relied_on:
                told.append(_told(run, place, each, party.name or party.id))
    return told


def _told(run: Run, place: str, conclusion: Conclusion, about: str) -> ReliedOn:
    definition = run.rule_set.definitions[conclusion.element]
    inquiries = enumerate(run.transaction.inquiries)
    return {
        "pointer": place,
        "element": definition.id,
        "citation": definition.citation,
        "conclusion": definition.statement,
        "met": conclusion.met,
        "party": about,
        "basis": conclusion.basis,
        "source": conclusion.source,
        "as_of": conclusion.as_of.isoformat() if conclusion.as_of is not None else None,
        "standard": definition.statable.standard if definition.statable is not None else "",
        "warning_signs": [f"/inquiries/{number}" for number, each in inquiries if each.outcome in _UNANSWERED],
    }


def check_conclusions(run: Run) -> None:
    """Hold every stated conclusion against the facts and the other conclusions.

    Raises ``InvalidTransaction`` with each that is about no element on which one can be stated, that is stated both
    ways, or that the facts contradict; the problem then names the facts as well.
    """
    if not any(party.conclusions for party in run.transaction.parties):
        return
    run = _with_what_follows(run)
    parties = enumerate(run.transaction.parties)
    problems = [problem for index, party in parties for problem in _problems(run, f"/parties/{index}", party)]
    if problems:
        raise InvalidTransaction(problems)


def _with_what_follows(run: Run) -> Run:
    """Give the run with the facts added of which others leave but one: an entity seated in a country is there."""
    transaction = run.transaction
    for pointer, left in run.regime.possible_facts(transaction).choices.items():
        if len(left) == 1 and value_at(transaction, pointer) is None:
            transaction = with_value(transaction, pointer, next(iter(left)))
    return run if transaction is run.transaction else Run(run.program, transaction, run.readings, effort=run.effort)


def _problems(run: Run, place: str, party: Any) -> Iterator[Problem]:
    known = [name for name, each in run.rule_set.definitions.items() if each.statable is not None]
    stated: dict[str, bool] = {}
    for index, each in enumerate(party.conclusions):
        where = f"{place}{CONCLUSIONS}/{index}"
        if each.element not in known:
            detail = f"No conclusion can be stated on this element. {did_you_mean(each.element, known)}"
            yield Problem(f"{where}/element", detail, "not_statable")
        elif stated.setdefault(each.element, each.met) != each.met:
            detail = "Another conclusion on this element, about the same party, says the opposite. Mend one of the two."
            yield Problem(f"{where}/met", detail, "contradicting_conclusions")
        else:
            computed = run.program.computed[each.element](party, run)
            if computed not in (UNKNOWN, MET if each.met else NOT_MET):
                yield Problem(
                    f"{where}/met", _contradicted(run, each, place, party, computed), "contradicted_conclusion"
                )


def _contradicted(run: Run, stated: Conclusion, place: str, party: Any, computed: Verdict) -> str:
    """Word what contradicts a conclusion, with the places of the facts that do."""
    run.program.explain[stated.element](party, place, run, computed)
    quoted = sorted({pointer for each in run.reasons.values() for pointer in each.facts})
    run.forget_reasons()
    return (
        f"This concludes that {stated.element} is {'met' if stated.met else 'not met'}; by other facts stated it is "
        f"{word(computed).replace('_', ' ')}: {', '.join(f'`{pointer}`' for pointer in quoted)}. Mend the conclusion, "
        "or those facts."
    )

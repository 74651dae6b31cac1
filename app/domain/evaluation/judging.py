"""Compiles conditions to functions that give their verdicts.

The kind of each condition, where its facts stand and how they are compared are settled once, when a rule set is
compiled. A function stops as soon as its verdict is certain, and notes nothing down.
"""

import operator
from collections.abc import Callable
from typing import Any

from app.domain.evaluation.alternatives import Fork, fork_of
from app.domain.evaluation.conclusions import concluded
from app.domain.evaluation.inquired import inquired
from app.domain.evaluation.ownership_verdicts import ownership_verdict
from app.domain.evaluation.paths import Variables, is_certain, is_subject, party_at, reader, record_at, value_at
from app.domain.evaluation.program import Judge
from app.domain.evaluation.run import Run
from app.domain.facts.dictionary import Kind
from app.domain.facts.fact import Listing
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    ForAny,
    Inquired,
    Meets,
    Not,
    Operator,
    PartyCondition,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.ruleset import Definition, RuleSet, whole_of
from app.domain.language.soundness import walk
from app.domain.quantity import IN_RANGE, Range
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict, negated

_COMPARED: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.IS: operator.eq,
    Operator.AT_LEAST: operator.ge,
    Operator.MORE_THAN: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.LESS_THAN: operator.lt,
    Operator.ON_OR_AFTER: operator.ge,
    Operator.AFTER: operator.gt,
    Operator.ON_OR_BEFORE: operator.le,
    Operator.BEFORE: operator.lt,
}

_OF_LISTS = frozenset({Operator.INCLUDES, Operator.INCLUDES_ANY})

_WORTH_REMEMBERING = 6
"""With fewer conditions, none of which asks another definition or a list, a verdict is as quickly found again."""


class Judging:
    """Compiles the definitions of one rule set, each when it is first asked for."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.definitions = rule_set.definitions
        self.numbers = {name: number for number, name in enumerate(rule_set.definitions)}
        self.conditions = {name: whole_of(definition) for name, definition in rule_set.definitions.items()}
        self.forks: dict[int, Fork | None] = {}
        self.computed: dict[str, Judge] = {}
        self._definitions: dict[str, Judge] = {}
        self._conditions: dict[tuple[int, Variables], Judge] = {}

    def definition(self, name: str) -> Judge:
        """Give the verdict on a definition as a function of its subject and the run."""
        if name not in self._definitions:
            definition = self.definitions[name]
            judge = self.condition(self.conditions[name], Variables.about(definition))
            if definition.statable is not None:
                self.computed[name] = judge
                judge = _or_concluded(name, judge)
            self._definitions[name] = self._remembering(definition, judge)
        return self._definitions[name]

    def _remembering(self, definition: Definition, judge: Judge) -> Judge:
        """Ask the function once for each subject, where looking the verdict up costs less than the function."""
        within = [*walk(self.conditions[definition.id])]
        if len(within) < _WORTH_REMEMBERING and not any(
            isinstance(each, Meets | ForAny) or self.forks.get(id(each)) for each in within
        ):
            return judge
        number = self.numbers[definition.id]

        def remember_one(subject: Any, run: Run) -> Verdict:
            verdict = run.memory.get(number)
            if verdict is None:
                run.memory[number] = verdict = judge(subject, run)
            return verdict

        if definition.is_about_transaction:
            return remember_one

        def remember(subject: Any, run: Run) -> Verdict:
            key = number, id(subject)
            verdict = run.memory.get(key)
            if verdict is None:
                run.memory[key] = verdict = judge(subject, run)
            return verdict

        return remember

    def condition(self, condition: Condition, variables: Variables) -> Judge:
        """Give the verdict on a condition as a function of its variables and the run."""
        key = id(condition), variables
        if key not in self._conditions:
            self._conditions[key] = self._compiled(condition, variables)
        return self._conditions[key]

    def _compiled(self, condition: Condition, variables: Variables) -> Judge:
        match condition:
            case All(parts):
                return _every([self.condition(part, variables) for part in parts])
            case AnyOf(parts):
                fork = self.fork(condition)
                return self._some(parts, variables) if fork is None else self._forked(condition, fork, variables)
            case Not(part):
                return _opposite(self.condition(part, variables))
            case Test():
                return _test(condition, variables)
            case Meets():
                return self._meets(condition, variables)
            case ForAny():
                return self._for_any(condition, variables)
            case Reading(name, choice) | Variant(name, choice):
                return lambda _, run: run.reading(name, choice)
            case Pending():
                return lambda _, __: UNKNOWN
            case Inquired():
                return lambda _, run: inquired(condition, run)
            case PartyCondition(path=path):
                party = party_at(path, variables)
                return lambda subject, run: ownership_verdict(condition, party(subject, run), run)

    def fork(self, condition: AnyOf) -> Fork | None:
        """Give the choice that keeps the alternatives apart, if there is one."""
        if id(condition) not in self.forks:
            self.forks[id(condition)] = fork_of(condition.parts, self.definitions)
        return self.forks[id(condition)]

    def _some(self, parts: tuple[Condition, ...], variables: Variables) -> Judge:
        return _some([self.condition(part, variables) for part in parts])

    def _forked(self, condition: AnyOf, fork: Fork, variables: Variables) -> Judge:
        """Look at no more than the alternatives that are left, found in a table by the choice."""
        table, otherwise = fork.table(condition.parts, lambda parts: self._some(parts, variables))
        of_subject, _ = reader(fork.choice, variables)
        if of_subject is not None:
            return lambda subject, run: table.get(of_subject(subject), otherwise)(subject, run)
        choice = value_at(fork.choice, variables)
        return lambda subject, run: table.get(choice(subject, run), otherwise)(subject, run)

    def _meets(self, condition: Meets, variables: Variables) -> Judge:
        path, judge = condition.path, self.definition(condition.definition)
        if is_certain(path):
            if is_subject(path, variables):
                return judge
            of_subject, of_run = reader(path, variables)
            if of_subject is not None:
                return lambda subject, run: judge(of_subject(subject), run)
            if of_run is not None:
                return lambda _, run: judge(of_run(run), run)
        record = record_at(path, variables)

        def meets(subject: Any, run: Run) -> Verdict:
            found = record(subject, run)
            return UNKNOWN if found is None else judge(found, run)

        return meets

    def _for_any(self, condition: ForAny, variables: Variables) -> Judge:
        inner = variables.within(condition.variable, condition.part)
        listing_at, joined = value_at(condition.path, variables), variables.joined(inner)
        judge, of_parties = self.condition(condition.part, inner), lists_parties(condition)

        def for_any(subject: Any, run: Run) -> Verdict:
            listing = listing_at(subject, run)
            if listing is None:
                return UNKNOWN
            verdict = NOT_MET if listing.complete else UNKNOWN
            for item in listing.items:
                verdict |= judge(joined(subject, run.parties[item] if of_parties else item), run)
                if verdict == MET:
                    return MET
            return verdict

        return for_any


def _or_concluded(name: str, judge: Judge) -> Judge:
    """Give the verdict that the facts lead to and, where they leave it open, the conclusion that is stated."""

    def computed_or_concluded(subject: Any, run: Run) -> Verdict:
        verdict = judge(subject, run)
        return concluded(name, subject) if verdict == UNKNOWN and subject.conclusions else verdict

    return computed_or_concluded


def lists_parties(condition: ForAny) -> bool:
    """Say whether the items of the list are identifiers of parties."""
    item = condition.path.type.item
    return item is not None and item.kind is Kind.PARTY


def _every(judges: list[Judge]) -> Judge:
    if len(judges) == 2:
        first, second = judges

        def both(subject: Any, run: Run) -> Verdict:
            verdict = first(subject, run)
            return verdict and verdict & second(subject, run)

        return both

    def every(subject: Any, run: Run) -> Verdict:
        verdict = MET
        for judge in judges:
            verdict &= judge(subject, run)
            if verdict == NOT_MET:
                return NOT_MET
        return verdict

    return judges[0] if len(judges) == 1 else every


def _some(judges: list[Judge]) -> Judge:
    if len(judges) == 2:
        first, second = judges

        def either(subject: Any, run: Run) -> Verdict:
            verdict = first(subject, run)
            return MET if verdict == MET else verdict | second(subject, run)

        return either

    def some(subject: Any, run: Run) -> Verdict:
        verdict = NOT_MET
        for judge in judges:
            verdict |= judge(subject, run)
            if verdict == MET:
                return MET
        return verdict

    return judges[0] if len(judges) == 1 else some


def _opposite(judge: Judge) -> Judge:
    return lambda subject, run: negated(judge(subject, run))


def _test(test: Test, variables: Variables) -> Judge:
    """Put the fact at the path to the test, reading it the shortest way."""
    of_subject, _ = reader(test.path, variables)
    if of_subject is not None:
        return _test_of_subject(test, of_subject)
    judge, value = value_test(test), value_at(test.path, variables)

    def test_value(subject: Any, run: Run) -> Verdict:
        found = value(subject, run)
        return UNKNOWN if found is None else judge(found)

    return test_value


def _test_of_subject(test: Test, get: Callable[[Any], Any]) -> Judge:
    """Judge what is read off the subject; the tests that are made most often call nothing else."""
    operand: Any = test.operand
    operands, open_choice = test.operands, test.open_choice
    judge = value_test(test)

    def judge_is(subject: Any, _: Run) -> Verdict:
        found = get(subject)
        return UNKNOWN if found is None else MET if found == operand else NOT_MET

    def judge_includes(subject: Any, _: Run) -> Verdict:
        listing = get(subject)
        return UNKNOWN if listing is None else _includes(listing, operands, open_choice)

    def judge_subject(subject: Any, _: Run) -> Verdict:
        found = get(subject)
        return UNKNOWN if found is None else judge(found)

    if test.operator in _OF_LISTS:
        return judge_includes
    return judge_is if test.operator is Operator.IS and open_choice is None and not _is_number(test) else judge_subject


def _is_number(test: Test) -> bool:
    """Say whether the value may be a range."""
    return test.path.type.kind is Kind.QUANTITY


def tested(test: Test, value: Any) -> Verdict:
    """Give the verdict on one value put to one test; unknown where none is stated."""
    return UNKNOWN if value is None else value_test(test)(value)


def value_test(test: Test) -> Callable[[Any], Verdict]:
    """Give the verdict on a value that is stated. Numbers and days are compared by their own operators."""
    operand: Any = test.operand
    operands, open_choice = test.operands, test.open_choice
    match test.operator:
        case Operator.INCLUDES | Operator.INCLUDES_ANY:
            return lambda listing: _includes(listing, operands, open_choice)
        case Operator.IN:
            return lambda value: MET if value in operand else UNKNOWN if value == open_choice else NOT_MET
        case Operator.IS if open_choice is not None:
            return lambda value: MET if value == operand else UNKNOWN if value == open_choice else NOT_MET
    compared = _COMPARED[test.operator]
    if not _is_number(test):
        return lambda value: MET if compared(value, operand) else NOT_MET
    in_range = IN_RANGE[test.operator]

    def judge(value: Any) -> Verdict:
        if value.__class__ is Range:
            return in_range(value, operand)
        return MET if compared(value, operand) else NOT_MET

    return judge


def _includes(listing: Listing[Any], operands: frozenset[Any], open_choice: str | None) -> Verdict:
    """Say whether a list names any of these; where it does not, it has to be complete and leave nothing open."""
    if not operands.isdisjoint(listing.items):
        return MET
    whole = listing.complete and (open_choice is None or open_choice not in listing.items)
    return NOT_MET if whole else UNKNOWN

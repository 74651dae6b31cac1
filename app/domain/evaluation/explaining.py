"""Compiles conditions to functions that explain a verdict: which facts it rests on, and which other definitions.

For each condition there are four ways to explain it. Where it is met, not met or unknown, the function walks just
enough of it to show that: one failing part shows that ``all`` is not met, every part is needed to show that it is met,
and only the unknown parts matter when it is unknown. The fourth way walks everything.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from app.domain.evaluation.alternatives import Fork
from app.domain.evaluation.conclusions import explain_conclusion
from app.domain.evaluation.inquired import explain_inquired
from app.domain.evaluation.judging import Judging, lists_parties
from app.domain.evaluation.ownership_verdicts import explain_ownership
from app.domain.evaluation.paths import (
    Variables,
    is_certain,
    party_at,
    pointer_of,
    reference_in,
    value_at,
)
from app.domain.evaluation.program import ExplainFunction, Program
from app.domain.evaluation.run import NAMES_PARTY, Explained, Facts, Run
from app.domain.facts.dictionary import Kind
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    ForAny,
    Inquired,
    Meets,
    Not,
    OwnershipNode,
    PartyCondition,
    Path,
    Pending,
    Reading,
    Stated,
    Test,
    Variant,
)
from app.domain.language.ruleset import RuleSet
from app.domain.quoting import fact, quoted
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

Walk = Callable[[Any, Any, Run, Facts], None]
"""Explains a condition: ``(subject, pointer of the subject, run, facts to add to)``."""


class Mode(Enum):
    """Describes the ways to explain a condition: by its verdict, or in full."""

    NOT_MET = NOT_MET
    UNKNOWN = UNKNOWN
    MET = MET
    FULL = None

    @property
    def opposite(self) -> "Mode":
        """Give the way in which the opposite of the condition is explained."""
        return {Mode.MET: Mode.NOT_MET, Mode.NOT_MET: Mode.MET}.get(self, self)


_BY_VERDICT = (Mode.NOT_MET, Mode.UNKNOWN, Mode.MET)


def compile_program(rule_set: RuleSet) -> Program:
    """Compile a checked rule set to its functions."""
    judging = Judging(rule_set)
    explaining = Explaining(judging)
    truth = {name: judging.definition(name) for name in rule_set.definitions}
    explain = {name: explaining.definition(name, full=False) for name in rule_set.definitions}
    full = {name: explaining.definition(name, full=True) for name in rule_set.definitions}
    forks = {condition: fork for condition, fork in judging.forks.items() if fork is not None}
    numbered = tuple(rule_set.definitions.values())
    return Program(
        rule_set,
        truth,
        explain,
        full,
        judging.conditions,
        judging.computed,
        forks,
        numbered,
        paragraphs=frozenset(number for number, each in enumerate(numbered) if each.is_paragraph),
        phrased=frozenset(number for number, each in enumerate(numbered) if each.id in rule_set.phrases),
    )


class Explaining:
    """Compiles the explanations of one rule set, each when it is first asked for."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        self._definitions = judging.definitions
        self._known: dict[tuple[str, bool], ExplainFunction] = {}
        self._walks: dict[tuple[int, Variables, Mode], list[Walk]] = {}

    def definition(self, name: str, *, full: bool) -> ExplainFunction:
        """Explain what a verdict on a definition rests on or, in ``full``, all that it looks at, whatever the verdict.

        The function adds one reason to the run, once for each subject. Given the
        ``facts`` of another reason, it adds to those instead: alternatives that all fail are told together.
        """
        if (name, full) in self._known:
            return self._known[name, full]
        definition, number, judge = self._definitions[name], self._judging.numbers[name], self._judging.definition(name)
        variables, whole = Variables.about(definition), self._judging.conditions[name]
        given = None if definition.given is None else self._judging.condition(definition.given, variables)
        modes = (Mode.FULL,) if full else _BY_VERDICT
        walks = {mode.value: self._all_walks(whole, variables, mode) for mode in modes}
        unverified, met = definition.unverified, definition.unverified + definition.notes + definition.guidance
        computed = self._judging.computed.get(name)

        def explain(subject: Any, pointer: str, run: Run, verdict: Verdict, facts: Facts | None = None) -> None:
            within = run.explaining
            if facts is None:
                key = number, pointer
                run.rests_on[within][key] = None
                if key in run.reasons:
                    return
                if full:
                    verdict = judge(subject, run)
                facts = {}
                applicable = verdict != NOT_MET or given is None or given(subject, run) != NOT_MET
                run.reasons[key] = Explained(verdict, applicable, subject, facts)
                run.rests_on[key], run.explaining = {}, key
            if applied := met if verdict == MET else unverified:
                run.applied.update(applied)
            is_open = computed is not None and (
                verdict == UNKNOWN or (subject.conclusions and computed(subject, run) == UNKNOWN)
            )
            if is_open:
                explain_conclusion(definition, subject, pointer, run, facts)
            if full or not is_open or verdict == UNKNOWN:
                for walk in walks[None if full else verdict]:
                    walk(subject, pointer, run, facts)
            run.explaining = within

        self._known[name, full] = explain
        return explain

    def _walk(self, condition: Condition, variables: Variables, mode: Mode) -> Walk:
        return _in_turn(self._all_walks(condition, variables, mode))

    def _all_walks(self, condition: Condition, variables: Variables, mode: Mode) -> list[Walk]:
        """Give the functions that explain the condition, one after the other."""
        key = id(condition), variables, mode
        if key not in self._walks:
            self._walks[key] = self._compiled(condition, variables, mode)
        return self._walks[key]

    def _compiled(self, condition: Condition, variables: Variables, mode: Mode) -> list[Walk]:
        match condition:
            case All():
                return self._joined(condition, variables, mode)
            case AnyOf():
                fork = self._judging.fork(condition) if mode is not Mode.FULL else None
                if fork is not None:
                    return [self._forked(condition, fork, variables, mode)]
                return self._joined(condition, variables, mode)
            case Not(part):
                return self._all_walks(part, variables, mode.opposite)
            case Test(path=path):
                words = condition.words if mode is Mode.FULL else condition.short
                return [*_references(path, variables), _quoted(path, words, variables)]
            case Meets():
                return self._meets(condition, variables, mode)
            case ForAny(path=path):
                return [*_references(path, variables), self._of_items(condition, variables, mode)]
            case Reading(interpretation=name) | Variant(axis=name) | Pending(regulation=name):
                return _turning_on(name, mode)
            case Inquired():
                return [lambda _, __, run, facts: explain_inquired(condition, run, facts)]
            case PartyCondition():
                return _on_party(condition, variables, full=mode is Mode.FULL)

    def _joined(self, condition: All | AnyOf, variables: Variables, mode: Mode) -> list[Walk]:
        is_all = isinstance(condition, All)
        parts = sorted(condition.parts, key=turns_on_reading)  # a fact explains better than a reading
        if mode is Mode.NOT_MET and is_all:
            return self._first(parts, variables, mode)
        if mode is Mode.MET and not is_all:  # a definition with an exception is the narrower one
            return self._first(sorted(parts, key=self._is_not_narrowed), variables, mode)
        if mode is Mode.NOT_MET:
            return [walk for part in parts for walk in self._failing(part, variables)]
        if mode is not Mode.UNKNOWN:
            return [walk for part in parts for walk in self._all_walks(part, variables, mode)]
        walks = [self._where(part, variables, Mode.UNKNOWN) for part in parts]
        if is_all and any(isinstance(part, Pending) for part in parts):
            # What is settled beside a regulation awaited is all that the law says so far, so it is told as well.
            settled = (part for part in parts if not isinstance(part, Pending))
            walks += [self._where(part, variables, Mode.MET) for part in settled]
        return walks

    def _first(self, parts: list[Condition], variables: Variables, mode: Mode) -> list[Walk]:
        """Explain the first part that has the verdict of the mode; where no other has it, that is the last."""
        *tested, last = parts
        if not tested:
            return self._all_walks(last, variables, mode)
        pairs = [(self._judging.condition(part, variables), self._walk(part, variables, mode)) for part in tested]
        walk_last, verdict = self._walk(last, variables, mode), mode.value

        def walk(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
            for judge, walk_part in pairs:
                if judge(subject, run) == verdict:
                    walk_part(subject, pointer, run, facts)
                    return
            walk_last(subject, pointer, run, facts)

        return [walk]

    def _where(self, part: Condition, variables: Variables, mode: Mode) -> Walk:
        """Explain the part if it has the verdict of the mode."""
        judge, inner, verdict = self._judging.condition(part, variables), self._walk(part, variables, mode), mode.value

        def walk(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
            if judge(subject, run) == verdict:
                inner(subject, pointer, run, facts)

        return walk

    def _is_not_narrowed(self, condition: Condition) -> bool:
        return not isinstance(condition, Meets) or self._definitions[condition.definition].unless is None

    def _failing(self, part: Condition, variables: Variables) -> list[Walk]:
        """Explain one of several alternatives that all fail: its facts go with the reason that needed one."""
        if isinstance(part, Meets):
            return self._meets(part, variables, Mode.NOT_MET, with_the_others=True)
        return self._all_walks(part, variables, Mode.NOT_MET)

    def _forked(self, condition: AnyOf, fork: Fork, variables: Variables, mode: Mode) -> Walk:
        """Explain the alternatives that the choice leaves, and quote the choice for those that it rules out."""

        def compiled(parts: tuple[Condition, ...]) -> Walk:
            walks = self._joined(AnyOf(parts), variables, mode) if parts else []
            if mode is Mode.NOT_MET and len(parts) < len(condition.parts):
                walks = [_quoted(fork.choice, fork.failed_beside(parts), variables), *walks]
            return _in_turn(walks)

        table, otherwise = fork.table(condition.parts, compiled)
        choice = value_at(fork.choice, variables)

        def walk(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
            table.get(choice(subject, run), otherwise)(subject, pointer, run, facts)

        return walk

    def _meets(
        self, condition: Meets, variables: Variables, mode: Mode, *, with_the_others: bool = False
    ) -> list[Walk]:
        path = condition.path
        explain = self.definition(condition.definition, full=mode is Mode.FULL)
        verdict = mode.value or NOT_MET
        value, pointer_at = value_at(path, variables), pointer_of(path, variables)
        names_party = path.type.kind is Kind.PARTY

        def walk_certain(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
            where = pointer_at(subject, pointer, run)
            explain(value(subject, run), where, run, verdict, facts if with_the_others else None)

        if is_certain(path):
            return [walk_certain]

        def walk(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
            record, where = value(subject, run), pointer_at(subject, pointer, run)
            if names_party:
                facts[where] = fact(where, record, NAMES_PARTY)
                if record is not None:
                    where, record = run.at(record), run.parties[record]
            elif record is None:
                facts[where] = fact(where, None, "is stated")
            if record is not None:
                explain(record, where, run, verdict, facts if with_the_others else None)

        return [*_references(path, variables), walk]

    def _of_items(self, condition: ForAny, variables: Variables, mode: Mode) -> Walk:
        """Explain a quantifier by its items, whose facts go with the reason of the definition around it."""
        inner = variables.within(condition.variable, condition.part)
        value, pointer_at = value_at(condition.path, variables), pointer_of(condition.path, variables)
        judge = self._judging.condition(condition, variables)
        judge_item = self._judging.condition(condition.part, inner)
        joined, of_parties, full = variables.joined(inner), lists_parties(condition), mode is Mode.FULL
        modes = (Mode.FULL,) if full else _BY_VERDICT
        walks = {each.value: self._walk(condition.part, inner, each) for each in modes}

        def walk(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
            listing, where = value(subject, run), pointer_at(subject, pointer, run)
            if listing is None:
                facts[where] = fact(where, None, "is stated")
                return
            verdict = None if full else judge(subject, run)
            if full or verdict == NOT_MET or (verdict == UNKNOWN and not listing.complete):
                facts[f"{where}/complete"] = fact(f"{where}/complete", listing.complete, "lists everything")
            for index, each in enumerate(listing.items):
                item, place = each, f"{where}/items/{index}"
                if of_parties:
                    facts[place] = fact(place, each, NAMES_PARTY)
                    item, place = run.parties[each], run.at(each)
                within = joined(subject, item)
                if not full and judge_item(within, run) != verdict:
                    continue
                walks[verdict](within, joined(pointer, place), run, facts)
                if verdict == MET:
                    return

        return walk


def _in_turn(walks: list[Walk]) -> Walk:
    """Make one function of several."""
    if len(walks) == 1:
        return walks[0]

    def walk(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
        for each in walks:
            each(subject, pointer, run, facts)

    return walk


def _quoted(path: Path, words: str, variables: Variables) -> Walk:
    """Quote the fact at the path, unless another test of it is quoted already."""
    value, pointer_at = value_at(path, variables), pointer_of(path, variables)

    def quote(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
        where = pointer_at(subject, pointer, run)
        if where not in facts:
            facts[where] = fact(where, quoted(value(subject, run)), words)

    return quote


def _references(path: Path, variables: Variables) -> list[Walk]:
    """Quote the identifier by which the path reaches a party, if it does."""
    reference = reference_in(path)
    return [] if reference is None else [_naming(reference, variables)]


def _naming(path: Path, variables: Variables) -> Walk:
    """Quote the identifier of a party at the path."""
    value, pointer_at = value_at(path, variables), pointer_of(path, variables)

    def quote(subject: Any, pointer: Any, run: Run, facts: Facts) -> None:
        where = pointer_at(subject, pointer, run)
        facts[where] = fact(where, value(subject, run), NAMES_PARTY)

    return quote


def _turning_on(name: str, mode: Mode) -> list[Walk]:
    """Note that the verdict rests on a reading, an alternative or a regulation; full explanations quote facts alone."""
    if mode is Mode.FULL:
        return []
    if mode is Mode.UNKNOWN:
        return [lambda _, __, run, ___: run.rest_on(name)]
    return [lambda _, __, run, ___: run.applied.add(name)]


def _on_party(condition: OwnershipNode | Stated, variables: Variables, *, full: bool) -> list[Walk]:
    """Quote what a verdict on ownership or control rests on, and explain who the persons are."""
    party = party_at(condition.path, variables)

    def walk(subject: Any, _: Any, run: Run, facts: Facts) -> None:
        found = party(subject, run)
        if found is not None:
            explain_ownership(condition, found, run, facts, full=full)

    return [_naming(condition.path, variables), walk] if condition.path.type.kind is Kind.PARTY else [walk]


def turns_on_reading(condition: Condition) -> bool:
    """Say whether the condition itself, not a definition that it names, turns on a reading."""
    match condition:
        case Reading() | Variant() | Pending():
            return True
        case All(parts) | AnyOf(parts):
            return any(map(turns_on_reading, parts))
        case Not(part):
            return turns_on_reading(part)
        case _:
            return False

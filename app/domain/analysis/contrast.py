"""Why two versions answer one transaction differently: the provisions on which the answers part.

An element of the law can have another verdict because its own text, a number in it or the reading taken of it is
another, because only one version has it, or merely because an element that it builds on has another verdict. The
first are where a difference comes from; what follows from them is told only where nothing else explains it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.analysis.polarity import counting
from app.domain.answers.comparison import Cause, JudgedJson, PartingParameter, PartingProvision
from app.domain.answers.determination import Reason
from app.domain.language.order import written
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.language.soundness import conditions_of, readings_in

Key = tuple[str, str]
"""A reason's code and the JSON Pointer of its subject."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A version as it was applied: ``variants`` are the alternatives chosen of what a proposal leaves open."""

    rule_set: RuleSet
    variants: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """The reasons of one answer: those that it rests on (``brief``), and every element of the law (``full``)."""

    brief: tuple[Reason, ...]
    full: tuple[Reason, ...]


class Contrast:
    """Two versions side by side, made ready to explain the differences between their answers."""

    def __init__(self, baseline: Applied, other: Applied) -> None:
        self._baseline, self._other = baseline.rule_set, other.rule_set
        self._variants = baseline.variants, other.variants
        self._excepting = tuple(map(_excepting, (self._baseline, self._other)))
        shared = self._baseline.definitions.keys() & self._other.definitions.keys()
        self._causes = {name: cause for name in shared if (cause := self._cause(name)) is not None}

    def provisions(self, baseline: Told, other: Told) -> list[PartingProvision]:
        """The provisions responsible for the difference between the answers to one transaction; none if there is none.

        Each has ``code``, ``element``, ``citation``, ``subject``, its ``cause``, the ``parameters`` in it whose values
        differ, and for ``baseline`` and ``other`` the verdict with statement and facts, or ``None`` where that version
        does not ask. An element that only one version has is left out where the other version put the same facts to
        the same tests with the same result; and an exception where it is not met, which is as if it were not there.
        """
        here, there = _by_key(baseline.full), _by_key(other.full)
        keys = dict.fromkeys([*_by_key(baseline.brief), *_by_key(other.brief)])
        parted = [
            key
            for key in keys
            if _verdict(here.get(key)) != _verdict(there.get(key)) and not self._does_nothing(key, here, there)
        ]
        roots = [key for key in parted if self._cause_of(key) is not Cause.FOLLOWS]
        seen_here, seen_there = _signatures(baseline.full), _signatures(other.full)
        telling = [
            key
            for key in roots
            if not (key not in there and _signature(here[key]) in seen_there)
            and not (key not in here and _signature(there[key]) in seen_here)
        ]
        found = _with_facts(telling or roots or parted, here, there)
        return [self._provision(key, here.get(key), there.get(key)) for key in found]

    def _cause(self, name: str) -> Cause | None:
        """Why the element itself may be judged otherwise, whatever it builds on; ``None`` if it stands unchanged."""
        one, two = self._baseline.definitions[name], self._other.definitions[name]
        if self._parameters(one, two):
            return Cause.PARAMETER
        if _text(one) != _text(two):
            return Cause.TEXT
        turns_on = {name for condition in conditions_of(one) for name in readings_in(condition)}
        if any(self._variants[0].get(name) != self._variants[1].get(name) for name in turns_on):
            return Cause.VARIANT
        readings = [{name: _taken(law, name) for name in turns_on} for law in (self._baseline, self._other)]
        return Cause.READING if readings[0] != readings[1] else None

    def _does_nothing(self, key: Key, here: Mapping[Key, Reason], there: Mapping[Key, Reason]) -> bool:
        """Whether it is an exception of one version alone, and not met there."""
        cause = self._cause_of(key)
        if cause is Cause.ONLY_IN_BASELINE:
            return key[0] in self._excepting[0] and _verdict(here.get(key)) == "not_met"
        return cause is Cause.ONLY_IN_OTHER and key[0] in self._excepting[1] and _verdict(there.get(key)) == "not_met"

    def _cause_of(self, key: Key) -> Cause:
        code = key[0]
        if code not in self._other.definitions:
            return Cause.ONLY_IN_BASELINE
        if code not in self._baseline.definitions:
            return Cause.ONLY_IN_OTHER
        return self._causes.get(code, Cause.FOLLOWS)

    def _parameters(self, one: Definition | None, two: Definition | None) -> list[PartingParameter]:
        if one is None or two is None:
            return []
        pairs = [
            (self._baseline.parameters[name], self._other.parameters[name])
            for name in one.parameters
            if name in two.parameters
        ]
        return [
            {
                "name": before.name,
                "unit": after.unit,
                "citation": after.citation,
                "baseline": list(before.values),
                "other": list(after.values),
            }
            for before, after in pairs
            if before.values != after.values
        ]

    def _provision(self, key: Key, here: Reason | None, there: Reason | None) -> PartingProvision:
        code, subject = key
        one, two = self._baseline.definitions.get(code), self._other.definitions.get(code)
        told = next(reason for reason in (here, there) if reason is not None)
        return {
            "code": code,
            "element": told["element"],
            "citation": told["citation"],
            "subject": subject,
            "cause": self._cause_of(key),
            "parameters": self._parameters(one, two),
            "baseline": _side(here),
            "other": _side(there),
        }


def _excepting(rule_set: RuleSet) -> frozenset[str]:
    """The definitions that help a transaction out of an outcome where they are met."""
    starts = [(each.unless, True) for each in rule_set.outcomes if each.unless is not None]
    return frozenset(name for name, helps in counting(rule_set, starts) if helps)


def _by_key(reasons: Iterable[Reason]) -> dict[Key, Reason]:
    return {(reason["code"], reason["subject"]): reason for reason in reasons}


def _verdict(reason: Reason | None) -> str | None:
    return None if reason is None else reason["verdict"]


def _signature(reason: Reason) -> str | None:
    """What was read and found, whatever the element is called; ``None`` for an element without facts of its own."""
    facts = sorted(f"{fact['pointer']} {fact['test']} {fact['value']}" for fact in reason["facts"])
    return f"{reason['verdict']}: {facts}" if facts else None


def _signatures(reasons: Iterable[Reason]) -> frozenset[str]:
    return frozenset(signature for reason in reasons if (signature := _signature(reason)) is not None)


def _with_facts(keys: list[Key], here: Mapping[Key, Reason], there: Mapping[Key, Reason]) -> list[Key]:
    """The elements that read facts, or all of them where none does."""
    return [key for key in keys if any(key in side and side[key]["facts"] for side in (here, there))] or keys


def _side(reason: Reason | None) -> JudgedJson | None:
    if reason is None:
        return None
    return {"verdict": reason["verdict"], "statement": reason["statement"], "facts": list(reason["facts"])}


def _text(definition: Definition) -> tuple[str | None, ...]:
    parts = (definition.given, definition.when, definition.unless)
    return tuple(written(part) if part is not None else None for part in parts)


def _taken(law: RuleSet, name: str) -> str | None:
    return law.interpretations[name].taken if name in law.interpretations else None

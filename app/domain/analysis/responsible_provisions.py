"""Explains why two versions answer one transaction differently: by the provisions on which the answers part.

An element of the law can have another verdict because its own text, a number in it or the reading taken of it is
another, because only one version has it, or merely because an element that it builds on has another verdict. The
first are where a difference comes from; what follows from them is told only where nothing else explains it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.analysis.duty_direction import definitions_counting
from app.domain.answers.comparison import Cause, JudgedJson, PartingParameter, PartingProvision
from app.domain.answers.determination import Reason
from app.domain.language.order import written
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.language.soundness import conditions_of, readings_in

Key = tuple[str, str]
"""A reason's code and the JSON Pointer of its subject."""


@dataclass(frozen=True, slots=True)
class AppliedVersion:
    """A version as it was applied: ``variants`` are the alternatives chosen of what a proposal leaves open."""

    rule_set: RuleSet
    variants: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionReasons:
    """The reasons of one answer: those that it rests on (``brief``), and every element of the law (``full``)."""

    brief: tuple[Reason, ...]
    full: tuple[Reason, ...]


class ResponsibleProvisions:
    """Explains the differences between the answers of two versions."""

    def __init__(self, baseline: AppliedVersion, other: AppliedVersion) -> None:
        self._versions = baseline, other
        self._excepting = tuple(_excepting(each.rule_set) for each in self._versions)
        self._definitions = {
            code: (baseline.rule_set.definitions.get(code), other.rule_set.definitions.get(code))
            for code in baseline.rule_set.definitions.keys() | other.rule_set.definitions.keys()
        }
        self._causes = {code: self._cause(code) for code in self._definitions}

    def provisions(self, baseline: VersionReasons, other: VersionReasons) -> list[PartingProvision]:
        """Find the provisions responsible for the difference between the answers to one transaction, if there is any.

        Each has ``code``, ``element``, ``citation``, ``subject``, its ``cause``, the ``parameters`` in it whose values
        differ, and for ``baseline`` and ``other`` the verdict with statement and facts, or ``None`` where that version
        does not ask. An element that only one version has is left out where the other version put the same facts to
        the same tests with the same result; and an exception where it is not met, which is as if it were not there.
        """
        here, there = sides = _by_key(baseline.full), _by_key(other.full)
        keys = dict.fromkeys([*_by_key(baseline.brief), *_by_key(other.brief)])
        parted = [
            key
            for key in keys
            if _verdict(here.get(key)) != _verdict(there.get(key)) and not self._does_nothing(key, sides)
        ]
        roots = [key for key in parted if self._causes[key[0]] is not Cause.FOLLOWS]
        seen = _signatures(baseline.full), _signatures(other.full)
        telling = [
            key
            for key in roots
            if not (key not in there and _signature(here[key]) in seen[1])
            and not (key not in here and _signature(there[key]) in seen[0])
        ]
        found = telling or roots or parted
        with_facts = [key for key in found if any(key in side and side[key]["facts"] for side in sides)]
        return [self._provision(key, here.get(key), there.get(key)) for key in with_facts or found]

    def _cause(self, code: str) -> Cause:
        """Find why the element itself may be judged otherwise, whatever it builds on."""
        one, two = self._definitions[code]
        if one is None or two is None:
            return Cause.ONLY_IN_OTHER if one is None else Cause.ONLY_IN_BASELINE
        if self._parameters(code):
            return Cause.PARAMETER
        if _text(one) != _text(two):
            return Cause.TEXT
        turns_on = {name for condition in conditions_of(one) for name in readings_in(condition)}
        here, there = self._versions
        if any(here.variants.get(name) != there.variants.get(name) for name in turns_on):
            return Cause.VARIANT
        taken_here, taken_there = here.rule_set.readings, there.rule_set.readings
        if any(taken_here.get(name) != taken_there.get(name) for name in turns_on):
            return Cause.READING
        return Cause.FOLLOWS

    def _does_nothing(self, key: Key, sides: tuple[dict[Key, Reason], dict[Key, Reason]]) -> bool:
        """Whether it is an exception of one version alone, and not met there."""
        alone = (Cause.ONLY_IN_BASELINE, Cause.ONLY_IN_OTHER)
        which = zip(alone, self._excepting, sides, strict=True)
        return any(
            cause is self._causes[key[0]] and key[0] in excepting and _verdict(side.get(key)) == "not_met"
            for cause, excepting, side in which
        )

    def _parameters(self, code: str) -> list[PartingParameter]:
        one, two = self._definitions[code]
        shared = [] if one is None or two is None else [name for name in one.parameters if name in two.parameters]
        pairs = [tuple(version.rule_set.parameters[name] for version in self._versions) for name in shared]
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
        reason = next(reason for reason in (here, there) if reason is not None)
        return {
            "code": code,
            "element": reason["element"],
            "citation": reason["citation"],
            "subject": subject,
            "cause": self._causes[code],
            "parameters": self._parameters(code),
            "baseline": _side(here),
            "other": _side(there),
        }


def _excepting(rule_set: RuleSet) -> frozenset[str]:
    """List the definitions that help a transaction out of an outcome where they are met."""
    starts = [(each.unless, True) for each in rule_set.outcomes if each.unless is not None]
    return frozenset(name for name, helps in definitions_counting(rule_set, starts) if helps)


def _by_key(reasons: Iterable[Reason]) -> dict[Key, Reason]:
    return {(reason["code"], reason["subject"]["pointer"]): reason for reason in reasons}


def _verdict(reason: Reason | None) -> str | None:
    return None if reason is None else reason["verdict"]


def _signature(reason: Reason) -> str | None:
    """Write what was read and found, whatever the element is called; ``None`` where it reads no facts."""
    facts = sorted(f"{fact['pointer']} {fact['test']} {fact['value']}" for fact in reason["facts"])
    return f"{reason['verdict']}: {facts}" if facts else None


def _signatures(reasons: Iterable[Reason]) -> frozenset[str]:
    return frozenset(signature for reason in reasons if (signature := _signature(reason)) is not None)


def _side(reason: Reason | None) -> JudgedJson | None:
    if reason is None:
        return None
    return {"verdict": reason["verdict"], "statement": reason["statement"], "facts": list(reason["facts"])}


def _text(definition: Definition) -> tuple[str | None, ...]:
    parts = (definition.given, definition.when, definition.unless)
    return tuple(written(part) if part is not None else None for part in parts)

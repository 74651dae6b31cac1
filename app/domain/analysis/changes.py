"""What differs between two versions of a rule set, in words that a lawyer reads.

A number that moved is told once, where it is fixed, with the tests that use it. For the rest the later version is read
with the earlier one's numbers, so that a definition counts as changed only if its own words are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.analysis.rewording import rewording
from app.domain.answers.comparison import Action
from app.domain.errors import InvalidRuleSet
from app.domain.evaluation.branches import words_of
from app.domain.language.compiler import compile_rule_set
from app.domain.language.located import Plain, located
from app.domain.language.nodes import Condition
from app.domain.language.order import natural
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.language.soundness import conditions_of, walk

Document = Mapping[str, Plain]
_POWER = re.compile(r"1e\+?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the law that differs: ``section`` and ``name`` say which, ``details`` what, clause by clause."""

    section: str
    name: str
    action: Action
    citation: str
    details: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{self.section} {self.name}" if self.name else self.section
        cited = f" ({self.citation})" if self.citation and not self.citation.endswith(f" {self.name}") else ""
        return f"{head} {self.action}{cited}: {'; '.join(self.details)}."


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """Every change from one document to the other, section by section; raises ``InvalidRuleSet`` for either."""
    one, two = _compiled(before), _compiled(after)
    with_old_numbers = _with_numbers_of(before, after) or two
    found = [
        *_head(before, after),
        *_parameters(one, two),
        *_described(before, after),
        *_named("variant", before, after, "variants"),
        *_named("pending regulation", before, after, "pending"),
        *_named("interpretation", before, after, "interpretations"),
        *_definitions(one, with_old_numbers),
        *_named("outcome", before, after, "outcomes", key="outcome"),
        *_obligations(before, after),
        *_named("reference", before, after, "reference"),
        *_named("unverified", before, after, "unverified"),
        *_named("element", before, after, "elements", key="name"),
        *_named("source", before, after, "sources", key="cites"),
        *_named("excluded combination", before, after, "excluded_combinations"),
    ]
    return tuple(found)


def _compiled(document: Document) -> RuleSet:
    return compile_rule_set(located(dict(document), f"{document.get('rule_set')} {document.get('version')}"))


def _with_numbers_of(before: Document, after: Document) -> RuleSet | None:
    """The later version with the earlier one's parameters as far as it has them; ``None`` if they do not fit there."""
    old, new = before.get("parameters"), after.get("parameters")
    if not isinstance(old, dict) or not isinstance(new, dict):
        return None
    try:
        return _compiled({**after, "parameters": {name: old.get(name, each) for name, each in new.items()}})
    except InvalidRuleSet:
        return None


def _head(before: Document, after: Document) -> Iterator[Change]:
    for key in ("title", "status", "effective_from", "effective_to", "language", "paragraphs_of"):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield Change("head", key, Action.CHANGED, "", (f"{_said(was)} → {_said(now)}",))


def _parameters(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    for name in _in_order(before.parameters, after.parameters):
        was, now = before.parameters.get(name), after.parameters.get(name)
        if was is None and now is not None:
            yield Change("parameter", name, Action.ADDED, now.citation, (_values(now.values, now.unit),))
        elif now is None and was is not None:
            yield Change("parameter", name, Action.REMOVED, was.citation, (f"was {_values(was.values, was.unit)}",))
        elif was is not None and now is not None and (was.values, was.unit) != (now.values, now.unit):
            if was.is_list and now.is_list:
                more = [f"{each} was added" for each in now.values if each not in was.values]
                details = [*more, *(f"{each} was taken out" for each in was.values if each not in now.values)]
            else:
                unit = None if was.unit == now.unit else was.unit
                details = [f"{_values(was.values, unit)} → {_values(now.values, now.unit)}"]
            users = sorted((each for each in after.definitions.values() if name in each.parameters), key=_label)
            details += [f"in {each.id}" + _tests(each, now.values) for each in users]
            yield Change("parameter", name, Action.CHANGED, now.citation, tuple(details))


def _described(before: Document, after: Document) -> Iterator[Change]:
    """The parameters whose citation or sentence reads otherwise, whatever their numbers."""
    old, new = before.get("parameters"), after.get("parameters")
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() & new.keys()):
            was, now = old[name], new[name]
            if isinstance(was, dict) and isinstance(now, dict):
                keys = [key for key in ("cites", "says") if was.get(key) != now.get(key)]
                details = tuple(f"{key}: {_said(was.get(key))} → {_said(now.get(key))}" for key in keys)
                if details:
                    yield Change("parameter", name, Action.CHANGED, str(now.get("cites", "")), details)


def _tests(definition: Definition, values: tuple[str, ...]) -> str:
    """The tests of a definition that quote the values."""
    quoted = ", ".join(values)
    parts = (part for condition in conditions_of(definition) for part in walk(condition))
    words = [getattr(part, "words", "") for part in parts]
    found = list(dict.fromkeys(each for each in words if each.endswith(f" {quoted}")))
    told = ", ".join(each.removesuffix(quoted) + _spoken(quoted) for each in found)
    return f" ({told})" if found and len(values) == 1 else ""


def _definitions(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    for name in _in_order(before.definitions, after.definitions):
        was, now = before.definitions.get(name), after.definitions.get(name)
        if was is None and now is not None:
            yield Change("definition", name, Action.ADDED, now.citation, (now.statement.rstrip("."),))
        elif now is None and was is not None:
            yield Change("definition", name, Action.REMOVED, was.citation, (was.statement.rstrip("."),))
        elif was is not None and now is not None and (details := tuple(_reworded(was, now))):
            yield Change("definition", name, Action.CHANGED, now.citation, details)


def _reworded(before: Definition, after: Definition) -> Iterator[str]:
    for key, label in (("given", "given: "), ("when", ""), ("unless", "exception: ")):
        was: Condition | None = getattr(before, key)
        now: Condition | None = getattr(after, key)
        if was is None and now is not None:
            yield f"{label or 'condition: '}`{words_of(now)}` was added"
        elif now is None and was is not None:
            yield f"{label or 'condition: '}`{words_of(was)}` was taken out"
        elif was is not None and now is not None:
            yield from (f"{label}{clause}" for clause in rewording(was, now))
    for key, label in (("statement", "it says"), ("citation", "it cites"), ("element", "it is told under")):
        if getattr(before, key) != getattr(after, key):
            yield f"{label}: {getattr(before, key)} → {getattr(after, key)}"
    if before.variable != after.variable:
        yield f"it is about: {before.variable} → {after.variable}"
    yield from _noted(before.notes, after.notes)


def _noted(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[str]:
    yield from (f"the note {name} was added" for name in after if name not in before)
    yield from (f"the note {name} was taken out" for name in before if name not in after)


def _obligations(before: Document, after: Document) -> Iterator[Change]:
    def key(duty: dict[str, Any]) -> str:
        return f"{duty.get('kind')}, {duty.get('cites')}, {duty.get('when', 'always')}"

    yield from _matched("obligation", _entries(before, "obligations", key), _entries(after, "obligations", key))


def _named(section: str, before: Document, after: Document, under: str, *, key: str = "id") -> Iterator[Change]:
    def name(entry: dict[str, Any]) -> str:
        return str(entry.get(key) or entry.get("rule") or entry.get("says"))

    yield from _matched(section, _entries(before, under, name), _entries(after, under, name))


def _entries(document: Document, under: str, name: Callable[[dict[str, Any]], str]) -> dict[str, dict[str, Any]]:
    listed = document.get(under, [])
    found: dict[str, dict[str, Any]] = {}
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict):
            same = sum(key == name(each) or key.startswith(f"{name(each)}, no. ") for key in found)
            found[f"{name(each)}, no. {same + 1}" if same else name(each)] = each
    return found


def _matched(
    section: str, before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]
) -> Iterator[Change]:
    for name in _in_order(before, after):
        was, now = before.get(name), after.get(name)
        told = now or was or {}
        citation, sentence = str(told.get("cites", "")), str(told.get("says") or told.get("question") or name)
        if was is None or now is None:
            action = Action.ADDED if was is None else Action.REMOVED
            yield Change(section, name, action, citation, (sentence.rstrip("."),))
        elif was != now:
            keys = [key for key in sorted(was.keys() | now.keys()) if was.get(key) != now.get(key)]
            details = tuple(f"{key}: {_said(was.get(key))} → {_said(now.get(key))}" for key in keys)
            yield Change(section, name, Action.CHANGED, citation, details)


def _in_order(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return sorted(before.keys() | after.keys(), key=natural)


def _label(definition: Definition) -> Any:
    return natural(definition.id)


def _values(values: tuple[str, ...], unit: str | None) -> str:
    told = ", ".join(_spoken(each) for each in values) or "nothing"
    return f"{told} {unit}" if unit else told


def _spoken(value: str) -> str:
    power = _POWER.fullmatch(value)
    return f"10^{power[1]}" if power else value


def _said(value: Plain | None) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return _spoken(value.rstrip("."))
        case list():
            return ", ".join(map(_said, value))
        case dict():
            return "; ".join(f"{key} {_said(each)}" for key, each in value.items())

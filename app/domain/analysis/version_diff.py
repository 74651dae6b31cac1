"""Tells what differs between two versions of a rule set, in words that a lawyer reads.

A number that moved is told once, where it is fixed, with the tests that use it. For the rest the later version is read
with the earlier one's numbers, so that a definition counts as changed only if its own words are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.answers.comparison import ChangeAction
from app.domain.errors import InvalidRuleSet
from app.domain.evaluation.branches import words_of
from app.domain.language.compiler import compile_rule_set
from app.domain.language.nodes import All, AnyOf, Condition, ForAny, Not, Test
from app.domain.language.order import natural, written
from app.domain.language.ruleset import Definition, Parameter, RuleSet
from app.domain.language.soundness import conditions_of, walk
from app.domain.located import Plain, located

DocumentTree = Mapping[str, Plain]
_OF_INQUIRY = {
    "cautions": ("caution", "about"),
    "sides": ("side", "side"),
    "evidence": ("evidence", "says"),
    "representations": ("representation", "id"),
    "factors": ("factor of an inquiry", "id"),
}
"""The parts of what a document says of inquiry: what an entry is called, and which member names it."""
_POWER = re.compile(r"1e\+?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the law that differs: ``section`` and ``name`` say which, ``details`` what, clause by clause."""

    section: str
    name: str
    action: ChangeAction
    citation: str
    details: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{self.section} {self.name}" if self.name else self.section
        cited = f" ({self.citation})" if self.citation and not self.citation.endswith(f" {self.name}") else ""
        return f"{head} {self.action}{cited}: {'; '.join(self.details)}."


def changes(before: DocumentTree, after: DocumentTree) -> tuple[Change, ...]:
    """Find every change from one document to the other, section by section; raises ``InvalidRuleSet`` for either."""
    one, two = _compiled(before), _compiled(after)
    with_old_numbers = _with_numbers_of(before, after) or two
    found = [
        *_head(before, after),
        *_parameters(one, two),
        *_descriptions(before, after),
        *_entries("variant", "variants", before, after),
        *_entries("pending regulation", "pending", before, after),
        *_entries("interpretation", "interpretations", before, after),
        *_compared("definition", one.definitions, with_old_numbers.definitions, _statement, _definition),
        *_entries("outcome", "outcomes", before, after, key="outcome"),
        *_entries("obligation", "obligations", before, after, key="kind"),
        *_notification(before, after),
        *_entries("notification item", "notification_items", before, after),
        *_diligence(before, after),
        *_phrases(before, after),
        *_entries("summary sentence", "summary", before, after, key="says"),
        *_entries("reference", "reference", before, after),
        *_entries("unverified", "unverified", before, after),
        *_entries("element", "elements", before, after, key="name"),
        *_entries("source", "sources", before, after, key="cites"),
        *_entries("excluded combination", "excluded_combinations", before, after),
    ]
    return tuple(found)


def _compiled(document: DocumentTree) -> RuleSet:
    return compile_rule_set(located(dict(document), f"{document.get('rule_set')} {document.get('version')}"))


def _with_numbers_of(before: DocumentTree, after: DocumentTree) -> RuleSet | None:
    """Compile the later version with the earlier one's parameters; ``None`` if they do not fit there."""
    old, new = _parameters_of(before), _parameters_of(after)
    try:
        return _compiled({**after, "parameters": {name: old.get(name, each) for name, each in new.items()}})
    except InvalidRuleSet:
        return None


def _parameters_of(document: DocumentTree) -> dict[str, Any]:
    parameters = document.get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def _head(before: DocumentTree, after: DocumentTree) -> Iterator[Change]:
    for key in ("title", "status", "effective_from", "effective_to", "language", "paragraphs_of"):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield Change("head", key, ChangeAction.CHANGED, "", (f"{_said(was)} → {_said(now)}",))


def _compared(
    section: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    said: Callable[[str, Any], str],
    details: Callable[[Any, Any], Iterable[str]],
) -> Iterator[Change]:
    """Find the parts of a section, by name, that were added, removed and changed."""
    for name in sorted(before.keys() | after.keys(), key=natural):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            action = ChangeAction.ADDED if was is None else ChangeAction.REMOVED
            whole = was or now
            yield Change(section, name, action, _citation(whole), (said(name, whole).rstrip("."),))
        elif found := tuple(details(was, now)):
            yield Change(section, name, ChangeAction.CHANGED, _citation(now), found)


def _citation(part: Any) -> str:
    return str(part.get("cites") or "") if isinstance(part, dict) else str(part.citation)


def _parameters(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    def said(name: str, whole: Parameter) -> str:
        return ("" if name in after.parameters else "was ") + _values(whole.values, whole.unit)

    def details(was: Parameter, now: Parameter) -> Iterator[str]:
        if (was.values, was.unit) == (now.values, now.unit):
            return
        if was.is_list and now.is_list:
            yield from (f"{each} was added" for each in now.values if each not in was.values)
            yield from (f"{each} was taken out" for each in was.values if each not in now.values)
        else:
            unit = None if was.unit == now.unit else was.unit
            yield f"{_values(was.values, unit)} → {_values(now.values, now.unit)}"
        users = {each.id: each for each in after.definitions.values() if now.name in each.parameters}
        yield from (f"in {name}{_tests(users[name], now.values)}" for name in sorted(users, key=natural))

    yield from _compared("parameter", before.parameters, after.parameters, said, details)


def _tests(definition: Definition, values: tuple[str, ...]) -> str:
    """Quote the tests of a definition that quote the values."""
    quoted = ", ".join(values)
    parts = (part for condition in conditions_of(definition) for part in walk(condition))
    words = [getattr(part, "words", "") for part in parts]
    found = list(dict.fromkeys(each for each in words if each.endswith(f" {quoted}")))
    told = ", ".join(each.removesuffix(quoted) + _spoken(quoted) for each in found)
    return f" ({told})" if found and len(values) == 1 else ""


def _descriptions(before: DocumentTree, after: DocumentTree) -> Iterator[Change]:
    """Find the parameters whose citation or sentence reads otherwise, whatever their numbers."""
    old, new = _parameters_of(before), _parameters_of(after)
    both = [name for name in old if name in new]
    old, new = ({name: {key: side[name].get(key) for key in ("cites", "says")} for name in both} for side in (old, new))
    yield from _compared("parameter", old, new, lambda name, _: name, _fields)


def _statement(_: str, definition: Definition) -> str:
    return definition.statement


def _definition(before: Definition, after: Definition) -> Iterator[str]:
    for key, label in (("given", "given: "), ("when", ""), ("unless", "exception: ")):
        was: Condition | None = getattr(before, key)
        now: Condition | None = getattr(after, key)
        if was is not None and now is not None:
            yield from (f"{label}{clause}" for clause in rewording(was, now))
        elif (one := was or now) is not None:
            yield f"{label or 'condition: '}`{words_of(one)}` was {'added' if was is None else 'taken out'}"
    for key, label in (("statement", "it says"), ("citation", "it cites"), ("element", "it is told under")):
        if getattr(before, key) != getattr(after, key):
            yield f"{label}: {getattr(before, key)} → {getattr(after, key)}"
    if before.variable != after.variable:
        yield f"it is about: {before.variable} → {after.variable}"
    yield from (f"the note {name} was added" for name in after.notes if name not in before.notes)
    yield from (f"the note {name} was taken out" for name in before.notes if name not in after.notes)


def rewording(before: Condition, after: Condition) -> Iterator[str]:
    """Say each change of a condition as a clause; none where both say the same, in whatever order."""
    if written(before) == written(after):
        return
    match before, after:
        case (All(), _) | (_, All()) if not isinstance(before, AnyOf) and not isinstance(after, AnyOf):
            yield from _joined_parts(before, after, "condition")
        case (AnyOf(), _) | (_, AnyOf()) if not isinstance(before, All) and not isinstance(after, All):
            yield from _joined_parts(before, after, "alternative")
        case Not(one), Not(two):
            yield from (f"within `not`: {clause}" for clause in rewording(one, two))
        case ForAny(path=here, part=one), ForAny(path=there, part=two) if here.text == there.text:
            yield from (f"for {here.text}: {clause}" for clause in rewording(one, two))
        case Test(path=here, words=was), Test(path=there, words=now) if here.text == there.text:
            yield f"`{here.text}`: {was} → {now}"
        case _:
            yield f"`{words_of(before)}` was replaced by `{words_of(after)}`"


def _joined_parts(before: Condition, after: Condition, called: str) -> Iterator[str]:
    """Say the changes among parts that are joined in the same way; a single condition counts as its only part."""
    ours = before.parts if isinstance(before, All | AnyOf) else (before,)
    theirs = after.parts if isinstance(after, All | AnyOf) else (after,)
    kept = {written(part) for part in ours} & {written(part) for part in theirs}
    new = [part for part in theirs if written(part) not in kept]
    for part in (each for each in ours if written(each) not in kept):
        match = max(new, key=lambda other: _alike(part, other), default=None)
        if match is not None and _alike(part, match):
            new.remove(match)
            yield from rewording(part, match)
        else:
            yield f"the {called} `{words_of(part)}` was taken out"
    yield from (f"the {called} `{words_of(part)}` was added" for part in new)


def _alike(one: Condition, other: Condition) -> int:
    """Count what two conditions have in common; 0 if one cannot be called a version of the other."""
    if type(one) is not type(other):
        return 0
    if isinstance(one, Test) and isinstance(other, Test):
        return int(one.path.text == other.path.text)
    return len({written(part) for part in walk(one)} & {written(part) for part in walk(other)})


def _entries(
    section: str, under: str, before: DocumentTree, after: DocumentTree, *, key: str = "id"
) -> Iterator[Change]:
    def said(name: str, whole: dict[str, Any]) -> str:
        return str(whole.get("says") or whole.get("question") or name)

    old, new = (_named(document.get(under, []), key) for document in (before, after))
    yield from _compared(section, old, new, said, _fields)


def _notification(before: DocumentTree, after: DocumentTree) -> Iterator[Change]:
    """Find what is described otherwise of a notification as a whole."""
    described = [document.get("notification") for document in (before, after)]
    old, new = ({"content": each} if isinstance(each, dict) else {} for each in described)
    yield from _compared("notification", old, new, lambda *_: "what a notification contains", _fields)


def _diligence(before: DocumentTree, after: DocumentTree) -> Iterator[Change]:
    """Find what is said otherwise of inquiry, part by part."""
    old, new = (each if isinstance(each := document.get("diligence"), dict) else {} for document in (before, after))
    for part, (section, key) in _OF_INQUIRY.items():
        yield from _entries(section, part, old, new, key=key)


def _phrases(before: DocumentTree, after: DocumentTree) -> Iterator[Change]:
    """Find the phrases of summaries that read otherwise."""
    both = (each if isinstance(each := document.get("phrases"), dict) else {} for document in (before, after))
    old, new = ({name: {"says": text} for name, text in each.items()} for each in both)
    yield from _compared("phrase", old, new, lambda _, whole: str(whole["says"]), _fields)


def _named(entries: Plain, key: str) -> dict[str, dict[str, Any]]:
    """Index the entries of a section by name; further ones of one name are numbered."""
    found: dict[str, dict[str, Any]] = {}
    for each in entries if isinstance(entries, list) else ():
        if isinstance(each, dict):
            name = str(each.get(key) or each.get("rule") or each.get("says"))
            if key == "kind":
                name = f"{name}, {each.get('cites')}, {each.get('when', 'always')}"
            same = sum(known == name or known.startswith(f"{name}, no. ") for known in found)
            found[f"{name}, no. {same + 1}" if same else name] = each
    return found


def _fields(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            yield f"{key}: {_said(was.get(key))} → {_said(now.get(key))}"


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

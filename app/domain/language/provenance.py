"""Reads what stands beside the rules: dated data, and what was not checked against an official text."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.fields import Faults, Fields, nearest
from app.domain.language.ruleset import Definition, ReferenceEntry, RuleSet, Unverified
from app.domain.language.sections import by_id, citation_of
from app.domain.located import Mapping

_KINDS = {
    "sources": "source",
    "interpretations": "interpretation",
    "variants": "variant",
    "pending": "pending_regulation",
    "definitions": "definition",
}
CONFIDENCES = ("official", "unverified")
KINDS = ("countries_of_concern", "penalty", "related_law", "ruling", "state_of_law")
_NEEDED = ("id", "kind", "cites", "says", "from")
_POSSIBLE = ("to", "values", "unit", "about", "parameter", "touches", "superseded_by", "confidence")


def read_reference(document: Fields) -> tuple[ReferenceEntry, ...]:
    """Read the dated data, each entry with the first and the last day on which it holds."""
    found = []
    for name, item in by_id(document, "reference", "a reference entry", needs=_NEEDED, may=_POSSIBLE).items():
        begins, ends = item.day("from"), item.day("to")
        if begins is None:
            continue
        if ends is not None and ends < begins:
            item.fault("to", f"`to` is before `from`, which is {begins}")
        entry = ReferenceEntry(
            id=name,
            kind=item.word("kind", KINDS),
            citation=item.text("cites"),
            statement=item.text("says"),
            begins=begins,
            ends=ends,
            values=item.texts("values"),
            unit=item.text("unit") or None,
            about=item.texts("about"),
            parameter=item.text("parameter") or None,
            touches=item.texts("touches"),
            superseded_by=item.text("superseded_by") or None,
            confidence=item.word("confidence", CONFIDENCES) or None,
            place=item.place,
        )
        found.append(entry)
    return tuple(found)


def check_reference(rule_set: RuleSet, faults: Faults) -> None:
    """Add a fault for every entry that names what is not there, or that states something else than its parameter."""
    known = {each.id for each in rule_set.reference}
    for entry in rule_set.reference:
        for name in entry.touches:
            if name not in rule_set.definitions:
                faults.add(entry.place, f"no definition is called `{name}`{nearest(name, rule_set.definitions)}")
        if entry.superseded_by is not None and entry.superseded_by not in known:
            faults.add(entry.place, f"no reference entry is called `{entry.superseded_by}`")
        if entry.parameter is None:
            continue
        parameter = rule_set.parameters.get(entry.parameter)
        if parameter is None:
            near = nearest(entry.parameter, rule_set.parameters)
            faults.add(entry.place, f"no parameter is called `{entry.parameter}`{near}")
        elif set(parameter.values) != set(entry.values) and (
            rule_set.effective_from is None or entry.holds_on(rule_set.effective_from)
        ):
            faults.add(entry.place, f"`values` differ from those of parameter `{entry.parameter}`")


def read_unverified(document: Fields, paragraphs_of: str) -> dict[str, Unverified]:
    """Read what says ``confidence: unverified``, under the key by which answers note that they rest on it."""
    found = {}
    for kind, name, part in _marked(document):
        if part.word("confidence", CONFIDENCES) == "unverified":
            citation = part.text("cites") or citation_of(name, paragraphs_of)
            statement = part.text("says") or part.text("question") or name.replace("_", " ")
            found[_key_of(kind, name)] = Unverified(kind, name, citation, statement)
    return found


def _marked(document: Fields) -> Iterator[tuple[str, str, Fields]]:
    """Yield the parts of the document that say how far they were checked: of which kind, under which name."""
    for entry in document.mapping("parameters"):
        if isinstance(entry.value, Mapping) and entry.value.get("confidence"):
            yield "parameter", entry.key, Fields(entry.value, "a parameter", document.faults, may=entry.value.keys)
    for key, kind in _KINDS.items():
        for node in document.items(key):
            if isinstance(node, Mapping) and node.get("confidence"):
                part = Fields(node, f"a {kind}", document.faults, may=node.keys)
                yield kind, part.text("cites" if kind == "source" else "id"), part


def _key_of(kind: str, name: str) -> str:
    """Give the name under which a run notes that an answer rests on something of this kind."""
    return name if kind in ("interpretation", "variant", "pending_regulation") else f"{kind} {name}"


def with_provenance(
    definitions: dict[str, Definition], reference: tuple[ReferenceEntry, ...], unverified: dict[str, Unverified]
) -> dict[str, Definition]:
    """Give the definitions, each with the entries that touch it and what of it and of its parameters is unverified."""
    found = {}
    for name, definition in definitions.items():
        keys = [_key_of("definition", name), *(_key_of("parameter", each) for each in definition.parameters)]
        found[name] = replace(
            definition,
            guidance=tuple(sorted(entry.id for entry in reference if name in entry.touches)),
            unverified=tuple(key for key in keys if key in unverified),
        )
    return found

"""Reads what stands beside the rules: dated data, and what was not checked against an official text."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.language.ruleset import Definition, ReferenceEntry, RuleSet, Unverified
from app.domain.language.scope import Faults, nearest
from app.domain.language.sections import CONFIDENCES, Section, citation_of, items, named
from app.domain.located import Mapping, Scalar

_KINDS = {
    "sources": "source",
    "interpretations": "interpretation",
    "variants": "variant",
    "pending": "pending_regulation",
    "definitions": "definition",
}
KINDS = ("countries_of_concern", "penalty", "related_law", "ruling", "state_of_law")
_NEEDED = ("id", "kind", "cites", "says", "from")
_POSSIBLE = ("to", "values", "unit", "about", "parameter", "touches", "superseded_by", "confidence")


def read_reference(document: Mapping, faults: Faults) -> tuple[ReferenceEntry, ...]:
    """Read the dated data, each entry with the first and the last day on which it holds."""
    found: dict[str, ReferenceEntry] = {}
    for node in items(document, "reference", faults):
        section = Section(node, "a reference entry", faults, needs=_NEEDED, may=_POSSIBLE)
        begins, ends = section.day("from"), section.day("to")
        if begins is None or not section.sound:
            continue
        if ends is not None and ends < begins:
            faults.add(section.entries["to"].place, f"`to` is before `from`, which is {begins}")
        name = section.text("id")
        if name in found:
            faults.add(node.place, f"reference entry `{name}` is already given at {found[name].place}")
        found[name] = ReferenceEntry(
            id=name,
            kind=section.choice("kind", KINDS),
            citation=section.text("cites"),
            statement=section.text("says"),
            begins=begins,
            ends=ends,
            values=section.texts("values"),
            unit=section.text("unit") or None,
            about=section.texts("about"),
            parameter=section.text("parameter") or None,
            touches=section.texts("touches"),
            superseded_by=section.text("superseded_by") or None,
            confidence=section.choice("confidence", CONFIDENCES) or None,
            place=node.place,
        )
    return tuple(found.values())


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


def read_unverified(document: Mapping, paragraphs_of: str, faults: Faults) -> dict[str, Unverified]:
    """Read what says ``confidence: unverified``, under the key by which answers note that they rest on it."""
    found = {}
    for kind, name, node in _named_parts(document):
        confidence = node.get("confidence")
        if confidence is None:
            continue
        text = confidence.value if isinstance(confidence, Scalar) else ""
        if text not in CONFIDENCES:
            faults.add(confidence.place, f"`{text}` is not one of {', '.join(CONFIDENCES)}")
        elif text == "unverified":
            citation = _text(node, "cites") or citation_of(name, paragraphs_of)
            statement = _text(node, "says") or _text(node, "question") or name.replace("_", " ")
            found[key_of(kind, name)] = Unverified(kind, name, citation, statement)
    return found


def _named_parts(document: Mapping) -> Iterator[tuple[str, str, Mapping]]:
    """Give the parts of the document that can be marked: of which kind, under which name."""
    for name, node in named(document, "parameters", Faults()):
        if isinstance(node, Mapping):
            yield "parameter", name, node
    for key, kind in _KINDS.items():
        for node in items(document, key, Faults()):
            if isinstance(node, Mapping):
                yield kind, _text(node, "cites" if kind == "source" else "id"), node


def _text(node: Mapping, key: str) -> str:
    value = node.get(key)
    return " ".join(value.value.split()) if isinstance(value, Scalar) and isinstance(value.value, str) else ""


def key_of(kind: str, name: str) -> str:
    """Give the name under which a run notes that an answer rests on something of this kind."""
    return name if kind in ("interpretation", "variant", "pending_regulation") else f"{kind} {name}"


def with_provenance(
    definitions: dict[str, Definition],
    reference: tuple[ReferenceEntry, ...],
    unverified: dict[str, Unverified],
) -> dict[str, Definition]:
    """Give the definitions, each with the entries that touch it and what of it and of its parameters is unverified."""
    touching: dict[str, list[str]] = {}
    for entry in reference:
        for name in entry.touches:
            touching.setdefault(name, []).append(entry.id)
    return {
        name: replace(
            definition,
            guidance=tuple(sorted(touching.get(name, ()))),
            unverified=tuple(
                key
                for key in (
                    key_of("definition", name),
                    *(key_of("parameter", each) for each in definition.parameters),
                )
                if key in unverified
            ),
        )
        for name, definition in definitions.items()
    }

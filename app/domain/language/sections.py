"""Reads the sections of a rule document: parameters, definitions, outcomes, obligations and their heads."""

import re
from datetime import date

from app.domain.answers.determination import Class
from app.domain.facts.dictionary import Kind
from app.domain.facts.transaction import Transaction
from app.domain.language.conditions import ConditionReader
from app.domain.language.ruleset import Definition, Due, Interpretation, Obligation, Outcome, Parameter, Vocabulary
from app.domain.language.scope import RECORDS, Faults, Scope, nearest
from app.domain.located import Mapping, Node, Scalar, Sequence, texts_in, type_names

STATUSES = ("proposed", "scheduled", "in_force", "enacted_awaiting_regulations", "superseded", "withdrawn")
CONFIDENCES = ("official", "unverified")
_LABEL = re.compile(r"[0-9]+(\.[0-9]+)?(\([0-9A-Za-z]+\))*")
OUTCOMES = tuple(each.value for each in Class if each.carries_duty)
DUTIES = tuple(each.value for each in Class if each is not Class.NOT_COVERED)
"""What an obligation can follow from. Not every exception and open answer leaves one: these need a ``when``."""


class Section:
    """Describes one mapping of the document with the keys that it may and must have; complaints go to ``faults``."""

    def __init__(
        self, node: Node, what: str, faults: Faults, *, needs: tuple[str, ...], may: tuple[str, ...] = ()
    ) -> None:
        self.faults = faults
        self.place = node.place
        self.entries: dict[str, Node] = {}
        self.sound = isinstance(node, Mapping)
        if not isinstance(node, Mapping):
            faults.add(node.place, f"{what} is a mapping, found {type_names[type(node)]}")
            return
        for entry in node.entries:
            if entry.key not in needs + may:
                faults.add(entry.place, f"{what} has no `{entry.key}`{nearest(entry.key, needs + may)}")
                self.sound = False
            self.entries[entry.key] = entry.value
        for key in needs:
            if key not in self.entries:
                faults.add(node.place, f"{what} needs `{key}`")
                self.sound = False

    def text(self, key: str) -> str:
        """Read the text under ``key``; empty if it is absent or no text."""
        node = self.entries.get(key)
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
            return " ".join(node.value.split())
        if node is not None:
            self.faults.add(node.place, f"`{key}` is a text")
            self.sound = False
        return ""

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """Read the text under ``key``, which must be one of ``choices``."""
        text = self.text(key)
        if text and text not in choices:
            self.faults.add(
                self.entries[key].place, f"`{text}` is not one of {', '.join(choices)}{nearest(text, choices)}"
            )
            self.sound = False
        return text

    def day(self, key: str) -> date | None:
        """Read the date under ``key``, if there is one."""
        text = self.text(key)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.faults.add(self.entries[key].place, f"`{text}` is not a date (YYYY-MM-DD)")
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Read the list of texts under ``key``; empty if it is absent."""
        node = self.entries.get(key)
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else ()
        found = tuple(item.value for item in items if isinstance(item, Scalar) and isinstance(item.value, str))
        if not isinstance(node, Sequence) or len(found) < len(items):
            self.faults.add(node.place, f"`{key}` is a list of texts")
            self.sound = False
        return found


def items(document: Mapping, key: str, faults: Faults) -> tuple[Node, ...]:
    """Read the items of the list under ``key`` of the document; none if it is absent."""
    node = document.get(key)
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        faults.add(node.place, f"`{key}` is a list")
        return ()
    return node.items


def named(document: Mapping, key: str, faults: Faults) -> tuple[tuple[str, Node], ...]:
    """Read the entries of the mapping under ``key`` of the document; none if it is absent."""
    node = document.get(key)
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        faults.add(node.place, f"`{key}` is a mapping")
        return ()
    return tuple((entry.key, entry.value) for entry in node.entries)


def citation_of(identifier: str, paragraphs_of: str) -> str:
    """Read the citation that an identifier stands for when none is given: paragraph labels are their own citation."""
    return f"{paragraphs_of} {identifier}" if _LABEL.fullmatch(identifier) else ""


def read_elements(document: Mapping, faults: Faults) -> tuple[str, ...]:
    """Read the names of the elements, in the order in which reasons are told."""
    sections = [
        Section(node, "an element", faults, needs=("name", "says")) for node in items(document, "elements", faults)
    ]
    return tuple(section.text("name") for section in sections)


def read_parameters(document: Mapping, faults: Faults) -> dict[str, Parameter]:
    """Read the parameters by name."""
    found: dict[str, Parameter] = {}
    for name, node in named(document, "parameters", faults):
        section = Section(
            node, f"parameter `{name}`", faults, needs=("cites",), may=("value", "values", "unit", "says", "confidence")
        )
        if ("value" in section.entries) == ("values" in section.entries):
            faults.add(node.place, f"parameter `{name}` has either `value` or `values`")
            continue
        is_list = "values" in section.entries
        values = section.texts("values") if is_list else (section.text("value"),)
        unit = section.text("unit") or None
        found[name] = Parameter(name, values, is_list, unit, section.text("cites"), node.place)
    return found


_MAY = ("cites", "given", "unless", "notes", "confidence")
_DEFINITION = ("id", "of", "element", "says", "when")


def read_definitions(
    document: Mapping,
    vocabulary: Vocabulary,
    elements: tuple[str, ...],
    faults: Faults,
) -> tuple[dict[str, Definition], ConditionReader]:
    """Read the definitions by identifier, and the reader that knows them all for the sections that use them."""
    sections: dict[str, Section] = {}
    for node in items(document, "definitions", faults):
        section = Section(node, "a definition", faults, needs=_DEFINITION, may=_MAY)
        identifier, record = section.text("id"), section.choice("of", tuple(RECORDS))
        if identifier in sections:
            faults.add(node.place, f"definition `{identifier}` is already given at {sections[identifier].place}")
        elif identifier and record in RECORDS and section.sound:
            sections[identifier] = section
    records = {identifier: RECORDS[section.text("of")] for identifier, section in sections.items()}
    reader = ConditionReader(vocabulary, records, faults)
    found = {}
    for identifier, section in sections.items():
        scope = Scope.about(section.text("of"), records[identifier])
        given, when, unless = (
            reader.read(section.entries[key], scope) if key in section.entries else None
            for key in ("given", "when", "unless")
        )
        citation = section.text("cites") or citation_of(identifier, vocabulary.paragraphs_of)
        if not citation:
            faults.add(section.place, f"definition `{identifier}` is no paragraph label, so it needs `cites`")
        if when is None:
            continue
        found[identifier] = Definition(
            identifier,
            records[identifier],
            section.text("of"),
            section.choice("element", elements),
            section.text("says"),
            citation,
            given,
            when,
            unless,
            read_notes(section, vocabulary.interpretations),
            section.place,
            _parameters_named(section, vocabulary.parameters),
        )
    return found, reader


def _parameters_named(section: Section, parameters: dict[str, Parameter]) -> tuple[str, ...]:
    conditions = [section.entries[key] for key in ("given", "when", "unless") if key in section.entries]
    written = {text for condition in conditions for text in texts_in(condition)}
    return tuple(name for name in sorted(parameters) if f"${name}" in written)


def read_notes(section: Section, interpretations: dict[str, Interpretation]) -> tuple[str, ...]:
    """Read the interpretations that a section names under ``notes``."""
    notes = section.texts("notes")
    for note in notes:
        if note not in interpretations:
            place = section.entries["notes"].place
            section.faults.add(place, f"no interpretation is called `{note}`{nearest(note, interpretations)}")
    return notes


def read_outcomes(document: Mapping, reader: ConditionReader, faults: Faults) -> tuple[Outcome, ...]:
    """Read the outcomes that carry a duty, the gravest first."""
    found: dict[str, Outcome] = {}
    for node in items(document, "outcomes", faults):
        section = Section(node, "an outcome", faults, needs=("outcome", "when"), may=("unless",))
        name = section.choice("outcome", OUTCOMES)
        when, unless = _about_transaction(section, "when", reader), _about_transaction(section, "unless", reader)
        if name in found:
            faults.add(node.place, f"outcome `{name}` is already given at {found[name].place}")
        elif when is not None:
            found[name] = Outcome(name, when, unless, node.place)
    for name in OUTCOMES:
        if name not in found:
            faults.add(document.place, f"`outcomes` says nothing of `{name}`")
    return tuple(found[name] for name in OUTCOMES if name in found)


def _about_transaction(section: Section, key: str, reader: ConditionReader) -> str | None:
    return reader.definition(section.entries[key], Transaction) if key in section.entries else None


def read_obligations(document: Mapping, reader: ConditionReader, faults: Faults) -> tuple[Obligation, ...]:
    """Read the obligations, in the order written."""
    found = []
    needs, may = ("kind", "outcomes", "who", "says", "cites"), ("when", "due", "notes")
    for node in items(document, "obligations", faults):
        section = Section(node, "an obligation", faults, needs=needs, may=may)
        for name in section.texts("outcomes"):
            if name not in DUTIES:
                faults.add(section.entries["outcomes"].place, f"`{name}` is not one of {', '.join(DUTIES)}")
            elif name not in OUTCOMES and "when" not in section.entries:
                faults.add(
                    section.place, f"an obligation for `{name}` needs `when`: not every such answer leaves a duty"
                )
        found.append(
            Obligation(
                section.text("kind"),
                section.texts("outcomes"),
                section.text("who"),
                section.text("says"),
                section.text("cites"),
                _about_transaction(section, "when", reader),
                _due(section, faults),
                read_notes(section, reader.interpretations),
                node.place,
            )
        )
    return tuple(found)


def _due(section: Section, faults: Faults) -> Due | None:
    if "due" not in section.entries:
        return None
    due = Section(section.entries["due"], "`due`", faults, needs=("days", "after"))
    days, after = due.text("days"), due.text("after")
    path = Scope.about("transaction", Transaction).path(after, due.place, faults) if after else None
    if not days.isdigit() or path is None or path.type.kind is not Kind.DATE:
        faults.add(due.place, "`due` gives a whole number of `days` `after` a date of the transaction")
        return None
    return Due(int(days), path)

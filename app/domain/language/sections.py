"""Reads the elements, parameters, definitions, outcomes and obligations of a rule document."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from app.domain.answers.determination import EXCEPTED, NOT_COVERED, STEPS, UNDETERMINED, Class, NextStep
from app.domain.days import CalendarYears
from app.domain.facts.dictionary import FieldType, Kind, fields_of
from app.domain.fields import Faults, Fields, nearest
from app.domain.language.conditions import ConditionReader
from app.domain.language.ownership_questions import read_among
from app.domain.language.phrases import Phrase, read_phrase
from app.domain.language.ruleset import (
    Definition,
    Due,
    Interpretation,
    Obligation,
    Outcome,
    OwedBy,
    Parameter,
    Sentence,
    Statable,
    Until,
    Vocabulary,
)
from app.domain.language.scope import Scope, records_of

_LABEL = re.compile(r"[0-9]+(\.[0-9]+)?(\([0-9A-Za-z]+\))*")
_YEARS = re.compile("[1-9][0-9]{0,2}")


def by_id(
    document: Fields,
    key: str,
    what: str,
    *,
    needs: tuple[str, ...],
    may: tuple[str, ...] = (),
    besides: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Fields]:
    """Read the sound items of the list under ``key`` by identifier: none twice, and none that is in ``besides``."""
    found: dict[str, Fields] = {}
    for node in document.items(key):
        item = Fields(node, what, document.faults, needs=needs, may=may, may_be_empty=True)
        name = item.text("id")
        if first := found.get(name) or besides.get(name):
            item.fault("id", f"`{name}` is the name of what stands at {first.place} already: keep one, or rename it.")
        elif item.sound:
            found[name] = item
    return found


def citation_of(identifier: str, paragraphs_of: str) -> str:
    """Read the citation that an identifier stands for when none is given: paragraph labels are their own citation."""
    return f"{paragraphs_of} {identifier}" if _LABEL.fullmatch(identifier) else ""


def read_elements(document: Fields) -> tuple[str, ...]:
    """Read the names of the elements, in the order in which reasons are told."""
    items = document.items("elements")
    return tuple(Fields(node, "an element", document.faults, needs=("name", "says")).text("name") for node in items)


def read_parameters(document: Fields) -> dict[str, Parameter]:
    """Read the parameters by name."""
    found: dict[str, Parameter] = {}
    for entry in document.mapping("parameters"):
        name, may = entry.key, ("value", "values", "unit", "says", "confidence")
        what = f"parameter `{name}`"
        item = Fields(entry.value, what, document.faults, needs=("cites",), may=may, may_be_empty=True)
        is_list = "values" in item.entries
        if is_list == ("value" in item.entries):
            item.faults.add(item.place, f"parameter `{name}` has either `value` or `values`")
            continue
        values = item.texts("values") if is_list else (item.text("value"),)
        unit = item.text("unit") or None
        found[name] = Parameter(name, values, is_list, unit, item.text("cites"), item.place)
    return found


_SENTENCE_MAY = ("when", "fails", "cites")
_DEFINITION_MAY = ("cites", "given", "unless", "notes", "confidence", "statable")
_DEFINITION_NEEDS = ("id", "of", "element", "says", "when")


def read_definitions(
    document: Fields, vocabulary: Vocabulary, elements: tuple[str, ...]
) -> tuple[dict[str, Definition], ConditionReader]:
    """Read the definitions by identifier, and the reader that knows them all for the sections that use them."""
    items = by_id(document, "definitions", "a definition", needs=_DEFINITION_NEEDS, may=_DEFINITION_MAY)
    known, root = records_of(vocabulary.regime.transaction), Scope.root(vocabulary.regime)
    records = {name: known[of] for name, item in items.items() if (of := item.word("of", tuple(known)))}
    reader = ConditionReader(vocabulary, records, document.faults)
    found = {}
    for name, record in records.items():
        item, variable = items[name], items[name].text("of")
        scope = root.plus(variable, FieldType(Kind.RECORD, record=record))
        reader.parameters_used.clear()
        given, when, unless = (
            reader.read(item.entries[key], scope) if key in item.entries else None
            for key in ("given", "when", "unless")
        )
        citation = item.text("cites") or citation_of(name, vocabulary.paragraphs_of)
        if not citation:
            item.faults.add(item.place, f"definition `{name}` is no paragraph label, so it needs `cites`")
        if when is None:
            continue
        found[name] = Definition(
            name,
            record,
            variable,
            item.word("element", elements),
            item.text("says"),
            citation,
            given,
            when,
            unless,
            read_notes(item, vocabulary.interpretations),
            item.place,
            _statable(item, record),
            tuple(sorted(reader.parameters_used)),
        )
    return found, reader


def _statable(item: Fields, record: type[Any]) -> Statable | None:
    """Read whether a conclusion can be stated: only of records that have a place for conclusions."""
    node = item.entries.get("statable")
    if node is None:
        return None
    said = Fields(node, "`statable`", item.faults, needs=("standard",), may=("asks",))
    if "conclusions" not in fields_of(record):
        item.fault("statable", f"no conclusion can be stated of {item.text('of')}: it has no `conclusions`")
    return Statable(said.text("asks") or None, said.text("standard"))


def read_notes(item: Fields, interpretations: dict[str, Interpretation]) -> tuple[str, ...]:
    """Read the interpretations that are named under ``notes``."""
    notes = item.texts("notes")
    for note in notes:
        if note not in interpretations:
            item.fault("notes", f"no interpretation is called `{note}`{nearest(note, interpretations)}")
    return notes


def read_outcomes(document: Fields, reader: ConditionReader) -> tuple[Outcome, ...]:
    """Read the outcomes that carry a duty, the gravest first."""
    known = reader.regime.outcomes
    found: dict[str, Outcome] = {}
    for node in document.items("outcomes"):
        item = Fields(node, "an outcome", document.faults, needs=("outcome", "when"), may=("unless",))
        name = Class(item.word("outcome", known))
        when, unless = _about_transaction(item, "when", reader), _about_transaction(item, "unless", reader)
        if name in found:
            item.fault("outcome", f"`{name}` is given at {found[name].place} already: keep one of the two.")
        elif when is not None:
            found[name] = Outcome(name, when, unless, node.place)
    for name in known:
        if name not in found:
            document.faults.add(document.place, f"`outcomes` says nothing of `{name}`")
    return tuple(found[name] for name in known if name in found)


def _about_transaction(item: Fields, key: str, reader: ConditionReader) -> str | None:
    return reader.definition(item.entries[key], reader.regime.transaction) if key in item.entries else None


def read_obligations(document: Fields, reader: ConditionReader) -> tuple[Obligation, ...]:
    """Read the obligations, in the order written; not every exception and open answer leaves one."""
    found, duties = [], reader.regime.outcomes
    needs, may = ("kind", "step", "outcomes", "who", "says", "cites"), ("by", "when", "due", "until", "brief", "notes")
    for node in document.items("obligations"):
        item = Fields(node, "an obligation", document.faults, needs=needs, may=may)
        outcomes = item.words("outcomes", (*duties, EXCEPTED, NOT_COVERED, UNDETERMINED))
        for name in outcomes:
            if name not in duties and "when" not in item.entries:
                item.fault("when", f"an obligation for `{name}` needs `when`: not every such answer leaves a duty")
        found.append(
            Obligation(
                item.text("kind"),
                cast("NextStep", item.word("step", STEPS)),
                outcomes,
                item.text("who"),
                _owed_by(item, reader),
                item.text("says"),
                item.text("cites"),
                _about_transaction(item, "when", reader),
                _due(item, reader),
                _until(item),
                read_phrase(item, "brief", reader.root),
                read_notes(item, reader.vocabulary.interpretations),
                node.place,
            )
        )
    _refuse_untimed(found, document.faults)
    return tuple(found)


def _refuse_untimed(obligations: list[Obligation], faults: Faults) -> None:
    """Refuse to count years from a duty that never has a last day."""
    timed = tuple(dict.fromkeys(each.kind for each in obligations if each.due is not None))
    for each in obligations:
        for kind in each.until.after_due_of if each.until is not None else ():
            if kind not in timed:
                message = f"no obligation `{kind}` has a `due` to count `until` from{nearest(kind, timed)}"
                faults.add(each.place, message)


def _owed_by(item: Fields, reader: ConditionReader) -> OwedBy | None:
    """Read who owes a duty: the places where they stand, and the definition that they meet."""
    if "by" not in item.entries:
        return None
    said = Fields(item.entries["by"], "`by`", item.faults, needs=("among", "meets"))
    if not said.sound:
        return None
    among = read_among(reader, said.entries["among"])
    definition = reader.definition(said.entries["meets"], reader.regime.party)
    return OwedBy(among, definition) if among is not None and definition is not None else None


def read_phrases(document: Fields, definitions: Mapping[str, Definition], reader: ConditionReader) -> dict[str, Phrase]:
    """Read the phrases that say in a summary what it means that a definition is met, by the definition."""
    if "phrases" not in document.entries:
        return {}
    fields = Fields(document.entries["phrases"], "the phrases", document.faults, may=tuple(definitions))
    found = {}
    for name in fields.entries:
        definition = definitions[name]
        scope = reader.root.plus(definition.variable, FieldType(Kind.RECORD, record=definition.record))
        phrase = read_phrase(fields, name, scope)
        if phrase is not None:
            found[name] = phrase
    return found


def read_sentences(document: Fields, reader: ConditionReader) -> tuple[Sentence, ...]:
    """Read the sentences of summaries, in the order in which they are told."""
    found, known = [], (*reader.regime.outcomes, EXCEPTED, NOT_COVERED, UNDETERMINED)
    for node in document.items("summary"):
        item = Fields(node, "a sentence of the summary", document.faults, needs=("outcomes", "says"), may=_SENTENCE_MAY)
        if ("when" in item.entries) == ("fails" in item.entries):
            item.fault("when", "a sentence is told `when` a definition is met, or where one `fails`")
        statement = read_phrase(item, "says", reader.root)
        when, fails = _about_transaction(item, "when", reader), _about_transaction(item, "fails", reader)
        if statement is not None:
            found.append(
                Sentence(item.words("outcomes", known), when, fails, statement, item.text("cites"), node.place)
            )
    return tuple(found)


def _due(item: Fields, reader: ConditionReader) -> Due | None:
    if "due" not in item.entries:
        return None
    due = Fields(item.entries["due"], "`due`", item.faults, needs=("days", "after"))
    days, after = due.text("days"), due.text("after")
    path = reader.root.path(after, due.place, due.faults) if after else None
    if not days.isdigit() or path is None or path.type.kind is not Kind.DATE:
        due.faults.add(due.place, "`due` gives a whole number of `days` `after` a date of the transaction")
        return None
    return Due(int(days), path)


def _until(item: Fields) -> Until | None:
    if "until" not in item.entries:
        return None
    until = Fields(item.entries["until"], "`until`", item.faults, needs=("years", "after_due_of"))
    years, kinds = until.text("years"), until.texts("after_due_of")
    if not until.sound:
        return None
    if not _YEARS.fullmatch(years):
        until.fault("years", "`years` takes a whole number of calendar years, from 1 to 999")
        return None
    return Until(CalendarYears(int(years)), kinds)

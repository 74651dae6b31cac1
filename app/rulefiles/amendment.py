"""Expands a version that is written as what it changes of another into the whole document that is checked and stored.

The head says ``amends: {version: …}``. What the amendment lists under the name of something in the amended version
takes its place, what has a new name is added, and ``removes`` names what goes. Sources, reference data, obligations and
excluded combinations are not matched by name: an amendment that lists any of them lists all.
"""

from dataclasses import replace
from typing import Any

from app.domain.fields import Faults, Fields, nearest, shown
from app.domain.located import Entry, Mapping, Node, Place, Plain, Scalar, Sequence, plain

AMENDS = "amends"
REMOVES = "removes"
HEAD_KEYS = (
    *("rule_set", "version", "title", "status", "effective_from", "effective_to", "language", "paragraphs_of"),
    *(AMENDS, REMOVES),
)
"""What is never taken over from the amended version."""
NAMED_BY = {
    "elements": "name",
    "interpretations": "id",
    "variants": "id",
    "pending": "id",
    "definitions": "id",
    "outcomes": "outcome",
    "notification_items": "id",
}
"""The lists whose items have names, and the key that holds the name. Parameters and phrases are mappings by name."""


def expanded(amendment: Mapping, amended: Mapping, faults: Faults) -> Mapping:
    """Returns the whole document: the amended version with the changes of the amendment, and the amendment's own head.

    Faults: removing what is not there or is given as well, and giving what stands in the amended version already.
    """
    removed = _removed(amendment, faults)
    head = head_of(amendment, faults)
    merged: dict[str, Entry] = {}
    for entry in amended.entries:
        if entry.key not in HEAD_KEYS:
            value = _reworded(entry.value, head, entry.key)
            merged[entry.key] = replace(entry, value=_without(entry.key, value, removed.pop(entry.key, {}), faults))
    for key, names in removed.items():
        for place in names.values():
            faults.add(place, f"The version amended has no `{key}`: remove nothing of it.")
    for entry in amendment.entries:
        if entry.key not in (AMENDS, REMOVES):
            before = merged.get(entry.key)
            value = entry.value if before is None else _changed(entry, before.value, faults)
            merged[entry.key] = replace(entry, value=value)
    return Mapping(tuple(merged.values()), amendment.place)


def head_of(amendment: Mapping, faults: Faults) -> Fields:
    """Reads what stands under ``amends``: of which version, and how citations and golden cases are taken over."""
    head = amendment.get(AMENDS) or amendment
    how = ("cites", "duties_begin", "cases_under", "without_cases")
    return Fields(head, "the head of an amendment", faults, needs=("version",), may=how)


def amended_version(amendment: Node | None) -> Scalar | None:
    """Returns the name of the version that the document amends; ``None`` if it stands by itself."""
    amends = amendment.get(AMENDS) if isinstance(amendment, Mapping) else None
    version = amends.get("version") if isinstance(amends, Mapping) else None
    return version if isinstance(version, Scalar) else None


def _removed(amendment: Mapping, faults: Faults) -> dict[str, dict[str, Place]]:
    """Reads the names to remove with their places, section by section."""
    node = amendment.get(REMOVES) or Mapping((), amendment.place)
    fields = Fields(node, "a removal", faults, may=("parameters", "phrases", *NAMED_BY))
    removed = {key: dict(fields.located_texts(key)) for key in fields.entries}
    for key, names in removed.items():
        given = [name for name, _ in _parts(key, amendment.get(key))]
        for name, place in names.items():
            if name in given:
                faults.add(place, f"`{shown(name)}` is given here as well: what is given replaces: do not remove it.")
    return removed


def _without(key: str, section: Node, names: dict[str, Place], faults: Faults) -> Node:
    parts = _parts(key, section)
    known = tuple(name for name, _ in parts)
    for name, place in names.items():
        if name not in known:
            faults.add(place, f"The version amended has no `{shown(name)}` to remove{nearest(name, known)}")
    return _of_parts(section, [part for name, part in parts if name not in names]) if names else section


def _changed(entry: Entry, before: Node, faults: Faults) -> Node:
    """Returns the section with the parts of the amendment in place of those of the same name, and after the others."""
    section = entry.value
    if type(before) is not type(section) or (isinstance(section, Sequence) and entry.key not in NAMED_BY):
        return section
    parts = _parts(entry.key, section)
    given, kept = dict(parts), []
    for name, part in _parts(entry.key, before):
        if name not in given:
            kept.append(part)
        elif _value(part) == _value(given[name]):
            faults.add(given[name].place, f"`{shown(name)}` stands in the version amended already, alike: remove it.")
    return _of_parts(section, [*kept, *(part for _, part in parts)])


def _parts(key: str, section: Node | None) -> list[tuple[str, Entry | Node]]:
    """Returns the entries of a mapping or the items of a list, each with its name; empty where it has none."""
    match section:
        case Mapping(entries):
            return [(entry.key, entry) for entry in entries]
        case Sequence(items):
            return [(_name(key, item), item) for item in items]
        case _:
            return []


def _name(key: str, item: Node) -> str:
    name = item.get(NAMED_BY[key]) if isinstance(item, Mapping) and key in NAMED_BY else None
    return name.value if isinstance(name, Scalar) and isinstance(name.value, str) else ""


def _value(part: Entry | Node) -> Plain:
    return plain(part.value if isinstance(part, Entry) else part)


def _of_parts(section: Node, parts: list[Any]) -> Node:
    match section:
        case Mapping():
            return replace(section, entries=tuple(parts))
        case Sequence():
            return replace(section, items=tuple(parts))
        case _:
            return section


def _reworded(node: Node, head: Fields, section: str, *, key: str = "") -> Node:
    """Returns the tree with its citations, and the sentences of its obligations, as the head of the amendment asks."""
    match node:
        case Mapping(entries):
            changed = (replace(each, value=_reworded(each.value, head, section, key=each.key)) for each in entries)
            return replace(node, entries=tuple(changed))
        case Sequence(items):
            return replace(node, items=tuple(_reworded(item, head, section, key=key) for item in items))
        case Scalar(str(text)) if key == "cites":
            for old, new in head.texts_by_name("cites").items():
                text = text.replace(old, new)
            return replace(node, value=text)
        case Scalar(str(text)) if section == "obligations" and key in ("says", "brief") and head.text("duties_begin"):
            return replace(node, value=f"{head.text('duties_begin')} {text}")
        case _:
            return node

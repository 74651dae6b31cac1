"""A version written as what it changes of another: expanded into the whole document that is checked and stored.

The head says ``amends: {version: …}``. What the amendment lists under the name of something in the amended version
takes its place, what has a new name is added, and ``removes`` names what goes. Sources, reference data, obligations and
excluded combinations are not matched by name: an amendment that lists any of them lists all.
"""

from dataclasses import replace

from app.domain.errors import Fault
from app.domain.language.located import Entry, Mapping, Node, Place, Scalar, Sequence, plain
from app.rulefiles.fields import Fields
from app.rulefiles.wording import nearest, shown

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
}
"""The lists whose items have names, and the key that holds the name. Parameters are a mapping by name."""


def expanded(amendment: Mapping, amended: Mapping, faults: list[Fault]) -> Mapping:
    """The whole document: the amended version with the changes of the amendment, and the amendment's own head.

    Faults: removing what is not there or is given as well, and giving what stands in the amended version already.
    """
    fields = head_of(amendment, faults)
    wordings = [
        (entry.key, entry.value.value)
        for entry in fields.mapping("cites")
        if isinstance(entry.value, Scalar) and isinstance(entry.value.value, str)
    ]
    removed = _removed(amendment, faults)
    merged: dict[str, Entry] = {}
    for entry in amended.entries:
        if entry.key not in HEAD_KEYS:
            node = _without(entry.key, _reworded(entry.value, wordings), removed.pop(entry.key, {}), faults)
            if entry.key == "obligations":
                node = _begun(node, fields.text("duties_begin"))
            merged[entry.key] = Entry(entry.key, node, entry.place)
    for key, names in removed.items():
        message = f"The version amended has no `{key}`: remove nothing of it."
        faults.extend(Fault(place, message) for place in names.values())
    for entry in amendment.entries:
        if entry.key in (AMENDS, REMOVES):
            continue
        before = merged.get(entry.key)
        merged[entry.key] = entry if before is None else Entry(entry.key, _changed(entry, before, faults), entry.place)
    return Mapping(tuple(merged.values()), amendment.place)


def head_of(amendment: Mapping, faults: list[Fault]) -> Fields:
    """What the document says under ``amends``: of which version, and how citations and golden cases are taken over."""
    head = amendment.get(AMENDS) or amendment
    how = ("cites", "duties_begin", "cases_under", "without_cases")
    return Fields(head, "head of an amendment", needed=("version",), optional=how, faults=faults)


def amended_version(amendment: Mapping) -> Scalar | None:
    """The name of the version that the document amends; ``None`` if it stands by itself."""
    amends = amendment.get(AMENDS)
    version = amends.get("version") if isinstance(amends, Mapping) else None
    return version if isinstance(version, Scalar) else None


def _removed(amendment: Mapping, faults: list[Fault]) -> dict[str, dict[str, Place]]:
    """The names to remove with their places, section by section."""
    known = ("parameters", *NAMED_BY)
    node = amendment.get(REMOVES) or Mapping((), amendment.place)
    if not isinstance(node, Mapping):
        faults.append(Fault(node.place, "`removes` is a mapping: name what goes, section by section."))
        return {}
    fields = Fields(node, "removal", needed=(), optional=known, faults=faults)
    removed = {key: dict(fields.located_texts(key)) for key in node.keys if key in known}
    for key, names in removed.items():
        given = _names(key, amendment.get(key))
        faults.extend(
            Fault(place, f"`{shown(name)}` is given here as well: what is given replaces, so do not remove it.")
            for name, place in names.items()
            if name in given
        )
    return removed


def _without(key: str, node: Node, names: dict[str, Place], faults: list[Fault]) -> Node:
    known = tuple(_names(key, node))
    for name, place in names.items():
        if name not in known:
            faults.append(Fault(place, f"The version amended has no `{shown(name)}` to remove: {nearest(name, known)}"))
    match node:
        case Mapping(entries, place):
            return Mapping(tuple(entry for entry in entries if entry.key not in names), place)
        case Sequence(items, place):
            return Sequence(tuple(item for item in items if _name(key, item) not in names), place)
        case _:
            return node


def _changed(entry: Entry, before: Entry, faults: list[Fault]) -> Node:
    """The section with the items of the amendment in place of those of the same name, and after the others."""
    match before.value, entry.value:
        case Mapping(entries, _), Mapping(more, place):
            given = {each.key: each for each in more}
            faults.extend(
                _same(given[each.key].place, each.key)
                for each in entries
                if each.key in given and plain(each.value) == plain(given[each.key].value)
            )
            return Mapping(tuple(each for each in entries if each.key not in given) + more, place)
        case Sequence(items, _), Sequence(more_items, place) if entry.key in NAMED_BY:
            names = {_name(entry.key, item): item for item in more_items}
            for item in items:
                name = _name(entry.key, item)
                if name in names and plain(item) == plain(names[name]):
                    faults.append(_same(names[name].place, name))
            return Sequence(tuple(item for item in items if _name(entry.key, item) not in names) + more_items, place)
        case _:
            return entry.value


def _same(place: Place, name: str) -> Fault:
    return Fault(place, f"`{shown(name)}` stands in the version amended already, word for word: remove it here.")


def _names(key: str, node: Node | None) -> list[str]:
    match node:
        case Mapping():
            return list(node.keys)
        case Sequence(items):
            return [_name(key, item) for item in items]
        case _:
            return []


def _name(key: str, item: Node) -> str:
    name = item.get(NAMED_BY[key]) if isinstance(item, Mapping) and key in NAMED_BY else None
    return name.value if isinstance(name, Scalar) and isinstance(name.value, str) else ""


def _begun(duties: Node, words: str) -> Node:
    """The obligations with these words before what each of them says."""
    if not words or not isinstance(duties, Sequence):
        return duties

    def begun(entry: Entry) -> Entry:
        if entry.key != "says" or not isinstance(entry.value, Scalar):
            return entry
        return replace(entry, value=Scalar(f"{words} {entry.value.value}", entry.value.place))

    items = (
        replace(duty, entries=tuple(map(begun, duty.entries))) if isinstance(duty, Mapping) else duty for duty in duties
    )
    return Sequence(tuple(items), duties.place)


def _reworded(node: Node, wordings: list[tuple[str, str]], *, key: str = "") -> Node:
    """The tree with the wordings replaced in every citation."""
    match node:
        case Mapping(entries, place):
            return Mapping(
                tuple(Entry(each.key, _reworded(each.value, wordings, key=each.key), each.place) for each in entries),
                place,
            )
        case Sequence(items, place):
            return Sequence(tuple(_reworded(item, wordings, key=key) for item in items), place)
        case Scalar(str(text), place) if key == "cites":
            for old, new in wordings:
                text = text.replace(old, new)
            return Scalar(text, place)
        case _:
            return node

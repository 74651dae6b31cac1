"""Reads what a notification contains: the sections ``notification`` and ``notification_items`` of a rule document."""

from collections.abc import Iterator
from typing import Any, Final

from app.domain.facts.dictionary import FieldType, Kind
from app.domain.fields import Fields, nearest
from app.domain.language.conditions import ConditionReader
from app.domain.language.contents import (
    FILER,
    CitedSentence,
    FilingSection,
    NotificationContent,
    NotificationItem,
    Relation,
    Row,
    RowForm,
    Subject,
)
from app.domain.language.nodes import Path
from app.domain.language.ruleset import Obligation
from app.domain.language.scope import Scope, snake_case
from app.domain.language.sections import by_id, citation_of
from app.domain.located import Node, Scalar, Sequence

NOTIFICATION: Final = "notification"
ITEMS: Final = "notification_items"
_HEAD: Final = ("cites", "certification", "disclaimer", "filings", "subjects")
_SUBJECT_MAY: Final = ("among", "of", "list", "parents_told_by", *(str(each) for each in Relation), "meets", "asks")
_ROW_MAY: Final = ("of", "by", "ask", *(str(each) for each in RowForm))
_SECTION: Final = "section"
"""What a row can tell of the filing."""


def read_notification(
    document: Fields, reader: ConditionReader, *, obligations: tuple[Obligation, ...], elements: tuple[str, ...]
) -> NotificationContent | None:
    """Read the content of a notification; ``None`` where the rule set does not describe it, or faults were found."""
    if NOTIFICATION not in document.entries and ITEMS not in document.entries:
        return None
    for key, other in ((NOTIFICATION, ITEMS), (ITEMS, NOTIFICATION)):
        if key not in document.entries:
            document.fault(other, f"`{key}` is missing: `{other}` needs it beside itself.")
            return None
    head = Fields(document.entries[NOTIFICATION], f"`{NOTIFICATION}`", document.faults, needs=_HEAD)
    if not head.sound:
        return None
    reading = _NotificationReader(reader, head)
    subjects, sections = reading.subjects(), reading.sections(obligations)
    certification = Fields(head.entries["certification"], "`certification`", head.faults, needs=("cites", "says"))
    items = by_id(document, ITEMS, "an item", needs=("id", "asks", "rows"), may=("cites", "when", "under", "otherwise"))
    return NotificationContent(
        head.text("cites"),
        CitedSentence(certification.text("cites"), certification.text("says")),
        head.texts("disclaimer"),
        sections,
        subjects,
        tuple(reading.item(name, item, elements) for name, item in items.items()),
    )


class _NotificationReader:
    """Reads the parts of one description, whose subjects it knows by name once they are read."""

    def __init__(self, reader: ConditionReader, head: Fields) -> None:
        self._reader = reader
        self._regime = reader.regime
        self._head = head
        self._faults = head.faults
        self._sections: tuple[FilingSection, ...] = ()
        self._records: dict[str, type[Any]] = {FILER: self._regime.party}

    def sections(self, obligations: tuple[Obligation, ...]) -> tuple[FilingSection, ...]:
        """Read the sections under which notifications are owed; each has an obligation of its kind that cites it."""
        self._sections = tuple(self._read_sections(obligations))
        return self._sections

    def _read_sections(self, obligations: tuple[Obligation, ...]) -> Iterator[FilingSection]:
        needs = ("id", "kind", "cites", "says", "filers")
        for name, item in by_id(self._head, "filings", "a filing", needs=needs).items():
            kinds = tuple(dict.fromkeys(each.kind for each in obligations))
            section = FilingSection(
                name,
                item.word("kind", kinds),
                item.text("cites"),
                item.text("says"),
                self._named(item, "filers"),
                item.place,
            )
            cited = tuple(each.citation for each in obligations if each.kind == section.kind)
            if cited and not any(is_owed_under(section, each) for each in cited):
                item.fault(
                    "cites",
                    f"no obligation `{section.kind}` cites `{section.citation}`{nearest(section.citation, cited)}",
                )
            yield section

    def subjects(self) -> dict[str, Subject]:
        """Read the subjects, in an order in which each comes after those that it is of."""
        items = by_id(self._head, "subjects", "a subject", needs=("id",), may=_SUBJECT_MAY)
        if FILER in items:
            items[FILER].fault("id", f"`{FILER}` is whoever owes the notification: take another name.")
        found: dict[str, Subject] = {}
        left = dict(items)
        while left:
            ready = [name for name, item in left.items() if not _mentions(item).intersection(left)]
            if not ready:
                for name, item in left.items():
                    item.fault("id", f"subject `{name}` is of itself, by way of what it is `of`")
                break
            for name in ready:
                subject = self._subject(name, left.pop(name))
                if subject is not None:
                    found[name] = subject
        return found

    def _subject(self, name: str, item: Fields) -> Subject | None:
        forms = [key for key in ("among", "list", "parents_told_by", *map(str, Relation)) if key in item.entries]
        if len(forms) != 1:
            item.fault(
                "id",
                f"subject `{name}` says in one way who it is: {_either('among', 'list', 'parents_told_by', *Relation)}",
            )
            return None
        form = forms[0]
        among = self._among(item) if form == "among" else ()
        relation = Relation(form) if form in tuple(Relation) else None
        of = self._named(item, str(relation) if relation is not None else "of")
        if (form in ("list", "parents_told_by")) != ("of" in item.entries):
            item.fault("of", "`of` stands beside `list` and `parents_told_by`, and only there")
        record: type[Any] | None = self._regime.party
        listed = None
        if form == "list":
            listed = self._listed(item, of)
            record = _record_in(listed, party=self._regime.party)
        elif form == "among":
            records = {_record_in(path, party=self._regime.party) for path in among}
            record = records.pop() if len(records) == 1 else None
            if records:
                item.fault("among", "all places lead to parties, or all to records of one kind")
        if record is None:
            if not among and listed is None:
                return None
            item.fault(form, f"`{form}` leads to parties or records; a single value has no facts of its own")
            return None
        told_by = self._definition(item, "parents_told_by", self._regime.party)
        self._records[name] = record
        return Subject(
            name,
            record,
            among,
            of,
            relation,
            listed,
            told_by,
            self._definitions(item, "meets", record),
            item.text("asks") or None,
            item.place,
        )

    def _listed(self, item: Fields, of: tuple[str, ...]) -> Path | None:
        record = self._record_of(item, of)
        return None if record is None else self._path(item.entries["list"], record)

    def item(self, name: str, item: Fields, elements: tuple[str, ...]) -> NotificationItem:
        """Read one item."""
        when = self._definition(item, "when", self._regime.transaction)
        limited = "when" in item.entries or "under" in item.entries
        if limited != ("otherwise" in item.entries):
            item.fault(
                "otherwise",
                "`otherwise` says why an item is not asked for: it stands beside `when` or `under`, and only there",
            )
        sections = tuple(each.id for each in self._sections)
        under = item.words("under", sections) if sections else ()
        citation = item.text("cites") or citation_of(name, self._reader.vocabulary.paragraphs_of)
        if not citation:
            item.fault("id", f"item `{name}` is no paragraph label, so it needs `cites`")
        rows = tuple(self._row(node, elements) for node in item.items("rows"))
        asks, otherwise = item.text("asks"), item.text("otherwise") or None
        return NotificationItem(name, citation, asks, when, under, otherwise, tuple(filter(None, rows)), item.place)

    def _row(self, node: Node, elements: tuple[str, ...]) -> Row | None:
        item = Fields(node, "a row", self._faults, needs=("label",), may=_ROW_MAY)
        forms = [form for form in RowForm if form in item.entries]
        if len(forms) != 1:
            item.fault("label", f"a row tells one thing: {_either(*RowForm)}")
            return None
        form = forms[0]
        of = self._named(item, str(form) if form is RowForm.HOLDINGS else "of")
        record = self._record_of(item, of)
        names: tuple[str, ...] = ()
        facts: tuple[Path, ...] = ()
        question = item.text("ask") or None
        match form:
            case RowForm.FACT | RowForm.TOLD:
                facts = self._facts(item, form, record)
                if form is RowForm.FACT and question is None and any(_unasked(path) for path in facts):
                    item.fault(form, "the dictionary has no question for this: write one under `ask`")
            case RowForm.MEETS:
                names = self._definitions(item, "meets", record)
            case RowForm.HOLDINGS:
                names = self._named(item, "by")
            case RowForm.REASONS:
                names = item.words(form, elements)
            case RowForm.FILING:
                item.word(form, (_SECTION,))
            case RowForm.OUTSIDE:
                question = item.text(form)
        needs_subject = form in (RowForm.FACT, RowForm.TOLD, RowForm.MEETS)
        if needs_subject != ("of" in item.entries):
            item.fault("of", f"`of` stands beside {_either(RowForm.FACT, RowForm.TOLD, RowForm.MEETS)}, and only there")
        if "by" in item.entries and form is not RowForm.HOLDINGS:
            item.fault("by", f"`by` stands beside `{RowForm.HOLDINGS}` alone")
        asking = (RowForm.FACT, RowForm.MEETS, RowForm.HOLDINGS)
        if "ask" in item.entries and form not in asking:
            item.fault("ask", f"`ask` stands beside {_either(*asking)}, and only there")
        return Row(item.text("label"), form, of, facts, names, question, item.place)

    def _record_of(self, item: Fields, of: tuple[str, ...]) -> type[Any] | None:
        records = {self._records[name] for name in of if name in self._records}
        if len(records) > 1:
            item.fault("of", "these are not of one kind: name parties, or records of one kind")
        return records.pop() if len(records) == 1 else None

    def _named(self, item: Fields, key: str) -> tuple[str, ...]:
        """Read the names of subjects under ``key``, as far as they are known."""
        found = []
        for text, place in item.located_texts(key):
            if text in self._records:
                found.append(text)
            else:
                self._faults.add(place, f"no subject is called `{text}`{nearest(text, self._records)}")
        return tuple(found)

    def _among(self, item: Fields) -> tuple[Path, ...]:
        paths = [self._reader.root.path(text, place, self._faults) for text, place in item.located_texts("among")]
        return tuple(path for path in paths if path is not None)

    def _facts(self, item: Fields, form: RowForm, record: type[Any] | None) -> tuple[Path, ...]:
        if record is None:
            return ()
        node = item.entries[form]
        nodes = node.items if isinstance(node, Sequence) else (node,)
        return tuple(path for each in nodes if (path := self._path(each, record)) is not None)

    def _path(self, node: Node, record: type[Any]) -> Path | None:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self._faults.add(node.place, "a fact is expected here, such as `party.organized_in`")
            return None
        scope = Scope({snake_case(record.__name__): FieldType(Kind.RECORD, record=record)}, self._regime)
        path = scope.path(node.value, node.place, self._faults)
        if path is not None and any(step.through_party for step in path.steps):
            self._faults.add(node.place, f"`{node.value}` passes through a party: make that party a subject of its own")
            return None
        return path

    def _definition(self, item: Fields, key: str, record: type[Any]) -> str | None:
        return self._reader.definition(item.entries[key], record) if key in item.entries else None

    def _definitions(self, item: Fields, key: str, record: type[Any] | None) -> tuple[str, ...]:
        node = item.entries.get(key)
        if node is None or record is None:
            return ()
        nodes = node.items if isinstance(node, Sequence) else (node,)
        return tuple(name for each in nodes if (name := self._reader.definition(each, record)) is not None)


def is_owed_under(section: FilingSection, citation: str) -> bool:
    """Say whether an obligation of the kind of the section is owed under it: the first that it cites is the section."""
    return citation.partition(";")[0] == section.citation


def _mentions(item: Fields) -> set[str]:
    """Give the texts under the keys that name other subjects."""
    nodes = [node for key in ("of", *map(str, Relation)) if isinstance(node := item.entries.get(key), Sequence)]
    return {each.value for node in nodes for each in node if isinstance(each, Scalar) and isinstance(each.value, str)}


def _record_in(path: Path | None, *, party: type[Any]) -> type[Any] | None:
    """Give the record that stands at a path, or that its list has; of the name of a party, the party."""
    if path is None:
        return None
    type_ = path.type.item or path.type
    return party if type_.kind is Kind.PARTY else type_.record


def _unasked(path: Path) -> bool:
    return not path.steps or path.steps[-1].field.fact is None


def _either(*words: str) -> str:
    return ", ".join(f"`{each}`" for each in words[:-1]) + f" or `{words[-1]}`"

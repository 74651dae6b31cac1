"""Reads one YAML file as a located tree, in the small part of YAML that can only be read one way.

Mappings, lists, text and the truth values ``true`` and ``false``. Everything that is typed without quotes is text,
character by character: ``850.210`` keeps its last zero and ``2025-01-02`` is no calendar object. What other YAML
readers would take for something else than it looks is refused with its cure, and all faults of a file are told at once.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

import yaml

from app.domain.fields import Faults, shown
from app.domain.located import Entry, Mapping, Node, Place, Scalar, Sequence
from app.domain.pointers import below
from app.rulefiles.source_text import visible_text

LIMIT_DEPTH = 40

# The C parser reads the same language some twenty times faster; it is missing only where PyYAML was built without it.
Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TRUTH_LIKE = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false"})
_NULL_LIKE = frozenset({"null", "~"})
# The two YAML parsers word the same error differently; these fragments are found in both. The first match counts.
_SYNTAX_CURES = (
    (
        "mapping values are not allowed",
        "A colon is not expected here: quote text that holds `: `, or mend the indentation.",
    ),
    ("sequence entries are not allowed", "A list is not expected here: begin its first `- ` on a line of its own."),
    ("cannot start any token", "Text cannot begin with this character: quote it."),
    ("unexpected end of stream", "The file ends inside quoted text: close the quote."),
    ("undefined tag handle", "The tag `!` has no use here: quote text that begins with `!`."),
    ("unknown escape character", "An unknown escape in double quotes: use single quotes, which keep backslashes."),
    ("could not find expected ':'", "A key without a colon: write `key: value`, with a space after the colon."),
    ("alphabetic or numeric character", "Text cannot begin with `*` or `&`: quote it."),
    ("',' or ']'", "The list in brackets is not closed: add the `]` or a comma."),
    ("',' or '}'", "The mapping in braces is not closed: add the `}` or a comma."),
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_yaml(data: bytes, source: str) -> Node:
    """Reads the one document in ``data`` as a tree; places name ``source`` with line and column counted from 1.

    Raises ``InvalidRuleSet`` with every fault found. A syntax error or too deep a nesting ends the reading of the file.
    """
    return _tree(_Reader(visible_text(data, source), source))


class FilledIn(NamedTuple):
    """Holds a document to be filled in: null where something is empty, and where in the file everything stands.

    ``places`` are by JSON Pointer; ``remarks`` are the comments that stand behind something, by line.
    """

    document: Any
    places: dict[str, Place]
    remarks: dict[int, str]


def read_filled_in(data: bytes, source: str) -> FilledIn:
    """Reads a document to be filled in, as :func:`read_yaml` does; what has no value, or ``null``, is null.

    An item of a list has to have a value. Raises ``InvalidRuleSet`` with every fault found.
    """
    reader = _FilledInReader(visible_text(data, source), source)
    tree = _tree(reader)
    places: dict[str, Place] = {}
    return FilledIn(reader.filled_in(tree, "", places), places, reader.remarks)


def _tree(reader: "_Reader") -> Node:
    tree = reader.document()
    reader.faults.refuse_any()
    return tree


class _Reader:
    """Walks over the parser's events. A faulty part is noted, stands in as it is, and the reading goes on."""

    def __init__(self, text: str, source: str) -> None:
        self.lines = text.split("\n")
        self.source = source
        self.faults = Faults()
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=Parser)

    def document(self) -> Node:
        try:
            self.next()  # the start of the stream
            start = self.next()
            if isinstance(start, yaml.StreamEndEvent):
                self.stop(Place(self.source, 1, 1), "The file is empty: write the document, or remove the file.")
            if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
                self.faults.add(self.place(start), f"The directive `{self.word(start)}` has no use here: remove it.")
            tree = self.node(self.next(), depth=1)
            self.next()  # the end of the document
            if isinstance(further := self.next(), yaml.DocumentStartEvent):
                self.stop(
                    self.place(further), f"`{self.word(further)}` starts a second document: give it its own file."
                )
        except yaml.MarkedYAMLError as error:
            self.stop(self.place_of(error.problem_mark), _syntax_message(error.problem or ""))
        return tree

    def node(self, event: yaml.Event, *, depth: int) -> Node:
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent):
            self.faults.add(place, f"The alias `*{event.anchor}` hides what is meant: write the value out.")
            return Scalar("", place)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self.faults.add(
                place, f"The anchor `&{event.anchor}` has no use here: remove it, and write the value out each time."
            )
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
            self.faults.add(
                place, f"The tag `{_tag(event.tag)}` has no use here: remove it, and quote the value if it is text."
            )
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place)
        if depth > LIMIT_DEPTH:
            self.stop(place, f"Nested over {LIMIT_DEPTH} levels deep: give a part of it a name, and use the name here.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(place, depth=depth)
        return self.mapping(place, depth=depth)

    def sequence(self, place: Place, *, depth: int) -> Sequence:
        items = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            if _is_absent(event):
                self.faults.add(self.place(event), "The list item is empty: write its value, or remove it.")
            else:
                items.append(self.node(event, depth=depth + 1))
        return Sequence(tuple(items), place)

    def mapping(self, place: Place, *, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            entry = self.entry(event, depth=depth)
            if first := entries.get(entry.key):
                line = first.place.line
                self.faults.add(
                    entry.place, f"`{shown(entry.key)}` stands in line {line} already: keep one of the two."
                )
            elif entry.key:
                entries[entry.key] = entry
        return Mapping(tuple(entries.values()), place)

    def entry(self, event: yaml.Event, *, depth: int) -> Entry:
        """Returns the entry whose key ``event`` starts; its key is empty after a fault in the key."""
        place, key = self.place(event), self.key(event, depth=depth)
        if self.says_nothing(value_event := self.next()):
            self.leave_out(key, place)
            return Entry(key, Scalar("", place), place)
        return Entry(key, self.node(value_event, depth=depth + 1), place)

    def says_nothing(self, event: yaml.Event) -> bool:
        """Returns whether an entry whose value begins with ``event`` has none."""
        return _is_absent(event)

    def leave_out(self, key: str, place: Place) -> None:
        """Takes note of an entry without a value."""
        self.faults.add(place, f"`{shown(key)}` has no value: write one, or remove the key.")

    def key(self, event: yaml.Event, *, depth: int) -> str:
        place = self.place(event)
        if isinstance(event, yaml.ScalarEvent) and event.value == "":
            self.faults.add(place, "The key is empty: write its name before the colon.")
            return ""
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            self.faults.add(place, "The merge key `<<` hides what is meant: write the entries out.")
            return ""
        node = self.node(event, depth=depth + 1)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node.value
        if isinstance(node, Scalar):
            self.faults.add(
                place, f"The key `{str(node.value).lower()}` is a truth value, and a key is text: quote it."
            )
        else:
            self.faults.add(place, "A list or mapping stands for a key, and a key is text: quote it if it is text.")
        return ""

    def scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        value: str = event.value
        if _UNSTORABLE.search(value):
            self.faults.add(place, "The text holds an escape for a character that no database keeps: remove it.")
        if event.style:  # in quotes, or a block
            return Scalar(value, place)
        if value in ("true", "false"):
            return Scalar(value == "true", place)
        if value.lower() in _TRUTH_LIKE:
            self.faults.add(
                place, f"`{value}` is a truth value to some readers of YAML: quote it, or write true or false."
            )
        if value.lower() in _NULL_LIKE:
            self.faults.add(place, f"`{value}` means no value to readers of YAML: quote it, or leave the entry out.")
        return Scalar(value, place)

    def next(self) -> yaml.Event:
        return next(self.events)

    def stop(self, place: Place, message: str) -> NoReturn:
        self.faults.add(place, message)
        raise self.faults.refusal()

    def place(self, event: yaml.Event) -> Place:
        return self.place_of(event.start_mark)

    def place_of(self, mark: Any) -> Place:
        return Place(self.source, mark.line + 1, mark.column + 1) if mark else Place(self.source)

    def word(self, event: yaml.Event) -> str:
        """Returns what is typed at the event's place, up to the next space."""
        place = self.place(event)
        return shown(self.lines[place.line - 1][place.column - 1 :].partition(" ")[0])


class _FilledInReader(_Reader):
    """Takes notice of the entries that have no value, and of comments that stand behind something."""

    def __init__(self, text: str, source: str) -> None:
        super().__init__(text, source)
        self.unfilled: set[Place] = set()
        self.remarks: dict[int, str] = {}

    def says_nothing(self, event: yaml.Event) -> bool:
        return super().says_nothing(event) or (
            isinstance(event, yaml.ScalarEvent)
            and event.value == "null"
            and not (event.style or event.anchor or event.tag)
        )

    def leave_out(self, key: str, place: Place) -> None:
        self.unfilled.add(place)

    def next(self) -> yaml.Event:
        event = super().next()
        end = event.end_mark
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionEndEvent)) and end and end.line < len(self.lines):
            behind = self.lines[end.line][end.column :].lstrip(":,]} ")
            if end.column and behind.startswith("#"):
                self.remarks[end.line + 1] = behind
        return event

    def filled_in(self, node: Node, pointer: str, places: dict[str, Place]) -> Any:
        """Returns the document below ``node``, found at ``pointer``, and notes in ``places`` where its parts stand."""
        places.setdefault(pointer, node.place)
        match node:
            case Scalar():
                return node.value
            case Sequence():
                return [self.filled_in(item, below(pointer, index), places) for index, item in enumerate(node)]
            case Mapping():
                found = {}
                for entry in node.entries:
                    inner = below(pointer, entry.key)
                    places[inner] = entry.place
                    unfilled = entry.place in self.unfilled
                    found[entry.key] = None if unfilled else self.filled_in(entry.value, inner, places)
                return found


def _is_absent(event: yaml.Event) -> bool:
    """Returns whether nothing at all is typed where a value belongs."""
    return isinstance(event, yaml.ScalarEvent) and not (event.value or event.style or event.anchor or event.tag)


def _tag(tag: str) -> str:
    """Returns a tag as it is typed."""
    return tag.replace("tag:yaml.org,2002:", "!!")


def _syntax_message(problem: str) -> str:
    """Says what to do about a syntax error that the parser calls ``problem``."""
    for fragment, cure in _SYNTAX_CURES:
        if fragment in problem:
            return cure
    return f"This is not readable YAML ({problem}): mend the indentation, or quote the text."

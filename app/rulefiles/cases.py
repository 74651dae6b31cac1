"""Reads golden cases: sentences of what the law does to a transaction, kept beside the rules and checked against them.

A file in ``cases/`` names a complete transaction and lists cases, each of which changes it in a few places and says
which determination it expects and on what ground.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from app.domain.answers.determination import UNDETERMINED
from app.domain.days import day_of
from app.domain.fields import Faults, Fields, refusal, shown
from app.domain.located import Entry, Mapping, Node, Place, Sequence, plain
from app.domain.outbound_investment import REGIMES
from app.rulefiles.case_files import case_files
from app.rulefiles.json_pointer import PointerError, holds, is_pointer, overlap, set_value, without
from app.rulefiles.rule_folder import VersionFolder
from app.service.ports import Document

CLASSES = tuple(dict.fromkeys(word for regime in REGIMES.values() for word in regime.classes))


@dataclass(frozen=True, slots=True)
class ExpectedObligation:
    """An obligation of this kind arises, or not; due on the day ``due`` or until ``until`` where a day is expected."""

    kind: str
    due: date | None
    arises: bool = True
    until: date | None = None

    def __str__(self) -> str:
        if not self.arises:
            return f"no {self.kind}"
        if self.until is not None:
            return f"{self.kind} until {self.until.isoformat()}"
        return f"{self.kind} by {'any day' if self.due is None else self.due.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One golden case. An empty expectation expects nothing; ``place`` is where the case is written.

    ``case`` is the sentence, ``cites`` the paragraphs it is about, ``transaction`` the JSON object to screen, with all
    numbers as text. The rest is what the determination has to say: ``expect`` its word, ``possible`` exactly the words
    still possible, ``because`` and ``not_met`` codes among the reasons that are met and not met, ``asks`` pointers
    among the missing facts, ``interpretations`` readings applied, ``obligations`` duties among its obligations,
    ``pending`` regulations it waits for. ``variants`` are the alternatives of a proposal to screen under.
    """

    place: Place
    topic: str
    case: str
    cites: tuple[str, ...]
    transaction: Document
    expect: str
    possible: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    obligations: tuple[ExpectedObligation, ...] = ()
    variants: dict[str, str] = field(default_factory=dict)
    pending: tuple[str, ...] = ()


def read_cases(folder: VersionFolder) -> tuple[Case, ...]:
    """Reads every golden case of a version, file by file in the order of their names, and as written within a file.

    Raises ``InvalidRuleSet`` with the faults of all files. No two cases of a version may have the same sentence.
    """
    faults = Faults()
    return _cases_in(case_files(folder, faults), faults)


def stated_cases(files: Node) -> tuple[Case, ...]:
    """Reads the golden cases in a list of files of cases, in which every base is a transaction written out.

    Raises ``InvalidRuleSet`` with all faults.
    """
    if not isinstance(files, Sequence):
        raise refusal(files.place, "Give a list of files of cases, each with topic, base and cases.")
    return _cases_in(files, Faults())


def _cases_in(files: Iterable[Node], faults: Faults) -> tuple[Case, ...]:
    """Reads the cases of all files; raises ``InvalidRuleSet`` for faults found in them or before."""
    cases: list[Case] = []
    for file in files:
        fields = Fields(file, "a file of cases", faults, needs=("topic", "base", "cases"))
        topic, node = fields.text("topic"), fields.entries.get("base")
        if node is not None and not isinstance(node, Mapping):
            faults.add(node.place, "`base` takes a transaction written out, or in a file the name of a JSON file.")
        base = cast("Document", plain(node)) if isinstance(node, Mapping) else None
        cases += [_case(item, topic, base=base, faults=faults) for item in fields.items("cases")]
    first: dict[str, Place] = {}
    for case in cases:
        known = first.setdefault(case.case, case.place)
        if known != case.place:
            message = f"The case `{shown(case.case)}` stands at {known} already: say what is different here."
            faults.add(case.place, message)
    faults.refuse_any()
    return tuple(cases)


def _case(node: Node, topic: str, *, base: Document | None, faults: Faults) -> Case:
    fields = Fields(
        node,
        "a case",
        faults,
        needs=("case", "cites", "expect"),
        may=(
            *("change", "remove", "variants", "possible", "because", "not_met", "asks", "interpretations"),
            *("pending", "obligations"),
        ),
    )
    return Case(
        place=node.place,
        topic=topic,
        case=fields.text("case"),
        cites=fields.texts("cites"),
        transaction=_changed(base, fields, faults),
        expect=fields.word("expect", (*CLASSES, UNDETERMINED)),
        possible=fields.words("possible", CLASSES),
        because=fields.texts("because"),
        not_met=fields.texts("not_met"),
        asks=tuple(pointer for pointer, _ in _pointers(fields, "asks", faults)),
        interpretations=fields.texts("interpretations"),
        obligations=_obligations(fields.mapping("obligations"), faults),
        variants=fields.texts_by_name("variants"),
        pending=fields.texts("pending"),
    )


def _changed(base: Document | None, case: Fields, faults: Faults) -> Document:
    """Returns a copy of ``base`` with the values under ``change`` set, in the order written, and without those under
    ``remove``.

    All pointers say where things are in ``base``, so removing one thing never moves another. Nothing is both changed
    and removed, and only what is there can be removed.
    """
    changes, removals = case.mapping("change"), _pointers(case, "remove", faults)
    if base is None:
        return {}
    transaction = deepcopy(base)
    for entry in changes:
        try:
            set_value(transaction, entry.key, plain(entry.value))
        except PointerError as error:
            faults.add(entry.place, str(error))
    removable = []
    for pointer, place in removals:
        clash = next((entry for entry in changes if is_pointer(entry.key) and overlap(entry.key, pointer)), None)
        if clash is not None:
            faults.add(place, f"`{shown(pointer)}` is changed in line {clash.place.line}: change it only.")
        elif not holds(base, pointer):
            faults.add(place, f"`{shown(pointer)}` is not in the transaction: remove only what is there.")
        else:
            removable.append(pointer)
    return cast("Document", without(transaction, removable))


def _pointers(case: Fields, key: str, faults: Faults) -> list[tuple[str, Place]]:
    """Reads the JSON Pointers of the list under ``key``, each with its place."""
    found = []
    for pointer, place in case.located_texts(key):
        if is_pointer(pointer):
            found.append((pointer, place))
        else:
            faults.add(place, f"`{shown(pointer)}` is not a JSON Pointer: write `/part/part`.")
    return found


def _obligations(entries: tuple[Entry, ...], faults: Faults) -> tuple[ExpectedObligation, ...]:
    expected = []
    for entry in entries:
        due = plain(entry.value)
        if isinstance(due, bool):
            expected.append(ExpectedObligation(entry.key, None, arises=due))
        elif (day := day_of(due)) is not None:
            expected.append(ExpectedObligation(entry.key, day))
        elif isinstance(due, dict) and due.keys() == {"until"} and (day := day_of(due["until"])) is not None:
            expected.append(ExpectedObligation(entry.key, None, until=day))
        else:
            kind = f"`{shown(entry.key)}`"
            message = f"{kind} takes a day as YYYY-MM-DD, true for any, false for no duty, or `until` with a day."
            faults.add(entry.value.place, message)
    return tuple(expected)

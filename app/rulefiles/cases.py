"""Golden cases: sentences of what the law does to a transaction, kept beside the rules and checked against them.

A file in ``cases/`` names a complete transaction and lists cases, each of which changes it in a few places and says
which determination it expects and on what ground.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.located import Entry, Node, Place, Scalar, Sequence, plain
from app.domain.language.located import Mapping as Tree
from app.rulefiles.amendment import head_of
from app.rulefiles.base_transactions import BASES
from app.rulefiles.case_transactions import changed_transaction, pointers, starting_transaction
from app.rulefiles.fields import Fields
from app.rulefiles.json_pointer import Json
from app.rulefiles.listing import yaml_files
from app.rulefiles.rule_folder import CASES, VersionFolder, amendment, read_version
from app.rulefiles.source_text import read_bytes
from app.rulefiles.wording import nearest, shown
from app.rulefiles.yaml_tree import read_yaml

DETERMINATIONS = ("prohibited", "notifiable", "excepted", "not_covered", "undetermined")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExpectedObligation:
    """An obligation of this kind arises, due on the day ``due`` where a day is expected; or it does not arise."""

    kind: str
    due: date | None
    arises: bool = True

    def __str__(self) -> str:
        if not self.arises:
            return f"no {self.kind}"
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
    transaction: dict[str, Json]
    expect: str
    possible: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    obligations: tuple[ExpectedObligation, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    pending: tuple[str, ...] = ()


def read_cases(folder: VersionFolder) -> tuple[Case, ...]:
    """Every golden case of a version, file by file in the order of their names, and as written within a file.

    An amendment takes over the cases of the version that it amends, after its own, unless it has one of the same
    sentence or lists the sentence under ``without_cases``; ``cases_under`` are the alternatives to screen them under.

    Raises ``InvalidRuleSet`` with the faults of all files. No two cases of a version may have the same sentence.
    """
    faults: list[Fault] = []
    cases: list[Case] = []
    source = f"{folder.source}/{CASES}"
    for path in yaml_files(folder.path / CASES, source, home=folder.path, subfolders=(BASES,), faults=faults):
        file = f"{source}/{path.name}"
        try:
            tree = read_yaml(read_bytes(path, file), file)
        except InvalidRuleSet as error:
            faults.extend(error.faults)
        else:
            cases.extend(_file(tree, folder, faults))
    faults.extend(_repeated(cases))
    found = amendment(folder)
    if found is not None:
        read_version(folder)  # which refuses amendments that go in a circle
        cases += _taken_over(*found, own=cases, faults=faults)
    if faults:
        raise InvalidRuleSet(faults)
    return tuple(cases)


def stated_cases(files: Node) -> tuple[Case, ...]:
    """The golden cases in a list of files of cases, in which every base is a transaction written out.

    Raises ``InvalidRuleSet`` with all faults.
    """
    faults: list[Fault] = []
    if not isinstance(files, Sequence):
        raise InvalidRuleSet([Fault(files.place, "Give a list of files of cases, each with topic, base and cases.")])
    cases = [case for tree in files for case in _file(tree, None, faults)]
    faults.extend(_repeated(cases))
    if faults:
        raise InvalidRuleSet(faults)
    return tuple(cases)


def stated_for_those_taken_over(document: Tree, faults: list[Fault]) -> tuple[dict[str, str], dict[str, Place]]:
    """The alternatives under which an amendment takes over cases, and the sentences of those that it leaves out."""
    fields = head_of(document, faults)
    return _variants(fields.mapping("cases_under"), faults), dict(fields.located_texts("without_cases"))


def _taken_over(document: Tree, amended: VersionFolder, *, own: list[Case], faults: list[Fault]) -> list[Case]:
    """The cases of the version amended that hold under the amendment as well."""
    under, without = stated_for_those_taken_over(document, faults)
    before = read_cases(amended)
    known = tuple(case.case for case in before)
    for sentence, place in without.items():
        if sentence not in known:
            faults.append(Fault(place, f"The version amended has no such case: {nearest(sentence, known)}"))
    left_out = {*without, *(case.case for case in own)}
    return [replace(case, variants={**under, **case.variants}) for case in before if case.case not in left_out]


def _repeated(cases: list[Case]) -> list[Fault]:
    faults = []
    first: dict[str, Place] = {}
    for case in cases:
        sentence = " ".join(case.case.split())
        if sentence in first:
            message = f"The case `{shown(sentence)}` stands at {first[sentence]} already: say what is different here."
            faults.append(Fault(case.place, message))
        first.setdefault(sentence, case.place)
    return faults


def _file(tree: Node, folder: VersionFolder | None, faults: list[Fault]) -> list[Case]:
    fields = Fields(tree, "file of cases", needed=("topic", "base", "cases"), faults=faults)
    topic, base = fields.text("topic"), starting_transaction(fields, folder, faults)
    return [_case(item, topic, base=base, faults=faults) for item in fields.items("cases")]


def _case(node: Node, topic: str, *, base: dict[str, Json] | None, faults: list[Fault]) -> Case:
    fields = Fields(
        node,
        "case",
        needed=("case", "cites", "expect"),
        optional=(
            *("change", "remove", "variants", "possible", "because", "not_met", "asks", "interpretations"),
            *("pending", "obligations"),
        ),
        faults=faults,
    )
    return Case(
        place=node.place,
        topic=topic,
        case=fields.text("case"),
        cites=fields.texts("cites"),
        transaction=changed_transaction(base, fields, faults),
        expect=fields.word("expect", DETERMINATIONS),
        possible=fields.words("possible", DETERMINATIONS[:-1]),
        because=fields.texts("because"),
        not_met=fields.texts("not_met"),
        asks=tuple(pointer for pointer, _ in pointers(fields, "asks", faults)),
        interpretations=fields.texts("interpretations"),
        obligations=_obligations(fields.mapping("obligations"), faults),
        variants=_variants(fields.mapping("variants"), faults),
        pending=fields.texts("pending"),
    )


def _variants(entries: tuple[Entry, ...], faults: list[Fault]) -> dict[str, str]:
    chosen = {}
    for entry in entries:
        if isinstance(entry.value, Scalar) and isinstance(entry.value.value, str):
            chosen[entry.key] = entry.value.value
        else:
            faults.append(Fault(entry.value.place, f"`{shown(entry.key)}` takes the name of one alternative."))
    return chosen


def _obligations(entries: tuple[Entry, ...], faults: list[Fault]) -> tuple[ExpectedObligation, ...]:
    expected = []
    for entry in entries:
        try:
            arises = plain(entry.value) is not False
            expected.append(ExpectedObligation(entry.key, _due(entry.value) if arises else None, arises=arises))
        except ValueError:
            message = f"`{shown(entry.key)}` takes a day as YYYY-MM-DD, true for any, or false for no duty."
            faults.append(Fault(entry.value.place, message))
    return tuple(expected)


def _due(node: Node) -> date | None:
    match node:
        case Scalar(True):
            return None
        case Scalar(str(day)) if _DAY.fullmatch(day):
            return date.fromisoformat(day)
        case _:
            raise ValueError(node)

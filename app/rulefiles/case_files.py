"""Reads the files of golden cases in a version's folder, with the transactions that they start from."""

from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from app.domain.fields import Faults, nearest, refusal
from app.domain.located import Entry, Mapping, Node, Place, Plain, Scalar, Sequence, plain
from app.rulefiles.amendment import head_of
from app.rulefiles.base_transactions import BASES, base_transaction
from app.rulefiles.json_pointer import Json
from app.rulefiles.rule_folder import CASES, VersionFolder, amendment, read_tree, read_version, rule_files
from app.service.drafts import Cases
from app.service.ports import Document


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of golden cases as written, and the transaction under ``base``; ``None`` where it has none."""

    tree: Node
    base: dict[str, Json] | None


def case_files(folder: VersionFolder, faults: Faults) -> list[CaseFile]:
    """Reads the files of cases of a version, in the order of their names.

    An amendment takes over the cases of the version that it amends, after its own, unless it has one of the same
    sentence or lists the sentence under ``without_cases``; ``cases_under`` are the alternatives to screen them under.
    Raises ``InvalidRuleSet`` where an amendment cannot be expanded.
    """
    files = []
    for path, source in rule_files(folder, CASES, subfolders=(BASES,), faults=faults):
        tree = read_tree(path, source, faults)
        if tree is not None:
            files.append(CaseFile(tree, stated_base(tree, folder, faults)))
    if (found := amendment(folder)) is not None:
        read_version(folder)  # which refuses amendments that go in a circle
        files += _taken_over(*found, own=files, faults=faults)
    return files


def draft_of(folder: VersionFolder) -> tuple[Document, Cases]:
    """Returns what ``PUT /v1/drafts/…`` takes for this folder; raises ``InvalidRuleSet`` for files that do not fit.

    Nothing is checked beyond that: a draft may have faults.
    """
    document: Document = {entry.key: plain(entry.value) for entry in read_version(folder).entries}
    faults = Faults()
    cases: Cases = []
    for file in case_files(folder, faults):
        written = plain(file.tree)
        if isinstance(written, dict) and file.base is not None:
            written["base"] = _without_nulls(file.base, file.tree.place)
        cases.append(written)
    faults.refuse_any()
    return document, cases


def stated_base(tree: Node, folder: VersionFolder | None, faults: Faults) -> dict[str, Json] | None:
    """Reads the transaction under ``base``: the name of a JSON file, or written out. ``None`` after a fault.

    Without a folder no file can be named.
    """
    node = tree.get("base") if isinstance(tree, Mapping) else None
    if isinstance(node, Mapping) and node.keys == ("file",):
        node = node.get("file")
    match node:
        case None:
            return None  # reported with the cases: a file of them needs one
        case Mapping():
            return cast("dict[str, Json]", plain(node))
        case Scalar(str(name), place) if name and folder is not None:
            return faults.unless_refused(partial(base_transaction, folder, name, place=place))
        case _:
            named = "the name of a JSON file, or " if folder is not None else ""
            faults.add(node.place, f"`base` takes {named}a transaction written out.")
            return None


def _sentence(case: Node) -> str:
    """Returns the sentence of a case with its spaces made alike; empty if it has none."""
    sentence = case.get("case") if isinstance(case, Mapping) else None
    return " ".join(str(sentence.value).split()) if isinstance(sentence, Scalar) else ""


def _taken_over(document: Mapping, amended: VersionFolder, *, own: list[CaseFile], faults: Faults) -> list[CaseFile]:
    """Returns the files of cases of the version amended, with the cases that hold under the amendment as well."""
    head = head_of(document, faults)
    before = case_files(amended, faults)
    known = tuple(_sentence(case) for file in before for case in _listed(file))
    left_out = {_sentence(case) for file in own for case in _listed(file)}
    for sentence, place in head.located_texts("without_cases"):
        left_out.add(" ".join(sentence.split()))
        if " ".join(sentence.split()) not in known:
            faults.add(place, f"The version amended has no such case{nearest(sentence, known)}")
    under, files = head.mapping("cases_under"), []
    for file in before:
        kept = [case for case in _listed(file) if _sentence(case) not in left_out]
        if kept and isinstance(file.tree, Mapping):
            cases = Sequence(tuple(_under(under, case) for case in kept), file.tree.place)
            entries = (replace(entry, value=cases) if entry.key == "cases" else entry for entry in file.tree.entries)
            files.append(replace(file, tree=replace(file.tree, entries=tuple(entries))))
    return files


def _listed(file: CaseFile) -> tuple[Node, ...]:
    cases = file.tree.get("cases") if isinstance(file.tree, Mapping) else None
    return cases.items if isinstance(cases, Sequence) else ()


def _under(under: tuple[Entry, ...], case: Node) -> Node:
    """Returns the case with the alternatives to screen it under, where it does not choose its own."""
    own = case.get("variants") if isinstance(case, Mapping) else None
    if not isinstance(case, Mapping) or not under or not isinstance(own, Mapping | None):
        return case
    chosen = {entry.key: entry for entry in (*under, *(own.entries if own is not None else ()))}
    variants = Entry("variants", Mapping(tuple(chosen.values()), case.place), case.place)
    return replace(case, entries=(*(entry for entry in case.entries if entry.key != "variants"), variants))


def _without_nulls(value: Json, place: Place) -> Plain:
    """Returns the value without the members that are null: a fact that is null is a fact that is absent."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner, place) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner, place) for inner in value]
    if value is None:
        raise refusal(place, "The base has a null in a list: take it out.")
    return value

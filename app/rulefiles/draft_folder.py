"""The folder of one version as a draft: its document, and its golden cases with every base written out."""

from collections.abc import Iterator

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.located import Mapping, Place, Plain, Scalar, plain
from app.rulefiles.base_transactions import BASES, base_transaction
from app.rulefiles.cases import stated_for_those_taken_over
from app.rulefiles.json_pointer import Json
from app.rulefiles.listing import yaml_files
from app.rulefiles.rule_folder import CASES, VersionFolder, amendment, read_version
from app.rulefiles.source_text import read_bytes
from app.rulefiles.yaml_tree import read_yaml
from app.service.gate import Cases
from app.service.ports import Document


def draft_of(folder: VersionFolder) -> tuple[Document, Cases]:
    """What ``PUT /v1/drafts/…`` takes for this folder; raises ``InvalidRuleSet`` for files that cannot be read.

    Nothing is checked beyond that: a draft may have faults.
    """
    tree = read_version(folder)
    document: Document = {entry.key: plain(entry.value) for entry in tree.entries}
    faults: list[Fault] = []
    cases: Cases = []
    source = f"{folder.source}/{CASES}"
    if (folder.path / CASES).is_dir():
        for path in yaml_files(folder.path / CASES, source, home=folder.path, subfolders=(BASES,), faults=faults):
            cases.append(_file_of_cases(folder, path.name, read_bytes(path, f"{source}/{path.name}")))
    found = amendment(folder)
    if found is not None:
        cases += _taken_over(*found, own=cases, faults=faults)
    if faults:
        raise InvalidRuleSet(faults)
    return document, cases


def _taken_over(document: Mapping, amended: VersionFolder, *, own: Cases, faults: list[Fault]) -> Cases:
    """The files of cases of the version amended, with the cases that hold under the amendment as well."""
    under, without = stated_for_those_taken_over(document, faults)
    left_out = {" ".join(sentence.split()) for sentence in without}
    left_out.update(sentence for file in own for sentence, _ in _cases_in(file))
    files: Cases = []
    for file in draft_of(amended)[1]:
        kept: list[Plain] = [_under(under, case) for sentence, case in _cases_in(file) if sentence not in left_out]
        if kept and isinstance(file, dict):
            files.append({**file, "cases": kept})
    return files


def _cases_in(file: Plain) -> Iterator[tuple[str, dict[str, Plain]]]:
    """The cases of a file with their sentences, as far as it is written as one."""
    listed = file.get("cases") if isinstance(file, dict) else None
    for case in listed if isinstance(listed, list) else ():
        if isinstance(case, dict) and isinstance(sentence := case.get("case"), str):
            yield " ".join(sentence.split()), case


def _under(under: dict[str, str], case: dict[str, Plain]) -> Plain:
    own = case.get("variants")
    variants: dict[str, Plain] = {**under, **(own if isinstance(own, dict) else {})}
    return {**case, "variants": variants} if variants else case


def _file_of_cases(folder: VersionFolder, name: str, data: bytes) -> Plain:
    tree = read_yaml(data, f"{folder.source}/{CASES}/{name}")
    if not isinstance(tree, Mapping):
        return plain(tree)
    file = {entry.key: plain(entry.value) for entry in tree.entries}
    node = tree.get("base")
    named = node.get("file") if isinstance(node, Mapping) and node.keys == ("file",) else node
    if isinstance(named, Scalar) and isinstance(named.value, str):
        file["base"] = _without_nulls(base_transaction(folder, named.value, place=named.place), named.place)
    return file


def _without_nulls(value: Json, place: Place) -> Plain:
    """The value without the members that are null: a fact that is null is a fact that is absent."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner, place) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner, place) for inner in value]
    if value is None:
        raise InvalidRuleSet([Fault(place, "The base has a null in a list: take it out.")])
    return value

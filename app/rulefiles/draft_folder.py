"""The folder of one version as a draft: its document, and its golden cases with every base written out."""

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.located import Mapping, Place, Plain, Scalar, plain
from app.rulefiles.base_transactions import BASES, base_transaction
from app.rulefiles.json_pointer import Json
from app.rulefiles.listing import yaml_files
from app.rulefiles.rule_folder import CASES, VersionFolder, read_version
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
    if faults:
        raise InvalidRuleSet(faults)
    return document, cases


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

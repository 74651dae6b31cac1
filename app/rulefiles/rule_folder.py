"""One version of a rule set as a folder: ``rules/<rule set>/<version>/`` with a head file and one file a topic.

The files are one document. Where it is divided into files is the author's choice and carries no meaning.
"""

from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.located import Entry, Mapping, Place, Scalar, Sequence, type_names
from app.rulefiles.amendment import amended_version, expanded
from app.rulefiles.listing import RULES, lies_within, visible, yaml_files
from app.rulefiles.source_text import read_bytes
from app.rulefiles.wording import shown
from app.rulefiles.yaml_tree import read_yaml

HEAD = "rule-set.yaml"
CASES = "cases"
EXAMPLES = "examples"


@dataclass(frozen=True, slots=True)
class VersionFolder:
    """Where a version is kept; ``source`` is what messages call the folder (``rules/us-oisp/2025-01-02``)."""

    path: Path
    source: str

    @property
    def rule_set(self) -> str:
        """The identifier of the rule set, by the name of the outer folder."""
        return self.path.parent.name

    @property
    def version(self) -> str:
        """The version, by the name of the folder."""
        return self.path.name


def find_versions(rules: Path) -> tuple[VersionFolder, ...]:
    """Every version folder in the folder ``rules``, sorted by rule set and version.

    Raises ``InvalidRuleSet`` if there is no such folder, for a YAML file beside the version folders, where it would
    belong to no version, and for a link that leads out of ``rules``.
    """
    if not rules.is_dir():
        raise InvalidRuleSet([Fault(Place(str(rules)), "There is no such folder: name the one that holds the rules.")])
    label = rules.resolve().name
    faults: list[Fault] = []
    found = []
    outers = [rules, *(path for path in visible(rules) if lies_within(path, rules))]
    for path in sorted((path for outer in outers for path in visible(outer)), key=lambda path: path.parts):
        source = f"{label}/{path.relative_to(rules).as_posix()}"
        if not lies_within(path, rules):
            faults.append(Fault(Place(source), "The link leads out of the folder of the rules: put the files here."))
        elif path.is_file() and path.suffix == RULES:
            message = f"`{path.name}` belongs to no version: move it to <rule set>/<version>/."
            faults.append(Fault(Place(source), message))
        elif path.is_dir() and path.parent != rules:
            found.append(VersionFolder(path, source))
    if faults:
        raise InvalidRuleSet(faults)
    return tuple(found)


def read_version(folder: VersionFolder) -> Mapping:
    """The document of one version: the lists of all its files under one key stand one after the other, in the order
    of the file names, and mappings under one key are united. An amendment is expanded by what it amends.

    Raises ``InvalidRuleSet`` with the faults of all files: those of the files themselves, a text given twice, a key
    given twice in a united mapping, files that are no rule files, a head that names another rule set or version, and
    an amendment that does not fit what it amends, or amends what amends it.
    """
    return _expanded(folder, amendments=())


def amendment(folder: VersionFolder) -> tuple[Mapping, VersionFolder] | None:
    """The document of a version as written and the folder of the version that its head says it amends.

    ``None`` if it amends none, or has no head. Raises ``InvalidRuleSet`` if there is no such folder.
    """
    head = f"{folder.source}/{HEAD}"
    if not (folder.path / HEAD).is_file() or amended_version(_read_file(folder.path / HEAD, head, [])) is None:
        return None
    document = _united(folder)
    name = amended_version(document)
    version = str(name.value) if name is not None else ""
    amended = VersionFolder(folder.path.parent / version, f"{folder.source.rpartition('/')[0]}/{version}")
    if "/" in version or not amended.path.is_dir():
        message = f"There is no version `{shown(version)}` of this rule set to amend."
        raise InvalidRuleSet([Fault(name.place if name is not None else document.place, message)])
    return document, amended


def _expanded(folder: VersionFolder, *, amendments: tuple[str, ...]) -> Mapping:
    """The whole document of a version that each of the ``amendments`` amends, the outermost first."""
    found = amendment(folder)
    if found is None:
        return _united(folder)
    document, amended = found
    if amended.version in (folder.version, *amendments):
        raise InvalidRuleSet([Fault(document.place, "The amendments go in a circle: let one version stand by itself.")])
    faults: list[Fault] = []
    whole = expanded(document, _expanded(amended, amendments=(folder.version, *amendments)), faults)
    if faults:
        raise InvalidRuleSet(faults)
    return whole


def _united(folder: VersionFolder) -> Mapping:
    """All files of a version folder as one document."""
    faults: list[Fault] = []
    merged: dict[str, Entry] = {}
    paths = yaml_files(folder.path, folder.source, home=folder.path, subfolders=(CASES, EXAMPLES), faults=faults)
    if HEAD not in [path.name for path in paths]:
        faults.append(Fault(Place(folder.source), f"There is no `{HEAD}`: it says which rule set and version this is."))
    for path in paths:
        tree = _read_file(path, f"{folder.source}/{path.name}", faults)
        for entry in tree.entries:
            merged[entry.key] = _merge(merged[entry.key], entry, faults) if entry.key in merged else entry
        if path.name == HEAD and tree.entries:
            _check_names(tree, folder, faults)
    if faults:
        raise InvalidRuleSet(faults)
    return Mapping(tuple(merged.values()), Place(folder.source))


def _read_file(path: Path, source: str, faults: list[Fault]) -> Mapping:
    """The mapping in a file, empty after a fault."""
    nothing = Mapping((), Place(source))
    try:
        tree = read_yaml(read_bytes(path, source), source)
    except InvalidRuleSet as error:
        faults.extend(error.faults)
        return nothing
    if isinstance(tree, Mapping):
        return tree
    faults.append(Fault(tree.place, f"The file is {type_names[type(tree)]}: begin it with a key, such as `outcomes:`."))
    return nothing


def _merge(first: Entry, second: Entry, faults: list[Fault]) -> Entry:
    """One entry for two of the same key in different files."""
    match first.value, second.value:
        case Sequence(items, place), Sequence(more, _):
            return Entry(first.key, Sequence(items + more, place), first.place)
        case Mapping(entries, place), Mapping(more, _):
            known = {entry.key: entry.place for entry in entries}
            faults.extend(_twice(entry, known[entry.key]) for entry in more if entry.key in known)
            return Entry(first.key, Mapping(entries + more, place), first.place)
        case Scalar(), Scalar():
            faults.append(_twice(second, first.place))
        case _:
            here, there = type_names[type(second.value)], type_names[type(first.value)]
            message = f"`{shown(second.key)}` is {here} here and {there} at {first.place}: make them alike."
            faults.append(Fault(second.place, message))
    return first


def _twice(entry: Entry, first: Place) -> Fault:
    return Fault(entry.place, f"`{shown(entry.key)}` is given at {first} already: keep one of the two.")


def _check_names(head: Mapping, folder: VersionFolder, faults: list[Fault]) -> None:
    """The head names the rule set and the version that the folders are named after."""
    for key, name in (("rule_set", folder.rule_set), ("version", folder.version)):
        value = head.get(key)
        if value is None:
            faults.append(Fault(head.place, f"`{key}` is missing in the head: write `{key}: {name}`."))
        elif not isinstance(value, Scalar) or value.value != name:
            told = shown(value.value) if isinstance(value, Scalar) and isinstance(value.value, str) else key
            message = f"`{told}` is not `{name}`, the name of the folder: rename one of the two."
            faults.append(Fault(value.place, message))

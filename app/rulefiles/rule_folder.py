"""Reads the versions of rule sets in a folder: ``rules/<rule set>/<version>/`` with a head file and one file a topic.

The files of a version are one document. Where it is divided into files is the author's choice and carries no meaning.
A file that nobody reads would be law that nobody applies: it is a fault.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.domain.fields import Faults, refusal, shown
from app.domain.located import Entry, Mapping, Node, Place, Scalar, Sequence, type_names
from app.rulefiles.amendment import amended_version, expanded
from app.rulefiles.source_text import read_bytes
from app.rulefiles.yaml_tree import read_yaml

HEAD = "rule-set.yaml"
CASES = "cases"
EXAMPLES = "examples"
_RULES = ".yaml"
_NOTES = ".md"
"""Notes for people may lie anywhere beside the rules."""


@dataclass(frozen=True, slots=True)
class VersionFolder:
    """Where a version is kept; ``source`` is what messages call the folder (``rules/us-oisp/2025-01-02``)."""

    path: Path
    source: str

    @property
    def rule_set(self) -> str:
        """Returns the identifier of the rule set, by the name of the outer folder."""
        return self.path.parent.name

    @property
    def version(self) -> str:
        """Returns the version, by the name of the folder."""
        return self.path.name

    def holds(self, path: Path) -> bool:
        """Returns whether ``path`` is in the folder after all links are followed."""
        return _lies_within(path, self.path)


def find_versions(rules: Path) -> tuple[VersionFolder, ...]:
    """Finds every version folder in the folder ``rules``, sorted by rule set and version.

    Raises ``InvalidRuleSet`` if there is no such folder, for a YAML file beside the version folders, where it would
    belong to no version, and for a link that leads out of ``rules``.
    """
    if not rules.is_dir():
        raise refusal(Place(str(rules)), "There is no such folder: name the one that holds the rules.")
    label = rules.resolve().name
    faults = Faults()
    found = []
    outers = [rules, *(path for path in _visible(rules) if _lies_within(path, rules))]
    for path in sorted((path for outer in outers for path in _visible(outer)), key=lambda path: path.parts):
        source = f"{label}/{path.relative_to(rules).as_posix()}"
        if not _lies_within(path, rules):
            faults.add(Place(source), "The link leads out of the folder of the rules: put the files here.")
        elif path.is_file() and path.suffix == _RULES:
            message = f"`{path.name}` belongs to no version: move it to <rule set>/<version>/."
            faults.add(Place(source), message)
        elif path.is_dir() and path.parent != rules:
            found.append(VersionFolder(path, source))
    faults.refuse_any()
    return tuple(found)


def rule_documents(rules: Path) -> list[Mapping]:
    """Reads the document of every version folder, sorted by rule set and version.

    Raises ``InvalidRuleSet`` with the faults of all folders.
    """
    faults = Faults()
    trees = [faults.unless_refused(partial(read_version, folder)) for folder in find_versions(rules)]
    faults.refuse_any()
    return [tree for tree in trees if tree is not None]


def read_version(folder: VersionFolder) -> Mapping:
    """Reads the document of one version: the lists of all its files under one key stand one after the other, in the
    order of the file names, and mappings under one key are united. An amendment is expanded by what it amends.

    Raises ``InvalidRuleSet`` with the faults of all files: those of the files themselves, a text given twice, a key
    given twice in a united mapping, files that are no rule files, a head that names another rule set or version, and
    an amendment that does not fit what it amends, or amends what amends it.
    """
    return _expanded(folder, amendments=())


def amendment(folder: VersionFolder) -> tuple[Mapping, VersionFolder] | None:
    """Reads the document of a version as written, and finds the folder of the version that its head says it amends.

    ``None`` if it amends none, or has no head. Raises ``InvalidRuleSet`` if there is no such folder.
    """
    name = _amended_name(folder)
    if name is None:
        return None
    document = _united(folder)
    amended = amended_folder(folder)
    if amended is None:
        raise refusal(name.place, f"There is no version `{shown(str(name.value))}` of this rule set to amend.")
    return document, amended


def amended_folder(folder: VersionFolder) -> VersionFolder | None:
    """Finds the folder of the version that the head of this one says it amends, if there is one."""
    name = _amended_name(folder)
    version = str(name.value) if name is not None else ""
    amended = VersionFolder(folder.path.parent / version, f"{folder.source.rpartition('/')[0]}/{version}")
    return amended if name is not None and "/" not in version and amended.path.is_dir() else None


def rule_files(
    folder: VersionFolder, within: str, *, subfolders: tuple[str, ...], faults: Faults
) -> list[tuple[Path, str]]:
    """Lists the YAML files in the part ``within`` of a version folder by name, each with what messages call it.

    Hidden files are passed over. ``faults`` gains one for every other file but a note, every folder not named in
    ``subfolders``, and every link that leads out of the version folder, which is not followed.
    """
    files = []
    for path in sorted(_visible(folder.path / within), key=lambda path: path.name):
        source = f"{folder.source}/{path.relative_to(folder.path).as_posix()}"
        message = None
        if not folder.holds(path):
            message = "The link leads out of the folder of its version: put the file itself here."
        elif path.is_dir():
            if path.name not in subfolders:
                known = " and ".join(f"`{name}`" for name in subfolders)
                message = f"No rules are read from a folder `{path.name}`: only {known} may lie here."
        elif path.suffix == _RULES and path.is_file():
            files.append((path, source))
        elif path.suffix != _NOTES:
            message = f"`{path.name}` is not read as a rule file: let its name end in {_RULES}, or move it away."
        if message is not None:
            faults.add(Place(source), message)
    return files


def read_tree(path: Path, source: str, faults: Faults) -> Node | None:
    """Reads a YAML file; ``None`` after a fault."""
    return faults.unless_refused(lambda: read_yaml(read_bytes(path, source), source))


def _amended_name(folder: VersionFolder) -> Scalar | None:
    path = folder.path / HEAD
    return amended_version(read_tree(path, f"{folder.source}/{HEAD}", Faults())) if path.is_file() else None


def _visible(folder: Path) -> list[Path]:
    """Returns everything in ``folder`` but what is hidden; nothing if there is no such folder."""
    return [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []


def _lies_within(path: Path, home: Path) -> bool:
    return path.resolve().is_relative_to(home.resolve())


def _expanded(folder: VersionFolder, *, amendments: tuple[str, ...]) -> Mapping:
    """Returns the whole document of a version that each of the ``amendments`` amends, the outermost first."""
    found = amendment(folder)
    if found is None:
        return _united(folder)
    document, amended = found
    if amended.version in (folder.version, *amendments):
        raise refusal(document.place, "The amendments go in a circle: let one version stand by itself.")
    faults = Faults()
    whole = expanded(document, _expanded(amended, amendments=(folder.version, *amendments)), faults)
    faults.refuse_any()
    return whole


def _united(folder: VersionFolder) -> Mapping:
    """Reads all files of a version folder as one document."""
    faults = Faults()
    merged: dict[str, Entry] = {}
    files = rule_files(folder, "", subfolders=(CASES, EXAMPLES), faults=faults)
    if HEAD not in [path.name for path, _ in files]:
        faults.add(Place(folder.source), f"There is no `{HEAD}`: it says which rule set and version this is.")
    for path, source in files:
        tree = read_tree(path, source, faults)
        if not isinstance(tree, Mapping):
            if tree is not None:
                message = f"The file is {type_names[type(tree)]}: begin it with a key, such as `outcomes:`."
                faults.add(tree.place, message)
            continue
        for entry in tree.entries:
            merged[entry.key] = _merge(merged[entry.key], entry, faults) if entry.key in merged else entry
        if path.name == HEAD and tree.entries:
            _check_names(tree, folder, faults)
    faults.refuse_any()
    return Mapping(tuple(merged.values()), Place(folder.source))


def _merge(first: Entry, second: Entry, faults: Faults) -> Entry:
    """Makes one entry of two that have the same key in different files."""
    match first.value, second.value:
        case Sequence(items, place), Sequence(more, _):
            return Entry(first.key, Sequence(items + more, place), first.place)
        case Mapping(entries, place), Mapping(more, _):
            known = {entry.key: entry.place for entry in entries}
            for entry in more:
                if entry.key in known:
                    _add_twice(entry, known[entry.key], faults)
            return Entry(first.key, Mapping(entries + more, place), first.place)
        case Scalar(), Scalar():
            _add_twice(second, first.place, faults)
        case _:
            here, there = type_names[type(second.value)], type_names[type(first.value)]
            message = f"`{shown(second.key)}` is {here} here and {there} at {first.place}: make them alike."
            faults.add(second.place, message)
    return first


def _add_twice(entry: Entry, first: Place, faults: Faults) -> None:
    faults.add(entry.place, f"`{shown(entry.key)}` is given at {first} already: keep one of the two.")


def _check_names(head: Mapping, folder: VersionFolder, faults: Faults) -> None:
    """Reports a head that does not name the rule set and the version that the folders are named after."""
    for key, name in (("rule_set", folder.rule_set), ("version", folder.version)):
        value = head.get(key)
        if value is None:
            faults.add(head.place, f"`{key}` is missing in the head: write `{key}: {name}`.")
        elif not isinstance(value, Scalar) or value.value != name:
            given = shown(value.value) if isinstance(value, Scalar) and isinstance(value.value, str) else key
            message = f"`{given}` is not `{name}`, the name of the folder: rename one of the two."
            faults.add(value.place, message)

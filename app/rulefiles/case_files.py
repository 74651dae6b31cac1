"""Reads the files of golden cases in a version's folder, with the transactions that they start from."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from app.domain.fields import Faults, nearest, refusal, shown
from app.domain.located import Entry, Mapping, Node, Place, Scalar, Sequence, located, plain
from app.rulefiles.amendment import head_of
from app.rulefiles.rule_folder import CASES, EXAMPLES, VersionFolder, amendment, read_tree, read_version, rule_files
from app.rulefiles.source_text import read_bytes
from app.service.drafts import Cases
from app.service.ports import Document

BASES = "bases"


def case_files(folder: VersionFolder, faults: Faults) -> list[Node]:
    """Reads the files of cases of a version, in the order of their names, with every base written out.

    An amendment takes over the cases of the version that it amends, after its own, unless it has one of the same
    sentence or lists the sentence under ``without_cases``; ``cases_under`` are the alternatives to screen them under.
    A file whose base cannot be read is left out. Raises ``InvalidRuleSet`` where an amendment cannot be expanded.
    """
    files = []
    for path, source in rule_files(folder, CASES, subfolders=(BASES,), faults=faults):
        tree = read_tree(path, source, faults)
        if tree is not None:
            tree = faults.unless_refused(partial(_with_base, tree, folder))
        if tree is not None:
            files.append(tree)
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
    cases = [plain(file) for file in case_files(folder, faults)]
    faults.refuse_any()
    return document, cases


def _with_base(tree: Node, folder: VersionFolder) -> Node:
    """Returns the file with the transaction itself in place of the name of a JSON file; what fits neither stays."""
    base = tree.get("base") if isinstance(tree, Mapping) else None
    if not isinstance(base, Scalar) or not isinstance(base.value, str) or not base.value:
        return tree
    return _with(tree, "base", base_transaction(folder, base.value, place=base.place))


def base_transaction(folder: VersionFolder, name: str, *, place: Place) -> Mapping:
    """Reads the file ``name`` of ``examples/`` or ``cases/bases/``, with every number as text, digit by digit.

    What is null is left out: a fact that is null is a fact that is absent. ``name`` is given at ``place``. For an
    amendment that has no such file, it is that of the version amended. Raises ``InvalidRuleSet`` if no such file lies
    there, if both folders have one, and if it holds no JSON object.
    """
    home, path = _find(folder, name, place)
    source = f"{home.source}/{path.relative_to(home.path).as_posix()}"
    data = read_bytes(path, source)
    try:
        # No number passes through a float, and none may be NaN.
        value = json.loads(
            data.decode("utf-8"), parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_distinct
        )
        transaction = located(value, source)
    except json.JSONDecodeError as error:
        raise refusal(Place(source, error.lineno, error.colno), f"This is not JSON ({error.msg}): mend it.") from error
    except RecursionError as error:
        raise refusal(Place(source), "The file is nested too deep for a transaction: flatten it.") from error
    except TypeError as error:
        raise refusal(Place(source), "The file has a null in a list: take it out.") from error
    except ValueError as error:
        message = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise refusal(Place(source), f"The file is not JSON: {message}.") from error
    if not isinstance(transaction, Mapping):
        raise refusal(Place(source), "The file holds no transaction: a transaction is a JSON object.")
    return transaction


def _find(folder: VersionFolder, name: str, place: Place) -> tuple[VersionFolder, Path]:
    """Finds the file, and the folder of the version to which it belongs."""
    homes = (folder.path / EXAMPLES, folder.path / CASES / BASES)
    known = sorted(path for home in homes if home.is_dir() for path in home.glob("*.json") if path.is_file())
    found = [path for path in known if path.name == name]
    if not found and (amended := amendment(folder)) is not None:
        return _find(amended[1], name, place)
    if not found:
        near = nearest(name, (path.name for path in known))
        raise refusal(place, f"There is no `{shown(name)}` in `{EXAMPLES}/` or `{CASES}/{BASES}/`{near}")
    if len(found) > 1:
        raise refusal(place, f"`{name}` is both in `{EXAMPLES}/` and in `{CASES}/{BASES}/`: rename one of the two.")
    if not folder.holds(found[0]):
        raise refusal(place, f"`{name}` is a link that leads out of the folder of its version: put the file there.")
    return folder, found[0]


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise ValueError(f"the member `{shown(twice)}` is given twice in one object")
    return {key: value for key, value in pairs if value is not None}


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"`{name}` is no number")


def _with(mapping: Node, key: str, value: Node) -> Node:
    """Returns the mapping with ``value`` under ``key``, at the end if it had none."""
    if not isinstance(mapping, Mapping):
        return mapping
    entries = {entry.key: entry for entry in mapping.entries}
    entries[key] = Entry(key, value, entries[key].place if key in entries else mapping.place)
    return replace(mapping, entries=tuple(entries.values()))


def _sentence(case: Node) -> str:
    """Returns the sentence of a case with its spaces made alike; empty if it has none."""
    sentence = case.get("case") if isinstance(case, Mapping) else None
    return " ".join(str(sentence.value).split()) if isinstance(sentence, Scalar) else ""


def _taken_over(document: Mapping, amended: VersionFolder, *, own: list[Node], faults: Faults) -> list[Node]:
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
        if kept:
            files.append(_with(file, "cases", Sequence(tuple(_under(under, case) for case in kept), file.place)))
    return files


def _listed(file: Node) -> tuple[Node, ...]:
    cases = file.get("cases") if isinstance(file, Mapping) else None
    return cases.items if isinstance(cases, Sequence) else ()


def _under(under: tuple[Entry, ...], case: Node) -> Node:
    """Returns the case with the alternatives to screen it under, where it does not choose its own."""
    own = case.get("variants") if isinstance(case, Mapping) else None
    if not under or not isinstance(own, Mapping | None):
        return case
    chosen = {entry.key: entry for entry in (*under, *(own.entries if own is not None else ()))}
    return _with(case, "variants", Mapping(tuple(chosen.values()), case.place))

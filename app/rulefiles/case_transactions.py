"""The transaction of a golden case: the one its file starts from, changed in the places the case names."""

from copy import deepcopy
from typing import cast

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.language.located import Mapping, Place, Scalar, plain
from app.rulefiles.base_transactions import base_transaction
from app.rulefiles.fields import Fields
from app.rulefiles.json_pointer import Json, PointerError, holds, is_pointer, overlap, remove_values, set_value
from app.rulefiles.rule_folder import VersionFolder
from app.rulefiles.wording import shown


def starting_transaction(file: Fields, folder: VersionFolder | None, faults: list[Fault]) -> dict[str, Json] | None:
    """The transaction under ``base``: the name of a JSON file, or written out. ``None`` after a fault.

    Without a folder no file can be named.
    """
    node = file.node("base")
    if isinstance(node, Mapping) and node.keys == ("file",):
        node = node.get("file")
    match node:
        case None:
            return None  # told already: a file of cases needs one
        case Mapping():
            return cast("dict[str, Json]", plain(node))
        case Scalar(str(name), place) if name and folder is not None:
            try:
                return base_transaction(folder, name, place=place)
            except InvalidRuleSet as error:
                faults.extend(error.faults)
                return None
        case _:
            named = "the name of a JSON file, or " if folder is not None else ""
            faults.append(Fault(node.place, f"`base` takes {named}a transaction written out."))
            return None


def changed_transaction(base: dict[str, Json] | None, case: Fields, faults: list[Fault]) -> dict[str, Json]:
    """A copy of ``base`` with the values under ``change`` set, in the order written, and those under ``remove`` gone.

    All pointers say where things are in ``base``, so removing one thing never moves another. Nothing is both changed
    and removed, and only what is there can be removed.
    """
    changes, removals = case.mapping("change"), pointers(case, "remove", faults)
    if base is None:
        return {}
    transaction = deepcopy(base)
    for entry in changes:
        try:
            set_value(transaction, entry.key, cast("Json", plain(entry.value)))
        except PointerError as error:
            faults.append(Fault(entry.place, str(error)))
    removable = []
    for pointer, place in removals:
        clash = next((entry for entry in changes if is_pointer(entry.key) and overlap(entry.key, pointer)), None)
        if clash is not None:
            faults.append(Fault(place, f"`{shown(pointer)}` is changed in line {clash.place.line}: change it only."))
        elif not holds(base, pointer):
            faults.append(Fault(place, f"`{shown(pointer)}` is not in the transaction: remove only what is there."))
        else:
            removable.append(pointer)
    remove_values(transaction, removable)
    return transaction


def pointers(case: Fields, key: str, faults: list[Fault]) -> tuple[tuple[str, Place], ...]:
    """The JSON Pointers of the list under ``key``, each with its place."""
    found = []
    for pointer, place in case.located_texts(key):
        if is_pointer(pointer):
            found.append((pointer, place))
        else:
            faults.append(Fault(place, f"`{shown(pointer)}` is not a JSON Pointer: write `/part/part`."))
    return tuple(found)

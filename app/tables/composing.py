"""Composes transactions from the rows of four tables, and keeps where each value stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from app.tables.cells import NONE, CellFault, TableCell, json_of, truth_of, value_of, words_of_cell
from app.tables.columns import ACTIVITIES, COMPLETE, DEAL, MORE, PARTY, FactColumn, Holds, sheet_forms
from app.tables.rows import StatedRow, stated_rows
from app.tables.table import CellPlace, FactTable, InvalidTables, PlacedFault

_ORDER: Final = (Holds.KEY, Holds.VALUE, Holds.WORDS, Holds.NONE, Holds.COMPLETE, Holds.MORE)
"""In which order the cells of a row are read, whatever the order of its columns."""


@dataclass(slots=True)
class ComposedDeal:
    """One deal as its rows state it: the transaction, where each value stands, and what is wrong with single cells.

    ``places`` are by JSON Pointer. With ``faults`` it is not to be screened: something of it would be left out.
    """

    row: int
    reference: str
    transaction: dict[str, Any]
    places: dict[str, CellPlace]
    faults: list[tuple[str, PlacedFault]] = field(default_factory=list)

    def place_of(self, pointer: str) -> CellPlace:
        """Find where a value stands, or else the record that it belongs to."""
        while pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places[pointer]


def composed(tables: Mapping[str, FactTable]) -> list[ComposedDeal]:
    """Compose the deals of four tables, in the order of the rows of ``deals``.

    Raises ``InvalidTables`` if a row or a column cannot be told to belong anywhere, for what it says would be lost.
    """
    faults = [fault for table in tables.values() for fault in table.faults]
    composer = _Composer(faults)
    for name, form in sheet_forms().items():
        for row in stated_rows(tables[name], form, faults):
            composer.add[name](row)
    if faults:
        raise InvalidTables(faults)
    for deal in composer.deals.values():
        _check_lists(deal, deal.transaction, "")
    return [*composer.deals.values()]


class _Composer:
    """Adds row after row to the deal that it belongs to, deals first, parties next."""

    def __init__(self, faults: list[PlacedFault]) -> None:
        self._faults = faults
        self._parties: dict[tuple[str, str], int] = {}
        self.deals: dict[str, ComposedDeal] = {}
        self.add: Mapping[str, Callable[[StatedRow], None]] = {
            "deals": self._add_deal,
            "parties": self._add_party,
            "interests": self._add_interest,
            "activities": self._add_activity,
        }

    def _refuse(self, place: CellPlace, detail: str) -> None:
        self._faults.append(PlacedFault(place, detail))

    def _add_deal(self, row: StatedRow) -> None:
        reference, at = row.key(DEAL, self._faults), row.place_of(DEAL)
        if reference in self.deals:
            self._refuse(at, "Another row has this reference: give each deal its own.")
        elif reference:
            deal = ComposedDeal(row.number, reference, {"reference": reference}, {"": at, "/reference": at})
            deal.transaction |= {"parties": [], "interests": []}
            _state(deal, row, "", deal.transaction)
            self.deals[reference] = deal

    def _add_party(self, row: StatedRow) -> None:
        deal, party = self._deal_of(row), row.key("id", self._faults)
        if deal is None or not party:
            return
        if (deal.reference, party) in self._parties:
            self._refuse(row.place_of("id"), "Another row of the deal has this id: give each party its own.")
            return
        at = row.place_of("id")
        pointer = f"/parties/{len(deal.transaction['parties'])}"
        self._parties[deal.reference, party] = len(deal.transaction["parties"])
        deal.places |= {pointer: at, f"{pointer}/id": at}
        deal.transaction["parties"].append({"id": party})
        _state(deal, row, pointer, deal.transaction["parties"][-1])

    def _add_interest(self, row: StatedRow) -> None:
        if (deal := self._deal_of(row)) is None:
            return
        pointer = f"/interests/{len(deal.transaction['interests'])}"
        deal.places[pointer] = row.place_of(DEAL)
        deal.transaction["interests"].append({})
        _state(deal, row, pointer, deal.transaction["interests"][-1])

    def _add_activity(self, row: StatedRow) -> None:
        deal, party = self._deal_of(row), row.key(PARTY, self._faults)
        if deal is None or not party:
            return
        index, at = self._parties.get((deal.reference, party)), row.place_of(PARTY)
        if index is None:
            self._refuse(at, "No row of `parties` has this id in the deal.")
            return
        pointer = f"/parties/{index}/{ACTIVITIES}/items"
        listing = deal.transaction["parties"][index].setdefault(ACTIVITIES, {})
        items = listing.setdefault("items", []) if isinstance(listing, dict) else None
        if not isinstance(items, list):
            detail = "`parties` says something else of the activities of the party."
            deal.places[pointer] = at
            deal.faults.append((pointer, PlacedFault(at, detail)))
            return
        here = f"{pointer}/{len(items)}"
        items.append({})
        deal.places[here] = at
        _state(deal, row, here, items[-1])

    def _deal_of(self, row: StatedRow) -> ComposedDeal | None:
        reference = row.key(DEAL, self._faults)
        if reference and reference not in self.deals:
            self._refuse(row.place_of(DEAL), "No row of `deals` has this reference.")
        return self.deals.get(reference)


def _state(deal: ComposedDeal, row: StatedRow, pointer: str, record: dict[str, Any]) -> None:
    """State what the cells of a row say in a record, what stands in `more` last."""
    for column, at, cell in sorted(row.cells, key=lambda each: _ORDER.index(each[0].holds)):
        if column.holds is Holds.KEY:
            continue
        place, here = row.place(at), f"{pointer}{column.pointer or f'/{MORE}'}"
        deal.places.setdefault(here, place)
        try:
            if column.holds is Holds.MORE:
                _merge(record, json_of(cell), partial(_stated_at, deal, place, pointer))
            else:
                _put(record, column, cell)
        except CellFault as fault:
            deal.faults.append((here, PlacedFault(place, str(fault))))


def _stated_at(deal: ComposedDeal, place: CellPlace, pointer: str, path: str) -> None:
    deal.places.setdefault(f"{pointer}{path}", place)


def _put(record: dict[str, Any], column: FactColumn, cell: TableCell) -> None:
    *way, last = column.path
    for step in way:
        inner: Any = record.setdefault(step, {})
        if inner == NONE:
            if truth_of(cell):
                return
            raise CellFault("`none` is a complete list: write `yes`, or nothing.")
        record = inner
    if column.holds is Holds.WORDS:
        words = words_of_cell(cell)
        record[last] = words if words == NONE else {**record.get(last, {}), "items": words}
    elif column.holds is Holds.NONE:
        if words_of_cell(cell) != NONE:
            raise CellFault("Write `none`, or nothing here and what there is in rows of the sheet `activities`.")
        record[last] = NONE
    elif column.holds is Holds.COMPLETE:
        record[last] = truth_of(cell)
    elif column.type is not None:
        record[last] = value_of(cell, column.type, column.field.fact if column.field else None)


def _merge(record: dict[str, Any], more: dict[str, Any], stated: Callable[[str], object], path: str = "") -> None:
    for name, value in more.items():
        here = f"{path}/{name}"
        if name not in record:
            record[name] = value
            stated(here)
        elif isinstance(record[name], dict) and isinstance(value, dict):
            _merge(record[name], value, stated, here)
        else:
            raise CellFault("Something that `more` states is stated in a column as well: state it once.")


def _check_lists(deal: ComposedDeal, value: Any, pointer: str) -> None:
    """Find lists that are said to be complete, or not, and of which nothing is said."""
    if isinstance(value, dict):
        place = deal.places.get(f"{pointer}/{COMPLETE}")
        if set(value) == {COMPLETE} and place is not None:
            detail = "The list is empty: name what it holds, or write `none` there."
            deal.faults.append((f"{pointer}/{COMPLETE}", PlacedFault(place, detail)))
        for name, inner in value.items():
            _check_lists(deal, inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_lists(deal, inner, f"{pointer}/{index}")

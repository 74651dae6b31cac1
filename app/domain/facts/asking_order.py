"""Puts questions in the order in which a person asks them: by group, then as the dictionary defines the facts."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from app.domain.facts.dictionary import entry_at, fields_of
from app.domain.facts.fact import Group

_GROUPS = {group: number for number, group in enumerate(Group)}
_HARD = _GROUPS[Group.COUNSEL], _GROUPS[Group.OWNERS]


class AskingPlace(NamedTuple):
    """Says when a question is asked: by its ``group``, then by where its fact is defined.

    ``rest`` tells apart what is no fact, the shorter names first, so that A9 comes before A26.
    """

    group: int
    steps: tuple[int, ...] = ()
    rest: tuple[int, str] = (0, "")


class AskingOrder:
    """Gives the place of each question on the facts of one record, such as the transaction of a regime."""

    def __init__(self, record: Any) -> None:
        self._record = record
        self._known: dict[str, AskingPlace] = {}

    def place(self, pointer: str) -> AskingPlace:
        """Give the place of the question whose answer goes to the pointer; what is no fact is for counsel."""
        place = self._known.get(pointer)
        if place is None:
            self._known[pointer] = place = self._found(pointer)
        return place

    def _found(self, pointer: str) -> AskingPlace:
        party, concluding, element = pointer.partition("/conclusions/")
        if concluding:
            number = int(party.rpartition("/")[2])
            return AskingPlace(_GROUPS[Group.OWNERS], (len(_GROUPS), number), rest=(len(element), element))
        entry = entry_at(self._record, pointer)
        if entry is None:
            return AskingPlace(_GROUPS[Group.COUNSEL], rest=(len(pointer), pointer))
        record, found = self._record, []
        for step in pointer.split("/")[1:]:
            if step.isdigit():
                found.append(int(step))
            elif step != "items":
                names = fields_of(record)
                found.append(list(names).index(step))
                type_ = names[step].type
                record = (type_.item or type_).record
        return AskingPlace(_GROUPS[entry.group], tuple(found))


def hardship(places: Iterable[AskingPlace]) -> tuple[int, ...]:
    """Count the questions that a deal team can hardly answer by itself, group by group, the hardest first."""
    groups = [place.group for place in places]
    return tuple(groups.count(each) for each in _HARD)

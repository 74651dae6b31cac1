"""Puts questions in the order in which a person asks them: by group, then as the dictionary defines the facts."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from app.domain.facts.dictionary import entries, fields_of
from app.domain.facts.fact import Group

_GROUPS = {group: number for number, group in enumerate(Group)}
_POSITION = "{i}"
_COUNSEL, _OWNERS = _GROUPS[Group.COUNSEL], _GROUPS[Group.OWNERS]


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
            return AskingPlace(_OWNERS, (len(_GROUPS), number), rest=(len(element), element))
        steps = pointer.split("/")
        defined = _defined(self._record).get("/".join(_POSITION if step.isdigit() else step for step in steps))
        if defined is None:
            return AskingPlace(_COUNSEL, rest=(len(pointer), pointer))
        group, places = defined
        positions = (int(step) for step in steps if step.isdigit())
        return AskingPlace(group, tuple(next(positions) if place is None else place for place in places))


@cache
def _defined(record: Any) -> dict[str, tuple[int, tuple[int | None, ...]]]:
    """Say of each fact, by its pointer in the dictionary, in which group it is asked for and where it is defined.

    That is the place of each field in its record, and ``None`` for each position in a list.
    """
    return {each.pointer: (_GROUPS[each.group], tuple(_places(record, each.pointer))) for each in entries(record)}


def _places(record: Any, pointer: str) -> Iterator[int | None]:
    for step in pointer.split("/")[1:]:
        if step == _POSITION:
            yield None
        elif step != "items":
            names = fields_of(record)
            yield [*names].index(step)
            type_ = names[step].type
            record = (type_.item or type_).record


def hardship(places: Iterable[AskingPlace]) -> tuple[int, ...]:
    """Count the questions that a deal team can hardly answer by itself, group by group, the hardest first."""
    groups = [place.group for place in places]
    return groups.count(_COUNSEL), groups.count(_OWNERS)

"""Finds who and what the items of a notification are about, as the rule set names them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from app.domain.answers.determination import Reason
from app.domain.answers.ownership import OwnershipAnswer
from app.domain.facts.fact import Listing, PartyId, stated_items
from app.domain.facts.party import Interest, Party
from app.domain.facts.places import PlacedValue
from app.domain.facts.transaction import Transaction
from app.domain.language.contents import FILER, Relation, Subject
from app.domain.language.nodes import Path
from app.domain.ownership.resolve.order import walk
from app.domain.quantity import Quantity, Range
from app.domain.truth import MET, Verdict

MeetsDefinition = Callable[[str, Any], Verdict]
"""Says whether a record of the transaction meets a definition."""

_HALF: Final = Decimal(50)


class Subjects:
    """Finds the subjects of one transaction. ``reasons`` gives what the determination rests on, if asked."""

    def __init__(
        self,
        described: Mapping[str, Subject],
        transaction: Transaction,
        *,
        judge: MeetsDefinition,
        reasons: Callable[[], Iterable[Reason]],
    ) -> None:
        self._described = described
        self._transaction = transaction
        self._judge = judge
        self._reasons = reasons
        self.parties: dict[PartyId, Party] = {party.id: party for party in transaction.parties}
        self._places = {party.id: f"/parties/{i}" for i, party in enumerate(transaction.parties)}
        self._by_subject: dict[PartyId, list[tuple[int, Interest]]] = {}
        for index, interest in enumerate(transaction.interests):
            self._by_subject.setdefault(interest.subject, []).append((index, interest))
        self._found: dict[tuple[str, str | None], tuple[PlacedValue, ...]] = {}

    def of(self, names: Iterable[str], filer: PlacedValue | None) -> tuple[PlacedValue, ...]:
        """Give the subjects of these names, each once, for the notification of one filer."""
        found = {each.pointer: each for name in names for each in self._named(name, filer)}
        return tuple(found.values())

    def party(self, party: PartyId) -> PlacedValue:
        """Give a party with its place."""
        return PlacedValue(self.parties[party], self._places[party])

    def interests_in(self, subjects: Iterable[PartyId]) -> Iterator[tuple[int, Interest]]:
        """Give the interests in these parties, each with its position."""
        for each in subjects:
            yield from self._by_subject.get(each, ())

    def place_to_ask(self, name: str, filer: PlacedValue | None) -> str | None:
        """Give the JSON Pointer to where a subject is stated that nobody is found for; ``None`` if there is none."""
        subject = self._described[name]
        if subject.among:
            return "".join(f"/{step.field.name}" for step in subject.among[0].steps)
        above = self.of(subject.of, filer)
        return f"{above[0].pointer}/{subject.listed.steps[-1].field.name}" if subject.listed and above else None

    def _named(self, name: str, filer: PlacedValue | None) -> tuple[PlacedValue, ...]:
        if name == FILER:
            return () if filer is None else (filer,)
        key = name, None if filer is None else filer.pointer
        if key not in self._found:
            subject = self._described[name]
            candidates = {each.pointer: each for each in self._candidates(subject, filer)}
            self._found[key] = tuple(each for each in candidates.values() if self._counts(subject, each.value))
        return self._found[key]

    def _counts(self, subject: Subject, record: Any) -> bool:
        return not subject.meets or any(self._judge(name, record) == MET for name in subject.meets)

    def _candidates(self, subject: Subject, filer: PlacedValue | None) -> Iterator[PlacedValue]:
        for path in subject.among:
            yield from self._standing(path)
        of = self.of(subject.of, filer)
        if subject.listed is not None:
            for each in of:
                yield from self._within(subject.listed, each)
        elif subject.told_by is not None:
            yield from self._told(subject.told_by, of)
        elif subject.relation is not None:
            yield from self._related(subject.relation, [each.value.id for each in of])

    def _standing(self, path: Path) -> Iterator[PlacedValue]:
        """Give the records or parties that stand at a place of the transaction."""
        value, pointer = PlacedValue(self._transaction, "")
        for step in path.steps:
            if step.through_party:
                if value is None:
                    return
                value, pointer = self.party(value)
            value = None if value is None else getattr(value, step.field.name)
            pointer = f"{pointer}/{step.field.name}"
        yield from self._opened(value, pointer)

    def _within(self, path: Path, record: PlacedValue) -> Iterator[PlacedValue]:
        value, pointer = record
        for step in path.steps:
            value, pointer = None if value is None else getattr(value, step.field.name), f"{pointer}/{step.field.name}"
        yield from self._opened(value, pointer)

    def _opened(self, value: Any, pointer: str) -> Iterator[PlacedValue]:
        """Give what a value is: a list's items, the party that it names, or the record itself."""
        match value:
            case None:
                return
            case Listing(items=items):
                for index, each in enumerate(items):
                    yield from self._opened(each, f"{pointer}/items/{index}")
            case tuple():
                for index, each in enumerate(value):
                    yield from self._opened(each, f"{pointer}/{index}")
            case str():
                yield self.party(PartyId(value))
            case _:
                yield PlacedValue(value, pointer)

    def _told(self, definition: str, of: Iterable[PlacedValue]) -> Iterator[PlacedValue]:
        """Give the holders from whom the answers on a definition start, where it is met."""
        left = {each.pointer for each in of}
        for reason in self._reasons() if left else ():
            if reason["code"] == definition and reason["verdict"] == "met":
                for answer in reason.get("ownership", ()):
                    if answer["party"] in left:
                        left.discard(answer["party"])
                        yield from self._tops(answer)
            if not left:
                return

    def _tops(self, answer: OwnershipAnswer) -> Iterator[PlacedValue]:
        """Give the holders with whom the paths begin that count."""
        for path in answer["paths"]:
            if path["counts"] == "held":
                yield self.party(self._transaction.interests[_position(path["interests"][0])].holder)

    def _related(self, relation: Relation, of: list[PartyId]) -> Iterator[PlacedValue]:
        for each in walk(of, self._parents):
            if each not in of and not (relation is Relation.ULTIMATE_PARENTS and self._parents(each)):
                yield self.party(each)

    def _parents(self, party: PartyId) -> list[PartyId]:
        """Give the holders that are parents by what is stated of their own interest, or may be."""
        held = [each for _, each in self._by_subject.get(party, ()) if each.holder != party and _may_be_parent(each)]
        return [each.holder for each in held if self.parties[each.holder].kind != "public_float"]


def _may_be_parent(interest: Interest) -> bool:
    shares = [share for share in (interest.voting_percent, interest.board_percent) if share is not None]
    return not shares or bool(stated_items(interest.roles)) or any(map(_may_exceed_half, shares))


def _may_exceed_half(share: Quantity) -> bool:
    if isinstance(share, Range):
        return all(bound is None or bound > _HALF for bound in (share.at_most, share.less_than))
    return share > _HALF


def _position(pointer: str) -> int:
    """Give the position of the interest that a JSON Pointer leads into."""
    return int(pointer.split("/")[2])

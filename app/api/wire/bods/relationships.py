"""The interests that the statements on relationships tell of, and the parties that only these name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from app.api.wire import limits
from app.api.wire.bods.chains import Chains
from app.api.wire.bods.dating import Dated, group_day, in_order
from app.api.wire.bods.holdings import Days, Held, held
from app.api.wire.bods.parties import is_line
from app.api.wire.bods.registry import CORRECTED
from app.api.wire.bods.timeline import ByDays, by_days, term_of
from app.api.wire.bods.told import Json, Node, Told, content
from app.domain.errors import InvalidTransaction, Problem

_MOST = 100
Ends = tuple[str, str]
"""The holder and the subject of an interest, by the ids of their parties."""
_CHAIN = "The interests of which this one is made up are stated themselves."
_PERHAPS = "It may be the same as the chain that is stated as well, and so counts for anything up to what it is."


@dataclass(slots=True)
class Relationships:
    """Reads relationships, track by track; a track is what the records on one relationship say of it.

    ``party_of`` is the party of each record that has one of its own.
    """

    parties: dict[str, Json]
    party_of: Mapping[str, str]
    as_of: date | None
    told: Told
    _held: list[tuple[Ends, list[Held]]] = field(default_factory=list)
    _between: dict[Ends, str] = field(default_factory=dict)
    _stood_for: set[tuple[Ends, Days]] = field(default_factory=set)

    def read(self, statements: Sequence[Dated], *, since: Mapping[int, date]) -> list[Json]:
        """The interests as a transaction states them, in the order of the statements."""
        for track in self._tracks(statements):
            self._read_track(track, since)
        chains, number = Chains(), 0
        direct: list[ByDays] = []
        for (holder, subject), found in self._held:
            held_directly = by_days([each for each in found if each.way != "indirect"])
            direct.append(held_directly)
            chains.add(holder, subject, held_directly)
            number += sum(len(facts) for _, facts in held_directly)
            if number > limits.most_items("interests"):
                detail = f"These come to more than {limits.most_items('interests')} interests: import fewer statements."
                raise InvalidTransaction([Problem("", detail, "too_many_items")])
        interests: list[Json] = []
        for (ends, found), held_directly in zip(self._held, direct, strict=True):
            counting = held_directly
            if any(each.way != "direct" for each in found):
                interests += self._indirect(ends, found, chains)
                counting = by_days([self._doubted(ends, each, chains) for each in found if each.way != "indirect"])
            interests += self._written(ends, counting)
        return interests

    def _tracks(self, statements: Sequence[Dated]) -> list[list[Dated]]:
        """The statements on each relationship.

        A relationship is known by its ends, so that records of several declarations, and those that show a chain, can
        be of one. Several records of one declaration that show no chain are lots, which add up.
        """
        by_record: dict[str, list[Dated]] = {}
        for each in statements:
            by_record.setdefault(each.record, []).append(each)
        tracks: dict[tuple[Any, ...], list[str]] = {}
        lots: dict[tuple[Any, ...], int] = {}
        for record in sorted(by_record):
            last = in_order(by_record[record])[-1][0].statement
            details = last["recordDetails"]
            ends = tuple(self._party(details.get(name)) for name in ("interestedParty", "subject"))
            if None in ends:
                ends = (record,)
            lot = 0
            if details.get("isComponent") is not True:
                declared = (*ends, _text(last.get("declarationSubject")))
                lot = lots[declared] = lots.get(declared, 0) + 1
            tracks.setdefault((ends, max(lot, 1)), []).append(record)
        for records in tracks.values():
            for record in records[1:]:
                asks = "Another record states this relationship too. Is it one? It counts once, by the later statement."
                self.told.ask(f"/{by_record[record][0].place}", asks)
        found = [[each for record in records for each in by_record[record]] for records in tracks.values()]
        return sorted(found, key=lambda track: min(each.place for each in track))

    def _read_track(self, track: Sequence[Dated], since: Mapping[int, date]) -> None:
        ordered = in_order(track)
        kept = {each.place for group in ordered for each in group}
        for each in track:
            if each.place not in kept:
                self.told.leave(f"/{each.place}", CORRECTED)
        groups = [self._distinct(group) for group in ordered]
        self._tell_changes(groups)
        by_ends: dict[Ends, list[Held]] = {}
        counts: set[int] = set()
        ends_of = {each.place: self._ends(each) for group in groups for each in group}
        for dated, interest in held(groups, since=since, as_of=self.as_of, told=self.told):
            if self.as_of is None or interest.days.has(self.as_of):
                counts.add(dated.place)
            if (ends := ends_of[dated.place]) is not None:
                interests = by_ends.setdefault(ends, [])
                interests.append(interest)
                if len(interests) > _MOST:
                    detail = f"Give at most {_MOST} interests of one party in another, at all times together."
                    raise InvalidTransaction([Problem(f"/{dated.place}", detail, "too_many_items")])
        for place, ends in ends_of.items():
            if place not in counts and ends is not None and self.as_of is not None:
                self.told.leave(f"/{place}", f"Nothing that it states was held on {self.as_of}.")
        self._held += by_ends.items()

    def _distinct(self, group: Sequence[Dated]) -> list[Dated]:
        """The statements of a group that say different things."""
        if len(group) == 1:
            return [*group]
        found: dict[str, Dated] = {}
        for each in sorted(group, key=lambda each: each.place):
            if found.setdefault(_content(each), each) is not each:
                self.told.read(f"/{each.place}/recordDetails")
        return [*found.values()]

    def _tell_changes(self, groups: Sequence[Sequence[Dated]]) -> None:
        """Which statements say something else of the same moment, and which of another day."""
        for group in groups:
            for each in group[1:]:
                asks = "Statements of the same moment say different things of this relationship: which is right?"
                self.told.ask(f"/{each.place}/recordDetails", asks)
        for before, after in pairwise(groups):
            if set(map(_content, before)) == set(map(_content, after)):
                continue
            if self.as_of is None:
                asks = "This changes what was stated before: each statement counts from its own day on. Is that right?"
            elif group_day(after) > self.as_of:
                asks = f"This later statement says something else of the relationship: was it so on {self.as_of}?"
            else:
                continue
            self.told.ask(f"/{after[0].place}/recordDetails", asks)
        if self.as_of is not None and group_day(groups[0]) > self.as_of:
            asks = f"The first statement on this relationship is later than {self.as_of}: was it so already?"
            self.told.ask(f"/{groups[0][0].place}/statementDate", asks)

    def _ends(self, dated: Dated) -> Ends | None:
        details = Node(dated.statement["recordDetails"], f"/{dated.place}/recordDetails", self.told)
        found = []
        for name in ("interestedParty", "subject"):
            end = details.get(name)
            party = self._party(end.value)
            if party is None and name == "interestedParty" and _has_share(details.value):
                party = self._fresh(f"unnamed holder of {dated.record}")
                self.parties[party] = {"id": party}
                self.told.ask(end.pointer, f"Who is this? The party `{party}` stands for whom the file does not name.")
            if party is None:
                self.told.leave(end.pointer, "Nobody is named here; whether there are more holders stays unknown.")
                return None
            end.take()
            if party not in self.parties:
                self.parties[party] = {"id": party}
                self.told.leave(
                    end.pointer, "It names a record without a statement of its own: nothing is known of it."
                )
            found.append(party)
        if found[0] == found[1] and details.value["interestedParty"] != details.value["subject"]:
            self.told.ask(details.pointer, "By their numbers both ends are one company: are these its own shares?")
        details.get("componentRecords").leave("Which interests make up a chain is read off their ends.")
        return found[0], found[1]

    def _party(self, record: Any) -> str | None:
        return self.party_of.get(record, record) if isinstance(record, str) and is_line(record) else None

    def _doubted(self, ends: Ends, interest: Held, chains: Chains) -> Held:
        """The interest; in doubt, where it is not known to be direct and may be held through the chain stated."""
        if interest.way == "direct" or not chains.account_for(*ends, {}, days=self._asked(interest)):
            return interest
        self.told.ask(interest.pointer, _PERHAPS)
        return replace(interest, sure=False)

    def _indirect(self, ends: Ends, found: Sequence[Held], chains: Chains) -> Iterator[Json]:
        """The interests that stand for those whose chain is not stated."""
        for each in found:
            if each.way != "indirect" or (self.as_of is not None and not each.days.has(self.as_of)):
                continue
            if chains.account_for(*ends, each.fact, days=self._asked(each)):
                self.told.leave(each.pointer, _CHAIN)
            else:
                yield from self._through(ends, each)

    def _asked(self, interest: Held) -> Days:
        """The days on which a chain must be stated: those of the interest, or the one that is asked for."""
        return interest.days if self.as_of is None else Days(self.as_of, self.as_of)

    def _written(self, ends: Ends, counting: ByDays) -> Iterator[Json]:
        own = {"treasury": True} if ends[0] == ends[1] else {}
        for days, facts in counting:
            if self.as_of is None or days.has(self.as_of):
                for fact in facts:
                    yield {"holder": ends[0], "subject": ends[1], **own, **term_of(days), **fact}

    def _through(self, ends: Ends, indirect: Held) -> Iterator[Json]:
        """The holder holds through others whom the file does not name; for them stands a party with nothing known."""
        if ends not in self._between:
            between = self._between[ends] = self._fresh(f"between {ends[0]} and {ends[1]}")
            self.parties[between] = {"id": between}
        between = self._between[ends]
        self.told.leave(f"{indirect.pointer}/share", "It is held through others, and how much they hold stays unknown.")
        if (ends, indirect.days) in self._stood_for:
            return
        self._stood_for.add((ends, indirect.days))
        asks = f"Through whom is this held, and how much? The file does not say; the party `{between}` stands for them."
        self.told.ask(indirect.pointer, asks)
        for holder, subject in ((ends[0], between), (between, ends[1])):
            yield {"holder": holder, "subject": subject, **term_of(indirect.days)}

    def _fresh(self, name: str) -> str:
        """An id that no party has."""
        fresh, number = name[: limits.IDENTIFIER], 1
        while fresh in self.parties:
            number += 1
            fresh = f"{name[: limits.IDENTIFIER - 10]} ({number})"
        return fresh


def _content(dated: Dated) -> str:
    """What a statement says of the relationship."""
    details = dated.statement["recordDetails"]
    names = ("interestedParty", "subject", "interests")
    return content([details.get(name) for name in names], dated.statement.get("recordStatus") == "closed")


def _has_share(details: Json) -> bool:
    interests = details.get("interests")
    unnamed = details.get("interestedParty")
    none = isinstance(unnamed, dict) and unnamed.get("reason") == "noBeneficialOwners"
    listed = interests if isinstance(interests, list) and not none else ()
    return any(isinstance(each, dict) and each.get("share") is not None for each in listed)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

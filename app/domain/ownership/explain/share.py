"""Explains why a share is within its bounds: walks an attribution that has been worked out and notes its facts."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from app.domain.facts.fact import PartyId
from app.domain.ownership.answer.attribution import Attribution
from app.domain.ownership.answer.question import PARENTAL
from app.domain.ownership.explain.evidence import EvidenceNotes, PathStep
from app.domain.ownership.resolve.bounds import NONE, Interval, Number, as_fraction
from app.domain.ownership.resolve.graph import ADVISER, Column, Link
from app.domain.quantity import is_exact
from app.domain.truth import MET, NOT_MET, UNKNOWN


class ShareNotes:
    """Notes what the shares of one attribution rest on; nothing is noted twice.

    What is still to be walked is kept in a list, since a chain may have ten thousand links.
    """

    __slots__ = ("_done", "_pending", "_with_roles", "attribution", "notes")

    def __init__(self, attribution: Attribution, notes: EvidenceNotes, *, with_roles: bool = False) -> None:
        self.attribution = attribution
        self.notes = notes
        self._with_roles = with_roles or attribution.question.any_parent
        self._pending: list[Callable[[], None]] = []
        self._done: set[tuple[str, PartyId, int]] = set()

    def verdict(self, entity: PartyId, verdict: int) -> None:
        """Note why the group holds enough of the entity, why it cannot, or what keeps this open."""
        if verdict == MET:
            self._met(entity)
        elif verdict == NOT_MET:
            self._not_met(entity)
        else:
            self._open(entity)
        self._walk()

    def held(self, entity: PartyId, place: int) -> None:
        """Note all that the group definitely holds of the entity in this measure."""
        self.attribution.shares(entity)
        self._all_that_is_held(entity, place)
        self._walk()

    def everything(self, entity: PartyId) -> None:
        """Note all that is known above the entity."""
        self._everything(entity)
        self.notes.non_members.discard(entity)
        self._walk()

    def role(self, place: int) -> None:
        """Note the roles of the interest at this place, and what decides whether an adviser is a parent."""
        interest = self.attribution.graph.interests[place]
        if interest.roles is not None:
            self.notes.interests.add((place, "roles"))
            if ADVISER in interest.roles.items:
                self.notes.parties.add((interest.subject, "pooled_investment_fund"))

    def _walk(self) -> None:
        while self._pending:
            self._pending.pop()()

    def _later(self, walk: Callable[..., None], entity: PartyId, *places: int) -> None:
        for place in places or (0,):
            key = (walk.__name__, entity, place)
            if key not in self._done:
                self._done.add(key)
                self._pending.append(partial(walk, entity, place) if places else partial(walk, entity))

    def _met(self, entity: PartyId) -> None:
        """Note the largest holdings that suffice, in one measure."""
        run = self.attribution
        held = run.shares(entity)
        place = next(place for place, share in enumerate(held) if run.verdict(share) == MET)
        down = run.arithmetic.down
        links = [(down.multiply(each.lower, self._claim(each, place)[0]), each) for each in self._links(entity, place)]
        total: Number = 0
        above = False
        for weight, link in _largest_first(links):
            least, least_open, _, _ = self._claim(link, place)
            if not (least or least_open) or not (link.lower or link.lower_open):
                continue
            total = down.add(total, weight)
            above = above or (bool(least) and link.lower_open) or (bool(link.lower) and least_open)
            self._hold(entity, link, place)
            if run.verdict((total, above, 100, False)) == MET:
                return
        if self._column(entity, place).comes_to_100:
            self._all_that_is_held(entity, place)

    def _not_met(self, entity: PartyId) -> None:
        """Note that others hold too much, or else all holders and that not enough of it is the group's."""
        run = self.attribution
        run.shares(entity)
        for place in run.positions:
            if not self._crowded_out(entity, place):
                self._most(entity, place)

    def _least(self, entity: PartyId, place: int) -> None:
        """Note all that the lower bound of the entity's claim rests on."""
        run = self.attribution
        if run.full and 100 * as_fraction(run.claims[entity][place][0]) > as_fraction(run.shares(entity)[place][0]):
            self._later(self._percentages, entity)
        for link in self._all_that_is_held(entity, place):
            if run.question.any_parent:  # what may make the holder a parent otherwise than by its share in this measure
                self.role(link.place)
                for measure in PARENTAL:
                    self._note(link.place, measure)

    def _all_that_is_held(self, entity: PartyId, place: int) -> list[Link]:
        """Note the links by which the group definitely holds any of the entity, and what others leave to it."""
        if self._column(entity, place).comes_to_100:
            self._later(self._the_whole, entity, place)
        held = [link for link in self._links(entity, place) if any(self._claim(link, place)[:2])]
        for link in held:
            self._hold(entity, link, place)
        return held

    def _the_whole(self, entity: PartyId, place: int) -> None:
        """Note what the holders of the entity leave to one another: all that is stated of them, and that it is all."""
        self.notes.parties.add((entity, "holders_complete"))
        for link in self._links(entity, place):
            self._note(link.place, self.attribution.question.measures[place])

    def _hold(self, entity: PartyId, link: Link, place: int) -> None:
        """Note a holding and why its holder has the claim it has."""
        run = self.attribution
        self._note_percent(entity, link, place)
        in_full = entity in run.claims and run.claims[entity][place][0] == 1
        self.notes.step(PathStep(link.place, link.holder, entity, run.question.measures[place], in_full))
        if run.membership(link.holder) == MET:
            self.notes.members.add(link.holder)
        elif link.holder in run.rings:
            self._later(self._ring, run.rings[link.holder][0])
        elif run.question.pooled and run.reached(run.shares(link.holder)) == MET:
            self._later(self._met, link.holder)
        else:
            self._later(self._least, link.holder, *(run.positions if run.question.any_parent else (place,)))

    def _ring(self, first: PartyId) -> None:
        """Note all that the lower bounds of entities that hold one another rest on, the first of them given."""
        for each in self.attribution.rings[first]:
            self._later(self._least, each, *self.attribution.positions)

    def _crowded_out(self, entity: PartyId, place: int) -> bool:
        """Say whether the holdings of others suffice; then note the largest of them."""
        run = self.attribution
        down = run.arithmetic.down
        others = _largest_first(
            (down.multiply(each.lower, down.subtract(1, self._claim(each, place)[2])), each)
            for each in self._links(entity, place)
        )
        outside: Number = 0
        above = False
        for count, (weight, link) in enumerate(others, 1):
            _, _, most, below = self._claim(link, place)
            outside = down.add(outside, weight)
            above = above or (link.lower_open and most != 1) or (bool(link.lower) and below)
            if run.verdict((0, False, run.arithmetic.up.subtract(100, outside), above)) == NOT_MET:
                for _, each in others[:count]:
                    self._note_percent(entity, each, place)
                    self._outsider(each.holder, place)
                return True
        return False

    def _most(self, entity: PartyId, place: int) -> None:
        """Note all that the upper bound of the share rests on."""
        column = self._column(entity, place)
        self.notes.closed(self.attribution.graph, entity)
        counted = not column.complete or any(self._claim(link, place) is not NONE for link in column.links)
        for link in column.links:
            _, _, most, below = self._claim(link, place)
            if counted:
                self._note(link.place, self.attribution.question.measures[place])
            if most != 1 or below:
                self._outsider(link.holder, place)

    def _outsider(self, holder: PartyId, place: int) -> None:
        """Note why the holder's holdings are not, or not all, the group's."""
        run = self.attribution
        self.notes.non_members.add(holder)
        if not run.graph.into(holder):
            self.notes.closed(run.graph, holder)
        else:
            together = run.question.pooled or run.question.any_parent
            for each in run.positions if together else (place,):
                if run.full and any(run.claims[above][each] is not NONE for above in run.graph.holders(holder)):
                    self._later(self._everything, holder)
                else:
                    self._later(self._most, holder, each)

    def _everything(self, entity: PartyId) -> None:
        """Note all that is known above the entity: on who else may be behind it depends which links count in full."""
        if self.attribution.membership(entity) == NOT_MET:
            self.notes.non_members.add(entity)
        for holder in self._facts(entity):
            self._later(self._everything, holder)

    def _percentages(self, entity: PartyId) -> None:
        """Note all percentages and roles above the entity, whoever is a member."""
        for holder in self._facts(entity):
            self._later(self._percentages, holder)

    def _facts(self, entity: PartyId) -> Sequence[PartyId]:
        """Note what is known of the entity and of the interests in it; give its holders."""
        run = self.attribution
        self.notes.closed(run.graph, entity)
        for place in run.graph.into(entity):
            for measure in {*run.question.measures, *(PARENTAL if run.question.any_parent else ())}:
                self._note(place, measure)
            if self._with_roles:
                self.role(place)
        return run.graph.holders(entity)

    def _open(self, entity: PartyId) -> None:
        """Note the facts that keep the answer about the entity open, and the known ones beside them."""
        run = self.attribution
        party = run.graph.party(entity)
        if party.kind is None:
            self.notes.open_parties.add((entity, "kind"))
        for place, share in enumerate(run.shares(entity)):
            claim = run.claims[entity][place] if entity in run.claims else NONE
            if run.verdict(share) == NOT_MET and share[0] == share[2] and claim[0] == claim[2]:
                continue
            by_role = run.question.any_parent and not run.graph.closed_by(entity)
            if self._column(entity, place).rest or by_role:
                self.notes.open_parties.add((entity, "holders_complete"))
            for link in self._links(entity, place):
                self._open_link(link, place, crowding=party.holders_complete is False)

    def _open_link(self, link: Link, place: int, *, crowding: bool) -> None:
        run, notes = self.attribution, self.notes
        least, _, most, _ = self._claim(link, place)
        self._note(link.place, run.question.measures[place])
        if link.lower != link.upper and (most or crowding):
            notes.open_interests.add((link.place, run.question.measures[place].value))
        if run.question.any_parent and most:
            if run.graph.role(link.place) == UNKNOWN:
                notes.open_interests.add((link.place, "roles"))
            interest = run.graph.interests[link.place]
            notes.open_interests.update(
                (link.place, str(each)) for each in PARENTAL if not is_exact(getattr(interest, each))
            )
        membership = run.membership(link.holder)
        notes.member(link.holder, membership)
        if membership != MET and least != most:
            self._later(self._open, link.holder)

    def _note_percent(self, entity: PartyId, link: Link, place: int) -> None:
        """Note the percentage of a link, and what it rests on where the other holders raise it."""
        self._note(link.place, self.attribution.question.measures[place])
        if link.place in self._column(entity, place).raised:
            self._later(self._the_whole, entity, place)

    def _note(self, place: int, field: str) -> None:
        if getattr(self.attribution.graph.interests[place], field) is not None:
            self.notes.interests.add((place, str(field)))

    def _claim(self, link: Link, place: int) -> Interval:
        return self.attribution.claims[link.holder][place]

    def _column(self, entity: PartyId, place: int) -> Column:
        return self.attribution.graph.column(entity, self.attribution.question.measures[place])

    def _links(self, entity: PartyId, place: int) -> Sequence[Link]:
        return self._column(entity, place).links


def _largest_first(links: Iterable[tuple[Number, Link]]) -> list[tuple[Number, Link]]:
    ordered = sorted(links, key=lambda each: each[1].place)
    ordered.sort(key=lambda each: each[0], reverse=True)
    return ordered

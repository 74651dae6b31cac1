"""Why a share is within its bounds: walks an attribution that has been worked out and notes the facts it rests on."""

from app.domain.facts.fact import PartyId
from app.domain.ownership.attribution import Attribution
from app.domain.ownership.bounds import (
    DOWN,
    HUNDRED,
    NONE,
    ONE,
    UP,
    ZERO,
    Bounds,
    Number,
    add,
    multiply,
    without,
)
from app.domain.ownership.graph import Column, Link
from app.domain.ownership.witness import Notes, Step
from app.domain.truth import Truth


class Grounds:
    """Notes what the shares of one attribution rest on; nothing is noted twice."""

    __slots__ = ("_above", "_below", "_open", "attribution", "notes")

    def __init__(self, attribution: Attribution, notes: Notes) -> None:
        self.attribution = attribution
        self.notes = notes
        self._below: set[tuple[PartyId, int]] = set()
        self._above: set[tuple[PartyId, int]] = set()
        self._open: set[PartyId] = set()

    def met(self, entity: PartyId) -> None:
        """Notes why the class holds enough of the entity: the largest holdings that suffice, in one measure."""
        run = self.attribution
        held = run.shares(entity)
        place = next(place for place, share in enumerate(held) if run.question.verdict(share) == Truth.MET)
        reached: Bounds = (ZERO, False, HUNDRED, False)
        weighted = sorted(
            (
                (multiply(DOWN, link.lower, self._claim(link, place)[0]), link)
                for link in self._column(entity, place).links
            ),
            key=lambda each: (-each[0], each[1].place),
        )
        for weight, link in weighted:
            claim = self._claim(link, place)
            above = reached[1] or (bool(claim[0]) and link.lower_open) or (bool(link.lower) and claim[1])
            reached = (add(DOWN, reached[0], weight), above, HUNDRED, False)
            self._hold(entity, link, place)
            if run.question.verdict(reached) == Truth.MET:
                return

    def least(self, entity: PartyId, place: int) -> None:
        """Notes all that the lower bound of the share rests on."""
        if (entity, place) in self._below:
            return
        self._below.add((entity, place))
        for link in self._column(entity, place).links:
            claim = self._claim(link, place)
            if claim[0] or claim[1]:
                self._hold(entity, link, place)
                self._roles(link)

    def not_met(self, entity: PartyId) -> None:
        """Notes why the class cannot hold enough of the entity in any measure.

        Either others hold so much that it cannot, or all holders are known and not enough of it is the class's.
        """
        run = self.attribution
        if run.graph.party(entity).kind == "individual":
            self.notes.parties.add((entity, "kind"))
            return
        run.shares(entity)
        for place in range(len(run.question.measures)):
            if not self._crowded_out(entity, place):
                self.most(entity, place)

    def _crowded_out(self, entity: PartyId, place: int) -> bool:
        run = self.attribution
        others: list[tuple[Number, Link]] = []
        for link in self._column(entity, place).links:
            part = without(DOWN, ONE, self._claim(link, place)[2])
            if part and link.lower:
                others.append((multiply(DOWN, link.lower, part), link))
        others.sort(key=lambda each: (-each[0], each[1].place))
        outside: Number = ZERO
        enough: list[Link] = []
        above = False
        for weight, link in others:
            outside = add(DOWN, outside, weight)
            above = above or link.lower_open or self._claim(link, place)[3]
            enough.append(link)
            if run.question.verdict((ZERO, False, without(UP, HUNDRED, outside), above)) == Truth.NOT_MET:
                for each in enough:
                    self._note(each, place)
                    self._outsider(each.holder, place)
                return True
        return False

    def most(self, entity: PartyId, place: int) -> None:
        """Notes all that the upper bound of the share rests on."""
        if (entity, place) in self._above:
            return
        self._above.add((entity, place))
        run = self.attribution
        column = self._column(entity, place)
        if column.complete:
            self.notes.parties.add((entity, "holders_complete"))
        counted = not column.complete or any(self._claim(link, place) is not NONE for link in column.links)
        for link in column.links:
            claim = self._claim(link, place)
            if counted:
                self._note(link, place)
            if claim[2] != ONE or claim[3]:
                self._outsider(link.holder, place)
            elif run.full:
                self._roles(link)

    def open(self, entity: PartyId) -> None:
        """Notes the facts that keep the answer about the entity open, and the known ones about its direct holders."""
        if entity in self._open:
            return
        self._open.add(entity)
        run, notes = self.attribution, self.notes
        party = run.graph.party(entity)
        if party.kind is None:
            notes.open_parties.add((entity, "kind"))
        for place, share in enumerate(run.shares(entity)):
            if run.question.verdict(share) == Truth.NOT_MET and share[0] == share[2]:
                continue
            column = self._column(entity, place)
            if column.rest:
                notes.open_parties.add((entity, "holders_complete"))
            for link in column.links:
                self._open_link(link, place, crowding=party.holders_complete is False)

    def _open_link(self, link: Link, place: int, *, crowding: bool) -> None:
        run, notes = self.attribution, self.notes
        claim = self._claim(link, place)
        self._note(link, place)
        if link.lower != link.upper and (claim[2] or crowding):
            notes.open_interests.add((link.place, run.question.measures[place].value))
        standing = run.standing(link.holder)
        (notes.non_members, notes.open_members, notes.members)[standing].add(link.holder)
        if standing != Truth.MET and claim[0] != claim[2] and run.graph.party(link.holder).kind != "individual":
            self.open(link.holder)

    def _hold(self, entity: PartyId, link: Link, place: int) -> None:
        """Notes a holding and why its holder has the claim it has."""
        run = self.attribution
        self._note(link, place)
        measure = run.question.measures[place]
        in_full = entity in run.claims and run.claims[entity][place][0] == ONE
        self.notes.step(Step(link.place, link.holder, entity, measure, in_full))
        if run.standing(link.holder) == Truth.MET:
            self.notes.members.add(link.holder)
        elif link.holder in run.rings:
            for each in run.rings[link.holder]:
                for every in range(len(run.question.measures)):
                    self.least(each, every)
        elif run.question.pooled and run.reached(run.held[link.holder]) == Truth.MET:
            if (link.holder, -1) not in self._below:
                self._below.add((link.holder, -1))
                self.met(link.holder)
        else:
            places = range(len(run.question.measures)) if run.question.any_parent else (place,)
            for other in places:
                self.least(link.holder, other)

    def _outsider(self, holder: PartyId, place: int) -> None:
        """Notes why the holder's holdings are not, or not all, the class's."""
        run = self.attribution
        self.notes.non_members.add(holder)
        if run.graph.party(holder).kind == "individual":
            self.notes.parties.add((holder, "kind"))
        elif not run.graph.into(holder):
            self.notes.parties.add((holder, "holders_complete"))
        else:
            together = run.question.pooled or run.question.any_parent
            for each in range(len(run.question.measures)) if together else (place,):
                self.most(holder, each)

    def _roles(self, link: Link) -> None:
        run = self.attribution
        if run.question.any_parent and run.graph.interests[link.place].roles is not None:
            self.notes.interests.add((link.place, "roles"))
            subject = run.graph.interests[link.place].subject
            self.notes.parties.add((subject, "pooled_investment_fund"))

    def _note(self, link: Link, place: int) -> None:
        field = self.attribution.question.measures[place].value
        if getattr(self.attribution.graph.interests[link.place], field) is not None:
            self.notes.interests.add((link.place, field))

    def _claim(self, link: Link, place: int) -> Bounds:
        return self.attribution.claims[link.holder][place]

    def _column(self, entity: PartyId, place: int) -> Column:
        return self.attribution.graph.column(entity, self.attribution.question.measures[place])

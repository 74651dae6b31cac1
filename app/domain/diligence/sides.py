"""Says on which side of a deal a party stands, and who can answer a question about a fact."""

from collections import deque
from collections.abc import Iterable, Mapping

from app.domain.answers.requests import SideName
from app.domain.facts.fact import PartyId, stated_items
from app.domain.facts.transaction import Transaction, investors_of
from app.domain.language.diligence import Side

_NAMES: tuple[SideName, ...] = ("target_side", "borrower_side", "fund_side")


class Sides:
    """Knows the sides of one deal: those named in it, and whoever holds, or is held by, one of a side."""

    def __init__(self, transaction: Transaction, known: Mapping[str, Side]) -> None:
        self._transaction = transaction
        self.counterparty = _counterparty(transaction, known)
        self._of = self._spread(dict(self._named()))

    def of(self, pointer: str) -> SideName:
        """Say who can answer a question whose answer goes to the place."""
        _, records, *rest = pointer.split("/")
        if records in ("legal_decisions", "variants"):
            return "counsel"
        if records == "parties" and rest:
            return self.of_party(self._transaction.parties[int(rest[0])].id)
        if records == "interests":
            return self.of_party(self._transaction.interests[int(rest[0])].subject) if rest else self.counterparty
        if records == "interests_show":
            return self.counterparty
        about_fund = records == "fund_deal" or (records == "deal" and rest[:1] == ["fund"])
        return "fund_side" if about_fund else "investor_side"

    def of_party(self, party: PartyId) -> SideName:
        """Say on which side a party stands: on the other one, where nothing ties it to either."""
        return self._of.get(party, self.counterparty)

    def _named(self) -> Iterable[tuple[PartyId, SideName]]:
        """Name the parties that the deal names, those of the investor last, who stay what they are."""
        transaction = self._transaction
        for deal in (transaction.fund_deal, transaction.deal):
            if deal is not None:
                side: SideName = "target_side" if deal is transaction.fund_deal else self.counterparty
                yield from ((each, "target_side") for each in stated_items(deal.partners))
                if deal.target is not None:
                    yield deal.target, side
        investors = {*investors_of(transaction), *(each.person for each in stated_items(transaction.directed_by))}
        yield from ((each, "investor_side") for each in investors if each is not None)

    def _spread(self, sides: dict[PartyId, SideName]) -> dict[PartyId, SideName]:
        """Give every party the side of the nearest one named that it is tied to by interests."""
        tied: dict[PartyId, list[PartyId]] = {}
        for interest in self._transaction.interests:
            tied.setdefault(interest.holder, []).append(interest.subject)
            tied.setdefault(interest.subject, []).append(interest.holder)
        waiting = deque(sides)
        while waiting:
            party = waiting.popleft()
            for other in tied.get(party, ()):
                if other not in sides:
                    sides[other] = sides[party]
                    waiting.append(other)
        return sides


def _counterparty(transaction: Transaction, known: Mapping[str, Side]) -> SideName:
    """Say on which side the target stands: on that of a borrower or a fund where the deal is of that kind alone."""
    acts = stated_items(transaction.deal.acts)
    for name in _NAMES:
        if name in known and acts and all(each in known[name].acts for each in acts):
            return name
    return "target_side"

"""Finds how much of a figure comes from, or runs through, the persons that count, in the statements that govern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from app.domain.facts.choices.parties import Basis
from app.domain.facts.fact import PartyId
from app.domain.facts.party import FinancialStatement
from app.domain.ownership.resolve.bounds import as_fraction, bounds_of
from app.domain.quantity import Quantity
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict


class Metric(StrEnum):
    """The four figures of 850.209(a)(2)(i) to (iv). The values are the fields of a statement and of its amounts."""

    REVENUE = "revenue"
    NET_INCOME = "net_income"
    CAPITAL_EXPENDITURE = "capital_expenditure"
    OPERATING_EXPENSES = "operating_expenses"


class Losses(StrEnum):
    """What an overall net income of zero or less means for its metric; the rule does not say."""

    UNDECIDED = "undecided"
    """The metric is open; the others decide if they can."""
    INAPPLICABLE = "inapplicable"
    """The metric is not met."""
    POSITIVE_MEETS = "positive_meets"
    """The metric is met when the part from the persons that count is above zero."""
    ABSOLUTE = "absolute"
    """Amounts are compared without their signs."""


@dataclass(frozen=True, slots=True)
class IncomeTest:
    """How 850.209(a)(2) is applied: more than ``threshold`` percent of a figure.

    ``floor_usd`` is what each person must supply of the same figure to be aggregated with others; ``floor_on_single``
    asks it of a single person too. With ``either_year``, a later unaudited statement counts beside an earlier audited
    one, and either can meet the test; without, the audited one alone does. With ``every_holding``, the question is one
    for a graph in which no holding is taken out for being within 850.501(a).
    """

    threshold: Decimal = Decimal(50)
    floor_usd: Decimal = Decimal(50_000)
    floor_on_single: bool = False
    losses: Losses = Losses.UNDECIDED
    either_year: bool = True
    every_holding: bool = False


@dataclass(frozen=True, slots=True)
class MetricFinding:
    """One metric of one statement: the verdict, the persons counted, and the ratio in percent within bounds.

    ``statement`` is the place of the statement in the party's list. The ratio is that of the largest single person or
    of the persons aggregated, whichever is higher; ``None`` stands for a bound that is not known.
    """

    statement: int
    metric: Metric
    verdict: int
    persons: tuple[PartyId, ...]
    lower: Fraction | None
    upper: Fraction | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure within bounds; ``None`` where there is none. ``above`` and ``below`` mark bounds not reached."""

    lower: Fraction | None
    upper: Fraction | None
    above: bool = False
    below: bool = False

    def sizes(self) -> "Amount":
        """Give the amount without its sign."""
        if self.lower is not None and self.lower >= 0:
            return self
        lower = None if self.lower is None else -self.lower
        if self.upper is not None and self.upper <= 0:
            return Amount(-self.upper, lower, above=self.below, below=self.above)
        return Amount(Fraction(0), None if lower is None or self.upper is None else max(lower, self.upper))


NIL = Amount(Fraction(0), Fraction(0))
Standings = Mapping[PartyId, tuple[int, int]]
"""Of each person, whether its amounts count and whether they decide, in three values."""
NOBODY: tuple[int, int] = (NOT_MET, NOT_MET)


class Supplied(NamedTuple):
    """What one person supplies of a figure, whether that counts, and whether it decides."""

    person: PartyId
    amount: Amount
    counts: int
    decides: int


def amount(quantity: Quantity | None, metric: Metric) -> Amount:
    """Give what is known of a figure. Only net income can be below zero."""
    lower, above, upper, below = (None, False, None, False) if quantity is None else bounds_of(quantity)
    if lower is None and metric is not Metric.NET_INCOME:
        lower, above = Decimal(0), False
    return Amount(
        None if lower is None else as_fraction(lower),
        None if upper is None else as_fraction(upper),
        above=above,
        below=below,
    )


def finding_on(
    place: int,
    statement: FinancialStatement,
    *,
    metric: Metric,
    counting: Standings,
    others: Verdict,
    test: IncomeTest,
) -> MetricFinding:
    """Give the finding on one metric of the statement at this place.

    ``counting`` says of each person whether its amounts count, and whether they decide: nobody else's are enough.
    ``others`` is met where persons may decide whose amounts are not listed, and unknown where such persons may count
    and none of them decides.
    """
    overall = amount(getattr(statement, metric), metric)
    parts: list[Supplied] = []
    if statement.persons is not None:
        for listed in statement.persons.items:
            person = listed.person or PartyId("")
            counts, decides = counting.get(person, NOBODY)
            if counts != NOT_MET:
                parts.append(Supplied(person, amount(getattr(listed, metric), metric), counts, decides))
    if test.losses is Losses.ABSOLUTE:
        overall, parts = overall.sizes(), [each._replace(amount=each.amount.sizes()) for each in parts]
    lowest = _least(parts, statement, test)
    together = Amount(lowest.lower, _most(parts, statement, test, others=others), above=lowest.above)
    verdict = _verdict(together, overall, test)
    if metric is Metric.NET_INCOME and not (overall.lower is not None and overall.lower > 0):
        idle = others != MET and all(each.amount == NIL for each in parts if each.decides)
        verdict = _with_losses(verdict, together, overall, test=test, idle=idle)
    persons = tuple(sorted({each.person for each in parts}))
    least, most = _ratio(together.lower, overall.upper), _ratio(together.upper, overall.lower)
    return MetricFinding(place, metric, verdict, persons, least, most)


def _floor(statement: FinancialStatement, test: IncomeTest) -> tuple[Fraction, Fraction | None]:
    """Give the least and the most that the floor may be in the statement's currency."""
    floor = Fraction(test.floor_usd)
    if statement.units_per_usd is None:
        return (floor, floor) if statement.currency == "USD" else (Fraction(0), None)
    lower, _, upper, _ = bounds_of(statement.units_per_usd)
    return floor * as_fraction(lower or 0), None if upper is None else floor * as_fraction(upper)


def _least(parts: list[Supplied], statement: FinancialStatement, test: IncomeTest) -> Amount:
    """Add up the least that those supply who surely count: one who decides, or those at the floor with such one."""
    _, floor = _floor(statement, test)
    known = [(each, each.amount.lower) for each in parts if each.counts == MET]
    definite = [(each, lower) for each, lower in known if lower is not None]
    at_floor = [
        (each, lower)
        for each, lower in definite
        if floor is not None and lower >= floor and (lower > 0 or each.amount.above)
    ]
    singles = at_floor if test.floor_on_single else definite
    candidates = [(Fraction(0), False)]
    candidates += [(lower, each.amount.above) for each, lower in singles if each.decides == MET]
    if any(each.decides == MET for each, _ in at_floor):
        together = sum((lower for _, lower in at_floor), Fraction(0))
        candidates.append((together, any(each.amount.above for each, _ in at_floor)))
    lower, above = max(candidates)
    return Amount(lower, None, above=above)


def _most(
    parts: list[Supplied], statement: FinancialStatement, test: IncomeTest, *, others: Verdict
) -> Fraction | None:
    """Add up the most that those may supply who may count: one who may decide, or those at the floor with such one."""
    floor, _ = _floor(statement, test)
    at_floor = [
        each
        for each in parts
        if each.amount.upper is None
        or (each.amount.upper >= floor and each.amount.upper > 0)  # not who supplies nothing
    ]
    deciding = [each for each in at_floor if each.decides]
    if others == MET or (others and deciding):
        return None
    singles = [each.amount.upper for each in (at_floor if test.floor_on_single else parts) if each.decides]
    added = [each.amount.upper for each in at_floor] if deciding else []
    if None in singles or None in added:
        return None
    together = sum((upper for upper in added if upper is not None), Fraction(0))
    return max([together, *(upper for upper in singles if upper is not None)])


def _verdict(part: Amount, overall: Amount, test: IncomeTest) -> int:
    """Say whether the part is more than the threshold of a positive overall figure."""
    threshold = Fraction(test.threshold)
    if overall.upper is not None and part.lower is not None and part.lower > 0:
        difference = part.lower * 100 - overall.upper * threshold
        if difference > 0 or (difference == 0 and (part.above or overall.below)):
            return MET
    floor = max(overall.lower or Fraction(0), Fraction(0))
    if part.upper is not None and part.upper * 100 <= floor * threshold:
        return NOT_MET
    return UNKNOWN


def _with_losses(verdict: int, part: Amount, overall: Amount, *, test: IncomeTest, idle: bool) -> int:
    """Give the verdict on net income where the overall figure is, or may be, zero or less."""
    positive = overall.lower is not None and overall.lower == 0 and overall.above
    if positive or test.losses is Losses.ABSOLUTE:
        return verdict
    match test.losses:
        case Losses.UNDECIDED:
            loss: int = NOT_MET if idle else UNKNOWN
        case Losses.INAPPLICABLE:
            loss = NOT_MET
        case Losses.POSITIVE_MEETS:
            above = part.lower is not None and (part.lower > 0 or (part.lower == 0 and part.above))
            never = part.upper is not None and part.upper <= 0
            loss = MET if above else NOT_MET if never else UNKNOWN
    if overall.upper is not None and overall.upper <= 0:
        return loss
    return verdict if verdict == loss else UNKNOWN


def _ratio(part: Fraction | None, overall: Fraction | None) -> Fraction | None:
    return None if part is None or overall is None or overall <= 0 else 100 * part / overall


_RANK: dict[Basis, int] = {"audited": 0, "unaudited": 1, "appraisal": 2, "estimate": 3}


def governing(statements: Sequence[FinancialStatement], *, latest_year_first: bool) -> list[int]:
    """Give the places of the statements that may govern; one place when basis and year of all are known.

    The better basis governs, and of one basis the latest year. With ``latest_year_first`` an audited statement of an
    earlier year gives way to an unaudited one of a later year.
    """
    return [
        place
        for place, each in enumerate(statements)
        if not any(_outranks(other, each, latest_year_first=latest_year_first) for other in statements)
    ]


def _outranks(one: FinancialStatement, other: FinancialStatement, *, latest_year_first: bool) -> bool:
    """Say whether the first definitely governs before the second."""
    if one.basis is None or other.basis is None:
        return False
    by_basis = _RANK[one.basis] - _RANK[other.basis]
    if by_basis and not (latest_year_first and {one.basis, other.basis} == {"audited", "unaudited"}):
        return by_basis < 0
    if one.year_end is None or other.year_end is None:
        return False
    if one.year_end == other.year_end:
        return by_basis < 0
    return one.year_end > other.year_end

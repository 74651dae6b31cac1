"""Which of a person's statements governs: the cascade of 850.209(b)(1)."""

from collections.abc import Iterable, Sequence

from app.domain.facts.party import Basis, FinancialStatement

_RANK: dict[Basis, int] = {"audited": 0, "unaudited": 1, "appraisal": 2, "estimate": 3}


def governing(statements: Sequence[FinancialStatement], *, latest_year_first: bool) -> list[int]:
    """The places of the statements that may govern; one place when basis and year of all are known.

    The better basis governs, and of one basis the latest year. With ``latest_year_first`` an audited statement of an
    earlier year gives way to an unaudited one of a later year.
    """
    return [
        place
        for place, each in enumerate(statements)
        if not any(_outranks(other, each, latest_year_first=latest_year_first) for other in _others(statements, place))
    ]


def _others(statements: Sequence[FinancialStatement], place: int) -> Iterable[FinancialStatement]:
    return (other for index, other in enumerate(statements) if index != place)


def _outranks(one: FinancialStatement, other: FinancialStatement, *, latest_year_first: bool) -> bool:
    """Whether the first definitely governs before the second."""
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

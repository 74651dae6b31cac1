"""Which records are of one company: those that name the same number in the same register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.api.wire.bods.dating import Dated
from app.api.wire.bods.parties import identified
from app.api.wire.bods.told import Told

_UNIQUE = ("lei", "uscc")


@dataclass(slots=True)
class _Company:
    records: list[str]
    numbers: dict[str, set[str]]
    by: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Joined:
    """The party that a record tells of, and by what records were joined, by the id of the party."""

    party_of: Mapping[str, str]
    by: Mapping[str, Sequence[str]]


def joined(entities: Mapping[str, Sequence[Dated]], told: Told) -> Joined:
    """The records of entities, put together where a LEI, then a unified social credit code, then a number agree.

    Two records of which either of the first two differs are not of one company, whatever else they share.
    """
    companies = {record: _Company([record], _numbers(statements)) for record, statements in entities.items()}
    holders: dict[tuple[str, str], list[str]] = {}
    for record in sorted(companies):
        for register, numbers in companies[record].numbers.items():
            for number in numbers:
                holders.setdefault((register, number), []).append(record)
    ranks = {name: rank for rank, name in enumerate(_UNIQUE)}
    for (register, _), records in sorted(holders.items(), key=lambda each: (ranks.get(each[0][0], 2), each[0])):
        for other in records[1:]:
            _join(companies, records[0], other, register=register, entities=entities, told=told)
    party_of, by = {}, {}
    for company in {id(each): each for each in companies.values()}.values():
        # A company that declares for itself is best known by the identifier of that declaration.
        name = min(company.records, key=lambda record: (not _declares_itself(record, entities[record]), record))
        party_of.update(dict.fromkeys(company.records, name))
        if len(company.records) > 1:
            by[name] = sorted(company.by)
    return Joined(party_of, by)


def _join(
    companies: dict[str, _Company],
    left: str,
    right: str,
    *,
    register: str,
    entities: Mapping[str, Sequence[Dated]],
    told: Told,
) -> None:
    one, other = companies[left], companies[right]
    if one is other:
        one.by.add(register)
        return
    for name in _UNIQUE:
        if len(one.numbers.get(name, set()) | other.numbers.get(name, set())) > 1:
            asks = (
                f"This is of one company with another record by its number, and of two by the `{name}`: which is right?"
            )
            told.ask(f"/{entities[right][-1].place}/recordDetails/identifiers", asks)
            return
    one.records += other.records
    one.by |= {*other.by, register}
    for name, numbers in other.numbers.items():
        one.numbers.setdefault(name, set()).update(numbers)
    companies.update(dict.fromkeys(other.records, one))


def _numbers(statements: Iterable[Dated]) -> dict[str, set[str]]:
    numbers: dict[str, set[str]] = {}
    for each in statements:
        for register, number in identified(each.statement["recordDetails"]):
            numbers.setdefault(register, set()).add(number)
    return numbers


def _declares_itself(record: str, statements: Iterable[Dated]) -> bool:
    return any(each.statement.get("declarationSubject") == record for each in statements)

"""Transactions of every shape that the fact dictionary allows, with sound references and shares."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.api.wire.currencies import CURRENCIES
from app.api.wire.shape import PARTS, bounds_of
from app.domain.facts.activity import Activity
from app.domain.facts.countries import COUNTRIES
from app.domain.facts.dictionary import Field, FieldType, Kind, fields_of
from app.domain.facts.party import Interest, Party
from app.domain.facts.transaction import Transaction
from tests.api.builders import read
from tests.consistency import consistent

IDS = ("a", "b", "c", "d")
LINES = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
NUMBERS = st.integers(1, 99) | st.decimals(1, 99, places=3).map(str) | st.sampled_from(["1e1", "2.50", "4E+1"])
TERMS: list[dict[str, Any]] = [
    {"term": "held", "first_day": None, "last_day": None, "treasury": False},
    {"term": "from_first_day", "first_day": "2024-12-31", "last_day": None},
    {"term": "until_last_day", "first_day": None, "last_day": "2025-06-16"},
    {"term": "between_days", "first_day": "2025-01-02", "last_day": "2025-01-02"},
]
"""Interests that were and are held at different times, in terms that agree with their days."""
UNREGISTERED = {"lei": st.none(), "uscc": st.none(), "branch_of": st.none()}
IDENTIFIERS = {
    "a": {
        "lei": st.sampled_from([None, "5493001KJTIIGC8Y1R12"]),
        "uscc": st.sampled_from([None, "91110000600037341L"]),
        "branch_of": st.none(),
    }
}
"""Identifiers with right check digits; no two parties share one."""
RANGES = st.sampled_from([{"at_least": 3}, {"more_than": "3.5", "less_than": 44}, {"at_most": 60, "at_least": None}])


def value(type_: FieldType, field: Field) -> st.SearchStrategy[Any]:
    """Everything that the type allows on the wire."""
    match type_.kind:
        case Kind.QUANTITY if bounds_of(field).lowest is None:
            return NUMBERS | RANGES | st.integers(-50, 0)
        case Kind.QUANTITY:
            return NUMBERS | RANGES
        case Kind.TRUTH:
            return st.booleans()
        case Kind.DATE:
            return st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
        case Kind.CHOICE:
            return st.sampled_from(type_.choices)
        case Kind.COUNTRY:
            return st.sampled_from(["CN", "HK", "MO", "US", "KY"]) | st.sampled_from(sorted(COUNTRIES))
        case Kind.CURRENCY:
            return st.sampled_from(sorted(CURRENCIES))
        case Kind.PARTY:
            return st.sampled_from(IDS)
        case Kind.TEXT:
            return LINES
        case Kind.RECORD:
            return record(type_.record).map(of_its_item) if type_.record is Activity else record(type_.record)
        case Kind.SERIES | Kind.LISTING:
            unique = None if type_.item.kind in PARTS else str
            items = st.lists(value(type_.item, field), max_size=2, unique_by=unique)
            if type_.kind is Kind.SERIES:
                return items
            written_out = st.fixed_dictionaries({"items": items}, optional={"complete": st.booleans() | st.none()})
            return written_out | st.just("none")


def record(definition: type[Any], /, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of a record's fields, any of which may be absent, or null where that says the same."""
    fields = {name: field for name, field in fields_of(definition).items() if name not in fixed}
    values = {
        name: value(field.type, field) | (st.none() if field.nullable else st.nothing())
        for name, field in fields.items()
    }
    required = {name: strategy for name, strategy in values.items() if fields[name].required}
    optional = {name: strategy for name, strategy in values.items() if not fields[name].required}
    return st.fixed_dictionaries({**required, **fixed}, optional=optional)


def of_its_item(activity: dict[str, Any]) -> dict[str, Any]:
    """The activity without particulars of other items: what they deny is read, but not described."""
    item = activity.get("item") if activity.get("item") != "other" else None
    places = {name: each.fact.only_where for name, each in fields_of(Activity).items()}
    elsewhere = {name for name, place in places.items() if item and place and item not in place[1]}
    return {name: said for name, said in activity.items() if name not in elsewhere}


@st.composite
def transactions(draw) -> dict[str, Any]:
    """Whole transactions without contradictions: four parties, each an entity that can be held, and a few interests."""
    party = [
        record(
            Party,
            id=st.just(each),
            kind=st.sampled_from([None, "entity"]),
            conclusions=st.just([]),  # the law says on which elements there can be one
            **IDENTIFIERS.get(each, UNREGISTERED),
        )
        for each in IDS
    ]
    # Three shares of at most 33 percent in one party stay below 100.
    small = st.integers(0, 33) | st.none() | st.just({"at_most": 33})
    shares = dict.fromkeys(("voting_percent", "board_percent", "equity_percent"), small)
    pairs = st.sampled_from([(holder, subject) for holder in IDS for subject in IDS if holder != subject])
    days = dict.fromkeys(("term", "first_day", "last_day", "treasury"), st.none())
    interest = st.builds(
        lambda pair, term, rest: {**rest, **term, "holder": pair[0], "subject": pair[1]},
        pairs,
        st.sampled_from(TERMS),
        record(Interest, holder=st.none(), subject=st.none(), **shares, **days),
    )
    whole = record(
        Transaction,
        parties=st.tuples(*party).map(list),
        interests=st.lists(interest, max_size=3),
        inquiries=st.just([]),
        legal_decisions=st.just([]),
    )
    return consistent(draw(whole), read)

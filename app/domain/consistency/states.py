"""Finds entities organized in a U.S. state whose postal code was taken for that of a country: `DE` is Germany.

The name tells: it ends in a form that the law of the country does not have and that of U.S. states does. Of each
country only such forms are listed as its companies do not use in English either: Mongolian ones are called LLC too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from app.domain.errors import Problem
from app.domain.facts.transaction import Transaction

_LLC = frozenset({"llc", "pllc"})
_LP = frozenset({"lp", "lllp"})
_INC = frozenset({"inc", "incorporated"})
_CORP = frozenset({"corp"})
_CORPORATION = frozenset({"corporation"})


@dataclass(frozen=True, slots=True)
class SharedCode:
    """A code that a country and a U.S. state have in common, and forms of companies that only the state's law has."""

    country: str
    state: str
    forms: frozenset[str]


SHARED_CODES: Mapping[str, SharedCode] = {
    "AL": SharedCode("Albania", "Alabama", _INC),
    "AR": SharedCode("Argentina", "Arkansas", _LLC | _LP | _INC | _CORP),
    "AZ": SharedCode("Azerbaijan", "Arizona", _INC | _LP),
    "CA": SharedCode("Canada", "California", _LLC),
    "CO": SharedCode("Colombia", "Colorado", _LLC | _LP | _INC | _CORP),
    "DE": SharedCode("Germany", "Delaware", _LLC | _LP | _INC | _CORP | _CORPORATION),
    "GA": SharedCode("Gabon", "Georgia", _LLC | _LP | _INC | _CORP),
    "ID": SharedCode("Indonesia", "Idaho", _LLC | _LP | _INC),
    "IL": SharedCode("Israel", "Illinois", _LLC | _INC),
    "IN": SharedCode("India", "Indiana", _LLC | _LP | _INC),
    "LA": SharedCode("Laos", "Louisiana", _LP | _INC),
    "MA": SharedCode("Morocco", "Massachusetts", _LLC | _LP | _INC | _CORP),
    "MD": SharedCode("Moldova", "Maryland", _LP | _INC | _CORP),
    "ME": SharedCode("Montenegro", "Maine", _LP | _INC | _CORP),
    "MN": SharedCode("Mongolia", "Minnesota", _LP | _INC),
    "MO": SharedCode("Macau", "Missouri", _LLC | _LP | _INC),
    "MT": SharedCode("Malta", "Montana", _LLC | _INC),
    "NC": SharedCode("New Caledonia", "North Carolina", _LLC | _LP | _INC | _CORP),
    "NE": SharedCode("Niger", "Nebraska", _LLC | _LP | _INC | _CORP),
    "SD": SharedCode("Sudan", "South Dakota", _LP | _INC),
    "TN": SharedCode("Tunisia", "Tennessee", _LLC | _LP | _INC | _CORP),
    "VA": SharedCode("the Vatican", "Virginia", _LLC | _LP | _INC | _CORP),
}
"""By code. Left out are those whose own law has all such forms: KY (Cayman Islands), MS (Montserrat), PA (Panama), SC
(Seychelles)."""

_SEATED_ELSEWHERE = frozenset({"DE"})
"""Codes of states in which few of their entities have headquarters: with headquarters there, the country is meant."""


def states_taken_for_countries(transaction: Transaction) -> Iterator[Problem]:
    """Find entities said to be organized in a country, by whose names they are organized in the state of its code."""
    for index, party in enumerate(transaction.parties):
        code = party.organized_in
        shared = SHARED_CODES.get(code) if code is not None and party.name is not None else None
        if shared is None or (code in _SEATED_ELSEWHERE and party.headquarters == code):
            continue
        if _form_of(party.name or "") in shared.forms:
            meant = (
                f"state `headquarters` as `{code}` too"
                if code in _SEATED_ELSEWHERE
                else "give the name as it is registered there"
            )
            detail = (
                f"`{code}` is {shared.country}, where no company has the form that the name ends in. For "
                f"{shared.state} write `US`; if {shared.country} is meant, {meant}."
            )
            yield Problem(f"/parties/{index}/organized_in", detail, "state_taken_for_a_country")


_WRITTEN_OUT = {"limited liability company": "llc", "limited partnership": "lp"}
_SERIES = re.compile(r",\s*(series|class)\b.*")


def _form_of(name: str) -> str:
    """Give the word that a name ends in, in small letters, without periods; letters that stand alone are one word.

    A form that is written out is given as it is abbreviated, and what names a series of the entity is passed over.
    """
    whole = _SERIES.sub("", name.casefold().partition("(")[0])
    for written, form in _WRITTEN_OUT.items():
        whole = whole.replace(written, form)
    words = whole.replace(".", "").replace(",", " ").split()
    letters = [*takewhile(lambda word: len(word) == 1, reversed(words))]
    return "".join(reversed(letters)) or "".join(words[-1:])

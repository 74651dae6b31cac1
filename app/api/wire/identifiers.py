"""Checks the identifiers of parties: their check digits are right, and no two parties share one."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import stdnum.cn.uscc
import stdnum.lei

from app.domain.errors import Problem
from app.domain.facts.party import Party

_TAKEN = "Another party has this identifier: list a party once, and let interests refer to it by its id."


@dataclass(frozen=True, slots=True)
class Scheme:
    """Says how an identifier is written, how its check digits are tested, and what to say of a wrong one."""

    form: re.Pattern[str]
    check: Callable[[Any], bool]
    detail: str

    def is_valid(self, identifier: str) -> bool:
        """Tells whether this is an identifier of the scheme."""
        return self.form.fullmatch(identifier) is not None and self.check(identifier)


SCHEMES = {
    "lei": Scheme(
        re.compile(r"[A-Z0-9]{18}[0-9]{2}", re.ASCII),
        stdnum.lei.is_valid,
        "This is no legal entity identifier (ISO 17442): give its twenty capitals and digits. The last two check the "
        "others, so a slip of the pen shows.",
    ),
    "uscc": Scheme(
        re.compile(r"[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII),
        stdnum.cn.uscc.is_valid,
        "This is no unified social credit code (GB 32100): give its eighteen digits and capitals. The last one checks "
        "the others, so a slip of the pen shows.",
    ),
}
"""By the field of a party."""


def identifier_problems(parties: Sequence[Party]) -> Iterator[Problem]:
    """Finds every identifier whose check digits are wrong, and every one that an earlier party has too."""
    for field, scheme in SCHEMES.items():
        seen: set[str] = set()
        for index, party in enumerate(parties):
            identifier: str | None = getattr(party, field)
            if identifier is None:
                continue
            if not scheme.is_valid(identifier):
                yield Problem(f"/parties/{index}/{field}", scheme.detail, f"not_a_{field}")
            elif identifier in seen:
                yield Problem(f"/parties/{index}/{field}", _TAKEN, "duplicate_identifier")
            seen.add(identifier)

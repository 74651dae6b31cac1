"""Defines what a notification contains, as a rule set describes it: items, their rows, and who they are about."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.domain.language.nodes import Path
from app.domain.located import Place

FILER: Final = "filer"
"""The name in rules of whoever owes the notification; a draft is made for each."""


class RowForm(StrEnum):
    """Names what a row of an item tells, as the key of the row that says of what."""

    FACT = "fact"
    TOLD = "told"
    MEETS = "meets"
    HOLDINGS = "holdings_in"
    REASONS = "reasons"
    FILING = "filing"
    OUTSIDE = "outside"


class Relation(StrEnum):
    """Names how subjects are found from others by the interests stated."""

    PARENTS = "parents_of"
    ULTIMATE_PARENTS = "ultimate_parents_of"


@dataclass(frozen=True, slots=True)
class Subject:
    """Describes who or what rows are about: parties, or records of one kind.

    They are those that stand ``among`` places of the transaction, those in the ``listed`` field of the subjects ``of``,
    those in a ``relation`` to them, or the holders that the answers on the definition ``told_by`` name of them. Of them
    count those that meet one of the definitions ``meets``, if there are any. ``question`` is asked where there are
    none; without one there may be none.
    """

    id: str
    record: type[Any]
    among: tuple[Path, ...]
    of: tuple[str, ...]
    relation: Relation | None
    listed: Path | None
    told_by: str | None
    meets: tuple[str, ...]
    question: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """Describes one row of an item, told once for each of the subjects ``of``.

    ``facts`` are told together. ``names`` are definitions of which those met are told, elements of which the reasons
    are told, or subjects ``by`` whom holdings are told. ``question`` is asked where the answer is not known.
    """

    label: str
    form: RowForm
    of: tuple[str, ...]
    facts: tuple[Path, ...]
    names: tuple[str, ...]
    question: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class NotificationItem:
    """Describes one item of a notification.

    It is asked for where the definition ``when`` is met, if one is named, and ``under`` some of the sections, if any
    are. ``otherwise`` is the sentence that says why it is not asked for.
    """

    id: str
    citation: str
    asks: str
    when: str | None
    under: tuple[str, ...]
    otherwise: str | None
    rows: tuple[Row, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FilingSection:
    """Describes a section under which notifications are owed: by which obligations, and by whom."""

    id: str
    kind: str
    citation: str
    statement: str
    filers: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """Holds a sentence with the paragraph that it is read in."""

    citation: str
    statement: str


@dataclass(frozen=True, slots=True)
class NotificationContent:
    """Describes the content of a notification. Each of the ``subjects`` stands after those that it is of."""

    citation: str
    certification: CitedSentence
    disclaimer: tuple[str, ...]
    sections: tuple[FilingSection, ...]
    subjects: dict[str, Subject]
    items: tuple[NotificationItem, ...]

    @property
    def definitions(self) -> list[str]:
        """Give the names of the definitions that it asks."""
        conditions = [item.when for item in self.items if item.when is not None]
        rows = [name for item in self.items for row in item.rows if row.form is RowForm.MEETS for name in row.names]
        subjects = [name for each in self.subjects.values() for name in (*each.meets, *filter(None, [each.told_by]))]
        return [*conditions, *rows, *subjects]

"""Reads the text of one rule file, free of everything that a reader of the file could not see.

A rule is reviewed by eye. So a file may only hold characters that show themselves: a tab, a no-break space or a
text-direction mark would let two files look the same and mean different things.
"""

import unicodedata
from pathlib import Path

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.fields import refusal
from app.domain.located import Place

LIMIT_BYTES = 1024 * 1024

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path, source: str) -> bytes:
    """Reads the file at ``path``, at most 1 MiB of it.

    Raises ``InvalidRuleSet`` for a longer file and for one that cannot be read; ``source`` names it in the message.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT_BYTES + 1)
    except OSError as error:
        raise refusal(Place(source), f"The file cannot be read: {error.strerror}.") from error
    if len(data) > LIMIT_BYTES:
        raise refusal(Place(source), f"The file is over the limit of {LIMIT_BYTES} bytes: split it by topic.")
    return data


def visible_text(data: bytes, source: str) -> str:
    """Decodes UTF-8 text with its lines ended by line feeds, in which every other character shows.

    Raises ``InvalidRuleSet`` for a byte order mark, for bytes that are not UTF-8, and for unseen characters: one fault
    for each kind, at its first place.
    """
    if data.startswith(_BYTE_ORDER_MARKS):
        raise refusal(Place(source, 1, 1), "The file begins with a byte order mark: save it as UTF-8 without one.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place(source, data[: error.start].decode("utf-8"))
        raise refusal(place, f"The byte `0x{data[error.start]:02x}` is not UTF-8: save the file as UTF-8.") from error
    text = text.replace("\r\n", "\n")
    unseen = [character for character in set(text) if not character.isprintable() and character != "\n"]
    if unseen:
        starts = sorted(map(text.index, unseen))
        raise InvalidRuleSet([Fault(_place(source, text[:start]), _unseen(text[start])) for start in starts])
    return text


def _place(source: str, text_before: str) -> Place:
    """Returns the place just after ``text_before``."""
    return Place(source, text_before.count("\n") + 1, len(text_before) - text_before.rfind("\n"))


def _unseen(character: str) -> str:
    if character == "\t":
        return "A tab shows as any number of spaces: indent with spaces, or write `\\t` in double quotes to mean one."
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "a control character").lower()
    return f"The character `{code}` ({name}) does not show: remove it, or write its escape in double quotes."

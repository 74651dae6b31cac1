"""Words and collects faults: how a typed text is shown, and what is suggested instead of an unknown word."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeVar

from app.domain.errors import Fault, InvalidRuleSet
from app.domain.located import Place

_LONGEST_SHOWN = 60
_ReadT = TypeVar("_ReadT")


def shown(text: str) -> str:
    """Puts ``text`` on one line that is short enough to stand within a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Words the cure for an unknown ``word``: the known word that looks most like it, or all that are known."""
    if close := get_close_matches(word, known, n=1):
        return f"did you mean `{close[0]}`?"
    return f"known are {', '.join(f'`{name}`' for name in known)}."


def refusal(place: Place, message: str) -> InvalidRuleSet:
    """Makes the exception for one fault after which there is nothing to read."""
    return InvalidRuleSet([Fault(place, message)])


def unless_refused(read: Callable[[], _ReadT], faults: list[Fault]) -> _ReadT | None:
    """Returns what ``read`` returns; ``None`` where it raises ``InvalidRuleSet``, whose faults are added."""
    try:
        return read()
    except InvalidRuleSet as error:
        faults.extend(error.faults)
        return None

"""From the notes of a run to a function that gives what came of it for other values."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from app.domain.quantity import number_text
from app.domain.tracing.trace import CLOSE, OPEN, Trace

Fill = Callable[[Sequence[Any]], tuple[bytes, ...] | None]
"""From stated values to texts with their gaps filled, in UTF-8; ``None`` if a condition does not hold."""

_GAP = re.compile(f"{OPEN}([0-9]+){CLOSE}")


def filler(trace: Trace, *texts: str) -> Fill:
    """The function that fills the gaps in these texts.

    It raises ``ArithmeticError`` for values with which a step cannot be taken.
    """
    space: dict[str, Any] = {**trace.constants, "number_text": number_text, "Fraction": Fraction}
    stated = "".join(f"v{number}, " for number in range(trace.stated))
    conditions = [code if result else f"not ({code})" for code, result in trace.conditions.items()]
    codes = {number: code for code, number in trace.texts.items()}
    filled, needed = [], set()
    for place, text in enumerate(texts):
        fixed, gaps = _GAP.split(text)[::2], list(map(int, _GAP.findall(text)))
        names = [f"p{place}_{number}" for number in range(len(fixed))]
        space |= {name: piece.encode() for name, piece in zip(names, fixed, strict=True)}
        needed |= {*gaps}
        pieces = [names[0], *(each for gap, name in zip(gaps, names[1:], strict=True) for each in (f"t{gap}", name))]
        filled.append(f'b"".join(({", ".join(pieces)},))')
    lines = [
        "def fill(values):",
        f"    ({stated}) = values",
        *(f"    {name} = {expression}" for expression, name in trace.steps.items()),
        f"    if not ({' and '.join(conditions) or True}):",
        "        return None",
        *(f"    t{number} = {codes[number]}" for number in sorted(needed)),
        f"    return ({', '.join(filled)},)",
    ]
    # Made of the names and operators of `Trace` alone: nothing that anybody wrote gets into it.
    exec(compile("\n".join(lines), "<answer>", "exec"), space)  # noqa: S102 (see above)
    fill: Fill = space["fill"]
    return fill

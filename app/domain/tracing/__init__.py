"""Stated values that note what is done with them, so that an answer can be given again for other values.

An answer is worked out once with these in place of the numbers, days, texts and ids of a transaction. What comes of it
is an answer with gaps, and the conditions on the values under which exactly this answer is worked out again: every
comparison that was made, with its result. Whoever's values fulfil them all gets the answer by filling the gaps.

Nothing gets past the notes: a traced value cannot be looked at but in the ways that are noted, and whatever else is
tried with it ends the attempt with :class:`Untraced`. So two runs whose conditions have the same results take the same
way through every rule.
"""

from app.domain.tracing.filling import Fill, filler
from app.domain.tracing.trace import CLOSE, OPEN, Trace, Untraced
from app.domain.tracing.values import TracedDay, TracedId, TracedNumber, TracedText, place_of

__all__ = [
    "CLOSE",
    "OPEN",
    "Fill",
    "Trace",
    "TracedDay",
    "TracedId",
    "TracedNumber",
    "TracedText",
    "Untraced",
    "filler",
    "place_of",
]

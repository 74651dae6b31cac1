"""Whether the rules ever take ignorance for an answer: facts are forgotten one by one, and a duty must not vanish.

What is forgotten may turn out to be what it was. So if the deal had a duty, no answer that knows less may deny it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.analysis.bench import Bench, Judged
from app.domain.analysis.editing import NOTHING, has_default, unfinished_at, unknown_at, with_value
from app.domain.analysis.findings import Finding, Kind, Level, Witness
from app.domain.analysis.polarity import excused_by_default
from app.domain.evaluation.classes import NO_DUTY
from app.domain.screening import Explain

_ALIKE = 3
"""Of witnesses about which every definition has the same verdict, so many are looked into."""


def forgetting(bench: Bench, judged: Iterable[Judged]) -> Iterator[Finding]:
    """A finding for each fact (wherever it stands) without which a duty vanishes or turns into another certain duty."""
    told: set[tuple[Kind, str]] = set()
    looked_into: Counter[object] = Counter()
    excusing = excused_by_default(bench.rule_set)
    for each in judged:
        if not each.has_duty or looked_into[each.marks] == _ALIKE:
            continue
        # Where the same definitions had the same verdicts before, a look at what the answer rests on is enough.
        explain = Explain.BRIEF if each.marks in looked_into else Explain.FULL
        looked_into[each.marks] += 1
        for pointer in bench.facts_read(each.witness, explain=explain):
            for weaker in _weaker(each.witness, pointer, excusing):
                finding = _compared(each, bench.judge(weaker), pointer)
                if finding is not None and (key := (finding.kind, _anywhere(pointer))) not in told:
                    told.add(key)
                    yield finding


def _weaker(witness: Witness, pointer: str, excusing: frozenset[str]) -> Iterator[Witness]:
    """The witness knowing less at the place, in every way in which one can know less there."""
    transaction = witness.transaction
    for weaker in (unknown_at(transaction, pointer), unfinished_at(transaction, pointer)):
        if weaker is not None:
            yield replace(witness, transaction=weaker)
    if pointer.rpartition("/")[2] in excusing and has_default(transaction, pointer):
        yield replace(witness, transaction=with_value(transaction, pointer, NOTHING))


def _compared(known: Judged, unknown: Judged, pointer: str) -> Finding | None:
    if set(known.possible) <= set(unknown.possible):
        return None
    before, after = known.determination, unknown.determination
    clears = NO_DUTY.issuperset(unknown.possible)
    said = f"With what stands at `{pointer}` the deal is {_words(before)}; without it, it is {_words(after)}"
    return Finding(
        kind=Kind.CLEARS_ON_UNKNOWN if clears else Kind.OVERTURNED,
        level=Level.REFUSE,
        rules=tuple(name for name, *_ in known.verdicts),
        sentence=f"{said}, although the fact may still turn out to be what it was.",
        counterexample=unknown.witness,
    )


def _words(determination: str) -> str:
    return determination.replace("_", " ")


def _anywhere(pointer: str) -> str:
    return "/".join(part for part in pointer.split("/") if not part.isdigit())

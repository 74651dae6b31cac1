"""Checks that the rules never take ignorance for an answer: facts are forgotten one by one, and no duty vanishes.

What is forgotten may turn out to be what it was. So if the deal had a duty, no answer that knows less may deny it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.analysis.duty_direction import excused_by_default
from app.domain.analysis.findings import FindingKind, RuleSetFinding, Sample
from app.domain.analysis.samples import JudgedSample, SampleJudge
from app.domain.evaluation.classes import NO_DUTY
from app.domain.facts.fact import Listing
from app.domain.facts.places import field_at, unknown_at, value_at, with_value
from app.domain.screening import Explain

_ALIKE = 3
"""Of samples about which every definition has the same verdict, so many are looked into."""


def duties_lost_by_forgetting(judge: SampleJudge, judged: Iterable[JudgedSample]) -> Iterator[RuleSetFinding]:
    """Yield a finding for each fact, wherever it stands, without which a duty vanishes or is certainly another."""
    told: set[tuple[FindingKind, str]] = set()
    looked_into: Counter[object] = Counter()
    excusing = excused_by_default(judge.rule_set)
    for each in judged:
        if not each.has_duty or looked_into[each.marks] == _ALIKE:
            continue
        # Where the same definitions had the same verdicts before, a look at what the answer rests on is enough.
        explain = Explain.BRIEF if each.marks in looked_into else Explain.FULL
        looked_into[each.marks] += 1
        for pointer in judge.facts_read(each.sample, explain=explain):
            for weaker in _weaker(each.sample, pointer, excusing):
                finding = _compared(each, judge.judge(weaker), pointer)
                if finding is not None and (key := (finding.kind, _anywhere(pointer))) not in told:
                    told.add(key)
                    yield finding


def _weaker(sample: Sample, pointer: str, excusing: frozenset[str]) -> Iterator[Sample]:
    """Make the sample know less at the place, in every way in which one can know less there."""
    transaction = sample.transaction
    stated, field = value_at(transaction, pointer), field_at(transaction, pointer)
    if (unknown := unknown_at(transaction, pointer)) is not None:
        yield replace(sample, transaction=unknown)
    if isinstance(stated, Listing) and stated.complete:
        unfinished = replace(stated, complete=None)
        yield replace(sample, transaction=with_value(transaction, pointer, unfinished))
    if field is not None and field.name in excusing and isinstance(field.default, str | bool):
        yield replace(sample, transaction=with_value(transaction, pointer, field.default))


def _compared(known: JudgedSample, unknown: JudgedSample, pointer: str) -> RuleSetFinding | None:
    if set(known.possible) <= set(unknown.possible):
        return None
    kind = FindingKind.CLEARS_ON_UNKNOWN if NO_DUTY.issuperset(unknown.possible) else FindingKind.OVERTURNED
    said = f"With what stands at `{pointer}` the deal is {known.words}; without it, it is {unknown.words}"
    sentence = f"{said}, although the fact may still turn out to be what it was."
    return RuleSetFinding(kind, tuple(name for name, *_ in known.verdicts), sentence, unknown.sample)


def _anywhere(pointer: str) -> str:
    return "/".join(part for part in pointer.split("/") if not part.isdigit())

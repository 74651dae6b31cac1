"""Finds how two results part on one deal: another class, other duties, other provisions, or no answer any more."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.domain.analysis.recorded_answers import Recorded, RecordedAnswer, RecordedDuty, RecordedProblem
from app.domain.answers.determination import UNDETERMINED, Class
from app.domain.answers.rescreening import (
    DealDifference,
    DealMove,
    DutyDifferences,
    DutyOwed,
    DutyTerms,
    NamedDuty,
    ProvisionDifferences,
    ResultSide,
)
from app.domain.regime import Regime

_Owed = tuple[str, str]


def difference(old: Recorded | None, new: Recorded | None, *, regime: Regime) -> DealDifference | None:
    """Compare what two results say of one deal; ``None`` where they say the same of it.

    Where one result says nothing of the deal, or has a problem in the place of an answer, that is a difference. Raises
    ``ValueError`` if neither says anything.
    """
    move = _move(old, new)
    if move is None:
        return None
    duties = _duties(_duties_of(old), _duties_of(new))
    severity = _severity(old, new, duties, regime=regime)
    told = _told(old, new, move, severity=severity, duties=duties, provisions=_provisions(old, new))
    return told if move is not DealMove.OTHER_ANSWER or _differs(old, new, told) else None


def repeated(old: Recorded | None, new: Recorded | None, *, regime: Regime) -> DealDifference:
    """Tell of a deal that a result has more than once, of which one line on each side is shown; nothing is compared.

    Raises ``ValueError`` if neither side has one.
    """
    nothing: DutyDifferences = {"new": [], "gone": [], "altered": []}
    return _told(old, new, DealMove.REPEATED, severity=unanswered(regime), duties=nothing, provisions=None)


def unanswered(regime: Regime) -> int:
    """Give the severity of a deal that is open now, or has no answer."""
    return len(regime.outcomes) + 1


def side_of(each: Recorded | None) -> ResultSide | None:
    """Say what a result says of a deal."""
    if each is None:
        return None
    answer = each if isinstance(each, RecordedAnswer) else None
    return {
        "line": each.line,
        "determination": answer.determination if answer else None,
        "possible_determinations": list(answer.possible) if answer else [],
        "rule_set": answer.law.rule_set if answer else None,
        "version": answer.law.version if answer else None,
        "digest": answer.law.digest if answer else None,
        "input_digest": answer.input_digest if answer else None,
        "problem": each.kind if isinstance(each, RecordedProblem) else None,
    }


def _told(
    old: Recorded | None,
    new: Recorded | None,
    move: DealMove,
    *,
    severity: int,
    duties: DutyDifferences,
    provisions: ProvisionDifferences | None,
) -> DealDifference:
    one = new or old
    if one is None:
        raise ValueError("A difference is one between two, of which one at least is there.")
    return {
        "reference": one.reference,
        "severity": severity,
        "move": move,
        "other_facts": _other_facts(old, new),
        "from": side_of(old),
        "to": side_of(new),
        "duties": duties,
        "provisions": provisions,
    }


def _move(old: Recorded | None, new: Recorded | None) -> DealMove | None:
    if old is None or new is None:
        return DealMove.ONLY_IN_NEW if old is None else DealMove.ONLY_IN_OLD
    if isinstance(old, RecordedProblem):
        if isinstance(new, RecordedAnswer):
            return DealMove.CEASED_TO_BE_PROBLEM
        return None if (old.kind, old.codes) == (new.kind, new.codes) else DealMove.OTHER_PROBLEM
    return DealMove.OTHER_ANSWER if isinstance(new, RecordedAnswer) else DealMove.BECAME_PROBLEM


def _differs(old: Recorded | None, new: Recorded | None, told: DealDifference) -> bool:
    if not (isinstance(old, RecordedAnswer) and isinstance(new, RecordedAnswer)):
        return True
    provisions = told["provisions"]
    return (
        (old.determination, old.possible) != (new.determination, new.possible)
        or any(told["duties"].values())
        or (provisions is not None and any(provisions.values()))
    )


def _severity(old: Recorded | None, new: Recorded | None, duties: DutyDifferences, *, regime: Regime) -> int:
    """Give 1 for a deal newly of the gravest class and so on; then what is open, what is owed otherwise, and the rest.

    Who has no answer any more is as badly off as who has an open one.
    """
    before, after = _class(old), _class(new)
    open_now = unanswered(regime)
    if after is not None and after in regime.outcomes:
        graver = before is None or before not in regime.outcomes or _place(regime, before) > _place(regime, after)
        if graver:
            return 1 + _place(regime, after)
    if (after is None or after == UNDETERMINED) and before != after:
        return open_now
    if after is None:
        return open_now
    return open_now + (1 if duties["new"] or duties["altered"] else 2)


def _place(regime: Regime, class_: Class) -> int:
    return regime.outcomes.index(class_)


def _class(each: Recorded | None) -> Class | None:
    return each.determination if isinstance(each, RecordedAnswer) else None


def _other_facts(old: Recorded | None, new: Recorded | None) -> bool:
    if not (isinstance(old, RecordedAnswer) and isinstance(new, RecordedAnswer)):
        return False
    return old.input_digest != new.input_digest


def _duties_of(each: Recorded | None) -> tuple[RecordedDuty, ...]:
    return each.duties if isinstance(each, RecordedAnswer) else ()


def _duties(old: Iterable[RecordedDuty], new: Iterable[RecordedDuty]) -> DutyDifferences:
    """Compare duties of one kind that one person owes; of several, those with the same days first.

    A paragraph that another version labels otherwise makes no other duty of it.
    """
    before, after = _by_owed(old), _by_owed(new)
    found: DutyDifferences = {"new": [], "gone": [], "altered": []}
    for owed in sorted({*before, *after}):
        here, there = _without_same(before[owed], after[owed]), _without_same(after[owed], before[owed])
        for was, now in zip(here, there, strict=False):
            found["altered"].append({**_named(now), "from": _terms(was), "to": _terms(now)})
        found["gone"] += map(duty_owed, here[len(there) :])
        found["new"] += map(duty_owed, there[len(here) :])
    return found


def _by_owed(duties: Iterable[RecordedDuty]) -> "defaultdict[_Owed, list[RecordedDuty]]":
    found: defaultdict[_Owed, list[RecordedDuty]] = defaultdict(list)
    for duty in duties:
        found[duty.kind, duty.who].append(duty)
    return found


def _without_same(duties: Sequence[RecordedDuty], others: Sequence[RecordedDuty]) -> list[RecordedDuty]:
    """Leave out each duty that stands among the others as well, as often as it does; sort what remains by its days."""
    left = list(map(_days, others))
    found = []
    for duty in duties:
        if _days(duty) in left:
            left.remove(_days(duty))
        else:
            found.append(duty)
    return sorted(found, key=lambda duty: (_days(duty), duty.citation))


def _days(duty: RecordedDuty) -> tuple[str, str, bool]:
    return duty.due or "", duty.until or "", duty.certain


def _named(duty: RecordedDuty) -> NamedDuty:
    return {"kind": duty.kind, "who": duty.who}


def _terms(duty: RecordedDuty) -> DutyTerms:
    return {"citation": duty.citation, "due": duty.due, "until": duty.until, "certain": duty.certain}


def duty_owed(duty: RecordedDuty) -> DutyOwed:
    """Say what is owed."""
    return {**_named(duty), **_terms(duty)}


def _provisions(old: Recorded | None, new: Recorded | None) -> ProvisionDifferences | None:
    if not (isinstance(old, RecordedAnswer) and isinstance(new, RecordedAnswer)) or old.thorough != new.thorough:
        return None
    before, after = dict(old.met), dict(new.met)
    return {
        "begin": [{"code": code, "citation": after[code]} for code in after if code not in before],
        "cease": [{"code": code, "citation": before[code]} for code in before if code not in after],
    }

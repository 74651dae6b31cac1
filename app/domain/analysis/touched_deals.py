"""Finds what touches a deal that was screened before: other law, other facts, moved lists, or a day that has come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.analysis.answer_differences import difference, duty_owed, side_of
from app.domain.analysis.recorded_answers import Recorded, RecordedAnswer, RecordedDuty, RecordedProblem
from app.domain.answers.rescreening import DealDifference
from app.domain.answers.touched import ListedFact, PassedDate, TouchAction, TouchCause, TouchDate, TouchedDeal
from app.domain.regime import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Says what to look for. All days are of the calendar, in UTC.

    ``as_of`` is the day on which one looks, ``since`` the day of the recorded result: days of duties before it are not
    told. Without it, all are. ``ahead`` is how many days before its last day a duty is told. ``lists_changed`` is a day
    on which restricted lists moved.
    """

    as_of: date
    since: date | None = None
    ahead: int = 0
    lists_changed: date | None = None


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """Holds the facts of a deal that no answer repeats.

    ``lists_stated`` are the places that say on which restricted lists a party is, ``completed`` the days of completion,
    and ``filed`` says whether a notification or a notice is stated to have been filed.
    """

    lists_stated: tuple[str, ...]
    completed: tuple[date | None, ...]
    filed: bool


NOTHING_STATED = StatedFacts((), (), filed=False)
"""The facts of a deal that cannot be understood, or is not there."""


class DealWatch:
    """Finds what touches deals."""

    def __init__(self, watched: Watched, *, regime: Regime) -> None:
        self._watched = watched
        self._regime = regime

    def touches(self, old: Recorded, now: Recorded, facts: Callable[[], StatedFacts]) -> Iterator[TouchedDeal]:
        """Give everything that touches a deal, from its recorded answer and the one that the law gives now."""
        if isinstance(old, RecordedProblem) or isinstance(now, RecordedProblem):
            yield self._problem(old, now)
        else:
            yield from self._answered(old, now)
        if isinstance(old, RecordedAnswer):
            yield from self._dates(old, now, facts)
            yield from self._lists(old, now, facts)

    def unscreened(self, now: Recorded) -> TouchedDeal:
        """Tell of a deal that the recorded result does not have."""
        if isinstance(now, RecordedProblem):
            return self._problem(None, now)
        says = "The recorded result has no answer to this deal. Screen it."
        return self._told(None, now, TouchCause.UNSCREENED, TouchAction.RESCREEN, says)

    def without_deal(self, old: Recorded) -> Iterator[TouchedDeal]:
        """Tell of a recorded answer whose deal is not there, and of the days that come with it all the same."""
        says = "The deals given have none of this reference, so it was not screened again. Look for it."
        yield self._told(old, None, TouchCause.NO_DEAL, TouchAction.MEND, says)
        if isinstance(old, RecordedAnswer):
            yield from self._dates(old, None, lambda: NOTHING_STATED)
            yield from self._lists(old, None, lambda: NOTHING_STATED)

    def repeated(self, old: Recorded | None, now: Recorded | None) -> TouchedDeal:
        """Tell of a deal that stands more than once among the deals or in the result, which is not compared."""
        says = "This deal stands more than once, so no two can be paired. Give each a reference of its own."
        return self._told(old, now, TouchCause.REPEATED, TouchAction.MEND, says)

    def _problem(self, old: Recorded | None, now: Recorded) -> TouchedDeal:
        found = difference(old, now, regime=self._regime)
        if isinstance(now, RecordedProblem):
            says = "This deal gets no determination now. Mend what its problem names, and screen it again."
            return self._told(old, now, TouchCause.PROBLEM, TouchAction.MEND, says, found=found)
        says = "The recorded result has a problem in the place of an answer, and the deal has one now. Record it."
        return self._told(old, now, TouchCause.PROBLEM, TouchAction.RESCREEN, says, found=found)

    def _answered(self, old: RecordedAnswer, now: RecordedAnswer) -> Iterator[TouchedDeal]:
        """Tell of another answer, by the first that explains it: the law, the facts, or the engine."""
        found = difference(old, now, regime=self._regime)
        before, after = ((each.law.rule_set, each.law.version, each.law.digest) for each in (old, now))
        if before != after:
            cause, why = TouchCause.LAW, f"The law that answers is {_law(now)} now, and was {_law(old)}."
        elif old.input_digest != now.input_digest:
            cause, why = TouchCause.FACTS, "The facts are others than those that were screened."
        elif found is None:
            return
        elif old.engine != now.engine:
            cause, why = TouchCause.ENGINE, "Another release of the engine answers otherwise."
        else:
            cause, why = TouchCause.ANSWER, "The same facts under the same law give another answer than the recorded."
        stays = "Class, duties and provisions stay." if found is None else _moved(old, now)
        says = f"{why} {stays} Screen and record it again."
        yield self._told(old, now, cause, TouchAction.RESCREEN, says, found=found)

    def _dates(
        self, old: RecordedAnswer, now: Recorded | None, facts: Callable[[], StatedFacts]
    ) -> Iterator[TouchedDeal]:
        """Tell of days that have come. Those of the recorded answer count as long as the facts are the same."""
        answer = now if isinstance(now, RecordedAnswer) else old
        same_facts = answer.input_digest == old.input_digest
        recorded = old.duties if same_facts else ()
        newly = tuple(each for each in answer.duties if each not in recorded)
        for duty in dict.fromkeys((*recorded, *newly)):
            yield from self._due(old, now, duty, facts, _never if duty in newly else self._long_ago)
            ended = date.fromisoformat(duty.until) if duty.until else None
            if ended is not None and ended < self._watched.as_of and not self._long_ago(ended):
                says = f"The duty {duty.kind} of {duty.who} lasted until {ended}, counted from the last day to file."
                passed = _passed(TouchDate.UNTIL, ended, duty)
                yield self._dated(old, now, TouchAction.REVIEW, f"{says} Review whether it has ended.", passed)
        yield from self._end_of_law(old, now, facts)

    def _due(
        self,
        old: RecordedAnswer,
        now: Recorded | None,
        duty: RecordedDuty,
        facts: Callable[[], StatedFacts],
        too_old: Callable[[date], bool],
    ) -> Iterator[TouchedDeal]:
        due, today = date.fromisoformat(duty.due) if duty.due else None, self._watched.as_of
        if due is None or too_old(due) or due - timedelta(days=self._watched.ahead) > today:
            return
        passed = _passed(TouchDate.DUE, due, duty)
        what = f"The duty {duty.kind} of {duty.who}"
        if facts().filed:
            says = f"{what} was due on {due}, and a filing is stated. Confirm that it is this one, in time."
            yield self._dated(old, now, TouchAction.CONFIRM_FILING, says, passed)
        elif due < today:
            says = f"{what} was due on {due}. It is overdue, unless it was done."
            yield self._dated(old, now, TouchAction.OVERDUE, says, passed)
        elif duty.step == "file":
            yield self._dated(old, now, TouchAction.FILE_NOW, f"{what} is due on {due}. File now.", passed)
        else:
            yield self._dated(old, now, TouchAction.ACT_NOW, f"{what} is due on {due}.", passed)

    def _end_of_law(
        self, old: RecordedAnswer, now: Recorded | None, facts: Callable[[], StatedFacts]
    ) -> Iterator[TouchedDeal]:
        """Tell of the last day of the law, unless the deal was completed by then."""
        last = date.fromisoformat(old.law.effective_to) if old.law.effective_to else None
        if last is None or last >= self._watched.as_of or self._long_ago(last):
            return
        completed = facts().completed
        if not completed or any(day is None or day > last for day in completed):
            says = f"The law that answered, {_law(old)}, ended on {last}, and the deal was not completed by then."
            passed: PassedDate = {"of": TouchDate.EFFECTIVE_TO, "day": last.isoformat()}
            yield self._dated(old, now, TouchAction.RESCREEN, f"{says} Screen it again.", passed)

    def _lists(
        self, old: RecordedAnswer, now: Recorded | None, facts: Callable[[], StatedFacts]
    ) -> Iterator[TouchedDeal]:
        """Tell of lists that moved after the evidence that the deal rests on. What has no day counts as from before."""
        moved = self._watched.lists_changed
        if moved is None:
            return
        stated = facts()
        rests_on: list[ListedFact] = [
            {"pointer": each.pointer, "element": each.element, "as_of": each.as_of}
            for each in old.relied_on
            if each.as_of is None or date.fromisoformat(each.as_of) < moved
        ]
        rests_on += [{"pointer": pointer, "as_of": None} for pointer in stated.lists_stated]
        if rests_on:
            says = (
                f"Restricted lists moved on {moved}, after what this deal takes from them. Search again, and screen it."
            )
            told = self._told(old, now, TouchCause.LISTS, TouchAction.RESCREEN, says)
            completed = [None if day is None else day.isoformat() for day in stated.completed]
            yield {**told, "lists": {"day": moved.isoformat(), "rests_on": rests_on, "completed": completed}}

    def _long_ago(self, day: date) -> bool:
        return self._watched.since is not None and day < self._watched.since

    def _dated(
        self, old: Recorded, now: Recorded | None, action: TouchAction, says: str, passed: PassedDate
    ) -> TouchedDeal:
        return {**self._told(old, now, TouchCause.DATE, action, says), "date": passed}

    def _told(
        self,
        old: Recorded | None,
        now: Recorded | None,
        cause: TouchCause,
        action: TouchAction,
        says: str,
        *,
        found: DealDifference | None = None,
    ) -> TouchedDeal:
        known = next((each for each in (now, old) if isinstance(each, RecordedAnswer)), None)
        one = now or old
        return {
            "reference": one.reference if one is not None else None,
            "input_digest": known.input_digest if known is not None else None,
            "cause": cause,
            "action": action,
            "says": says,
            "recorded": side_of(old),
            "now": side_of(now),
            "difference": found,
        }


def _never(_: date) -> bool:
    return False


def _passed(which: TouchDate, day: date, duty: RecordedDuty) -> PassedDate:
    return {"of": which, "day": day.isoformat(), "duty": duty_owed(duty)}


def _law(answer: RecordedAnswer) -> str:
    return f"version `{answer.law.version}`" if answer.law.version is not None else "no version"


def _moved(old: RecordedAnswer, now: RecordedAnswer) -> str:
    if old.determination != now.determination:
        return f"The deal was {_word(old)} and is {_word(now)}."
    return f"The deal stays {_word(now)}, with other duties, provisions or possibilities."


def _word(answer: RecordedAnswer) -> str:
    return answer.determination.replace("_", " ")

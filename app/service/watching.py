"""Watches deals that were screened before: screens each as it was asked then, and tells what has touched it since."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from app.domain.analysis.answer_index import AnswerIndex, key_for, key_of
from app.domain.analysis.counted_differences import LineCount
from app.domain.analysis.recorded_answers import Recorded, RecordedAnswer
from app.domain.analysis.touched_deals import NOTHING_STATED, DealWatch, StatedFacts, Watched
from app.domain.answers.law import SelectedBy
from app.domain.answers.touched import TouchCause, TouchedDeal
from app.domain.canonical import canonical_json, digest
from app.domain.errors import ScreeningError
from app.domain.facts.transaction import days_of
from app.domain.language.head import NEVER_LAW
from app.domain.located import Plain
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.result_lines import Parse, ResultLine, keyed, read_value
from app.service.screening import TransactionRead
from app.service.snapshot import Snapshot

_FILINGS: Final = ("notification", "post_closing_notice")
_UNCOMPARED: Final = (TouchCause.PROBLEM, TouchCause.REPEATED)
_VOLATILE: Final = ("line", "severity")
SOURCE: Final = "urn:outbound-screening:portfolio"
"""Names what the events come from. With their `id` it tells two events apart."""


@dataclass(frozen=True, slots=True)
class AskedLaw:
    """Says under which law a deal is screened again, and how fully: as it was asked when its answer was recorded."""

    rule_set: str | None = None
    version: str | None = None
    variants: tuple[tuple[str, str], ...] = ()
    thorough: bool = False


@dataclass(frozen=True, slots=True)
class TouchEvent:
    """Holds something that touches a deal. ``id`` is the same whenever the same thing is found again."""

    id: str
    subject: str
    data: TouchedDeal


Rescreen = Callable[[int, bytes, AskedLaw], bytes]
"""A deal by its line number to its answer, or to the problem in the place of one."""


class PortfolioWatch:
    """Finds what touches deals.

    ``deals`` counts the deals given, ``unread`` the lines of the recorded result that could not be read or named,
    ``uncompared`` the events of deals that have no determination or stand more than once.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        watched: Watched,
        *,
        read: Callable[[bytes], TransactionRead],
        rescreen: Rescreen,
        parse: Parse,
    ) -> None:
        self._snapshot = snapshot
        self._watch = DealWatch(watched, regime=OUTBOUND_INVESTMENT)
        self._read = read
        self._rescreen = rescreen
        self._parse = parse
        self.unread = LineCount()
        self.uncompared = 0
        self.deals = 0

    def events(self, results: Iterable[ResultLine], deals: Iterable[ResultLine]) -> Iterator[TouchEvent]:
        """Give what touches each deal, in the order of the deals; at the end the recorded answers without a deal.

        ``deals`` are transactions by the numbers of their lines.
        """
        ambiguous: set[str] = set()
        index = self._indexed(results, ambiguous)
        seen: set[int] = set()
        for number, body in deals:
            self.deals += 1
            key = self._key(body)
            old = None if key is None else index.take(key)
            now = self._now(number, body, self._asked(old))
            if key is not None and (key in ambiguous or hash(key) in seen):
                yield self._event(self._watch.repeated(old, now))
            elif old is None:
                yield self._event(self._watch.unscreened(now))
            else:
                yield from map(self._event, self._watch.touches(old, now, partial(self._facts, body)))
            if key is not None:
                seen.add(hash(key))
        for old in index.take_all():
            if key_of(old) in ambiguous:
                yield self._event(self._watch.repeated(old, None))
            else:
                yield from map(self._event, self._watch.without_deal(old))

    def _indexed(self, results: Iterable[ResultLine], ambiguous: set[str]) -> AnswerIndex:
        index = AnswerIndex()
        for line, each in keyed(results, self.unread, parse=self._parse):
            if line.key in index:
                ambiguous.add(line.key)
            else:
                index.put(line.key, each)
        return index

    def _key(self, body: bytes) -> str | None:
        """Name a deal as its answer does; ``None`` where it has no reference and cannot be understood."""
        try:
            stated = self._parse(body)
        except ValueError:
            return None
        reference = stated.get("reference") if isinstance(stated, dict) else None
        if isinstance(reference, str) and reference:
            return key_for(reference, None)
        try:
            return key_for(None, digest(self._read(body).canonical))
        except ScreeningError:
            return None

    def _now(self, number: int, body: bytes, asked: AskedLaw) -> Recorded:
        return read_value(self._parse(self._rescreen(number, body, asked)), number)

    def _asked(self, old: Recorded | None) -> AskedLaw:
        """Say how the deal was asked about. A pin holds only for what was never law: the law is that of the day."""
        if not isinstance(old, RecordedAnswer):
            return AskedLaw()
        law, version = old.law, None
        if law.selected_by == SelectedBy.PINNED_VERSION and law.version is not None:
            timeline = self._snapshot.rule_sets.get(law.rule_set)
            known = timeline.by_name.get(law.version) if timeline is not None else None
            if known is not None and known.status in NEVER_LAW:
                version = law.version
        return AskedLaw(law.rule_set, version, law.variants, old.thorough)

    def _facts(self, body: bytes) -> StatedFacts:
        try:
            transaction = self._read(body).transaction
        except ScreeningError:
            return NOTHING_STATED
        parties = enumerate(transaction.parties)
        return StatedFacts(
            tuple(f"/parties/{index}/restricted_lists" for index, each in parties if each.restricted_lists is not None),
            days_of(transaction),
            filed=any(each.kind in _FILINGS for each in transaction.filings),
        )

    def _event(self, touched: TouchedDeal) -> TouchEvent:
        cause = touched["cause"]
        if cause in _UNCOMPARED:
            self.uncompared += 1
        subject = touched["reference"] or touched["input_digest"] or _by_line(touched)
        return TouchEvent(digest(canonical_json(_identity(touched, subject))), subject, touched)


def _by_line(touched: TouchedDeal) -> str:
    """Name a deal that has no reference and cannot be understood."""
    sides = (touched["now"], touched["recorded"])
    return f"line {next((side['line'] for side in sides if side is not None), 0)}"


def _identity(touched: TouchedDeal, subject: str) -> Plain:
    """Say what makes the event the same when it is found again: no line numbers, and of a day nothing but the day."""
    known: dict[str, Any] = {
        "source": SOURCE,
        "subject": subject,
        "cause": touched["cause"],
        "action": touched["action"],
    }
    match touched["cause"]:
        case TouchCause.DATE:
            known["date"] = touched.get("date")
        case TouchCause.LISTS:
            known["lists"] = touched.get("lists")
        case TouchCause.UNSCREENED:
            known["facts"] = touched["input_digest"]
        case _:
            known["difference"] = touched["difference"]
            known["sides"] = [touched["recorded"], touched["now"]]
    told: Plain = _without_lines(known)
    return told


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_lines(each) for name, each in value.items() if name not in _VOLATILE}
    return [_without_lines(each) for each in value] if isinstance(value, list) else value

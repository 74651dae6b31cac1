"""Compares two results, or the answers of two laws to the same deals, one deal at a time."""

from collections.abc import Callable, Iterable, Iterator

from app.domain.analysis.answer_differences import difference, repeated
from app.domain.analysis.answer_index import AnswerIndex, key_of
from app.domain.analysis.counted_differences import DifferenceCount, LineCount
from app.domain.analysis.recorded_answers import Recorded
from app.domain.answers.rescreening import DealDifference
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.result_lines import Parse, ResultLine, keyed, recorded_line


class ResultDiff:
    """Finds what changed for each deal, and counts it in ``count``. Of a deal nothing is kept but a small digest."""

    def __init__(self, *, parse: Parse) -> None:
        self._parse = parse
        self.count = DifferenceCount()

    def of_results(
        self, old: Iterable[ResultLine], new: Callable[[], Iterable[ResultLine]]
    ) -> Iterator[DealDifference]:
        """Give the difference for each deal that has one, in the order of the new result, then what is only in the old.

        Deals are matched by reference or, without one, by the digest of their facts. One that a result has more than
        once is told and never compared. ``new`` is read twice, to know that before anything is told.
        """
        ambiguous: set[str] = set()
        index = self._indexed(old, ambiguous)
        self._find_repeated(new(), ambiguous)
        told: set[str] = set()
        for key, each in keyed(new(), self.count.unread_new, parse=self._parse):
            if key not in ambiguous:
                yield from self._compared(index.take(key), each)
            elif key not in told:
                told.add(key)
                yield from self._repeated(index.take(key), each)
        for each in index.take_all():
            if key_of(each) in ambiguous:
                yield from self._repeated(each, None)
            else:
                yield from self._compared(each, None)

    def of_answers(self, pairs: Iterable[tuple[int, bytes, bytes]]) -> Iterator[DealDifference]:
        """Give the difference for each deal that has one, from its line number and its answers under two laws."""
        for number, old, new in pairs:
            yield from self._compared(*(recorded_line(each, number, parse=self._parse) for each in (old, new)))

    def _compared(self, old: Recorded | None, new: Recorded | None) -> Iterator[DealDifference]:
        found = difference(old, new, regime=OUTBOUND_INVESTMENT)
        self.count.add(old, new, found)
        if found is not None:
            yield found

    def _repeated(self, old: Recorded | None, new: Recorded | None) -> Iterator[DealDifference]:
        found = repeated(old, new, regime=OUTBOUND_INVESTMENT)
        self.count.add(old, new, found)
        yield found

    def _indexed(self, lines: Iterable[ResultLine], ambiguous: set[str]) -> AnswerIndex:
        index = AnswerIndex()
        for key, each in keyed(lines, self.count.unread_old, parse=self._parse):
            if key in index:
                ambiguous.add(key)
            else:
                index.put(key, each)
        return index

    def _find_repeated(self, lines: Iterable[ResultLine], ambiguous: set[str]) -> None:
        # Hashes take a third of the memory. Where two deals share one, the second is told as repeated.
        seen: set[int] = set()
        for key, _ in keyed(lines, LineCount(), parse=self._parse):
            if hash(key) in seen:
                ambiguous.add(key)
            seen.add(hash(key))

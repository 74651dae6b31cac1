"""Compares two results, or the answers of two laws to the same deals, one deal at a time."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from app.domain.analysis.answer_differences import difference, repeated
from app.domain.analysis.answer_index import MARK_BYTES, AnswerIndex, key_of
from app.domain.analysis.counted_differences import DifferenceCount, LineCount
from app.domain.analysis.recorded_answers import Recorded, Unread
from app.domain.answers.rescreening import DealDifference
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.service.result_lines import NamedLine, Parse, ResultLine, keyed, named, read_value


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
        for line in named(new(), self.count.unread_new, parse=self._parse):
            if line.key not in ambiguous and index.take_same(line.key, _mark(line.line)):
                self._same(line)
                continue
            try:
                each = read_value(line.value, line.number)
            except Unread:
                self.count.unread_new.add(line.number)
                continue
            if line.key not in ambiguous:
                yield from self._compared(index.take(line.key), each)
            elif line.key not in told:
                told.add(line.key)
                yield from self._repeated(index.take(line.key), each)
        for each in index.take_all():
            if key_of(each) in ambiguous:
                yield from self._repeated(each, None)
            else:
                yield from self._compared(each, None)

    def of_answers(self, pairs: Iterable[tuple[int, bytes, bytes]]) -> Iterator[DealDifference]:
        """Give the difference for each deal that has one, from its line number and its answers under two laws."""
        for number, old, new in pairs:
            yield from self._compared(*(read_value(self._parse(each), number) for each in (old, new)))

    def _same(self, line: NamedLine) -> None:
        """Count a deal whose answer has the bytes that it had in the old result, where it was read."""
        stated = line.value if isinstance(line.value, dict) else {}
        self.count.add_same(stated.get("determination"))

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
        for line, each in keyed(lines, self.count.unread_old, parse=self._parse):
            if line.key in index:
                ambiguous.add(line.key)
            else:
                index.put(line.key, each, _mark(line.line))
        return index

    def _find_repeated(self, lines: Iterable[ResultLine], ambiguous: set[str]) -> None:
        # Hashes take a third of the memory. Where two deals share one, the second is told as repeated.
        seen: set[int] = set()
        for line in named(lines, LineCount(), parse=self._parse):
            if hash(line.key) in seen:
                ambiguous.add(line.key)
            seen.add(hash(line.key))


def _mark(line: bytes) -> bytes:
    return blake2b(line, digest_size=MARK_BYTES).digest()

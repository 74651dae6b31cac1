"""Screens Arrow record batches: what an engine calls for each of its partitions, on whatever machine it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import orjson
import pyarrow as pa

from app.api.batch.line_reader import TRANSACTION, LineOptions, read_line
from app.api.batch.line_screener import LineScreener
from app.domain.errors import InvalidTransaction, InvalidVariants
from app.domain.evaluation.variants import check_variants
from app.engines.carried_law import CarriedLaw
from app.main import environment_settings
from app.service.snapshot import Selected, Snapshot

ANSWER: Final = "answer"
DETERMINATION: Final = "determination"
_ANSWERS: Final = 16 * 1024 * 1024
"""A batch of answers is given out once they are this many bytes long, so that memory stays flat and offsets fit."""


@dataclass(frozen=True, slots=True)
class BatchScreener:
    """Screens record batches; it can be pickled, and brings the law along.

    ``transaction`` and ``line`` name columns: the transactions as JSON text, and numbers for problems to name.
    """

    law: CarriedLaw
    transaction: str
    line: str | None
    options: LineOptions

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Give the rows of the batches in their order, with ``answer`` and ``determination`` as further columns.

        The answer is that of a single call, byte for byte, or a problem; then ``determination`` is null. Raises
        ``LawDiffers``, before the first answer, where this process does not arrive at the law that was carried here.
        """
        screener = self.law.screener()
        for batch in batches:
            yield from self._screened(batch, screener)

    def schema(self, given: pa.Schema) -> pa.Schema:
        """Return the schema of what comes back for batches of this one; raises ``ValueError`` if they do not fit."""
        check_columns(given.names, self.transaction, self.line)
        if not _is_text(given.field(self.transaction).type):
            raise ValueError(f"The column `{self.transaction}` is no text: give each transaction as JSON text.")
        if self.line is not None and not pa.types.is_integer(given.field(self.line).type):
            raise ValueError(f"The column `{self.line}` holds no whole numbers.")
        return given.append(pa.field(ANSWER, pa.string())).append(pa.field(DETERMINATION, pa.string()))

    def _screened(self, batch: pa.RecordBatch, screener: LineScreener) -> Iterator[pa.RecordBatch]:
        schema = self.schema(batch.schema)
        texts = batch.column(self.transaction).cast(pa.large_binary())
        lines = batch.column(self.line) if self.line is not None else None
        answers: list[bytes] = []
        determinations: list[str | None] = []
        begun = size = 0
        for place, text in enumerate(texts):
            line = lines[place].as_py() if lines is not None else None
            answer, determination = self._answered(screener, line, text.as_py() or b"")
            answers.append(answer)
            determinations.append(determination)
            size += len(answer)
            if size >= _ANSWERS:
                yield _with_answers(batch.slice(begun, len(answers)), schema, answers, determinations)
                begun, size, answers, determinations = place + 1, 0, [], []
        if answers or not batch.num_rows:
            yield _with_answers(batch.slice(begun), schema, answers, determinations)

    def _answered(self, screener: LineScreener, line: int | None, text: bytes) -> tuple[bytes, str | None]:
        answered = screener.answer(line or 0, text, self.options)
        if answered.result is not None:
            return answered.body, answered.result.determination
        if line is None:
            return orjson.dumps({**orjson.loads(answered.body), "line": None}), None
        return answered.body, None


def check_columns(found: Sequence[str], transaction: str, line: str | None) -> None:
    """Raise ``ValueError`` unless the columns named are there, once, and those to be added are not."""
    for wanted in (transaction, *([line] if line is not None else [])):
        if found.count(wanted) != 1:
            raise ValueError(f"There has to be one column `{wanted}`, and there are {found.count(wanted)}.")
    for added in (ANSWER, DETERMINATION):
        if added in {name.lower() for name in found}:
            raise ValueError(f"There is a column `{added}` already: give it another name.")


def batch_screener(
    *,
    transaction: str = TRANSACTION,
    line: str | None = None,
    rules: Path | str | None = None,
    rule_set: str | None = None,
    version: str | None = None,
    as_known_on: date | datetime | str | None = None,
    variants: Mapping[str, str] | None = None,
    explain: str = "brief",
) -> BatchScreener:
    """Make what screens batches under the law in the folder ``rules`` or else in the database of the environment.

    The other options are those of ``POST /v1/screenings``, checked here and not on the machines that do the work.
    Raises ``ValueError`` for options that do not fit, ``RuleSetNotFound``, ``VersionNotFound``, ``InvalidRuleSet``,
    ``SettingError`` or ``StorageUnavailable``.
    """
    options = _options(
        rule_set=rule_set, version=version, as_known_on=as_known_on, variants=dict(variants or {}), explain=explain
    )
    law, snapshot = CarriedLaw.gathered(environment_settings(), rules=Path(rules) if rules is not None else None)
    _check_law(snapshot, options)
    return BatchScreener(law, transaction, line, options)


def _options(**said: object) -> LineOptions:
    """Read options as those of an envelope in a batch."""
    try:
        envelope = orjson.dumps({TRANSACTION: {}, **said})
        options = read_line(envelope, LineOptions(), limit_bytes=len(envelope)).options
    except orjson.JSONEncodeError as error:
        raise ValueError(f"The options cannot be written as JSON: {error}") from None
    except InvalidTransaction as error:
        raise ValueError(_told(error)) from None
    return options


def _check_law(snapshot: Snapshot, options: LineOptions) -> None:
    selected = snapshot.select(options.rule_set, options.version, as_known_on=options.as_known_on)
    if options.variants and isinstance(selected, Selected):
        try:
            check_variants(selected.compiled.rule_set, options.variants)
        except InvalidVariants as error:
            raise ValueError(_told(error)) from None


def _told(error: InvalidTransaction | InvalidVariants) -> str:
    return " ".join(f"{each.pointer[1:]}: {each.detail}" for each in error.problems)


def _is_text(type_: pa.DataType) -> bool:
    kinds = pa.types
    texts = (kinds.is_string, kinds.is_large_string, kinds.is_string_view)
    return any(is_kind(type_) for is_kind in (*texts, kinds.is_binary, kinds.is_large_binary, kinds.is_binary_view))


def _with_answers(
    rows: pa.RecordBatch, schema: pa.Schema, answers: list[bytes], determinations: list[str | None]
) -> pa.RecordBatch:
    added = [pa.array(answers, pa.string()), pa.array(determinations, pa.string())]
    return pa.RecordBatch.from_arrays([*rows.columns, *added], schema=schema)

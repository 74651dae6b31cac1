"""Screens a portfolio with Apache Spark."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from pyspark.sql import DataFrame
from pyspark.sql.types import BinaryType, IntegralType, StringType, StructField, StructType

from app.engines.batches import ANSWER, DETERMINATION, batch_screener, check_columns


def screened(
    frame: DataFrame,
    *,
    transaction: str = "transaction",
    line: str | None = None,
    rules: Path | str | None = None,
    rule_set: str | None = None,
    version: str | None = None,
    as_known_on: date | datetime | str | None = None,
    variants: Mapping[str, str] | None = None,
    explain: str = "brief",
) -> DataFrame:
    """Return all columns of the frame, and for each row ``answer`` and ``determination``.

    The column ``transaction`` holds transactions as JSON text. The answer is that of a single call, byte for byte; for
    a row that gets none it is a problem, with the number in the column ``line`` where one is named, and
    ``determination`` is null. The law is that of the folder ``rules``, or else of the database of the environment, as
    it is now and here. Its texts travel with the work; a worker that does not arrive at the same law, or is of another
    release, fails. Nothing is computed before the result is asked for.

    Raises ``ValueError`` for columns or options that do not fit, and else as :func:`batch_screener`.
    """
    check_columns(frame.columns, transaction, line)
    if not isinstance(frame.schema[transaction].dataType, StringType | BinaryType):
        raise ValueError(f"The column `{transaction}` is no text: give each transaction as JSON text.")  # noqa: TRY004 (the option is wrong)
    if line is not None and not isinstance(frame.schema[line].dataType, IntegralType):
        raise ValueError(f"The column `{line}` holds no whole numbers.")
    screen = batch_screener(
        transaction=transaction,
        line=line,
        rules=rules,
        rule_set=rule_set,
        version=version,
        as_known_on=as_known_on,
        variants=variants,
        explain=explain,
    )
    added = [StructField(ANSWER, StringType()), StructField(DETERMINATION, StringType())]
    return frame.mapInArrow(screen, StructType([*frame.schema.fields, *added]))

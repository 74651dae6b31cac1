"""Lays determinations out as rows: one for each answer, with what a table of a portfolio is read for."""

from typing import Any, Final

import orjson

from app.domain.answers.determination import Determination
from app.tables.deciding import deciding_provisions

COLUMNS: Final = (
    "line",
    "reference",
    "determination",
    "possible_determinations",
    "next_step",
    "summary",
    "first_due",
    "first_duty",
    "deciding_provisions",
    "rule_set",
    "version",
    "rule_set_digest",
    "input_digest",
    "determination_digest",
    "problem",
)

ResultRow = dict[str, str | int | None]
"""What one answer says, by column."""


def result_row(number: int, answer: bytes) -> ResultRow:
    """Lay out the answer to a line, which is a determination or a problem."""
    said: Any = orjson.loads(answer)
    row: ResultRow = dict.fromkeys(COLUMNS)
    row["line"], row["reference"] = number, said["reference"]
    return row | (_determined(said) if "determination" in said else {"problem": _problem(said)})


def _determined(answer: Determination) -> ResultRow:
    first = next((each for each in answer["obligations"] if each["due"] is not None), None)
    law = answer["rule_set"]
    return {
        "determination": answer["determination"],
        "possible_determinations": "; ".join(answer["possible_determinations"]),
        "next_step": answer["next_step"],
        "summary": answer["summary"],
        "first_due": first and first["due"],
        "first_duty": first and first["what"],
        "deciding_provisions": "; ".join(deciding_provisions(answer)),
        "rule_set": law["id"],
        "version": law["version"],
        "rule_set_digest": law["digest"],
        "input_digest": answer["input_digest"],
        "determination_digest": answer["determination_digest"],
    }


def _problem(said: Any) -> str:
    parts = [f"{each['pointer'] or '/'}: {each['detail']}" for each in said.get("errors", ())]
    return "\n".join(parts) or f"{said['title']}. {said.get('detail', '')}".strip()

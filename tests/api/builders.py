"""Transactions as callers send them, small enough to see what a test is about."""

import json
from typing import Any

from app.api.wire.reader import TransactionReader
from app.domain.errors import InvalidTransaction, Problem
from app.service.screening import TransactionRead

READER = TransactionReader(limit_bytes=16 * 1024 * 1024)


def transaction(**parts: Any) -> dict[str, Any]:
    """One party and whatever else is given."""
    return {"parties": [{"id": "a"}], **parts}


def with_party(**facts: Any) -> dict[str, Any]:
    return transaction(parties=[{"id": "a", **facts}])


def with_activity(**facts: Any) -> dict[str, Any]:
    return with_party(activities={"items": [facts]})


def with_deal(**facts: Any) -> dict[str, Any]:
    return transaction(deal=facts)


def with_statement(**facts: Any) -> dict[str, Any]:
    return with_party(statements={"items": [facts]})


def body(value: Any) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def read(value: Any) -> TransactionRead:
    return READER.read(body(value))


def problems(value: Any) -> tuple[Problem, ...]:
    """Every problem of a body that is refused."""
    try:
        READER.read(body(value))
    except InvalidTransaction as refused:
        return refused.problems
    raise AssertionError("the body was taken for a transaction")


def codes(value: Any) -> dict[str, str]:
    """The code of each problem by its pointer."""
    return {problem.pointer: problem.code for problem in problems(value)}

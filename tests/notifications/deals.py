"""Deals that owe a notification, small enough to see what a test is about."""

import copy
import json
from pathlib import Path
from typing import Any

from app.domain.notification.draft import draft_notifications
from tests.golden.versions import _READER, law_of

RULES = Path(__file__).parents[2] / "rules/us-oisp/2025-01-02"


def base(name: str) -> Any:
    """A transaction that golden cases start from."""
    return json.loads((RULES / f"cases/bases/{name}.json").read_bytes())


def with_parts(deal: Any, /, **parts: Any) -> Any:
    return {**copy.deepcopy(deal), **parts}


def transaction_of(deal: Any) -> Any:
    return _READER.read_plain(deal).transaction


def draft_of(deal: Any) -> Any:
    return draft_notifications(law_of("2025-01-02"), transaction_of(deal))


def item_of(draft: Any, paragraph: str, *, notification: int = 0) -> Any:
    (found,) = [each for each in draft["notifications"][notification]["items"] if each["paragraph"] == paragraph]
    return found


def values_of(item: Any, label: str) -> list[str]:
    return [row["value"] for row in item["content"] if row["label"] == label]


def questions_of(item: Any) -> list[str | None]:
    """The places of the questions in the transaction; ``None`` for those outside of it."""
    return [each.get("pointer") for each in item["lacking"]]

"""Transactions presented for documents, under the law of a version."""

from functools import cache
from pathlib import Path

from app.api.wire.canonical import answer_bytes
from app.api.wire.reader import TransactionReader
from app.service.presenting import Presenter
from tests import at_hand

RULES = Path(__file__).parents[2] / "rules"
EXAMPLES = RULES / "us-oisp/2025-01-02/examples"


@cache
def presenter():
    """Presents transactions under the law in `rules/`."""
    return Presenter(at_hand.law(), read=TransactionReader().read, write=answer_bytes)

"""Transactions presented for documents, under the law of a version."""

from functools import cache
from pathlib import Path

from app.api.wire.canonical import answer_bytes
from app.api.wire.reader import TransactionReader
from app.main import check_rules, compiled_law
from app.service.law_cache import LawCache
from app.service.presenting import Presenter
from app.service.source_archive import SourceArchive

RULES = Path(__file__).parents[2] / "rules"
EXAMPLES = RULES / "us-oisp/2025-01-02/examples"


@cache
def presenter():
    """Presents transactions under the law in `rules/`."""
    law = LawCache(SourceArchive(check_rules(RULES)), compiled_law)
    law.refresh()
    return Presenter(law.snapshot, read=TransactionReader().read, write=answer_bytes)

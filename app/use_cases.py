"""Makes the use cases of their parts, for the process that serves and for those that work for it; opens no database."""

import gc
import logging
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from app.api.batch.line_reader import LineOptions
from app.api.batch.line_screener import AnsweredLine, LineScreener
from app.api.documents import MadeDocument
from app.api.unexpected import log_unexpected
from app.api.wire.canonical import answer_bytes, canonical_bytes
from app.api.wire.comparison import ComparisonReader
from app.api.wire.reader import OwnershipReader, TransactionReader
from app.bods.converter import BodsConverter
from app.documents.forms import DOCUMENTS
from app.documents.notification import notification_document
from app.domain.diligence.email import requests_text
from app.domain.errors import ScreeningError
from app.domain.language.compiler import compile_rule_set
from app.domain.located import located
from app.domain.screening import Law
from app.rulefiles.gate import check_draft
from app.service.answering import bounded, of_fit_length
from app.service.comparing import Comparer
from app.service.notifying import NotificationDrafter
from app.service.ownership import OwnershipAnalyzer
from app.service.ports import Document
from app.service.presenting import Presenter
from app.service.questioning import Questioner
from app.service.requesting import Requester
from app.service.screening import CurrentLaw, Screener
from app.service.snapshot import Snapshot
from app.service.templates.kinds import Templates
from app.service.told_law import HeldLaw, ToldLaw
from app.service.turning import TurningPointFinder
from app.service.working import (
    Failed,
    Refused,
    Task,
    Use,
    done,
)
from app.settings import Settings
from app.telemetry.logs import set_up_logs


def begin_work(settings: Settings) -> Callable[[Any], Any]:
    """Begin, in a process of its own, what does tasks under the law that it is told. It opens no database."""
    set_up_logs(settings.log_level, settings.log_format)
    held = HeldLaw(compiled_law)
    made = tools(held.current, settings, named=held.named)

    def work(message: Task | ToldLaw) -> Any:
        if isinstance(message, ToldLaw):
            held.learn(message)
            gc.freeze()  # what stays is not looked through for garbage again
            return None
        try:
            return done(made, message)
        except ScreeningError as error:
            return Refused(error)
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller gets an answer, and the log has the place)
            log_unexpected(error, f"the work to {message.use}")
            return Failed(type(error).__qualname__)

    return work


def tools(
    law: CurrentLaw, settings: Settings, *, named: Callable[[str], Snapshot | None] = lambda _: None
) -> Mapping[Use, Callable[..., Any]]:
    """Make what does each piece of work; ``named`` gives the law of a batch, if it is held."""
    converter = BodsConverter(limit_bytes=settings.body_limit_bytes)
    asking, present = requester(law, settings), presenter(law, settings).present
    draft = notification_drafter(law, settings).draft
    alone = Screener(law, read=TransactionReader(limit_bytes=settings.body_limit_bytes).read, write=answer_bytes)

    def document(body: bytes, form: str, **options: Any) -> MadeDocument:
        presented = present(body, **options)
        return MadeDocument.of(presented, DOCUMENTS[form](presented))

    def line(law_name: str, number: int, text: bytes, options: LineOptions) -> AnsweredLine | None:
        snapshot = named(law_name)
        if snapshot is None:
            return None
        lines = LineScreener(snapshot, alone.under(snapshot), limit_bytes=settings.body_limit_bytes)
        return lines.answer(number, text, options)

    return {
        Use.SCREEN: alone.screen,
        Use.SCREEN_LINE: line,
        Use.MAKE_DOCUMENT: document,
        Use.ASK: questioner(law, settings).ask,
        Use.FIND_TURNING_POINTS: turning_points(law, settings).find,
        Use.MAKE_REQUESTS: lambda *body, **options: asking.written(asking.requests(*body, **options)),
        Use.WRITE_REQUESTS: lambda *body, **options: requests_text(asking.requests(*body, **options)),
        Use.COMPARE: comparer(law, settings).compare,
        Use.DRAFT_NOTIFICATION: lambda *body, **options: bounded(canonical_bytes)(draft(*body, **options)),
        Use.WRITE_NOTIFICATION: lambda *body, **options: of_fit_length(notification_document(draft(*body, **options))),
        Use.ANALYZE_OWNERSHIP: ownership_analyzer(law, settings).answer,
        Use.IMPORT_STATEMENTS: converter.import_statements,
        Use.EXPORT_STATEMENTS: converter.export_statements,
        Use.CHECK_DRAFT: check_draft,
    }


def comparer(law: CurrentLaw, settings: Settings) -> Comparer:
    """Make the use case that puts one transaction to several versions."""
    transactions = TransactionReader(limit_bytes=settings.body_limit_bytes)
    reader = ComparisonReader(transactions, limit_bytes=settings.body_limit_bytes)
    return Comparer(law, read=reader.read, write=answer_bytes)


def questioner(law: CurrentLaw, settings: Settings) -> Questioner:
    """Make the use case that asks what a transaction leaves open."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    return Questioner(law, read=reader.read, write=bounded(canonical_bytes))


def turning_points(law: CurrentLaw, settings: Settings) -> TurningPointFinder:
    """Make the use case that tells what an answer rests on and where it would turn."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    return TurningPointFinder(law, read=reader.read, write=bounded(canonical_bytes))


def requester(law: CurrentLaw, settings: Settings) -> Requester:
    """Make the use case that makes lists of what to ask of whom."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    return Requester(law, read=reader.read, write=bounded(canonical_bytes))


def notification_drafter(law: CurrentLaw, settings: Settings) -> NotificationDrafter:
    """Make the use case that drafts the content of notifications."""
    reader = TransactionReader(limit_bytes=settings.body_limit_bytes)
    return NotificationDrafter(law, read=reader.read)


def presenter(law: CurrentLaw, settings: Settings) -> Presenter:
    """Make the use case that gives all that a document tells."""
    return Presenter(law, read=TransactionReader(limit_bytes=settings.body_limit_bytes).read, write=answer_bytes)


def ownership_analyzer(law: CurrentLaw, settings: Settings) -> OwnershipAnalyzer:
    """Make the use case that answers questions about ownership by themselves."""
    reader = OwnershipReader(limit_bytes=settings.body_limit_bytes)
    return OwnershipAnalyzer(law, read=reader.read, write=bounded(canonical_bytes))


def templates(settings: Settings) -> Templates:
    """Make the use case that gives transactions to begin with."""
    return Templates(TransactionReader(limit_bytes=settings.body_limit_bytes).read)


def compiled_law(document: Document) -> Law:
    """Compile a stored document; raises ``InvalidRuleSet``."""
    return Law(compile_rule_set(located(document, "stored document")), on_failure=_log_failure)


def _log_failure(failure: Exception) -> None:
    # Where it happened and of which kind, but not its message, which may repeat a value of the transaction.
    places = "".join(traceback.format_tb(failure.__traceback__))
    logging.getLogger(__name__).error("A rule could not be evaluated: %s\n%s", type(failure).__name__, places)

"""Drafts notifications: a transaction in, the content of what it owes to notify out, under the law of its day."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from app.domain.answers.notification import NotificationDraft
from app.domain.canonical import digest
from app.domain.errors import NotificationOpen
from app.domain.notification.draft import draft_notifications
from app.domain.screening import ENGINE_VERSION, NO_VARIANTS
from app.service.answering import law_named
from app.service.screening import CurrentLaw, TransactionRead, bounded_law_for
from app.service.snapshot import Absent


class NotificationDrafter:
    """Drafts the content of notifications. Nothing of a transaction outlives the call, and nothing is sent to anybody.

    ``read`` turns a body into a transaction.
    """

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], TransactionRead]) -> None:
        self._law = law
        self._read = read

    def draft(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> NotificationDraft:
        """Draft the notifications that one transaction owes.

        Raises what :meth:`app.service.screening.Screener.screen` raises, ``NotificationOpen``, ``NoNotificationOwed``
        and ``NoNotificationContent``.
        """
        read = self._read(body)
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        selected = bounded_law_for(read.transaction, select)
        if isinstance(selected, Absent):
            raise NotificationOpen(None, selected.law.statement)
        content = draft_notifications(selected.compiled, read.transaction, variants=variants)
        return {
            **content,
            "rule_set": law_named(selected, variants=variants),
            "engine_version": ENGINE_VERSION,
            "input_digest": digest(read.canonical),
        }

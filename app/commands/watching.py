"""Runs ``portfolio watch``: tells what has touched deals since they were screened, and sends it where it is awaited."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, time
from typing import Final

from app.commands.exit_codes import BAD_INPUT, CHANGED, UNAVAILABLE, USAGE
from app.commands.result_file import deals_in, numbered_lines_of, result_limit
from app.domain.analysis.counted_differences import LineCount
from app.domain.analysis.touched_deals import Watched
from app.domain.answers.touched import TouchAction, TouchCause
from app.main import environment_settings, loaded_law, opened_webhook, portfolio_watch
from app.service.clock import day_in_utc
from app.service.watching import SOURCE, PortfolioWatch
from app.webhooks.events import cloud_event
from app.webhooks.sender import NotDelivered, UnfitAddress

EVENT_TYPE: Final = "screening.deal.touched.v1"
_SHOWN: Final = 10
Send = Callable[[str, bytes], None]
"""Sends an event by its id and its body; raises ``NotDelivered``."""


def watch(options: argparse.Namespace) -> int:
    """Print an event for everything that touches a deal, and send it if an address is given."""
    if str(options.deals) == str(options.results) == "-":
        print("Deals and results cannot both come from standard input.", file=sys.stderr)
        return USAGE
    settings = environment_settings()
    watched = Watched(
        as_of=options.as_of or day_in_utc(),
        since=options.since,
        ahead=options.ahead,
        lists_changed=options.lists_changed,
    )
    limit = settings.body_limit_bytes
    with ExitStack() as stack:
        try:
            send = stack.enter_context(opened_webhook(options.webhook, settings)) if options.webhook else None
        except UnfitAddress as error:
            print(error, file=sys.stderr)
            return USAGE
        found = portfolio_watch(loaded_law(settings, rules=options.rules), settings, watched)
        return _told(found, options, send, limit=limit, at=datetime.combine(watched.as_of, time.min, UTC))


def _told(found: PortfolioWatch, options: argparse.Namespace, send: Send | None, *, limit: int, at: datetime) -> int:
    counted: Counter[tuple[TouchCause, TouchAction]] = Counter()
    undelivered: list[str] = []
    results = numbered_lines_of(options.results, limit_bytes=result_limit(limit))
    for event in found.events(results, deals_in(options.deals, limit_bytes=limit)):
        counted[event.data["cause"], event.data["action"]] += 1
        body = cloud_event(event.data, id=event.id, type=EVENT_TYPE, source=SOURCE, subject=event.subject, time=at)
        sys.stdout.buffer.write(body + b"\n")
        if send is not None:
            sys.stdout.buffer.flush()
            try:
                send(event.id, body)
            except NotDelivered as error:
                undelivered.append(f"{event.id}: {error}")
    _say(counted, found.unread, undelivered)
    if undelivered:
        return UNAVAILABLE
    if not found.deals and not counted:
        print("There are no deals to watch.", file=sys.stderr)
        return BAD_INPUT
    if found.unread.count or found.uncompared:
        return BAD_INPUT
    return CHANGED if counted else 0


def _say(counted: Counter[tuple[TouchCause, TouchAction]], unread: LineCount, undelivered: list[str]) -> None:
    """Say on standard error what was found, and what did not arrive."""
    lines = [f"{counted.total():,} event{'' if counted.total() == 1 else 's'}"]
    lines += [
        f"{count:>9,}  {cause.replace('_', ' ')}: {action.replace('_', ' ')}"
        for (cause, action), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
    if unread.count:
        listed = ", ".join(map(str, unread.lines[:_SHOWN])) + (" …" if unread.count > _SHOWN else "")
        lines.append(f"{unread.count:>9,}  lines of the recorded result could not be read: {listed}")
    if undelivered:
        lines.append(f"{len(undelivered):>9,}  events did not arrive; the same command sends them under the same ids:")
        lines += [f"           {each}" for each in undelivered[:_SHOWN]] + (
            ["           …"] * (len(undelivered) > _SHOWN)
        )
    print("\n".join(lines), file=sys.stderr)

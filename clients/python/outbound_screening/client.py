"""The client that waits for each answer; ``AsyncClient`` beside it does the same for asyncio."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import TracebackType
from typing import Any, Final, Self, TypeVar

import httpx

from .call import Call
from .errors import BatchBrokenOff, NoAnswer
from .generated import calls
from .generated.models import Determination, Explain, RecordSummary, Transaction
from .generated.types import UNSET, Unset
from .lines import MEDIA_TYPE, PATH, Deal, Line, Lines
from .reply import Reply, raise_for_problem, reply_of
from .retrying import Attempts

T = TypeVar("T")
Key = str | Callable[[], str] | None

TIMEOUT: Final = httpx.Timeout(60, connect=5)


class Client:
    """Calls the service at ``address``, and is a context manager that closes its connections.

    ``key`` is an API key or a token, or a function that gives one for each attempt, for tokens that expire. A call is
    sent at most ``attempts`` times, as `retrying.py` says; ``options`` go to ``httpx.Client``.
    """

    def __init__(
        self, address: str, *, key: Key = None, attempts: int = 4, longest_wait: float = 60.0, **options: Any
    ) -> None:
        self._http = httpx.Client(base_url=address, **{"timeout": TIMEOUT, **options})
        self._key = key
        self._attempts = attempts
        self._longest_wait = longest_wait

    def screen(
        self, transaction: Transaction | Mapping[str, Any], *, explain: Explain = "brief", version: str | Unset = UNSET
    ) -> Determination:
        """Screen one transaction; ``calls.screen`` has all options. Raises ``ScreeningError``."""
        return self.send(calls.screen(transaction, explain=explain, version=version))

    def screen_lines(self, deals: Iterable[Deal], **options: str) -> Iterator[Line]:
        """Screen any number of transactions, in order; ``options`` are those of the path, such as ``explain``.

        A transaction that cannot be read is answered by a ``LineProblem`` in its place. The batch is sent once. Raises
        ``ScreeningError``, and ``BatchBrokenOff`` with how many answers there were if it ends too early.
        """
        lines = Lines()
        headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, **bearer(self._key)}
        content = map(lines.line_of, deals)
        try:
            with self._http.stream("POST", PATH, params=options, headers=headers, content=content) as response:
                if not response.is_success:
                    response.read()
                raise_for_problem(response)
                for line in response.iter_lines():
                    yield lines.read(line)
        except httpx.TransportError as failure:
            raise BatchBrokenOff(lines.answered, lines.sent) from failure
        lines.end()

    def records(self, *, reference: str | Unset = UNSET, day: date | Unset = UNSET) -> Iterator[RecordSummary]:
        """List the screenings on record, page by page, in their order. Raises ``ScreeningError``."""
        after: int | None = 0
        while after is not None:
            page = self.send(calls.records(reference=reference, day=day, after=after))
            yield from page.records
            after = page.next_after

    def send(self, call: Call[T]) -> T:
        """Send a call and give its answer. Raises ``ScreeningError``."""
        return self.reply(call).answer

    def reply(self, call: Call[T]) -> Reply[T]:
        """Send a call and give its answer with status, headers and bytes. Raises ``ScreeningError``."""
        return reply_of(call, self._response(call, call.media_type))

    def document(self, call: Call[Any], media_type: str) -> bytes:
        """Send a call and give its answer as another media type, such as ``text/html``. Raises ``ScreeningError``."""
        response = self._response(call, media_type)
        raise_for_problem(response)
        return response.content

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _response(self, call: Call[Any], media_type: str) -> httpx.Response:
        attempts = Attempts(repeatable=call.repeatable, attempts=self._attempts, longest_wait=self._longest_wait)
        while True:
            try:
                response = self._http.request(**request_of(call, media_type, self._key))
            except httpx.TransportError as failure:
                wait = attempts.after_failure(failure)
                if wait is None:
                    raise NoAnswer(f"There is no answer ({type(failure).__name__}).") from failure
            else:
                wait = attempts.after(response)
                if wait is None:
                    return response
            time.sleep(wait)


def request_of(call: Call[Any], media_type: str, key: Key) -> dict[str, Any]:
    """Give what httpx sends for a call that asks for a media type."""
    headers = {**call.headers, "Accept": f"{media_type}, application/problem+json;q=0.1", **bearer(key)}
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    return {
        "method": call.method,
        "url": call.path,
        "params": dict(call.params),
        "headers": headers,
        "content": call.body,
    }


def bearer(key: Key) -> dict[str, str]:
    """Give the header that shows a key or a token."""
    shown = key() if callable(key) else key
    return {"Authorization": f"Bearer {shown}"} if shown else {}

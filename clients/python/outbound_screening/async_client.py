"""The client for asyncio: what ``Client`` does, without waiting for it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from .call import Call
from .client import TIMEOUT, Key, bearer, request_of
from .errors import BatchBrokenOff, NoAnswer
from .generated import calls
from .generated.models import Determination, Explain, RecordSummary, Transaction
from .generated.types import UNSET, Unset
from .lines import MEDIA_TYPE, PATH, Deal, Line, Lines
from .reply import Reply, raise_for_problem, reply_of
from .retrying import Attempts

T = TypeVar("T")


class AsyncClient:
    """Calls the service at ``address`` from asyncio; parameters and exceptions are those of ``Client``."""

    def __init__(
        self, address: str, *, key: Key = None, attempts: int = 4, longest_wait: float = 60.0, **options: Any
    ) -> None:
        self._http = httpx.AsyncClient(base_url=address, **{"timeout": TIMEOUT, **options})
        self._key = key
        self._attempts = attempts
        self._longest_wait = longest_wait

    async def screen(
        self, transaction: Transaction | Mapping[str, Any], *, explain: Explain = "brief", version: str | Unset = UNSET
    ) -> Determination:
        """Screen one transaction, as ``Client.screen`` does."""
        return await self.send(calls.screen(transaction, explain=explain, version=version))

    async def screen_lines(self, deals: Iterable[Deal], **options: str) -> AsyncIterator[Line]:
        """Screen any number of transactions, in order, as ``Client.screen_lines`` does."""
        lines = Lines()
        headers = {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, **bearer(self._key)}

        async def content() -> AsyncIterator[bytes]:
            for deal in deals:
                yield lines.line_of(deal)

        try:
            async with self._http.stream("POST", PATH, params=options, headers=headers, content=content()) as response:
                if not response.is_success:
                    await response.aread()
                raise_for_problem(response)
                async for line in response.aiter_lines():
                    yield lines.read(line)
        except httpx.TransportError as failure:
            raise BatchBrokenOff(lines.answered, lines.sent) from failure
        lines.end()

    async def records(
        self, *, reference: str | Unset = UNSET, day: date | Unset = UNSET
    ) -> AsyncIterator[RecordSummary]:
        """List the screenings on record, page by page, as ``Client.records`` does."""
        after: int | None = 0
        while after is not None:
            page = await self.send(calls.records(reference=reference, day=day, after=after))
            for each in page.records:
                yield each
            after = page.next_after

    async def send(self, call: Call[T]) -> T:
        """Send a call and give its answer, as ``Client.send`` does."""
        return (await self.reply(call)).answer

    async def reply(self, call: Call[T]) -> Reply[T]:
        """Send a call and give its answer with status, headers and bytes, as ``Client.reply`` does."""
        return reply_of(call, await self._response(call, call.media_type))

    async def document(self, call: Call[Any], media_type: str) -> bytes:
        """Send a call and give its answer as another media type, as ``Client.document`` does."""
        response = await self._response(call, media_type)
        raise_for_problem(response)
        return response.content

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _response(self, call: Call[Any], media_type: str) -> httpx.Response:
        attempts = Attempts(repeatable=call.repeatable, attempts=self._attempts, longest_wait=self._longest_wait)
        while True:
            try:
                response = await self._http.request(**request_of(call, media_type, self._key))
            except httpx.TransportError as failure:
                wait = attempts.after_failure(failure)
                if wait is None:
                    raise NoAnswer(f"There is no answer ({type(failure).__name__}).") from failure
            else:
                wait = attempts.after(response)
                if wait is None:
                    return response
            await asyncio.sleep(wait)

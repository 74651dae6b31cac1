"""Answers, read from responses; what is no answer is an exception."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

import httpx

from .call import Call
from .errors import NotAnAnswer, Refused
from .exact import read_json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """Holds an answer with what came along: ``content`` are the bytes that a digest is of."""

    answer: T
    status: int
    headers: httpx.Headers
    content: bytes


def reply_of(call: Call[T], response: httpx.Response) -> Reply[T]:
    """Read the response to a call; raises ``Refused`` or ``NotAnAnswer``."""
    raise_for_problem(response)
    try:
        if response.status_code == HTTPStatus.NO_CONTENT:
            data = None
        elif call.media_type == "text/plain":
            data = response.text
        elif _media_type(response) == "application/json":
            data = read_json(response.content)
        else:
            raise NotAnAnswer(response.status_code, f"This is `{_media_type(response)}` and not JSON.")
        answer = call.read(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # An answer with a word that this client does not know is never taken for another.
        why = f"The answer is not one that this client knows ({type(error).__name__})."
        raise NotAnAnswer(response.status_code, why) from error
    return Reply(answer, response.status_code, response.headers, response.content)


def raise_for_problem(response: httpx.Response) -> None:
    """Raise ``Refused`` for a problem, and ``NotAnAnswer`` for whatever else is no success."""
    if response.is_success:
        return
    if _media_type(response) == "application/problem+json":
        try:
            problem = read_json(response.content)
        except ValueError:
            problem = None
        if isinstance(problem, dict):
            raise Refused(response.status_code, problem)
    raise NotAnAnswer(response.status_code, "This is no answer of the service.")


def _media_type(response: httpx.Response) -> str:
    kind: str = response.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower()

"""Gives routes the person behind a key (RFC 6750), and the text that a change is about."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Header
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import WithJsonSchema

from app.api.services import Provided, Services
from app.service.drafting import Seen
from app.service.keys import KeyScope, Principal

_BEARER = HTTPBearer(
    scheme_name="key",
    description="A key with scopes, made by `python -m app keys create`. Its owner stands in the log.",
    auto_error=False,
)
_TEXT = WithJsonSchema({"type": "string"})
IfMatch = Annotated[str | None, Header(alias="If-Match"), _TEXT]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match"), _TEXT]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def person_with(*scopes: KeyScope) -> Callable[[Services, Credentials], Principal]:
    """Gives a dependency on the person behind the key of the request, who has one of the scopes.

    It raises ``NotAuthenticated``, ``NotAllowed`` or ``StorageUnavailable``, and runs in a thread: a database may
    make it wait.
    """

    def person(provided: Provided, credentials: Credentials) -> Principal:
        token = credentials.credentials.strip() if credentials is not None else None
        found = provided.lifecycle.keys.authenticate(token)
        found.require(*scopes)
        return found

    return person


async def text_seen(if_match: IfMatch = None) -> Seen:
    """Gives the text that a change is about (RFC 9110, 13.1); a weak tag matches nothing."""
    if if_match is None:
        return Seen()
    tags = [tag.strip() for tag in if_match.split(",")]
    known = frozenset(tag[1:-1] for tag in tags if len(tag) > 2 and tag[0] == tag[-1] == '"')
    # A header without any tag that could match is a precondition all the same, and fails.
    return Seen(digests=known or frozenset({""}), any_text="*" in tags)


async def text_or_none_seen(if_match: IfMatch = None, if_none_match: IfNoneMatch = None) -> Seen:
    """Gives the text that a change is about, or that there is none yet; ``If-Match`` goes first."""
    if if_match is not None:
        return await text_seen(if_match)
    return Seen(no_text=(if_none_match or "").strip() == "*")


Person = Annotated[Principal, Depends(person_with())]
AnyWriter = Annotated[Principal, Depends(person_with(*KeyScope))]
Author = Annotated[Principal, Depends(person_with(KeyScope.DRAFT))]
Reviewer = Annotated[Principal, Depends(person_with(KeyScope.REVIEW))]
Publisher = Annotated[Principal, Depends(person_with(KeyScope.PUBLISH))]
TextSeen = Annotated[Seen, Depends(text_seen)]
TextOrNoneSeen = Annotated[Seen, Depends(text_or_none_seen)]

"""The person behind a request, by the key in its ``Authorization`` header (RFC 6750)."""

from starlette.requests import Request

from app.service.access import Gatekeeper, Principal, Scope


def principal(request: Request, gatekeeper: Gatekeeper, *scopes: Scope) -> Principal:
    """The person, who has one of the scopes.

    Raises ``NotAuthenticated``, ``NotAllowed`` or ``StorageUnavailable``. May wait for a database.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return gatekeeper.authenticate(token.strip() if scheme.lower() == "bearer" else None).among(*scopes)

"""``If-Match`` and ``If-None-Match`` of requests that change something (RFC 9110, 13.1)."""

from starlette.requests import Request

from app.service.drafting import Seen


def seen_by(request: Request) -> Seen:
    """Which text the request is about. A weak tag matches nothing, and ``If-Match`` goes first."""
    matching = request.headers.get("if-match")
    if matching is not None:
        tags = [tag.strip() for tag in matching.split(",")]
        known = frozenset(tag[1:-1] for tag in tags if len(tag) > 2 and tag[0] == tag[-1] == '"')
        # A header without any tag that could match is a precondition all the same, and fails.
        return Seen(digests=known or frozenset({""}), any_text="*" in tags)
    return Seen(no_text=request.headers.get("if-none-match", "").strip() == "*")

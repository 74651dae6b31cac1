import pytest

from app.api.media import NotAcceptable, accepted

OFFERED = ("application/json", "text/html", "text/plain")


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/*", "text/html"),
        ("text/plain", "text/plain"),
        ("TEXT/Plain; charset=utf-8", "text/plain"),
        ("text/html, */*;q=0.8", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/json, text/plain;q=0.5", "application/json"),
        ("text/plain;q=0.9, application/json;q=0.1", "text/plain"),
        ("text/plain;q=0.2, text/html;q=0.3", "text/html"),
        ("application/json;q=0, */*", "text/html"),
        ("image/png, */*;q=0.1", "application/json"),
        ("text/plain;q=x", "text/plain"),
    ],
)
def test_the_best_liked_media_type_is_given_and_of_equals_the_first(accept, given):
    assert accepted(accept, OFFERED) == given


@pytest.mark.parametrize(
    "accept",
    ["image/png", "application/json;q=0", "*/*;q=0", "text/html;q=0.0", "json", ";", "a/b/c", "text/html," * 1_000],
)
def test_what_cannot_be_served_or_read_is_refused_with_what_can_be(accept):
    with pytest.raises(NotAcceptable, match="application/json, text/html, text/plain"):
        accepted(accept, OFFERED)

"""The wording of faults: how a typed value is shown, and what to do about a YAML syntax error."""

from difflib import get_close_matches

_LONGEST_SHOWN = 60

# The two YAML parsers word the same error differently; these fragments are found in both. The first match counts.
_SYNTAX_CURES = (
    (
        "mapping values are not allowed",
        "A colon is not expected here: quote text that holds `: `, or mend the indentation.",
    ),
    ("sequence entries are not allowed", "A list is not expected here: begin its first `- ` on a line of its own."),
    ("cannot start any token", "Text cannot begin with this character: quote it."),
    ("unexpected end of stream", "The file ends inside quoted text: close the quote."),
    ("undefined tag handle", "The tag `!` has no use here: quote text that begins with `!`."),
    ("unknown escape character", "An unknown escape in double quotes: use single quotes, which keep backslashes."),
    ("could not find expected ':'", "A key without a colon: write `key: value`, with a space after the colon."),
    ("alphabetic or numeric character", "Text cannot begin with `*` or `&`: quote it."),
    ("',' or ']'", "The list in brackets is not closed: add the `]` or a comma."),
    ("',' or '}'", "The mapping in braces is not closed: add the `}` or a comma."),
)


def shown(text: str) -> str:
    """``text`` on one line and short enough to stand within a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The cure for an unknown ``word``: the known word that looks most like it, or all that are known."""
    if close := get_close_matches(word, known, n=1):
        return f"did you mean `{close[0]}`?"
    return f"known are {', '.join(f'`{name}`' for name in known)}."


def syntax_message(problem: str) -> str:
    """What to do about a syntax error that the parser calls ``problem``."""
    for fragment, cure in _SYNTAX_CURES:
        if fragment in problem:
            return cure
    return f"This is not readable YAML ({problem}): mend the indentation, or quote the text."

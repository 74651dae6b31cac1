"""Talks with a person at a terminal, or with a file of answers in a person's place."""

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from app.commands.typed_answers import Misunderstood

_WIDEST: Final = 96
_BOLD, _FAINT, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_UNBROKEN: Final = "\N{NO-BREAK SPACE}"
_T = TypeVar("_T")


class Stopped(Exception):
    """The person has typed `q`, or there are no more answers."""


class Terminal:
    """Writes wrapped text on standard output, and reads lines from standard input."""

    def __init__(self) -> None:
        self.width = min(shutil.get_terminal_size().columns, _WIDEST)
        self._styled = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(self, text: str = "", *, indent: int = 0, hanging: int = 0) -> None:
        """Write a paragraph."""
        print(self._wrapped(text, indent, hanging))

    def emphasize(self, text: str) -> None:
        """Write a paragraph that stands out."""
        self._say_in(_BOLD, text)

    def mention(self, text: str, *, indent: int = 0) -> None:
        """Write a paragraph that stands back."""
        self._say_in(_FAINT, text, indent)

    def head(self, text: str) -> None:
        """Write a line that begins something new."""
        print()
        self._say_in(_FAINT, f"── {text} ".ljust(self.width, "─"))

    def numbered(self, choices: Iterable[tuple[str, str]]) -> None:
        """List words with what each says, by number."""
        for number, (word, says) in enumerate(choices, start=1):
            self.say(f"{number:2}  {word}{': ' if says else ''}{says}", indent=1, hanging=4)

    def asked(self, read: Callable[[str], _T], prompt: str = "> ") -> _T:
        """Ask until what is typed can be read; raises ``Stopped``."""
        while True:
            try:
                return read(self.line(prompt))
            except Misunderstood as error:
                self.say(str(error), indent=2)

    def line(self, prompt: str = "> ") -> str:
        """Read one line; raises ``Stopped``."""
        try:
            typed = input(prompt)
        except EOFError:
            print()
            raise Stopped from None
        if not sys.stdin.isatty():
            print(typed)  # a terminal has shown it already
        if typed.strip().lower() in ("q", "quit"):
            raise Stopped
        return typed

    def _say_in(self, style: str, text: str, indent: int = 0) -> None:
        wrapped = self._wrapped(text, indent, 0)
        print(f"{style}{wrapped}{_PLAIN}" if self._styled else wrapped)

    def _wrapped(self, text: str, indent: int, hanging: int) -> str:
        margin = " " * indent
        shape = textwrap.TextWrapper(
            max(self.width, 40), margin, margin + " " * hanging, break_long_words=False, break_on_hyphens=False
        )
        return "\n".join(shape.fill(line) for line in text.split("\n")).replace(_UNBROKEN, " ")


def unbroken(text: str) -> str:
    """Keep the words of a text on one line."""
    return text.replace(" ", _UNBROKEN)

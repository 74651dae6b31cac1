"""Bodies that are like another one to the byte, but for what was put into it: valid, invalid, and made to mislead."""

import re
from random import Random

from tests.properties.law import thresholds

NUMBERS = (
    "0",
    "1",
    "10",
    "33.3",
    "50",
    "50.0",
    "49.99999999999999999999",
    "66.7",
    "100",
    "1e1",
    "2.5E+1",
    "-0",
    "-1",
    "01",
)
DAYS = ("2025-01-01", "2025-01-02", "2025-06-16", "2025-12-22", "2025-12-23", "2025-02-29", "9999-12-31", "20250616")
ODD = (
    '""', '"a"', '" "', '"a b"', '"é中"', '"\u2028"', '"\xa0"', '"\x7f"', '"a\\"b"', '"\\u0061"', '"%s{0}"', '"\x01"',
    '"\ue0000\ue001"', '"\ue0007\ue001"', '"\ue00099999\ue001"', "null", "true", "12", "1.", "-", "{}", "[]", '["a"]',
    '"a","b"', '"US"', '"CN"', '"none"', '"other"', '"' + "x" * 201 + '"',
)  # fmt: skip


taken_apart = re.compile(rb':[ \t\r\n]*("[^"\\]*"|[-0-9][0-9.eE+-]*)').split
"""What is around the values in a body, and these."""


class Rewriter:
    """Puts other values into a body. ``fields`` are those of which the thresholds are worth trying."""

    def __init__(self, seed, fields):
        self.random = Random(seed)
        around = {value for field in fields for value in thresholds(field)}
        self.numbers = [*NUMBERS, *sorted(value for value in around if "-" not in value)]
        self.days = [*DAYS, *sorted(value for value in around if "-" in value)]

    def other_values(self, body):
        """The same deal of other people, on another day, with other numbers."""
        return self._rewritten(body, self._another)

    def other_tokens(self, body):
        """The body with anything at all in the place of a few values."""
        parts = taken_apart(body)
        places = self.random.sample(range(1, len(parts), 2), min(self.random.choice([1, 1, 2, 4]), len(parts) // 2))
        for place in places:
            parts[place] = self._anything(parts).encode()
        return self._joined(parts)

    def other_bytes(self, body):
        """The body with a few bytes changed, left out or put in."""
        changed = bytearray(body)
        for _ in range(self.random.choice([1, 1, 2, 5])):
            place = self.random.randrange(len(changed))
            byte = self.random.choice([self.random.randrange(256), *b'"\\,:{}[] 0129.eE+-', changed[place]])
            match self.random.randrange(3):
                case 0:
                    changed[place] = byte
                case 1:
                    changed.insert(place, byte)
                case _:
                    del changed[place]
        return bytes(changed)

    def _rewritten(self, body, another):
        parts = taken_apart(body)
        renamed = {}
        for place in range(1, len(parts), 2):
            parts[place] = another(parts[place].decode(), parts[place - 1], renamed).encode()
        return self._joined(parts)

    def _another(self, token, before, renamed):
        name, bare = before.rpartition(b'"')[0].rpartition(b'"')[2].decode(), token.strip('"')
        if name in {"id", "holder", "subject", "acquirer", "target", "person"}:
            return renamed.setdefault(token, f'"{self.random.getrandbits(20):x}{len(renamed)}"')
        if name in {"reference", "name"}:
            return f'"{self.random.choice(["A", "Ångström & Co", "{x} 100%"])} {self.random.getrandbits(20)}"'
        if self.random.random() < 0.5:
            return token
        if bare[4:5] == "-" and bare[:4].isdigit():
            return f'"{self.random.choice(self.days)}"'
        if bare[:1].isdigit():
            return self.random.choice(['"{}"', '"{}"', "{}"]).format(self.random.choice(self.numbers))
        return token

    def _anything(self, parts):
        match self.random.randrange(5):
            case 0:
                return self.random.choice(ODD)
            case 1:
                return parts[self.random.randrange(1, len(parts), 2)].decode()
            case 2:
                return f'"{self.random.choice(self.numbers)}"'
            case 3:
                return self.random.choice(self.numbers)
            case _:
                return f'"{self.random.choice(self.days)}"'

    def _joined(self, parts):
        """The body that is taken apart into these parts, with spaces here and there."""
        pieces = [parts[0]]
        for place in range(1, len(parts), 2):
            pieces += [b":" + self.random.choice([b" ", b" ", b" ", b"", b"\n\t"]), parts[place], parts[place + 1]]
        return b"".join(pieces)

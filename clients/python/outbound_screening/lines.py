"""Batches: transactions written as lines, and the lines that answer them."""

from collections.abc import Mapping
from typing import Any, Final

from .call import plain
from .errors import BatchBrokenOff, NotAnAnswer
from .exact import read_json, write_json
from .generated.models import Determination, Envelope, LineProblem, Transaction

Deal = Transaction | Envelope | Mapping[str, Any]
"""What is screened: a record, or JSON. An envelope has options of its own beside the transaction."""
Line = Determination | LineProblem

MEDIA_TYPE: Final = "application/x-ndjson"
PATH: Final = "/v1/screenings/batch"


class Lines:
    """Writes the lines of a batch, reads those of its answer, and counts both."""

    def __init__(self) -> None:
        self.sent = 0
        self.answered = 0

    def line_of(self, deal: Deal) -> bytes:
        """Write one transaction; raises ``InexactNumber``. Of members that there are not, the service tells."""
        line = write_json(plain(deal)) + b"\n"
        self.sent += 1
        return line

    def read(self, line: str) -> Line:
        """Read one line of the answer; raises ``NotAnAnswer``."""
        try:
            data = read_json(line)
            answer: Line = Determination.from_dict(data) if "determination" in data else LineProblem.from_dict(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            why = f"Line {self.answered + 1} is not one that this client knows ({type(error).__name__})."
            raise NotAnAnswer(200, why) from error
        self.answered += 1
        return answer

    def end(self) -> None:
        """Raise ``BatchBrokenOff`` unless every transaction was answered."""
        if self.answered != self.sent:
            raise BatchBrokenOff(self.answered, self.sent)

"""Makes lists of what to ask of whom, as JSON or as text for an e-mail."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from app.domain.answers.determination import UNDETERMINED
from app.domain.answers.requests import RequestsJson
from app.domain.canonical import digest
from app.domain.diligence.factors import factors_of
from app.domain.diligence.requests import requests_of
from app.domain.screening import ENGINE_VERSION, NO_VARIANTS, Explain
from app.service.answering import Write, determined_under
from app.service.screening import CurrentLaw, TransactionRead, bounded_law_for
from app.service.snapshot import Absent
from app.service.turning import cautions_on

_OPEN: Final = "What to ask so that the determination can be definite, by who can answer it."
_DEFINITE: Final = "What the determination takes for granted, was told or was not answered: to be asked, or confirmed."


class Requester:
    """Makes the requests to send on a transaction. Nothing of a transaction outlives the call.

    ``read`` turns a body into a transaction, ``write`` a JSON value into its canonical bytes.
    """

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], TransactionRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def requests(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> RequestsJson:
        """Return the requests on one transaction.

        Raises what :meth:`app.service.screening.Screener.screen` raises.
        """
        read = self._read(body)
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        selected = bounded_law_for(read.transaction, select)
        answer = determined_under(selected, read.transaction, explain=Explain.BRIEF, variants=variants)
        law = None if isinstance(selected, Absent) else selected.compiled.rule_set
        made = requests_of(read.transaction, answer, law)
        return {
            "reference": answer["reference"],
            "determination": answer["determination"],
            "possible_determinations": answer["possible_determinations"],
            "summary": _OPEN if answer["determination"] == UNDETERMINED else _DEFINITE,
            "cautions": cautions_on("requests", law) if law is not None else [],
            "sides": made.sides,
            "left_out": made.left_out,
            "draft_notice": cautions_on("representations", law) if law is not None else [],
            "representations": made.representations,
            "factors": factors_of(read.transaction, law, answer["missing_facts"]) if law is not None else [],
            "rule_set": answer["rule_set"],
            "engine_version": ENGINE_VERSION,
            "input_digest": digest(read.canonical),
        }

    def written(self, requests: RequestsJson) -> bytes:
        """Write requests as JSON."""
        return self._write(requests)

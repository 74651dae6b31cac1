"""Tells what a definite answer rests on and where it would turn, so that people know what to verify."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from app.domain.answers.determination import UNDETERMINED
from app.domain.answers.turning_points import CautionJson, TurningPointsJson
from app.domain.canonical import digest
from app.domain.interview.interview import Interview
from app.domain.language.ruleset import RuleSet
from app.domain.screening import ENGINE_VERSION, NO_VARIANTS, Explain
from app.domain.turning.turning_points import TurningPoints, TurnsFound
from app.service.answering import Write, determined_under
from app.service.screening import CurrentLaw, TransactionRead, law_for
from app.service.snapshot import Absent

_NOTHING: Final[TurnsFound] = {"facts": [], "turning_points": [], "complete": True, "not_tried": []}
_OPEN: Final = (
    "The determination is open, so that nothing can turn yet: `POST /v1/screenings/questions` says what to ask first."
)
_DEFINITE: Final = (
    "These facts carry the determination; verify them. A turning point says with what other value of one fact, all "
    "else being the same, it would be another."
)


class TurningPointFinder:
    """Tells what answers rest on and where they would turn. Nothing of a transaction outlives the call.

    ``read`` turns a body into a transaction, ``write`` a JSON value into its canonical bytes.
    """

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], TransactionRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def find(
        self,
        body: bytes,
        *,
        rule_set: str | None = None,
        version: str | None = None,
        as_known_on: datetime | None = None,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> bytes:
        """Return the facts and turning points of one transaction as JSON; none where its determination is open.

        Raises what :meth:`app.service.screening.Screener.screen` raises.
        """
        read = self._read(body)
        select = partial(self._law().select, rule_set, version, as_known_on=as_known_on)
        selected = law_for(read.transaction, select)
        answer = determined_under(selected, read.transaction, explain=Explain.BRIEF, variants=variants)
        stands, found = answer["determination"], _NOTHING
        cautions: list[CautionJson] = []
        if not isinstance(selected, Absent):
            cautions = cautions_on("turning_points", selected.compiled.rule_set)
            if stands != UNDETERMINED:
                points = TurningPoints(selected.compiled)
                found = points.of(Interview(read.transaction, variants), stands)
        told: TurningPointsJson = {
            "reference": answer["reference"],
            "determination": stands,
            "possible_determinations": answer["possible_determinations"],
            "summary": _OPEN if stands == UNDETERMINED else _DEFINITE,
            "cautions": cautions,
            **found,
            "rule_set": answer["rule_set"],
            "engine_version": ENGINE_VERSION,
            "input_digest": digest(read.canonical),
        }
        return self._write(told)


def cautions_on(about: str, rule_set: RuleSet) -> list[CautionJson]:
    """Give what the rule set has to say with answers of this kind."""
    return [{"citation": each.citation, "says": each.statement} for each in rule_set.diligence.cautions_on(about)]

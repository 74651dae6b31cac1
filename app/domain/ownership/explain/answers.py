"""Explains any answer: what it rests on, and what it is made up of."""

from app.domain.ownership.answer.control import Control
from app.domain.ownership.answer.held_share import HeldShare
from app.domain.ownership.answer.income import Income
from app.domain.ownership.explain.breakdown import Breakdown, CountsAs, share_breakdown
from app.domain.ownership.explain.control import control_evidence
from app.domain.ownership.explain.evidence import Evidence, EvidenceNotes
from app.domain.ownership.explain.income import income_evidence
from app.domain.ownership.explain.share import ShareNotes
from app.domain.ownership.explain.wording import chains_in_words
from app.domain.truth import MET, UNKNOWN

Answer = HeldShare | Control | Income


def evidence_of(answer: Answer) -> Evidence:
    """Give what the verdict rests on; for an unknown one, also what would settle it."""
    if isinstance(answer, Control):
        return control_evidence(answer)
    if isinstance(answer, Income):
        return income_evidence(answer)
    notes = EvidenceNotes()
    ShareNotes(answer.worked_out, notes).verdict(answer.subject, answer.verdict)
    return notes.evidence(answer.subject, settled=answer.verdict != UNKNOWN)


def breakdown_of(answer: Answer, evidence: Evidence) -> Breakdown | None:
    """Break the answer down into chains: by what somebody is a parent, or what the persons together hold.

    There is none where no holder is listed, and where no relation counts. ``evidence`` is that of this answer.
    """
    graph, met = answer.graph, answer.verdict == MET
    if not isinstance(answer, HeldShare) and met:
        chains = tuple((CountsAs.HELD, each) for each in chains_in_words(graph, evidence.paths))
        return Breakdown(measure=None, bounds=None, chains=chains)
    if isinstance(answer, Income) or not graph.into(answer.subject):
        return None
    run = answer.worked_out if isinstance(answer, HeldShare) else answer.search.everyone.run
    return share_breakdown(run, answer.subject, answer.verdict)


def close_breakdown(answer: HeldShare) -> Breakdown | None:
    """Break a share down with bounds as close as the facts allow; there is none for an individual."""
    if answer.graph.party(answer.subject).kind == "individual":
        return None
    return share_breakdown(answer.worked_out, answer.subject, answer.verdict)

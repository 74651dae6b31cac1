"""Answers who holds how much of whom, by several methods side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from app.domain.answers.law import AppliedLaw
from app.domain.answers.ownership import Ownership
from app.domain.canonical import digest
from app.domain.errors import InvalidTransaction, Problem
from app.domain.evaluation.ownership_by_method import answers_by_method, asked, persons_among
from app.domain.evaluation.program import Program
from app.domain.evaluation.run import Run
from app.domain.facts.ownership import OwnershipRequest
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction
from app.domain.ownership.answer.question import Member, Method
from app.domain.screening import ENGINE_VERSION
from app.domain.truth import MET, NOT_MET, UNKNOWN
from app.service.answering import Write, law_named
from app.service.screening import CurrentLaw
from app.service.snapshot import Absent


@dataclass(frozen=True, slots=True)
class OwnershipRead:
    """Holds a question as understood; ``canonical`` is the same for every way of writing it."""

    request: OwnershipRequest
    canonical: bytes


class OwnershipAnalyzer:
    """Answers questions about ownership. Nothing of a request outlives the call.

    ``write`` turns a JSON value into its canonical bytes.
    """

    def __init__(self, law: CurrentLaw, *, read: Callable[[bytes], OwnershipRead], write: Write) -> None:
        self._law = law
        self._read = read
        self._write = write

    def answer(self, body: bytes) -> bytes:
        """Return the response to one question as JSON.

        The law is consulted only for who the persons are, where they are those that meet a definition. Raises the
        errors of the reader and, where a definition is named, those of :meth:`Snapshot.select` and
        ``InvalidTransaction`` for a definition that there is not.
        """
        read = self._read(body)
        request = read.request
        member = _named(request)
        law: AppliedLaw | None = None
        if request.persons_meeting is not None:
            selected = self._law().select(request.rule_set, request.version)
            law = law_named(selected)
            if isinstance(selected, Absent):
                raise InvalidTransaction([Problem("/rule_set", selected.law.statement, "no_law")])
            member = _either(member, _meeting(request, selected.compiled.program))
        answer: Ownership = {
            "asks": asked(request),
            "persons": persons_among([party.id for party in request.parties], member),
            "answers": answers_by_method(request, member),
            "methods": {name: _METHODS[Method(name)] for name in request.methods},
            "rule_set": law,
            "engine_version": ENGINE_VERSION,
            "input_digest": digest(read.canonical),
        }
        return self._write(answer)


def _named(request: OwnershipRequest) -> Member:
    listing = request.persons
    others = NOT_MET
    if request.persons_meeting is None and (listing is None or listing.complete is not True):
        others = UNKNOWN
    members = frozenset(listing.items) if listing is not None else frozenset()
    return lambda party: MET if party in members else others


def _either(first: Member, second: Member) -> Member:
    return lambda party: max(first(party), second(party))


def _meeting(request: OwnershipRequest, program: Program) -> Member:
    """Tell who meets the definition named, judged by the parties and interests of the request alone."""
    rule_set, name = program.rule_set, request.persons_meeting or ""
    definition = rule_set.definitions.get(name)
    if definition is None or definition.record is not Party:
        about_parties = [each.id for each in rule_set.definitions.values() if each.record is Party]
        nearest = get_close_matches(name[:80], about_parties, n=3)
        cure = f"Did you mean `{'` or `'.join(nearest)}`?" if nearest else "Name one such as `850.221(a)`."
        detail = f"The rule set has no definition about parties by this name. {cure}"
        raise InvalidTransaction([Problem("/persons_meeting", detail, "unknown_definition")])
    readings: dict[str, str | None] = {each.id: each.taken for each in rule_set.interpretations.values()}
    readings.update(dict.fromkeys(rule_set.variants))
    run = Run(program, Transaction(parties=request.parties, interests=request.interests), readings)
    truth = program.truth[name]
    return lambda party: truth(run.parties[party], run)


_METHODS: Mapping[Method, str] = {
    Method.MULTIPLY: "The percentages along a chain are multiplied.",
    Method.ATTRIBUTE_206B: "A subsidiary's holdings count in full, other holdings in proportion, as in 850.206(b).",
    Method.FULL_FROM_HALF: "Every link of one half or more counts in full, other links in proportion.",
    Method.HIGHEST: "Each link counts by whichever of multiply, attribute_206b and full_from_half gives most.",
    Method.NOTHING_BELOW_HALF: "An entity of which the persons together have one half or more counts in full, any "
    "other not at all, as OFAC reckons.",
}

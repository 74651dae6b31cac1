"""Gives out an answer: under which law, by which engine, and with the digests that let anyone check it."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, cast

from app.domain.answers.determination import Class, ScreeningUnderLaw
from app.domain.answers.law import AppliedLaw
from app.domain.canonical import digest
from app.domain.errors import InvalidTransaction, Problem
from app.domain.evaluation.undetermined import answer_without_law
from app.domain.facts.transaction import Transaction
from app.domain.outbound_investment import OUTBOUND_INVESTMENT
from app.domain.screening import ENGINE_VERSION, NO_VARIANTS, Explain
from app.service.snapshot import Absent, Selected

Write = Callable[[object], bytes]
"""A JSON value to its bytes, the same for the same value."""

ANSWER_LIMIT_BYTES: Final = 1_000_000
"""The longest answer to one request. A conversion is not bound by it: it is about as long as what was sent."""

_FIRST = ("reference", "determination", "possible_determinations", "next_step", "summary")


class ScreeningResult(NamedTuple):
    """Holds one determination as it is given out, with what is counted of it, so that nobody has to parse ``body``.

    ``body`` is the JSON; ``determination`` is its class; ``rule_set`` and ``version`` name the law, which has no
    version where none applies.
    """

    body: bytes
    determination: Class
    rule_set: str
    version: str | None


def of_fit_length(answer: bytes) -> bytes:
    """Return the answer as it is; raises ``InvalidTransaction`` where it is too long. None is ever cut."""
    if len(answer) > ANSWER_LIMIT_BYTES:
        detail = (
            f"So much is open here, or to be told, that the answer would have more than {ANSWER_LIMIT_BYTES} bytes: "
            "state more of the parties, interests and activities, or ask for less, such as `explain=brief`."
        )
        raise InvalidTransaction([Problem("", detail, "answer_too_long")])
    return answer


def bounded(write: Write) -> Write:
    """Return the same writer, which raises ``InvalidTransaction`` instead of giving an answer that is too long."""
    return lambda value: of_fit_length(write(value))


def screening_result(answer: ScreeningUnderLaw, *, canonical_input: bytes, write: Write) -> ScreeningResult:
    """Give out an answer: with the engine, the digest of what was understood, and its own digest.

    Raises ``InvalidTransaction`` where it is too long.
    """
    body = of_fit_length(with_own_digest(written(answer, input_digest=digest(canonical_input), write=write)))
    law = answer["rule_set"]
    return ScreeningResult(body, answer["determination"], law["id"], law["version"])


def written(answer: ScreeningUnderLaw, *, input_digest: str, write: Write) -> bytes:
    """Write an answer with the engine and the digest of its input, without the closing brace."""
    return write({**answer, "engine_version": ENGINE_VERSION, "input_digest": input_digest})[:-1]


def with_own_digest(answer: bytes) -> bytes:
    """Close an answer, here without the closing brace, with the digest of its bytes as its last member."""
    return b'%b,"determination_digest":"%b"}' % (answer, digest(answer, b"}").encode())


def determined_under(
    selected: Selected | Absent,
    transaction: Transaction,
    *,
    explain: Explain,
    variants: Mapping[str, str] = NO_VARIANTS,
) -> ScreeningUnderLaw:
    """Screen a transaction, and name the law; the answer is undetermined where there is no law to apply.

    Raises the errors of :meth:`Law.screen`.
    """
    if isinstance(selected, Absent):
        answer = answer_without_law(transaction, regime=OUTBOUND_INVESTMENT, statement=selected.law.statement)
    else:
        answer = selected.compiled.screen(transaction, explain=explain, variants=variants)
    given = cast("dict[str, object]", answer)
    first = {name: given[name] for name in _FIRST}  # what a person looks for, before everything else
    return cast("ScreeningUnderLaw", {**first, "rule_set": law_named(selected, variants=variants), **given})


def law_named(selected: Selected | Absent, *, variants: Mapping[str, str] = NO_VARIANTS) -> AppliedLaw:
    """Name the law of an answer: what its document says, which never changes, and how it was chosen.

    Under a proposal that leaves alternatives open, ``variants`` says which were chosen, axis by axis. Where no version
    applies, only the rule set is named.
    """
    if isinstance(selected, Absent):
        return {
            "id": selected.law.rule_set,
            "version": None,
            "status": None,
            "effective_from": None,
            "effective_to": None,
            "digest": None,
            "selected_by": selected.selected_by,
            "unverified_sources": 0,
        }
    law = selected.compiled.rule_set
    named: AppliedLaw = {
        "id": law.rule_set,
        "version": law.version,
        "status": law.status,
        "effective_from": law.effective_from.isoformat() if law.effective_from is not None else None,
        "effective_to": law.effective_to.isoformat() if law.effective_to is not None else None,
        "digest": selected.version.digest,
        "selected_by": selected.selected_by,
        "unverified_sources": sum(each.kind == "source" for each in law.unverified.values()),
    }
    if law.variants:
        named["variants"] = dict(sorted(variants.items()))
    return named

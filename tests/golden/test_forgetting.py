"""Knowing less never rules out a class: what is not known any more may still be what it was.

From each golden case what it says is taken away, one thing at a time; see ``knowing_less``. An ordinary run takes away
that each list is complete, and every so-many-th of all else, from each case others; a search takes away everything.
Every class that was possible before must be possible after, ``excepted`` and ``not_covered`` being alike in that they
carry no duty. Where the rest then contradicts itself, what contradicts it is taken away too, or the transaction is
refused.

A fact whose silence counts as a statement is an exception, and so is what is assumed of the U.S. person that acts and
of those behind it; each only if the answer says that it rests on it.
"""

from app.domain.consistency import contradictions
from app.domain.evaluation.classes import NO_DUTY
from app.domain.facts.dictionary import fields_of
from app.domain.facts.places import unknown_at
from app.domain.facts.transaction import Transaction
from tests.golden.versions import cases_in, every_batch, law_of
from tests.profiles import some_of
from tests.properties.knowing_less import knowing_less

COUNTED_IN_SILENCE = {
    "Knowing.held",
    "Exemption.granted",
    "LaterKnowledge.way",
    "Security.fungible_with_traded_class",
    "Security.issuer",
    "Activity.status",
    "Interest.term",
    "Party.newly_formed",
}
"""The facts of docs/decisions/0006-where-silence-counts-as-an-answer.md, all whose silence counts as a statement."""


def classes(outline):
    return {"no duty" if each in NO_DUTY else each for each in outline["possible_determinations"]}


def without_contradiction(transaction):
    """The transaction without the facts that contradict the rest; ``None`` where a contradiction is left then."""
    while problems := contradictions(transaction):
        weaker = transaction
        for problem in problems:
            weaker = unknown_at(weaker, problem.pointer) or weaker
        if weaker == transaction:
            return None
        transaction = weaker
    return transaction


def is_told(law, less, weaker, *, variants):
    """Whether the answer says that it rests on what is silent now, or on an assumption about who acts."""
    told = {each["pointer"] for each in law.screen(weaker, variants=variants)["assumptions"]}
    acting = {at for at, party in enumerate(weaker.parties) if party.id == weaker.acquirer}
    if any(f"/parties/{at}/restricted_lists" in told for at in acting):
        return True
    return bool(less.silent) and all(at in told or f"/{at.split('/')[1]}" in told for at in less.silent)


EVERY = 6
COMPLETE = "that the list is complete"


def overturned(law, case, transaction, number):
    """Each thing without which a class is lost that was possible, one line each; ``number`` is that of the case."""
    before = classes(law.outline(transaction, variants=case.variants))
    everything = [*knowing_less(transaction)]
    complete = [less for less in everything if less.what == COMPLETE]
    others = [less for less in everything if less.what != COMPLETE]
    for less in (*complete, *some_of(others, EVERY, first=number)):
        weaker = without_contradiction(less.transaction)
        if weaker is None:
            continue
        after = classes(law.outline(weaker, variants=case.variants))
        if not before <= after and not is_told(law, less, weaker, variants=case.variants):
            answers = " -> ".join(" or ".join(sorted(each)) for each in (before, after))
            yield f"{case.place}: {case.case}\n    without {less.what} {less.pointer}: {answers}"


@every_batch
def test_no_class_is_lost_by_knowing_one_thing_less(version, batch):
    law = law_of(version)
    cases = enumerate(cases_in(version, batch))
    found = [line for number, (case, transaction) in cases for line in overturned(law, case, transaction, number)]
    assert not found, "\n".join([f"{len(found)} times a class is lost:", *found[:40]])


def test_the_facts_whose_silence_counts_are_those_that_are_documented():
    found = {f"{record.__name__}.{name}" for record in records_in(Transaction) for name in counted(record)}
    assert found == COUNTED_IN_SILENCE


def records_in(record):
    """The record and all the records within it."""
    yield record
    for field in fields_of(record).values():
        inner = (field.type.item or field.type).record
        if inner is not None:
            yield from records_in(inner)


def counted(record):
    return [name for name, field in fields_of(record).items() if field.fact is not None and field.default is not None]

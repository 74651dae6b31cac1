"""Shortens what was explained to the chain that decides, and says which reason rests on which others.

Steps to which the rule set gave a name, and whatever is too much, are told with a reason that rests on them: their
facts are quoted there, without the test. So a short answer quotes the facts that the long one rests on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.answers.determination import NOT_COVERED, UNDETERMINED, Class
from app.domain.evaluation.run import Explained, Facts, ReasonKey, Run
from app.domain.truth import MET, NOT_MET, UNKNOWN

_MOST = 6
"""So many reasons stand in a brief answer beside those on the outcomes."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Holds reasons in the order in which they are told, and of each: the facts that it quotes, the keys of the reasons
    that it rests on, and the facts of all reasons that are told with it, its own among them.
    """

    reasons: Mapping[ReasonKey, Explained]
    facts: Mapping[ReasonKey, Facts]
    rests_on: Mapping[ReasonKey, list[ReasonKey]]
    told_with: Mapping[ReasonKey, list[Facts]]


def whole_chain(run: Run) -> Chain:
    """Give everything that was explained, in the order of the elements and then of the paragraphs."""
    reasons = {key: run.reasons[key] for key in sorted(run.reasons)}
    facts = {key: explained.facts for key, explained in reasons.items()}
    rests_on = {key: [*run.rests_on[key]] for key in reasons}
    return Chain(reasons, facts, rests_on, {key: [own] for key, own in facts.items()})


def deciding_chain(run: Run, answer: Class) -> Chain:
    """Give the outcomes and the paragraphs that the answer turns on; where it is open, what is settled as well.

    If there are too many, those come first that are open, then those of which a summary speaks, then those of elements
    of which it does not.
    """
    roots, definitions = run.rests_on[None], run.program.numbered
    telling = {NOT_COVERED: NOT_MET, UNDETERMINED: UNKNOWN}.get(answer, MET)
    phrased = run.program.phrased
    asked = [
        key
        for key, explained in run.reasons.items()
        if (explained.verdict == telling or answer == UNDETERMINED)
        and explained.applicable
        and key not in roots
        and not _only_passes_on(key, run)
    ]
    found = [key for key in asked if key[0] in run.program.paragraphs]
    at = {(definitions[number].element, pointer) for number, pointer in found}
    # A step with a phrase stands for the paragraph that it is a part of, where no other of its element is told there.
    found += [
        (number, pointer)
        for number, pointer in asked
        if number in phrased and (definitions[number].element, pointer) not in at
    ]
    spoken_of = {definitions[number].element for number, _ in found if number in phrased}

    def rank(key: ReasonKey) -> tuple[bool, bool, bool, ReasonKey]:
        number, _ = key
        is_told_later = definitions[number].element in spoken_of
        return run.reasons[key].verdict != telling, number not in phrased, is_told_later, key

    found.sort(key=rank)
    kept = {*roots, *found[:_MOST]}
    reasons = {key: run.reasons[key] for key in sorted(kept)}
    below = {key: [*_below(key, run, kept)] for key in reasons}
    placed: set[ReasonKey] = set()
    told_with: dict[ReasonKey, list[Facts]] = {}
    for key in reversed(reasons):  # what is told with a paragraph is told with the one that stands nearest to it
        with_it = [each for each in below[key] if each not in kept and each not in placed]
        placed.update(with_it)
        told_with[key] = [run.reasons[each].facts for each in (key, *with_it)]
    rests_on = {key: [each for each in below[key] if each in kept] for key in reasons}
    return Chain(reasons, _quoted(reasons, told_with), rests_on, told_with)


def _quoted(reasons: dict[ReasonKey, Explained], told_with: Mapping[ReasonKey, list[Facts]]) -> dict[ReasonKey, Facts]:
    """Give the facts that each reason quotes: its own, and those told with it that nothing quotes otherwise."""
    found = {key: dict(explained.facts) for key, explained in reasons.items()}
    quoted = {pointer for facts in found.values() for pointer in facts}
    for key in reversed(reasons):
        for facts in told_with[key]:
            for pointer, fact in facts.items():
                if pointer not in quoted:
                    found[key][pointer] = {"pointer": pointer, "value": fact["value"]}
            quoted.update(facts)
    return found


def _only_passes_on(key: ReasonKey, run: Run) -> bool:
    """Say whether a reason has no facts of its own, and rests on one other reason alone."""
    return not run.reasons[key].facts and len(run.rests_on[key]) == 1


def _below(key: ReasonKey, run: Run, kept: set[ReasonKey]) -> Iterator[ReasonKey]:
    """Walk down from a reason, past those that are told with another, to the next ones that are kept."""
    seen, left = {key}, [*run.rests_on[key]]
    for each in left:  # the list grows on the way
        if each not in seen:
            seen.add(each)
            yield each
            if each not in kept:
                left += run.rests_on[each]

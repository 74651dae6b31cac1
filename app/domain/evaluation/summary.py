"""Writes the summary of an answer: a few sentences that a person can act on, from the wording of the rule set.

It begins with the class. Of a duty or an exception it tells, in the order of the elements, what is met and of whom;
then the sentences that the rule set has for such an answer, and the duties with their last days. Where nothing is due
it names the element that fails. Where the answer is open it says what it can still be, and what to ask first.
"""

from collections.abc import Iterator, Sequence

from app.domain.answers.determination import (
    EXCEPTED,
    NOT_COVERED,
    UNDETERMINED,
    Class,
    PendingRegulationJson,
    QuestionJson,
)
from app.domain.days import in_words
from app.domain.evaluation.obligations import Duty
from app.domain.evaluation.paths import Variables
from app.domain.evaluation.run import ReasonKey, Run
from app.domain.evaluation.subjects import called
from app.domain.evaluation.wording import Telling, telling
from app.domain.facts.fact import PartyId
from app.domain.language.head import NEVER_LAW
from app.domain.language.ruleset import RuleSet, Sentence
from app.domain.truth import MET, NOT_MET

_MANY = 6
_NOBODY = Variables(())

Told = frozenset[tuple[ReasonKey, str]]
"""The reasons above that have a phrase, each with its element."""


class Summaries:
    """Writes the summaries of one rule set."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._definitions = [*rule_set.definitions.values()]
        self._numbers = {each.id: number for number, each in enumerate(self._definitions)}
        self._outcomes = rule_set.outcomes
        self._paragraphs_of = f"{rule_set.paragraphs_of} "
        self._under = f" under {rule_set.paragraphs_of}" if rule_set.status in NEVER_LAW else ""
        self._phrases = {
            self._numbers[name]: telling(phrase, Variables.about(rule_set.definitions[name]))
            for name, phrase in rule_set.phrases.items()
        }
        self._sentences: dict[str, list[tuple[Sentence, Telling]]] = {}
        for each in rule_set.sentences:
            tell = telling(each.statement, _NOBODY)
            for outcome in each.outcomes:
                self._sentences.setdefault(outcome, []).append((each, tell))
        self._briefs = {
            id(each): telling(each.brief, _NOBODY) for each in rule_set.obligations if each.brief is not None
        }

    def of(
        self,
        run: Run,
        answer: Class,
        *,
        possible: Sequence[Class],
        duties: Sequence[Duty],
        missing: Sequence[QuestionJson],
        pending: Sequence[PendingRegulationJson],
    ) -> str:
        """Write the summary of an answer whose deciding reasons are explained in the run."""
        if answer == UNDETERMINED:
            told = [*self._open(possible, missing, pending)]
        else:
            told = [f"{_words(answer).capitalize()}{self._under}".removesuffix(".") + ".", *self._grounds(run, answer)]
            if len(possible) > 1:
                told.append("Whether it would otherwise be covered is still open.")
        further = self._told(run, answer) if answer != NOT_COVERED else ()
        return " ".join([*told, *further, *self._duties(run, duties)])

    def _grounds(self, run: Run, answer: Class) -> Iterator[str]:
        """Tell what is met; where no phrase says it, name the paragraphs that decide."""
        if answer == NOT_COVERED:
            # The first sentence that is true, in the order of the rule set, and no other.
            yield next(self._told(run, answer), None) or self._paragraphs(run, NOT_MET)
            return
        told: dict[PartyId | None, list[str]] = {}
        for party, words in self._phrased(run, self._root(run, answer)):
            told.setdefault(party, []).append(words)
        for party, clauses in told.items():
            subject = "The transaction" if party is None else called(run.parties[party])
            yield f"{subject} {_and(clauses)}."
        if not told:
            yield self._paragraphs(run, MET)

    def _root(self, run: Run, answer: Class) -> ReasonKey:
        """Name the reason from which the answer follows; an exception from several outcomes is told of the gravest."""
        for outcome in self._outcomes:
            if answer == EXCEPTED and outcome.unless is not None:
                key = (self._numbers[outcome.unless], "")
                if key in run.reasons and run.reasons[key].verdict == MET:
                    return key
            elif answer == outcome.name:
                return self._numbers[outcome.when], ""
        raise LookupError(answer)

    def _phrased(self, run: Run, root: ReasonKey) -> Iterator[tuple[PartyId | None, str]]:
        """Give what is met with whom it is said of, in the order of the elements.

        Below a reason that has a phrase no other of its element is told, for that would be how it came about; but if it
        is of the same subject it is the narrower one, and told instead.
        """
        found: set[ReasonKey] = set()
        seen: set[tuple[ReasonKey, Told]] = set()
        left: list[tuple[ReasonKey, Told]] = [(root, frozenset())]
        while left:
            key, told = left.pop()
            if (key, told) in seen or run.reasons[key].verdict != MET:
                continue
            seen.add((key, told))
            if key[0] in self._phrases:
                element = self._definitions[key[0]].element
                wider = next((each for each, named in told if named == element), None)
                if wider is None or wider[1] == key[1]:
                    found.add(key)
                    found -= {wider}
                    told = frozenset(each for each in told if each[1] != element) | {(key, element)}
            left += [(each, told) for each in run.rests_on[key]]
        for key in sorted(found):
            yield run.regime.speaks_of(run.transaction, key[1]), self._phrase(run, key)

    def _phrase(self, run: Run, key: ReasonKey) -> str:
        number, pointer = key
        explained = run.reasons[key]
        words = self._phrases[number](explained.subject, pointer, run, explained.facts)
        return f"{words} ({self._short(self._definitions[number].citation)})"

    def _told(self, run: Run, answer: Class) -> Iterator[str]:
        """Tell the sentences that the rule set has for such an answer."""
        for sentence, tell in self._sentences.get(answer, ()):
            name, told_if = (sentence.when, MET) if sentence.when is not None else (sentence.fails, NOT_MET)
            asked = run.program.truth.get(name or "")
            if asked is not None and asked(run.transaction, run) == told_if:
                yield _cited(tell(run.transaction, "", run, None), self._short(sentence.citation))

    def _duties(self, run: Run, duties: Sequence[Duty]) -> Iterator[str]:
        """Tell the duties that the rule set has a short word for, with their last days."""
        for duty in duties:
            tell = self._briefs.get(id(duty.obligation))
            if tell is None:
                continue
            words = tell(run.transaction, "", run, None)
            due = f" by {in_words(duty.due)}" if duty.due is not None else ""
            told = f"{words}{due} ({self._short(duty.obligation.citation)})."
            yield told if duty.applies == MET else f"It is open whether this is due: {told[0].lower()}{told[1:]}"

    def _paragraphs(self, run: Run, verdict: int) -> str:
        """Name the paragraphs that have this verdict and quote facts for it, the first few of many."""
        numbers = {
            key[0]: None
            for key, each in sorted(run.reasons.items(), key=lambda item: item[0])
            if each.verdict == verdict and each.facts and each.applicable
        }
        paragraphs = [self._definitions[each].id for each in numbers if self._definitions[each].is_paragraph]
        if len(paragraphs) > _MANY + 1:
            paragraphs = [*paragraphs[:_MANY], f"and {len(paragraphs) - _MANY} more"]
        if not paragraphs:
            return f"It {'meets' if verdict == MET else 'does not meet'} what the rule set asks."
        return f"{'Met' if verdict == MET else 'Not met'}: {self._paragraphs_of}{', '.join(paragraphs)}."

    def _short(self, citation: str) -> str:
        """Leave the name of the body of law out of a citation."""
        return citation.replace(self._paragraphs_of, "")

    def _open(
        self, possible: Sequence[Class], missing: Sequence[QuestionJson], pending: Sequence[PendingRegulationJson]
    ) -> Iterator[str]:
        yield f"Undetermined: it may still be {' or '.join(map(_words, possible))}."
        citations = list(dict.fromkeys(each["citation"] for each in pending))
        if citations:
            more = f" and {len(citations) - _MANY} more" if len(citations) > _MANY else ""
            yield f"Regulations are awaited under {', '.join(citations[:_MANY])}{more}."
        if missing:
            about = missing[0].get("about")
            yield f"To ask first{f' of {about}' if about else ''}: {missing[0]['question']}"


def _words(answer: Class) -> str:
    return answer.replace("_", " ")


def _and(clauses: Sequence[str]) -> str:
    return clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])} and {clauses[-1]}"


def _cited(sentence: str, citation: str) -> str:
    return f"{sentence.removesuffix('.')} ({citation})." if citation else sentence

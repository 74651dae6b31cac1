"""Checks a draft before it can become law: the language, the golden cases, and what an analysis finds."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import cast

from app.domain.analysis.findings import Sample
from app.domain.answers.law import Status
from app.domain.answers.lifecycle import FindingJson, Level
from app.domain.errors import Fault
from app.domain.evaluation.coverage import Report
from app.domain.fields import Faults
from app.domain.language.compiler import compile_rule_set
from app.domain.language.head import PENDING
from app.domain.language.ruleset import RuleSet
from app.domain.located import Mapping, located
from app.rulefiles.cases import stated_cases
from app.rulefiles.golden import ReadTransaction, UnmetCase, judged
from app.service.drafts import Cases
from app.service.ports import Document

Analyse = Callable[[RuleSet, tuple[Sample, ...], Report], Iterable[FindingJson]]
"""What is found in a rule set beside its cases, with their transactions and the report on what they reach."""

LANGUAGE = "language"
_SOURCE = "draft"
_MOST = 60
"""So many findings of one kind are reported."""


class PublishingGate:
    """Checks drafts; a ``Gate``.

    ``read`` reads the transactions of cases; ``analyse`` says what they do not reach or show.
    """

    def __init__(self, read: ReadTransaction, *, analyse: Analyse) -> None:
        self._read = read
        self._analyse = analyse

    def __call__(self, document: Document, cases: Cases) -> list[FindingJson]:
        """Returns what refuses first; of each kind every finding, or the first of very many.

        What cannot be read is not put to its cases.
        """
        found = [finding for kind in self._by_kind(document, cases) for finding in _first(kind)]
        return sorted(found, key=lambda finding: finding["level"] != Level.REFUSE)

    def _by_kind(self, document: Document, cases: Cases) -> Iterator[Iterable[FindingJson]]:
        """Yields the findings of the language check; then those of the cases, and those about the rules as a whole."""
        tree = cast("Mapping", located(document, _SOURCE))
        faults = Faults()
        rule_set = faults.unless_refused(lambda: compile_rule_set(tree))
        stated = faults.unless_refused(lambda: stated_cases(located(cases, _SOURCE, "/cases")))
        yield map(_finding, faults.found)
        if rule_set is None or stated is None:
            return
        if rule_set.status not in (*PENDING, Status.SCHEDULED, Status.IN_FORCE):
            fitting = f"`{Status.IN_FORCE}`, `{'`, `'.join(PENDING)}`"
            sentence = f"A text that is `{rule_set.status}` cannot be published: give one of {fitting}."
            yield [_refusal("status", sentence, "/status")]
        unmet_cases, coverage, samples = judged(stated, rule_set, self._read)
        yield map(_unmet, unmet_cases)
        yield self._analyse(rule_set, samples, coverage)


def _first(findings: Iterable[FindingJson]) -> Iterator[FindingJson]:
    rest = iter(findings)
    yield from islice(rest, _MOST)
    more = sum(1 for _ in rest)
    if more:
        yield _refusal("further findings", f"There are {more} more of this sort. Mend these first.")


def _unmet(found: UnmetCase) -> FindingJson:
    case = found.case
    refusal = _refusal(case.case, " ".join(found.sentences), _pointer(case.place.source))
    counterexample = cast("dict[str, object]", case.transaction)
    return {**refusal, "counterexample": counterexample, "variants": dict(case.variants)}


def _finding(fault: Fault) -> FindingJson:
    return _refusal(LANGUAGE, fault.message, _pointer(fault.place.source))


def _refusal(rule: str, sentence: str, pointer: str | None = None) -> FindingJson:
    return {
        "level": Level.REFUSE,
        "rule": rule,
        "sentence": sentence,
        "pointer": pointer,
        "counterexample": None,
        "variants": {},
    }


def _pointer(source: str) -> str:
    return source.removeprefix(f"{_SOURCE}#")

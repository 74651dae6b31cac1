"""Checks a draft before it can become law: the language, the golden cases, and what an analysis finds."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import cast

from app.domain.analysis.findings import Sample
from app.domain.answers.law import Status
from app.domain.answers.lifecycle import Level
from app.domain.errors import Fault
from app.domain.evaluation.coverage import Report
from app.domain.language.compiler import compile_rule_set
from app.domain.language.ruleset import RuleSet
from app.domain.located import Mapping, located
from app.rulefiles.cases import stated_cases
from app.rulefiles.golden import ReadTransaction, UnmetCase, judged
from app.rulefiles.wording import unless_refused
from app.service.drafts import Cases, DraftFinding
from app.service.heading import heading
from app.service.ports import Document
from app.service.timeline import PENDING

Analyse = Callable[[RuleSet, tuple[Sample, ...], Report], Iterable[DraftFinding]]
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

    def __call__(self, document: Document, cases: Cases) -> tuple[DraftFinding, ...]:
        """Returns what refuses first; of each kind every finding, or the first of very many.

        What cannot be read is not put to its cases.
        """
        found = [finding for kind in self._by_kind(document, cases) for finding in _first(kind)]
        return tuple(sorted(found, key=lambda finding: finding.level is not Level.REFUSE))

    def _by_kind(self, document: Document, cases: Cases) -> Iterator[Iterable[DraftFinding]]:
        """Yields the findings of the language check; then those of the cases, and those about the rules as a whole."""
        tree = cast("Mapping", located(document, _SOURCE))
        faults: list[Fault] = []
        head = unless_refused(lambda: heading(tree), faults)
        rule_set = unless_refused(lambda: compile_rule_set(tree), faults)
        stated = unless_refused(lambda: stated_cases(located(cases, _SOURCE, "/cases")), faults)
        # The head is looked at twice, for the archive and by the compiler.
        yield dict.fromkeys(_finding(fault) for fault in faults)
        if head is None or rule_set is None or stated is None:
            return
        if head.status not in (*PENDING, Status.SCHEDULED, Status.IN_FORCE):
            fitting = f"`{Status.IN_FORCE}`, `{'`, `'.join(PENDING)}`"
            sentence = f"A text that is `{head.status}` cannot be published: give one of {fitting}."
            yield [DraftFinding(Level.REFUSE, "status", sentence, "/status")]
        unmet_cases, coverage, samples = judged(stated, rule_set, self._read)
        yield map(_unmet, unmet_cases)
        yield self._analyse(rule_set, samples, coverage)


def _first(findings: Iterable[DraftFinding]) -> Iterator[DraftFinding]:
    rest = iter(findings)
    yield from islice(rest, _MOST)
    more = sum(1 for _ in rest)
    if more:
        yield DraftFinding(Level.REFUSE, "further findings", f"There are {more} more of this sort. Mend these first.")


def _unmet(found: UnmetCase) -> DraftFinding:
    case, sentence = found.case, " ".join(found.sentences)
    pointer = _pointer(case.place.source)
    return DraftFinding(Level.REFUSE, case.case, sentence, pointer, case.transaction, dict(case.variants))


def _finding(fault: Fault) -> DraftFinding:
    return DraftFinding(Level.REFUSE, LANGUAGE, fault.message, _pointer(fault.place.source))


def _pointer(source: str) -> str:
    return source.removeprefix(f"{_SOURCE}#")

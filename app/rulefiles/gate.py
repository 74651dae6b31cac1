"""The publishing gate: the language check, the golden cases, their coverage, and whatever analysis is added."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import cast

from app.domain.analysis.findings import Witness
from app.domain.errors import Fault, InvalidRuleSet
from app.domain.evaluation.coverage import Report
from app.domain.language.compiler import compile_rule_set
from app.domain.language.located import Mapping, located
from app.domain.language.ruleset import RuleSet
from app.rulefiles.cases import stated_cases
from app.rulefiles.golden import Read, judged
from app.service.gate import Cases, Finding, Level
from app.service.heading import heading
from app.service.ports import Document, Status
from app.service.timeline import PENDING

Analyse = Callable[[RuleSet, tuple[Witness, ...], Report], Iterable[Finding]]
"""What is found in a rule set beside its cases, with their transactions and the report on what they reach."""

LANGUAGE = "language"
_SOURCE = "draft"
_MOST = 200


class PublishingGate:
    """A ``Gate``. ``read`` reads the transactions of cases; ``analyse`` looks for what no case shows."""

    def __init__(self, read: Read, *, analyse: Analyse = lambda *_: ()) -> None:
        self._read = read
        self._analyse = analyse

    def __call__(self, document: Document, cases: Cases) -> tuple[Finding, ...]:
        """Every finding, or the first of very many. What cannot be read is not put to its cases."""
        found = self._findings(document, cases)
        first = tuple(islice(found, _MOST))
        more = sum(1 for _ in found)
        if not more:
            return first
        return (*first, Finding(Level.REFUSE, "further findings", f"There are {more} more. Mend these first."))

    def _findings(self, document: Document, cases: Cases) -> Iterator[Finding]:
        tree = cast("Mapping", located(document, _SOURCE))
        faults: list[Fault] = []
        for check in (heading, compile_rule_set, lambda _: stated_cases(located(cases, _SOURCE, "/cases"))):
            try:
                check(tree)
            except InvalidRuleSet as error:
                faults += error.faults
        # The head is looked at twice, for the archive and by the compiler.
        yield from dict.fromkeys(_finding(fault) for fault in faults)
        if faults:
            return
        status = heading(tree).status
        if status not in (*PENDING, Status.SCHEDULED, Status.IN_FORCE):
            fitting = f"`{Status.IN_FORCE}`, `{'`, `'.join(PENDING)}`"
            sentence = f"A text that is `{status}` cannot be published: give one of {fitting}."
            yield Finding(Level.REFUSE, "status", sentence, "/status")
        rule_set = compile_rule_set(tree)
        misses, coverage, witnesses = judged(stated_cases(located(cases, _SOURCE, "/cases")), rule_set, self._read)
        for miss in misses:
            case, pointer = miss.case, _pointer(miss.case.place.source)
            yield Finding(Level.REFUSE, case.case, miss.sentence, pointer, case.transaction, dict(case.variants))
        for gap in coverage.gaps:
            yield Finding(Level.REFUSE, gap.branch.place[0], f"No golden case reaches this. {gap}.")
        yield from self._analyse(rule_set, witnesses, coverage)


def _finding(fault: Fault) -> Finding:
    return Finding(Level.REFUSE, LANGUAGE, fault.message, _pointer(fault.place.source))


def _pointer(source: str) -> str:
    return source.removeprefix(f"{_SOURCE}#")

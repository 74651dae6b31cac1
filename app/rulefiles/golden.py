"""Puts golden cases to the law: what they expect and do not get, and how much of the law they reach."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from app.api.wire.reader import TransactionReader
from app.domain.analysis.findings import Sample
from app.domain.answers.determination import Screening
from app.domain.errors import Fault, InvalidRuleSet, InvalidTransaction, InvalidVariants
from app.domain.evaluation.coverage import Coverage, Report
from app.domain.facts.transaction import Transaction
from app.domain.language.compiler import compile_rule_set
from app.domain.language.ruleset import RuleSet
from app.domain.screening import Explain, Law
from app.rulefiles.cases import Case, read_cases
from app.rulefiles.rule_folder import VersionFolder, read_version


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """What came of the golden cases of one version: a fault for each expectation not met, and the branches reached.

    ``samples`` are the transactions of the cases, for whoever wants to put more to the ``rule_set``.
    """

    version: VersionFolder
    rule_set: RuleSet
    cases: int
    faults: tuple[Fault, ...]
    coverage: Report
    samples: tuple[Sample, ...]

    @property
    def passed(self) -> bool:
        """Returns whether every case got what it expects, and together they reach every branch."""
        return not self.faults and self.coverage.complete

    def __str__(self) -> str:
        name = f"{self.version.rule_set} {self.version.version}"
        count = f"{name}: {self.cases} golden cases, {len(self.faults)} unmet expectations"
        return "\n".join([count, *map(str, self.faults), f"{name}: {self.coverage}"])


@dataclass(frozen=True, slots=True)
class UnmetCase:
    """A case that does not get what it expects, and a sentence for each thing that it misses."""

    case: Case
    sentences: tuple[str, ...]

    def faults(self) -> Iterator[Fault]:
        """Yields a fault for each thing missed, at the place of the case."""
        for sentence in self.sentences:
            yield Fault(self.case.place, f"{self.case.case} {sentence}")


def check_golden_cases(version: VersionFolder) -> GoldenReport:
    """Reports on a version's golden cases. Raises ``InvalidRuleSet`` for faults of the rules or the case files."""
    cases = read_cases(version)
    rule_set = compile_rule_set(read_version(version))
    unmet_cases, coverage, samples = judged(cases, rule_set)
    faults = tuple(fault for each in unmet_cases for fault in each.faults())
    return GoldenReport(version, rule_set, len(cases), faults, coverage, samples)


def faults_of(version: VersionFolder) -> tuple[Fault, ...]:
    """Returns the faults of the rules and the case files or else one for every expectation that the law does not meet.

    It says nothing of how much the cases reach, and so costs far less than ``check_golden_cases``.
    """
    try:
        law, cases = Law(compile_rule_set(read_version(version))), read_cases(version)
    except InvalidRuleSet as error:
        return error.faults
    faults: list[Fault] = []
    for case in cases:
        # Only a full answer tells every element and reading; the rest is the same in a brief one.
        explain = Explain.FULL if case.because or case.not_met or case.interpretations else Explain.BRIEF
        faults += _judged(case, law, explain)[1].faults()
    return tuple(faults)


def judged(cases: Iterable[Case], rule_set: RuleSet) -> tuple[tuple[UnmetCase, ...], Report, tuple[Sample, ...]]:
    """Returns the cases that do not get what they expect, how much of the rule set all reach, and what was screened."""
    law, coverage = Law(rule_set), Coverage(rule_set)
    unmet_cases, samples = [], []
    for case in cases:
        transaction, unmet_case = _judged(case, law, Explain.FULL)
        if transaction is not None:
            samples.append(Sample(transaction, case.variants))
            coverage.watch([transaction], variants=case.variants)
        if unmet_case.sentences:
            unmet_cases.append(unmet_case)
    return tuple(unmet_cases), coverage.report(), tuple(samples)


def _judged(case: Case, law: Law, explain: Explain) -> tuple[Transaction | None, UnmetCase]:
    """Screens a case; returns its transaction, unless it is refused, and what it misses."""
    try:
        transaction = _reader().read_plain(case.transaction).transaction
        answer = law.screen(transaction, explain=explain, variants=case.variants)
    except (InvalidTransaction, InvalidVariants) as error:
        return None, UnmetCase(case, tuple(f"{each.pointer or '/'}: {each.detail}" for each in error.problems))
    return transaction, UnmetCase(case, tuple(f"{each}." for each in unmet(case, answer)))


@cache
def _reader() -> TransactionReader:
    return TransactionReader()


def unmet(case: Case, answer: Screening) -> Iterator[str]:
    """Yields what the case expects and a full answer does not give, one clause each."""
    verdicts = {(reason["code"], reason["verdict"]) for reason in answer["reasons"]}
    asked = {each["pointer"] for each in (*answer["missing_facts"], *answer["further_questions"])}
    applied = {each["id"] for each in answer["interpretations"]}
    duties = [(each["kind"], each["due"], each.get("until")) for each in answer["obligations"]]
    if answer["determination"] != case.expect:
        yield f"Expected {case.expect}, got {answer['determination']}"
    if case.possible and set(case.possible) != set(answer["possible_determinations"]):
        yield f"Possible: expected {_listed(case.possible)}, got {_listed(answer['possible_determinations'])}"
    for word, expected in (("met", case.because), ("not_met", case.not_met)):
        for code in expected:
            if (code, word) not in verdicts:
                got = _listed(verdict for each, verdict in verdicts if each == code)
                yield f"{code}: expected {word}, got {got}"
    awaited = {each["id"] for each in answer.get("pending_regulations", ())}
    for title, wanted, found in (
        ("Asks", case.asks, asked),
        ("Interpretations", case.interpretations, applied),
        ("Pending", case.pending, awaited),
    ):
        yield from (f"{title}: expected {each}, got {_listed(found)}" for each in wanted if each not in found)
    for duty in case.obligations:
        due, last = (day.isoformat() if day is not None else None for day in (duty.due, duty.until))
        arises = any(kind == duty.kind and due in (None, day) and last in (None, end) for kind, day, end in duties)
        if arises is not duty.arises:
            got = _listed(f"{kind} until {end}" if end else f"{kind} by {day or 'no day'}" for kind, day, end in duties)
            yield f"Obligations: expected {duty}, got {got}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "none"

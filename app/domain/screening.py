"""Screens one transaction under one rule set: the entry to the engine."""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from enum import StrEnum
from types import MappingProxyType
from typing import TypedDict, TypeVar

from app.domain.answers.determination import (
    UNDETERMINED,
    Class,
    ObligationJson,
    QuestionJson,
    Reason,
    Screening,
)
from app.domain.effort import Effort
from app.domain.errors import InvalidTransaction, Problem
from app.domain.evaluation.assumptions import assumptions_of
from app.domain.evaluation.chain import deciding_chain, whole_chain
from app.domain.evaluation.classes import OutcomeVerdicts, determined, possible_classes
from app.domain.evaluation.conclusions import check_conclusions, relied_on
from app.domain.evaluation.explaining import compile_program
from app.domain.evaluation.grounds import applied_readings, provenance_of
from app.domain.evaluation.missing_facts import missing_facts, settling
from app.domain.evaluation.obligations import duties_of, next_step, obligations_of
from app.domain.evaluation.reasons import reasons_of
from app.domain.evaluation.run import Run
from app.domain.evaluation.summary import Summaries
from app.domain.evaluation.undetermined import answer_not_evaluated
from app.domain.evaluation.variants import check_variants
from app.domain.language.ruleset import RuleSet
from app.domain.regime import AnyTransaction
from app.domain.truth import MET, NOT_MET, UNKNOWN, Verdict

T = TypeVar("T")

ENGINE_VERSION = "1.0.0"
"""Changes whenever the same transaction under the same rule set may give other bytes."""

NO_VARIANTS: Mapping[str, str] = MappingProxyType({})
"""No alternative of a proposal is chosen."""


class Explain(StrEnum):
    """How much of the law an answer walks through: what it rests on, or every element."""

    BRIEF = "brief"
    FULL = "full"


class Outline(TypedDict):
    """The class and the duties of an answer, without its reasons."""

    determination: Class
    possible_determinations: list[Class]
    obligations: list[ObligationJson]


class Law:
    """Applies one compiled version of the law: :meth:`screen` changes nothing and needs no clock.

    ``on_failure`` is told of every exception in a rule; the answer is then undetermined. ``effort`` is what all that is
    asked of it may take together; ``None`` means that each may take that of one request.
    """

    def __init__(self, rule_set: RuleSet, *, on_failure: Callable[[Exception], None] = lambda _: None) -> None:
        self.rule_set = rule_set
        self.program = program = compile_program(rule_set)
        self._on_failure = on_failure
        self.effort: Effort | None = None
        self._readings = rule_set.readings
        self._summaries = Summaries(rule_set)
        truth, explain, full = program.truth, program.explain, program.full
        self._outcomes = [
            (each.name, truth[each.when], truth[each.unless] if each.unless is not None else None)
            for each in rule_set.outcomes
        ]
        self._explain = [(explain[each.when], explain[each.unless or each.when]) for each in rule_set.outcomes]
        self._full = [full[name] for each in rule_set.outcomes for name in (each.when, each.unless) if name is not None]

    def with_failures_to(self, on_failure: Callable[[Exception], None]) -> "Law":
        """Give the same law, without compiling it again, that tells another function of what fails."""
        other = copy(self)
        other._on_failure = on_failure  # noqa: SLF001 (it is of the same class)
        return other

    def within(self, effort: Effort) -> "Law":
        """Give the same law, without compiling it again, that takes what it is asked from one effort."""
        other = copy(self)
        other.effort = effort
        return other

    def screen(
        self,
        transaction: AnyTransaction,
        *,
        explain: Explain = Explain.BRIEF,
        variants: Mapping[str, str] = NO_VARIANTS,
    ) -> Screening:
        """Give the determination with its reasons: every field that rests on the transaction and the rules alone.

        Where a rule fails to evaluate and the answer or its reasons hang on it, the answer is undetermined and says no
        more. ``variants`` are the alternatives chosen of what a proposal leaves open, by axis; where none is chosen,
        what turns on it is unknown. Raises ``InvalidTransaction`` when a legal decision names an interpretation that is
        not open, or a reading that it does not have, or when so much is open that an answer takes more than
        :data:`app.domain.effort.STEPS` or, :meth:`within` an effort, than are left of it, and ``InvalidVariants`` for a
        choice that does not fit.
        """
        full = explain is Explain.FULL
        run = self._run(transaction, variants, thorough=full)
        return self._answered(run, self._screened, lambda: answer_not_evaluated(transaction, regime=run.regime))

    def _screened(self, run: Run) -> Screening:
        transaction, full = run.transaction, run.thorough
        verdicts = self.verdicts(run)
        possible = self.possible(run, verdicts)
        answer = determined(possible)
        self._explain_decisive(run, verdicts)
        undetermined = answer == UNDETERMINED
        missing, further = missing_facts(run, verdicts) if undetermined else ([], [])
        duties = duties_of(run, answer)
        interpretations = applied_readings(run, answer, self.class_under if full else None)
        provenance = provenance_of(run)
        pending = provenance.get("pending_regulations", ())
        summary = self._summaries.of(run, answer, possible=possible, duties=duties, missing=missing, pending=pending)
        if full:
            self._explain_all(run)
        return {
            "reference": transaction.reference,
            "determination": answer,
            "possible_determinations": list(possible),
            "next_step": next_step(answer, duties),
            "summary": summary,
            "reasons": reasons_of(run, whole_chain(run) if full else deciding_chain(run, answer)),
            "missing_facts": missing,
            "further_questions": further,
            "assumptions": assumptions_of(run),
            "relied_on": relied_on(run),
            "obligations": obligations_of(run, duties),
            "interpretations": interpretations,
            **provenance,
        }

    def outline(self, transaction: AnyTransaction, *, variants: Mapping[str, str] = NO_VARIANTS) -> Outline:
        """Give class and duties alone, equal to those of :meth:`screen`, at a fraction of the cost. Raises the same."""
        run = self._run(transaction, variants)
        return self._answered(run, self._outlined, lambda: answer_not_evaluated(transaction, regime=run.regime))

    def questions(
        self,
        transaction: AnyTransaction,
        *,
        variants: Mapping[str, str] = NO_VARIANTS,
        asked: Collection[str] = frozenset(),
    ) -> list[QuestionJson]:
        """Give the missing facts alone, as :meth:`outline` does.

        They are those of :meth:`screen`, except that what was ``asked`` already comes only where nothing else is left.
        """

        def missing(run: Run) -> list[QuestionJson]:
            verdicts = self.verdicts(run)
            undetermined = determined(self.possible(run, verdicts)) == UNDETERMINED
            return missing_facts(run, verdicts, asked=asked)[0] if undetermined else []

        run = self._run(transaction, variants)
        return self._answered(run, missing, list)

    def _outlined(self, run: Run) -> Outline:
        possible = self.possible(run, self.verdicts(run))
        return {
            "determination": determined(possible),
            "possible_determinations": list(possible),
            "obligations": obligations_of(run, duties_of(run, determined(possible))),
        }

    def reasons(
        self, transaction: AnyTransaction, *, variants: Mapping[str, str] = NO_VARIANTS
    ) -> tuple[list[Reason], list[Reason]]:
        """Give every reason that the answer rests on, and the verdict on every element of the law.

        Both are empty where a rule fails to evaluate. Raises what :meth:`screen` raises.
        """
        run = self._run(transaction, variants)
        return self._answered(run, self._both_reasons, lambda: ([], []))

    def decisive(self, transaction: AnyTransaction, *, variants: Mapping[str, str] = NO_VARIANTS) -> list[Reason]:
        """Give every reason that the answer rests on; none where a rule fails to evaluate. Raises the same."""

        def brief(run: Run) -> list[Reason]:
            self._explain_decisive(run, self.verdicts(run))
            return reasons_of(run, whole_chain(run))

        run = self._run(transaction, variants)
        return self._answered(run, brief, list)

    def _both_reasons(self, run: Run) -> tuple[list[Reason], list[Reason]]:
        self._explain_decisive(run, self.verdicts(run))
        deciding = reasons_of(run, whole_chain(run))
        self._explain_all(run)
        return deciding, reasons_of(run, whole_chain(run))

    def judging(
        self, transaction: AnyTransaction, *, variants: Mapping[str, str] = NO_VARIANTS
    ) -> Callable[[str, object], Verdict]:
        """Give a function that says whether a record of the transaction meets a definition.

        It says unknown where a rule fails to evaluate, and raises ``InvalidTransaction`` where it takes too much work.
        """
        run = self._run(transaction, variants)

        def judge(definition: str, record: object) -> Verdict:
            try:
                return self.program.truth[definition](record, run)
            except InvalidTransaction:
                raise
            except Exception as failure:  # noqa: BLE001 (as in ``_answered``)
                self._on_failure(failure)
                return UNKNOWN

        return judge

    def questions_on(
        self, transaction: AnyTransaction, definition: str, *, variants: Mapping[str, str] = NO_VARIANTS
    ) -> list[QuestionJson]:
        """Give few questions that can settle whether the transaction meets a definition; none where a rule fails."""
        run = self._run(transaction, variants)
        return self._answered(run, lambda run: settling(run, definition), list)

    def _answered(self, run: Run, answer: Callable[[Run], T], otherwise: Callable[[], T]) -> T:
        """Give the answer, or the other one where a rule fails to evaluate."""
        try:
            check_conclusions(run)
            return answer(run)
        except InvalidTransaction:
            raise
        except Exception as failure:  # noqa: BLE001 (whatever went wrong, the answer must not be a pass)
            self._on_failure(failure)
            return otherwise()
        finally:
            run.ownership.forget()

    def verdicts(self, run: Run) -> OutcomeVerdicts:
        """Give the verdicts on the outcomes; a rule that fails to evaluate leaves its outcome unknown."""
        transaction = run.transaction
        found = []
        for name, when, unless in self._outcomes:
            try:
                found.append(
                    (name, when(transaction, run), unless(transaction, run) if unless is not None else NOT_MET)
                )
            except InvalidTransaction:
                raise
            except Exception as failure:  # noqa: BLE001 (as in ``_answered``)
                self._on_failure(failure)
                found.append((name, UNKNOWN, UNKNOWN))
        return tuple(found)

    def possible(self, run: Run, verdicts: OutcomeVerdicts) -> tuple[Class, ...]:
        """Give the classes still possible, the gravest first.

        Where a proposal's alternatives exclude one another, only what a permitted combination gives is possible.
        """
        found = possible_classes(verdicts)
        if len(found) == 1 or len(run.combinations) < 2:
            return found
        given: set[Class] = set()
        for combination in run.combinations:
            other = Run(self.program, run.transaction, {**run.readings, **combination}, effort=run.effort)
            given.update(possible_classes(self.verdicts(other)))
            if len(given) == len(found):
                return found
        return tuple(each for each in found if each in given)

    def class_under(self, run: Run, interpretation: str, reading: str) -> Class:
        """Give the determination if another reading of one interpretation were taken."""
        other = Run(self.program, run.transaction, {**run.readings, interpretation: reading}, effort=run.effort)
        return determined(self.possible(other, self.verdicts(other)))

    def _run(self, transaction: AnyTransaction, variants: Mapping[str, str], *, thorough: bool = False) -> Run:
        readings = self._readings_with(transaction, variants)
        return Run(self.program, transaction, readings, thorough=thorough, effort=self.effort)

    def _readings_with(self, transaction: AnyTransaction, variants: Mapping[str, str]) -> dict[str, str | None]:
        readings = self._readings_for(transaction)
        if variants:
            check_variants(self.rule_set, variants)
            return {**readings, **variants}
        return readings

    def _readings_for(self, transaction: AnyTransaction) -> dict[str, str | None]:
        if not transaction.legal_decisions:
            return self._readings
        readings, problems = dict(self._readings), []
        for index, decision in enumerate(transaction.legal_decisions):
            interpretation = self.rule_set.interpretations.get(decision.interpretation)
            pointer = f"/legal_decisions/{index}"
            if interpretation is None or interpretation.taken is not None:
                known = self.rule_set.interpretations.values()
                open_ones = ", ".join(each.id for each in known if each.taken is None)
                detail = f"This interpretation is not open to decision; those that are: {open_ones or 'none'}."
                problems.append(Problem(f"{pointer}/interpretation", detail, "interpretation_not_open"))
            elif decision.reading not in interpretation.readings:
                detail = f"There is no such reading; choose one of: {', '.join(interpretation.readings)}."
                problems.append(Problem(f"{pointer}/reading", detail, "unknown_reading"))
            elif readings[decision.interpretation] not in (None, decision.reading):
                detail = "Another decision on the same interpretation stands before it."
                problems.append(Problem(pointer, detail, "contradicting_decisions"))
            else:
                readings[decision.interpretation] = decision.reading
        if problems:
            raise InvalidTransaction(problems)
        return readings

    def _explain_all(self, run: Run) -> None:
        """Explain every element of the law, in place of what was explained before."""
        run.forget_reasons()
        for walk in self._full:
            walk(run.transaction, "", run, NOT_MET)

    def _explain_decisive(self, run: Run, verdicts: OutcomeVerdicts) -> None:
        """Explain what the class rests on, outcome by outcome; stop where the graver outcome leaves nothing open."""
        transaction = run.transaction
        for (_, met, excepted), (when, unless), outcome in zip(
            verdicts, self._explain, self.rule_set.outcomes, strict=True
        ):
            # Where the exception is met, what is open of the outcome itself does not matter.
            if not (met == UNKNOWN and excepted == MET):
                when(transaction, "", run, met)
            if met != NOT_MET and outcome.unless is not None:
                unless(transaction, "", run, excepted)
            if met == MET:
                return

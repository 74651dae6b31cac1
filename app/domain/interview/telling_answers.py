"""Lists answers to a question that show everything an answer can do: among them each rule finds what it can find."""

from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any

from app.domain.analysis.values import FactValues
from app.domain.answers.determination import QuestionJson
from app.domain.facts.dictionary import Field, FieldType, Kind, entry_at, fields_of
from app.domain.facts.fact import Element, Fact, Listing
from app.domain.facts.party import Conclusion
from app.domain.facts.places import value_at
from app.domain.language.ruleset import RuleSet
from app.domain.quantity import Range, equal
from app.domain.regime import AnyTransaction
from app.domain.truth import NOT_MET

_PARTIES = 8
"""So many parties are tried where a party is asked for."""


class TellingAnswers:
    """Lists the answers that the rules of one version tell apart.

    The ordinary one comes first: what its fact declares, else no, none, or what meets the fewest tests.
    """

    def __init__(self, rule_set: RuleSet) -> None:
        self._regime = rule_set.regime
        self.values = FactValues(rule_set)

    def to(self, question: QuestionJson, transaction: AnyTransaction) -> tuple[Any, ...]:
        """List the telling answers to a question; none where nobody can be named, or any text will do."""
        if "variant" in question or "interpretation" in question:
            return tuple(each["value"] for each in question["choices"])
        if "conclusion" in question:
            element = Element(question["conclusion"])
            return tuple(Conclusion(element=element, met=met, basis="own_knowledge") for met in (False, True))
        field = self.field(question)
        stated = value_at(transaction, question["pointer"])
        if field.type.kind is Kind.LISTING and field.type.item is not None:
            return tuple(self._lists(field, field.type.item, stated, transaction))
        found = self._single(field, field.type, transaction)
        if field.type.kind is not Kind.TRUTH:
            found.sort(key=lambda each: self.values.tests_met(field, each))  # the ordinary meets the fewest
        if isinstance(stated, Range):
            found = [each for each in found if equal(stated, each) != NOT_MET]
        ordinary = self._ordinary(question, transaction)
        return tuple(found) if ordinary is None else (ordinary, *(each for each in found if each != ordinary))

    def has_ordinary(self, question: QuestionJson, transaction: AnyTransaction) -> bool:
        """Say whether the first of the answers is what most would answer, whatever the deal."""
        if "variant" in question or "interpretation" in question:
            return False
        if "conclusion" in question:
            return True
        field = self.field(question)
        plain = field.type.kind in (Kind.TRUTH, Kind.LISTING) or _fact(field).rare
        return plain or self._ordinary(question, transaction) is not None

    def _ordinary(self, question: QuestionJson, transaction: AnyTransaction) -> object:
        """Give what most would answer, by what the fact is or whom it is about; ``None`` where that is not declared."""
        pointer = question["pointer"]
        return self._regime.ordinary_answers(transaction).get(pointer, _fact(self.field(question)).ordinary)

    def tests_met(self, question: QuestionJson, value: Any) -> int:
        """Count the tests of the fact asked for that the answer meets; none for a list."""
        return 0 if isinstance(value, Listing) else self.values.tests_met(self.field(question), value)

    def field(self, question: QuestionJson) -> Field:
        """Give the field of a record that states the fact asked for."""
        entry = entry_at(self._regime.transaction, question["pointer"])
        if entry is None:
            raise LookupError(question["pointer"])
        return entry.field

    def _lists(
        self, field: Field, item: FieldType, stated: Listing[Any] | None, transaction: AnyTransaction
    ) -> list[Listing[Any]]:
        """List the list as it stands and complete, and the same with one item more."""
        fact = _fact(field)
        there = tuple(each for each in stated.items if each != fact.open_choice) if stated is not None else ()
        more = [each for each in self._single(field, item, transaction) if each not in there]
        if fact.ordinary in more:
            more.remove(fact.ordinary)
            more.insert(0, fact.ordinary)
        found = [Listing((*there, each), complete=True) for each in more]
        whole = Listing(there, complete=True)
        return [*found[:1], whole, *found[1:]] if fact.ordinary is not None and not there else [whole, *found]

    def _single(self, field: Field, type_: FieldType, transaction: AnyTransaction) -> list[Any]:
        fact = _fact(field)
        match type_.kind:
            case Kind.TRUTH:
                return [False, True]
            case Kind.CHOICE:
                # Of choices that no rule asks for, the last is the plainest: that it is none of these.
                return [each for each in reversed(type_.choices) if each != fact.open_choice]
            case Kind.QUANTITY if fact.unit == "percent" and not self.values.of_field(field):
                return sorted(self.values.shares)
            case Kind.QUANTITY:
                return list(self.values.of_field(field)) or [Decimal(1)]
            case Kind.DATE:
                return list(self.values.of_field(field))
            case Kind.COUNTRY:
                return list(self.values.of_field(field))
            case Kind.PARTY:
                return [each.id for each in transaction.parties[:_PARTIES]]
            case Kind.RECORD if not any(each.required for each in fields_of(type_.record).values()):
                return [_blank(type_.record)]
        return []


def _blank(record: Any) -> Any:
    """Make a record in which nothing is stated."""
    return record(**{each.name: None for each in fields(record) if each.default is MISSING})


def _fact(field: Field) -> Fact:
    if field.fact is None:
        raise LookupError(field.name)
    return field.fact

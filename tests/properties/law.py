"""The law in force, compiled once, and the reader through which every transaction of these tests comes."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import cache
from pathlib import Path

from app.api.wire.reader import TransactionReader
from app.domain.facts.dictionary import Kind, entries
from app.domain.facts.transaction import Transaction
from app.domain.language.compiler import compile_rule_set
from app.domain.language.nodes import DerivesMajority, HeldBy, Test
from app.domain.language.soundness import conditions_of, walk
from app.domain.located import plain
from app.domain.ownership.resolve.measures import Measure
from app.domain.screening import Law
from app.rulefiles.case_files import base_transaction
from app.rulefiles.cases import read_cases
from app.rulefiles.rule_folder import find_versions, read_version

FOLDER = find_versions(Path(__file__).parents[2] / "rules")[0]
TREE = read_version(FOLDER)
DOCUMENT = plain(TREE)
RULE_SET = compile_rule_set(TREE)
LAW = Law(RULE_SET)

_READER = TransactionReader()


def read(transaction):
    """The transaction as the domain has it; raises ``InvalidTransaction``."""
    return _READER.read_plain(transaction).transaction


def screen(transaction, **options):
    return LAW.screen(read(transaction), **options)


@cache
def known_transactions():
    """What the law is known to make a difference of: the examples and the golden cases, with all numbers as text."""
    here = [path.name for path in sorted((FOLDER.path / "examples").glob("*.json"))]
    return [
        *(plain(base_transaction(FOLDER, name, place=TREE.place)) for name in here),
        *(case.transaction for case in read_cases(FOLDER)),
    ]


def _operands():
    found = defaultdict(set)
    for definition in RULE_SET.definitions.values():
        for node in (node for condition in conditions_of(definition) for node in walk(condition)):
            match node:
                case Test(path, operand=operand) if isinstance(operand, Decimal | date):
                    found[path.steps[-1].field.name].add(operand)
                case HeldBy(measures=measures, threshold=threshold):
                    for measure in measures:
                        found[measure].add(threshold)
                case DerivesMajority(threshold=threshold, floor=floor):
                    for name in ("revenue", "net_income", "capital_expenditure", "operating_expenses"):
                        found[name] |= {threshold, floor, 2 * floor}
    return found


_OPERANDS = _operands()
LATE = "2030-01-01"
"""A day after everything that the golden cases speak of."""
HAIR = Decimal("1e-20")
EXACT = Context(prec=100)
"""Enough digits for a hair more than 10^25."""


def beside(value, by):
    """The number with its two neighbours."""
    return EXACT.subtract(value, by), value, EXACT.add(value, by)


def thresholds(field):
    """The values at which a verdict on a quantity or a date turns, and those just beside them, as text."""
    operands = _OPERANDS.get(field.name, set())
    if field.type.kind is Kind.DATE:
        days = operands or {date(2025, 1, 2)}
        return [(day + timedelta(days=by)).isoformat() for day in sorted(days) for by in (-1, 0, 1)] + [LATE]
    around = [value for operand in sorted(operands or {Decimal(1)}) for value in beside(operand, HAIR)]
    return [f"{value:f}" for value in around]


PERCENTS = frozenset(each.field.name for each in entries(Transaction) if each.fact.unit == "percent")
SHARES = frozenset(map(str, Measure))
"""The percentages of which there are 100 in one entity."""

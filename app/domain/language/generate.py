"""Conditions as Python code: each definition becomes one function for its truth and two for its explanation.

Truth is what every screening needs, so it is one expression without a call per condition: verdicts are the bit
patterns 0 (not met), 1 (unknown) and 3 (met), on which ``&`` and ``|`` are exactly the connectives of
:mod:`app.domain.truth`, and evaluation stops as soon as nothing can change the result. The explanation functions walk
only what the verdict rests on; the ``full`` ones walk everything.

The code contains names from the fact dictionary and numbered constants, never text from the document, so a document
cannot smuggle code in.
"""

import re
from collections.abc import Callable
from typing import Any

from app.domain.facts.deal import Deal
from app.domain.facts.dictionary import Kind
from app.domain.facts.transaction import Transaction
from app.domain.language.alternatives import Fork, fork_of
from app.domain.language.explanations import Explanations
from app.domain.language.names import Names
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    DerivesMajority,
    DirectedBy,
    ForAny,
    HasParent,
    HeldBy,
    Inquired,
    Meets,
    Not,
    Operator,
    Path,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.language.program import Program
from app.domain.language.ruleset import Definition, RuleSet, whole_of
from app.domain.quantity import IN_RANGE, Range
from app.domain.quoting import quoted
from app.domain.truth import MET, NOT_MET, UNKNOWN


class Generator:
    """Writes the code of one rule set."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.numbers = {name: number for number, name in enumerate(rule_set.definitions)}
        self.definitions = rule_set.definitions
        self.globals: dict[str, Any] = {"N": (MET, UNKNOWN, UNKNOWN, NOT_MET), "Range": Range, "Q": quoted}
        self.lines: list[str] = []
        self.tables: list[str] = []
        self.lists: dict[int, tuple[ForAny, int]] = {}
        self.forks: dict[int, Fork] = {}
        self._fork_numbers: dict[int, int] = {}
        self.explanations = Explanations(self)
        self._count = 0

    def fresh(self) -> int:
        """A number not used before."""
        self._count += 1
        return self._count

    def constant(self, value: Any) -> str:
        """The name under which the code knows a constant."""
        name = f"k{self.fresh()}"
        self.globals[name] = value
        return name

    def value(self, path: Path, names: Names) -> str:
        """The expression for what stands at a path; ``None`` when something on the way is not known."""
        code = names.of[path.variable][0]
        for index, step in enumerate(path.steps):
            if step.through_party:
                temporary = f"v{self.fresh()}"
                code = f"(None if ({temporary} := c.parties.get({code})) is None else {temporary}.{step.field.name})"
            elif any(before.through_party or before.field.nullable for before in path.steps[:index]):
                temporary = f"v{self.fresh()}"
                code = f"(None if ({temporary} := {code}) is None else {temporary}.{step.field.name})"
            else:
                code = f"{code}.{step.field.name}"
        return code

    def quoted(self, path: Path, names: Names) -> str:
        """The expression for what stands at a path as responses quote it."""
        value = self.value(path, names)
        if path.type.kind is Kind.LISTING:
            listing = f"v{self.fresh()}"
            return (
                f"(None if ({listing} := {value}) is None "
                f"else {{'complete': {listing}.complete, 'items': [*{listing}.items]}})"
            )
        plain = path.type.kind in {Kind.TRUTH, Kind.CHOICE, Kind.COUNTRY, Kind.CURRENCY, Kind.PARTY, Kind.TEXT}
        return value if plain else f"Q({value})"

    def subject(self, path: Path, names: Names) -> str:
        """The expression for the record at a path; an identifier of a party is followed to the party."""
        value = self.value(path, names)
        return f"c.parties.get({value})" if path.type.kind is Kind.PARTY else value

    def certain(self, path: Path) -> bool:
        """Whether a record always stands at the path."""
        known = not any(step.through_party or step.field.nullable for step in path.steps)
        return known and path.type.kind is not Kind.PARTY

    def truth(self, condition: Condition, names: Names) -> str:
        """The expression for the truth of a condition."""
        match condition:
            case All(parts):
                code = self.truth(parts[0], names)
                for part in parts[1:]:
                    temporary = f"v{self.fresh()}"
                    code = f"(({temporary} := {code}) and {temporary} & {self.truth(part, names)})"
                return code
            case AnyOf(parts):
                fork = fork_of(parts, self.definitions)
                return self._any(parts, names) if fork is None else self._forked(condition, fork, names)
            case Not(part):
                return f"N[{self.truth(part, names)}]"
            case Test():
                return self._test(condition, names)
            case Meets(path, definition):
                function = f"t{self.numbers[definition]}"
                if self.certain(path):
                    return f"{function}({self.value(path, names)}, c)"
                temporary = f"v{self.fresh()}"
                return f"(1 if ({temporary} := {self.subject(path, names)}) is None else {function}({temporary}, c))"
            case ForAny(path=path):
                return f"q{self.list_number(condition, names)}({self.value(path, names)}, {names.arguments}c)"
            case Reading(name, choice) | Variant(name, choice):
                return f"c.reading({self.constant(name)}, {self.constant(choice)})"
            case Pending():
                return "1"
            case Inquired():
                return f"c.inquired({self.constant(condition)})"
            case (
                HeldBy(path=path)
                | HasParent(path=path)
                | DerivesMajority(path=path)
                | StatedHolder(path=path)
                | DirectedBy(path=path)
            ):
                return f"c.graph_truth({self.constant(condition)}, {self.party_id(path, names)})"

    def _any(self, parts: tuple[Condition, ...], names: Names) -> str:
        code = self.truth(parts[0], names)
        for part in parts[1:]:
            temporary = f"v{self.fresh()}"
            code = f"({temporary} if ({temporary} := {code}) == 3 else {temporary} | {self.truth(part, names)})"
        return code

    def _forked(self, condition: AnyOf, fork: Fork, names: Names) -> str:
        """The call of the function for the alternatives that are left, found in a table by the choice."""
        if id(condition) not in self.forks:
            number = self.fresh()
            self.forks[id(condition)], self._fork_numbers[id(condition)] = fork, number

            def write(name: str, parts: tuple[Condition, ...]) -> list[str]:
                return [f"def {name}({names.arguments}c):", f"    return {self._any(parts, names) if parts else 0}", ""]

            self.write_table(f"w{number}", condition, fork, write)
        name = f"w{self._fork_numbers[id(condition)]}"
        return f"{name}.get({self.value(fork.choice, names)}, {name}_else)({names.arguments}c)"

    def write_table(
        self, name: str, condition: AnyOf, fork: Fork, write: Callable[[str, tuple[Condition, ...]], list[str]]
    ) -> None:
        """Write a function for each group of alternatives that can be left, and the table to find it by the choice."""
        functions: dict[tuple[int, ...], str] = {}

        def function(parts: tuple[Condition, ...]) -> str:
            group = tuple(map(id, parts))
            if group not in functions:
                functions[group] = f"{name}_{len(functions)}"
                self.lines += write(functions[group], parts)
            return functions[group]

        rows = [f"None: {function(condition.parts)}"]
        rows += [f"{value!r}: {function(parts)}" for value, parts in fork.left.items()]
        self.tables += [f"{name} = {{{', '.join(rows)}}}", f"{name}_else = {function(fork.otherwise)}"]

    def party_id(self, path: Path, names: Names) -> str:
        """The expression for the identifier of the party at a path."""
        value = self.value(path, names)
        return value if path.type.kind is Kind.PARTY else f"{value}.id"

    def _test(self, test: Test, names: Names) -> str:
        value, operand = f"v{self.fresh()}", self.constant(test.operand)
        head = f"(1 if ({value} := {self.value(test.path, names)}) is None else "
        if test.path.type.kind is Kind.QUANTITY:
            exact = {"is": "==", "at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}[test.operator]
            ranged = self.constant(IN_RANGE[test.operator])
            known = f"(3 if {value} {exact} {operand} else 0)"
            return f"{head}{ranged}({value}, {operand}) if {value}.__class__ is Range else {known})"
        whole, failed = f"{value}.complete", "0"
        if (open_choice := test.open_choice) is not None:
            whole += f" and {open_choice!r} not in {value}.items"
            failed = f"1 if {value} == {open_choice!r} else 0"
        match test.operator:
            case Operator.INCLUDES:
                return f"{head}3 if {operand} in {value}.items else 0 if {whole} else 1)"
            case Operator.INCLUDES_ANY:
                return f"{head}3 if not {operand}.isdisjoint({value}.items) else 0 if {whole} else 1)"
            case Operator.IN:
                return f"{head}3 if {value} in {operand} else {failed})"
            case Operator.IS:
                return f"{head}3 if {value} == {operand} else {failed})"
            case _:
                sign = {"on_or_after": ">=", "after": ">", "on_or_before": "<=", "before": "<"}[test.operator]
                return f"{head}3 if {value} {sign} {operand} else 0)"

    def list_number(self, condition: ForAny, names: Names) -> int:
        """The number of a quantifier's functions, which are written when first asked for."""
        if id(condition) in self.lists:
            return self.lists[id(condition)][1]
        number = self.fresh()
        self.lists[id(condition)] = condition, number
        inner = names.plus(condition.variable, number)
        body = self.truth(condition.part, inner)
        lines = [
            f"def q{number}(l, {names.arguments}c):",
            "    if l is None:",
            "        return 1",
            "    r = 0 if l.complete else 1",
            f"    for x{number} in l.items:",
        ]
        if condition.path.type.item and condition.path.type.item.kind is Kind.PARTY:
            lines += [f"        x{number} = c.parties[x{number}]"]
        lines += [f"        r |= {body}", "        if r == 3:", "            return 3", "    return r", ""]
        self.lines += lines
        self.explanations.write_list(condition, number, names, inner)
        return number

    def define(self, definition: Definition, whole: Condition) -> None:
        """Write the functions of one definition."""
        number, names = self.numbers[definition.id], Names.about(definition)
        body = self.truth(whole, names)
        if "c)" not in body:  # a definition that asks for no other: looking the verdict up would cost as much
            remember = [f"    return {body}", ""]
        else:
            remember = [
                f"    k = {_key(definition, number)}",
                "    r = c.memory.get(k)",
                "    if r is None:",
                f"        c.memory[k] = r = {body}",
                "    return r",
                "",
            ]
        self.lines += [f"def t{number}(s, c):", *remember]
        self.explanations.write_definition(definition, whole, number, names)


def _key(definition: Definition, number: int) -> str:
    """The expression under which a verdict is remembered: the number alone where a screening has but one subject."""
    if definition.record is Transaction:
        return str(number)
    key = f"({number}, id(s))"
    return f"{number} if s is c.deal else {key}" if definition.record is Deal else key


def generate(rule_set: RuleSet) -> Program:
    """The program of a rule set whose definitions have been checked."""
    generator = Generator(rule_set)
    whole = {name: whole_of(definition) for name, definition in rule_set.definitions.items()}
    for name, definition in rule_set.definitions.items():
        generator.define(definition, whole[name])
    source = "\n".join([*generator.lines, *generator.tables])
    space = generator.globals
    # Python compiles in one breath, in which no other thread moves; a function is a short one, and requests go on.
    for function in re.split(r"\n(?=def )", source):
        exec(compile(function, f"<{rule_set.rule_set} {rule_set.version}>", "exec"), space)  # noqa: S102 (see the docstring)
    functions = {
        kind: {name: space[f"{kind}{number}"] for name, number in generator.numbers.items()} for kind in ("t", "e", "f")
    }
    return Program(functions["t"], functions["e"], functions["f"], source, whole, generator.forks)

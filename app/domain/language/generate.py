"""Conditions as Python code: each definition becomes one function for its truth and two for its explanation.

Truth is what every screening needs, so it is one expression without a call per condition: verdicts are the bit
patterns 0 (not met), 1 (unknown) and 3 (met), on which ``&`` and ``|`` are exactly the connectives of
:mod:`app.domain.truth`, and evaluation stops as soon as nothing can change the result. The explanation functions walk
only what the verdict rests on; the ``full`` ones walk everything.

The code contains names from the fact dictionary and numbered constants, never text from the document, so a document
cannot smuggle code in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.domain import comparison
from app.domain.facts.dictionary import Kind
from app.domain.facts.transaction import Transaction
from app.domain.language.explanations import Explanations
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    DerivesMajority,
    ForAny,
    HasParent,
    HeldBy,
    Meets,
    Not,
    Operator,
    Path,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.ruleset import Definition, RuleSet
from app.domain.quoting import quoted

NOT_MET, UNKNOWN, MET = 0, 1, 3
_WORTH_REMEMBERING = 1
"""Definitions that ask for at least so many others keep their verdicts; for lighter ones looking up costs as much."""
Truth = Callable[[Any, Any], int]
Explain = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Program:
    """The generated functions by definition.

    ``truth(subject, run)`` gives the verdict; ``explain`` and ``full`` take ``(subject, pointer, run, verdict)`` and
    add reasons to the run.
    """

    truth: Mapping[str, Truth]
    explain: Mapping[str, Explain]
    full: Mapping[str, Explain]
    source: str
    questions: dict[Any, Any] = field(default_factory=dict)
    """Questions on ownership made ready, kept from screening to screening."""


@dataclass(frozen=True, slots=True)
class Names:
    """Variables of rules under their names in the code: the value and the expression for its JSON Pointer."""

    of: dict[str, tuple[str, str]]

    @classmethod
    def about(cls, definition: Definition) -> "Names":
        """The names within a definition's functions."""
        names = {"transaction": ("c.transaction", '""')}
        if definition.record is not Transaction:
            names[definition.variable] = ("s", "p")
        return cls(names)

    def plus(self, variable: str, number: int) -> "Names":
        """The same names and one more, for the item of a list."""
        return Names({**self.of, variable: (f"x{number}", f"p{number}")})

    @property
    def arguments(self) -> str:
        """The values in scope as they are passed on to the function of a list."""
        return "".join(f", {value}" for value, _ in self.of.values() if "." not in value)

    @property
    def arguments_with_pointers(self) -> str:
        """The values in scope and their pointers."""
        return "".join(f", {value}, {pointer}" for value, pointer in self.of.values() if "." not in value)


class Generator:
    """Writes the code of one rule set."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.numbers = {name: number for number, name in enumerate(rule_set.definitions)}
        self.definitions = rule_set.definitions
        self.globals: dict[str, Any] = {"N": (MET, UNKNOWN, None, NOT_MET), "Decimal": Decimal, "Q": quoted}
        self.lines: list[str] = []
        self.lists: dict[int, tuple[ForAny, int]] = {}
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
            before = path.steps[index - 1].field if index else None
            if step.through_party:
                temporary = f"v{self.fresh()}"
                code = f"(None if ({temporary} := c.parties.get({code})) is None else {temporary}.{step.field.name})"
            elif before is not None and before.nullable:
                temporary = f"v{self.fresh()}"
                code = f"(None if ({temporary} := {code}) is None else {temporary}.{step.field.name})"
            else:
                code = f"{code}.{step.field.name}"
        return code

    def quoted(self, path: Path, names: Names) -> str:
        """The expression for what stands at a path as responses quote it."""
        value = self.value(path, names)
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
                code = self.truth(parts[0], names)
                for part in parts[1:]:
                    temporary = f"v{self.fresh()}"
                    code = f"({temporary} if ({temporary} := {code}) == 3 else {temporary} | {self.truth(part, names)})"
                return code
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
                return f"q{self.list_number(condition, names)}({self.value(path, names)}{names.arguments}, c)"
            case Reading(name, choice) | Variant(name, choice):
                return f"c.reading({self.constant(name)}, {self.constant(choice)})"
            case Pending():
                return "1"
            case HeldBy(path=path) | HasParent(path=path) | DerivesMajority(path=path):
                return f"c.graph_truth({self.constant(condition)}, {self.party_id(path, names)})"

    def party_id(self, path: Path, names: Names) -> str:
        """The expression for the identifier of the party at a path."""
        value = self.value(path, names)
        return value if path.type.kind is Kind.PARTY else f"{value}.id"

    def _test(self, test: Test, names: Names) -> str:
        value, operand = f"v{self.fresh()}", self.constant(test.operand)
        head = f"(1 if ({value} := {self.value(test.path, names)}) is None else "
        if test.path.type.kind is Kind.QUANTITY:
            exact = {"is": "==", "at_least": ">=", "at_most": "<=", "more_than": ">", "less_than": "<"}[test.operator]
            ranged = self.constant(comparison.IN_RANGE[test.operator])
            known = f"(3 if {value} {exact} {operand} else 0)"
            return f"{head}{known} if {value}.__class__ is Decimal else {ranged}({value}, {operand}))"
        match test.operator:
            case Operator.INCLUDES:
                return f"{head}3 if {operand} in {value}.items else 0 if {value}.complete else 1)"
            case Operator.INCLUDES_ANY:
                return f"{head}3 if not {operand}.isdisjoint({value}.items) else 0 if {value}.complete else 1)"
            case Operator.IN:
                return f"{head}3 if {value} in {operand} else 0)"
            case Operator.IS:
                return f"{head}3 if {value} == {operand} else 0)"
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
            f"def q{number}(l{names.arguments}, c):",
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

    def define(self, definition: Definition) -> None:
        """Write the functions of one definition."""
        number, names, whole = self.numbers[definition.id], Names.about(definition), whole_of(definition)
        body = self.truth(whole, names)
        self.lines.append(f"def t{number}(s, c):")
        if body.count("c)") >= _WORTH_REMEMBERING:
            self.lines += [
                f"    k = ({number}, id(s))",
                "    r = c.memory.get(k)",
                "    if r is None:",
                f"        c.memory[k] = r = {body}",
                "    return r",
                "",
            ]
        else:
            self.lines += [f"    return {body}", ""]
        self.explanations.write_definition(definition, whole, number, names)


def whole_of(definition: Definition) -> Condition:
    """Everything that a definition asks for, as one condition."""
    parts = [part for part in (definition.given, definition.when) if part is not None]
    if definition.unless is not None:
        parts.append(Not(definition.unless))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def generate(rule_set: RuleSet) -> Program:
    """The program of a rule set whose definitions have been checked."""
    generator = Generator(rule_set)
    for definition in rule_set.definitions.values():
        generator.define(definition)
    source = "\n".join(generator.lines)
    space = generator.globals
    exec(compile(source, f"<{rule_set.rule_set} {rule_set.version}>", "exec"), space)  # noqa: S102 (see the docstring)
    functions = {
        kind: {name: space[f"{kind}{number}"] for name, number in generator.numbers.items()} for kind in ("t", "e", "f")
    }
    return Program(functions["t"], functions["e"], functions["f"], source)

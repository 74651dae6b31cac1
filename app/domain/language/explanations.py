"""The code that explains a verdict: which facts it rests on, and which other definitions.

For each condition there are four ways to explain it. Knowing that it is ``met``, ``not_met`` or ``unknown``, the code
walks just enough of it to show that: one failing part shows that ``all`` is not met, every part is needed to show that
it is met, and only the unknown parts matter when it is unknown. The fourth way, ``full``, walks everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.facts.dictionary import Kind
from app.domain.language.alternatives import Fork, fork_of
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
    Path,
    Pending,
    Reading,
    StatedHolder,
    Test,
    Variant,
)
from app.domain.truth import MET, NOT_MET, UNKNOWN, word

if TYPE_CHECKING:
    from app.domain.language.generate import Generator
    from app.domain.language.names import Names
    from app.domain.language.ruleset import Definition

_OPPOSITE = {"met": "not_met", "not_met": "met", "unknown": "unknown", "full": "full"}
_VALUE: dict[str, int] = {word(verdict): verdict for verdict in (MET, NOT_MET, UNKNOWN)}


class Explanations:
    """Writes explanation functions into the generator's lines."""

    def __init__(self, generator: Generator) -> None:
        self.generator = generator
        self.forks: dict[tuple[int, str], tuple[AnyOf, int]] = {}

    def write_definition(self, definition: Definition, whole: Condition, number: int, names: Names) -> None:
        """Write ``e…`` (what the verdict ``w`` rests on) and ``f…`` (everything) for one definition.

        Each adds one reason ``(verdict, applicable, facts)`` to the run, once for each subject. Given
        the ``facts`` of another reason, ``e…`` adds to those instead: alternatives that all fail are told together.
        """
        given = definition.given
        applicable = f"w != 0 or {self.generator.truth(given, names)} != 0" if given is not None else "True"
        key = f"({number}, p)"
        lines = [
            f"def e{number}(s, p, c, w, facts=None):",
            "    if facts is None:",
            f"        k = {key}",
            "        if k in c.reasons:",
            "            return",
            "        facts = {}",
            f"        c.reasons[k] = w, {applicable}, facts",
        ]
        if definition.unverified:
            lines.insert(1, f"    c.applied.update({self.generator.constant(definition.unverified)})")
        if told := definition.notes + definition.guidance:
            lines.append(f"    if w == 3: c.applied.update({self.generator.constant(told)})")
        for index, mode in enumerate(("met", "not_met", "unknown")):
            lines.append(f"    {'if' if index == 0 else 'elif'} w == {_VALUE[mode]}:")
            lines += self.walk(whole, names, mode, 2)
        lines += [
            "",
            f"def f{number}(s, p, c, w, facts=None):",
            f"    k = {key}",
            "    if k in c.reasons:",
            "        return",
            f"    w = t{number}(s, c)",
            "    facts = {}",
            f"    c.reasons[k] = w, {applicable}, facts",
            *self.walk(whole, names, "full", 1),
            "",
        ]
        self.generator.lines += lines

    def write_list(self, condition: ForAny, number: int, names: Names, inner: Names) -> None:
        """Write ``e…`` and ``f…`` for one quantifier, which add facts to the reason of the definition around it."""
        item = condition.path.type.item
        party = item is not None and item.kind is Kind.PARTY
        truth = self.generator.truth(condition.part, inner)
        each = [f"    for i, x{number} in enumerate(l.items):", f"        p{number} = f'{{lp}}/items/{{i}}'"]
        if party:
            each += [
                f"        {_quote(f'p{number}', f'x{number}', 'names the party')}",
                f"        p{number} = c.at(x{number})",
                f"        x{number} = c.parties[x{number}]",
            ]
        nothing = ["    if l is None:", f"        {_quote('lp', 'None', 'is stated')}", "        return"]
        whole = _quote("lp + '/complete'", "l.complete", "lists everything")
        arguments = names.arguments_with_pointers
        lines = [
            f"def eq{number}(l, lp, {arguments}c, facts):",
            *nothing,
            f"    w = q{number}(l, {names.arguments}c)",
            f"    if w == 0 or (w == 1 and not l.complete): {whole}",
            *each,
            f"        if {truth} != w: continue",
        ]
        for index, mode in enumerate(("met", "not_met", "unknown")):
            lines.append(f"        {'if' if index == 0 else 'elif'} w == {_VALUE[mode]}:")
            lines += self.walk(condition.part, inner, mode, 3)
            if mode == "met":
                lines.append("            return")
        lines += [
            "",
            f"def fq{number}(l, lp, {arguments}c, facts):",
            *nothing,
            f"    {whole}",
            *each,
            *self.walk(condition.part, inner, "full", 2),
            "",
        ]
        self.generator.lines += lines

    def walk(self, condition: Condition, names: Names, mode: str, depth: int) -> list[str]:
        """The lines that explain a condition in one of the four ways."""
        pad = "    " * depth
        match condition:
            case All(parts):
                return self._joined(parts, names, mode, depth, every=("met", "full"), one="not_met")
            case AnyOf(parts):
                fork = fork_of(parts, self.generator.definitions) if mode != "full" else None
                if fork is not None:
                    return [pad + self._forked(condition, fork, names, mode)]
                return self._alternatives(parts, names, mode, depth)
            case Not(part):
                return self.walk(part, names, _OPPOSITE[mode], depth)
            case Test(path=path, words=words):
                value = self.generator.quoted(path, names)
                quote = _quote_once(self.pointer(path, names), value, words)
                return [*self._references(path, names, pad), pad + quote]
            case Meets(path, definition):
                return self._meets(path, definition, names, mode, depth)
            case ForAny(path=path):
                function = f"{'fq' if mode == 'full' else 'eq'}{self.generator.list_number(condition, names)}"
                value, pointer = self.generator.value(path, names), self.pointer(path, names)
                call = f"{function}({value}, {pointer}, {names.arguments_with_pointers}c, facts)"
                return [*self._references(path, names, pad), pad + call]
            case Variant(axis=name) | Pending(regulation=name):
                how = "wait_for" if mode == "unknown" else "applied.add"
                return [pad + ("pass" if mode == "full" else f"c.{how}({self.generator.constant(name)})")]
            case Inquired():
                return [f"{pad}c.explain_inquired({self.generator.constant(condition)}, facts)"]
            case Reading(interpretation, _):
                how = "quote" if mode == "full" else "apply"
                return [f"{pad}c.{how}_reading({self.generator.constant(interpretation)}, facts)"]
            case (
                HeldBy(path=path)
                | HasParent(path=path)
                | DerivesMajority(path=path)
                | StatedHolder(path=path)
                | DirectedBy(path=path)
            ):
                party = self.generator.party_id(path, names)
                reference = f"{self.pointer(path, names)}" if path.type.kind is Kind.PARTY else "None"
                node = self.generator.constant(condition)
                return [f"{pad}c.explain_graph({node}, {party}, {reference}, facts, full={mode == 'full'})"]

    def _alternatives(self, parts: tuple[Condition, ...], names: Names, mode: str, depth: int) -> list[str]:
        return self._joined(parts, names, mode, depth, every=("not_met", "full"), one="met")

    def _forked(self, condition: AnyOf, fork: Fork, names: Names, mode: str) -> str:
        """The call that explains the alternatives that are left; that the others are not is a fact of the choice."""
        key = id(condition), mode
        if key not in self.forks:
            number = self.generator.fresh()
            self.forks[key] = condition, number
            choice, value = self.pointer(fork.choice, names), self.generator.value(fork.choice, names)

            def write(name: str, parts: tuple[Condition, ...]) -> list[str]:
                lines = [f"def {name}({names.arguments_with_pointers}c, facts):"]
                if mode == "not_met" and len(parts) < len(condition.parts):
                    lines.append(f"    {_quote_once(choice, value, fork.failed_beside(parts))}")
                if parts:
                    lines += self._alternatives(parts, names, mode, 1)
                return [*lines, "    return", ""]

            self.generator.write_table(f"y{number}", condition, fork, write)
        name = f"y{self.forks[key][1]}"
        value = self.generator.value(fork.choice, names)
        return f"{name}.get({value}, {name}_else)({names.arguments_with_pointers}c, facts)"

    def _joined(
        self,
        parts: tuple[Condition, ...],
        names: Names,
        mode: str,
        depth: int,
        *,
        every: tuple[str, ...],
        one: str,
    ) -> list[str]:
        pad = "    " * depth
        lines: list[str] = []
        parts = tuple(sorted(parts, key=turns_on_reading))  # a fact explains better than a reading
        if mode == one == "met":
            parts = tuple(
                sorted(parts, key=self._is_not_narrowed)
            )  # and what an exception narrows better than the rest
        if mode in every:
            for part in parts:
                lines += (
                    self._alternative(part, names, depth) if mode == "not_met" else self.walk(part, names, mode, depth)
                )
            return lines
        if mode == one and len(parts) == 1:
            return self.walk(parts[0], names, mode, depth)
        for index, part in enumerate(parts):
            test = f"{self.generator.truth(part, names)} == {_VALUE[mode]}:"
            if mode == one and index == len(parts) - 1:
                lines.append(f"{pad}else:")
            elif mode == one:
                lines.append(f"{pad}{'if' if index == 0 else 'elif'} {test}")
            else:
                lines.append(f"{pad}if {test}")
            lines += self.walk(part, names, mode, depth + 1)
        if mode == "unknown" and "met" in every and any(isinstance(part, Pending) for part in parts):
            # What is settled beside a regulation awaited is all that the law says so far, so it is told as well.
            for part in (each for each in parts if not isinstance(each, Pending)):
                lines.append(f"{pad}if {self.generator.truth(part, names)} == {_VALUE['met']}:")
                lines += self.walk(part, names, "met", depth + 1)
        return lines

    def _is_not_narrowed(self, condition: Condition) -> bool:
        return not isinstance(condition, Meets) or self.generator.definitions[condition.definition].unless is None

    def _alternative(self, part: Condition, names: Names, depth: int) -> list[str]:
        """The lines for one of several alternatives that all fail: its facts go with the reason that needed one."""
        if isinstance(part, Meets):
            return self._meets(part.path, part.definition, names, "not_met", depth, told_in="facts")
        return self.walk(part, names, "not_met", depth)

    def _meets(
        self, path: Path, definition: str, names: Names, mode: str, depth: int, *, told_in: str = "None"
    ) -> list[str]:
        pad = "    " * depth
        function = f"{'f' if mode == 'full' else 'e'}{self.generator.numbers[definition]}"
        value, pointer = self.generator.value(path, names), self.pointer(path, names)
        references = self._references(path, names, pad)
        verdict = _VALUE.get(mode, 0)
        if self.generator.certain(path):
            return [f"{pad}{function}({value}, {pointer}, c, {verdict}, {told_in})"]
        how = "follow" if path.type.kind is Kind.PARTY else "enter"
        return [*references, f"{pad}c.{how}({value}, {pointer}, {function}, facts, {verdict}, {told_in})"]

    def pointer(self, path: Path, names: Names) -> str:
        """The expression for the JSON Pointer of a path; if a party on the way is not named, of that reference."""
        code, rest = names.of[path.variable][1], ""
        so_far: list[str] = []
        value = names.of[path.variable][0]
        for index, step in enumerate(path.steps):
            if step.through_party:
                before = Path(path.variable, path.steps[:index], path.type)
                value = self.generator.value(before, names)
                here = self._joined_pointer(code, rest)
                code, rest = (
                    f"c.beyond({value}, {here}, {'/' + '/'.join(s.field.name for s in path.steps[index:])!r})",
                    "",
                )
                return code
            so_far.append(step.field.name)
            rest = "/" + "/".join(so_far)
        return self._joined_pointer(code, rest)

    @staticmethod
    def _joined_pointer(code: str, rest: str) -> str:
        if not rest:
            return code
        return repr(rest) if code == '""' else f"{code} + {rest!r}"

    def _references(self, path: Path, names: Names, pad: str) -> list[str]:
        """Lines that quote the identifier by which the path reaches a party."""
        for index, step in enumerate(path.steps):
            if step.through_party:
                before = Path(path.variable, path.steps[:index], path.type)
                value, pointer = self.generator.value(before, names), self.pointer(before, names)
                return [pad + _quote(pointer, value, "names the party")]
        return []


def _quote(pointer: str, value: str, words: str) -> str:
    """The line that quotes a fact; ``pointer`` and ``value`` are expressions."""
    return f"facts[a] = {{'pointer': (a := {pointer}), 'value': {value}, 'test': {words!r}}}"


def _quote_once(pointer: str, value: str, words: str) -> str:
    """The line that quotes a fact unless another test of it is quoted already."""
    return f"if (a := {pointer}) not in facts: facts[a] = {{'pointer': a, 'value': {value}, 'test': {words!r}}}"


def turns_on_reading(condition: Condition) -> bool:
    """Whether the condition itself, not a definition that it names, turns on a reading."""
    match condition:
        case Reading() | Variant() | Pending():
            return True
        case All(parts) | AnyOf(parts):
            return any(map(turns_on_reading, parts))
        case Not(part):
            return turns_on_reading(part)
        case _:
            return False

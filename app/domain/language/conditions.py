"""Reads conditions as written into nodes: every path, type and operand is settled or reported as a fault."""

from dataclasses import replace

from app.domain.facts.dictionary import FieldType, Kind
from app.domain.fields import nearest
from app.domain.language.nodes import (
    All,
    AnyOf,
    Condition,
    ForAny,
    Meets,
    Not,
    Operand,
    Operator,
    Path,
    Pending,
    Reading,
    Test,
    Variant,
)
from app.domain.language.operands import OperandReader
from app.domain.language.ownership_questions import QUESTIONS, read_inquiry, read_ownership_question
from app.domain.language.scope import Scope
from app.domain.located import Entry, Mapping, Node, Scalar, Sequence

_ALLOWED: dict[Kind, tuple[Operator, ...]] = {
    Kind.QUANTITY: (Operator.IS, Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN),
    Kind.DATE: (Operator.IS, Operator.ON_OR_AFTER, Operator.AFTER, Operator.ON_OR_BEFORE, Operator.BEFORE),
    Kind.TRUTH: (Operator.IS,),
    Kind.CHOICE: (Operator.IS, Operator.IN),
    Kind.COUNTRY: (Operator.IS, Operator.IN),
    Kind.CURRENCY: (Operator.IS, Operator.IN),
    Kind.LISTING: (Operator.INCLUDES, Operator.INCLUDES_ANY),
}
_FORMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("all", "any", "none", "not", "reading", "inquiry", "variant", "pending"), ()),
    **dict.fromkeys(("for_any", "for_all"), ("when",)),
}
"""The words that begin a condition on something else than one fact, each with the keys that stand beside it."""


class ConditionReader(OperandReader):
    """Reads conditions within one document, whose vocabulary and definitions it knows by name."""

    def read(self, node: Node, scope: Scope) -> Condition | None:
        """Read the condition written at ``node``, or ``None`` when faults were found in it."""
        if isinstance(node, Sequence):
            return self._combined(node, scope, All)
        if not isinstance(node, Mapping) or not node.entries:
            return self._fault(
                node.place, "a condition is expected here: `all`, `any`, `none`, `not` or a test of a fact"
            )
        first, *others = node.entries
        if first.key not in _FORMS:
            if others:
                message = f"`{first.key}` and `{others[0].key}` stand side by side; join them with `all` or `any`"
                return self._fault(others[0].place, message)
            return self._test(first, scope)
        beside = _FORMS[first.key]
        for entry in others:
            if entry.key not in beside:
                return self._fault(entry.place, f"`{entry.key}` does not belong beside `{first.key}`")
        if len(others) < len(beside):
            return self._fault(node.place, f"`{first.key}` needs " + " and ".join(f"`{key}`" for key in beside))
        return self._formed(first.key, first.value, scope, [entry.value for entry in others])

    def _formed(self, form: str, value: Node, scope: Scope, beside: list[Node]) -> Condition | None:
        match form:
            case "all":
                return self._combined(value, scope, All)
            case "any":
                return self._combined(value, scope, AnyOf)
            case "none":
                return _negated(self._combined(value, scope, AnyOf))
            case "not":
                return _negated(self.read(value, scope))
            case "for_any":
                return self._for_any(form, value, scope, beside[0])
            case "for_all":
                some = self._for_any(form, value, scope, beside[0])
                return Not(replace(some, part=Not(some.part))) if some is not None else None
            case "inquiry":
                return read_inquiry(self, value)
            case "reading":
                usage = "`reading` names one interpretation and one of its readings: `{A22: every_node}`"
                readings = {name: each.readings for name, each in self.vocabulary.interpretations.items()}
                chosen = self._chosen(value, readings, kind="interpretation", what="reading", usage=usage)
                return Reading(*chosen) if chosen else None
            case "variant":
                usage = "`variant` names one variant and one of its alternatives: `{ai_notify: above_1e24}`"
                alternatives = {name: each.alternatives for name, each in self.vocabulary.variants.items()}
                chosen = self._chosen(value, alternatives, kind="variant", what="alternative", usage=usage)
                return Variant(*chosen) if chosen else None
            case _:
                return self._pending(value)

    def _combined(self, node: Node, scope: Scope, form: type[All] | type[AnyOf]) -> Condition | None:
        if not isinstance(node, Sequence) or not node.items:
            return self._fault(node.place, "a list of one or more conditions is expected here")
        parts = [self.read(item, scope) for item in node.items]
        settled = tuple(part for part in parts if part is not None)
        if len(settled) < len(parts):
            return None
        return settled[0] if len(settled) == 1 else form(settled)

    def _for_any(self, form: str, head: Node, scope: Scope, when: Node) -> ForAny | None:
        words = head.value.split() if isinstance(head, Scalar) and isinstance(head.value, str) else []
        if len(words) != 3 or words[1] != "in" or not words[0].isidentifier():
            return self._fault(head.place, f"`{form}` reads `name in path.to.a.list`")
        if words[0] in scope.variables:
            return self._fault(head.place, f"`{words[0]}` already has a meaning here; take another name")
        path = scope.path(words[2], head.place, self.faults)
        if path is None:
            return None
        if path.type.kind is not Kind.LISTING or path.type.item is None:
            message = f"`{path.text}` is {path.type.words}, not a list that says whether it is complete"
            return self._fault(head.place, message)
        item = path.type.item
        if item.kind is Kind.PARTY:
            item = FieldType(Kind.RECORD, record=self.regime.party)
        if item.record is None:
            message = f"`{path.text}` lists single values; test it with `includes` or `includes_any`"
            return self._fault(head.place, message)
        part = self.read(when, scope.plus(words[0], item))
        return ForAny(words[0], path, part) if part else None

    def _pending(self, name: Node) -> Condition | None:
        known = self.vocabulary.pending
        if not isinstance(name, Scalar):
            return self._fault(name.place, "`pending` names one pending regulation")
        if str(name.value) not in known:
            message = f"no pending regulation is called `{name.value}`{nearest(str(name.value), known)}"
            return self._fault(name.place, message)
        return Pending(str(name.value))

    def _chosen(
        self, choice: Node, known: dict[str, dict[str, str]], *, kind: str, what: str, usage: str
    ) -> tuple[str, str] | None:
        """Read one choice among the ``known`` of one name: the name and the choice."""
        entry = choice.entries[0] if isinstance(choice, Mapping) and len(choice.entries) == 1 else None
        if entry is None or not isinstance(entry.value, Scalar):
            return self._fault(choice.place, usage)
        if entry.key not in known:
            return self._fault(entry.place, f"no {kind} is called `{entry.key}`{nearest(entry.key, known)}")
        chosen = str(entry.value.value)
        if chosen not in known[entry.key]:
            near = nearest(chosen, known[entry.key])
            return self._fault(entry.value.place, f"`{entry.key}` has no {what} `{chosen}`{near}")
        return entry.key, chosen

    def _test(self, entry: Entry, scope: Scope) -> Condition | None:
        path = scope.path(entry.key, entry.place, self.faults)
        if path is None:
            return None
        test = entry.value
        if not isinstance(test, Mapping) or len(test.entries) != 1:
            return self._fault(test.place, f"one test of `{path.text}` is expected here, such as `{{is: …}}`")
        operator, operand = test.entries[0].key, test.entries[0].value
        place = test.entries[0].place
        if operator in ("meets", "meets_any"):
            return self._meets(path, operand)
        if operator in QUESTIONS:
            if path.type.kind is not Kind.PARTY and path.type.record is not self.regime.party:
                return self._fault(place, f"`{operator}` is asked of a party; `{path.text}` is {path.type.words}")
            return read_ownership_question(self, path, operator, operand)
        allowed = _ALLOWED.get(path.type.kind, ())
        if operator not in allowed:
            known = [*(o.value for o in allowed), "meets", "meets_any"]
            near = nearest(operator, known)
            return self._fault(place, f"`{operator}` is no test for `{path.text}`, which is {path.type.words}{near}")
        return self._compared(path, Operator(operator), operand)

    def _meets(self, path: Path, operand: Node) -> Condition | None:
        record = self.regime.party if path.type.kind is Kind.PARTY else path.type.record
        names = operand.items if isinstance(operand, Sequence) else (operand,)
        parts: list[Condition] = []
        for name in names:
            if self.definition(name, record) is None:
                return None
            parts.append(Meets(path, str(name.value) if isinstance(name, Scalar) else ""))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _compared(self, path: Path, operator: Operator, operand: Node) -> Condition | None:
        inner = path.type.item if path.type.item is not None else path.type
        read = self.values(operand, inner.kind, inner.choices)
        if read is None:
            return None
        values, words = read
        many = operator in (Operator.IN, Operator.INCLUDES_ANY)
        if not many and len(values) != 1:
            return self._fault(operand.place, f"`{operator}` takes one value")
        settled: Operand = frozenset(str(value) for value in values) if many else values[0]
        return Test(path, operator, settled, f"{operator.words} {words}")


def _negated(condition: Condition | None) -> Condition | None:
    return Not(condition) if condition is not None else None

"""What the variables of rules are called in the generated code."""

from dataclasses import dataclass

from app.domain.facts.transaction import Transaction
from app.domain.language.ruleset import Definition


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
        return "".join(f"{value}, " for value, _ in self.of.values() if "." not in value)

    @property
    def arguments_with_pointers(self) -> str:
        """The values in scope and their pointers."""
        return "".join(f"{value}, {pointer}, " for value, pointer in self.of.values() if "." not in value)

"""Reads the section on inquiry of a rule document: cautions, sides, evidence, representations, factors."""

from collections.abc import Mapping

from app.domain.facts.choice import words_of
from app.domain.facts.choices.parties import EvidenceKind
from app.domain.facts.choices.proceedings import InquiryOutcome
from app.domain.facts.dictionary import fields_of
from app.domain.facts.fact import Fact, Group
from app.domain.fields import Fields, nearest
from app.domain.language.diligence import (
    Caution,
    Diligence,
    EvidenceWanted,
    Factor,
    Representation,
    Side,
    Traces,
)
from app.domain.language.ruleset import Definition
from app.domain.language.scope import records_of
from app.domain.language.sections import by_id, citation_of
from app.domain.regime import Regime

SECTION = "diligence"
CAUTIONED = ("turning_points", "requests", "representations")
"""What a caution can be about."""
SIDES = ("investor_side", "target_side", "borrower_side", "fund_side", "counsel")
"""Those who can be asked."""
EVIDENCE = ("document", "search", "representation")
"""The kinds of evidence."""
_PARTS = ("cautions", "sides", "evidence", "representations", "factors")
_DONE = {"made": True, "not_made": False}


def read_diligence(
    document: Fields, definitions: Mapping[str, Definition], *, regime: Regime, paragraphs_of: str
) -> Diligence:
    """Read what the rule set says of inquiry; nothing where it has no such section."""
    node = document.entries.get(SECTION)
    if node is None:
        return Diligence()
    section = Fields(node, f"`{SECTION}`", document.faults, may=_PARTS)
    reader = _Reader(section, definitions, regime)
    return Diligence(
        cautions=reader.cautions(),
        sides=reader.sides(),
        evidence=reader.evidence(),
        representations=reader.representations(),
        factors=reader.factors(paragraphs_of),
    )


class _Reader:
    def __init__(self, section: Fields, definitions: Mapping[str, Definition], regime: Regime) -> None:
        self._section = section
        self._definitions = definitions
        self._records = records_of(regime.transaction)

    def cautions(self) -> tuple[Caution, ...]:
        found = []
        for node in self._section.items("cautions"):
            item = Fields(node, "a caution", self._section.faults, needs=("about", "cites", "says"))
            found.append(Caution(item.word("about", CAUTIONED), item.text("cites"), item.text("says"), item.place))
        return tuple(found)

    def sides(self) -> dict[str, Side]:
        found: dict[str, Side] = {}
        for node in self._section.items("sides"):
            item = Fields(node, "a side", self._section.faults, needs=("side", "says"), may=("acts",))
            name = item.word("side", SIDES)
            if name in found:
                item.fault("side", f"`{name}` is given at {found[name].place} already: keep one of the two.")
            elif name:
                acts = item.words("acts", self._acts())
                found[name] = Side(name, item.text("says"), acts, item.place)
        return found

    def _acts(self) -> tuple[str, ...]:
        acts = fields_of(self._records["deal"]).get("acts") if "deal" in self._records else None
        return acts.type.item.choices if acts is not None and acts.type.item is not None else ()

    def evidence(self) -> tuple[EvidenceWanted, ...]:
        found = []
        for node in self._section.items("evidence"):
            item = Fields(node, "evidence", self._section.faults, needs=("says", "kinds"), may=("groups", "facts"))
            groups = item.words("groups", tuple(Group))
            facts = self._facts(item)
            if not groups and not facts and item.sound:
                item.fault("says", "evidence is for `groups` or for `facts`: name one at least.")
            found.append(EvidenceWanted(item.text("says"), item.words("kinds", EVIDENCE), groups, facts, item.place))
        return tuple(found)

    def representations(self) -> tuple[Representation, ...]:
        needs = ("id", "from", "says")
        items = by_id(self._section, "representations", "a representation", needs=needs, may=("settles", "supports"))
        found = []
        for name, item in items.items():
            supports = item.texts("supports")
            for each in supports:
                known = [name for name, one in self._definitions.items() if one.statable is not None]
                if each not in known:
                    item.fault("supports", f"no conclusion can be stated on `{each}`{nearest(each, known)}")
            sides, facts = item.words("from", SIDES), self._facts(item, key="settles")
            found.append(Representation(name, sides, item.text("says"), facts, supports, item.place))
        return tuple(found)

    def factors(self, paragraphs_of: str) -> tuple[Factor, ...]:
        needs, may = ("id", "says", "fill"), ("cites", "shown_by", "warned_by")
        found = []
        for name, item in by_id(self._section, "factors", "a factor", needs=needs, may=may).items():
            citation = item.text("cites") or citation_of(name, paragraphs_of)
            if not citation:
                item.fault("id", f"factor `{name}` is no paragraph label, so it needs `cites`")
            shown, warned = _traces(item, "shown_by"), _traces(item, "warned_by")
            found.append(Factor(name, citation, item.text("says"), item.text("fill"), shown, warned, item.place))
        return tuple(found)

    def _facts(self, item: Fields, *, key: str = "facts") -> tuple[Fact, ...]:
        """Read facts, each by its record and its name there, such as `party.organized_in`; a record alone means all."""
        found: list[Fact] = []
        for text in item.texts(key):
            record, dot, name = text.partition(".")
            if record not in self._records:
                item.fault(key, f"`{text}`: no record is called `{record}`{nearest(record, self._records)}")
                continue
            fields = fields_of(self._records[record])
            if dot and (name not in fields or fields[name].fact is None):
                item.fault(key, f"`{text}`: {record} has no `{name}`{nearest(name, fields)}")
                continue
            named = [fields[name]] if dot else fields.values()
            found += [each.fact for each in named if each.fact is not None]
        return tuple(found)


def _traces(item: Fields, key: str) -> Traces:
    node = item.entries.get(key)
    if node is None:
        return Traces()
    said = Fields(node, f"`{key}`", item.faults, may=("inquiries", "evidence", "diligent_inquiry"))
    return Traces(
        frozenset(said.words("inquiries", words_of(InquiryOutcome))),
        frozenset(said.words("evidence", words_of(EvidenceKind))),
        frozenset(_DONE[each] for each in said.words("diligent_inquiry", tuple(_DONE))),
    )

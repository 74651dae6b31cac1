"""Makes the requests to send on one transaction, by who can answer them, and drafts of what they would represent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple, cast

from app.domain.answers.determination import UNDETERMINED, QuestionJson, ScreeningUnderLaw
from app.domain.answers.requests import (
    EvidenceWord,
    NamedPartyJson,
    RepresentationJson,
    RequestJson,
    RequestReason,
    SideJson,
    SideName,
    SupportedJson,
)
from app.domain.diligence.factors import outcome_says
from app.domain.diligence.sides import Sides
from app.domain.evaluation.conclusions import CONCLUSIONS
from app.domain.evaluation.missing_facts import fact_question, question_key
from app.domain.evaluation.subjects import whom_about
from app.domain.facts.asking_order import AskingOrder
from app.domain.facts.dictionary import entry_at
from app.domain.facts.fact import Fact, Group
from app.domain.facts.transaction import Transaction
from app.domain.language.diligence import Diligence, EvidenceWanted, Representation
from app.domain.language.ruleset import RuleSet
from app.domain.outbound_investment import OUTBOUND_INVESTMENT

_MOST: Final = 200
"""So many requests are told beside those that can settle the matter."""
_WARNINGS: Final = ("never_asked", "asked_and_refused")
_ORDER: Final[tuple[SideName, ...]] = ("target_side", "borrower_side", "fund_side", "investor_side", "counsel")


class RequestsMade(NamedTuple):
    """Holds the requests by side, how many were left out, and the drafts."""

    sides: list[SideJson]
    left_out: int
    representations: list[RepresentationJson]


def requests_of(transaction: Transaction, answer: ScreeningUnderLaw, rule_set: RuleSet | None) -> RequestsMade:
    """Make the requests that follow from a determination, each question once; without a rule set, what it asks."""
    made = _Requests(transaction, answer, rule_set)
    drafts = made.representations()
    return RequestsMade(made.by_side(drafts), made.left_out, drafts)


class _Requests:
    def __init__(self, transaction: Transaction, answer: ScreeningUnderLaw, rule_set: RuleSet | None) -> None:
        self._transaction = transaction
        self._answer = answer
        self._definitions = rule_set.definitions if rule_set is not None else {}
        self._diligence = rule_set.diligence if rule_set is not None else Diligence()
        self._regime = OUTBOUND_INVESTMENT
        self._parties = {each.id: each for each in transaction.parties}
        self._sides = Sides(transaction, self._diligence.sides)
        found: dict[str, RequestJson] = {}
        for question, reason in self._asked():
            found.setdefault(question_key(question), self._request(question, reason))
        needed = [each for each in found.values() if each["reason"] == RequestReason.SETTLES]
        others = [each for each in found.values() if each["reason"] != RequestReason.SETTLES]
        self.left_out = max(0, len(others) - _MOST)
        order = AskingOrder(self._regime.transaction)
        self._groups: dict[SideName, list[RequestJson]] = {}
        for request in sorted([*needed, *others[:_MOST]], key=lambda each: order.place(_place(each))):
            self._groups.setdefault(self._sides.of(_place(request)), []).append(request)

    def _asked(self) -> Iterator[tuple[QuestionJson, RequestReason]]:
        """Give what is open, then what the answer takes for granted or was told, then what nobody answered."""
        answer = self._answer
        yield from ((each, RequestReason.SETTLES) for each in answer["missing_facts"])
        yield from ((each, RequestReason.BEARS) for each in answer["further_questions"])
        for inquiry in self._transaction.inquiries:
            if inquiry.outcome in _WARNINGS and (question := self._question(inquiry.pointer)) is not None:
                yield {**question, "inquiry": inquiry.outcome}, RequestReason.INQUIRED
        for told in answer["relied_on"]:
            place = told["pointer"].rpartition("/")[0]
            question = self._question(f"{place}/{told['element']}")
            if question is not None:
                yield question, RequestReason.RELIED_ON
        for assumed in answer["assumptions"]:
            question = self._question(assumed["pointer"])
            if question is not None:
                yield {**question, "note": f"Assumed so far: {assumed['statement']}"}, RequestReason.ASSUMED

    def _question(self, pointer: str) -> QuestionJson | None:
        """Ask for the fact, or the conclusion, at a place; ``None`` for what is neither."""
        place, concluding, element = pointer.partition(f"{CONCLUSIONS}/")
        about = whom_about(self._transaction, pointer, parties=self._parties) if pointer.count("/") > 1 else None
        if concluding:
            definition = self._definitions.get(element)
            if definition is None or definition.statable is None:
                return None
            asked: QuestionJson = {
                "pointer": f"{place}{CONCLUSIONS}",
                "question": definition.statable.question or f"Is it so? {definition.statement}",
                "group": Group.OWNERS,
                "citation": definition.citation,
                "conclusion": element,
            }
        elif entry_at(self._regime.transaction, pointer) is not None:
            asked = fact_question(self._transaction, pointer, self._regime)
        else:
            return None
        return asked if about is None else {**asked, "about": about}

    def _request(self, question: QuestionJson, reason: RequestReason) -> RequestJson:
        wanted = self._evidence(question)
        request = cast(
            "RequestJson",
            {
                **question,
                "reason": reason,
                "evidence": wanted.statement if wanted is not None else "",
                "evidence_kinds": [cast("EvidenceWord", each) for each in wanted.kinds] if wanted is not None else [],
            },
        )
        outcome = question.get("inquiry")
        if outcome in _WARNINGS:
            request["warning"] = f"A warning sign. {outcome_says(outcome)}"
        return request

    def _evidence(self, question: QuestionJson) -> EvidenceWanted | None:
        fact, evidence = self._fact(question), self._diligence.evidence
        for_fact = (each for each in evidence if fact is not None and fact in each.facts)
        for_group = (each for each in evidence if question["group"] in each.groups)
        return next(for_fact, None) or next(for_group, None)

    def _fact(self, question: QuestionJson) -> Fact | None:
        entry = entry_at(self._regime.transaction, question["pointer"])
        return entry.fact if entry is not None else None

    def by_side(self, drafts: Sequence[RepresentationJson]) -> list[SideJson]:
        """Give the requests by who can answer them; the sides of drafts are told too."""
        known = self._diligence.sides
        found: list[SideJson] = []
        for side in _ORDER:
            requests = self._groups.get(side, [])
            pointers = [each["pointer"] for each in requests]
            pointers += [pointer for each in drafts if each["side"] == side for pointer in each["settles"]]
            if pointers or any(each["side"] == side for each in drafts):
                says = known[side].statement if side in known else ""
                found.append({"side": side, "says": says, "parties": self._named(pointers), "requests": requests})
        return found

    def _named(self, pointers: Iterable[str]) -> list[NamedPartyJson]:
        """Name the parties that the places are about: of an interest, the one held."""
        found: dict[str, str] = {}
        parties = {each.id: index for index, each in enumerate(self._transaction.parties)}
        for pointer in pointers:
            _, kind, *rest = pointer.split("/")
            if kind not in ("parties", "interests") or not rest:
                continue
            index = int(rest[0])
            if kind == "interests":
                index = parties[self._transaction.interests[index].subject]
            party = self._transaction.parties[index]
            found[f"/parties/{index}"] = party.name or party.id
        return [{"pointer": pointer, "name": name} for pointer, name in found.items()]

    def representations(self) -> list[RepresentationJson]:
        """Give the drafts that would answer requests, or confirm what a definite answer rests on, side by side."""
        facts: dict[SideName, dict[str, Fact]] = {}
        for pointer in self._pointers():
            entry = entry_at(self._regime.transaction, pointer)
            if entry is not None:
                facts.setdefault(self._sides.of(pointer), {})[pointer] = entry.fact
        found = []
        for draft in self._diligence.representations:
            for side in draft.sides:
                name = cast("SideName", side)
                told = self._draft(draft, name, facts.get(name, {}))
                whatever = not draft.facts and not draft.supports and name == self._sides.counterparty
                if told["settles"] or whatever:
                    found.append(told)
        return sorted(found, key=lambda each: _ORDER.index(each["side"]))

    def _pointers(self) -> Iterator[str]:
        """Give the places of requests and, where the answer is definite, of the facts that it rests on."""
        for requests in self._groups.values():
            yield from (each["pointer"] for each in requests if "conclusion" not in each)
        if self._answer["determination"] != UNDETERMINED:
            quoted = (fact["pointer"] for reason in self._answer["reasons"] for fact in reason["facts"])
            yield from islice(dict.fromkeys(each.removesuffix("/complete") for each in quoted), _MOST)

    def _draft(self, draft: Representation, side: SideName, facts: Mapping[str, Fact]) -> RepresentationJson:
        settled = [pointer for pointer, fact in facts.items() if fact in draft.facts]
        supported: list[SupportedJson] = [
            {"pointer": each["pointer"], "conclusion": each["conclusion"], "citation": each["citation"]}
            for each in self._groups.get(side, [])
            if each.get("conclusion") in draft.supports
        ]
        pointers = [*dict.fromkeys([*settled, *(each["pointer"] for each in supported)])]
        return {"id": draft.id, "side": side, "draft": draft.statement, "settles": pointers, "supports": supported}


def _place(question: QuestionJson) -> str:
    return question_key(question) if "conclusion" in question else question["pointer"]

"""A choice that leaves a fact open settles no test that does not name it, in a single value and in a list."""

import pytest

from app.domain.facts.activity import Activity
from app.domain.facts.choice import words_of
from app.domain.facts.choices.activities import Item, Verb
from app.domain.facts.choices.deals import Act
from app.domain.facts.deal import Deal
from app.domain.facts.fact import Listing, PartyId
from app.domain.facts.party import Party
from app.domain.facts.transaction import Transaction
from tests.language.documents import COMPLETED, document, law

CONCLUDED = "concluded_none_of_these"


def acts_law(test):
    return law(document(prohibited={"transaction.deal.acts": test}, notifiable=COMPLETED))


def activity_law(fact, test):
    some = {"for_any": "activity in party.activities", "when": {f"activity.{fact}": test}}
    of_the_target = {"id": "Does it", "of": "party", "element": "outcome", "cites": "89 FR 55846", "says": "It does."}
    return law(
        document(
            prohibited={"transaction.deal.target": {"meets": "Does it"}},
            notifiable=COMPLETED,
            definitions=[{**of_the_target, "when": some}],
        )
    )


def with_acts(*acts, complete=True):
    return Transaction(parties=(), deal=Deal(acts=Listing(acts, complete=complete)))


def with_activity(**facts):
    party = Party(id=PartyId("target"), activities=Listing((Activity(**facts),), complete=True))
    return Transaction(parties=(party,), deal=Deal(target=PartyId("target")))


def verdict(answer):
    (found,) = [each["verdict"] for each in answer["reasons"] if each["code"] == "prohibited"]
    return found


@pytest.mark.parametrize("act", sorted(set(words_of(Act)) - {"other"}))
@pytest.mark.parametrize("test", ["includes", "includes_any"])
def test_no_listed_act_is_ruled_out_by_a_complete_list_with_an_open_one(act, test):
    asked = acts_law({test: act if test == "includes" else [act]})
    others = [each for each in ("acquire_equity", CONCLUDED) if each != act]
    assert verdict(asked.screen(with_acts("other"))) == "unknown"
    assert verdict(asked.screen(with_acts("other", *others))) == "unknown"
    assert verdict(asked.screen(with_acts("other", act))) == "met"
    assert verdict(asked.screen(with_acts(*others))) == "not_met"


@pytest.mark.parametrize(
    ("fact", "choice"),
    [(fact, choice) for fact, type_ in (("verb", Verb), ("item", Item)) for choice in words_of(type_)],
)
@pytest.mark.parametrize("test", ["is", "in"])
def test_only_a_test_that_names_the_open_choice_is_settled_by_it(fact, choice, test):
    asked = activity_law(fact, {test: choice if test == "is" else [choice]})
    assert verdict(asked.screen(with_activity(**{fact: "other"}))) == ("met" if choice == "other" else "unknown")
    settled = "not_met" if choice != CONCLUDED else "met"
    assert verdict(asked.screen(with_activity(**{fact: CONCLUDED}))) == settled


def test_the_contrary_of_a_test_is_left_open_as_well():
    asked = acts_law({"includes": "acquire_equity"})
    contrary = law(
        document(prohibited={"not": {"transaction.deal.acts": {"includes": "acquire_equity"}}}, notifiable=COMPLETED)
    )
    assert verdict(asked.screen(with_acts("other"))) == verdict(contrary.screen(with_acts("other"))) == "unknown"


def test_the_answer_asks_again_for_a_fact_that_is_left_open():
    answer = acts_law({"includes": "acquire_equity"}).screen(with_acts("other"))
    asked = [each["pointer"] for each in (*answer["missing_facts"], *answer["further_questions"])]
    assert "/deal/acts" in asked
    answer = activity_law("verb", {"is": "develops"}).screen(with_activity(verb="other"))
    asked = [each["pointer"] for each in (*answer["missing_facts"], *answer["further_questions"])]
    assert "/parties/0/activities/items/0/verb" in asked

"""What cannot be true at once is refused, with the place and the cure; what is merely odd is left to the law.

Each case bears the name that ``docs/contradictions.md`` gives the pair.
"""

from copy import deepcopy

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.consistency.records import ALL, choices_beside_facts
from app.domain.errors import InvalidTransaction
from app.domain.facts.activity import Activity
from app.domain.facts.deal import Development, FundInterest, Security
from app.domain.facts.dictionary import fields_of
from app.domain.facts.party import FinancialStatement
from app.domain.facts.transaction import Direction, Exemption, LaterKnowledge
from tests.api.builders import codes, problems, read, transaction, with_activity, with_party, with_statement
from tests.api.worlds import record
from tests.consistency import part_at, unsay

THREE = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
PARTY = "/parties/0"
ITEM = "/parties/0/activities/items/0"
STATEMENT = "/parties/0/statements/items/0"


def held(**facts):
    return transaction(parties=THREE, interests=[{"holder": "a", "subject": "b", **facts}])


def some(*items):
    return {"items": list(items)}


def only(*items):
    return {"items": list(items), "complete": True}


def ai(**facts):
    return with_activity(item="ai_system", **facts)


def deal(**facts):
    return transaction(deal=facts)


def with_b(facts=None, /, **terms):
    """A deal of a with b, of whom some facts are known."""
    return transaction(
        parties=[{"id": "a"}, {"id": "b", **(facts or {})}, {"id": "c"}], acquirer="a", deal={"target": "b", **terms}
    )


def directing(**facts):
    return transaction(parties=THREE, acquirer="a", directed_by=some({"person": "b", **facts}))


def completed(**facts):
    return deal(completion_date="2025-03-01", **facts)


def particulars(**facts):
    return deal(circumstances=only("designated_country"), particulars=facts)


REFUSED = {
    # parties
    "an individual organized under some law": (
        with_party(kind="individual", organized_in="CN"),
        f"{PARTY}/organized_in",
        f"{PARTY}/kind",
    ),
    "an individual with headquarters": (
        with_party(kind="individual", headquarters="CN"),
        f"{PARTY}/headquarters",
        f"{PARTY}/kind",
    ),
    "an individual with a principal place of business": (
        with_party(kind="individual", principal_place_of_business="CN"),
        f"{PARTY}/principal_place_of_business",
        f"{PARTY}/kind",
    ),
    "an individual that nobody owns": (
        with_party(kind="individual", ownerless="foundation"),
        f"{PARTY}/ownerless",
        f"{PARTY}/kind",
    ),
    "an individual that is a fund": (
        with_party(kind="individual", pooled_investment_fund=True),
        f"{PARTY}/pooled_investment_fund",
        f"{PARTY}/kind",
    ),
    "an entity with a citizenship": (
        with_party(kind="entity", citizenships=some("CN")),
        f"{PARTY}/citizenships",
        f"{PARTY}/kind",
    ),
    "an entity with a permanent residence": (
        with_party(kind="entity", permanent_residences=some("CN")),
        f"{PARTY}/permanent_residences",
        f"{PARTY}/kind",
    ),
    "an entity in the political leadership": (
        with_party(kind="entity", leadership_of=some("CN")),
        f"{PARTY}/leadership_of",
        f"{PARTY}/kind",
    ),
    "headquartered in the United States and not there": (
        with_party(kind="entity", headquarters="US", in_united_states=False),
        f"{PARTY}/in_united_states",
        f"{PARTY}/headquarters",
    ),
    "run from the United States and not there": (
        with_party(kind="entity", principal_place_of_business="GU", in_united_states=False),
        f"{PARTY}/in_united_states",
        f"{PARTY}/principal_place_of_business",
    ),
    "a tie to a government and none": (
        with_party(
            government_links=some({"country": "CN", "tie": "none"}, {"country": "CN", "tie": "part_of_government"})
        ),
        f"{PARTY}/government_links/items/0/tie",
        f"{PARTY}/government_links/items/1/tie",
    ),
    "directed by a government and not from its country": (
        with_party(government_links=some({"country": "CN", "tie": "directed_by_government"}), directed_from=only("RU")),
        f"{PARTY}/directed_from",
        f"{PARTY}/government_links/items/0/tie",
    ),
    "power of a government and no tie to it": (
        transaction(
            parties=[
                {"id": "a", "government_links": some({"country": "CN", "tie": "part_of_government"})},
                {"id": "b", "government_links": only()},
            ],
            interests=[{"holder": "a", "subject": "b", "directs_management": True}],
        ),
        "/parties/1/government_links",
        "/interests/0/directs_management",
    ),
    "an entity of a state, organized in a country": (
        with_party(name="Acme Holdings, L.L.C.", organized_in="DE"),
        f"{PARTY}/organized_in",
        f"{PARTY}/name",
    ),
    "a holding of an entity formed for the deal": (
        transaction(
            parties=[{"id": "a", "newly_formed": True}, *THREE[1:]], interests=[{"holder": "a", "subject": "b"}]
        ),
        f"{PARTY}/newly_formed",
        "/interests",
    ),
    "yearly figures of an entity formed for the deal": (
        with_party(newly_formed=True, statements=some({"revenue": "1"})),
        f"{PARTY}/statements",
        f"{PARTY}/newly_formed",
    ),
    "a branch with a law of its own": (
        transaction(parties=[{"id": "a", "branch_of": "b", "organized_in": "CN"}, {"id": "b"}]),
        f"{PARTY}/organized_in",
        f"{PARTY}/branch_of",
    ),
    "a branch that is an individual": (
        transaction(parties=[{"id": "a", "branch_of": "b", "kind": "individual"}, {"id": "b"}]),
        f"{PARTY}/branch_of",
        f"{PARTY}/kind",
    ),
    "a branch that acts": (
        transaction(parties=[{"id": "a", "branch_of": "b"}, {"id": "b"}], acquirer="a"),
        "/acquirer",
        f"{PARTY}/branch_of",
    ),
    "dollars at another rate than one": (
        with_statement(currency="USD", units_per_usd="7.3"),
        f"{STATEMENT}/units_per_usd",
        (f"{STATEMENT}/currency", "EUR"),
    ),
    "figures of a year that ends after the deal": (
        with_statement(basis="audited", year_end="2025-12-31") | {"deal": {"completion_date": "2025-06-16"}},
        f"{STATEMENT}/year_end",
        "/deal/completion_date",
    ),
    "amounts of one person given twice": (
        with_statement(persons=some({"person": "a"}, {"person": "a"})),
        f"{STATEMENT}/persons/items/1/person",
        f"{STATEMENT}/persons/items/0/person",
    ),
    # interests
    "votes on the board without a seat": (
        held(board_percent=10, board_seat=False),
        "/interests/0/board_seat",
        "/interests/0/board_percent",
    ),
    "a general partner without power": (
        held(roles=some("general_partner"), directs_management=False),
        "/interests/0/directs_management",
        "/interests/0/roles",
    ),
    "all holders listed, and nobody": (
        transaction(parties=[{"id": "b", "holders_complete": True}]),
        "/parties/0/holders_complete",
        ("/parties/0/ownerless", "foundation"),
    ),
    "no owners, and somebody who owns": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "ownerless": "state"}],
            interests=[{"holder": "a", "subject": "b", "voting_percent": 10, "equity_percent": 0}],
        ),
        "/parties/1/ownerless",
        ("/interests/0/voting_percent", 0),
    ),
    "all holders of an acting fund listed, and no manager": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "holders_complete": True, "pooled_investment_fund": True}],
            interests=[{"holder": "a", "subject": "b", "roles": only()}],
            acquirer="b",
        ),
        "/parties/1/holders_complete",
        "/parties/1/pooled_investment_fund",
    ),
    "equity acquired, and no owners": (
        with_b({"ownerless": "foundation"}, acts=some("acquire_equity")),
        "/parties/1/ownerless",
        "/deal/acts",
    ),
    "a public float with a passport": (
        transaction(parties=[{"id": "a", "kind": "public_float", "citizenships": some("CN")}]),
        "/parties/0/citizenships",
        "/parties/0/kind",
    ),
    "a public float of concern, and no float": (
        transaction(parties=[{"id": "a", "kind": "entity", "float_of_concern": True}]),
        "/parties/0/float_of_concern",
        "/parties/0/kind",
    ),
    "a public float that acquires": (
        transaction(parties=[{"id": "a", "kind": "public_float"}], acquirer="a"),
        "/acquirer",
        "/parties/0/kind",
    ),
    "a public float with a seat": (
        transaction(
            parties=[{"id": "a", "kind": "public_float"}, {"id": "b"}],
            interests=[{"holder": "a", "subject": "b", "board_seat": True}],
        ),
        "/interests/0/board_seat",
        "/parties/0/kind",
    ),
    "newly issued, and sold": (
        with_b(passes=some({"buyer": "a", "seller": "c", "newly_issued": True})),
        "/deal/passes/items/0/newly_issued",
        "/deal/passes/items/0/seller",
    ),
    "sold to oneself": (
        with_b(passes=some({"buyer": "a", "seller": "a"})),
        "/deal/passes/items/0/seller",
        ("/deal/passes/items/0/buyer", "c"),
    ),
    "shares acquired, and none that pass": (
        with_b(acts=some("acquire_equity"), passes=only()),
        "/deal/passes",
        "/deal/acts",
    ),
    "a share that passes, and no act that acquires one": (
        with_b(acts=only("concluded_none_of_these"), passes=some({"buyer": "a", "newly_issued": True})),
        "/deal/passes",
        "/deal/acts",
    ),
    "less after the deal than came by it": (
        with_b(passes=some({"buyer": "a", "newly_issued": True, "voting_percent": 10}))
        | {"interests": [{"holder": "a", "subject": "b", "moment": "after_the_deal", "voting_percent": 9}]},
        "/interests/0/voting_percent",
        "/deal/passes/items/0/voting_percent",
    ),
    "more sold than held before": (
        with_b(passes=some({"buyer": "a", "seller": "c", "voting_percent": 10}))
        | {"interests": [{"holder": "c", "subject": "b", "moment": "before_the_deal", "voting_percent": 9}]},
        "/interests/0/voting_percent",
        "/deal/passes/items/0/voting_percent",
    ),
    "a seller who is not among the holders after the deal": (
        with_b(passes=some({"buyer": "a", "seller": "c"}))
        | {"interests": [{"holder": "a", "subject": "b"}], "interests_show": "after_the_deal"},
        "/deal/passes/items/0/seller",
        "/interests_show",
    ),
    "all holders after the deal listed, and no buyer": (
        with_b({"holders_complete": True}, acts=some("acquire_equity"))
        | {
            "parties": [{"id": "a"}, {"id": "b", "holders_complete": True}, {"id": "c", "kind": "individual"}],
            "interests": [{"holder": "c", "subject": "b"}],
            "interests_show": "after_the_deal",
        },
        "/parties/1/holders_complete",
        "/interests_show",
    ),
    "all holders listed, and a part of the shares": (
        transaction(
            parties=[{"id": "a"}, {"id": "b", "holders_complete": True}],
            interests=[{"holder": "a", "subject": "b", "equity_percent": 10}],
        ),
        "/parties/1/holders_complete",
        "/interests/0/equity_percent",
    ),
    # activities
    "a particular of another kind of item": (
        with_activity(item="front_end_fabrication_equipment", node_nm=5),
        f"{ITEM}/node_nm",
        f"{ITEM}/item",
    ),
    "an exclusive design of what is no AI system": (
        with_activity(item="quantum_sensing_platform", exclusively_designed_for=some("military")),
        f"{ITEM}/exclusively_designed_for",
        f"{ITEM}/item",
    ),
    "a particular of another kind of circuit": (
        with_activity(item="integrated_circuit", chip="logic", nand_layers=200),
        f"{ITEM}/nand_layers",
        f"{ITEM}/chip",
    ),
    "own training without work on the model": (
        ai(model_work="no_work_on_the_model", own_training_operations={"more_than": 0}),
        f"{ITEM}/own_training_operations",
        f"{ITEM}/model_work",
    ),
    "own training over all training": (
        ai(training_operations={"less_than": "2e23"}, own_training_operations="2e23"),
        f"{ITEM}/own_training_operations",
        f"{ITEM}/training_operations",
    ),
    "no AI system, and training": (
        ai(ai_limb="neither", training_operations="1e9"),
        f"{ITEM}/ai_limb",
        f"{ITEM}/training_operations",
    ),
    "no AI system, and own training": (
        ai(ai_limb="neither", own_training_operations="1e9"),
        f"{ITEM}/ai_limb",
        f"{ITEM}/own_training_operations",
    ),
    "no AI system, and work on its model": (
        ai(ai_limb="neither", model_work="builds_own_model"),
        f"{ITEM}/ai_limb",
        f"{ITEM}/model_work",
    ),
    "no AI system, and training data": (
        ai(ai_limb="neither", biological_sequence_data="minor"),
        f"{ITEM}/ai_limb",
        f"{ITEM}/biological_sequence_data",
    ),
    "internal uses of what is not strictly internal": (
        ai(internal_uses=some("military"), strictly_internal_use=False),
        f"{ITEM}/internal_uses",
        f"{ITEM}/strictly_internal_use",
    ),
    "strictly internal, and sold": (
        ai(strictly_internal_use=True, verb="sells"),
        f"{ITEM}/strictly_internal_use",
        f"{ITEM}/verb",
    ),
    "designed exclusively for a use, and not for it": (
        ai(exclusively_designed_for=some("military"), designed_for=only()),
        f"{ITEM}/exclusively_designed_for",
        f"{ITEM}/designed_for",
    ),
    "a paragraph of 3A090 met, and not the entry": (
        with_activity(item="integrated_circuit", meets_3a090a=True, meets_3a090=False),
        f"{ITEM}/meets_3a090",
        f"{ITEM}/meets_3a090a",
    ),
    "a part with more double precision than the whole": (
        with_activity(item="supercomputer", fp64_petaflops={"at_most": 100}, fp64_petaflops_within_envelope=101),
        f"{ITEM}/fp64_petaflops_within_envelope",
        f"{ITEM}/fp64_petaflops",
    ),
    "a part with more single precision than the whole": (
        with_activity(item="supercomputer", fp32_petaflops=100, fp32_petaflops_within_envelope={"more_than": 100}),
        f"{ITEM}/fp32_petaflops_within_envelope",
        f"{ITEM}/fp32_petaflops",
    ),
    # who acts
    "a deal with oneself": (transaction(acquirer="a", deal={"target": "a"}), "/deal/target", "/acquirer"),
    "a fund's deal with itself": (
        with_b(acts=only("acquire_fund_interest")) | {"fund_deal": {"target": "b"}},
        "/fund_deal/target",
        "/deal/target",
    ),
    "directed by oneself": (
        transaction(acquirer="a", directed_by=some({"person": "a"})),
        "/directed_by/items/0/person",
        "/acquirer",
    ),
    "authority exercised, and not had": (
        directing(authority="none", exercised=True),
        "/directed_by/items/0/exercised",
        "/directed_by/items/0/authority",
    ),
    "power over the management, and no authority": (
        directing(authority="none")
        | {"interests": [{"holder": "b", "subject": "a", "roles": some("managing_member")}]},
        "/directed_by/items/0/authority",
        "/interests/0/roles",
    ),
    # what is done
    "a deal in which nothing is done": (deal(acts=only()), "/deal/acts", "/deal/acts/complete"),
    "nothing undertaken by the fund, and more said of it": (
        transaction(fund_deal={"acts": only(), "completion_date": "2025-03-01"}),
        "/fund_deal/acts",
        "/fund_deal/acts/complete",
    ),
    "an interest in an individual": (
        with_b({"kind": "individual"}, acts=some("acquire_equity")),
        "/deal/target",
        "/parties/1/kind",
    ),
    "a venture among its partners": (with_b(partners=some("b", "c")), "/deal/target", "/deal/partners"),
    "a venture without partners": (
        with_b(acts=some("enter_joint_venture"), partners=only("a")),
        "/deal/partners",
        "/deal/acts",
    ),
    "partners in no joint venture": (
        with_b(acts=only("acquire_equity"), partners=some("c")),
        "/deal/partners",
        "/deal/acts/complete",
    ),
    "rights of debt without debt": (
        deal(acts=only("other"), debt={"affords": some("interest_in_profits")}),
        "/deal/debt/affords",
        "/deal/acts/complete",
    ),
    "a result of assets without assets": (
        deal(acts=only("other"), development={"results": some("establishes_covered_foreign_person")}),
        "/deal/development/results",
        "/deal/acts/complete",
    ),
    "a plan for assets without assets": (
        deal(acts=only("other"), development={"planned": True}),
        "/deal/development/planned",
        "/deal/acts/complete",
    ),
    "a contingent interest without conversion": (
        deal(acts=only("acquire_equity"), contingent_acquired_on="2025-03-01"),
        "/deal/contingent_acquired_on",
        "/deal/acts/complete",
    ),
    "what turns into a security, and only debt": (
        deal(acts=only("provide_debt"), security={"can_become": some("cash", "anything_else")}),
        "/deal/security/can_become",
        "/deal/acts/complete",
    ),
    "what converts, and nothing convertible": (
        with_b(acts=only("acquire_or_develop_assets"), converts_into="b"),
        "/deal/converts_into",
        "/deal/acts",
    ),
    "what converts into an interest in another": (
        with_b(converts_into="c"),
        "/deal/converts_into",
        "/deal/target",
    ),
    "a result planned, and none to come": (
        deal(development={"planned": True, "results": only()}),
        "/deal/development/planned",
        "/deal/development/results",
    ),
    # securities and rights
    "what a derivative confers, and no derivative": (
        deal(security={"derivative": False, "derivative_confers": some("assets")}),
        "/deal/security/derivative_confers",
        "/deal/security/derivative",
    ),
    "what a derivative is of, and no derivative": (
        deal(security={"derivative": False, "derivative_of": "publicly_traded_security"}),
        "/deal/security/derivative_of",
        "/deal/security/derivative",
    ),
    "something conferred, and nothing": (
        deal(security={"derivative_confers": some("none", "assets")}),
        "/deal/security/derivative_confers",
        ("/deal/security/derivative_confers/items", ["assets"]),
    ),
    "power over the target, and no right beyond a minority's": (
        with_b(security={"publicly_traded": True}, rights=only())
        | {"interests": [{"holder": "a", "subject": "b", "board_seat": True}]},
        "/interests/0/board_seat",
        "/deal/rights",
    ),
    "a seat on the board by right, and none": (
        with_b(rights=some("board_seat"))
        | {"interests": [{"holder": "a", "subject": "b", "board_seat": False, "moment": "after_the_deal"}]},
        "/interests/0/board_seat",
        "/deal/rights",
    ),
    "a seat on the board by a loan, and none": (
        deal(acts=only("provide_debt"), rights=some("board_seat"), debt={"affords": only("interest_in_profits")}),
        "/deal/debt/affords",
        "/deal/rights",
    ),
    # funds
    "a kind of fund, and no fund": (
        with_b({"pooled_investment_fund": False}, acts=some("acquire_fund_interest"), fund={"kind": "venture_capital"}),
        "/deal/fund/kind",
        "/parties/1/pooled_investment_fund",
    ),
    "a fund that only invests, and does more": (
        with_b(
            {"activities": some({"verb": "develops", "item": "ai_system"})},
            acts=only("acquire_fund_interest"),
            fund={"kind": "private_equity"},
        ),
        "/parties/1/activities",
        "/deal/fund/kind",
    ),
    "a deal below a fund that has undertaken nothing": (
        with_b(acts=only("acquire_fund_interest"), fund={"lower_deal": "would_be_prohibited"})
        | {"fund_deal": {"acts": "none"}},
        "/deal/fund/lower_deal",
        "/fund_deal/acts",
    ),
    "a fund that only invests, and trades": (
        with_b(acts=only("acquire_fund_interest"), fund={"kind": "fund_of_funds"}, security={"publicly_traded": True}),
        "/deal/fund/kind",
        "/deal/security/publicly_traded",
    ),
    "a fund, and no kind of fund": (
        with_b({"pooled_investment_fund": True}, fund={"kind": "not_a_fund"}),
        "/deal/fund/kind",
        "/parties/1/pooled_investment_fund",
    ),
    "likely sectors, and no fund": (
        with_b(
            {"pooled_investment_fund": False}, acts=only("acquire_equity"), fund={"likely_sectors": some("hypersonics")}
        ),
        "/deal/fund/likely_sectors",
        "/parties/1/pooled_investment_fund",
    ),
    "a lower deal, and no fund": (
        with_b(
            {"pooled_investment_fund": False}, acts=only("acquire_equity"), fund={"lower_deal": "would_be_prohibited"}
        ),
        "/deal/fund/lower_deal",
        "/parties/1/pooled_investment_fund",
    ),
    "likely sectors, and no kind of fund": (
        deal(fund={"kind": "not_a_fund", "likely_sectors": some("hypersonics")}),
        "/deal/fund/likely_sectors",
        "/deal/fund/kind",
    ),
    "a lower deal, and no kind of fund": (
        deal(fund={"kind": "not_a_fund", "lower_deal": "would_not_be_covered"}),
        "/deal/fund/lower_deal",
        "/deal/fund/kind",
    ),
    "the deal of a vehicle that is no fund": (
        with_b({"pooled_investment_fund": False}, acts=only("acquire_equity")) | {"fund_deal": {}},
        "/fund_deal",
        "/parties/1/pooled_investment_fund",
    ),
    "less with affiliates than alone": (
        deal(fund={"committed_capital": 2, "committed_with_affiliates": {"less_than": 2}}),
        "/deal/fund/committed_with_affiliates",
        "/deal/fund/committed_capital",
    ),
    "a binding assurance, and none": (
        deal(fund={"assured_by_acquisition": True, "assurances": only()}),
        "/deal/fund/assured_by_acquisition",
        "/deal/fund/assurances",
    ),
    "a passive interest with power": (
        with_b(fund={"passive": True}) | {"interests": [{"holder": "a", "subject": "b", "board_seat": True}]},
        "/interests/0/board_seat",
        "/deal/fund/passive",
    ),
    # circumstances and exemptions
    "all interests bought, and no such purchase": (
        particulars(all_their_interests=True),
        "/deal/particulars/all_their_interests",
        "/deal/circumstances",
    ),
    "support for an own entity, and no such deal": (
        particulars(supports="maintains_covered_activities"),
        "/deal/particulars/supports",
        "/deal/circumstances",
    ),
    "activities maintained, and no such deal": (
        particulars(engaged_since="2024-01-01"),
        "/deal/particulars/engaged_since",
        "/deal/circumstances",
    ),
    "an employee paid, and no compensation": (
        particulars(recipient="employee"),
        "/deal/particulars/recipient",
        "/deal/circumstances",
    ),
    "an exemption in writing, and none": (
        transaction(exemption={"granted": False, "in_writing": True}),
        "/exemption/in_writing",
        ("/exemption/granted", True),
    ),
    "an exemption signed, and none": (
        transaction(exemption={"granted": False, "signed_by": "assistant_secretary"}),
        "/exemption/signed_by",
        ("/exemption/granted", True),
    ),
    "an exemption's conditions met, and none": (
        transaction(exemption={"granted": False, "conditions_met": True}),
        "/exemption/conditions_met",
        ("/exemption/granted", True),
    ),
    # days and knowledge
    "agreed after completion": (
        completed(agreement_date="2025-03-02"),
        "/deal/agreement_date",
        "/deal/completion_date",
    ),
    "a contingent interest acquired after conversion": (
        completed(contingent_acquired_on="2025-03-02"),
        "/deal/contingent_acquired_on",
        "/deal/completion_date",
    ),
    "pledged after foreclosure": (
        completed(debt={"pledged_on": "2025-03-02"}),
        "/deal/debt/pledged_on",
        "/deal/completion_date",
    ),
    "committed after the capital was called": (
        completed(particulars={"commitment_date": "2025-03-02"}),
        "/deal/particulars/commitment_date",
        "/deal/completion_date",
    ),
    "maintained before it began": (
        completed(particulars={"engaged_since": "2025-03-02"}),
        "/deal/particulars/engaged_since",
        "/deal/completion_date",
    ),
    "learned on a day, and nothing learned": (
        transaction(later_knowledge={"acquired_on": "2025-03-01"}),
        "/later_knowledge/acquired_on",
        ("/later_knowledge/way", "actual"),
    ),
    "what was learned existed, and nothing learned": (
        transaction(later_knowledge={"existed_at_completion": True}),
        "/later_knowledge/existed_at_completion",
        ("/later_knowledge/way", "actual"),
    ),
    "learned later, yet before completion": (
        transaction(
            later_knowledge={"acquired_on": "2025-02-01", "way": "actual"}, deal={"completion_date": "2025-03-01"}
        ),
        "/later_knowledge/acquired_on",
        "/deal/completion_date",
    ),
    "a notice after closing before closing": (
        completed()
        | {
            "filings": [{"kind": "post_closing_notice", "filed_on": "2025-02-28"}],
            "later_knowledge": {"way": "actual"},
        },
        "/filings/0/filed_on",
        "/deal/completion_date",
    ),
    "a notice after closing, and nothing learned": (
        transaction(filings=[{"kind": "post_closing_notice"}], later_knowledge={"existed_at_completion": None}),
        "/filings/0/kind",
        ("/later_knowledge/way", "actual"),
    ),
    "asked on a day, and never asked": (
        transaction(inquiries=[{"pointer": "/deal/target", "outcome": "never_asked", "asked_on": "2025-03-01"}]),
        "/inquiries/0/asked_on",
        ("/inquiries/0/outcome", "asked_and_refused"),
    ),
}
"""By name: a transaction, the place of the problem, and the other fact. Where silence says the same as that fact does,
the value that does not comes with it."""


def without(value, other):
    """The transaction without a fact, or with another value of it."""
    value, (pointer, instead) = deepcopy(value), other if isinstance(other, tuple) else (other, None)
    unsay(value, pointer, instead=instead)
    return value


@pytest.mark.parametrize(
    ("passed", "left"),
    [({"more_than": 9}, 9), (9, {"less_than": 9}), ({"at_least": 9}, {"at_least": 3, "less_than": 9})],
)
def test_a_bound_that_is_left_out_leaves_no_room_for_an_equal_share(passed, left):
    bought = with_b(passes=some({"buyer": "a", "newly_issued": True, "voting_percent": passed}))
    interests = [{"holder": "a", "subject": "b", "moment": "after_the_deal", "voting_percent": left}]
    assert codes(bought | {"interests": interests}) == {"/interests/0/voting_percent": "part_over_whole"}
    interests[0]["voting_percent"] = {"at_least": 3, "at_most": 10}
    assert read(bought | {"interests": interests})


@pytest.mark.parametrize("name", REFUSED)
def test_a_contradiction_is_refused_where_it_stands_with_the_cure(name):
    value, pointer, _ = REFUSED[name]
    assert list(codes(value)) == [pointer]
    assert "." in problems(value)[0].detail


@pytest.mark.parametrize(
    "item",
    [
        "quantum_sensing_platform",
        "quantum_network_or_communication_system",
        "quantum_computer",
        "supercomputer",
        "concluded_none_of_these",
    ],
)
def test_whoever_says_what_another_item_is_exclusively_designed_for_is_told_to_say_what_it_is_designed_for(item):
    (problem,) = problems(with_activity(item=item, exclusively_designed_for=only("military")))
    assert "`designed_for`" in problem.detail
    assert read(with_activity(item=item, exclusively_designed_for=only()))
    assert read(with_activity(item=item, designed_for=only("military")))


@pytest.mark.parametrize("name", REFUSED)
def test_either_fact_can_be_true_without_the_other(name):
    value, pointer, other = REFUSED[name]
    for each in (pointer, other):
        assert read(without(value, each)).transaction.parties


def turned(value):
    """The same transaction with every list in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(part) for name, part in value.items()}
    return [turned(part) for part in reversed(value)] if isinstance(value, list) else value


@pytest.mark.parametrize("name", REFUSED)
def test_the_order_of_a_list_makes_no_contradiction_and_hides_none(name):
    value = REFUSED[name][0]
    assert sorted(codes(turned(value)).values()) == sorted(codes(value).values())


def test_every_pair_of_facts_has_a_case():
    told = {problem.detail for value, _, _ in REFUSED.values() for problem in problems(value)}
    # Particulars of another item, facts of another kind of party and of a branch are one pair for lawyers, with a row
    # for each.
    by_the_dozen = {"misplaced_particular", "another_kind_of_party", "said_of_a_branch"}
    rows = [row for table in ALL for row in table.rows if row.code not in by_the_dozen]
    assert {row.detail for row in rows} <= told
    said = [
        {name.removesuffix("/complete").rpartition("/")[2] for name in (pointer, other) if isinstance(name, str)}
        for _, pointer, other in REFUSED.values()
    ]
    for row in rows:
        names = {row.fact.rpartition(".")[2], row.beside.rpartition(".")[2]}
        assert any(names >= each and each for each in said), row


DEFINITIONS = {
    ITEM: Activity,
    STATEMENT: FinancialStatement,
    "/deal/fund": FundInterest,
    "/deal/security": Security,
    "/deal/development": Development,
    "/directed_by/items/0": Direction,
    "/exemption": Exemption,
    "/later_knowledge": LaterKnowledge,
}
NOBODY = {"person": st.none()}
WHOLE = {
    ITEM: lambda facts: with_activity(**facts),
    STATEMENT: lambda facts: with_statement(**facts),
    "/deal/fund": lambda facts: deal(fund=facts),
    "/deal/security": lambda facts: deal(security=facts),
    "/deal/development": lambda facts: deal(development=facts),
    "/directed_by/items/0": lambda facts: transaction(directed_by=some(facts)),
    "/exemption": lambda facts: transaction(exemption=facts),
    "/later_knowledge": lambda facts: transaction(later_knowledge=facts),
}
PAIRS = {(row.fact.rpartition(".")[2], row.detail): row for table in ALL for row in table.rows}


def saying_at(place):
    """Transactions that say something at random in the record at the place."""
    facts = record(DEFINITIONS[place], **(NOBODY if place.startswith("/directed_by") else {}))
    return facts.map(WHOLE[place])


def refusals(value):
    """Where a transaction is refused, and why."""
    try:
        read(value)
    except InvalidTransaction as refused:
        return [(each.pointer, each.detail) for each in refused.problems]
    return []


def pairs_in(value):
    """The pairs that a transaction is refused for."""
    return [each for each in refusals(value) if (each[0].rpartition("/")[2], each[1]) in PAIRS]


@given(st.data())
def test_taking_away_either_of_two_facts_takes_away_the_problem(data):
    place = data.draw(st.sampled_from(sorted(WHOLE)))
    value = data.draw(saying_at(place))
    for problem in pairs_in(value):
        fact = problem[0].rpartition("/")[2]
        beside = PAIRS[fact, problem[1]].beside.rpartition(".")[2]
        assert problem not in pairs_in(without(value, problem[0]))
        if beside not in ("granted", "way", "currency"):
            assert problem not in pairs_in(without(value, f"{place}/{beside}"))


ACCEPTED = {
    "a German form, organized in Germany": with_party(name="Acme GmbH", organized_in="DE"),
    "a form of another law, with headquarters in Germany": with_party(
        name="Acme Corp.", organized_in="DE", headquarters="DE"
    ),
    "a form that the country has too": with_party(name="Acme LLC", organized_in="KY"),
    "no citizenships of an entity": with_party(kind="entity", citizenships={"items": [], "complete": True}),
    "equipment that is for lithography only": with_activity(
        item="front_end_fabrication_equipment", exclusively_for_euv=True
    ),
    "a circuit that is not for lithography": with_activity(item="integrated_circuit", exclusively_for_euv=False),
    "a particular of an item that is left open": with_activity(item="other", node_nm=7),
    "an end use of anything": with_activity(item="other", designed_for={"items": ["military"]}),
    "own training that may be less": with_activity(
        item="ai_system", training_operations="1e24", own_training_operations={"at_most": "1e25"}
    ),
    "a share of the board that may be nothing": held(board_percent={"at_most": 10}, board_seat=False),
    "an adviser without power by contract": held(roles={"items": ["investment_adviser"]}, directs_management=False),
    "the capacity of a high-performance computer": with_activity(
        item="high_performance_computing_system", fp64_petaflops=150, envelope_cubic_feet=30000
    ),
    "a fund abroad run from the United States": with_party(
        kind="entity", principal_place_of_business="US", in_united_states=False, pooled_investment_fund=True
    ),
    "an estimate of the year that runs": with_party(
        statements={"items": [{"basis": "estimate", "year_end": "2025-12-31"}]}
    )
    | {"deal": {"completion_date": "2025-06-16"}},
    "figures of a year before the fund's deal": with_party(
        statements={"items": [{"basis": "audited", "year_end": "2025-12-31"}]}
    )
    | {"deal": {"completion_date": "2025-06-16"}, "fund_deal": {"completion_date": "2026-03-01"}},
    "rights of debt where further acts may come": transaction(
        deal={"acts": {"items": ["acquire_equity"]}, "debt": {"affords": {"items": ["interest_in_profits"]}}}
    ),
    "no rights of debt without debt": transaction(
        deal={"acts": only("acquire_equity"), "debt": {"affords": only()}, "partners": only()}
    ),
    "the deal of a fund beside shares of a company": transaction(
        parties=[{"id": "a"}, {"id": "b", "pooled_investment_fund": False}],
        deal={
            "acts": only("acquire_equity", "acquire_fund_interest"),
            "target": "b",
            "fund": {"kind": "venture_capital"},
        },
        fund_deal={},
    ),
    "agreed and completed in one day": transaction(
        deal={"agreement_date": "2025-03-01", "completion_date": "2025-03-01"}
    ),
    "learned between the fund's two days": transaction(
        later_knowledge={"acquired_on": "2025-04-01", "way": "actual"},
        deal={"completion_date": "2025-05-01"},
        fund_deal={"completion_date": "2025-03-01"},
    ),
    "an individual that is no fund": with_party(kind="individual", pooled_investment_fund=False),
    "ties to two governments": with_party(
        government_links=some({"country": "CN", "tie": "none"}, {"country": "RU", "tie": "part_of_government"})
    ),
    "a tie to a government, and direction from another country": with_party(
        government_links=some({"country": "CN", "tie": "acts_for_government"}), directed_from=only("RU")
    ),
    "dollars at a rate of one": with_statement(currency="USD", units_per_usd={"at_most": "1.00"}),
    "an item named an AI system that is none": ai(
        ai_limb="neither", model_work="no_work_on_the_model", training_operations=0, biological_sequence_data="none"
    ),
    "no AI system, and training that may be none": ai(ai_limb="neither", training_operations={"at_most": "1e26"}),
    "another's model used and not worked on, which somebody trained": ai(
        model_work="no_work_on_the_model", training_operations="1e26", own_training_operations={"at_most": 0}
    ),
    "an own model trained by somebody else": ai(
        model_work="builds_own_model", training_operations="1e26", own_training_operations=0
    ),
    "no internal uses of what is not strictly internal": ai(strictly_internal_use=False, internal_uses=only()),
    "an internal use that is not among the intended ones": ai(internal_uses=some("military"), intended_for=only()),
    "an internal use that the design is not for": ai(internal_uses=some("military"), designed_for=only()),
    "an exclusive design for a use without a word of its own": ai(
        exclusively_designed_for=some("other"), designed_for=only()
    ),
    "a design exclusively for one use, under two words": ai(
        exclusively_designed_for=some("military"), designed_for=only("military", "robotic_control")
    ),
    "an intended use that the design is not for": ai(intended_for=some("military"), designed_for=only()),
    "strictly internal, and installed": ai(strictly_internal_use=True, verb="installs"),
    "the entry 3A090 met, and not its first paragraph": with_activity(
        item="integrated_circuit", meets_3a090a=False, meets_3a090=True
    ),
    "a non-planar circuit on an insulator": with_activity(
        item="integrated_circuit", chip="logic", transistor="non_planar", fdsoi=True
    ),
    "a part of a computer that has all of it": with_activity(
        item="supercomputer", fp64_petaflops=100, fp64_petaflops_within_envelope={"at_least": 100}
    ),
    "more double than single precision": with_activity(item="supercomputer", fp64_petaflops=100, fp32_petaflops=90),
    "more revenue through one person than there is overall": with_statement(
        revenue=1, persons=some({"person": "a", "revenue": 2})
    ),
    "authority exercised by whoever stands aside": directing(
        authority="director",
        exercised=True,
        recused_from=only("approval_and_decision", "transaction_documents", "negotiation"),
    ),
    "power that ends before the deal, and no authority": directing(authority="none")
    | {
        "interests": [
            {
                "holder": "b",
                "subject": "a",
                "directs_management": True,
                "term": "until_last_day",
                "last_day": "2025-01-31",
            }
        ],
        "deal": {"completion_date": "2025-03-01"},
    },
    "an act that the list has no word for": deal(acts=only("other")),
    "no act known yet": deal(acts=some()),
    "nothing undertaken by a fund so far": transaction(fund_deal={"acts": only()}),
    "a fund that trains a model": with_b(
        {"activities": some({"verb": "develops", "item": "ai_system"})},
        acts=only("acquire_fund_interest"),
        fund={"kind": "other_pooled_investment_fund"},
        security={"publicly_traded": True},
    ),
    "a loan to an individual": with_b({"kind": "individual"}, acts=only("provide_debt")),
    "shares bought and money lent, to an individual": with_b(
        {"kind": "individual"}, acts=only("acquire_equity", "provide_debt")
    ),
    "a venture whose partners are not all listed": with_b(acts=only("enter_joint_venture"), partners=some("a")),
    "no partners where no venture is said": with_b(partners=only()),
    "a contingent interest acquired in the deal itself": deal(
        acts=only("acquire_contingent_equity"), contingent_acquired_on="2025-03-01"
    ),
    "a loan that turns into cash": deal(acts=only("provide_debt"), security={"can_become": some("cash")}),
    "a seat by right, beside a loan and shares": deal(
        acts=only("acquire_equity", "provide_debt"), rights=some("board_seat"), debt={"affords": only()}
    ),
    "a plan whose results are not all listed": deal(development={"planned": True, "results": some()}),
    "nothing conferred, and no derivative": deal(security={"derivative": False, "derivative_confers": only("none")}),
    "a derivative that is taken for none": deal(acts=only("acquire_derivative"), security={"derivative": False}),
    "nothing conferred, and a person that would confer": deal(
        security={"derivative_confers": only(), "derivative_source": "covered_foreign_person"}
    ),
    "traded when signed, and not when acquired": deal(security={"traded_at_signing": True, "publicly_traded": False}),
    "a lender's seat on the board, and no right by the investment": deal(
        debt={"affords": some("board_appointment")}, rights=only()
    ),
    "a seat by right, which comes with another interest": with_b(rights=some("board_seat"))
    | {
        "interests": [
            {"holder": "a", "subject": "b", "board_seat": False},
            {"holder": "a", "subject": "b", "board_seat": True},
        ]
    },
    "a seat by right, which may be another's": with_b(rights=some("board_seat"))
    | {"acting_for": some("c"), "interests": [{"holder": "a", "subject": "b", "board_seat": False}]},
    "an interest of a limited partner in no fund": with_b(
        {"pooled_investment_fund": False}, acts=only("acquire_fund_interest"), fund={"kind": "not_a_fund"}
    ),
    "less with affiliates than may be alone": deal(
        fund={"committed_capital": {"at_most": 3}, "committed_with_affiliates": 2}
    ),
    "no binding assurance, since there is none": deal(fund={"assured_by_acquisition": False, "assurances": only()}),
    "a passive interest beside another's power": with_b(fund={"passive": True})
    | {"interests": [{"holder": "c", "subject": "b", "board_seat": True}]},
    "excepted securities beside a seat on the board": held(excepted_securities_only=True, board_seat=True),
    "a commitment made after the rule": particulars(
        commitment_date="2025-03-01", commitment_binding=True, commitment_uncalled=True
    ),
    "a loan of a syndicate that is not in default": particulars(bank_syndicate=True, syndication_agent=False),
    "a consultant paid, and no employment": particulars(recipient="other_individual"),
    "a covered foreign person afterwards, and no buy-out": particulars(covered_afterwards=True),
    "compensation that passes through an entity": with_party(kind="entity")
    | {"acquirer": "a", "deal": {"circumstances": some("employment_compensation")}},
    "no exemption, and none in writing": transaction(exemption={"granted": False, "in_writing": False}),
    "knowledge of nothing, and an inquiry": deal(
        knowledge={"at_acquisition": {"held": "none", "diligent_inquiry": True}}
    ),
    "a result planned that nobody knows will come": deal(
        development={"planned": True}, knowledge={"of_development_result": {"held": "none"}}
    ),
    "learned later what did not exist before": transaction(
        later_knowledge={"way": "actual", "existed_at_completion": False}
    ),
    "all holdings listed beside amounts through a stranger": with_party(
        holdings_complete=True, statements=some({"persons": some({"person": "a"})})
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_can_be_true_is_left_to_the_law(name):
    assert read(ACCEPTED[name]).transaction.parties


@given(st.data())
def test_the_choices_left_of_an_unknown_fact_are_those_that_are_not_refused(data):
    place = data.draw(st.sampled_from(sorted(WHOLE)))
    value = data.draw(saying_at(place))
    assume(not refusals(value))
    for pointer, left in choices_beside_facts(read(value).transaction):
        if pointer.startswith(f"{place}/"):
            name = pointer.rpartition("/")[2]
            every = fields_of(DEFINITIONS[place])[name].type.choices or (True, False)
            accepted = []
            for choice in every:
                stated = deepcopy(value)
                part_at(stated, place)[name] = choice
                if not pairs_in(stated):
                    accepted.append(choice)
            assert accepted == list(left)

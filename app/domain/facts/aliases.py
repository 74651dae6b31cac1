"""Lists the words that deal teams use for facts and choices, beside the names that these have here.

Whoever writes one of them is told the name. None is accepted in its place: some say less than the name does.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.domain.facts.activity import Activity
from app.domain.facts.deal import Deal, DealValue, Debt, Development, FundInterest, Passing, Security
from app.domain.facts.party import Amounts, Conclusion, FinancialStatement, Interest, Party
from app.domain.facts.transaction import Direction, Exemption, Filing, Transaction

FACTS: Final[Mapping[type[Any], Mapping[str, str]]] = {
    Transaction: {
        "reference": "ref deal_id transaction_id external_id case_id",
        "parties": "persons entities companies people",
        "interests": "shareholders shareholdings stockholders owners ownership cap_table captable holders holdings",
        "interests_show": "cap_table_shows moment",
        "acquirer": "investor buyer purchaser acquiror acquiring_party lender limited_partner lp us_person",
        "acting_for": "on_behalf_of principal principals nominee_for",
        "directed_by": "directors decision_makers directing_persons",
        "deal": "transaction investment",
        "fund_deal": "portfolio_investment underlying_investment underlying_deal",
        "later_knowledge": "post_closing_knowledge learned_later",
        "exemption": "national_interest_exemption",
        "filings": "filing notification notifications notices",
        "legal_decisions": "legal_readings legal_positions counsel_decisions",
        "inquiries": "diligence due_diligence",
    },
    Deal: {
        "acts": "act type deal_type transaction_type structure instrument instruments",
        "target": "issuer company borrower portfolio_company target_company investee counterparty",
        "agreement_date": "signing signing_date signed_on signed_at date_signed agreed_on",
        "completion_date": "closing closing_date closed_on date_closed expected_closing completed_on",
        "passes": "shares_sold shares_issued new_shares transfers",
        "value": "deal_value deal_size transaction_value consideration price purchase_price investment_amount "
        "ticket_size size amount",
        "partners": "joint_venture_partners jv_partners venture_partners",
        "contingent_acquired_on": "note_issued_on option_granted_on grant_date",
        "converts_into": "convertible_into conversion_target",
        "rights": "governance_rights investor_rights minority_protections protective_provisions veto_rights",
        "debt": "loan",
        "development": "greenfield assets",
        "fund": "fund_interest fund_commitment lp_interest",
        "circumstances": "exceptions special_circumstances",
    },
    DealValue: {"amount": "value total price"},
    Security: {
        "publicly_traded": "listed is_listed traded is_traded public is_public exchange_listed",
        "can_become": "converts_to convertible_to",
        "derivative": "is_derivative",
        "issuer": "issuer_type",
    },
    Debt: {"affords": "debt_rights", "pledged_on": "pledge_date"},
    Development: {"country": "location", "results": "result"},
    FundInterest: {
        "kind": "type fund_type fund_kind",
        "likely_sectors": "sectors sector focus strategy",
        "committed_capital": "commitment capital_commitment commitment_amount",
        "assurances": "side_letter excuse_right assurance",
    },
    Passing: {"buyer": "purchaser acquirer investor to", "seller": "vendor from"},
    Party: {
        "id": "party_id",
        "name": "legal_name company_name full_name",
        "kind": "type party_type entity_type",
        "citizenships": "citizenship citizen_of nationality nationalities",
        "permanent_residences": "residence residency permanent_resident green_card",
        "in_united_states": "in_us us_resident resident_in_us located_in_us",
        "organized_in": "incorporated_in incorporation formed_in jurisdiction country country_of_incorporation "
        "place_of_incorporation domicile",
        "headquarters": "hq head_office seat",
        "principal_place_of_business": "ppb place_of_business principal_office managed_from",
        "government_links": "government_ties government state_owned soe",
        "pooled_investment_fund": "fund is_fund pooled_fund",
        "activities": "business products technology technologies",
        "restricted_lists": "lists watchlists sanctions sanctions_lists sanctioned",
        "statements": "financials financial_statements accounts",
        "holders_complete": "owners_complete shareholders_complete cap_table_complete",
        "holdings_complete": "subsidiaries_complete",
        "newly_formed": "newco new_company",
        "conclusions": "findings representations screening_results",
    },
    Conclusion: {"basis": "evidence", "as_of": "date screened_on", "source": "provider"},
    Interest: {
        "holder": "owner shareholder stockholder investor parent",
        "subject": "company entity target issuer subsidiary",
        "voting_percent": "votes voting voting_power percent percentage stake ownership share",
        "board_percent": "board board_votes board_power",
        "equity_percent": "equity economic shares percent percentage stake ownership share",
        "roles": "role position",
        "directs_management": "control controls",
        "board_seat": "director seat",
    },
    Activity: {
        "verb": "action activity",
        "item": "kind technology product",
        "chip": "category chip_type",
        "meets_3a090a": "eccn 3a090a",
        "meets_3a090": "3a090",
        "transistor": "architecture transistor_type",
        "node_nm": "node nm process_node process_nm technology_node",
        "nand_layers": "layers",
        "dram_half_pitch_nm": "half_pitch half_pitch_nm",
        "training_operations": "flop flops training_flop training_flops compute training_compute",
        "designed_for": "uses end_use end_uses",
        "intended_for": "intended_use intended_uses",
    },
    FinancialStatement: {
        "revenue": "sales turnover",
        "net_income": "profit earnings",
        "capital_expenditure": "capex",
        "operating_expenses": "opex",
        "year_end": "fiscal_year_end period_end as_of",
        "units_per_usd": "exchange_rate fx_rate rate",
    },
    Amounts: {
        "person": "entity subsidiary",
        "revenue": "sales turnover",
        "net_income": "profit earnings",
        "capital_expenditure": "capex",
        "operating_expenses": "opex",
    },
    Direction: {
        "person": "director officer",
        "authority": "role title office",
        "recused_from": "recusal recused",
    },
    Exemption: {"granted": "exempted"},
    Filing: {"kind": "type", "filed_on": "date filing_date submitted_on", "case_number": "case case_id number"},
}
"""By record and the name of a property, the words for it, with spaces between them."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "Act": {
        "acquire_equity": "equity shares stock share_purchase purchase_of_shares stock_purchase purchase acquisition "
        "buyout buy_out merger preferred_shares",
        "acquire_contingent_equity": "convertible convertible_note convertible_loan convertible_bond option warrant "
        "safe simple_agreement_for_future_equity",
        "acquire_derivative": "derivative swap total_return_swap",
        "convert_contingent_equity": "conversion exercise option_exercise",
        "provide_debt": "loan debt lending credit_facility",
        "acquire_secured_debt": "secured_loan pledge",
        "foreclose_on_pledged_equity": "foreclosure enforcement",
        "acquire_or_develop_assets": "greenfield assets asset_purchase purchase_of_assets construction lease",
        "enter_joint_venture": "joint_venture jv",
        "acquire_fund_interest": "fund fund_interest fund_commitment lp lp_interest limited_partner "
        "limited_partnership_interest",
    },
    "FundKind": {
        "venture_capital": "vc",
        "private_equity": "pe buyout",
        "fund_of_funds": "fof",
        "other_pooled_investment_fund": "hedge_fund",
    },
    "Sector": {
        "semiconductors_and_microelectronics": "semiconductors chips",
        "quantum_information_technologies": "quantum",
        "artificial_intelligence": "ai",
        "high_performance_computing_and_supercomputing": "hpc supercomputing",
    },
    "Issuer": {
        "registered_investment_company": "etf mutual_fund index_fund",
        "business_development_company": "bdc",
    },
    "Right": {"board_seat": "director board", "board_observer": "observer", "anti_dilution_purchase": "preemption"},
    "PartyKind": {
        "individual": "natural_person human",
        "entity": "company corporation partnership trust fund government legal_person llc",
        "public_float": "float free_float",
    },
    "RestrictedList": {
        "bis_entity_list": "entity_list",
        "bis_military_end_user_list": "meu meu_list military_end_user",
        "bis_military_intelligence_end_user": "mieu",
        "ofac_sdn_list": "sdn sdn_list ofac_sdn specially_designated_national",
        "ofac_ns_cmic_list": "cmic ns_cmic nscmic",
        "foreign_terrorist_organization": "fto",
        "section_1260h_list": "1260h",
        "other_list": "denied_persons_list unverified_list",
    },
    "Moment": {"before_the_deal": "before pre_deal pre_closing", "after_the_deal": "after post_deal post_closing"},
    "TableMoment": {"before_the_deal": "before pre_deal pre_closing", "after_the_deal": "after post_deal post_closing"},
    "Role": {
        "general_partner": "gp",
        "managing_member": "manager",
        "investment_adviser": "adviser advisor investment_manager fund_manager",
    },
    "Verb": {
        "develops": "development research r_and_d",
        "produces": "makes manufacture manufactures manufacturing",
        "fabricates": "fab",
    },
    "Item": {
        "electronic_design_automation_software": "eda eda_software",
        "front_end_fabrication_equipment": "semiconductor_equipment wafer_fab_equipment",
        "extreme_ultraviolet_item": "euv lithography",
        "integrated_circuit": "ic chip chips semiconductor semiconductors gpu",
        "high_performance_computing_system": "hpc",
        "quantum_sensing_platform": "quantum_sensor quantum_sensing",
        "ai_system": "ai ai_model artificial_intelligence llm model",
    },
    "ChipCategory": {"logic": "cpu gpu processor", "nand": "flash"},
    "Transistor": {"non_planar": "finfet gaa gaafet"},
    "EndUse": {
        "military": "defense weapons",
        "government_intelligence": "intelligence",
        "mass_surveillance": "surveillance",
        "robotic_control": "robotics",
    },
}
"""By the name of a type of choices and the choice, the words for it, with spaces between them."""

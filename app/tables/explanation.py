"""What the workbook to fill in says in words, which columns come first in it, and the deal that it shows."""

from datetime import date
from typing import Any, Final

ORDINARY: Final[dict[str, tuple[str, ...]]] = {
    "deals": (
        "deal",
        "acquirer",
        "deal.target",
        "deal.acts",
        "deal.acts.complete",
        "deal.agreement_date",
        "deal.completion_date",
        "interests_show",
        "deal.security.publicly_traded",
        "deal.security.issuer",
        "deal.security.derivative",
        "deal.rights",
        "deal.rights.complete",
        "deal.circumstances",
        "deal.circumstances.complete",
    ),
    "parties": (
        "deal",
        "id",
        "name",
        "kind",
        "organized_in",
        "headquarters",
        "principal_place_of_business",
        "citizenships",
        "citizenships.complete",
        "permanent_residences",
        "permanent_residences.complete",
        "activities",
        "activities.complete",
        "restricted_lists",
        "restricted_lists.complete",
        "holders_complete",
        "holdings_complete",
        "pooled_investment_fund",
    ),
    "interests": ("deal", "holder", "subject", "voting_percent", "equity_percent", "board_percent"),
    "activities": (
        "deal",
        "party",
        "verb",
        "item",
        "ai_limb",
        "model_work",
        "training_operations",
        "biological_sequence_data",
        "chip",
        "node_nm",
        "transistor",
        "designed_for",
        "designed_for.complete",
        "exclusively_designed_for",
        "exclusively_designed_for.complete",
        "intended_for",
        "intended_for.complete",
    ),
}
"""The columns that ordinary deals need, by sheet."""

KEY_NOTES: Final = {
    "deal": "The reference of the deal: any text that no other deal has. Every row of the other sheets repeats it.",
    "id": "A short name for the party, such as `fund` or `target`, which no other party of the deal has.",
    "party": "The `id` of the party that does this.",
    "name": "The name by which answers call the party; without one they use its `id`.",
    "holder": "The `id` of the party that holds the share or has the role.",
    "subject": "The `id` of the party in which it is held.",
    "more": 'For specialists: a JSON object with facts that no column can hold, such as {"conclusions": […]}.',
}
"""What is to be said of the columns that are no facts."""

EXPLANATION: Final[tuple[tuple[str, str], ...]] = (
    ("Deals to be screened under 31 CFR part 850", ""),
    (
        "What to do",
        (
            "Fill in one row of `deals` for each deal, and as many rows of the other sheets as there are parties, "
            "interests and activities. Then save the file and have it screened. The rows of EXAMPLE show a deal: "
            "delete them, or they are screened too."
        ),
    ),
    ("deals", "What is done: by whom, with whom, when, and on which terms."),
    (
        "parties",
        (
            "Everybody with a part in a deal: the fund that acquires, the target, the owners of the target, the "
            "companies below it."
        ),
    ),
    (
        "interests",
        (
            "Who holds how much of whom. One row says that a holder has a share of a subject; both are named by their"
            " `id`."
        ),
    ),
    (
        "activities",
        (
            "What the parties do in semiconductors, computers, quantum technology and artificial intelligence. One "
            "row is one activity with one kind of item."
        ),
    ),
    (
        "An empty cell",
        (
            "says that something is not known. It never says no or none. In a few columns it counts as an answer all "
            "the same: the note on the header says so."
        ),
    ),
    (
        "A list in a cell",
        (
            "has `;` between its words. It may be longer in truth, unless the column beside it that ends in "
            "`.complete` says yes. The word `none` alone says that there is nothing at all."
        ),
    ),
    ("No activity", "is the word `none` under `activities` of the party in `parties`."),
    (
        "Numbers",
        (
            "are written without units. 25 in a column of percent is 25 percent. Where only bounds are known, write a"
            " range: >=10 <50, or >50. A number with more than 15 digits is written as text."
        ),
    ),
    ("Days", "are dates of the spreadsheet, or text as 2025-06-16."),
    ("Countries", "are two letters of ISO 3166, such as US, CN, HK, MO, KY."),
    ("yes or no", "is chosen from the list of the cell."),
    (
        "The headers",
        (
            "may stand in any order, and columns that nobody needs can be deleted. Put the pointer on a header to see"
            " the question, what to mind, and the words to choose from. Those in blue are what most deals need; those"
            " in grey are for special cases."
        ),
    ),
    ("Notes of your own", "are columns and sheets whose names begin with #. They are not read."),
    (
        "Mistakes",
        (
            "come back in a copy of this file: the cells are marked and commented, and the sheet `errors` lists them."
            " A deal with a mistake gets no determination."
        ),
    ),
)
"""The first sheet: what each row is about, and what it says."""

_DEAL: Final = "EXAMPLE"

EXAMPLE: Final[dict[str, tuple[dict[str, Any], ...]]] = {
    "deals": (
        {
            "deal": _DEAL,
            "acquirer": "fund",
            "deal.target": "target",
            "deal.acts": "acquire_equity",
            "deal.acts.complete": "yes",
            "deal.completion_date": date(2025, 6, 16),
            "interests_show": "before_the_deal",
            "deal.security.publicly_traded": "no",
            "deal.security.issuer": "other",
            "deal.security.derivative": "no",
            "deal.circumstances": "none",
        },
    ),
    "parties": (
        {"deal": _DEAL, "id": "fund", "name": "Example Ventures LP", "kind": "entity", "organized_in": "US"},
        {"deal": _DEAL, "id": "founder", "kind": "individual", "restricted_lists": "none"},
        {
            "deal": _DEAL,
            "id": "target",
            "name": "Example AI Holdings",
            "kind": "entity",
            "organized_in": "KY",
            "principal_place_of_business": "CN",
            "activities.complete": "yes",
            "restricted_lists": "none",
            "holdings_complete": "yes",
        },
    ),
    "interests": (
        {"deal": _DEAL, "holder": "founder", "subject": "target", "voting_percent": 100, "equity_percent": 100},
    ),
    "activities": (
        {
            "deal": _DEAL,
            "party": "target",
            "verb": "develops",
            "item": "ai_system",
            "ai_limb": "machine_based_system",
            "model_work": "builds_own_model",
            "training_operations": "2e24",
            "biological_sequence_data": "none",
            "designed_for": "none",
            "exclusively_designed_for": "none",
            "intended_for": "none",
        },
    ),
}
"""The rows of the example, by sheet."""

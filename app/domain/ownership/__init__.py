"""Who owns and controls whom: exact arithmetic over the graph of parties and interests, with bounds and witnesses."""

from app.domain.ownership.account import Account, Counts
from app.domain.ownership.control import Control, has_parent
from app.domain.ownership.direction import DIRECTING_ROLES, Directed, directed
from app.domain.ownership.effective import THE_DAY, EffectiveInterests, effective
from app.domain.ownership.figures import Finding, IncomeTest, Losses, Metric
from app.domain.ownership.graph import OwnershipGraph
from app.domain.ownership.holdings import Holding, Kept, held_by
from app.domain.ownership.income import Income, IncomeWitness, derives_majority
from app.domain.ownership.moment import SHOWN, before_the_deal, incomplete_lists_of, tables
from app.domain.ownership.parenthood import ParentTest
from app.domain.ownership.problems import graph_problems, repeated_amounts
from app.domain.ownership.question import Measure, Method, Question, Share
from app.domain.ownership.telling import missing_words
from app.domain.ownership.wholes import incomplete_lists
from app.domain.ownership.witness import Step, Witness

__all__ = [
    "DIRECTING_ROLES",
    "SHOWN",
    "THE_DAY",
    "Account",
    "Control",
    "Counts",
    "Directed",
    "EffectiveInterests",
    "Finding",
    "Holding",
    "Income",
    "IncomeTest",
    "IncomeWitness",
    "Kept",
    "Losses",
    "Measure",
    "Method",
    "Metric",
    "OwnershipGraph",
    "ParentTest",
    "Question",
    "Share",
    "Step",
    "Witness",
    "before_the_deal",
    "derives_majority",
    "directed",
    "effective",
    "graph_problems",
    "has_parent",
    "held_by",
    "incomplete_lists",
    "incomplete_lists_of",
    "missing_words",
    "repeated_amounts",
    "tables",
]

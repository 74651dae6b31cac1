"""Shows one problem of each kind that the paths on which rules are written and published can answer with."""

from typing import Final

from app.api.bodies import BodyTooSlow, UnsupportedMediaType
from app.api.parameters import InvalidQuery
from app.domain import errors
from app.domain.answers.lifecycle import FindingJson, FindingLevel
from app.service import refusals
from app.service.access.principals import NotAllowed, NotAuthenticated
from app.service.access.scopes import AccessScope
from app.service.drafting import WROTE

_VERSION: Final = "2027-03-15"

FINDING: Final[FindingJson] = {
    "level": FindingLevel.REFUSE,
    "rule": "A purchase in a designated country is prohibited.",
    "sentence": "Expected prohibited, got not_covered.",
    "pointer": "/cases/0/cases/0",
    "counterexample": {
        "parties": [],
        "deal": {"circumstances": {"items": ["designated_country"], "complete": True}},
    },
    "variants": {},
}
"""What the gate finds in the draft of ``openapi/lifecycle`` if its Article 1 is written for another circumstance."""

PROBLEMS: Final[tuple[errors.ScreeningError, ...]] = (
    NotAuthenticated(offered=False),
    NotAllowed(AccessScope.PUBLISH),
    refusals.SecondPersonNeeded(WROTE),
    refusals.DraftNotFound("example", _VERSION),
    errors.VersionNotFound("example", _VERSION),
    refusals.WrongStanding("This text has not been reviewed: put a review of it on record first."),
    refusals.PreconditionFailed(),
    refusals.PreconditionMissing("send its entity tag as `If-Match`."),
    refusals.InvalidSubmission([errors.Problem("/reviewer", "This member is needed.", "missing")]),
    refusals.RefusedByGate([FINDING]),
    InvalidQuery([errors.Problem("", "This path takes no query.", "unknown_parameter")]),
    errors.MalformedBody("A comma stands after the last item, at line 1 column 17."),
    BodyTooSlow(),
    errors.BodyTooLarge(8_388_608),
    UnsupportedMediaType(),
    errors.StorageUnavailable("The database cannot be reached or refuses to answer."),
)

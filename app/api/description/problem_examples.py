"""Shows one problem of each kind that the paths on which rules are written and published can answer with."""

from typing import Final

from app.api.bodies import BodyTooSlow, UnsupportedMediaType
from app.api.parameters import InvalidQuery
from app.domain.answers.lifecycle import FindingJson, Level
from app.domain.errors import (
    BodyTooLarge,
    MalformedBody,
    Problem,
    ScreeningError,
    StorageUnavailable,
    VersionNotFound,
)
from app.service.keys import KeyScope, NotAllowed, NotAuthenticated
from app.service.refusals import (
    DraftNotFound,
    InvalidSubmission,
    PreconditionFailed,
    PreconditionMissing,
    RefusedByGate,
    SecondPersonNeeded,
    WrongStanding,
)

_VERSION: Final = "2027-03-15"

FINDING: Final[FindingJson] = {
    "level": Level.REFUSE,
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

PROBLEMS: Final[tuple[ScreeningError, ...]] = (
    NotAuthenticated(offered=False),
    NotAllowed(KeyScope.PUBLISH),
    SecondPersonNeeded(),
    DraftNotFound("example", _VERSION),
    VersionNotFound("example", _VERSION),
    WrongStanding("This text has not been reviewed: put a review of it on record first."),
    PreconditionFailed(),
    PreconditionMissing("send its entity tag as `If-Match`."),
    InvalidSubmission([Problem("/reviewer", "This member is needed.", "missing")]),
    RefusedByGate([FINDING]),
    InvalidQuery([Problem("", "This path takes no query.", "unknown_parameter")]),
    MalformedBody("A comma stands after the last item, at line 1 column 17."),
    BodyTooSlow(),
    BodyTooLarge(8_388_608),
    UnsupportedMediaType(),
    StorageUnavailable("The database cannot be reached or refuses to answer."),
)

"""One small text on its way from draft to law and back, as it is sent and answered; a test takes the same way."""

from typing import Any, Final

from app.api.dependencies import BodyTooSlow, UnsupportedMediaType
from app.api.parameters import InvalidQuery
from app.domain.canonical import canonical_json, digest
from app.domain.errors import (
    BodyTooLarge,
    MalformedBody,
    Problem,
    ScreeningError,
    StorageUnavailable,
    VersionNotFound,
)
from app.domain.screening import ENGINE_VERSION
from app.service.access import NotAllowed, NotAuthenticated, Scope
from app.service.drafts import draft_digest
from app.service.gate import Finding, Level
from app.service.refusals import (
    DraftNotFound,
    InvalidSubmission,
    PreconditionFailed,
    PreconditionMissing,
    RefusedByGate,
    SecondPersonNeeded,
    WrongStanding,
)

VERSION: Final = "2027-03-15"

_CASES: Final = [
    {
        "topic": "Circumstances",
        "base": {"parties": [], "deal": {"circumstances": {"items": [], "complete": True}}},
        "cases": [
            {
                "case": "A purchase in a designated country is prohibited.",
                "cites": ["Article 1"],
                "change": {"/deal/circumstances/items": ["designated_country"]},
                "expect": "prohibited",
            },
            {
                "case": "A foreclosure after default on a syndicated loan is notifiable.",
                "cites": ["Article 2"],
                "change": {"/deal/circumstances/items": ["syndicated_loan_default"]},
                "expect": "notifiable",
            },
            {
                "case": "Without either, nothing is covered.",
                "cites": ["Article 1"],
                "expect": "not_covered",
            },
        ],
    }
]

DRAFT: Final[dict[str, Any]] = {
    "rule_set": "example",
    "version": VERSION,
    "title": "A law of two articles",
    "status": "in_force",
    "effective_from": VERSION,
    "language": "1",
    "elements": [{"name": "outcome", "says": "The class of the transaction"}],
    "definitions": [
        {
            "id": "prohibited",
            "of": "transaction",
            "element": "outcome",
            "cites": "Article 1",
            "says": "The deal is made in a designated country.",
            "when": {"transaction.deal.circumstances": {"includes": "designated_country"}},
        },
        {
            "id": "notifiable",
            "of": "transaction",
            "element": "outcome",
            "cites": "Article 2",
            "says": "The deal follows a default on a syndicated loan.",
            "when": {"transaction.deal.circumstances": {"includes": "syndicated_loan_default"}},
        },
    ],
    "outcomes": [{"outcome": "prohibited", "when": "prohibited"}, {"outcome": "notifiable", "when": "notifiable"}],
    "cases": _CASES,
}

REVIEW: Final = {
    "reviewer": "Roberta Reed",
    "capacity": "Outside counsel",
    "authority_relied_on": "Official Journal L 1 of 15 March 2027, Articles 1 and 2",
    "date": "2026-05-29",
    "next_review_date": "2027-05-29",
}

PUBLICATION: Final = {"effective_from": VERSION}

REASON: Final = {"reason": "Article 1 was published with an error."}

_DOCUMENT: Final = {name: value for name, value in DRAFT.items() if name != "cases"}

DIGEST: Final = draft_digest(_DOCUMENT, DRAFT["cases"])
"""Of the draft: document and cases."""

DOCUMENT_DIGEST: Final = digest(canonical_json(_DOCUMENT))
"""Of the version: the document alone."""

STATE: Final = {
    "rule_set": "example",
    "version": VERSION,
    "standing": "draft",
    "digest": DIGEST,
    "authors": ["Ann Archer"],
    "saved_at": "2026-06-01T12:00:00Z",
    "review": None,
}

REVIEWED: Final = {**STATE, "standing": "reviewed", "review": REVIEW}

CHECKED: Final = {"passed": True, "digest": DIGEST, "findings": []}

FINDING: Final[dict[str, Any]] = {
    "level": "refuse",
    "rule": "A purchase in a designated country is prohibited.",
    "sentence": "Expected prohibited, got not_covered.",
    "pointer": "/cases/0/cases/0",
    "counterexample": {
        "parties": [],
        "deal": {"circumstances": {"items": ["designated_country"], "complete": True}},
    },
    "variants": {},
}
"""What the gate finds if Article 1 is written for another circumstance."""

PUBLISHED: Final = {
    "rule_set": "example",
    "version": VERSION,
    "title": "A law of two articles",
    "status": "scheduled",
    "effective_from": VERSION,
    "effective_to": None,
    "digest": DOCUMENT_DIGEST,
}

_LOG: Final[list[dict[str, Any]]] = [
    {"status": "draft", "recorded_at": "2026-06-01T12:00:00Z", "actor": "Ann Archer", "digest": DIGEST, "record": {}},
    {
        "status": "checked",
        "recorded_at": "2026-06-01T12:05:00Z",
        "actor": "Ann Archer",
        "digest": DIGEST,
        "record": {"engine_version": ENGINE_VERSION},
    },
    {
        "status": "reviewed",
        "recorded_at": "2026-06-01T15:00:00Z",
        "actor": "Roberta Reed",
        "digest": DIGEST,
        "record": REVIEW,
    },
    {
        "status": "scheduled",
        "recorded_at": "2026-06-02T09:00:00Z",
        "actor": "Paul Porter",
        "effective_from": VERSION,
        "effective_to": None,
        "note": "drafted by Ann Archer; reviewed by Roberta Reed",
        "caused_by": None,
    },
]

_WITHDRAWN: Final = {
    "status": "withdrawn",
    "recorded_at": "2026-06-03T09:00:00Z",
    "actor": "Paul Porter",
    "effective_from": VERSION,
    "effective_to": None,
    "note": REASON["reason"],
    "caused_by": None,
}

HISTORY: Final = {"rule_set": "example", "version": VERSION, "standing": "scheduled", "entries": _LOG}

WITHDRAWN: Final = {**HISTORY, "standing": "withdrawn", "entries": [*_LOG, _WITHDRAWN]}

ROLLED_BACK: Final = {
    **WITHDRAWN,
    "entries": [*_LOG, {**_WITHDRAWN, "effective_from": None, "note": f"rolled back: {REASON['reason']}"}],
}

PROBLEMS: Final[tuple[ScreeningError, ...]] = (
    NotAuthenticated(offered=False),
    NotAllowed(Scope.PUBLISH),
    SecondPersonNeeded(),
    DraftNotFound("example", VERSION),
    VersionNotFound("example", VERSION),
    WrongStanding("This text has not been reviewed: put a review of it on record first."),
    PreconditionFailed(),
    PreconditionMissing("send its entity tag as `If-Match`."),
    InvalidSubmission([Problem("/reviewer", "This member is needed.", "missing")]),
    RefusedByGate([Finding(**{**FINDING, "level": Level.REFUSE})]),
    InvalidQuery([Problem("", "This path takes no query.", "unknown_parameter")]),
    MalformedBody("A comma stands after the last item, at line 1 column 17."),
    BodyTooSlow(),
    BodyTooLarge(8_388_608),
    UnsupportedMediaType(),
    StorageUnavailable("The database cannot be reached or refuses to answer."),
)
"""One of each kind that these paths can answer with."""

SENT_AND_ANSWERED: Final[dict[str, tuple[Any, Any]]] = {
    "drafts": (None, {"drafts": [STATE]}),
    "draft": (None, DRAFT),
    "saveDraft": (DRAFT, STATE),
    "removeDraft": (None, None),
    "checkDraft": (None, CHECKED),
    "reviewDraft": (REVIEW, REVIEWED),
    "publishDraft": (PUBLICATION, PUBLISHED),
    "history": (None, HISTORY),
    "withdraw": (REASON, WITHDRAWN),
    "rollBack": (REASON, ROLLED_BACK),
}
"""By operation, a body and the answer to it."""

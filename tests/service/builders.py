"""Rule-set versions and documents for tests: say what matters, the rest is ordinary."""

from datetime import UTC, date, datetime

from app.domain.answers.law import VersionStatus
from app.domain.canonical import canonical_json, digest
from app.domain.language.head import head_of
from app.domain.located import located
from app.service.ports import Document, RuleSetVersion, StoredText, Transition
from app.service.supersession import ShippedText

LONG_AGO = datetime(2024, 11, 15, 12, 0, 0, 123456, tzinfo=UTC)


def a_document(rule_set="us-oisp", version="2025-01-02", *, status="in_force", begins="2025-01-02", **more) -> Document:
    head = {"rule_set": rule_set, "version": version, "title": "Outbound rule", "status": status}
    agreed = {"id": "agreed", "of": "transaction", "element": "outcome", "cites": "89 FR 1", "says": "It is agreed."}
    rules = {
        "language": "1",
        "elements": [{"name": "outcome", "says": "The class"}],
        "definitions": [agreed | {"when": {"transaction.deal.agreement_date": {"after": "2025-01-01"}}}],
        "outcomes": [{"outcome": name, "when": "agreed"} for name in ("prohibited", "notifiable")],
    }
    return head | ({"effective_from": begins} if begins else {}) | rules | more


def a_version(rule_set="us-oisp", version="2025-01-02", *, recorded_at=LONG_AGO, ends=None, **more) -> RuleSetVersion:
    document = a_document(rule_set, version, **more)
    begins = document.get("effective_from")
    taken, source = digest(canonical_json(document)), f"rules/{rule_set}/{version}"
    text = StoredText(title=document["title"], digest=taken, source=source, recorded_at=recorded_at)
    return RuleSetVersion(
        rule_set=rule_set,
        version=version,
        title=document["title"],
        status=VersionStatus(document["status"]),
        effective_from=date.fromisoformat(begins) if begins else None,
        effective_to=date.fromisoformat(ends) if ends else None,
        digest=taken,
        source=source,
        recorded_at=recorded_at,
        texts=(text,),
        document=document,
    )


def shipped(document: Document, *supersedes: str, checked: bool = False, source: str = "rules") -> ShippedText:
    """The text that a release ships, which supersedes those with these digests."""
    tree = located(document, source)
    head = head_of(tree)

    def read() -> RuleSetVersion:
        return RuleSetVersion.of(tree, head, source=str(tree.place), recorded_at=LONG_AGO)

    return ShippedText(
        rule_set=head.rule_set,
        version=head.version,
        digest=read().digest,
        supersedes=frozenset(supersedes),
        checked=checked,
        read=read,
    )


def a_transition(status=VersionStatus.WITHDRAWN, *, begins=None, ends=None, recorded_at=LONG_AGO, **more) -> Transition:
    return Transition(
        status=VersionStatus(status),
        effective_from=date.fromisoformat(begins) if begins else None,
        effective_to=date.fromisoformat(ends) if ends else None,
        recorded_at=recorded_at,
        actor="counsel",
        **more,
    )


def put(archive, *versions) -> None:
    with archive.writing() as rule_sets:
        for version in versions:
            rule_sets.add_version(version, actor="counsel")

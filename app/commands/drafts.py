"""Runs the commands below ``drafts``: takes a text from a folder of rules to a published version.

Who acts is the owner of the key in ``SCREENING_API_KEY``, here as over HTTP.
"""

import argparse

import orjson

from app.commands.exit_codes import BAD_INPUT
from app.domain.answers.lifecycle import ReviewJson
from app.main import opened_lifecycle
from app.rulefiles.case_files import draft_of
from app.rulefiles.rule_folder import VersionFolder
from app.service.access.scopes import WRITING, AccessScope
from app.service.drafting import Seen
from app.service.drafts import Draft


def show_all(_: argparse.Namespace) -> None:
    """Print the drafts, and how far each has come."""
    with opened_lifecycle() as (lifecycle, _actor):
        for draft in lifecycle.drafting.all():
            print(f"{_state(draft)} by {', '.join(sorted(draft.authors))}")


def put(options: argparse.Namespace) -> None:
    """Save a version's folder with its golden cases as a draft."""
    folder = VersionFolder(options.folder.resolve(), options.folder.name)
    document, cases = draft_of(folder)
    seen = _seen(options) if options.digest else Seen(no_text=True)
    with opened_lifecycle(AccessScope.DRAFT) as (lifecycle, actor):
        draft, _ = lifecycle.drafting.save(
            folder.rule_set, folder.version, document=document, cases=cases, seen=seen, actor=actor
        )
    print(_state(draft))


def show(options: argparse.Namespace) -> None:
    """Print a draft with its golden cases."""
    with opened_lifecycle() as (lifecycle, _):
        draft = lifecycle.drafting.draft(options.rule_set, options.version)
    print(orjson.dumps({**draft.document, "cases": draft.cases}, option=orjson.OPT_INDENT_2).decode())


def delete(options: argparse.Namespace) -> None:
    """Remove a draft; its log stays."""
    with opened_lifecycle(AccessScope.DRAFT) as (lifecycle, actor):
        lifecycle.drafting.remove(options.rule_set, options.version, seen=_seen(options), actor=actor)
    print(f"{options.rule_set} {options.version}: removed")


def check(options: argparse.Namespace) -> int:
    """Put a draft to the publishing gate, and print what it finds."""
    with opened_lifecycle(*WRITING) as (lifecycle, actor):
        report = lifecycle.drafting.check(options.rule_set, options.version, actor=actor)
    for finding in report["findings"]:
        print(f"{finding['level']}: {finding['rule']}: {finding['sentence']}")
        if finding["counterexample"] is not None:
            print(f"  {orjson.dumps(finding['counterexample']).decode()}")
    print(f"{'passed' if report['passed'] else 'refused'} ({report['digest']})")
    return 0 if report["passed"] else BAD_INPUT


def review(options: argparse.Namespace) -> None:
    """Put a review of a draft on record."""
    stated: ReviewJson = {
        "reviewer": options.reviewer,
        "capacity": options.capacity,
        "authority_relied_on": options.authority,
        "date": options.date.isoformat(),
        "next_review_date": options.next_review_date.isoformat(),
    }
    with opened_lifecycle(AccessScope.REVIEW) as (lifecycle, actor):
        draft = lifecycle.drafting.review(
            options.rule_set, options.version, review=stated, seen=_seen(options), actor=actor
        )
    print(_state(draft))


def publish(options: argparse.Namespace) -> None:
    """Make a checked and reviewed draft a version."""
    with opened_lifecycle(AccessScope.PUBLISH) as (lifecycle, actor):
        stored = lifecycle.publishing.publish(
            options.rule_set,
            options.version,
            seen=_seen(options),
            actor=actor,
            effective_from=options.effective_from,
            replaces=options.replaces,
        )
    print(f"{stored.rule_set} {stored.version}: {stored.status} from {stored.effective_from} ({stored.digest})")


def _seen(options: argparse.Namespace) -> Seen:
    return Seen(digests=frozenset({options.digest}))


def _state(draft: Draft) -> str:
    return f"{draft.rule_set} {draft.version}: {draft.standing} ({draft.digest})"

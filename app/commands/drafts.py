"""``python -m app drafts``: the way of a text from a folder of rules to a published version.

Who acts is the owner of the key in ``SCREENING_API_KEY``, here as over HTTP.
"""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

REFUSED = 65


def add_drafts(commands: Any) -> None:
    """The command line knows ``drafts list``, ``put``, ``show``, ``delete``, ``check``, ``review`` and ``publish``."""
    drafts = commands.add_parser("drafts", help="write, check, review and publish versions")
    what = drafts.add_subparsers(required=True, metavar="command")
    what.add_parser("list", help="show the drafts and how far each has come").set_defaults(run=_list)
    put = what.add_parser("put", help="save a version's folder with its golden cases as a draft")
    put.add_argument("folder", type=Path, metavar="DIR")
    put.add_argument("--digest", help="of the draft that this one takes the place of")
    put.set_defaults(run=_put)
    for name, run, told in (
        ("show", _show, "print a draft with its golden cases"),
        ("delete", _delete, "remove a draft; its log stays"),
        ("check", _check, "put a draft to the publishing gate"),
        ("review", _review, "put a review of a draft on record"),
        ("publish", _publish, "make a checked and reviewed draft a version"),
    ):
        command = what.add_parser(name, help=told)
        command.add_argument("rule_set", metavar="RULE_SET")
        command.add_argument("version", metavar="VERSION")
        command.set_defaults(run=run)
        if name in ("delete", "review", "publish"):
            command.add_argument("--digest", required=True, help="of the draft that you have seen")
        if name == "review":
            command.add_argument("--reviewer", required=True, metavar="NAME")
            command.add_argument("--capacity", required=True, help="as what the reviewer acts")
            command.add_argument("--authority", required=True, help="the text that the rules were compared with")
            command.add_argument("--date", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
            command.add_argument("--next-review-date", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        if name == "publish":
            command.add_argument("--effective-from", type=date.fromisoformat, metavar="YYYY-MM-DD")
            command.add_argument("--replaces", metavar="VERSION", help="the version of the same first day, if any")


def _list(_: argparse.Namespace) -> int:
    from app.main import opened_lifecycle

    with opened_lifecycle() as desk:
        for state in desk.drafting.all():
            authors = ", ".join(sorted(state.authors))
            print(f"{state.draft.rule_set} {state.draft.version}: {state.standing} ({state.draft.digest}) by {authors}")
    return 0


def _put(options: argparse.Namespace) -> int:
    from app.main import draft_of_folder, opened_lifecycle
    from app.service.access import Scope
    from app.service.drafting import Seen

    rule_set, version, document, cases = draft_of_folder(options.folder)
    seen = Seen(digests=frozenset({options.digest})) if options.digest else Seen(no_text=True)
    with opened_lifecycle(Scope.DRAFT) as desk:
        state, _ = desk.drafting.save(rule_set, version, document=document, cases=cases, seen=seen, actor=desk.actor)
    print(f"{rule_set} {version}: {state.standing} ({state.draft.digest})")
    return 0


def _show(options: argparse.Namespace) -> int:
    import orjson

    from app.main import opened_lifecycle

    with opened_lifecycle() as desk:
        draft = desk.drafting.draft(options.rule_set, options.version).draft
    print(orjson.dumps({**draft.document, "cases": draft.cases}, option=orjson.OPT_INDENT_2).decode())
    return 0


def _delete(options: argparse.Namespace) -> int:
    from app.main import opened_lifecycle
    from app.service.access import Scope

    with opened_lifecycle(Scope.DRAFT) as desk:
        desk.drafting.remove(options.rule_set, options.version, seen=_seen(options), actor=desk.actor)
    print(f"{options.rule_set} {options.version}: removed")
    return 0


def _check(options: argparse.Namespace) -> int:
    import orjson

    from app.main import opened_lifecycle
    from app.service.access import Scope

    with opened_lifecycle(*Scope) as desk:
        report = desk.drafting.check(options.rule_set, options.version, actor=desk.actor)
    for finding in report.findings:
        print(f"{finding.level}: {finding.rule}: {finding.sentence}")
        if finding.counterexample is not None:
            print(f"  {orjson.dumps(finding.counterexample).decode()}")
    print(f"{'passed' if report.passed else 'refused'} ({report.digest})")
    return 0 if report.passed else REFUSED


def _review(options: argparse.Namespace) -> int:
    from app.main import opened_lifecycle
    from app.service.access import Scope
    from app.service.drafting import Review

    review = Review(
        reviewer=options.reviewer,
        capacity=options.capacity,
        authority_relied_on=options.authority,
        reviewed_on=options.date,
        next_review_on=options.next_review_date,
    )
    with opened_lifecycle(Scope.REVIEW) as desk:
        state = desk.drafting.review(
            options.rule_set, options.version, review=review, seen=_seen(options), actor=desk.actor
        )
    print(f"{options.rule_set} {options.version}: {state.standing} ({state.draft.digest})")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from app.main import opened_lifecycle
    from app.service.access import Scope

    with opened_lifecycle(Scope.PUBLISH) as desk:
        stored = desk.enactment.publish(
            options.rule_set,
            options.version,
            seen=_seen(options),
            actor=desk.actor,
            effective_from=options.effective_from,
            replaces=options.replaces,
        )
    print(f"{stored.rule_set} {stored.version}: {stored.status} from {stored.effective_from} ({stored.digest})")
    return 0


def _seen(options: argparse.Namespace) -> Any:
    from app.service.drafting import Seen

    return Seen(digests=frozenset({options.digest}))

"""``python -m app rules history``, ``withdraw`` and ``rollback``: how a published version stands."""

import argparse
from typing import Any


def add_standing(rule_commands: Any) -> None:
    """The command ``rules`` knows the three."""
    for name, run, told in (
        ("history", _history, "print everything that happened to a version"),
        ("withdraw", _withdraw, "withdraw a version; nothing answers in its place"),
        ("rollback", _roll_back, "take the last publication back"),
    ):
        command = rule_commands.add_parser(name, help=told)
        command.add_argument("rule_set", metavar="RULE_SET")
        command.add_argument("version", metavar="VERSION")
        command.set_defaults(run=run)
        if name != "history":
            command.add_argument("--reason", required=True)


def _history(options: argparse.Namespace) -> int:
    from app.main import opened_lifecycle

    with opened_lifecycle() as desk:
        history = desk.enactment.history(options.rule_set, options.version)
    for step in history.steps:
        told = "; ".join(f"{name}: {value}" for name, value in step.record.items())
        print(f"{step.recorded_at:%Y-%m-%d %H:%M:%S}Z  {step.step}  {step.actor}  {step.digest}  {told}".rstrip())
    for entry in history.transitions:
        days = f"{entry.effective_from or ''}..{entry.effective_to or ''}"
        told = entry.note or (f"because of {entry.caused_by}" if entry.caused_by else "")
        print(f"{entry.recorded_at:%Y-%m-%d %H:%M:%S}Z  {entry.status}  {entry.actor}  {days}  {told}".rstrip())
    print(f"{options.rule_set} {options.version}: {history.standing}")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    from app.main import opened_lifecycle
    from app.service.access import Scope

    with opened_lifecycle(Scope.PUBLISH) as desk:
        desk.enactment.withdraw(options.rule_set, options.version, reason=options.reason, actor=desk.actor)
    print(f"{options.rule_set} {options.version}: withdrawn")
    return 0


def _roll_back(options: argparse.Namespace) -> int:
    from app.main import opened_lifecycle
    from app.service.access import Scope

    with opened_lifecycle(Scope.PUBLISH) as desk:
        others = desk.enactment.roll_back(options.rule_set, options.version, reason=options.reason, actor=desk.actor)
    again = f"; as before it: {', '.join(others)}" if others else ""
    print(f"{options.rule_set} {options.version}: rolled back{again}")
    return 0

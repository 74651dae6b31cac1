"""Runs the commands below ``rules``: checks and loads rule files, and says and changes how stored versions stand."""

import argparse
import sys

import orjson

from app.commands.answers import print_answer
from app.commands.exit_codes import BAD_INPUT
from app.domain.answers.lifecycle import HistoryJson
from app.main import (
    archive_of,
    check_rules,
    environment_settings,
    load_rules,
    opened_lifecycle,
)
from app.rulefiles.gate import analysed
from app.rulefiles.golden import check_golden_cases
from app.rulefiles.rule_folder import find_versions
from app.rulefiles.shipped_texts import RECORD, write_record
from app.service.access.scopes import AccessScope
from app.service.catalogue import Catalogue
from app.service.clock import time_in_utc
from app.service.drafting import Seen
from app.service.drafts import passes
from app.service.publication import history_tag, open_proposal
from app.service.snapshot import DEFAULT_RULE_SET


def check(options: argparse.Namespace) -> int:
    """Print every fault in the rule files, what came of the golden cases, and what the analysis finds."""
    folder = options.folder or environment_settings().rules_dir
    versions = check_rules(folder)
    for version in versions:
        print(f"{version.rule_set} {version.version}: no faults ({version.digest})")
    if not versions:
        print("There is no rule set in this folder.", file=sys.stderr)
    sound = bool(versions)
    for report in map(check_golden_cases, find_versions(folder)):
        print(report)
        found = () if options.cases_only else analysed(report.rule_set, report.samples, report.coverage)
        findings = tuple(found)
        for finding in findings:
            named = f"{report.version.rule_set} {report.version.version}"
            print(f"{named}: {finding['level']}: {finding['rule']}: {finding['sentence']}")
            if finding["counterexample"] is not None:
                print(f"  shown by {orjson.dumps(finding['counterexample']).decode()}")
        sound = sound and report.passed and passes(findings)
    if sound and options.record:
        record = write_record(folder, recorded_at=time_in_utc())
        print(f"{RECORD}: recorded {', '.join(sorted(record.texts))}")
    return 0 if sound else BAD_INPUT


def load(options: argparse.Namespace) -> None:
    """Store the texts of the rule files that are not stored yet, and that no stored text keeps out."""
    settings = environment_settings()
    folder = {"rules_dir": options.folder or settings.rules_dir}
    for shipped, outcome, _ in load_rules(settings.model_copy(update=folder)):
        print(f"{shipped.rule_set} {shipped.version}: {outcome} ({shipped.digest})")


def diff(options: argparse.Namespace) -> None:
    """Print in words what one version changes against another."""
    catalogue = Catalogue(archive_of(environment_settings(), rules=options.rules))
    found = catalogue.diff(options.rule_set or DEFAULT_RULE_SET, options.before, after=options.after)
    told = "\n".join(change["sentence"] for change in found["changes"]) or "No differences."
    print_answer(orjson.dumps(found) if options.json else told)


def history(options: argparse.Namespace) -> None:
    """Print everything that happened to a version."""
    with opened_lifecycle() as (lifecycle, _):
        found = lifecycle.publishing.history(options.rule_set, options.version)
    for entry in found["entries"]:
        if "record" in entry:
            stated = "; ".join(f"{name}: {value}" for name, value in entry["record"].items())
            more = f"{entry['digest']}  {stated}"
        else:
            why = entry["note"] or (f"because of {entry['caused_by']}" if entry["caused_by"] else "")
            by = f"  proposed by {entry['proposed_by']}" if "proposed_by" in entry else ""
            by += f"  emergency: {entry['emergency']}" if "emergency" in entry else ""
            days = f"{entry['effective_from'] or ''}..{entry['effective_to'] or ''}"
            more = f"{'-' if days == '..' else days}  {why}{by}"
        print(f"{entry['recorded_at']:%Y-%m-%d %H:%M:%S}Z  {entry['status']}  {entry['actor']}  {more}".rstrip())
    for text in found["texts"]:
        print(f"{text['recorded_at']:%Y-%m-%d %H:%M:%S}Z  text {text['digest']}  from {text['source']}")
    print(_standing(found))


def withdraw(options: argparse.Namespace) -> None:
    """Propose to withdraw a version, or withdraw it at once in an emergency."""
    with opened_lifecycle(AccessScope.PUBLISH) as (lifecycle, actor):
        found = lifecycle.publishing.withdraw(
            *(options.rule_set, options.version),
            seen=_seen(options),
            reason=options.reason,
            actor=actor,
            emergency=options.emergency,
        )
    print(_standing(found))


def roll_back(options: argparse.Namespace) -> None:
    """Propose to take the last publication back, or do so at once in an emergency."""
    with opened_lifecycle(AccessScope.PUBLISH) as (lifecycle, actor):
        found = lifecycle.publishing.roll_back(
            *(options.rule_set, options.version),
            seen=_seen(options),
            reason=options.reason,
            actor=actor,
            emergency=options.emergency,
        )
    print(_standing(found))


def confirm(options: argparse.Namespace) -> None:
    """Do what another person has proposed."""
    with opened_lifecycle(AccessScope.PUBLISH) as (lifecycle, actor):
        found = lifecycle.publishing.confirm(options.rule_set, options.version, seen=_seen(options), actor=actor)
    print(_standing(found))


def _seen(options: argparse.Namespace) -> Seen:
    return Seen(digests=frozenset({options.seen}))


def _standing(found: HistoryJson) -> str:
    proposed = f", {found['entries'][-1]['status']}" if open_proposal(found) else ""
    return f"{found['rule_set']} {found['version']}: {found['standing']}{proposed} ({history_tag(found)})"

"""Runs the commands below ``records``: reads, verifies, exports and keeps the record of what was decided.

Whoever can open the database can read it. Who holds, releases or removes is the owner of the key in
``SCREENING_API_KEY``, and needs the scope ``record``.
"""

import argparse
import sys

import orjson

from app.api.wire.canonical import answer_bytes
from app.commands.exit_codes import BAD_INPUT, CHANGED
from app.commands.key_files import write_keys
from app.domain.answers.records import RecordSummary
from app.main import environment_settings, loaded_law, opened_records, recomputer
from app.service.access.scopes import AccessScope
from app.service.records.entries import Sought
from app.service.records.exporting import exported, mask_of
from app.service.records.verifying import anchor_of, verified
from app.settings import SettingError
from app.storage.sealing import UnfitRecordKeys, new_record_key, read_record_keys, record_key_set


def show_all(options: argparse.Namespace) -> None:
    """Print the records that fit, one on each line."""
    with opened_records() as (records, _):
        after: int | None = 0
        while after is not None:
            page = records.page(_sought(options), after=after, limit=100)
            for each in page["records"]:
                print(_line(each))
            after = page["next_after"]


def show(options: argparse.Namespace) -> None:
    """Print a record with what was sent and answered."""
    with opened_records() as (records, _):
        print(orjson.dumps(records.whole(options.sequence), option=orjson.OPT_INDENT_2).decode())


def export(options: argparse.Namespace) -> None:
    """Write the records that fit, one JSON object on each line."""
    masks = [mask_of(each) for each in options.mask]
    with opened_records() as (records, _):
        for line in exported(records.store, _sought(options), masks, write=answer_bytes):
            sys.stdout.buffer.write(line)


def head(_: argparse.Namespace) -> None:
    """Print the last entry of the chain, to be kept elsewhere."""
    with opened_records() as (records, _person):
        print(records.head() or "")


def verify(options: argparse.Namespace) -> int:
    """Verify the whole record, and print what is wrong with it; the exit code is 0 only if nothing is."""
    anchors = [anchor_of(each) for each in options.anchor]
    with opened_records() as (records, _):
        report = verified(records.store, anchors)
    if options.json:
        print(orjson.dumps(report).decode())
    else:
        for fault in report["faults"]:
            print(f"{fault['sequence']}: {fault['detail']}")
        counted = f"{report['entries']} entries, {report['records']} records, {report['removed']} removed"
        print(f"{'whole' if report['whole'] else 'not whole'}: {counted}\n{report['head'] or ''}".rstrip())
    return 0 if report["whole"] else BAD_INPUT


def recompute(options: argparse.Namespace) -> int:
    """Compute a recorded answer again by the law that gave it; the exit code says whether it is the same."""
    settings = environment_settings()
    with opened_records() as (records, _):
        recorded = records.one(options.sequence)
    found = recomputer(loaded_law(settings, rules=options.rules), settings).recompute(recorded)
    print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    return 0 if found["same"] else CHANGED


def hold(options: argparse.Namespace) -> None:
    """Hold a record, so that it is not removed even after its time."""
    with opened_records(AccessScope.RECORD) as (records, person):
        print(_line(records.hold(options.sequence, person=person, reason=options.reason)))


def release(options: argparse.Namespace) -> None:
    """Hold a record no longer."""
    with opened_records(AccessScope.RECORD) as (records, person):
        print(_line(records.release(options.sequence, person=person, reason=options.reason)))


def purge(options: argparse.Namespace) -> None:
    """Remove the records whose time is over and that are not held; with ``dry_run``, say how many these are."""
    with opened_records(AccessScope.RECORD) as (records, person):
        if options.dry_run:
            print(f"{records.removable()} records could be removed.")
        else:
            print(f"{records.remove(person=person)} records removed. Their entries stay in the chain.")


def new_key(options: argparse.Namespace) -> None:
    """Add a key that encrypts, in front of the others or behind them, to the file, which is made if there is none."""
    path = options.keys or environment_settings().record_keys_file
    if path is None:
        raise SettingError("Name the file: as an argument, or in SCREENING_RECORD_KEYS_FILE.")
    try:
        keys = read_record_keys(path) if path.exists() else ()
    except UnfitRecordKeys as error:
        raise SettingError(f"{path.name}: {error}") from None
    key = new_record_key()
    first = options.first or not keys
    write_keys(path, record_key_set([key, *keys] if first else [*keys, key]))
    print(f"{key.kid}\nIt {'encrypts' if first else 'decrypts'} once every process was started anew.")


def _sought(options: argparse.Namespace) -> Sought:
    return Sought(options.reference, options.determination, options.day)


def _line(each: RecordSummary) -> str:
    law = f"{each['rule_set']} {each['version'] or '-'}"
    until = "held" if each["held"] else f"until {each['keep_until']}"
    person, reference = each["person"] or "-", each["reference"] or "-"
    return f"{each['sequence']}  {each['recorded_at']}  {each['determination']}  {law}  {until}  {person}  {reference}"

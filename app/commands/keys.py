"""Runs the commands below ``keys``: says who may do what, and who is one person."""

import argparse
from datetime import UTC, datetime, time, timedelta

from app.main import opened_keys
from app.service.access.keys import ApiKey
from app.service.access.scopes import AccessScope
from app.service.clock import time_in_utc


def create(options: argparse.Namespace) -> None:
    """Make a key, and print it this once."""
    ends = datetime.combine(options.expires, time(), UTC) if options.expires is not None else None
    with opened_keys() as (keys, _):
        made = keys.create(options.person, map(AccessScope, options.scope), name=options.name, expires_at=ends)
    _show_new(*made)


def rotate(options: argparse.Namespace) -> None:
    """Make a key in the place of another, and print it this once."""
    with opened_keys() as (keys, _):
        made = keys.rotate(options.id, overlap=timedelta(hours=options.overlap_hours))
    _show_new(*made)


def show_all(_: argparse.Namespace) -> None:
    """Print all keys, without what opens."""
    now = time_in_utc()
    with opened_keys() as (keys, _persons):
        for key in keys.all():
            used = f"used {key.uses} times, last {key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never used"
            print(
                f"{key.id}  {key.prefix}…  {key.person}  {key.name}  {','.join(key.scopes)}  {_state(key, now)}  {used}"
            )


def revoke(options: argparse.Namespace) -> None:
    """Let a key open nothing any more."""
    with opened_keys() as (keys, _):
        keys.revoke(options.id)
    print(f"Key {options.id} opens nothing any more.")


def show_persons(_: argparse.Namespace) -> None:
    """Print all persons, and whose tokens are theirs."""
    with opened_keys() as (_keys, persons):
        for person, links in persons.all():
            print(f"{person.person}  {person.name}")
            for link in links:
                print(f"  {link.issuer}  {link.subject}")


def link(options: argparse.Namespace) -> None:
    """Say that the tokens of an issuer with a subject are a person's."""
    with opened_keys() as (_, persons):
        persons.link(options.person, issuer=options.issuer, subject=options.subject)
    print(f"Tokens of {options.issuer} for {options.subject} are those of {options.person}.")


def unlink(options: argparse.Namespace) -> None:
    """Say that such tokens are no known person's any more."""
    with opened_keys() as (_, persons):
        persons.unlink(issuer=options.issuer, subject=options.subject)
    print(f"Tokens of {options.issuer} for {options.subject} belong to no known person any more.")


def _show_new(key: ApiKey, sent: str) -> None:
    until = f"until {key.expires_at:%Y-%m-%d}"
    print(f"{sent}\nKey {key.id} of {key.person} for {', '.join(key.scopes)}, {until}. It is not shown again.")


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    return f"{'open until' if key.opens(now) else 'expired'} {key.expires_at:%Y-%m-%d}"

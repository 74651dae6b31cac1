"""Runs the commands below ``keys``: says who may change the law."""

import argparse

from app.main import opened_keys
from app.service.access.scopes import AccessScope


def create(options: argparse.Namespace) -> None:
    """Make a key, and print it this once."""
    with opened_keys() as keys:
        key, token = keys.create(options.owner, map(AccessScope, options.scope))
    print(f"{token}\nKey {key.id} of {key.owner} for {', '.join(key.scopes)}. It is not shown again.")


def show_all(_: argparse.Namespace) -> None:
    """Print all keys, without what opens."""
    with opened_keys() as keys:
        for key in keys.all():
            ended = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at is not None else "open"
            print(f"{key.id}  {key.created_at:%Y-%m-%d}  {ended}  {','.join(key.scopes)}  {key.owner}")


def revoke(options: argparse.Namespace) -> None:
    """Let a key open nothing any more."""
    with opened_keys() as keys:
        keys.revoke(options.id)
    print(f"Key {options.id} opens nothing any more.")

"""``python -m app keys``: who may write, and with which scopes."""

import argparse
from typing import Any

SCOPES = ("draft", "review", "publish")


def add_keys(commands: Any) -> None:
    """The command line knows ``keys create``, ``keys list`` and ``keys revoke``."""
    keys = commands.add_parser("keys", help="make, list and revoke API keys")
    what = keys.add_subparsers(required=True, metavar="command")
    create = what.add_parser("create", help="make a key; it is shown this once")
    create.add_argument("--owner", required=True, metavar="NAME", help="the person who stands in the log")
    create.add_argument("--scope", required=True, action="append", choices=SCOPES, help="may be given several times")
    create.set_defaults(run=_create)
    what.add_parser("list", help="show all keys, without what opens").set_defaults(run=_list)
    revoke = what.add_parser("revoke", help="make a key open nothing any more")
    revoke.add_argument("id", metavar="ID")
    revoke.set_defaults(run=_revoke)


def _create(options: argparse.Namespace) -> int:
    from app.main import environment_settings, opened_keys
    from app.service.access import Scope

    with opened_keys(environment_settings()) as ring:
        key, token = ring.create(options.owner, map(Scope, options.scope))
    print(f"{token}\nKey {key.id} of {key.owner} for {', '.join(key.scopes)}. It is not shown again.")
    return 0


def _list(_: argparse.Namespace) -> int:
    from app.main import environment_settings, opened_keys

    with opened_keys(environment_settings()) as ring:
        for key in ring.all():
            ended = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at is not None else "open"
            print(f"{key.id}  {key.created_at:%Y-%m-%d}  {ended}  {','.join(key.scopes)}  {key.owner}")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from app.main import environment_settings, opened_keys

    with opened_keys(environment_settings()) as ring:
        ring.revoke(options.id)
    print(f"Key {options.id} opens nothing any more.")
    return 0

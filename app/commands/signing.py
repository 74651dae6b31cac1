"""Runs ``signing-keys …`` and ``verify``: the keys that sign answers, and whether a signature is good."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson
from joserfc.jwk import OKPKey

from app.commands.exit_codes import BAD_INPUT, USAGE
from app.commands.key_files import write_keys
from app.main import environment_settings
from app.service.signing import SignedKind
from app.settings import SettingError
from app.signing.key_file import UnfitKeyFile, key_set, new_key, public_key_set, read_keys, retired
from app.signing.signatures import NotVerified, verify

_DETACHED: Final = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+", re.ASCII)
SUFFIX: Final = ".jws"
"""What the name of a file with a signature ends in; the rest is the name of the file that is signed."""


def create(options: argparse.Namespace) -> None:
    """Add a key to the file, which is made if there is none."""
    path = _path(options)
    keys = _keys(path) if path.exists() else ()
    key = new_key()
    write_keys(path, key_set([*keys, key]))
    signs = not any(each.is_private for each in keys)
    after = "It signs" if signs else f"It is listed, and signs after `signing-keys use {key.kid}`; do so"
    print(f"{key.kid}\n{after} once every process was started anew.")


def show_all(options: argparse.Namespace) -> None:
    """Print the keys, without what signs."""
    keys = _keys(_path(options))
    signs = next((key.kid for key in keys if key.is_private), None)
    for key in keys:
        print(f"{key.kid}  {'signs' if key.kid == signs else 'listed' if key.is_private else 'retired'}")


def use(options: argparse.Namespace) -> int:
    """Let a key sign, and no other."""
    path = _path(options)
    keys = _keys(path)
    found = _named(keys, options.kid)
    if found is None or not found.is_private:
        print(f"There is no key `{options.kid}` that can sign: `signing-keys list` shows them.", file=sys.stderr)
        return USAGE
    write_keys(path, key_set([found, *(key for key in keys if key is not found)]))
    print(f"{options.kid}\nIt signs once every process was started anew.")
    return 0


def retire(options: argparse.Namespace) -> int:
    """Take the private part of a key out of the file; the key stays listed for those who verify."""
    path = _path(options)
    keys = _keys(path)
    found = _named(keys, options.kid)
    if found is None:
        print(f"There is no key `{options.kid}`: `signing-keys list` shows them.", file=sys.stderr)
        return USAGE
    write_keys(path, key_set([retired(key) if key is found else key for key in keys]))
    print(f"{options.kid}\nIt signs nothing any more, and what it signed can be verified as before.")
    return 0


def public(options: argparse.Namespace) -> None:
    """Print the keys for those who verify, as `/.well-known/jwks.json` has them."""
    sys.stdout.buffer.write(public_key_set(_keys(_path(options))))


def verify_file(options: argparse.Namespace) -> int:
    """Say whether a file is what was signed; the exit code is 0 only if it is."""
    document = options.file.read_bytes()
    signatures = _signatures(options.signature or options.file.with_name(options.file.name + SUFFIX))
    jwks = options.jwks or _configured()
    keys, why = _keys(jwks), ""
    for signature in signatures:
        try:
            kind, kid = verify(document, signature, keys)
        except NotVerified as error:
            why = str(error)
        else:
            print(f"good: {_told(kind, document)}\nsigned with the key {kid} of {jwks}")
            return 0
    print(f"not verified: {why}", file=sys.stderr)
    return BAD_INPUT


def _told(kind: SignedKind, document: bytes) -> str:
    said = orjson.loads(document)
    if kind is SignedKind.RECEIPT:
        return f"the receipt of record {said['sequence']}, {said['recorded_at']}"
    law = said["rule_set"]
    return f"the determination `{said['determination']}` under {law['id']} {law['version']} ({law['digest']})"


def _signatures(path: Path) -> list[str]:
    """Find the signatures in a file: one alone, or those among the headers of a response."""
    try:
        found = _DETACHED.findall(path.read_text("utf-8", "replace"))
    except FileNotFoundError:
        raise OSError(f"There is no {path}: name the file with the signature, `--signature FILE`.") from None
    if not found:
        raise OSError(f"{path} has no signature: one is needed, `header..signature`.")
    return found


def _keys(path: Path) -> tuple[OKPKey, ...]:
    try:
        return read_keys(path)
    except UnfitKeyFile as error:
        raise SettingError(str(error)) from None


def _path(options: argparse.Namespace) -> Path:
    return options.keys or _configured()


def _configured() -> Path:
    name = environment_settings().signing_keys_file
    if not name:
        raise SettingError("Name the file: as an argument, or in SCREENING_SIGNING_KEYS_FILE.")
    return Path(name)


def _named(keys: Sequence[OKPKey], kid: str) -> OKPKey | None:
    return next((key for key in keys if key.kid == kid), None)

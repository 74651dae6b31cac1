"""Sets and removes values of a JSON document by JSON Pointer (RFC 6901)."""

import re
from collections.abc import Collection
from itertools import pairwise

from app.domain.located import Plain
from app.domain.pointers import below

APPEND = "-"

_POINTER = re.compile(r"(/([^~/]|~[01])*)+")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


class PointerError(ValueError):
    """Nothing can be set at a pointer; the message says which part of it leads nowhere, and what to do."""


def is_pointer(text: str) -> bool:
    """Returns whether ``text`` is a JSON Pointer to a part of a document."""
    return _POINTER.fullmatch(text) is not None


def overlap(one: str, other: str) -> bool:
    """Returns whether one of the pointers leads to, or into, what the other leads to."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def holds(document: Plain, pointer: str) -> bool:
    """Returns whether there is something in ``document`` at ``pointer``."""
    value = document
    for part in _parts(pointer):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and _INDEX.fullmatch(part) and int(part) < len(value):
            value = value[int(part)]
        else:
            return False
    return True


def set_value(document: Plain, pointer: str, value: Plain) -> None:
    """Puts ``value`` into ``document`` at ``pointer``; objects on the way there are made, and the part ``-`` appends.

    A list is made where ``-`` comes next. Raises ``PointerError`` where the pointer leads
    through text or past the end of a list.
    """
    if not is_pointer(pointer):
        raise PointerError(f"`{pointer}` is not a JSON Pointer: write `/part/part`.")
    *way, last = _parts(pointer)
    target, so_far = document, ""
    for part, following in pairwise((*way, last)):
        inner = _child(target, part, so_far)
        if inner is None:
            inner = [] if following == APPEND else {}
            _put(target, part, inner)
        target, so_far = inner, below(so_far, part)
    _child(target, last, so_far)
    _put(target, last, value)


def without(document: Plain, pointers: Collection[str], *, at: str = "") -> Plain:
    """Returns what stands at ``at`` without what ``pointers`` lead to; a pointer says where things are in ``document``.

    So removing one item of a list moves none of the others that are removed.
    """
    match document:
        case dict():
            return {
                key: without(inner, pointers, at=below(at, key))
                for key, inner in document.items()
                if below(at, key) not in pointers
            }
        case list():
            return [
                without(item, pointers, at=below(at, index))
                for index, item in enumerate(document)
                if below(at, index) not in pointers
            ]
        case _:
            return document


def _parts(pointer: str) -> tuple[str, ...]:
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def _child(parent: Plain, part: str, so_far: str) -> Plain | None:
    """Returns what ``parent``, found at ``so_far``, holds under ``part``, or ``None`` where something can be put."""
    match parent:
        case dict():
            return parent.get(part)
        case list():
            if part == APPEND:
                return None
            if not _INDEX.fullmatch(part):
                raise PointerError(f"`{so_far}` is a list: write a place in it counted from 0, or `-`, not `{part}`.")
            if int(part) >= len(parent):
                raise PointerError(f"`{so_far}` is a list of {len(parent)}: write a place in it, or `-` to append.")
            return parent[int(part)]
        case _:
            raise PointerError(f"`{so_far}` is a single value: nothing can be put inside it.")


def _put(parent: Plain, part: str, value: Plain) -> None:
    if isinstance(parent, dict):
        parent[part] = value
    elif isinstance(parent, list) and part == APPEND:
        parent.append(value)
    elif isinstance(parent, list):
        parent[int(part)] = value

"""Sets and removes values of a JSON document by JSON Pointer (RFC 6901)."""

import re
from collections.abc import Iterable
from itertools import pairwise

from app.domain.pointers import below

Json = None | bool | str | list["Json"] | dict[str, "Json"]

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
    return all(a == b for a, b in zip(_parts(one), _parts(other), strict=False))


def holds(document: Json, pointer: str) -> bool:
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


def set_value(document: Json, pointer: str, value: Json) -> None:
    """Puts ``value`` into ``document`` at ``pointer``; objects on the way there are made, and the part ``-`` appends.

    A list is made where ``-`` comes next. Null counts as nothing there. Raises ``PointerError`` where the pointer leads
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


def remove_values(document: Json, pointers: Iterable[str]) -> None:
    """Removes from ``document`` what is at ``pointers``, all of which it holds before anything is removed."""
    # Backwards, so that no removal moves what another pointer means: the inner before the outer, and in a list the
    # later before the earlier.
    for *way, last in sorted(map(_parts, pointers), key=_places, reverse=True):
        parent = document
        for part in way:
            parent = _child(parent, part, "")
        if isinstance(parent, dict):
            del parent[last]
        elif isinstance(parent, list):
            del parent[int(last)]


def _parts(pointer: str) -> tuple[str, ...]:
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def _child(parent: Json, part: str, so_far: str) -> Json:
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


def _put(parent: Json, part: str, value: Json) -> None:
    if isinstance(parent, dict):
        parent[part] = value
    elif isinstance(parent, list) and part == APPEND:
        parent.append(value)
    elif isinstance(parent, list):
        parent[int(part)] = value


def _places(path: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Returns a key that sorts the places of a list by their number."""
    return tuple((int(part) if _INDEX.fullmatch(part) else -1, part) for part in path)

"""Says what of an OpenAPI document would break a client that was written for an earlier one.

``python -m clients.compatibility`` holds openapi/openapi.json against the newest document in openapi/released, and ends
with 1 if a client would break although the major version is the same. ``python -m clients.compatibility release``
copies the document there, under its version; a copy that is there is never written over.

What counts as breaking, and why: docs/decisions/0038-what-is-shipped-and-how.md.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from clients.__main__ import DOCUMENT

RELEASED: Final = DOCUMENT.parent / "released"

Schema = dict[str, Any]

_LOWER_BOUNDS: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_EXACT: Final = ("format", "pattern", "uniqueItems")
_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})


def breaking_changes(before: Schema, after: Schema) -> list[str]:
    """Lists what a client of ``before`` would break on with ``after``, one sentence each, with the place in front."""
    found = [*_operations_changed(before, after)]
    gone = before["components"]["schemas"].keys() - after["components"]["schemas"].keys()
    found += [f"components/{name}: The component is gone, and with it a type of generated clients." for name in gone]
    return sorted(set(found))


def _operations_changed(before: Schema, after: Schema) -> Iterator[str]:
    asked, taken = (_Comparison(before, after, taken=True, seen=set()) for _ in range(2))
    operations = {place: (old, _operations(after).get(place)) for place, old in _operations(before).items()}
    yield from (f"{place}: The operation is gone." for place, (_, new) in operations.items() if new is None)
    kept = [(place, old, new) for place, (old, new) in operations.items() if new is not None]
    for place, old, new in kept:
        if old.get("operationId") != new.get("operationId"):
            yield f"{place}: The operation has another name, and with it the call of generated clients."
        if _needs_key(new, after) and not _needs_key(old, before):
            yield f"{place}: A key is needed."
        yield from _parameters_changed(place, old, new, asked)
        yield from _body_changed(place, old, new, taken)
    # What is taken in bodies and told, such as a party, is judged as what is taken: a new word of a fact breaks nobody,
    # though a template could have it.
    told = _Comparison(before, after, taken=False, seen=taken.seen)
    for place, old, new in kept:
        yield from _answers_changed(place, old, new, told)


def _operations(document: Schema) -> dict[str, Schema]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    }


def _needs_key(operation: Schema, document: Schema) -> bool:
    security = operation.get("security", document.get("security")) or []
    return bool(security) and {} not in security


def _parameters_changed(place: str, old: Schema, new: Schema, taken: "_Comparison") -> Iterator[str]:
    before, after = ({(each["in"], each["name"]): each for each in it.get("parameters", [])} for it in (old, new))
    for key, parameter in before.items():
        where = f"{place}, {key[0]} {key[1]}"
        if key not in after:
            yield f"{where}: The parameter is gone."
            continue
        if after[key].get("required") and not parameter.get("required"):
            yield f"{where}: The parameter is required."
        yield from taken.changes(where, parameter["schema"], after[key]["schema"])
    for key in after.keys() - before.keys():
        if after[key].get("required"):
            yield f"{place}, {key[0]} {key[1]}: There is a new parameter that is required."


def _body_changed(place: str, old: Schema, new: Schema, taken: "_Comparison") -> Iterator[str]:
    before, after = (it.get("requestBody", {}) for it in (old, new))
    where = f"{place}, body"
    if after.get("required") and not before.get("required"):
        yield f"{where}: The body is required."
    for media_type, content in before.get("content", {}).items():
        if media_type not in after.get("content", {}):
            yield f"{where}: `{media_type}` is no longer taken."
        elif "schema" in content:
            yield from taken.changes(where, content["schema"], after["content"][media_type].get("schema", {}))


def _answers_changed(place: str, old: Schema, new: Schema, told: "_Comparison") -> Iterator[str]:
    succeeding = {status for status in old["responses"] if status.startswith("2")}
    for status in sorted(status for status in new["responses"].keys() - succeeding if status.startswith("2")):
        yield f"{place}, {status}: Success has a status that it did not have."
    for status, response in old["responses"].items():
        where = f"{place}, {status}"
        if status not in new["responses"]:
            if status in succeeding:
                yield f"{where}: Success no longer has this status."
            continue
        for media_type, content in response.get("content", {}).items():
            if media_type not in new["responses"][status].get("content", {}):
                yield f"{where}: `{media_type}` is no longer answered."
            elif "schema" in content:
                after = new["responses"][status]["content"][media_type].get("schema", {})
                yield from told.changes(where, content["schema"], after)


class _Comparison:
    """Compares schemas of two documents, of what the service takes or of what it tells.

    What is taken has to go on being taken, and what is told may not grow but by new members, which clients pass over.
    """

    def __init__(self, before: Schema, after: Schema, *, taken: bool, seen: set[tuple[str, str]]) -> None:
        self._before = before["components"]["schemas"]
        self._after = after["components"]["schemas"]
        self._taken = taken
        self.seen = seen

    def changes(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        """Give what would break, each with its place; a component is looked through once."""
        before, after = _alternatives(old), _alternatives(new)
        name, other = old.get("$ref"), new.get("$ref")
        if len(before) > 1 or len(after) > 1:
            yield from self._one_of_several(place, before, after)
        elif name and other and (name, other) in self.seen:
            return
        elif name or other:
            if name and other:
                self.seen.add((name, other))
                place = _named(name)
            yield from self.changes(place, _meant(old, self._before), _meant(new, self._after))
        else:
            yield from self._plain(place, old, new)

    def _plain(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from self._words(place, old, new)
        narrow, wide = (old, new) if self._taken else (new, old)
        if narrow.get("type") != wide.get("type") and not _within(narrow, wide):
            yield f"{place}: The type was {_said(old)} and is {_said(new)}."
            return
        yield from self._bounds(place, old, new)
        yield from self._members(place, old, new)
        if "items" in old and "items" in new:
            yield from self.changes(f"{place}/items", old["items"], new["items"])

    def _one_of_several(self, place: str, before: dict[str, Schema], after: dict[str, Schema]) -> Iterator[str]:
        kept, grown = (before, after) if self._taken else (after, before)
        for key in kept.keys() - grown.keys():
            yield f"{place}: {key} is {'no longer taken' if self._taken else 'something new to be told'}."
        for key in before.keys() & after.keys():
            yield from self.changes(place, before[key], after[key])

    def _words(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = _words_of(old), _words_of(new)
        if before is None and after is None:
            return
        if before is None or after is None:
            if (after is not None) == self._taken:
                words = "Only certain words are taken" if self._taken else "Other words than before are told"
                yield f"{place}: {words}."
            return
        for word in sorted(before - after) if self._taken else sorted(after - before):
            yield f"{place}: The word {word} is {'no longer taken' if self._taken else 'new in answers'}."

    def _bounds(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        if not self._taken:
            return
        for names, narrower in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
            for name in names:
                if name in new and (name not in old or (new[name] - old[name]) * narrower > 0):
                    yield f"{place}: `{name}` is narrower."
        for name in _EXACT:
            if name in new and new[name] != old.get(name):
                yield f"{place}: `{name}` is another."

    def _members(self, place: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name in sorted(before.keys() - after.keys()):
            yield f"{place}/{name}: The member is gone."
        required, requires = set(old.get("required", [])), set(new.get("required", []))
        if self._taken:
            for name in sorted(requires - required):
                yield f"{place}/{name}: The member is required."
            if new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
                yield f"{place}: Members that are not described are no longer taken."
        else:
            for name in sorted((required - requires) & after.keys()):
                yield f"{place}/{name}: The member may be absent."
        for name in sorted(before.keys() & after.keys()):
            yield from self.changes(f"{place}/{name}", before[name], after[name])
        others = old.get("additionalProperties"), new.get("additionalProperties")
        if isinstance(others[0], dict) and isinstance(others[1], dict):
            yield from self.changes(f"{place}/*", others[0], others[1])


def _named(reference: str) -> str:
    return "components/" + reference.rpartition("/")[2]


def _meant(schema: Schema, components: Schema) -> Schema:
    meant: Schema = components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return meant


def _alternatives(schema: Schema) -> dict[str, Schema]:
    """Give the alternatives of a schema by what tells them apart: the name of a component, or a type."""
    if "$ref" in schema:
        return {_named(schema["$ref"]): schema}
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return {key: inner for each in schema[several] for key, inner in _alternatives(each).items()}
    types = schema.get("type")
    if isinstance(types, list):
        return {f"the type `{each}`": {**schema, "type": each} for each in types}
    return {f"the type `{types}`": schema} if types else {"anything": schema}


def _words_of(schema: Schema) -> set[str] | None:
    if "const" in schema:
        return {f"`{schema['const']}`"}
    return {f"`{each}`" for each in schema["enum"]} if "enum" in schema else None


def _within(narrow: Schema, wide: Schema) -> bool:
    """Whether everything of one type is of the other: a whole number is a number."""
    return "type" not in wide or (narrow.get("type"), wide["type"]) == ("integer", "number")


def _said(schema: Schema) -> str:
    return f"`{schema['type']}`" if "type" in schema else "any"


def newest_released(folder: Path = RELEASED) -> Path | None:
    """Find the released document with the highest version, if any was released."""
    return max(folder.glob("*.json"), key=lambda path: _version(path.stem), default=None)


def release(folder: Path = RELEASED) -> Path:
    """Copy the document to those that were released; raises ``FileExistsError`` where its version was released."""
    content = DOCUMENT.read_bytes()
    folder.mkdir(exist_ok=True)
    copy = folder / f"{json.loads(content)['info']['version']}.json"
    with copy.open("xb") as file:
        file.write(content)
    return copy


def refused(before: Schema, after: Schema) -> list[str]:
    """List what breaks clients, unless the document has another major version and so says that it does."""
    versions = [_version(document["info"]["version"]) for document in (before, after)]
    return [] if versions[1][0] > versions[0][0] else breaking_changes(before, after)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def main(arguments: list[str]) -> int:
    """Compare, or make the copy of a release; return the exit code."""
    if arguments == ["release"]:
        print(release().relative_to(DOCUMENT.parents[1]))
        return 0
    newest = newest_released()
    if newest is None:
        print("Nothing was released yet.")
        return 0
    found = refused(json.loads(newest.read_bytes()), json.loads(DOCUMENT.read_bytes()))
    print("\n".join(found) or f"No client of {newest.stem} breaks.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

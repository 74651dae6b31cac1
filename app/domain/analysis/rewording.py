"""How a condition was changed, in words: what was added to it, what was taken out, and what reads otherwise now."""

from collections.abc import Iterator

from app.domain.evaluation.branches import words_of
from app.domain.language.nodes import All, AnyOf, Condition, ForAny, Not, Test
from app.domain.language.order import written
from app.domain.language.soundness import walk

_JOINED = {All: "condition", AnyOf: "alternative"}


def rewording(before: Condition, after: Condition) -> Iterator[str]:
    """Each change, as a clause; none where both say the same, in whatever order."""
    if written(before) == written(after):
        return
    match before, after:
        case (All(), _) | (_, All()) if not isinstance(before, AnyOf) and not isinstance(after, AnyOf):
            yield from _parts(before, after, All)
        case (AnyOf(), _) | (_, AnyOf()) if not isinstance(before, All) and not isinstance(after, All):
            yield from _parts(before, after, AnyOf)
        case Not(one), Not(two):
            yield from (f"within `not`: {clause}" for clause in rewording(one, two))
        case ForAny(path=here, part=one), ForAny(path=there, part=two) if here.text == there.text:
            yield from (f"for {here.text}: {clause}" for clause in rewording(one, two))
        case Test(path=here, words=was), Test(path=there, words=now) if here.text == there.text:
            yield f"`{here.text}`: {was} → {now}"
        case _:
            yield f"`{words_of(before)}` was replaced by `{words_of(after)}`"


def _parts(before: Condition, after: Condition, form: type[All] | type[AnyOf]) -> Iterator[str]:
    """The changes among parts that are joined in the same way; a single condition counts as its only part."""
    ours = before.parts if isinstance(before, All | AnyOf) else (before,)
    theirs = after.parts if isinstance(after, All | AnyOf) else (after,)
    kept = {written(part) for part in ours} & {written(part) for part in theirs}
    gone = [part for part in ours if written(part) not in kept]
    new = [part for part in theirs if written(part) not in kept]
    for part in gone:
        match = max(new, key=lambda other: _alike(part, other), default=None)
        if match is not None and _alike(part, match):
            new.remove(match)
            yield from rewording(part, match)
        else:
            yield f"the {_JOINED[form]} `{words_of(part)}` was taken out"
    yield from (f"the {_JOINED[form]} `{words_of(part)}` was added" for part in new)


def _alike(one: Condition, other: Condition) -> int:
    """How much two conditions have in common; 0 if one cannot be called a version of the other."""
    if type(one) is not type(other):
        return 0
    if isinstance(one, Test) and isinstance(other, Test):
        return int(one.path.text == other.path.text)
    return len({written(part) for part in walk(one)} & {written(part) for part in walk(other)})

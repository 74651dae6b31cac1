"""Writes JSON Pointers (RFC 6901)."""


def below(pointer: str, step: str | int) -> str:
    """Returns the pointer to what stands under the name, or at the place, in what ``pointer`` leads to."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"

"""Core: what a returned case lacks (补正): a sentence a thing, said once, in one list; a line of the note each."""


def items_of(note: str) -> tuple[str, ...]:
    """The sentences, in their order."""
    return tuple(line.strip() for line in note.splitlines() if line.strip())


def numbered(note: str) -> tuple[str, ...]:
    """As they are read: "1. …"; one alone needs no number."""
    items = items_of(note)
    return items if len(items) < 2 else tuple(f"{at}. {item}" for at, item in enumerate(items, start=1))

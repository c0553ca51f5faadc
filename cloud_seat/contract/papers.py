"""Core: how one paper of a matter stands at the booth, for the official."""

import msgspec


class PaperState(msgspec.Struct, frozen=True, kw_only=True):
    """One paper at the booth: todo, busy, done or deferred until `due`; `accepted`: an official took these pages."""

    state: str
    pages: tuple[int, ...] = ()
    due: str = ""
    accepted: bool = False

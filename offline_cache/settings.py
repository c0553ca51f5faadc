"""Shell: a few values of the whole store: its epoch, the pinned root key, the newest key list."""

from offline_cache.store import Store


def read_setting(store: Store, name: str) -> bytes | None:
    """The value, if it was ever written."""
    row = store.row("SELECT value FROM settings WHERE name = ?", name)
    return bytes(row["value"]) if row is not None else None


def write_setting(store: Store, name: str, value: bytes | None) -> None:
    """Keeps the value in place of the earlier one; None removes it."""
    with store.transaction():
        store.run("DELETE FROM settings WHERE name = ?", name)
        if value is not None:
            store.run("INSERT INTO settings (name, value) VALUES (?, ?)", name, value)

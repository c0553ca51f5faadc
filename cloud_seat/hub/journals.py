"""Wiring: the journal of matching where this hub's settings keep it."""

from cloud_seat.hub.config import Settings
from cloud_seat.hub.store.journal import SqliteJournal
from cloud_seat.hub.store.pg_journal import PgJournal


def open_journal(settings: Settings) -> SqliteJournal | PgJournal:
    """In PostgreSQL beside the rest, or in a file of its own."""
    return PgJournal(settings.dsn()) if settings.on_postgres else SqliteJournal(settings.data_dir / "journal.sqlite")

"""Shell: connections to PostgreSQL that notice soon when it is gone, and its errors in our words."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg

from cloud_seat.hub.store.away import RemoteStoreAwayError

CONNECTING: dict[str, Any] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,  # a machine without power says no goodbye
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "options": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=5s",
}
"""Nobody may hold what the others wait for: a hub that was stopped in the middle of a transaction is thrown out."""


def connect(url: str) -> "psycopg.Connection[Any]":
    """One connection, each statement a transaction of its own. Raises RemoteStoreAwayError."""
    with told():
        return psycopg.connect(url, autocommit=True, **CONNECTING)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Psycopg's word for "gone" as ours."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise RemoteStoreAwayError from error

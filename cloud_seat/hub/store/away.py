"""Core: which database it is, and the one trouble of one in another process: it does not answer."""

PREFIXES = ("postgresql://", "postgres://")


def is_postgres(url: str) -> bool:
    """Of the two kinds of database that there are."""
    return url.startswith(PREFIXES)


class RemoteStoreAwayError(Exception):
    """PostgreSQL is stopped, starting, or out of reach. What was being written may stand or not: look before it is
    written again. Requests are answered "try again"; matching waits and goes on by itself."""

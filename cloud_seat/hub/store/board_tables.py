"""Core: the tables of the board's own data, as in tables.py."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from cloud_seat.hub.store.tables import metadata as metadata

call_wait = Table(
    "call_wait",  # how long a resident waited for the first official; of nobody in particular
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("day", String(10), nullable=False, index=True),  # of the office
    Column("kiosk_id", String(32), nullable=False),
    Column("item_id", String(100), nullable=False),
    Column("waited_s", Integer, nullable=False),
    Column("answered", Boolean, nullable=False),
)

booth_words = Table(
    "booth_words",  # what operators put on a booth's glass, until they take it away
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("zh", String(200), nullable=False),
    Column("en", String(200), nullable=False),
)

booth_closing = Table(
    "booth_closing",  # booths that a supervisor closed until a moment; it ends by itself
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("until_ms", BigInteger, nullable=False),  # UTC
    Column("reason", String(16), nullable=False),
)

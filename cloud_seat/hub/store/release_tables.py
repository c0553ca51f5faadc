"""Core: the tables of releases, as in tables.py."""

from sqlalchemy import Column, Float, LargeBinary, String, Table

from cloud_seat.hub.store.board_tables import metadata as metadata

release_told = Table(
    "release_told",  # the newest of every booth
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("at_s", Float, nullable=False),
    Column("told", LargeBinary, nullable=False),  # ReleaseTold as JSON
)

release_outcome = Table(
    "release_outcome",  # when a release first proved itself in a booth, and when it was put away there
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("version", String(32), primary_key=True, index=True),
    Column("confirmed_s", Float, nullable=True),
    Column("failed_s", Float, nullable=True),
    Column("reason", String(200), nullable=False, default=""),
)

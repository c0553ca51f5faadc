"""Core: the tables of releases, as in tables.py."""

from sqlalchemy import Boolean, Column, Float, LargeBinary, String, Table

from cloud_seat.hub.store.form_tables import metadata as metadata

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

release_asked = Table(
    "release_asked",  # when a booth was first told to run a release
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("version", String(32), primary_key=True, index=True),
    Column("at_s", Float, nullable=False),
)

release_night = Table(
    "release_night",  # of the newest rehearsal of every booth what a roll-out needs; all of it stands in `rehearsal`
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("version", String(400), nullable=False, index=True),
    Column("at_s", Float, nullable=False),
    Column("is_ready", Boolean, nullable=False),
)

release_steer = Table(
    "release_steer",  # the newest word of a person about each release
    metadata,
    Column("version", String(32), primary_key=True),
    Column("act", String(16), nullable=False),
    Column("at_s", Float, nullable=False),
    Column("by", String(80), nullable=False),
    Column("forgiven_s", Float, nullable=False),
)

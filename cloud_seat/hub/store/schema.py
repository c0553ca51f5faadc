"""Shell: brings a database to the form of `tables`, whatever earlier hub made it.

Tables that are missing are made as they are today. What became of a table that was there already is a step of alembic
in `steps/`; a step may find its work done, where the table was made just now: `if_not_exists`. A database without any
table takes no step: it is of today.
"""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from cloud_seat.hub.store.release_tables import metadata

NEWEST = "0002"
_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own."""


def prepare(db: Connection) -> None:
    """In this transaction. Of hubs that start together on one PostgreSQL all but one do it again, and find it done."""
    there = set(inspect(db).get_table_names())
    metadata.create_all(db)
    if not there:
        _VERSION.create(db)
        db.execute(insert(_VERSION).values(version_num=NEWEST))
    elif _VERSION.name not in there or db.scalar(select(_VERSION.c.version_num)) != NEWEST:
        _take_steps(db)


def _take_steps(db: Connection) -> None:
    from alembic import command  # here: it takes half a second to import
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "steps"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")

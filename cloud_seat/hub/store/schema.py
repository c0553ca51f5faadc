"""Shell: brings a database to the form of `tables`, whatever earlier hub made it.

Tables that are missing are made as they are today. What became of a table that was there already is a step of alembic
in `steps/`; a step may find its work done, where the table was made just now: `if_not_exists`.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from cloud_seat.hub.store.release_tables import metadata

NEWEST = "0001"
_VERSION = "alembic_version"


def prepare(db: Connection) -> None:
    """In this transaction. Of hubs that start together on one PostgreSQL all but one do it again, and find it done."""
    is_known = inspect(db).has_table(_VERSION)
    version = db.execute(text(f"SELECT version_num FROM {_VERSION}")).scalar() if is_known else None
    metadata.create_all(db)
    if version != NEWEST:
        _take_steps(db)


def _take_steps(db: Connection) -> None:
    from alembic import command  # here: once in the life of a database, and half a second to import
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "steps"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")

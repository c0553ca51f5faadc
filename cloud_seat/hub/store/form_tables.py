"""Core: the tables of forms that were written and signed at the board, as in tables.py."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from cloud_seat.hub.store.board_tables import metadata as metadata

signed_form = Table(
    "signed_form",  # never changed and never taken away: cases carry the hash
    metadata,
    Column("form_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),  # in which order they came
    Column("body", LargeBinary, nullable=False),  # the file
    Column("sha256", String(64), nullable=False),
    Column("written_by", Text, nullable=False),  # seat_ids, separated by spaces
    Column("signed_by", String(64), nullable=False),
    Column("signed_at", String(40), nullable=False),
)

form_draft = Table(
    "form_draft",  # the next version of a form, while it is written and read over
    metadata,
    Column("form_id", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),  # of the draft: who saves over another's work hears of it
    Column("body", LargeBinary, nullable=False),  # as it was typed: it may be no form yet
    Column("sha256", String(64), nullable=False),
    Column("written_by", Text, nullable=False),
    Column("state", String(16), nullable=False),  # draft, asked, returned
    Column("reason", String(200), nullable=False),  # of the return
    Column("saved_at", String(40), nullable=False),
)

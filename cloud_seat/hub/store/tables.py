"""Core: the tables of ordinary data, for SQLite and PostgreSQL alike. Times are UTC ISO 8601 text or epoch seconds."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from cloud_seat.hub.store import sign_in_tables as sign_in_tables  # whoever knows these tables knows those
from cloud_seat.hub.store.metadata import metadata as metadata

seat = Table(
    "seat",
    metadata,
    Column("seat_id", String(64), primary_key=True),
    Column("user", String(64), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("department_zh", String(200), nullable=False),
    Column("department_en", String(200), nullable=False, default=""),
    Column("number", String(32), nullable=False),
    Column("rights", Text, nullable=False),  # item ids separated by spaces, or "*"
    Column("password_hash", String(200), nullable=False),
)

supervisor = Table(
    "supervisor",  # of a hub before the table below, which takes its rows over
    metadata,
    Column("seat_id", String(64), primary_key=True),
)

role = Table(
    "role",  # see hub/acts.py; who has no row has the role of a seat
    metadata,
    Column("seat_id", String(64), primary_key=True),
    Column("role", String(16), primary_key=True),
)

kiosk = Table(
    "kiosk",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("name_zh", String(200), nullable=False),
    Column("name_en", String(200), nullable=False, default=""),
    Column("token_sha256", String(64), nullable=False, unique=True),
)

kiosk_code = Table(
    "kiosk_code",  # opens the enrolment of one booth, once
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("code_sha256", String(64), nullable=False, unique=True),
    Column("ends_at_s", Float, nullable=False),
)

kiosk_key = Table(
    "kiosk_key",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("public_key", LargeBinary, nullable=False),  # Ed25519, raw
)

duty = Table(
    "duty",  # of an official: the items they stand in for, places, languages, office hours; words separated by spaces
    metadata,
    Column("seat_id", String(64), primary_key=True),
    Column("deputy_rights", Text, nullable=False, default=""),
    Column("places", Text, nullable=False, default=""),
    Column("languages", Text, nullable=False, default=""),
    Column("hours", Text, nullable=False, default=""),
)

duty_change = Table(
    "duty_change",  # one row at most: how often the table above was changed, for hubs that look whether it was
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
)

kiosk_place = Table(
    "kiosk_place",  # the national code of where a booth stands
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("place", String(12), nullable=False),
)

signed_in = Table(
    "signed_in",
    metadata,
    Column("word_sha256", String(64), primary_key=True),
    Column("seat_id", String(64), nullable=False, index=True),
    Column("network", String(64), nullable=False),  # the cookie is worth nothing elsewhere
    Column("factor", Boolean, nullable=False),  # signed in with the second factor
    Column("opened_at_s", Float, nullable=False),
    Column("seen_at_s", Float, nullable=False),
)

case = Table(
    "case_file",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), nullable=False, index=True),
    Column("item_id", String(100), nullable=False),
    Column("form_id", String(100), nullable=False),
    Column("form_version", Integer, nullable=False),
    Column("acceptance_number", String(64), nullable=False, unique=True),
    Column("manifest", LargeBinary, nullable=False),
    Column("manifest_sha256", String(64), nullable=False),
    Column("receipt", LargeBinary, nullable=False),  # the whole answer, so that a repeat is the same bytes
    Column("checks", Text, nullable=False, default="[]"),
    Column("state", String(20), nullable=False, default="received"),
    Column("submitted_at", String(40), nullable=False),
    Column("received_at", String(40), nullable=False),
)

case_place = Table(
    "case_place",  # each booth counts what it submits, rehearsals too: a hole or a number twice shows here
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), nullable=False, index=True),
    Column("epoch", BigInteger, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("received_at", String(40), nullable=False),
)

number = Table(
    "running_number",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)

case_history = Table(
    "case_history",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("hash", String(64), nullable=False),
)

call_held = Table(
    "call_held",
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("seat_id", String(64), nullable=False, index=True),
    Column("kiosk_id", String(32), nullable=False),
    Column("at", String(40), nullable=False),
)

call_companion = Table(
    "call_companion",  # who else was in a call
    metadata,
    Column("companion_id", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False, index=True),
    Column("case_id", String(64), nullable=False),
    Column("kiosk_id", String(32), nullable=False),
    Column("role", String(16), nullable=False),
    Column("seat_id", String(64), nullable=False),  # empty: a helper
    Column("who", String(140), nullable=False),  # name and number, or what the helper called themselves
    Column("joined_at", String(40), nullable=False),
    Column("left_at", String(40), nullable=False, default="", index=True),  # empty: still there
    Column("why", String(16), nullable=False, default=""),
)

call_quality = Table(
    "call_quality",  # how a call was, as each end measured it; nothing of anybody
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("end", String(80), primary_key=True),  # "kiosk:…" or "seat:…"
    Column("kiosk_id", String(32), nullable=False),
    Column("day", String(10), nullable=False, index=True),  # of the office
    Column("seconds", Integer, nullable=False),
    Column("breaks", Integer, nullable=False),
    Column("frozen_s", Integer, nullable=False),
    Column("lost_permille", Integer, nullable=False),
    Column("rtt_p50_ms", Integer, nullable=True),
    Column("rtt_p95_ms", Integer, nullable=True),
    Column("frames", Integer, nullable=False),
)

rating = Table(
    "rating",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), nullable=False),
    Column("level", Integer, nullable=True),  # 5 … 1; NULL is "not rated", a value of its own
    Column("at", String(40), nullable=False),
)

rating_words = Table(
    "rating_words",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),  # of assets/ratings, as the booth showed them
)

rating_offer = Table(
    "rating_offer",  # booths, beside its own, where the card of this case asked for it: it may be rated there too
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), primary_key=True),
)

work_order = Table(
    "work_order",
    metadata,
    Column("work_order_id", Integer, primary_key=True, autoincrement=True),
    Column("case_id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False, default="open"),
    Column("opened_at", String(40), nullable=False),
    Column("due_on", String(10), nullable=False),
    UniqueConstraint("case_id", "kind"),
)

complaint = Table(
    "complaint",  # what a work order of any kind is about, and who answers for it
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("item_id", String(100), nullable=False),  # the matter that could not be done; may be empty
    Column("about_case", String(64), nullable=False),  # the case it came from; its officials do not judge themselves
    Column("reason", String(20), nullable=False),
    Column("wants_call", Boolean, nullable=False),
    Column("owner", String(64), nullable=False, default=""),  # seat id; empty until somebody takes it
    Column("called_at", String(40), nullable=False, default=""),
    Column("closed_at", String(40), nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
)

case_holder = Table(
    "case_holder",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("mark", String(64), primary_key=True, index=True),  # keyed hash of a card's number: KeyService.holder_mark
)

booking = Table(
    "booking",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("mark", String(64), nullable=False, index=True),  # as in case_holder; empty: by code only
    Column("item_id", String(100), nullable=False),
    Column("day", String(10), nullable=False),
    Column("time", String(5), nullable=False),
    Column("seat_id", String(64), nullable=False, default=""),
    Column("came_at", String(40), nullable=False, default=""),
    Column("came_to", String(32), nullable=False, default=""),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", String(200), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_cut = Table(
    "audit_cut",  # one row at most: the last row of the audit that was cut off
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)

digest_chosen = Table(
    "digest_chosen",  # one row at most: what new rows of history and audit are chained by; none: SHA-256
    metadata,
    Column("digest", String(16), primary_key=True),
)

setting_kept = Table(
    "setting_kept",  # settings other than the default, as the hub last started
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(200), nullable=False),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("seat_id", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # the app's secret under a key of the key service
    Column("confirmed", Boolean, nullable=False),
    Column("last_step", Integer, nullable=False),
)

recovery_code = Table(
    "recovery_code",  # each once
    metadata,
    Column("seat_id", String(64), primary_key=True),
    Column("code_sha256", String(80), primary_key=True),  # salt, 16 hex digits, before it
)

catalogue_change = Table(
    "catalogue_change",  # only ever added to
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("item_id", String(100), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON; empty: the item is gone
    Column("body_sha256", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
)

catalogue_own = Table(
    "catalogue_own",  # what operators put in place of the items in files
    metadata,
    Column("item_id", String(100), primary_key=True),
    Column("body", Text, nullable=False),  # as above
)

catalogue_item = Table(
    "catalogue_item",  # of a hub before the log above; read for its last number
    metadata,
    Column("item_id", String(100), primary_key=True),
    Column("seq", Integer, nullable=False, index=True),
    Column("body_sha256", String(64), nullable=False),  # empty: the item is gone
)

rehearsal = Table(
    "rehearsal",  # the newest of every booth
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("received_at", String(40), nullable=False),
    Column("told", LargeBinary, nullable=False),  # RehearsalTold as JSON
)

sms = Table(
    "sms_owed",  # residents who were promised a text
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("what", String(16), primary_key=True),
    Column("wanted_at", String(40), nullable=False),
    Column("due_s", Float, nullable=False, default=0.0),
    Column("tries", Integer, nullable=False, default=0),
    Column("settled", String(16), nullable=False, default="", index=True),  # how it ended; empty while it is owed
)

rehearsal_trouble = Table(
    "rehearsal_trouble",  # booths that may not open
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("since", String(40), nullable=False),  # of the first result without a good one after it
)

rehearsal_case = Table(
    "rehearsal_case",  # apart from case_file: no list, no count and no official can meet one
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("kiosk_id", String(32), nullable=False, index=True),
    Column("acceptance_number", String(64), nullable=False),
    Column("manifest_sha256", String(64), nullable=False),
    Column("receipt", LargeBinary, nullable=False),  # the whole answer, so that a repeat is the same bytes
    Column("checks", Text, nullable=False),  # codes, separated by spaces
    Column("received_at", String(40), nullable=False),
)

missed_words = Table(
    "missed_words",
    metadata,
    Column("missed_id", String(64), primary_key=True),  # chosen by the booth: a repeat counts once
    Column("kiosk_id", String(32), nullable=False),
    Column("words", String(40), nullable=False, index=True),
    Column("on", String(10), nullable=False),  # the day: nobody is found by it
)

outbox_told = Table(
    "outbox_told",  # what waits in each booth, the newest that it told, as JSON
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("received_at", String(32), nullable=False),
    Column("told", LargeBinary, nullable=False),
)

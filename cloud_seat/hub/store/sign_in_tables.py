"""Core: the tables of first passwords, passkeys, failed tries, used proofs and of the district's own sign-in."""

from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, String, Table

from cloud_seat.hub.store.metadata import metadata

first_password = Table(
    "first_password",  # chosen by nobody, told by an operator; the first sign-in replaces it
    metadata,
    Column("seat_id", String(64), primary_key=True),
    Column("ends_at_s", Float, nullable=False),
)

passkey = Table(
    "passkey",
    metadata,
    Column("passkey_id", String(64), primary_key=True),  # SHA-256 of the id that the key gave itself
    Column("seat_id", String(64), nullable=False, index=True),
    Column("rp_id", String(255), nullable=False),  # the hub's name by which it is good
    Column("credential", LargeBinary, nullable=False),  # id and public key, WebAuthn §6.5.2
    Column("uses", BigInteger, nullable=False),
    Column("name", String(40), nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("used_at", String(32), nullable=False, default=""),
)

passkey_challenge = Table(
    "passkey_challenge",  # each once, for a few minutes
    metadata,
    Column("challenge_sha256", String(64), primary_key=True),
    Column("seat_id", String(64), nullable=False),
    Column("ends_at_s", Float, nullable=False),
)

elsewhere_asked = Table(
    "elsewhere_asked",  # questions to the district's sign-in, each once, for a few minutes
    metadata,
    Column("state_sha256", String(64), primary_key=True),
    Column("verifier", String(128), nullable=False),  # RFC 7636
    Column("nonce", String(64), nullable=False),
    Column("ends_at_s", Float, nullable=False),
)

elsewhere_opened = Table(
    "elsewhere_opened",  # sign-ins that came from there
    metadata,
    Column("word_sha256", String(64), primary_key=True),
    Column("seat_id", String(64), nullable=False),
    Column("subject", String(255), nullable=False, index=True),
    Column("sid", String(255), nullable=False, index=True),
)

failed_tries = Table(
    "failed_tries",  # by a keyed hash of what was tried and where: a name that nobody has may be a password
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until_s", Float, nullable=False),
    Column("at_s", Float, nullable=False, index=True),
)

proof_used = Table(
    "proof_used",  # of booths' signed requests, each once at whichever hub, for as long as a proof is fresh
    metadata,
    Column("kiosk_id", String(64), primary_key=True),
    Column("nonce_sha256", String(64), primary_key=True),
    Column("at_s", Float, nullable=False, index=True),
)

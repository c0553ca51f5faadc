"""Shell: the tables, as steps that are only ever added at the end: a kiosk comes from any older version.

It may also go back to one: a new column has a default, and every INSERT names its columns. For each step a real file of
it is kept in tests/offline_cache/old.
"""

from offline_cache.store import Database, Migrations

cases = Migrations("offline_cache.cases")
catalogue = Migrations("offline_cache.catalogue")


@cases()
def m001_outbox(db: Database) -> None:
    """Cases, their sealed parts, the sequence of submissions, and a few settings."""
    db.conn.execute(
        """CREATE TABLE cases (
            case_id TEXT PRIMARY KEY, kiosk_epoch INTEGER NOT NULL, state TEXT NOT NULL, started_at TEXT NOT NULL,
            item_id TEXT NOT NULL, form_id TEXT NOT NULL, form_version INTEGER NOT NULL, form_hash TEXT NOT NULL,
            draft_key BLOB, submitted_at TEXT, priority INTEGER NOT NULL DEFAULT 0,
            manifest BLOB, manifest_sha256 TEXT,
            tries INTEGER NOT NULL DEFAULT 0, next_due REAL NOT NULL DEFAULT 0, last_error TEXT, receipt BLOB
        ) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE parts (
            case_id TEXT NOT NULL REFERENCES cases, name TEXT NOT NULL, media_type TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE, size_bytes INTEGER NOT NULL, sealed BLOB, PRIMARY KEY (case_id, name)
        ) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE submissions (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, case_id TEXT NOT NULL UNIQUE REFERENCES cases,
            provisional_number TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT")


@cases()
def m002_signed_papers(db: Database) -> None:
    """The hash of a signed paper itself, for the manifest."""
    db.conn.execute("ALTER TABLE parts ADD COLUMN document_sha256 TEXT NOT NULL DEFAULT ''")


@cases()
def m003_rehearsals(db: Database) -> None:
    """A case that is nobody's: the booth tries itself."""
    db.conn.execute("ALTER TABLE cases ADD COLUMN rehearsal INTEGER NOT NULL DEFAULT 0")


@cases()
def m004_waiting(db: Database) -> None:
    """All that is asked of a waiting case, beside its state: a long queue is looked through without its manifests."""
    columns = "state, case_id, submitted_at, priority, tries, next_due, last_error"
    db.conn.execute(f"CREATE INDEX cases_waiting ON cases ({columns})")


@catalogue()
def m001_replica(db: Database) -> None:
    """Public items, and four ways to find them: by folded name, by words, by sound, by vocabulary.

    `names` has one row per name or alias and per reading of it; `sounds` shares its row ids, `words` those of `items`.
    """
    db.conn.execute(
        "CREATE TABLE items (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT"
    )
    db.conn.execute(
        """CREATE TABLE names (
            key INTEGER PRIMARY KEY, place INTEGER NOT NULL, kind TEXT NOT NULL,
            text TEXT NOT NULL, folded TEXT NOT NULL, syllables TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX names_folded ON names (kind, folded)")
    db.conn.execute("CREATE INDEX names_place ON names (place)")
    db.conn.execute("CREATE VIRTUAL TABLE words USING fts5 (name, english, alias, body)")
    db.conn.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, col)")
    db.conn.execute("CREATE VIRTUAL TABLE sounds USING fts5 (initials, letters, syllables, tokenize = 'trigram')")
    db.conn.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT")


@catalogue()
def m002_sounds_in_memory(db: Database) -> None:
    """Sounds are searched in memory now. A name without Chinese characters has none."""
    db.conn.execute("DROP TABLE sounds")
    db.conn.execute("UPDATE names SET syllables = trim(syllables) WHERE trim(syllables) = ''")


@catalogue()
def m003_forms(db: Database) -> None:
    """The published forms, as files: the booth needs them where there is no network."""
    db.conn.execute(
        """CREATE TABLE forms (
            id TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (id, version)
        ) STRICT"""
    )


@catalogue()
def m004_search_by_index(db: Database) -> None:
    """Words by pairs of characters, sounds by pairs of syllables and runs of initials; see search_tables.py.

    `words` stays, empty, for the release before this one, if it comes back.
    """
    db.conn.execute("DROP TABLE vocabulary")
    db.conn.execute("DROP TABLE words")
    db.conn.execute("CREATE VIRTUAL TABLE words USING fts5 (name, english, alias, body)")
    db.conn.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, col)")
    contentless = "content = '', contentless_delete = 1"
    db.conn.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (name, english, alias, body, {contentless}, prefix = '1')")
    db.conn.execute(f"CREATE VIRTUAL TABLE sounds USING fts5 (initials, syllables, {contentless}, prefix = '1 2')")
    db.conn.execute("CREATE INDEX names_letters ON names (replace(syllables, ' ', '')) WHERE syllables <> ''")
    db.conn.execute("CREATE TABLE parts (kind TEXT, part TEXT, PRIMARY KEY (kind, part)) STRICT, WITHOUT ROWID")


@catalogue()
def m005_documents(db: Database) -> None:
    """Templates of papers and recorded prompts, as files."""
    db.conn.execute("CREATE TABLE documents (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, body BLOB NOT NULL) STRICT")

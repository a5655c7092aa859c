"""The tables of a ledger and the numbered steps that make them, for both databases.

Steps are added, never changed: what the first one made is written out here, whatever fields the
record has by now. A field that the record gained since gets its column when a ledger is opened
(`added_columns`); it is null in the rows that were there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from events.types import Claim, Document, Rejected

_FIRST: Final = {
    "claims": (
        "claim_id event_type modality actor1 actor2 claimed_controller projected_controller"
        " share_percent:number share_of counts against_interest:flag event_date:day"
        " event_date_end:day date_prec:whole date_basis date_text place_id place_name mention"
        " admin1 admin2 official_code country lon:number lat:number where_prec:whole"
        " uncertainty_m:number where_flag geo_reason geo_candidates claimant claimant_side"
        " claimant_role claimant_kind speech_act reported_via origin_agency verification"
        " extraction_confidence:number review_status source source_url archived_url title lang"
        " published:day published_basis known_from:day document_id document_sha256 text_sha256"
        " evidence evidence_start:whole evidence_end:whole mention_start:whole mention_end:whole"
        " claimant_start:whole claimant_end:whole date_start:whole date_end:whole"
        " verification_start:whole verification_end:whole own_voice_lead:flag licence"
        " extractor_version gazetteer_version conflict"
    ),
    "readings": (
        "document_id title source source_url archived_url published:day published_basis lang"
        " licence origin_agency note"
    ),
    "rejected": "document_id document_sha256 start:whole end:whole text reason stage",
}
FIRST_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    table: {name: kind or "text" for name, _, kind in (c.partition(":") for c in said.split())}
    for table, said in _FIRST.items()
}
"""The columns of the first schema that hold the fields of a record, and the kind of each."""

_RECORDS: Final[Mapping[str, type]] = {"claims": Claim, "readings": Document, "rejected": Rejected}
_KINDS = {"date": "day", "bool": "flag", "int": "whole", "float": "number"}
_BYTES = ("text", "raw", "sha256", "text_sha256")  # of a document: stored apart, by their hash


@lru_cache(maxsize=8)
def record_columns(table: str) -> Mapping[str, str]:
    """Return the fields that a table holds of its record today, and the kind of each.

    Kinds are text, day, flag, whole (number) and number.
    """
    skipped = _BYTES if table == "readings" else ()
    return {
        field.name: _KINDS.get(str(field.type).split(" ")[0], "text")
        for field in fields(_RECORDS[table])
        if field.name not in skipped
    }


@lru_cache(maxsize=8)
def added_columns(table: str) -> Mapping[str, str]:
    """Return the columns that the record gained since the first schema, and the kind of each."""
    first = FIRST_COLUMNS[table]
    return {name: kind for name, kind in record_columns(table).items() if name not in first}


def quoted(names: Iterable[str]) -> str:
    """Return column names as SQL."""
    return ", ".join(f'"{name}"' for name in names)


@lru_cache(maxsize=8)
def defaults(table: str) -> Mapping[str, Any]:
    """Return the values of the added columns that a row has which is older than they."""
    return {
        field.name: field.default
        for field in fields(_RECORDS[table])
        if field.name in added_columns(table)
    }


_CURRENT = (
    "CREATE VIEW current AS SELECT reading FROM (SELECT reading, row_number() OVER"
    " (PARTITION BY document_sha256 ORDER BY version_key DESC, document_id, reading DESC) AS age"
    " FROM readings) AS aged WHERE age = 1"
)
_REVIEWS = (
    "CREATE TABLE reviews (entry {serial}, claim_id {text} NOT NULL, as_read {text} NOT NULL,"
    " decision {text} NOT NULL CHECK (decision IN ('accept', 'correct', 'reject')),"
    " corrected {text} NOT NULL, reviewer {text} NOT NULL, reason {text} NOT NULL,"
    " at {text} NOT NULL)",
    "CREATE UNIQUE INDEX reviews_once ON reviews"
    " (claim_id, at, reviewer, decision, {reason}, {corrected})",
    "CREATE TABLE notices (entry {serial}, claim_id {text} NOT NULL,"
    " decision {text} NOT NULL CHECK (decision IN ('correct', 'retract')),"
    " corrected {text} NOT NULL, source {text} NOT NULL, reason {text} NOT NULL,"
    " published {day} NOT NULL, url {text} NOT NULL, recorded_by {text} NOT NULL,"
    " at {text} NOT NULL)",
    "CREATE UNIQUE INDEX notices_once ON notices"
    " (claim_id, published, source, decision, {reason}, {corrected})",
)
_CREDIBILITY = "ALTER TABLE reviews ADD COLUMN credibility {text}"
GUARDED: Final = (
    *("bytes", "readings", "claims", "rejected", "custody", "gazetteers", "migrations"),
    *("reviews", "notices"),
)
"""The tables whose rows may be added and read, and nothing else."""


def _sqlite_guards(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, 'the ledger is append-only: {table} takes no {verb}'); END"
        for verb in ("update", "delete")
    )


def _bare(table: str) -> str:
    return ", ".join(f"[{name}]" for name in FIRST_COLUMNS[table])


_SQLITE_FIRST = (
    "CREATE TABLE bytes (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE readings (reading INTEGER PRIMARY KEY, document_sha256 TEXT NOT NULL"
    " REFERENCES bytes, text_sha256 TEXT NOT NULL REFERENCES bytes,"
    " extractor_version TEXT NOT NULL, version_key TEXT NOT NULL, digest TEXT NOT NULL,"
    f" {_bare('readings')})",
    "CREATE INDEX readings_of ON readings (document_sha256, version_key, reading)",
    f"CREATE TABLE claims (reading INTEGER NOT NULL REFERENCES readings, {_bare('claims')})",
    "CREATE INDEX claims_of ON claims (reading)",
    f"CREATE TABLE rejected (reading INTEGER REFERENCES readings, {_bare('rejected')})",
    "CREATE INDEX rejected_of ON rejected (reading)",
    f"CREATE UNIQUE INDEX unread ON rejected ({_bare('rejected')}) WHERE reading IS NULL",
    "CREATE TABLE custody (entry INTEGER PRIMARY KEY, stored_at TEXT NOT NULL, run TEXT,"
    " reading INTEGER NOT NULL REFERENCES readings)",
    "CREATE TABLE gazetteers (version TEXT PRIMARY KEY, licences TEXT NOT NULL)",
    "CREATE VIEW current AS SELECT * FROM (SELECT *, row_number() OVER"
    " (PARTITION BY document_sha256 ORDER BY version_key DESC, reading DESC) AS age"
    " FROM readings) WHERE age = 1",
)
_SQLITE_WORDS = {
    "serial": "INTEGER PRIMARY KEY",
    "text": "TEXT",
    "day": "TEXT",
    "reason": "reason",
    "corrected": "corrected",
}
_SQLITE_REVIEWS = (
    "DROP VIEW current",
    _CURRENT,
    "CREATE INDEX claims_named ON claims (claim_id)",
    *(statement.format(**_SQLITE_WORDS) for statement in _REVIEWS),
    *chain.from_iterable(map(_sqlite_guards, GUARDED)),
)
_SQLITE_BYTES = (
    # Contents in the order in which they came: sorted by hash, each one added rewrites a page that
    # holds a dozen others, and a ledger of a million claims fills a third slower.
    "CREATE TABLE contents (sha256 TEXT NOT NULL UNIQUE, content BLOB NOT NULL)",
    "INSERT INTO contents SELECT sha256, content FROM bytes",
    "DROP TABLE bytes",
    "ALTER TABLE contents RENAME TO bytes",
    *_sqlite_guards("bytes"),
)

POSTGRES_TYPES: Final[Mapping[str, str]] = {
    "text": 'text COLLATE "C"',  # sorts as SQLite does, whatever the database's language
    "day": "date",
    "flag": "boolean",
    "whole": "integer",
    "number": "double precision",
}


def _typed(table: str) -> str:
    return ", ".join(f'"{n}" {POSTGRES_TYPES[k]}' for n, k in FIRST_COLUMNS[table].items())


_TEXT = POSTGRES_TYPES["text"]
_POSTGRES_FIRST = (
    f"CREATE TABLE bytes (sha256 {_TEXT} PRIMARY KEY, content bytea NOT NULL)",
    f"CREATE TABLE readings (reading bigint PRIMARY KEY, document_sha256 {_TEXT} NOT NULL"
    f" REFERENCES bytes, text_sha256 {_TEXT} NOT NULL REFERENCES bytes,"
    f" extractor_version {_TEXT} NOT NULL, version_key {_TEXT} NOT NULL, digest {_TEXT} NOT NULL,"
    f" {_typed('readings')})",
    "CREATE INDEX readings_of ON readings (document_sha256, version_key, reading)",
    f"CREATE TABLE claims (reading bigint NOT NULL REFERENCES readings, {_typed('claims')},"
    " position geometry(Point, 4326) GENERATED ALWAYS AS"
    " (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED)",
    "CREATE INDEX claims_of ON claims (reading)",
    "CREATE INDEX claims_where ON claims USING gist (position)",
    "CREATE INDEX claims_place ON claims (place_id, event_date)",
    "CREATE INDEX claims_day ON claims (event_date)",
    "CREATE INDEX claims_known ON claims (known_from)",
    f"CREATE TABLE rejected (reading bigint REFERENCES readings, {_typed('rejected')})",
    "CREATE INDEX rejected_of ON rejected (reading)",
    'CREATE UNIQUE INDEX unread ON rejected (document_id, document_sha256, "start", "end",'
    " stage, md5(text), md5(reason)) WHERE reading IS NULL",
    f"CREATE TABLE custody (entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    f" stored_at {_TEXT} NOT NULL, run {_TEXT}, reading bigint NOT NULL REFERENCES readings)",
    f"CREATE TABLE gazetteers (version {_TEXT} PRIMARY KEY, licences {_TEXT} NOT NULL)",
)
_POSTGRES_WORDS = {
    "serial": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    "text": _TEXT,
    "day": "date",
    "reason": "md5(reason)",  # an index takes no more than 2.7 kB
    "corrected": "md5(corrected)",
}
_POSTGRES_REVIEWS = (
    _CURRENT,
    "CREATE INDEX claims_named ON claims (claim_id)",
    *(statement.format(**_POSTGRES_WORDS) for statement in _REVIEWS),
    "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
    " 'the ledger is append-only: % takes no %', TG_TABLE_NAME, lower(TG_OP); END $$",
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        for table in GUARDED
    ),
)

Steps = tuple[tuple[str, ...], ...]
SQLITE_STEPS: Final[Steps] = (
    _SQLITE_FIRST,
    _SQLITE_REVIEWS,
    (_CREDIBILITY.format(**_SQLITE_WORDS),),
    _SQLITE_BYTES,
)
POSTGRES_STEPS: Final[Steps] = (
    _POSTGRES_FIRST,
    _POSTGRES_REVIEWS,
    (_CREDIBILITY.format(**_POSTGRES_WORDS),),
    (),  # its tables have no order
)
SCHEMA_VERSION: Final = len(SQLITE_STEPS)

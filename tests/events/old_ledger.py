"""A ledger as the first schema made it, with two documents, to see that it is brought up to date.

What is written here is what the first release wrote, and stays so whatever comes after it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple
from datetime import date
from pathlib import Path

from events.types import Claim, Document, Rejected

_CLAIM = (
    "claim_id event_type modality actor1 actor2 claimed_controller projected_controller"
    " share_percent share_of counts against_interest event_date event_date_end date_prec"
    " date_basis date_text place_id place_name mention admin1 admin2 official_code country lon"
    " lat where_prec uncertainty_m where_flag geo_reason geo_candidates claimant claimant_side"
    " claimant_role claimant_kind speech_act reported_via origin_agency verification"
    " extraction_confidence review_status source source_url archived_url title lang published"
    " published_basis known_from document_id document_sha256 text_sha256 evidence evidence_start"
    " evidence_end mention_start mention_end claimant_start claimant_end date_start date_end"
    " verification_start verification_end own_voice_lead licence extractor_version"
    " gazetteer_version conflict"
)

_DOCUMENT = (
    "document_id title source source_url archived_url published published_basis lang licence"
    " origin_agency note"
)

_REJECTED = "document_id document_sha256 start end text reason stage"
CLAIM_FIELDS, DOCUMENT_FIELDS, REJECTED_FIELDS = (
    said.split() for said in (_CLAIM, _DOCUMENT, _REJECTED)
)


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f"[{name}]" for name in names)


SCHEMA = f"""
PRAGMA application_id = {0x636C6D70};
CREATE TABLE migrations (version INTEGER PRIMARY KEY, at TEXT);
CREATE TABLE bytes (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE readings (reading INTEGER PRIMARY KEY,
    document_sha256 TEXT NOT NULL REFERENCES bytes, text_sha256 TEXT NOT NULL REFERENCES bytes,
    extractor_version TEXT NOT NULL, version_key TEXT NOT NULL, digest TEXT NOT NULL,
    {_columns(DOCUMENT_FIELDS)});
CREATE INDEX readings_of ON readings (document_sha256, version_key, reading);
CREATE TABLE claims (reading INTEGER NOT NULL REFERENCES readings, {_columns(CLAIM_FIELDS)});
CREATE INDEX claims_of ON claims (reading);
CREATE TABLE rejected (reading INTEGER REFERENCES readings, {_columns(REJECTED_FIELDS)});
CREATE INDEX rejected_of ON rejected (reading);
CREATE UNIQUE INDEX unread ON rejected ({_columns(REJECTED_FIELDS)}) WHERE reading IS NULL;
CREATE TABLE custody (entry INTEGER PRIMARY KEY, stored_at TEXT NOT NULL, run TEXT,
    reading INTEGER NOT NULL REFERENCES readings);
CREATE TABLE gazetteers (version TEXT PRIMARY KEY, licences TEXT NOT NULL);
CREATE VIEW current AS SELECT * FROM (SELECT *, row_number() OVER
    (PARTITION BY document_sha256 ORDER BY version_key DESC, reading DESC) AS age
    FROM readings) WHERE age = 1;
PRAGMA journal_mode = WAL;
PRAGMA user_version = 1;
INSERT INTO migrations VALUES (1, '2026-01-01T00:00:00+00:00');
"""


def make_old_ledger(
    path: Path, document: Document, claims: Sequence[Claim], rejected: Sequence[Rejected]
) -> None:
    """Write a ledger of the first schema with one document, as read by extractor version 1."""
    described = [_plain(getattr(document, name)) for name in DOCUMENT_FIELDS]
    rows = sorted(tuple(_plain(getattr(c, name)) for name in CLAIM_FIELDS) for c in claims)
    refused = sorted(astuple(one) for one in rejected)
    said = json.dumps([document.sha256, document.text_sha256, described, rows, refused])
    digest = hashlib.sha256(said.encode("ascii")).hexdigest()
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA)
        database.execute("INSERT INTO bytes VALUES (?, ?)", (document.sha256, document.raw))
        reading = (1, document.sha256, document.text_sha256, "1", "00000001", digest, *described)
        _insert(database, "readings", reading)
        _insert(database, "custody", (1, "2026-01-01T00:00:00+00:00", "old", 1))
        for row in rows:
            _insert(database, "claims", (1, *row))
        for one in refused:
            _insert(database, "rejected", (1, *one))
        database.execute("INSERT INTO gazetteers VALUES ('g1', '[\"A\"]')")
        database.commit()


def _insert(database: sqlite3.Connection, table: str, row: Sequence[object]) -> None:
    database.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

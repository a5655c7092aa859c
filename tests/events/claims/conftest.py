"""Reading a few sentences as a whole report, with the shipped gazetteer, model and profile."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from events.actors import load_conflict
from events.claims import extract_claims
from events.types import Claim, Document, Rejected
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.parse import Parser

PUBLISHED = date(2023, 3, 10)  # a Friday

Read = Callable[..., list[Claim]]
ReadAll = Callable[..., tuple[list[Claim], list[Rejected]]]


@pytest.fixture(scope="session")
def geoparser() -> Geoparser:
    return Geoparser(Gazetteer.open(), Parser())


@pytest.fixture(scope="session")
def read_all(geoparser: Geoparser) -> ReadAll:
    """Return a function from a text to its claims and what was rejected."""
    conflict = load_conflict("ukraine")

    def read(
        text: str, *, published: date | None = PUBLISHED, source: str | None = None
    ) -> tuple[list[Claim], list[Rejected]]:
        document = Document(
            document_id="test",
            text=text,
            raw=text.encode(),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            source=source,
            published=published,
            published_basis="given" if published else "unknown",
        )
        geoparse = geoparser.parse(text, conflict.focus(published))
        return extract_claims(document, geoparse, conflict)

    return read


@pytest.fixture(scope="session")
def read(read_all: ReadAll) -> Read:
    """Return a function from a text to its claims."""

    def only_claims(text: str, **options: object) -> list[Claim]:
        return read_all(text, **options)[0]

    return only_claims

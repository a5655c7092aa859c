"""The terms on which a map leaves the house, applied to all that is drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from events.export import kept_back
from events.map.manifest import INTERNAL, Drawn
from events.publication import load_profile, publish
from events.types import Document


def on_terms(drawn: Drawn, profile: str, on: date) -> Drawn:
    """Return what may be drawn for whom, with a notice of what was left out.

    Rows whose licence bars redistribution are left out, unless the provenance is ``private``. Under
    a profile other than internal, claims are what `publish` lets through on the day, and of
    reports only their hashes, ids and days are told, of those old enough.

    Raises
    ------
    PublicationError
        There is no such profile.
    """
    about = drawn.provenance
    kept, barred = kept_back(drawn.claims, private=about.private)
    notices = [*about.notices, *map(str, barred)]
    if profile == INTERNAL:
        told = replace(about, query={**about.query, "profile": profile}, notices=tuple(notices))
        return replace(drawn, claims=kept, provenance=told)
    published = publish(kept, profile, on=on)
    query = {**about.query, "profile": profile, "published_on": on.isoformat()}
    told = replace(about, query=query, notices=(*notices, published.notice))
    last = on - timedelta(days=load_profile(profile).delay_days)
    documents = [_bare(d) for d in drawn.documents if d.published and d.published <= last]
    return replace(drawn, claims=published.claims, documents=documents, provenance=told)


def _bare(document: Document) -> Document:
    """Return a report without words: a title or an address may name a person or a place."""
    return replace(document, text="", raw=b"", title=None, source_url=None, archived_url=None)

"""Claims as they may be published: later, coarser, and without names.

Pure but for the data that is shipped. A public row keeps the hashes of its document and all
offsets, so that whoever has the document finds the words; its own ``evidence`` is redacted where
the profile says so, begins with ``[redacted]``, and no longer equals the words at the offsets.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from events.publication.persons import People, listed
from events.publication.positions import Atlas, Places, at_settlement, coarsened
from events.publication.profile import Profile, load_profile
from events.publication.spans import Span, merged, replaced
from events.publication.words import protected_kind
from events.types import Claim
from geo.coordinates import find_coordinates

REDACTED: Final = "[redacted]"
"""What a text begins with whose words were changed for publication."""

_TOO_RECENT: Final = "too recent"
_UNDATED: Final = "without any date"


@dataclass(frozen=True, slots=True)
class Withheld:
    """So many claims were not published, and why."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Published:
    """What may be published, a notice that goes with it, and what was withheld.

    ``notice`` is one paragraph of plain text, empty where the profile changes nothing.
    """

    claims: tuple[Claim, ...]
    notice: str
    withheld: tuple[Withheld, ...]


def publish(
    claims: Iterable[Claim],
    profile: Profile | str,
    *,
    on: date,
    places: Places | None = None,
) -> Published:
    """Return what may be published of the claims on a day, under a profile.

    Parameters
    ----------
    claims
        Each claim once or more often, in any order: names are learnt from all of them.
    profile
        A profile, or the id of one that is shipped.
    on
        The day of publishing, from which the delay counts back.
    places
        The gazetteer that settlements are looked up in; by default the one that is shipped, which
        is opened only where the profile needs it.

    Raises
    ------
    PublicationError
        There is no such profile.
    GazetteerMissing
        Settlements are asked for and the cached gazetteer is not installed.
    """
    terms = load_profile(profile) if isinstance(profile, str) else profile
    given = list(claims)
    reasons = [_too_early(claim, terms, on) for claim in given]
    unique = {claim.claim_id: why for claim, why in zip(given, reasons, strict=True) if why}
    counts = Counter(unique.values())
    withheld = tuple(Withheld(reason, counts[reason]) for reason in sorted(counts))
    due = [claim for claim, why in zip(given, reasons, strict=True) if why is None]
    if terms.positions == "as_found" and not terms.protected and terms.persons == "names":
        public = due
    else:
        editor = _Editor(terms, Atlas(places or _shipped()), People.of(due))
        public = [editor.public(claim) for claim in due]
    return Published(tuple(public), _notice(terms, on, withheld), withheld)


def is_redacted(text: str | None) -> bool:
    """Tell whether a text's words were changed for publication."""
    return text is not None and text.startswith(REDACTED)


def _shipped() -> Places:
    from geo.gazetteer import Gazetteer  # mapped into memory: only where it is asked

    return Gazetteer.open()


def _too_early(claim: Claim, profile: Profile, on: date) -> str | None:
    """Return why a claim may not be published yet, or None."""
    if not profile.delay_days:
        return None
    last = on - timedelta(days=profile.delay_days)
    days = [claim.published, claim.known_from, claim.event_date, claim.event_date_end]
    known = [day for day in days if day is not None]
    if not known:
        return _UNDATED
    return _TOO_RECENT if max(known) > last else None


@dataclass(frozen=True, slots=True)
class _Editor:
    """Makes claims public under one profile."""

    profile: Profile
    atlas: Atlas
    people: People

    def public(self, claim: Claim) -> Claim:
        """Return the claim as it may be published."""
        shown = self._addresses(self._words(self._place(claim), claim))
        return shown if self.profile.persons == "names" else self._persons(shown, claim)

    def _place(self, claim: Claim) -> Claim:
        moved = coarsened(claim, self.profile, self.atlas)
        if self._protected(claim) is None or self.profile.positions in ("district", "grid"):
            return moved
        return replace(at_settlement(moved, self.atlas), mention=None, share_of=None)

    def _protected(self, claim: Claim) -> str | None:
        if not self.profile.protected:
            return None
        told = (claim.place_name, claim.mention, claim.share_of, claim.counts)
        return protected_kind(claim.evidence, *told)

    def _words(self, moved: Claim, claim: Claim) -> Claim:
        """Return the moved claim with words that give no more away than its position does."""
        kind = self._protected(claim)
        if kind is None and self.profile.positions in ("as_found", "settlement"):
            return self._spoken(moved, claim)
        return replace(moved, evidence=f"{REDACTED} {kind or 'place'}", title=self._title(claim))

    def _spoken(self, moved: Claim, claim: Claim) -> Claim:
        spans = self._spans(claim.evidence, claim.conflict)
        if moved.mention is None and claim.mention is not None:
            spans += _mention_in_evidence(claim)
        told = _marked(replaced(claim.evidence, merged(spans)), claim.evidence)
        return replace(moved, evidence=told, title=self._title(claim))

    def _title(self, claim: Claim) -> str | None:
        if claim.title is None or self._bares_place(claim.title):
            return claim.title and REDACTED
        told = replaced(claim.title, merged(self._spans(claim.title, claim.conflict)))
        return _marked(told, claim.title)

    def _bares_place(self, text: str) -> bool:
        """Tell whether a title or an address would tell what the row does not."""
        if self.profile.positions in ("district", "grid"):
            return True
        return self.profile.protected and protected_kind(re.sub(r"\W|_", " ", text)) is not None

    def _spans(self, text: str, conflict: str | None) -> list[Span]:
        spans: list[Span] = []
        if self.profile.persons == "roles":
            spans += self.people.spans(text, conflict)
        if self.profile.positions != "as_found":
            spans += [(one.start, one.end, "coordinates") for one in find_coordinates(text)]
        return spans

    def _persons(self, shown: Claim, claim: Claim) -> Claim:
        people, war = self.people, claim.conflict
        return replace(
            shown,
            claimant=people.speaker(claim),
            claimant_role=people.told(claim.claimant_role, war),
            reported_via=self._via(claim),
            mention=people.told(shown.mention, war),
            date_text=people.told(claim.date_text, war),
            share_of=people.told(shown.share_of, war),
            counts=people.told(claim.counts, war),
            source=people.publisher(claim.source, war),
        )

    def _via(self, claim: Claim) -> str | None:
        """Return the chain of those through whom a claim came: a JSON list, or text as it was."""
        names = listed(claim.reported_via)
        if not names:
            return self.people.told(claim.reported_via, claim.conflict)
        told = [self.people.told(str(one), claim.conflict) for one in names]
        return json.dumps(told, ensure_ascii=False)

    def _addresses(self, claim: Claim) -> Claim:
        """Return the claim without addresses and ids that tell what its words do not."""
        tells = self._tells(claim.document_id)
        return replace(
            claim,
            source_url=self._address(claim.source_url),
            archived_url=self._address(claim.archived_url),
            document_id=f"doc-{claim.document_sha256[:12]}" if tells else claim.document_id,
        )

    def _address(self, address: str | None) -> str | None:
        return _host(address) if address and self._tells(address) else address

    def _tells(self, text: str) -> bool:
        named = self.profile.persons == "roles" and self.people.names_somebody(text)
        return named or self._bares_place(text)


def _mention_in_evidence(claim: Claim) -> list[Span]:
    """Return where the evidence has the mention of the place."""
    start, end = claim.mention_start, claim.mention_end
    inside = start is not None and end is not None and claim.evidence_start <= start
    if inside and start is not None and end is not None and end <= claim.evidence_end:
        return [(start - claim.evidence_start, end - claim.evidence_start, "place")]
    at = claim.evidence.find(claim.mention or "")
    return [(at, at + len(claim.mention or ""), "place")] if at >= 0 and claim.mention else []


def _marked(text: str, original: str) -> str:
    return text if text == original else f"{REDACTED} {text}"


def _host(address: str | None) -> str | None:
    """Return an address without what follows the name of the site."""
    if not address:
        return address
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}/" if parts.scheme and parts.hostname else None


def _notice(profile: Profile, on: date, withheld: Sequence[Withheld]) -> str:
    parts = [_DELAY.format(on - timedelta(days=profile.delay_days))] if profile.delay_days else []
    if profile.positions != "as_found":
        parts.append(_POSITIONS[profile.positions].format(profile.grid_km or 0))
    if profile.protected:
        parts.append("schools, hospitals and shelters by settlement only, without the words")
    if profile.persons == "roles":
        parts.append("persons by role instead of by name, their names redacted from the evidence")
    if not parts:
        return ""
    kept = "; ".join(f"{one.count} {one.reason}" for one in withheld)
    told = f" Withheld: {kept}." if kept else " Nothing was withheld."
    return f"Published under the profile “{profile.title}”: {'; '.join(parts)}.{told}"


_DELAY: Final = "nothing later than {}"
_POSITIONS: Final = {
    "settlement": "positions no finer than a settlement",
    "district": "positions no finer than a district",
    "grid": "positions no finer than a cell of {:g} km",
}

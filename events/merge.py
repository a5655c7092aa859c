"""Claims -> events: what is told of one happening, every claim kept (pure, never stored).

Claims share an event where they are about the same place (or, unresolved, use the same words for
it) at the same precision, of one type, in one mood (done, denied, or not done yet: ordered,
planned, predicted, attempted, hypothetical), name the same party (who is said to hold the place,
else who acts), and their dates overlap. Claims that leave the party open or are vague about the
date join an event only if exactly one fits; where several would, nobody can tell which.

Independence is counted in origins. A claim's origin is its claimant; where the report speaks for
itself, its agency, else its source. Nearly the same quotation in two documents makes their origins
one, whoever is named. What a report says at its head and attributes later, or in its own voice
under its own "could not verify", adds none.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from events.types import Claim, Event, is_own_voice

_VAGUE_PREC = 3
"""From this ``date_prec`` on (a week) a date is too vague to tell two happenings apart."""
_SHINGLE_WORDS = 4
_SKETCH = 12
_ALIKE = 6
"""Two texts are nearly the same if of the sketches of each, ``_SKETCH`` shingles, so many meet."""

_MOODS = {"asserted": "done", "denied": "denied"}
_Key = tuple[str | None, ...]


@dataclass(slots=True)
class _Cluster:
    """An event in the making: its claims, its party and the days it spans."""

    claims: list[Claim]
    party: str | None
    start: date | None
    end: date | None

    def fits(self, other: _Cluster) -> bool:
        """Tell whether two clusters may be one happening; the unknown fits everything."""
        if None not in (self.party, other.party) and self.party != other.party:
            return False
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return True
        return self.start <= other.end and other.start <= self.end

    def take(self, other: _Cluster) -> None:
        """Take in the claims and the days of a cluster that starts no earlier."""
        self.claims.extend(other.claims)
        if self.end is not None and other.end is not None:
            self.end = max(self.end, other.end)


def events_of(claims: Iterable[Claim]) -> list[Event]:
    """Group claims into events, sorted by ``event_id``; the order of input does not matter.

    Every claim is in exactly one event; claims repeated under one ``claim_id`` count once. The
    ``event_id`` follows from the claims and so may change when others are added.
    """
    groups: dict[_Key, list[Claim]] = defaultdict(list)
    for claim in {claim.claim_id: claim for claim in claims}.values():
        groups[_key(claim)].append(claim)
    events = [_event(cluster.claims) for group in groups.values() for cluster in _clusters(group)]
    return sorted(events, key=lambda event: event.event_id)


def _key(claim: Claim) -> _Key:
    mood = _MOODS.get(claim.modality, "not done")
    where = claim.place_id
    if where is None:
        named = (claim.mention or "").casefold().strip()
        where = f"named {named}" if named else f"nowhere, as in {claim.document_sha256}"
    return where, str(claim.where_prec), claim.event_type, mood, claim.conflict


def _clusters(group: list[Claim]) -> list[_Cluster]:
    """Cluster the definite claims by overlap, then let each of the others join where it can.

    Where each can join is settled before any joins, so that none depends on the others.
    """
    alone = [_alone(claim) for claim in sorted(group, key=lambda claim: claim.claim_id)]
    definite = _joined([one for one in alone if _is_definite(one)])
    joining = [
        (one, [c for c in definite if c.fits(one)]) for one in alone if not _is_definite(one)
    ]
    homeless: dict[_Key, _Cluster] = {}
    for one, fitting in joining:
        home = fitting[0] if len(fitting) == 1 else None
        key = (one.party, str(one.start), str(one.end))
        host = home or homeless.setdefault(key, one)
        if host is not one:
            host.claims.extend(one.claims)
    return [*definite, *homeless.values()]


def _alone(claim: Claim) -> _Cluster:
    party = claim.claimed_controller or claim.projected_controller or claim.actor1
    end = claim.event_date_end or claim.event_date
    return _Cluster([claim], party, claim.event_date, end)


def _is_definite(one: _Cluster) -> bool:
    is_dated = one.start is not None and (one.claims[0].date_prec or 1) < _VAGUE_PREC
    return is_dated and one.party is not None


def _joined(definite: list[_Cluster]) -> list[_Cluster]:
    """Join clusters of one party whose days overlap, one into the next, in order of time."""
    joined: list[_Cluster] = []
    for one in sorted(definite, key=lambda c: (c.party or "", c.start or date.min)):
        if joined and joined[-1].fits(one):
            joined[-1].take(one)
        else:
            joined.append(one)
    return joined


def _event(claims: list[Claim]) -> Event:
    ids = tuple(sorted(claim.claim_id for claim in claims))
    return Event(
        event_id="ev-" + hashlib.sha256(ids[0].encode()).hexdigest()[:16],
        claim_ids=ids,
        n_reports=len({claim.document_sha256 for claim in claims}),
        n_independent=_origins(claims),
    )


def _origins(claims: list[Claim]) -> int:
    """Count the origins of the claims; at least one where any claim is left to count."""
    sayings = [(origin, claim) for claim in claims if (origin := _origin(claim)) is not None]
    group = {origin: origin for origin, _ in sayings}
    for one, other in _repeats(sayings):
        keep, give = group[one], group[other]
        group = {origin: keep if root == give else root for origin, root in group.items()}
    return len(set(group.values()))


def _origin(claim: Claim) -> str | None:
    if claim.own_voice_lead or (claim.verification == "unverifiable" and is_own_voice(claim)):
        return None
    if claim.claimant is not None and not is_own_voice(claim):
        return f"claimant {claim.claimant.casefold()}"
    voice = claim.origin_agency or claim.source or claim.document_sha256
    return f"voice {voice.casefold()}"


def _repeats(sayings: list[tuple[str, Claim]]) -> list[tuple[str, str]]:
    """Return pairs of origins that say nearly the same words in two documents."""
    sketches = {
        (origin, c.document_sha256, c.evidence): _sketch(c.evidence) for origin, c in sayings
    }
    holders: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    shared: dict[tuple[tuple[str, str, str], tuple[str, str, str]], int] = defaultdict(int)
    for text in sorted(sketches):
        for shingle in sketches[text]:
            for other in holders[shingle]:
                if other[0] != text[0] and other[1] != text[1]:
                    shared[other, text] += 1
            holders[shingle].append(text)
    return [(a[0], b[0]) for (a, b), meetings in sorted(shared.items()) if meetings >= _ALIKE]


def _sketch(evidence: str) -> list[int]:
    """Return the smallest hashes of a text's runs of words; few where the text is short."""
    words = re.findall(r"\w+", evidence.casefold())
    runs = {" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(len(words) - 3)}
    return sorted(crc32(run.encode()) for run in runs)[:_SKETCH]

"""Which claims tell of one happening.

Claims share an event where they are about the same place (or, unresolved, use the same words for
it) at the same precision, of one type, in one mood (done, denied, or not done yet: ordered,
planned, predicted, attempted, hypothetical), name the same party (who is said to hold the place,
else who acts), and their dates overlap. Claims that leave the party open or are vague about the
date join an event only if exactly one fits; where several would, nobody can tell which. So does a
claim that a reviewer rejected: it is kept, and neither joins others nor counts.

An ``event_id`` is made of what all its claims share and of the day that the claim known first gives
it. Claims that become known later leave it as it is. It changes where a claim known earlier comes
in late, or is read anew with another place, type, party or day; where a claim joins two events (the
one known first keeps its id); and where one that was vague finds the event that it belongs to.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from events.merge.origins import independence_of, is_rejected
from events.types import Claim, Event

_VAGUE_PREC = 3
"""From this ``date_prec`` on (a week) a date is too vague to tell two happenings apart."""

_MOODS = {"asserted": "done", "denied": "denied"}
_Key = tuple[str | None, ...]


@dataclass(slots=True)
class _Cluster:
    """An event in the making: its claims, its party, the days it spans, and what names it.

    ``anchor`` has when the first known of its claims was published, and the day that it gives.
    """

    claims: list[Claim]
    party: str | None
    start: date | None
    end: date | None
    anchor: tuple[date, date]

    def fits(self, other: _Cluster) -> bool:
        """Tell whether two clusters may be one happening; the unknown fits everything."""
        if None not in (self.party, other.party) and self.party != other.party:
            return False
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return True
        return self.start <= other.end and other.start <= self.end

    def take(self, other: _Cluster) -> None:
        """Take in a cluster that starts no earlier: its claims, its days, and its anchor."""
        self.claims.extend(other.claims)
        self.anchor = min(self.anchor, other.anchor)
        if self.end is not None and other.end is not None:
            self.end = max(self.end, other.end)


def events_of(claims: Iterable[Claim]) -> list[Event]:
    """Group claims into events, sorted by ``event_id``; the order of input does not matter.

    Every claim is in exactly one event; claims repeated under one ``claim_id`` count once.
    """
    groups: dict[_Key, list[Claim]] = defaultdict(list)
    for claim in {claim.claim_id: claim for claim in claims}.values():
        groups[_key(claim)].append(claim)
    events = chain.from_iterable(_events(key, group) for key, group in groups.items())
    return sorted(events, key=lambda event: event.event_id)


def _key(claim: Claim) -> _Key:
    mood = _MOODS.get(claim.modality, "not done")
    where = claim.place_id
    if where is None:
        named = (claim.mention or "").casefold().strip()
        where = f"named {named}" if named else f"nowhere, as in {claim.document_sha256}"
    return where, str(claim.where_prec), claim.event_type, mood, claim.conflict


def _events(key: _Key, group: list[Claim]) -> list[Event]:
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
        host = home or homeless.setdefault((one.party, str(one.start), str(one.end)), one)
        if host is not one:
            host.claims.extend(one.claims)
    return [
        *(_event((*key, c.party, str(c.anchor[1])), c.claims) for c in definite),
        *(_event((*key, *vague), cluster.claims) for vague, cluster in homeless.items()),
    ]


def _alone(claim: Claim) -> _Cluster:
    party = claim.claimed_controller or claim.projected_controller or claim.actor1
    start, end = claim.event_date, claim.event_date_end or claim.event_date
    known = claim.known_from or claim.published or date.max
    return _Cluster([claim], party, start, end, anchor=(known, start or date.max))


def _is_definite(one: _Cluster) -> bool:
    claim = one.claims[0]
    is_dated = one.start is not None and (claim.date_prec or 1) < _VAGUE_PREC
    return is_dated and one.party is not None and not is_rejected(claim)


def _joined(definite: list[_Cluster]) -> list[_Cluster]:
    """Join clusters of one party whose days overlap, one into the next, in order of time."""
    joined: list[_Cluster] = []
    for one in sorted(definite, key=lambda c: (c.party or "", c.start or date.min)):
        if joined and joined[-1].fits(one):
            joined[-1].take(one)
        else:
            joined.append(one)
    return joined


def _event(names: _Key, claims: list[Claim]) -> Event:
    named = "\x1f".join(name or "" for name in names)
    told = independence_of(claims)
    return Event(
        event_id="ev-" + hashlib.sha256(named.encode()).hexdigest()[:16],
        claim_ids=tuple(sorted(claim.claim_id for claim in claims)),
        n_reports=len({claim.document_sha256 for claim in claims if not is_rejected(claim)}),
        n_independent=len(told.origins),
        independence=str(told),
    )

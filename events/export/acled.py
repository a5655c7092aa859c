"""What is asserted, as rows in ACLED's columns: one an event, so that it lies beside ACLED's own.

A row is no ACLED record. It says that somebody asserted an incident; who, and who denied it, is in
``notes``. Nothing ordered, planned, predicted, attempted, denied or hypothetical makes a row, nor
what a reviewer rejected, nor a state ("Russian-held", "95 % of"). ``fatalities`` is empty, never
0: reports' numbers are claims. ``country`` is ISO 3166-1 alpha-2. What ACLED codes by hand is left
empty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final

from events.actors import Conflict, conflict_ids, load_conflict
from events.export.about import notice_of
from events.export.codes import code_table
from events.export.pcodes import PCODES, pcodes
from events.export.prepared import Prepares
from events.export.sheet import lines
from events.merge import events_of
from events.reliability import CODES, Admiralty
from events.types import Claim, Event

COLUMNS: Final = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)
"""ACLED's columns, in the order of its export."""

OURS: Final = (
    *("n_reports", "n_independent", "independence", *CODES, "denied", "place_id"),
    *("official_code", *PCODES, "date_prec", "where_prec", "review_status", "licence"),
    *("claim_ids", "notice"),
)
"""What we add behind them."""
_NAMES: Final = (*COLUMNS, *OURS[:-1])

_TIME_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}
_GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
_UNKNOWN = 9  # behind every precision


def acled_lines(prepared: Prepares) -> tuple[Iterator[str], list[str]]:
    """Return the asserted events as lines of CSV in ACLED's columns; what was left out and why."""
    left: Counter[str] = Counter()
    dated: list[tuple[str, str, str]] = []
    for claims in prepared.by_place():
        rows = list(_rows(claims, prepared.admiralty, left))
        written = lines(_NAMES, rows)
        next(written)  # the header
        keys = ((row["event_date"], row["event_id_cnty"]) for row in rows)
        dated += [(*key, line) for key, line in zip(keys, written, strict=True)]
    dated.sort()
    notice = next(islice(lines(["notice"], [{"notice": notice_of(prepared.about)}]), 1, None))
    notes = [f"Left out ({left[why]}): {why}." for why in sorted(left)]
    head = lines((*_NAMES, "notice"), [])
    return chain(head, (f"{line[:-2]},{notice}" for _, _, line in dated)), notes


def _rows(
    claims: Iterable[Claim], admiralty: Admiralty, left: Counter[str]
) -> Iterator[dict[str, Any]]:
    """Yield the events that claims assert as rows, and count those that are no incident."""
    told = [claim for claim in claims if claim.review_status != "rejected"]
    denials = _denials(told)
    by_id = {claim.claim_id: claim for claim in told}
    for event in events_of(claim for claim in told if claim.modality == "asserted"):
        members = sorted((by_id[one] for one in event.claim_ids), key=_precision)
        if why := _unfit(members[0]):
            left[why] += 1
        else:
            yield _row(event, members, denials) | _codes(members, admiralty)


def _precision(claim: Claim) -> tuple[int, int, str, str]:
    """Sort the most exact claim of an event first: the row takes day and place from it."""
    exact = (claim.date_prec or _UNKNOWN, claim.where_prec or _UNKNOWN)
    return *exact, str(claim.event_date), claim.claim_id


def _unfit(claim: Claim) -> str | None:
    """Return why an event is none that ACLED's table could hold, or None."""
    if "acled_event" not in code_table("event_types")[claim.event_type]:
        return f"{claim.event_type} is a state, no incident"
    if claim.share_percent is not None:
        return "a share of an area is a state, no incident"
    if claim.event_date is None:
        return "no day is known"
    if claim.date_prec not in _TIME_PRECISION:
        return "the day is known to no better than a month"
    if claim.lon is None:
        return "no place is known"
    if claim.where_prec not in _GEO_PRECISION:
        return "the place is a whole country, or none"
    return None


def _row(
    event: Event, claims: Sequence[Claim], denials: Mapping[tuple[str, str], Sequence[Claim]]
) -> dict[str, Any]:
    best = claims[0]
    against = [d for d in denials.get((best.place_id or "", best.event_type), ()) if _meet(d, best)]
    row: dict[str, Any] = dict.fromkeys((*COLUMNS, *OURS))
    return (
        row
        | _what(claims)
        | _where(best)
        | {
            "event_id_cnty": event.event_id,
            "source": _listed(claim.source for claim in claims),
            "notes": _notes(claims, against),
            "n_reports": event.n_reports,
            "n_independent": event.n_independent,
            "independence": event.independence,
            "denied": bool(against),
            "review_status": _listed(claim.review_status for claim in claims),
            "licence": _listed(claim.licence for claim in claims),
            "claim_ids": "; ".join(event.claim_ids),
        }
    )


def _codes(claims: Sequence[Claim], admiralty: Admiralty) -> dict[str, str]:
    """Return the Admiralty codes of an event's claims, each once."""
    halves = zip(*(admiralty.of(claim) for claim in claims), strict=True)
    return {name: _listed(half) for name, half in zip(CODES, halves, strict=True)}


def _what(claims: Sequence[Claim]) -> dict[str, Any]:
    """Return what happened and when, by the most exact claim, and who did it to whom, by any."""
    best = claims[0]
    code = code_table("event_types")[best.event_type]
    day = best.event_date or date.min
    return {
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": _TIME_PRECISION[best.date_prec or _UNKNOWN],
        "date_prec": best.date_prec,
        "disorder_type": code["acled_disorder"],
        "event_type": code["acled_event"],
        "sub_event_type": _sub_event_type(best, code),
        "actor1": _first(claim.actor1 for claim in claims),
        "actor2": _first(claim.actor2 for claim in claims),
    }


def _where(claim: Claim) -> dict[str, Any]:
    return {
        "country": claim.country,
        "admin1": claim.admin1,
        "admin2": claim.admin2,
        "location": claim.place_name or claim.mention,
        "latitude": claim.lat,
        "longitude": claim.lon,
        "geo_precision": _GEO_PRECISION[claim.where_prec or _UNKNOWN],
        "where_prec": claim.where_prec,
        "place_id": claim.place_id,
        "official_code": claim.official_code,
        **pcodes(claim.country, claim.official_code),
    }


def _listed(values: Iterable[str | None]) -> str:
    return "; ".join(sorted({value for value in values if value}))


def _sub_event_type(claim: Claim, code: Mapping[str, Any]) -> str:
    """Return ACLED's sub-event type: a state that takes its own land back regains it."""
    regained = code.get("acled_sub_event_state")
    taker = claim.claimed_controller or claim.actor1
    war = _profile(claim.conflict)
    if regained is None or taker is None or war is None:
        return str(code["acled_sub_event"])
    is_own = claim.country in war.countries and war.side_of.get(taker) == war.local_side
    return str(regained if is_own else code["acled_sub_event"])


@lru_cache(maxsize=8)
def _profile(conflict: str | None) -> Conflict | None:
    return load_conflict(conflict) if conflict and conflict in conflict_ids() else None


def _notes(claims: Sequence[Claim], against: Sequence[Claim]) -> str:
    parts = [f"Claimed by {_speakers(claims)}."]
    if against:
        parts.append(f"Denied by {_speakers(against)}.")
    if any(claim.verification == "verified" for claim in claims):
        parts.append("A report says that it was verified.")
    quote = next((claim.evidence for claim in claims if claim.evidence), "")
    return " ".join([*parts, f"“{quote}”"]) if quote else " ".join(parts)


def _speakers(claims: Iterable[Claim]) -> str:
    return ", ".join(sorted({_speaker(claim) for claim in claims}))


def _speaker(claim: Claim) -> str:
    name = claim.claimant or claim.source or "somebody unnamed"
    return f"{name} ({claim.claimant_side})" if claim.claimant_side else name


def _denials(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """Return the denials, by place and type of event."""
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.modality == "denied" and claim.place_id:
            found[claim.place_id, claim.event_type].append(claim)
    return found


def _meet(denial: Claim, claim: Claim) -> bool:
    """Tell whether a denial may speak of the days of a claim; one without a day may."""
    if denial.event_date is None or claim.event_date is None:
        return True
    ends = denial.event_date_end or denial.event_date, claim.event_date_end or claim.event_date
    return denial.event_date <= ends[1] and claim.event_date <= ends[0]


def _first(actors: Iterable[str | None]) -> str | None:
    return next((actor for actor in actors if actor), None)

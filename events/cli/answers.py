"""Answers as text for a terminal, and as rows for a spreadsheet or a program (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from events.export.sheet import table as csv_table
from events.history import Change, Period
from events.merge import Independence
from events.reliability import Admiralty
from events.track_record import TrackRecord
from events.types import Claim, ControlStatus, Event

Row = dict[str, Any]

_WIDTH = 60
_SHOWN = 3
_EVIDENCE = 100
_MARKS = {"contested": "×", "unknown": "?"}
_SHADES = {"current": "█", "stale": "▒", "no coverage": "░"}


def aligned(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows under a head, in columns."""
    cells = [list(head), *([str("" if one is None else one) for one in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "\n".join(lines) + "\n"


def written(form: str, rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return rows as ``csv`` (lists as JSON in a cell) or ``json`` (an array)."""
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n"
    cells = ({name: _cell(value) for name, value in row.items()} for row in rows)
    return csv_table(names, cells)


def control_table(statuses: Sequence[ControlStatus], day: date | None) -> str:
    """Return control as of a day, by name of place."""
    ordered = sorted(statuses, key=lambda s: (s.place_name, s.place_id))
    rows = (
        (s.place_name, s.holder, s.basis, s.currency, s.since, s.last_evidence) for s in ordered
    )
    note = f"As of {day}, by what was claimed. Places not listed: nobody said who holds them.\n"
    return aligned(("PLACE", "HOLDER", "BASIS", "CURRENCY", "SINCE", "LAST EVIDENCE"), rows) + note


HISTORY = ("place_id", "place_name", "first", "last", "holder", "basis", "currency", "deciding")


def history_rows(place_id: str, name: str, periods: Iterable[Period]) -> list[Row]:
    """Return a row a period; ``deciding`` has the ids of its claims."""
    names = HISTORY[2:]
    where = {"place_id": place_id, "place_name": name}
    return [where | {n: getattr(period, n) for n in names} for period in periods]


def history_text(title: str, periods: Sequence[Period], told: Mapping[str, str]) -> str:
    """Return a strip of time, then each period with the claims that decide it.

    ``told`` has by claim id what to say of it.
    """
    if not periods:
        return f"{title}: nobody said who holds it.\n"
    lines = [title, *_strip(periods)]
    before: tuple[str, ...] = ()
    for period in periods:
        status = f"{period.holder}, {period.basis}, {period.currency}"
        lines.append(f"{period.first} to {period.last}  {status}")
        lines += _some(period.deciding, told) if period.deciding != before else []
        before = period.deciding
    return "\n".join(lines) + "\n"


def _strip(periods: Sequence[Period]) -> list[str]:
    first, last = periods[0].first, periods[-1].last
    days = (last - first).days + 1
    width = min(days, _WIDTH)
    marks = _letters(periods)
    shown = [_on(periods, first + timedelta(days=at * days // width)) for at in range(width)]
    legend = ", ".join(f"{mark} {holder}" for holder, mark in marks.items())
    shades = ", ".join(f"{shade} {currency}" for currency, shade in _SHADES.items())
    return [
        f"{first}{last!s:>{max(width - 10, 11)}}",
        "".join(marks[period.holder] for period in shown),
        "".join(_SHADES[period.currency] for period in shown),
        f"{legend}; {shades}",
        "",
    ]


def _letters(periods: Iterable[Period]) -> dict[str, str]:
    """Return a letter of its own for each holder, of its name as far as possible."""
    marks: dict[str, str] = {}
    for holder in dict.fromkeys(period.holder for period in periods):
        letters = (c for c in (*holder.upper(), *"0123456789") if c not in marks.values())
        marks[holder] = _MARKS.get(holder) or next(letters, "#")
    return marks


def _on(periods: Sequence[Period], day: date) -> Period:
    return next(period for period in periods if day <= period.last)


CHANGES = (
    *("place_id", "place_name", "what", "holder_before", "basis_before", "currency_before"),
    *("holder_after", "basis_after", "currency_after", "new", "gone"),
)


def change_rows(changes: Iterable[Change]) -> list[Row]:
    """Return a row a place; ``new`` and ``gone`` have whose claims decide it now, or no longer."""
    rows = []
    for change in changes:
        row: Row = {"place_id": change.place_id, "place_name": change.place_name}
        row["what"] = list(change.what)
        for when, status in (("before", change.before), ("after", change.after)):
            for name in ("holder", "basis", "currency"):
                row[f"{name}_{when}"] = getattr(status, name, None)
        row |= {"new": list(map(_whose, change.new)), "gone": list(map(_whose, change.gone))}
        rows.append(row)
    return rows


def changes_text(changes: Sequence[Change], told: Mapping[str, str]) -> str:
    """Return what changed, place by place, and on whose word."""
    lines = []
    for change in changes:
        before, after = _status(change.before), _status(change.after)
        lines.append(f"{change.place_name} ({change.place_id}): {before} → {after}")
        lines += _some([c.claim_id for c in change.new], told)
        if not change.new and change.gone:
            lines += ["    no longer counts:", *_some([c.claim_id for c in change.gone], told)]
        elif not change.new:
            lines.append("    on nobody's word: time passed")
    count = "1 place" if len(changes) == 1 else f"{len(changes)} places"
    return "\n".join([*lines, f"{count} changed."]) + "\n"


def told_of(claims: Iterable[Claim], admiralty: Admiralty) -> dict[str, str]:
    """Return by claim id who says it, when and where, in which words, and how it is judged."""
    return {claim.claim_id: _told(claim, "".join(admiralty.of(claim))) for claim in claims}


def _told(claim: Claim, code: str) -> str:
    words = " ".join(claim.evidence.split())
    words = words if len(words) <= _EVIDENCE else f"{words[:_EVIDENCE]}…"
    who = claim.claimant or claim.source or "somebody"
    side = f"for {claim.claimant_side}" if claim.claimant_side else "a third party"
    judged = "" if code == "F6" else f" {code}"
    source = claim.source if claim.source and claim.source != who else None
    when = ", ".join(filter(None, (str(claim.published or "undated"), source)))
    return f"{who} ({side}), {when}: “{words}” [{claim.claim_id}]{judged}"


def _some(ids: Sequence[str], told: Mapping[str, str]) -> Iterator[str]:
    yield from (f"    {told.get(one, one)}" for one in ids[:_SHOWN])
    if len(ids) > _SHOWN:
        yield f"    and {len(ids) - _SHOWN} more"


def _status(status: ControlStatus | None) -> str:
    if status is None:
        return "nothing said"
    return f"{status.holder}, {status.basis}, {status.currency}"


def _whose(claim: Claim) -> Row:
    names = ("claim_id", "claimant", "claimant_side", "source", "published")
    return {name: getattr(claim, name) for name in names}


RECORDS = (
    *("institution", "side", "claims", "confirmed", "median_days", "contradicted", "echoed"),
    "pending",
)


def record_rows(records: Iterable[TrackRecord]) -> list[Row]:
    """Return a row an institution."""
    return [{name: getattr(record, name) for name in RECORDS} for record in records]


EVENTS = (
    *("event_id", "event_date", "place_id", "place_name", "event_type", "modality", "n_reports"),
    *("n_independent", "independence", "judged", "claim_ids"),
)


def event_row(event: Event, claims: Sequence[Claim], admiralty: Admiralty) -> Row:
    """Return an event with what its first claim says of it, and how its claims are judged."""
    first = claims[0]
    names = ("event_date", "place_id", "place_name", "event_type", "modality")
    return {
        "event_id": event.event_id,
        **{name: getattr(first, name) for name in names},
        "place_name": first.place_name or first.mention,
        "n_reports": event.n_reports,
        "n_independent": event.n_independent,
        "independence": event.independence,
        "judged": sorted({"".join(admiralty.of(claim)) for claim in claims}),
        "claim_ids": list(event.claim_ids),
    }


def explained(event: Event, independence: Independence, told: Mapping[str, str]) -> str:
    """Return how the claims of an event fall into origins, and why."""
    counts = f"reports: {event.n_reports}, independent origins: {event.n_independent}"
    lines = [f"{event.event_id}: {counts}"]
    for origin in independence.origins:
        lines += [origin.name, *(f"    {told[one]}" for one in origin.claim_ids)]
        lines += [f"    {tie.one} and {tie.other}: {tie.reason}" for tie in origin.ties]
    if independence.without:
        lines.append("adds no origin:")
        lines += [f"    {told[one]}\n      {why}" for one, why in independence.without]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value

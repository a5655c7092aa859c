"""The annotated notes of ``data/ukraine_notes.txt``, with positions from the upstream tables.

Positions come from the tables themselves, not from the cached gazetteer that is being measured.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTES = Path(__file__).parent / "data" / "ukraine_notes.txt"
FRESH_NOTES = NOTES.with_name("fresh_notes.txt")
FRESH_NEWS = NOTES.with_name("fresh_news.txt")
DRAWN_NOTES = NOTES.with_name("drawn_notes.txt")
DRAWN_AGAIN = NOTES.with_name("drawn_again.txt")
_MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A toponym as annotated: half-open offsets; None where no position is asked for."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with its gold toponyms; ``demonyms`` tells whether they are annotated too."""

    article_id: str
    text: str
    toponyms: tuple[Gold, ...]
    demonyms: bool


def read_notes(tables: Path, notes: Path = NOTES) -> list[Article]:
    """Return the notes; raise LookupError for a place that the tables lack."""
    places = _places(tables)
    lines = notes.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.startswith("#")]
    return [_article(f"note-{n}", line, places) for n, line in enumerate(kept, start=1)]


def _article(
    article_id: str, line: str, places: dict[tuple[str, str], tuple[float, float]]
) -> Article:
    parts: list[str] = []
    toponyms: list[Gold] = []
    here = length = 0
    for match in _MARK.finditer(line):
        parts += [line[here : match.start()], match[1]]
        length += match.start() - here
        toponyms.append(_gold(length, match[1], match[2], places))
        length += len(match[1])
        here = match.end()
    parts.append(line[here:])
    return Article(
        article_id=article_id, text="".join(parts), toponyms=tuple(toponyms), demonyms=False
    )


def _gold(
    start: int, text: str, key: str, places: dict[tuple[str, str], tuple[float, float]]
) -> Gold:
    end = start + len(text)
    if key == "?":
        return Gold(start=start, end=end)
    if key.startswith("="):
        return Gold(start=start, end=end, region=key[1:])
    if key.startswith("@"):
        lat, lon = map(float, key[1:].split(","))
        return Gold(start=start, end=end, lat=lat, lon=lon)
    name, _, unit = key.partition(", ")
    if (name, unit) not in places:
        raise LookupError(f"the tables have no {name} in {unit}")
    lat, lon = places[name, unit]
    return Gold(start=start, end=end, lat=lat, lon=lon)


def _places(tables: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the position of the most populous place by name and first-order unit."""
    best: dict[tuple[str, str], tuple[int, float, float]] = {}
    for row in _rows(tables / "ua_places.csv.gz"):
        entry = (int(row["population"] or 0), float(row["lat"]), float(row["lon"]))
        unit = re.sub(" (Oblast|Krai|Autonomous Republic)$", "", row["admin1_name"])
        for name in {row["name"], row["name_uk_romanized"], *row["alt_names"].split("|")}:
            key = (name, unit)
            if name and (key not in best or entry > best[key]):
                best[key] = entry
    return {key: (lat, lon) for key, (_, lat, lon) in best.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)

"""Putting the cached gazetteer together: a main layer, and one under the ODbL beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import marisa_trie

from geo.build.drafts import DatedName, Draft, Drafts, RejectedRow
from geo.build.official import Joined, Official, read_official
from geo.build.own import (
    OVERRIDES,
    add_counties,
    add_demonyms,
    add_facts,
    apply_overrides,
    read_common_words,
)
from geo.build.tables import MAIN_TABLES, ODBL_TABLES, check_tables, read_own_table, sha256_of
from geo.build.ukraine import add_power_plants, add_settlements
from geo.build.world import add_countries, add_towns, add_units
from geo.build.write import (
    has_number,
    order_ids,
    write_column,
    write_meta,
    write_names,
    write_places,
    write_trie,
)
from geo.layers import MAIN, NONE, ODBL

MAIN_LICENCES = (
    "GeoNames, CC BY 4.0, modified",
    "Who's On First (whosonfirst.org), with data of Quattroshapes (CC BY), GeoPlanet "
    "(CC BY 3.0 US) and Natural Earth, modified",
    "Global Power Plant Database, World Resources Institute, CC BY 4.0",
    "Natural Earth, public domain",
    "Counties of the United States: US Census Bureau, public domain",
    "claimmap tables of facts, names and demonyms, Apache-2.0",
)
ODBL_LICENCES = (
    "(c) OpenStreetMap contributors, ODbL 1.0",
    "ukraine-geo-data, ODbL 1.0",
    "Codifier of administrative units (KATOTTG), Ministry for Development of Communities and "
    "Territories of Ukraine",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What was built: counts by name, the version of each layer, bytes, and the rows left out."""

    counts: Mapping[str, int]
    versions: Mapping[str, str]
    size: int
    rejected: tuple[RejectedRow, ...]


def build_gazetteer(tables: Path, out: Path) -> BuildReport:
    """Build the cached gazetteer from the tables into the folder ``out``.

    Equal tables give equal bytes. The rows that are not used go to ``rejected.csv`` of their layer,
    with the reason. Raises `GazetteerMissing` where a table is missing and `GazetteerError` where
    one lacks a column.
    """
    check_tables(tables)
    own = files("seeds") / "gazetteer"
    common = read_common_words(own)
    drafts = _main_drafts(tables, own, common)
    settled = frozenset(_settled(drafts, own))
    official = read_official(drafts, tables, settled)
    apply_overrides(official.drafts, own, register=True)
    main_counts, main_version = _write_main(_fresh(out / MAIN), drafts, tables, common)
    odbl_counts, odbl_version = _write_official(
        _fresh(out / ODBL), official, drafts, tables, common
    )
    for layer, rows in ((MAIN, drafts.rejected), (ODBL, official.drafts.rejected)):
        _write_rejected(out / layer / "rejected.csv", rows)
    rejected = (*drafts.rejected, *official.drafts.rejected)
    return BuildReport(
        counts={**main_counts, **odbl_counts, "rejected": len(rejected)},
        versions={MAIN: main_version, ODBL: odbl_version},
        size=sum(path.stat().st_size for path in out.glob("*/*")),
        rejected=rejected,
    )


def _main_drafts(tables: Path, own: Traversable, common: frozenset[str]) -> Drafts:
    drafts = Drafts()
    add_settlements(drafts, tables, common)
    add_towns(drafts, tables, common)
    add_units(drafts, tables, own)
    add_countries(drafts, tables)
    add_facts(drafts, own)
    add_counties(drafts, own)
    add_power_plants(drafts, tables)
    apply_overrides(drafts, own)
    add_demonyms(drafts, own)
    return drafts


def _settled(drafts: Drafts, own: Traversable) -> Iterator[str]:
    for row in read_own_table(own / OVERRIDES, ("action", "place")):
        draft = drafts.resolve(row["place"])
        if draft and row["action"] == "main":
            yield draft.place_id


def _fresh(folder: Path) -> Path:
    """Return the folder, without what an earlier build wrote there; texts stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.suffix not in {".md", ".txt"}:
            path.unlink()
    return folder


def _write_main(
    folder: Path, drafts: Drafts, tables: Path, common: frozenset[str]
) -> tuple[dict[str, int], str]:
    places = drafts.places
    labels = write_trie(folder, "labels", _labels(places.values()))
    rows, meta = write_places(folder, places, labels)
    keys = write_names(folder, ((rows[i], d, d.names) for i, d in places.items()), common)
    dated = sorted((_dated(name) for name in drafts.dated), key=str)
    titles = {d.admin1: d.name for d in places.values() if d.feature == "ADM1"}
    meta["units"] = [(country, code, titles.get(code, "")) for country, code in meta["units"]]
    sources = {name: sha256_of(tables / name) for name in MAIN_TABLES}
    version = write_meta(
        folder, {**meta, "dated": dated, "licences": MAIN_LICENCES, "tables": sources}
    )
    return {"places": len(rows), **keys}, version


def _dated(name: DatedName) -> tuple[str, str, str | None, str | None]:
    start, end = name.valid_from, name.valid_to
    return (
        name.place_id,
        name.name,
        start.isoformat() if start else None,
        end.isoformat() if end else None,
    )


def _labels(drafts: Iterable[Draft]) -> Iterator[str]:
    for draft in drafts:
        yield draft.name
        if not has_number(draft.place_id):
            yield draft.place_id


def _write_official(
    folder: Path, official: Official, main: Drafts, tables: Path, common: frozenset[str]
) -> tuple[dict[str, int], str]:
    places, joined = official.drafts.places, official.joined
    texts = {text for j in joined.values() for text in (j.district, j.code, j.name)}
    labels = write_trie(folder, "labels", {*_labels(places.values()), *texts} - {""})
    rows, meta = write_places(folder, places, labels)
    order, numbers, sections = order_ids(joined, labels)
    _write_joined(folder, [joined[place_id] for place_id in order], numbers, labels)
    pairs = [(rows[i], d, d.names) for i, d in places.items()]
    for at, place_id in enumerate(order, start=len(rows)):
        pairs.append((at, main.places.get(place_id) or places[place_id], joined[place_id].names))
    keys = write_names(folder, pairs, common)
    meta["units"] = [(country, code, "") for country, code in meta["units"]]
    meta["joined_sections"] = sections
    sources = {name: sha256_of(tables / name) for name in ODBL_TABLES}
    version = write_meta(folder, {**meta, "licences": ODBL_LICENCES, "tables": sources})
    return {
        "odbl_places": len(rows),
        "odbl_joined": len(order),
        "odbl_names": keys["names"],
    }, version


def _write_joined(
    folder: Path, joined: Sequence[Joined], numbers: Sequence[int], labels: marisa_trie.Trie
) -> None:
    write_column(folder, "joined_number.u32", numbers)
    for column in ("district", "code", "name"):
        texts = (getattr(entry, column) for entry in joined)
        values = (labels[text] if text else NONE for text in texts)
        write_column(folder, f"joined_{column}.u32", values)


def _write_rejected(path: Path, rejected: Sequence[RejectedRow]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("table", "row", "reason"))
        writer.writerows((row.table, row.row, row.reason) for row in rejected)

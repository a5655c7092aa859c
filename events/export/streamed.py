"""The claims of a ledger as writers ask for them, without all of them being there at once.

Some columns of every claim say in which order they are written and which tell of one happening;
the claims themselves are read a few thousand at a time. What is written is what `Prepared` writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from events.export.about import REVIEWED, Counted, Provenance, about_counted
from events.export.arrow import GEOMETRY, arrow_schema, point, regrouped
from events.export.geojson import Position
from events.export.licences import Barred, bars
from events.export.parted import events_in, parts
from events.export.rows import COMPUTED, DECIMALS, Row, rounded
from events.reliability import CODES, Admiralty
from events.store.selection import Selection
from events.types import Claim

_ORDER: Final = ("published", "document_id", "evidence_start", "claim_id")
ABOUT: Final = ("licence", "extractor_version", "gazetteer_version", "review_status")
"""The columns that say what an export says of itself."""
COLUMNS: Final = (*_ORDER, *ABOUT, "place_id")
"""The columns that a selection needs to be written."""

Numbers = NDArray[np.int64]


def kept_rows(selection: Selection, *, private: bool = False) -> tuple[Selection, list[Barred]]:
    """Return the claims that may be passed on, and what was left out, as `kept_back` does."""
    licences = selection.table["licence"].unique().to_pylist()
    barred = [] if private else sorted(one for one in licences if bars(one))
    if not barred:
        return selection, []
    left = selection.where("licence", barred).table
    counts = [
        len(left.filter(pc.equal(left["licence"], licence))["claim_id"].unique())
        for licence in barred
    ]
    is_kept = pc.invert(pc.is_in(selection.table["licence"], pa.array(barred, pa.string())))
    return selection.of(is_kept), [Barred(*pair) for pair in zip(barred, counts, strict=True)]


def counted_rows(table: pa.Table) -> Counted:
    """Return what an export says of the claims of a table, which has the columns `ABOUT`."""
    is_reviewed = pc.is_in(table["review_status"], pa.array(REVIEWED))
    return Counted(
        extractor_versions=frozenset(table["extractor_version"].unique().to_pylist()),
        gazetteer_versions=frozenset(table["gazetteer_version"].unique().to_pylist()),
        licences=frozenset(filter(None, table["licence"].unique().to_pylist())),
        reviewed=pc.sum(is_reviewed).as_py() or 0,
        claims=len(table),
    )


def positions_in(table: pa.Table) -> dict[str, Position]:
    """Return where each place lies, as `events.export.geojson.positions` does."""
    is_whole = pc.and_(pc.equal(table["where_prec"], 1), pc.is_valid(table["lon"]))
    about = table.filter(pc.fill_null(pc.and_(is_whole, pc.is_valid(table["place_id"])), False))
    ordered = about.select(("place_id", "lon", "lat")).take(in_order_rows(about))
    first = np.unique(ordered["place_id"].to_numpy(), return_index=True)[1]
    rows = ordered.take(np.sort(first)).to_pylist()
    return {r["place_id"]: (round(r["lon"], DECIMALS), round(r["lat"], DECIMALS)) for r in rows}


def in_order_rows(table: pa.Table) -> Numbers:
    """Return the numbers of a table's rows, each claim once, in the order of every export."""
    undated_first = pc.fill_null(table["published"], date.min)
    keys = table.select(_ORDER[1:]).append_column(_ORDER[0], undated_first)
    rows = pc.sort_indices(keys, [(name, "ascending") for name in _ORDER]).to_numpy()
    ids = table["claim_id"]
    if pc.count_distinct(ids).as_py() == len(table):
        return np.asarray(rows, dtype=np.int64)
    numbered = pa.table({"id": ids, "row": np.arange(len(table))})
    last = numbered.group_by("id").aggregate([("row", "max")])["row_max"].to_numpy()
    return np.asarray(rows[np.isin(rows, last)], dtype=np.int64)


@dataclass(frozen=True)
class Streamed:
    """The claims of a selection, each once and in order, as writers ask for them."""

    selection: Selection
    events: pa.Table
    event: Numbers  # which of the events each claim belongs to
    about: Mapping[str, Any]
    barred: tuple[Barred, ...]
    admiralty: Admiralty

    @classmethod
    def of(cls, selection: Selection, provenance: Provenance) -> Self:
        """Return what may leave the house of a selection that has the `COLUMNS`."""
        kept, barred = kept_rows(selection, private=provenance.private)
        ordered = kept.of(in_order_rows(kept.table))
        events, event = events_in(ordered)
        return cls(
            selection=ordered.bare("place_id"),
            events=events,
            event=event,
            about=about_counted(counted_rows(ordered.table), provenance, barred),
            barred=tuple(barred),
            admiralty=provenance.admiralty,
        )

    def by_place(self) -> Iterator[list[Claim]]:
        """Yield the claims in parts: all about one place are in one part."""
        yield from ([rounded(claim) for claim in claims] for claims, _ in parts(self.selection))

    def rows(self) -> Iterator[Row]:
        """Yield a plain row a claim: the record's fields, days in ISO 8601, and the computed."""
        for batch, computed in self._whole():
            columns = {f.name: _plain(batch[f.name]) for f in batch.schema} | computed
            for values in zip(*columns.values(), strict=True):
                yield dict(zip(columns, values, strict=True))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the claims as batches of `events.export.arrow.arrow_schema`."""
        return regrouped(self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        schema = arrow_schema()
        for batch, computed in self._whole():
            points = map(point, batch["lon"].to_pylist(), batch["lat"].to_pylist())
            made = {**computed, GEOMETRY: list(points)}
            columns = [
                pa.array(made[field.name], field.type) if field.name in made else batch[field.name]
                for field in schema
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    def _whole(self) -> Iterator[tuple[pa.RecordBatch, dict[str, list[Any]]]]:
        """Yield batches of the record's fields, and by name what is computed of each row."""
        at = 0
        for batch in self.selection.batches():
            for name in ("lon", "lat"):
                degrees = [d and round(d, DECIMALS) for d in batch[name].to_pylist()]
                where = batch.schema.get_field_index(name)
                batch = batch.set_column(where, name, pa.array(degrees, pa.float64()))
            told = self.events.take(self.event[at : at + len(batch)])
            computed = {name: told[name].to_pylist() for name in COMPUTED}
            yield batch, computed | self._codes(batch)
            at += len(batch)

    def _codes(self, batch: pa.RecordBatch) -> dict[str, list[str]]:
        named = (batch[name].to_pylist() for name in _Judged._fields)
        codes = [self.admiralty.of(_Judged(*words)) for words in zip(*named, strict=True)]
        return {name: [code[half] for code in codes] for half, name in enumerate(CODES)}


class _Judged(NamedTuple):
    """What of a claim decides its Admiralty code."""

    claim_id: str
    source: str | None
    origin_agency: str | None
    review_status: str


def _plain(column: pa.Array) -> list[Any]:
    text = column.cast(pa.string()) if column.type == pa.date32() else column
    return list(text.to_pylist())

"""Which claims of a selection tell of one happening, found a part of them at a time.

Claims are sorted into parts by their place, each part a file that is gone when all are done: no
more than one part is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from events.export.arrow import arrow_schema
from events.export.files import naming
from events.export.rows import COMPUTED
from events.merge import events_of
from events.resting import collector_at_rest
from events.store.arrow import SCHEMA
from events.store.selection import Selection
from events.types import CLAIM_FIELDS, Claim, Event

PART: Final = 20_000
"""Claims whose events are found at a time, in round numbers: a place is never parted."""
HAPPENING: Final = (
    *("claim_id", "event_type", "modality", "place_id", "mention", "where_prec", "conflict"),
    *("claimed_controller", "projected_controller", "actor1", "event_date", "event_date_end"),
    *("date_prec", "published", "known_from", "document_sha256", "evidence", "own_voice_lead"),
    *("verification", "review_status", "claimant", "claimant_kind", "source", "origin_agency"),
    *("reported_via",),
)
"""The fields that decide which claims tell of one happening, and how many do so independently."""
_ROW: Final = "row"
_SCHEMA: Final = pa.schema([arrow_schema().field(name) for name in COMPUTED])

Numbers = NDArray[np.int64]


def events_in(selection: Selection) -> tuple[pa.Table, Numbers]:
    """Return the events of claims, as columns, and by row which of them a claim belongs to.

    The selection has ``place_id`` and each claim but once.
    """
    event = np.zeros(len(selection), dtype=np.int64)
    found: list[pa.RecordBatch] = []
    made = 0
    for claims, rows in parts(selection, HAPPENING):
        with collector_at_rest():
            events = events_of(claims)
        where = {claim.claim_id: row for claim, row in zip(claims, rows, strict=True)}
        for number, one in enumerate(events, start=made):
            event[[where[claim_id] for claim_id in one.claim_ids]] = number
        made += len(events)
        found.append(_columns(events))
    return pa.Table.from_batches(found, _SCHEMA).combine_chunks(), event


def parts(
    selection: Selection, names: Sequence[str] = CLAIM_FIELDS
) -> Iterator[tuple[list[Claim], list[int]]]:
    """Yield these fields of the claims of each part, no two parts sharing a place, and their rows.

    The selection has ``place_id``. Claims without a place are in one part.
    """
    part = _numbered(selection.table["place_id"])
    with TemporaryDirectory(prefix="claimmap-") as folder:
        files = [Path(folder, str(number)) for number in range(int(part.max(initial=-1)) + 1)]
        with naming(gettempdir()):
            _write(selection, part, files, names)
        for name in files:
            if name.stat().st_size:
                with pa.OSFile(str(name)) as file, pa.ipc.open_stream(file) as stream:
                    table = stream.read_all()
                rows = table[_ROW].to_pylist()
                yield [Claim(**row) for row in table.drop_columns([_ROW]).to_pylist()], rows


def _write(
    selection: Selection, part: Numbers, paths: Iterable[Path], names: Sequence[str]
) -> None:
    """Write these fields of each claim into the file of its part.

    They are read in the order in which the ledger has them.
    """
    order = np.argsort(selection.table["reading"].to_numpy(), kind="stable")
    schema = pa.schema([*(SCHEMA.field(name) for name in names), (_ROW, pa.int64())])
    with ExitStack() as stack:
        files = [stack.enter_context(pa.OSFile(str(path), "wb")) for path in paths]
        streams = [stack.enter_context(pa.ipc.new_stream(file, schema)) for file in files]
        done = 0
        for batch in selection.of(order).batches(names):
            rows = order[done : done + len(batch)]
            numbered = pa.RecordBatch.from_arrays([*batch.columns, pa.array(rows)], schema=schema)
            for number in np.unique(part[rows]).tolist():
                streams[number].write_batch(numbered.filter(pa.array(part[rows] == number)))
            done += len(batch)


def _numbered(place: pa.ChunkedArray) -> Numbers:
    """Return for each claim the number of its part: all about one place are in one.

    So are all that have no place.
    """
    codes = place.combine_chunks().dictionary_encode()
    numbers = pc.fill_null(codes.indices, -1).to_numpy().astype(np.int64) + 1
    counts = np.bincount(numbers, minlength=1)
    return np.asarray((np.cumsum(counts) // PART)[numbers], dtype=np.int64)


def _columns(events: list[Event]) -> pa.RecordBatch:
    columns = ([getattr(one, name) for one in events] for name in COMPUTED)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, _SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)

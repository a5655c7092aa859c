"""Made-up tables in the published columns of ACLED, UCDP GED, VIINA and GDELT."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from events.importers import Batch, ImportOptions, import_table
from events.types import Claim, Document, Rejected
from geo.gazetteer import Gazetteer

ACLED_COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)
ACLED_ROW = {
    "event_id_cnty": "UKR90001",
    "event_date": "24 June 2022",
    "year": "2022",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Non-state actor overtakes territory",
    "actor1": "Military Forces of Russia (2000-)",
    "inter1": "External/Other forces",
    "actor2": "Military Forces of Ukraine (2019-)",
    "inter2": "State forces",
    "interaction": "State forces-External/Other forces",
    "iso": "804",
    "region": "Europe",
    "country": "Ukraine",
    "admin1": "Luhansk",
    "admin2": "Sievierodonetskyi",
    "location": "Hirske",
    "latitude": "48.7500",
    "longitude": "38.5000",
    "geo_precision": "1",
    "source": "Made Up News; Example Agency",
    "source_scale": "National",
    "notes": 'On 24 June, made-up forces "took" Hirske, says this row.',
    "fatalities": "3",
    "timestamp": "1656374400",
}


def table(columns: Sequence[str], *rows: dict[str, str], delimiter: str = ",") -> bytes:
    """Return a table with a header; a row lacks the columns that it does not name."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode()


def acled(*rows: dict[str, str]) -> bytes:
    """Return an ACLED export; each row is the sample with what is given."""
    return table(ACLED_COLUMNS, *(ACLED_ROW | row for row in rows))


class Imported:
    """All that came of one import."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self.batches = list(batches)
        self.documents: list[Document] = [d for b in self.batches for d in b.documents]
        self.claims: list[Claim] = [c for b in self.batches for c in b.claims]
        self.rejected: list[Rejected] = [r for b in self.batches for r in b.rejected]

    @property
    def claim(self) -> Claim:
        """The one claim there is."""
        assert [r.reason for r in self.rejected] == []
        (claim,) = self.claims
        return claim

    @property
    def reason(self) -> str:
        """Why the one rejected row was rejected."""
        assert self.claims == []
        (rejected,) = self.rejected
        return rejected.reason


def taken(
    form: str, content: bytes | Path, folder: Path, options: ImportOptions | None = None
) -> Imported:
    """Import a table, by default under the source's name "Table" and with the real gazetteer."""
    path = content if isinstance(content, Path) else folder / "table.csv"
    if isinstance(content, bytes):
        path.write_bytes(content)
    return Imported(import_table(form, path, options or says()))


_GAZETTEER = Gazetteer.open()


def says(source: str = "Table", **more: object) -> ImportOptions:
    """Return options with the shipped gazetteer."""
    return ImportOptions(source=source, gazetteer=_GAZETTEER, **more)  # type: ignore[arg-type]

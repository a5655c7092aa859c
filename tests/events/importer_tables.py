"""Made-up tables in the published columns of ACLED, UCDP GED, VIINA and GDELT."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from events.importers import Batch, ImportOptions, import_table
from events.importers.gdelt import COLUMNS as GDELT_COLUMNS
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

UCDP_COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id"),
    *("dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id"),
    *("side_b", "number_of_sources", "source_article", "source_office", "source_date"),
    *("source_headline", "source_original", "where_prec", "where_coordinates"),
    *("where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid"),
    *("country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"),
    *("gwnoa", "gwnob"),
)
UCDP_ROW = {
    "id": "900001",
    "relid": "UKR-2022-1-1-1",
    "year": "2022",
    "active_year": "1",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_name": "Russia - Ukraine",
    "dyad_name": "Government of Russia (Soviet Union) - Government of Ukraine",
    "side_a": "Government of Russia (Soviet Union)",
    "side_b": "Government of Ukraine",
    "number_of_sources": "2",
    "source_article": "Example Agency, 2022-06-25, Made-up fighting at Hirske",
    "source_office": "Example Agency;Made Up News",
    "source_date": "2022-06-25;2022-06-26",
    "source_headline": "Made-up fighting at Hirske",
    "source_original": "an invented official",
    "where_prec": "1",
    "where_coordinates": "Hirske town",
    "adm_1": "Luhansk oblast",
    "adm_2": "Sievierodonetsk raion",
    "latitude": "48.7500",
    "longitude": "38.5000",
    "geom_wkt": "POINT (38.5 48.75)",
    "country": "Ukraine",
    "country_id": "369",
    "region": "Europe",
    "event_clarity": "1",
    "date_prec": "2",
    "date_start": "2022-06-22 00:00:00.000",
    "date_end": "2022-06-24 00:00:00.000",
    "deaths_a": "0",
    "deaths_b": "4",
    "deaths_civilians": "1",
    "deaths_unknown": "0",
    "best": "5",
    "high": "9",
    "low": "4",
}
VIINA_COLUMNS = (
    *("viina_version", "event_id", "event_id_1pd", "date", "time", "geonameid", "feature_code"),
    *("asciiname", "ADM1_NAME", "ADM1_CODE", "ADM2_NAME", "ADM2_CODE", "longitude", "latitude"),
    *("GEO_PRECISION", "GEO_API", "location", "address", "report_id", "source", "url", "text"),
    "lang",
)
VIINA_LABELS = (
    *("t_mil", "t_mil_b", "t_loc_b", "t_san_b", "a_rus_b", "a_ukr_b", "a_civ_b", "a_other_b"),
    *("t_airstrike_b", "t_artillery", "t_artillery_b", "t_control_b", "t_property_b"),
)
VIINA_ROW = {
    "viina_version": "20240101000000",
    "event_id": "77001",
    "event_id_1pd": "70001",
    "date": "20220624",
    "time": "10:15",
    "geonameid": "708273",
    "feature_code": "PPL",
    "asciiname": "Hirske",
    "ADM1_NAME": "Luhansk",
    "ADM2_NAME": "NA",
    "longitude": "38.4981",
    "latitude": "48.7503",
    "GEO_PRECISION": "ADM3",
    "GEO_API": "Yandex",
    "source": "madeup",
    "url": "https://news.example/1",
    "text": "Вигадане повідомлення про обстріл Гірського",
    "lang": "ua",
    "t_mil": "0.99",
    "t_mil_b": "1",
    "a_rus_b": "1",
    "a_ukr_b": "0",
    "t_artillery": "0.87",
    "t_artillery_b": "1",
    "t_property_b": "1",
}
CONTROL_COLUMNS = (
    *("geonameid", "date", "status_wiki", "status_boost", "status_dsm", "status_isw", "status"),
)
GDELT_ROW = {
    "globaleventid": "1050000001",
    "sqldate": "20220624",
    "monthyear": "202206",
    "year": "2022",
    "fractiondate": "2022.4767",
    "actor1code": "RUSMIL",
    "actor1name": "RUSSIAN",
    "actor1countrycode": "RUS",
    "actor1type1code": "MIL",
    "actor2code": "UKR",
    "actor2name": "UKRAINE",
    "actor2countrycode": "UKR",
    "isrootevent": "1",
    "eventcode": "194",
    "eventbasecode": "194",
    "eventrootcode": "19",
    "quadclass": "4",
    "goldsteinscale": "-10",
    "nummentions": "4",
    "numsources": "1",
    "numarticles": "4",
    "avgtone": "-8.1",
    "actiongeo_type": "4",
    "actiongeo_fullname": "Hirske, Luhans'ka Oblast', Ukraine",
    "actiongeo_countrycode": "UP",
    "actiongeo_adm1code": "UP14",
    "actiongeo_lat": "48.7503",
    "actiongeo_long": "38.4981",
    "actiongeo_featureid": "-1037000",
    "dateadded": "20220625101500",
    "sourceurl": "https://news.example/2022/shelling.html",
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


def ucdp(*rows: dict[str, str]) -> bytes:
    """Return a UCDP GED table; each row is the sample with what is given."""
    return table(UCDP_COLUMNS, *(UCDP_ROW | row for row in rows))


def viina(*rows: dict[str, str]) -> bytes:
    """Return a table of VIINA events with their labels."""
    return table((*VIINA_COLUMNS, *VIINA_LABELS), *(VIINA_ROW | row for row in rows))


def control(*rows: tuple[str, str, str]) -> bytes:
    """Return a table of VIINA control: geonameid, date, status; DeepStateMap says the same."""
    named = [
        {"geonameid": place, "date": day, "status": status, "status_dsm": status}
        | {"status_wiki": "UA", "status_boost": "UA", "status_isw": "NA"}
        for place, day, status in rows
    ]
    return table(CONTROL_COLUMNS, *named)


def gdelt(*rows: dict[str, str]) -> bytes:
    """Return a GDELT 2 export: tab-separated, 61 columns, no header."""
    lines = ["\t".join((GDELT_ROW | row).get(c, "") for c in GDELT_COLUMNS) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


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


@cache
def gazetteer() -> Gazetteer:
    """Return the shipped gazetteer, opened once."""
    return Gazetteer.open()


def says(source: str = "Table", **more: Any) -> ImportOptions:
    """Return options with the shipped gazetteer."""
    return ImportOptions(source=source, gazetteer=gazetteer(), **more)

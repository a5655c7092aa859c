# ruff: noqa: E501 - rows of tables are as long as they are
"""A handful of rows in the form of the upstream tables, enough to build a gazetteer from."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

TABLES: dict[str, str] = {
    "ua_places.csv.gz": """\
place_id,name,name_uk,name_uk_romanized,name_ru,lat,lon,feature_code,admin1,raion_pre2020,population,coord_src,alt_names
gn691999,Siverskodonetsk,Сєвєродонецьк,Sievierodonetsk,Северодонецк,48.94414,38.48754,PPL,14,,99067,geonames-2026,SEV|Severodoneck
gn708273,Hirs’ke,Гірське,Hirske,Горское,48.74046,38.49596,PPL,14,Popasnianskyi,9274,geonames-2026,Girs'ke|Hirs'ke
gn9000001,Gorskoye,Гірське,Hirske,Горское,48.74100,38.49600,PPL,14,Popasnianskyi,,whosonfirst,
gn708272,Hirs’ke,Гірське,Hirske,Горское,49.37,23.60,PPL,15,,,geonames-wof,
gn696566,Popasna,Попасна,Popasna,Попа́сная,48.63,38.38,PPL,14,Popasnianskyi,19199,geonames-2026,
gn100,Novozvanivka,Новозванівка,Novozvanivka,,48.55,38.35,PPL,14,Popasnianskyi,,geonames-wof,
gn101,Vrubivka,Врубівка,Vrubivka,,48.70,38.35,PPL,14,Popasnianskyi,,geonames-wof,
gn102,Троїцьке,,,,48.60,38.30,PPL,14,Popasnianskyi,,whosonfirst,
gn103,Lysychansk,Лисичанськ,Lysychansk,,48.90,38.43,PPL,14,Lysychanska,93340,geonames-2026,
gn104,Khutir-Mykhaylivskyy,,,,52.0,33.9,PPL,14,,900,geonames-2026,
gn105,Искра,Искра,Yskra,,48.80,38.20,PPL,14,,,geonames-wof,
gn106,Marinka,Мар'їнка,Marinka,,47.94,37.50,PPL,14,,,geonames-2026,
gn107,Vorzel,Ворзель,Vorzel,,50.55,30.15,PPL,14,,,geonames-2026,
wof9,Bez Imeni,,,,50,,PPL,15,,,whosonfirst,
""",
    "world_cities500.csv.gz": """\
geonameid,name,lat,lon,country,admin1,population,timezone,alt_names
691999,Siverskodonetsk,48.94414,38.48754,UA,14,99067,Europe/Kyiv,Siverskodonetsk
2950159,Berlin,52.52437,13.41053,DE,16,3426354,Europe/Berlin,BER|berlin|Berlín|Берлин
2643743,London,51.50853,-0.12574,GB,ENG,8961989,Europe/London,Londres|LON
6058560,London,42.98339,-81.23304,CA,08,422324,America/Toronto,
5000,Nowhere,,,US,NY,1,America/New_York,
5002,Testville,10.5,20.5,QQ,,900,Etc/UTC,
5001,Hope,33.66706,-93.59157,US,AR,10095,America/Chicago,Спринг
""",
    "world_admin1.csv.gz": """\
code,name,name_ascii,geonameid
UA.14,Luhansk,Luhansk,702657
UA.15,Lviv,Lviv,702549
DE.16,Berlin,Berlin,2950157
GB.ENG,England,England,6269131
CA.08,Ontario,Ontario,6093943
US.AR,Arkansas,Arkansas,4099753
FJ.01,Central,Central,2202000
""",
    "world_countries.csv.gz": """\
iso,iso3,name,capital,continent,population,area_km2,geonameid
UA,UKR,Ukraine,Kyiv,EU,44622516,603700,690791
US,USA,United States,Washington,NA,327167434,9629091,6252001
DE,DEU,Germany,Berlin,EU,82927922,357021,2921044
NL,NLD,The Netherlands,Amsterdam,EU,17231017,41526,2750405
QQ,QQQ,Testland,Testville,AF,900,,4242
AN,ANT,Netherlands Antilles,Willemstad,NA,300000,960,
""",
    "ua_power_plants.csv.gz": """\
gppd_idnr,name,primary_fuel,capacity_mw,latitude,longitude,owner,source
WRI1005114,Zaporozhye,Nuclear,6000,47.5119,34.5863,Energoatom,Energoatom
WRI1075852,Cherkasy power station,Coal,180,49.3905,32.0674,JSC Cherkasy CHP,GCPT
WRI0,Lost,Gas,1,,,,
""",
    "ua_places_raion_katottg.csv.gz": """\
place_id,admin1_iso_by_polygon,raion_katottg,raion_uk,raion_en,katottg,katottg_name,katottg_name_romanized,katottg_category,match
gn691999,UA-09,UA44120000000018893,,,UA44120110010072887,Сіверськодонецьк,Siverskodonetsk,M,exact
gn708273,UA-09,UA44120000000018893,,,UA44120010010055038,Гірське,Hirske,M,exact
gn100,UA-09,UA44120000000018893,,,,,,,
gn101,UA-09,UA44120000000018893,,,UA1,Врубове,Vrubove,C,fuzzy
gn102,UA-09,UA44120000000018893,,,UA2,Троїцьке Друге,Troitske Druhe,C,exact
gn105,UA-09,UA44120000000018893,,,UA3,Іскра,Iskra,C,exact
gn106,UA-14,UA14160000000061982,,,UA4,Мар'їнка,Marinka,M,exact
gn107,UA-32,UA32080000000084076,,,UA5,Ворзель,Vorzel,X,exact
""",
    "ua_places_osm_extra.csv.gz": """\
katottg,name_uk,name_uk_romanized,category,raion_katottg,name_en,name_ru,lat,lon,osm_id,population,wikidata
UA44120000000099901,Новозванівка Перша,Novozvanivka Persha,C,UA44120000000018893,,,48.551,38.351,node/1,,
UA44120000000099902,Підгірне,Pidhirne,C,UA44120000000018893,,Подгорное,48.90,38.10,node/2,120,
UA44120000000099903,Загублене,Zahublene,C,UA44120000000018893,,,,,node/3,,
""",
}
SQUARE = [[38.0, 48.5], [39.0, 48.5], [39.0, 49.1], [38.0, 49.1], [38.0, 48.5]]
FEATURES: dict[str, list[dict[str, Any]]] = {
    "world_countries.geojson.gz": [
        {"name": "Ukraine", "name_uk": "Україна", "name_ru": "Украина", "iso_a2": "UA",
         "iso_a3": "UKR", "label_x": 32.140865, "label_y": 49.724739},
        {"name": "United States of America", "iso_a2": "US", "iso_a3": "USA",
         "label_x": -97.482602, "label_y": 39.538479},
        {"name": "Netherlands", "iso_a2": "NL", "iso_a3": "NLD", "label_x": 5.6, "label_y": 52.4},
    ],
    "ua_adm2_raion.geojson.gz": [
        {"name_uk": "Сіверськодонецький район", "name_en": "Siverskodonetsk Raion",
         "name_ru": "Северодонецкий район", "katottg": "UA44120000000018893"},
        {"name_uk": "Покровський район", "name_en": "Pokrovskii Raion",
         "name_ru": "Покровский район", "katottg": "UA14160000000061982"},
        {"name_uk": "Бучанський район", "name_en": "Bucha district",
         "name_ru": "Бучанский район", "katottg": "UA32080000000084076"},
        {"name_uk": "Київ", "name_en": "Kyiv", "name_ru": "Киев", "katottg": "UA80"},
    ],
}  # fmt: skip


def write_tables(folder: Path) -> Path:
    """Write the tables as the upstream ones are written, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        _write(folder / name, text)
    for name, features in FEATURES.items():
        geometry = {"type": "Polygon", "coordinates": [SQUARE]}
        collection = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": geometry}
                for properties in features
            ],
        }
        _write(folder / name, json.dumps(collection))
    return folder


def _write(path: Path, text: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        file.write(text)


def without_column(folder: Path, table: str, column: str) -> None:
    """Take a column out of a table that was written."""
    with gzip.open(folder / table, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [name for name in rows[0] if name != column]
    out = io.StringIO()
    writer = csv.DictWriter(out, kept, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    _write(folder / table, out.getvalue())

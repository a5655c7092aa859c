"""A file of polygons (GeoJSON, GeoPackage, KML, KMZ, shapefile) -> areas, and a text of them.

Only formats that carry their data inside are opened, each told by its first bytes: a file that
sends its reader elsewhere, over the network too, is none of them.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from events.errors import TableError
from events.importers.codes import load_codes
from events.importers.sniffing import is_map

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

_LONGEST_VALUE = 300  # characters of a property that are written out
_SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP archive can hold


@dataclass(frozen=True, slots=True)
class Area:
    """One polygon: its number in the file, its shape (EPSG:4326) and its properties.

    ``start``/``end`` span its line in the text of the map.
    """

    number: int
    shape: BaseGeometry
    properties: dict[str, str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Map:
    """A file of polygons: its bytes, a text with a line for each, and what was no polygon.

    ``outside`` spans the line that stands for all that lies in none of them.
    """

    raw: bytes
    text: str
    areas: tuple[Area, ...]
    others: Counter[str]
    outside: tuple[int, int]


def read_map(path: Path) -> Map:
    """Read a file of polygons.

    Raises
    ------
    TableError
        It cannot be read, is of no known kind, has no polygon, or no known coordinates.
    """
    raw = _bytes_of(path)
    if not is_map(raw):
        raise TableError(
            f"{path} is no map: it must be GeoJSON, GeoPackage, KML, KMZ or a shapefile"
        )
    areas: list[Area] = []
    others: Counter[str] = Counter()
    lines: list[str] = []
    here = 0
    for shape, properties in _shapes(path, raw):
        if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
            others[shape.geom_type if shape is not None else "feature without a shape"] += 1
            continue
        line = _line(len(areas) + 1, shape, properties)
        areas.append(Area(len(areas) + 1, shape, properties, here, here + len(line)))
        lines.append(line + "\n")
        here += len(line) + 1
    if not areas:
        raise TableError(f"{path} holds no polygon, but {dict(others) or 'nothing'}")
    last = "elsewhere: every settlement that lies in none of these polygons"
    text = "".join(lines) + last
    return Map(raw, text, tuple(areas), others, (here, here + len(last)))


def _bytes_of(path: Path) -> bytes:
    """Return the bytes of a file; of a bare shapefile, those of an archive of its parts."""
    try:
        if path.suffix.lower() != ".shp":
            return path.read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part in (path.with_suffix(suffix) for suffix in _SIDECARS):
                if part.exists():
                    archive.writestr(zipfile.ZipInfo(part.name, _EPOCH), part.read_bytes())
        return packed.getvalue()
    except OSError as fault:
        raise TableError(f"{path} cannot be read: {fault.strerror}") from fault


def _shapes(path: Path, raw: bytes) -> Iterator[tuple[BaseGeometry | None, dict[str, str]]]:
    """Yield the features of all layers in their order, valid and in EPSG:4326."""
    import shapely

    for frame in _frames(path, raw):
        if "geometry" not in frame.columns:
            continue
        located = _in_degrees(frame, path)
        names = [str(name) for name in located.columns if name != "geometry"]
        rows = located[names].itertuples(index=False, name=None)
        for shape, values in zip(located.geometry, rows, strict=True):
            valid = None if shape is None else shapely.force_2d(shapely.make_valid(shape))
            yield valid, _properties(names, values)


def _frames(path: Path, raw: bytes) -> list[gpd.GeoDataFrame]:
    """Return the layers of a map, read under a name that says what they are."""
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    inside = _kml_inside(raw) or raw
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"map{_suffix(inside)}"
        copy.write_bytes(inside)
        try:
            layers = range(len(pyogrio.list_layers(copy)))
            return [pyogrio.read_dataframe(copy, layer=number) for number in layers]
        except (DataSourceError, DataLayerError, ValueError) as fault:
            reason = str(fault).replace(str(copy), path.name)
            raise TableError(f"{path} cannot be read as a map: {reason}") from fault


def _suffix(raw: bytes) -> str:
    starts = ((b"PK", ".zip"), (b"SQLite", ".gpkg"), (b"<", ".kml"))
    words = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((suffix for start, suffix in starts if words.startswith(start)), ".geojson")


def _kml_inside(raw: bytes) -> bytes | None:
    """Return the KML of a KMZ archive, None where there is none."""
    if not raw.startswith(b"PK\x03\x04"):
        return None
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
        return archive.read(names[0]) if names else None


def _in_degrees(frame: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    if frame.crs is not None:
        return frame.to_crs("EPSG:4326")
    west, south, east, north = frame.total_bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise TableError(f"{path} does not say in which coordinates it is, and they are no degrees")
    return frame.set_crs("EPSG:4326")


def _properties(names: list[str], values: tuple[object, ...]) -> dict[str, str]:
    """Return the properties that say something, as text on one line."""
    drawing = load_codes("polygons")["drawing"]
    said = {name: " ".join(str(value).split()) for name, value in zip(names, values, strict=True)}
    return {
        name: value
        for name, value in said.items()
        if value not in ("", "None", "nan", "NaT") and name.casefold() not in drawing
    }


def _line(number: int, shape: BaseGeometry, properties: dict[str, str]) -> str:
    west, south, east, north = shape.bounds
    said = [f"{name}: {value[:_LONGEST_VALUE]}" for name, value in properties.items()]
    box = f"longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}"
    return f"polygon {number}: " + "; ".join([*said, box])

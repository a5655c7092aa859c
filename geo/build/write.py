"""Writing a layer of the cached gazetteer: equal places give equal bytes."""

from __future__ import annotations

import hashlib
import json
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import marisa_trie

from geo.build.drafts import CYRILLIC_COUNTRIES, Draft, NamedAs
from geo.errors import GazetteerError
from geo.layers import CAPITALS, COMMON, FORMAT, HOWS, MORE, ROW_MASK, pack
from geo.names import fold, plain
from geo.types import Kind

PREFIXES = ("gn", "wof")
DEGREE = 100_000
_TYPES = {"u32": "I", "i32": "i", "u16": "H", "u8": "B"}
_KIND_ORDER: tuple[Kind, ...] = (
    "country", "continent", "settlement", "region", "area", "water", "terrain", "district",
    "facility",
)  # fmt: skip


def write_column(folder: Path, name: str, values: Iterable[int]) -> None:
    """Write whole numbers as one column in this computer's byte order, which is little-endian.

    The suffix of the name tells the type.
    """
    (folder / name).write_bytes(array(_TYPES[name.rpartition(".")[2]], values).tobytes())


def write_trie(folder: Path, stem: str, keys: Iterable[str]) -> marisa_trie.Trie:
    """Write a trie of the keys, and return it."""
    trie = marisa_trie.Trie(sorted(set(keys)))
    trie.save(str(folder / f"{stem}.marisa"))
    return trie


_NUMBERED = re.compile(f"({'|'.join(PREFIXES)})([0-9]+)")


def has_number(place_id: str) -> bool:
    """Tell whether a place id is a prefix and a number, as those of GeoNames are."""
    return _NUMBERED.fullmatch(place_id) is not None


def number_of(place_id: str, labels: marisa_trie.Trie) -> tuple[str, int]:
    """Return the prefix of a place id and its number; without prefix, that of its label."""
    numbered = _NUMBERED.fullmatch(place_id)
    return (numbered[1], int(numbered[2])) if numbered else ("", int(labels[place_id]))


def order_ids(
    place_ids: Iterable[str], labels: marisa_trie.Trie
) -> tuple[list[str], list[int], list[tuple[str, int, int]]]:
    """Return the place ids sorted by section and number, their numbers, and the sections."""
    prefixes = [*PREFIXES, ""]
    keyed = [(*number_of(place_id, labels), place_id) for place_id in place_ids]
    keyed.sort(key=lambda key: (prefixes.index(key[0]), key[1]))
    sections = []
    for prefix in prefixes:
        rows = [row for row, key in enumerate(keyed) if key[0] == prefix]
        if rows:
            sections.append((prefix, rows[0], rows[-1] + 1))
    return [key[2] for key in keyed], [key[1] for key in keyed], sections


def write_places(
    folder: Path, drafts: Mapping[str, Draft], labels: marisa_trie.Trie
) -> tuple[dict[str, int], dict[str, Any]]:
    """Write the columns of the places; return the row of each place id, and the part for meta."""
    place_ids, numbers, sections = order_ids(drafts, labels)
    if len(place_ids) > ROW_MASK:
        raise GazetteerError(f"{len(place_ids)} places are more than the format can number")
    places = [drafts[place_id] for place_id in place_ids]
    units = sorted({(d.country, d.admin1) for d in places})
    features = sorted({_feature(d) for d in places}, key=str)
    unit_numbers = {unit: number for number, unit in enumerate(units)}
    feature_numbers = {feature: number for number, feature in enumerate(features)}
    write_column(folder, "number.u32", numbers)
    write_column(folder, "latitude.i32", (round(d.position.lat * DEGREE) for d in places))
    write_column(folder, "longitude.i32", (round(d.position.lon * DEGREE) for d in places))
    write_column(folder, "label.u32", (labels[d.name] for d in places))
    write_column(folder, "population.u32", (d.population for d in places))
    write_column(folder, "unit.u16", (unit_numbers[d.country, d.admin1] for d in places))
    write_column(folder, "feature.u8", (feature_numbers[_feature(d)] for d in places))
    rows = {place_id: row for row, place_id in enumerate(place_ids)}
    meta = {
        "sections": sections,
        "features": features,
        "units": [(country, code) for country, code in units],
        "radii": {str(rows[d.place_id]): round(d.radius_m or 0) for d in places if _own_radius(d)},
    }
    return rows, meta


def _own_radius(draft: Draft) -> bool:
    return draft.kind != "settlement" and draft.radius_m is not None


def _feature(draft: Draft) -> tuple[str, str, float | None]:
    """Return what the rows of one feature number share; only settlements share their radius."""
    return draft.kind, draft.feature, None if _own_radius(draft) else draft.radius_m


Pairs = Iterable[tuple[int, Draft, Sequence[NamedAs]]]


def write_names(folder: Path, pairs: Pairs, common: frozenset[str]) -> dict[str, int]:
    """Write the plain and the folded index of names of rows; return the number of keys of each."""
    names: dict[str, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    folded: dict[str, dict[int, tuple[Any, ...]]] = defaultdict(dict)
    for row, draft, named in pairs:
        for name, how in named:
            key = plain(name)
            flags = (COMMON if key in common else 0) | (CAPITALS if _capitals(name, how) else 0)
            rank = (HOWS.index(how), _KIND_ORDER.index(draft.kind), -draft.population, row)
            entry = (*rank, pack(row, how, flags))
            if key:
                _keep_best(names[key], row, entry)
            if draft.country in CYRILLIC_COUNTRIES and how != "demonym" and len(fold(name)) > 2:
                _keep_best(folded[fold(name)], row, entry)
    _write_index(folder, "names", names)
    _write_index(folder, "folded", folded)
    return {"names": len(names), "folded": len(folded)}


def _capitals(name: str, how: str) -> bool:
    return how == "alias" and name.isupper() and name.isascii() and len(plain(name)) <= 4


def _keep_best(entries: dict[int, tuple[Any, ...]], row: int, entry: tuple[Any, ...]) -> None:
    if row not in entries or entry < entries[row]:
        entries[row] = entry


def _write_index(folder: Path, stem: str, keys: Mapping[str, dict[int, tuple[Any, ...]]]) -> None:
    trie = write_trie(folder, stem, keys)
    first: list[int] = []
    more: list[int] = []
    for number in range(len(trie)):
        postings = [entry[-1] for entry in sorted(keys[trie.restore_key(number)].values())]
        if len(postings) == 1:
            first.append(postings[0])
        else:
            first.append(MORE | len(more))
            more += [len(postings), *postings]
    write_column(folder, f"{stem}_first.u32", first)
    write_column(folder, f"{stem}_more.u32", more)


def write_meta(folder: Path, meta: Mapping[str, Any]) -> str:
    """Write ``meta.json`` with a version made of all bytes of the layer, and return that."""
    digest = hashlib.sha256(_json(meta).encode())
    for path in sorted(folder.iterdir()):
        if path.suffix in {".marisa", *(f".{kind}" for kind in _TYPES)}:
            digest.update(path.name.encode() + path.read_bytes())
    version = digest.hexdigest()[:12]
    full = {"format": FORMAT, "version": version, **meta}
    (folder / "meta.json").write_text(_json(full), encoding="utf-8")
    return version


def _json(meta: Mapping[str, Any]) -> str:
    return json.dumps(meta, ensure_ascii=False, sort_keys=True, indent=0, default=str) + "\n"

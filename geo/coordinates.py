"""Coordinates written in a text: decimal degrees, degrees-minutes-seconds, MGRS.

Patterns only find where a coordinate stands and how finely it was written; reading it is left to
lat-lon-parser and mgrs. A pair that is not on the earth, or that cannot be told from a ratio or a
score, is no coordinate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.types import DescribedPlace, Position, Resolution

_METRES_PER_DEGREE = 111_320.0

_HALF = r"""
    (?P<{0}a>[NSEW]\s*)?
    (?P<{0}>[-−+]?\d{{1,3}}(?:\.\d+)?\s*°
        (?:\s*\d{{1,2}}(?:\.\d+)?\s*['′’]
            (?:\s*\d{{1,2}}(?:\.\d+)?\s*(?:["″”]|''|′′))?)?)
    \s*(?P<{0}b>[NSEW](?![a-z]))?
"""
_DEGREES = re.compile(
    _HALF.format("first") + r"\s*[,;/]?\s*" + _HALF.format("second"), re.VERBOSE | re.UNICODE
)
_DECIMAL = re.compile(
    r"(?<![\w.,°])(?P<first>[-−+]?\d{1,2}\.\d{3,9})(?:\s*(?P<firstb>[NS]))?"
    r"\s*[,;/]\s*(?P<second>[-−+]?\d{1,3}\.\d{3,9})(?:\s*(?P<secondb>[EW]))?(?![\w°]|\.\d)"
)
_LETTERED = re.compile(
    r"(?<![\w.,°])(?P<first>\d{1,2}(?:\.\d{1,9})?)\s?(?P<firstb>[NS])\b"
    r"\s*[,;/]?\s*(?P<second>\d{1,3}(?:\.\d{1,9})?)\s?(?P<secondb>[EW])(?![\w°])"
)
_MGRS = re.compile(
    r"(?<![\w.])(?P<zone>[1-9]|[1-5]\d|60)\s?(?P<band>[C-HJ-NP-X])\s?(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])"
    r"\s?(?P<digits>\d{2,5}\s\d{2,5}|\d{4,10})(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPosition:
    """A coordinate found in a text: ``text == document[start:end]``.

    ``uncertainty_m`` is half the last digit written, in metres on the ground: ``48.9 N`` says much
    less than ``48.94812 N``.
    """

    start: int
    end: int
    text: str
    position: Position
    uncertainty_m: float


def find_coordinates(text: str) -> list[WrittenPosition]:
    """Return the coordinates written in a text, in order and without overlaps."""
    found: list[WrittenPosition] = []
    for sign, pattern, read in _READERS:
        if sign.search(text) is None:
            continue
        for match in pattern.finditer(text):
            written = read(match)
            if written and not any(w.start < written.end and written.start < w.end for w in found):
                found.append(written)
    return sorted(found, key=lambda w: w.start)


def places_by_coordinates(text: str, resolutions: Sequence[Resolution]) -> list[DescribedPlace]:
    """Return the coordinates of a text as places; the name written beside one is its anchor."""
    return [_as_place(written, resolutions) for written in find_coordinates(text)]


def _as_place(written: WrittenPosition, resolutions: Sequence[Resolution]) -> DescribedPlace:
    beside = [
        number
        for number, resolution in enumerate(resolutions)
        if resolution.toponym.use != "demonym" and _gap(written, resolution) <= _BESIDE
    ]
    return DescribedPlace(
        start=written.start,
        end=written.end,
        text=written.text,
        relation="coordinates",
        anchors=tuple(beside[:1]),
        position=written.position,
        where_prec=1 if written.uncertainty_m <= _EXACT_M else 2,
        uncertainty_m=written.uncertainty_m,
        reason="coordinates written in the text",
        named=False,
    )


def _gap(written: WrittenPosition, resolution: Resolution) -> int:
    """Return the number of characters between a coordinate and a toponym."""
    toponym = resolution.toponym
    return max(toponym.start - written.end, written.start - toponym.end)


_BESIDE = 12
_EXACT_M = 2_000.0


def _read_pair(match: re.Match[str]) -> WrittenPosition | None:
    """Read two angles; compass letters decide which is the latitude, else it comes first."""
    groups = match.groupdict()
    letters = [(groups.get(h + "a") or groups.get(h + "b") or "").strip() for h in _HALVES]
    swapped = letters[0] in ("E", "W") or letters[1] in ("N", "S")
    if swapped and (letters[0] in ("N", "S") or letters[1] in ("E", "W")):
        return None
    try:
        angles = [_angle(groups[h], letter) for h, letter in zip(_HALVES, letters, strict=True)]
        latitude, longitude = reversed(angles) if swapped else angles
        position = Position(lon=longitude, lat=latitude)
    except ValueError:  # off the earth, or sixty minutes and more; PositionError is one too
        return None
    step = max(_step_degrees(groups[half]) for half in _HALVES)
    return _written(match, position, step * _METRES_PER_DEGREE / 2)


_HALVES = ("first", "second")


def _written(match: re.Match[str], position: Position, uncertainty_m: float) -> WrittenPosition:
    start = match.start()
    end = start + len(match.group().rstrip())
    return WrittenPosition(
        start=start,
        end=end,
        text=match.string[start:end],
        position=position,
        uncertainty_m=uncertainty_m,
    )


def _angle(written: str, letter: str) -> float:
    from lat_lon_parser import parse

    plain = written.replace("−", "-").replace("′′", '"').replace("''", '"')
    for mark, usual in (("′", "'"), ("’", "'"), ("″", '"'), ("”", '"')):
        plain = plain.replace(mark, usual)
    value = float(parse(plain))
    return -value if letter in ("S", "W") else value


def _step_degrees(written: str) -> float:
    """Return what one unit of the last digit written is worth, in degrees."""
    numbers = re.findall(r"\d+(?:\.\d+)?", written)
    last = numbers[-1]
    decimals = len(last.partition(".")[2])
    return float(10.0**-decimals / 60 ** (len(numbers) - 1))


def _read_mgrs(match: re.Match[str]) -> WrittenPosition | None:
    from mgrs import MGRS
    from mgrs.core import MGRSError

    digits = re.sub(r"\s", "", match["digits"])
    if len(digits) % 2:
        return None
    reference = f"{match['zone']}{match['band']}{match['square']}{digits}"
    size_m = 10.0 ** (5 - len(digits) // 2)
    try:
        latitude, longitude = MGRS().toLatLon(reference)
        position = Position(lon=float(longitude), lat=float(latitude))
    except (ValueError, MGRSError):  # a square that its zone lacks
        return None
    return _written(match, position, size_m / 2)


_READERS = (
    (re.compile("°"), _DEGREES, _read_pair),
    (re.compile(r"\d\.\d{3}"), _DECIMAL, _read_pair),
    (re.compile(r"\d\s?[NS]"), _LETTERED, _read_pair),
    (re.compile(r"\d\s?[C-X]\s?[A-Z]{2}\s?\d"), _MGRS, _read_mgrs),
)
"""A sign that all such coordinates have and few other texts, the pattern, and the reader."""

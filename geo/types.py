"""The values that text and places exchange.

Offsets are half-open ``[start, end)`` in Unicode code points of the text. Positions are WGS 84
(EPSG:4326) in degrees, distances in metres, bearings in degrees clockwise from true north.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from geo.errors import PositionError, SpanError

Use = Literal["literal", "associative", "metonymic", "demonym"]
"""How a toponym is used: the place itself ("in Kherson"), a thing of that place ("the Kherson
governor"), the people or government that act in its name ("Moscow said"), or its people
("the Russians"). After Gritta, Pilehvar and Collier (2020), simplified to four."""

Kind = Literal[
    "settlement",
    "district",  # second-order unit, and anything below it that is no settlement
    "region",  # first-order unit
    "country",
    "continent",
    "area",  # named, without a code or sharp border: Donbas, a front, an axis
    "facility",  # plant, airport, bridge, dam, base
    "water",  # sea, river, lake, reservoir
    "terrain",  # island, mountain, forest, peninsula
]

WherePrec = Literal[1, 2, 3, 4, 5, 6, 7]
"""UCDP GED ``where_prec``: 1 the named place, 2 within about 25 km, 3 second-order unit,
4 first-order unit, 5 line or fuzzy area, 6 country, 7 international waters or airspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A point on the earth: WGS 84, degrees, longitude east and latitude north."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lon) and math.isfinite(self.lat)):
            raise PositionError(f"position must be finite, got lon={self.lon}, lat={self.lat}")
        if abs(self.lat) > 90:
            raise PositionError(
                f"latitude {self.lat} is outside -90..90; were longitude and latitude swapped?"
            )
        if abs(self.lon) > 180:
            raise PositionError(f"longitude {self.lon} is outside -180..180")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of a sentence with its place in the dependency tree (Universal POS, ClearNLP labels).

    ``head`` is the index of the head token in the same sentence; the root is its own head. A place
    name that was masked for the parse is one token, whatever the number of its words, and carries
    the text as written.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the text. ``tokens`` is empty where nobody asked for a parse."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...] = ()
    _below: Mapping[int, list[Token]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: dict[int, list[Token]] = {}
        for token in self.tokens:
            if token.head != token.index:
                below.setdefault(token.head, []).append(token)
        object.__setattr__(self, "_below", below)

    def children(self, index: int) -> list[Token]:
        """Return the direct dependents of the token at ``index``, in order of the text."""
        return self._below.get(index, [])[:]

    def subtree(self, index: int) -> set[int]:
        """Return the indices of the token at ``index`` and of all that depends on it."""
        found, left = {index}, [index]
        while left:
            more = [t.index for t in self._below.get(left.pop(), ()) if t.index not in found]
            found.update(more)
            left += more
        return found

    def ancestors(self, index: int) -> list[Token]:
        """Return the heads of the token at ``index``, nearest first, root last."""
        chain: list[Token] = []
        here = self.tokens[index]
        while here.head != here.index and len(chain) <= len(self.tokens):
            here = self.tokens[here.head]
            chain.append(here)
        return chain

    def token_at(self, offset: int) -> Token | None:
        """Return the token that covers the text offset, or None."""
        return next((t for t in self.tokens if t.start <= offset < t.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name found in a text: ``text == document[start:end]``.

    ``asked`` is the kind of place that a head noun asks for ("Luhansk *region*" → region,
    "Zaporizhzhia nuclear *plant*" → facility), or None; ``head_start``/``head_end`` then span that
    noun phrase's whole extent with the name ("Zaporizhzhia nuclear plant").
    """

    start: int
    end: int
    text: str
    use: Use = "literal"
    asked: Kind | None = None
    asked_word: str | None = None
    head_start: int | None = None
    head_end: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"toponym {self.text!r} has the offsets {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer entry. ``None`` means that the tables do not say.

    ``name`` is the present name in the usual English romanisation; see ``Gazetteer.name_on`` for
    the one valid at a date. ``country`` is ISO 3166-1 alpha-2. ``admin1`` and ``admin2`` are names
    of the first- and second-order units; ``official_code`` is the national code (KATOTTG in
    Ukraine). ``radius_m`` is how far the thing named may lie from ``position``.
    """

    place_id: str
    name: str
    kind: Kind
    position: Position
    country: str | None = None
    admin1: str | None = None
    admin1_code: str | None = None
    admin2: str | None = None
    official_code: str | None = None
    geonameid: int | None = None
    feature_code: str | None = None
    population: int | None = None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of a toponym, with the features that ranked it and a reason in words."""

    place: Place
    score: float
    reason: str
    features: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a toponym was resolved to. ``place`` is None where no candidate is good enough.

    ``position`` and ``place`` are None together. ``candidates`` are ranked, best first, and may be
    non-empty although ``place`` is None (ambiguous); ``reason`` then says why. They are made when
    they are looked at.
    """

    toponym: Toponym
    place: Place | None
    position: Position | None
    where_prec: WherePrec | None
    uncertainty_m: float | None
    score: float
    reason: str
    where_flag: str | None = None
    candidates: Sequence[Candidate] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedPlace:
    """A place by description ("a town 10 km to the south", "near X", "between X and Y").

    ``start``/``end`` span the whole phrase, ``anchors`` index ``Geoparse.resolutions``.
    ``position`` is None where an anchor is unresolved. ``relation`` is the sort of description:
    distance, direction, near, between, line, outskirts, axis, bank. ``named`` tells that the
    phrase only places a name that it contains ("near Olhine") rather than an unnamed spot.
    """

    start: int
    end: int
    text: str
    relation: str
    anchors: tuple[int, ...]
    position: Position | None
    where_prec: WherePrec | None
    uncertainty_m: float | None
    reason: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Geoparse:
    """All that geoparsing says of one text: sentences, toponyms resolved, places described.

    The sentences of a long text make their tokens when they are looked at (`geo.packed`).
    """

    text: str
    sentences: Sequence[Sentence]
    resolutions: tuple[Resolution, ...]
    described: tuple[DescribedPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Where a report is likely to speak of: a prior for resolution, never a filter.

    ``countries`` are ISO 3166-1 alpha-2 codes, ``place_ids`` places that the conflict is about,
    ``on`` the date for which names are valid.
    """

    countries: tuple[str, ...] = ()
    place_ids: tuple[str, ...] = ()
    on: date | None = None

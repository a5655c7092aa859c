"""Places by description: a distance, a direction, a neighbourhood of named places -> geometry.

A description is read from the words between and around resolved toponyms. Every one has a position
only where its anchors have; what it says is fuzzy, and its uncertainty in metres says how much.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.distance import bearing_deg, destination, distance_m
from geo.lexicon import load_lexicon
from geo.phrases import description_patterns, may_describe, names_a_direction
from geo.types import DescribedPlace, Position, Resolution, Sentence, WherePrec

_NEAR_M = 10_000.0
_OUTSKIRTS_M = 5_000.0
_DIRECTION_M = 8_000.0
_AXIS_M = 25_000.0
_BANK_M = 50_000.0
_NEAR_LIMIT_M = 25_000.0  # UCDP's "near": where_prec 2
_WEDGE = 0.4  # sine of the 22.5 degrees that a compass word leaves open on each side
_LOOK_BACK = 90
_SHORT_LOOK_BACK = 45  # enough for "on the outskirts of the industrial town of"
_LOOK_AHEAD = 40


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a description says, before it has a place: offsets, relation, anchors by number."""

    start: int
    end: int
    relation: str
    anchors: tuple[int, ...]
    named: bool
    bearing: float | None = None
    metres: float | None = None


def describe(
    text: str, sentences: Sequence[Sentence], resolutions: Sequence[Resolution]
) -> list[DescribedPlace]:
    """Return the places that the text gives by description, in order; spans may not overlap."""
    places = [n for n, r in enumerate(resolutions) if r.toponym.use != "demonym"]
    phrases: list[_Phrase] = []
    for at, number in enumerate(places):
        following = places[at + 1] if at + 1 < len(places) else None
        if at and _is_joined(text, resolutions, (places[at - 1], number)):
            phrase = _with_next(text, resolutions, number, following)
            phrase = phrase or _shared(resolutions, phrases, (places[at - 1], number))
        else:
            phrase = _around(text, resolutions, number, following)
        if phrase:
            phrases.append(phrase)
    phrases += _unanchored(text, sentences, resolutions, places)
    kept: list[_Phrase] = []
    for phrase in sorted(phrases, key=lambda p: (p.start, -p.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return [_placed(text, phrase, resolutions) for phrase in kept]


def _around(
    text: str, resolutions: Sequence[Resolution], number: int, following: int | None
) -> _Phrase | None:
    """Return the description that leans on one toponym: before it, behind it, or with the next."""
    toponym = resolutions[number].toponym
    base = max(0, toponym.start - _LOOK_BACK)
    before = text[base : toponym.start]
    beside = _with_next(text, resolutions, number, following)
    if (beside and len(beside.anchors) > 1) or not may_describe(before):
        return beside
    patterns = description_patterns()
    for relation in ("distance", "direction", "outskirts", "bank", "near"):
        reach = _LOOK_BACK if relation == "distance" else _SHORT_LOOK_BACK
        match = patterns[relation].search(before, max(0, len(before) - reach))
        if match:
            own = _lead(text, base + match.start(), patterns)
            if relation in _MEASURED and described_name(text, resolutions, own) is not None:
                return None
            named = relation not in _MEASURED and own == base + match.start()
            bearing, metres = measure(match)
            return _Phrase(own, toponym.end, relation, (number,), named, bearing, metres)
    return beside


def _is_joined(text: str, resolutions: Sequence[Resolution], pair: tuple[int, int]) -> bool:
    """Tell whether only "and" stands between two names, or "and the town of"."""
    first, second = (resolutions[n].toponym for n in pair)
    return _AND.fullmatch(text, first.end, second.start) is not None


_AND = re.compile(r"\s+and\s+(?:the\s+)?(?:\w+\s+of\s+)?")


def _shared(
    resolutions: Sequence[Resolution], phrases: Sequence[_Phrase], pair: tuple[int, int]
) -> _Phrase | None:
    """Return for Y what "near X and Y" says of both; "10 km from X and Y" says it of X alone."""
    first, second = pair
    last = phrases[-1] if phrases else None
    if last is None or last.anchors != (first,) or last.relation not in _SHARED:
        return None
    leads = last.named and last.end == resolutions[first].toponym.end
    if not leads or not _is_local(resolutions[second]):
        return None
    toponym = resolutions[second].toponym
    return replace(last, start=toponym.start, end=toponym.end, anchors=(second,))


_SHARED = ("near", "outskirts")


def _with_next(
    text: str, resolutions: Sequence[Resolution], number: int, following: int | None
) -> _Phrase | None:
    """Return the description of a toponym and the next one, or with the words behind it."""
    pair = None if following is None else _pair(text, resolutions, (number, following))
    return pair or _behind(text, resolutions, number)


def _behind(text: str, resolutions: Sequence[Resolution], number: int) -> _Phrase | None:
    toponym = resolutions[number].toponym
    if toponym.asked == "area" and toponym.head_end and toponym.head_end > toponym.end:
        place = resolutions[number].place
        if place is None or place.kind != "area":
            return _Phrase(toponym.start, toponym.head_end, "axis", (number,), True)
    ahead = text[toponym.end : toponym.end + _LOOK_AHEAD]
    for relation in ("outskirts", "near"):
        match = description_patterns()[relation + "_after"].match(ahead)
        if match:
            return _Phrase(toponym.start, toponym.end + match.end(), relation, (number,), True)
    return None


def _pair(text: str, resolutions: Sequence[Resolution], pair: tuple[int, int]) -> _Phrase | None:
    """Return "between X and Y" or "the X-Y road"."""
    first, second = (resolutions[n].toponym for n in pair)
    before = text[max(0, first.start - _LOOK_BACK) : first.start]
    between = text[first.end : second.start]
    if _is_joined(text, resolutions, pair) and re.search(
        r"\bbetween\s+(?:the\s+)?(?:\w+\s+of\s+)?$", before
    ):
        if all(_is_local(resolutions[n]) for n in pair):
            word = before.lower().rindex("between")
            start = first.start - len(before) + word
            return _Phrase(start, second.end, "between", pair, False)
        return None
    if re.fullmatch(r"\s?[-–—]\s?|\s+to\s+", between):
        match = description_patterns()["line_after"].match(text, second.end)
        if match:
            return _Phrase(first.start, match.end(), "line", pair, False)
    return None


def _is_local(resolution: Resolution) -> bool:
    return resolution.place is None or resolution.place.kind not in ("country", "continent")


def _unanchored(
    text: str, sentences: Sequence[Sentence], resolutions: Sequence[Resolution], places: list[int]
) -> list[_Phrase]:
    """Return "(a town) 10 km to the south" where the anchor is the last place named before it.

    A place abroad is no anchor: "a prize for Moscow" names whoever acts from there.
    """
    if not names_a_direction(text):
        return []
    found = []
    home = _home(resolutions)
    for match in description_patterns()["unanchored"].finditer(text):
        last = bisect_right(resolutions, match.start(), key=lambda r: r.toponym.end)
        earlier = [n for n in places[:last] if n < last and _is_pinned(resolutions[n], home)]
        limit = _paragraphs_back(sentences, match.start())
        if not earlier or resolutions[earlier[-1]].toponym.start < limit:
            continue
        anchor = earlier[-1]
        bearing, metres = measure(match)
        start = _lead(text, match.start(), description_patterns())
        if described_name(text, resolutions, start) is None:
            found.append(_Phrase(start, match.end(), "distance", (anchor,), False, bearing, metres))
    return found


def _is_pinned(resolution: Resolution, home: str | None) -> bool:
    place = resolution.place
    return place is not None and place.country == home and place.kind in ("settlement", "facility")


def _home(resolutions: Sequence[Resolution]) -> str | None:
    """Return the country that most of the text's places lie in."""
    found = Counter(r.place.country for r in resolutions if r.place and r.place.kind != "country")
    return found.most_common(1)[0][0] if found else None


def _paragraphs_back(sentences: Sequence[Sentence], offset: int) -> int:
    """Return where the paragraph before the offset's own begins."""
    paragraphs = {s.paragraph: s.start for s in reversed(sentences) if s.start <= offset}
    last = sorted(paragraphs)[-2:]
    return paragraphs[last[0]] if last else 0


def _lead(text: str, start: int, patterns: dict[str, re.Pattern[str]]) -> int:
    """Return where the phrase begins with the unnamed thing in front: "a town about" 10 km."""
    match = patterns["lead"].search(text[max(0, start - _LOOK_BACK) : start])
    return max(0, start - _LOOK_BACK) + match.start() if match else start


def described_name(text: str, resolutions: Sequence[Resolution], start: int) -> int | None:
    """Return the number of the toponym that a phrase at ``start`` is an apposition to, or None.

    "Hirske, 10 km south of X" describes Hirske: it places nothing else. In "12 km west of Hirske,
    5 km south of X" two spots are listed.
    """
    number = bisect_right(resolutions, start, key=lambda r: r.toponym.end) - 1
    if number < 0 or start >= resolutions[number].toponym.end + _LOOK_AHEAD:
        return None
    end = resolutions[number].toponym.end
    if text[end:start].strip() == "," and _is_measured(text, resolutions[number].toponym.start):
        return None
    return number if _APPOSED.fullmatch(text, end, start) else None


def _is_measured(text: str, start: int) -> bool:
    """Tell whether a distance or a direction leads up to a name: "12 km west of X"."""
    before = text[max(0, start - _LOOK_BACK) : start]
    patterns = description_patterns()
    return may_describe(before) and any(
        patterns[relation].search(before) is not None for relation in _MEASURED
    )


_APPOSED = re.compile(
    r"\s*(?:[,(–—]|is|was|lies|sits|stands|,?\s*which is|,?\s*(?:located|situated|lying))"
    r"\s*(?:(?:located|situated|only|just|about|some|around|approximately|roughly)\s*)*",
    re.IGNORECASE,
)


def measure(match: re.Match[str]) -> tuple[float | None, float | None]:
    """Return the bearing in degrees and the distance in metres that a match states."""
    groups = match.groupdict()
    return _bearing(groups.get("compass")), _metres(groups.get("number"), groups.get("unit"))


def _bearing(word: str | None) -> float | None:
    if word is None:
        return None
    key = re.sub(r"[\s-]|ern$", "", word.lower())
    return load_lexicon().numbers["compass"][key]


def _metres(number: str | None, unit: str | None) -> float | None:
    if number is None or unit is None:
        return None
    figures = load_lexicon().numbers
    word = number.lower().removeprefix("a ").replace(",", "")
    count = figures["numbers"].get(word)
    per = figures["units_m"][unit.lower().removesuffix("s")]
    return (float(word) if count is None else count) * per


def _placed(text: str, phrase: _Phrase, resolutions: Sequence[Resolution]) -> DescribedPlace:
    anchors = [resolutions[n] for n in phrase.anchors]
    names = " and ".join(r.place.name if r.place else r.toponym.text for r in anchors)
    positions = [r.position for r in anchors if r.position is not None]
    if len(positions) < len(anchors):
        position, uncertainty, reason = None, None, f"{names}: not all resolved"
    else:
        radius = anchors[0].uncertainty_m or 0.0
        position, uncertainty = _geometry(phrase, positions, radius)
        reason = _REASONS[phrase.relation].format(names)
    return DescribedPlace(
        start=phrase.start,
        end=phrase.end,
        text=text[phrase.start : phrase.end],
        relation=phrase.relation,
        anchors=phrase.anchors,
        position=position,
        where_prec=None if uncertainty is None else _prec(phrase, uncertainty),
        uncertainty_m=uncertainty,
        reason=reason,
        named=phrase.named,
    )


def _prec(phrase: _Phrase, uncertainty_m: float) -> WherePrec:
    if phrase.relation in ("axis", "line", "bank"):
        return 5
    return 2 if uncertainty_m <= _NEAR_LIMIT_M else 5


def _geometry(
    phrase: _Phrase, positions: Sequence[Position], radius_m: float
) -> tuple[Position, float]:
    """Return the likeliest point and how far from it the place may be, in metres."""
    anchor = positions[0]
    if phrase.relation in ("between", "line"):
        metres = distance_m(anchor, positions[1])
        towards = bearing_deg(anchor, positions[1])
        middle = destination(anchor, bearing_deg=towards, distance_m=metres / 2)
        return middle, max(metres / 2, 1_000.0)
    if phrase.relation == "distance" and phrase.metres is not None:
        if phrase.bearing is None:
            return anchor, phrase.metres + radius_m
        point = destination(anchor, bearing_deg=phrase.bearing, distance_m=phrase.metres)
        return point, max(1_000.0, _WEDGE * phrase.metres + radius_m)
    if phrase.relation == "direction" and phrase.bearing is not None:
        point = destination(anchor, bearing_deg=phrase.bearing, distance_m=_DIRECTION_M)
        return point, _DIRECTION_M + radius_m
    return anchor, _AROUND_M[phrase.relation] + radius_m


_AROUND_M = {"near": _NEAR_M, "outskirts": _OUTSKIRTS_M, "axis": _AXIS_M, "bank": _BANK_M}
_REASONS = {
    "near": "near {}",
    "outskirts": "on the outskirts of {}",
    "axis": "a fuzzy area around {}",
    "bank": "somewhere along {}",
    "between": "half way between {}",
    "line": "half way along the line of {}",
    "distance": "at the stated distance and direction from {}",
    "direction": "in the stated direction from {}",
}
_MEASURED = ("distance", "direction")

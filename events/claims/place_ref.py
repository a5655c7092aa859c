"""The places that a sentence names, as a trigger may speak of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.claims.lexicon import extent
from events.claims.scene import SUBJECTS, Scene
from geo.types import DescribedPlace, Resolution, Sentence, Token

_DATELINE = re.compile(
    r"[A-Z][A-Z' ’./-]{2,40}(?:, [A-Z][\w. ]{2,30}){0,2}(?: \([\w ./]{2,30}\))?\s+(?:—|–|--|-)\s"
)


_LOCATING = re.compile(
    r",?\s+(?:(?:just|directly|to the|some|about|around|roughly|nearly|less than|more than"
    r"|(?:\d[\d.,]*|[a-z]+)\s*(?:km|kilometres|kilometers|kilometre|miles|metres))\s+)*"
    r"(?:north|south|east|west)[\w-]*\s+of\s+(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?)?"
    r"|,\s+(?:on|at|near|outside)\s+the\s+(?:[\w-]+\s+){0,2}(?:doorsteps?|edges?|outskirts|fringes?"
    r"|gates?|approaches|borders?|road|highway|way|banks?)\s+(?:of|to|with|from|between)\s+"
    r"(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?)?"
    r"|,\s+(?:(?:just|only|some|about|around|roughly|nearly|less than|more than)\s+)*\d[\d.,]*\s?"
    r"(?:km|kilometres|kilometers|miles|metres|meters|m)\s+(?:[a-z]+\s+)?from\s+"
    r"(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?)*"
    r"|,\s+an?\s+(?:[\w,-]+\s+){1,6}?(?:north|south|east|west)[\w-]*\s+of\s+(?:the\s+)?"
    r"(?:[a-z]+\s+(?:of\s+)?)?"
    r"|,\s+between\s+(?:[A-Z][\w'’-]+\s+and\s+)?",
)
"""Words between two names by which the second tells where the first lies."""


_RIMS = frozenset({"near", "direction", "distance", "outskirts", "axis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRef:
    """A place as a trigger speaks of it.

    ``whole`` is False where less than all of it is meant, ``part`` True where a part is named,
    ``near`` True for its surroundings; ``link`` tells how it
    was found: direct, joined, pointed (by "the city"), loose (merely in the sentence), topic (of
    the sentences before) or none. ``prep`` is the preposition next to the trigger.
    """

    start: int
    end: int
    text: str
    resolution: Resolution | None
    described: DescribedPlace | None = None
    prep: str | None = None
    whole: bool = True
    part: bool = False
    near: bool = False
    link: str = "direct"
    share_percent: float | None = None
    share_of: str | None = None

    @property
    def kind(self) -> str | None:
        """The kind of the resolved place, or what the text asks for."""
        if self.resolution is None:
            return None
        place = self.resolution.place
        if self.resolution.where_prec == 5:
            return "area"
        return place.kind if place else self.resolution.toponym.asked


def named_places(
    scene: Scene, sentence: Sentence, speakers: Sequence[tuple[int, int]]
) -> list[tuple[Token, PlaceRef]]:
    """Return the places a sentence names, with their tokens, but those that name speakers."""
    found = []
    for _, resolution in scene.resolutions_in(sentence.start, sentence.end):
        toponym = resolution.toponym
        token = sentence.token_at(toponym.start)
        if token is None or toponym.use in {"metonymic", "demonym"}:
            continue
        if toponym.text.lower() in extent()["quantifiers"]:
            continue
        if (
            _of_clock(sentence, token)
            or _is_quarter(sentence, token, resolution)
            or heads_report(scene, toponym.start)
        ):
            continue
        if any(a <= toponym.start < b for a, b in speakers):
            continue
        if in_body(scene, toponym.start, toponym.end) or _acts(scene, sentence, token):
            continue
        found.append((token, place_ref(scene, sentence, resolution)))
    return found


def _of_clock(sentence: Sentence, token: Token) -> bool:
    """Tell whether a name only says by which clock: "at 10:40 Moscow time"."""
    after = sentence.tokens[token.index + 1] if token.index + 1 < len(sentence.tokens) else None
    return after is not None and after.text.lower() == "time" and token.dep == "compound"


def _is_quarter(sentence: Sentence, token: Token, resolution: Resolution) -> bool:
    """Tell whether a quarter is meant, not the village of its name: "the X neighbourhood"."""
    above = sentence.tokens[token.head]
    village = resolution.place is not None and resolution.place.kind == "settlement"
    quarter = above.lemma in {"neighbourhood", "neighborhood", "microdistrict", "quarter"}
    return village and quarter and token.dep in {"compound", "amod", "nmod"}


def heads_report(scene: Scene, start: int) -> bool:
    """Tell whether a name stands in a dateline: "SLOVIANSK, Ukraine (AP) —"."""
    low = scene.text.rfind("\n", 0, start) + 1
    found = _DATELINE.match(scene.text, low)
    return found is not None and start < found.end()


def _acts(scene: Scene, sentence: Sentence, token: Token) -> bool:
    """Tell whether a country or capital stands for the belligerent that acts ("Moscow moved")."""
    if token.dep == "compound" and sentence.tokens[token.head].lemma in extent()["powers"]:
        return any(m.form == "metonym" for m in scene.mentions_in(token.start, token.end))
    if token.dep not in {*SUBJECTS, "poss", "pobj", "npadvmod", "conj"}:
        return False
    if token.dep == "pobj" and sentence.tokens[token.head].lemma not in {"by", "for", "with"}:
        return False
    return any(
        m.entity.sort == "actor" and m.entity.side and m.form in {"metonym", "name"}
        for m in scene.mentions_in(token.start, token.end)
    ) and token.dep not in {"nsubjpass", "conj"}


def in_body(scene: Scene, start: int, end: int) -> bool:
    """Tell whether the name is part of a body's or person's name ("Luhansk People's Republic")."""
    return any(
        m.start <= start
        and end <= m.end
        and (m.entity.sort != "actor" or m.end - m.start > end - start)
        for m in scene.mentions_in(max(0, start - 60), end + 60)
    )


def place_ref(scene: Scene, sentence: Sentence, resolution: Resolution) -> PlaceRef:
    """Return a resolved toponym as a place that a trigger may speak of."""
    toponym = resolution.toponym
    around = [
        d
        for d in scene.described_in(sentence.start, sentence.end)
        if d.named and d.start <= toponym.start and toponym.end <= d.end
    ]
    beside = any(d.relation in _RIMS for d in around)
    mine = {i for i, r in scene.resolutions_in(toponym.start, toponym.end) if r is resolution}
    described = next((d for d in around if mine & set(d.anchors)), None)
    start = toponym.head_start if toponym.head_start is not None else toponym.start
    end = toponym.head_end if toponym.head_end is not None else toponym.end
    return PlaceRef(
        start=start,
        end=end,
        text=scene.text[start:end],
        resolution=resolution,
        described=described,
        near=beside,
    )


def lies_beside(scene: Scene, first: PlaceRef, second: PlaceRef) -> bool:
    """Tell whether the second only places the first: "X, south of Y", "X, between Y and Z"."""
    if first.resolution is None or second.resolution is None:
        return False
    between = scene.text[first.resolution.toponym.end : second.resolution.toponym.start]
    return _LOCATING.fullmatch(between) is not None

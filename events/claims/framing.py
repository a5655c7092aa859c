"""What the sentences round a claim make of it: a scenario told in the present, a verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from events.claims.around import Mode
from events.claims.lexicon import modality_words
from events.claims.record import Found
from events.claims.scene import Scene
from events.claims.suppositions import is_present, verb_of
from geo.types import Sentence

_BACK = 4
"""Sentences of its paragraph that a scenario may be told in."""

_AHEAD = 3
"""Sentences after which the report may still say that none of it is true."""


def framed(scene: Scene, item: Found) -> Found:
    """Return what was read in the mode that the sentences round it give it.

    "Suppose the West sends nothing. Then Russian troops take X" is hypothetical; what somebody
    unnamed is quoted with, and the report calls untrue in its next sentence, is denied. The word
    of somebody who is named stands beside the denial.
    """
    if item.mode.modality != "asserted":
        return item
    if _is_imagined(scene, item):
        return replace(item, mode=Mode(modality="hypothetical", word="scenario"))
    if item.speaker.side is None and _is_overruled(scene, item):
        return replace(item, mode=Mode(modality="denied", word="verdict"))
    return item


def _is_imagined(scene: Scene, item: Found) -> bool:
    verb = verb_of(item.hit.sentence, item.hit)
    if verb is None or not is_present(item.hit.sentence, verb):
        return False
    paragraph = item.hit.sentence.paragraph
    before = scene.sentences[max(0, item.number - _BACK) : item.number]
    return any(s.paragraph == paragraph and _matches(scene, s, "scenarios") for s in before)


def _is_overruled(scene: Scene, item: Found) -> bool:
    after = scene.sentences[item.number + 1 : item.number + 1 + _AHEAD]
    here = item.hit.sentence.paragraph
    near = [s for s in after if s.paragraph - here <= 1]
    if near and _matches(scene, near[0], "verdicts"):
        return True
    return any(_matches(scene, s, "verdicts_of_all") for s in near)


def _matches(scene: Scene, sentence: Sentence, name: str) -> bool:
    text = scene.text[sentence.start : sentence.end].strip(' "“”').lower()
    return _pattern(name).search(text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(modality_words()["framing"][name])))

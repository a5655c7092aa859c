"""The patterns of descriptions, put together from the word lists of ``toponyms.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from geo.lexicon import load_lexicon

_OF_TOWN = r"(?:the\s+)?(?:\w+\s+){0,2}?(?:of\s+)?"
_MOST_BEHIND = 5
"""Words to look at from behind: the last one of the fixed part, and up to four of `_OF_TOWN`."""


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+") for w in words), key=len)[::-1])


def _unnamed(pattern: str) -> str:
    """Return a pattern without the names of its groups, which a second copy may not have."""
    return re.sub(r"\?P<\w+>", "?:", pattern)


def may_describe(before: str) -> bool:
    """Tell, much faster than the patterns, whether one may end where this text does.

    That is whether one of its last words ends the fixed part of a description before a name.
    """
    return not _last_words().isdisjoint(_WORD.findall(before.lower())[-_MOST_BEHIND:])


def names_a_direction(text: str) -> bool:
    """Tell, much faster than the patterns, whether a text may name a direction of the compass."""
    lower = text.lower()
    return any(word in lower for word in _COMPASS)


_COMPASS = ("north", "south", "east", "west")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    words = load_lexicon().words
    phrases = [p for name in ("near", "outskirts", "bank") for p in words[f"description.{name}"]]
    return frozenset({"of", "from", "outside", *(phrase.split()[-1] for phrase in phrases)})


@lru_cache(maxsize=1)
def description_patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns by relation.

    Those of ``distance``, ``direction``, ``near``, ``outskirts`` and ``bank`` end where a name
    begins; those with ``_after`` begin where one ends; ``unanchored`` stands by itself, and
    ``placed`` is all between a name and that by which a phrase places it.
    """
    lexicon = load_lexicon()
    compass = r"(?P<compass>(?:north|south)[\s-]?(?:east|west)|north|south|east|west)(?:ern)?"
    number = rf"(?P<number>\d[\d,]*(?:\.\d+)?|(?:a\s)?(?:{_either(lexicon.numbers['numbers'])}))"
    unit = rf"(?P<unit>(?:{_either(lexicon.numbers['units_m'])})s?)"
    measure = rf"\b{number}[\s-]?{unit}\b(?:\s*\([^)]{{1,30}}\))?"
    to_the = r"\s+(?:to\s+the\s+|due\s+)?"
    words = lexicon.words
    no_verb = r"(?<!took\s)(?<!take\s)(?<!taken\s)(?<!takes\s)(?<!taking\s)"  # "took place near"
    patterns = {
        "distance": rf"{measure}(?:{to_the}{compass})?\s+(?:of|from|outside|away\s+from)\s+TOWN$",
        "direction": rf"\b{compass}\s+of\s+TOWN$",
        "unanchored": rf"{measure}{to_the}{compass}\b(?!\s+(?:of|from)\b)",
        "lead": (
            rf"(?:\b(?:an?|the|another|one)\s+)?(?:\w+\s+)?\b{no_verb}"
            rf"(?:{_either(words['description.unnamed'])})"
            r"(?:\s+(?:located|situated|lying|that\s+is|some|about|around|roughly|approximately|"
            r"only|just|nearly|almost|less\s+than|more\s+than))*\s+$"
        ),
        "placed": (
            rf",?\s*\(?(?:(?:an?|the)\s+\w+\s+)?(?:(?:some|just|about|around|roughly|only)\s+)?"
            rf"(?:(?:{measure}{to_the})?{compass}\s+of|{_unnamed(measure)}\s+(?:away\s+)?from|"
            rf"(?:{_either(words['description.near'])})|"
            rf"(?:on\s+)?(?:the\s+)?(?:{_either(words['description.outskirts'])})|between)\s+TOWN"
        ),
        "line_after": rf"\s+(?:{_either(words['description.line_after'])})\b",
    }
    for relation in ("near", "outskirts", "bank"):
        patterns[relation] = rf"\b(?:{_either(words['description.' + relation])})\s+TOWN$"
    for relation in ("near", "outskirts"):
        after = _either(words[f"description.{relation}_after"])
        patterns[relation + "_after"] = rf"(?:['’]s)?\s+(?:{after})\b"
    return {
        name: re.compile(pattern.replace("TOWN", _OF_TOWN), re.IGNORECASE)
        for name, pattern in patterns.items()
    }

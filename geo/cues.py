"""Cues for and against a word being a place name here: named features of the words around it.

Each cue is a short name with the value 1.0, or a number. Recognition adds them up with the weights
of ``seeds/lexicons/recognition.toml``; a cue without a weight counts nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.context import Words, is_capitalised
from geo.lexicon import Lexicon

_PREPOSITIONS = frozenset(
    {
        "in", "at", "near", "from", "to", "of", "around", "outside", "across", "into",
        "through", "via", "between", "by", "with", "for", "on", "over", "against", "toward",
        "towards", "and", "or", "the", "a", "an", "as", "than", "but", "while", "that", "when",
        "where", "is", "was", "its",
    }
)  # fmt: skip
_CLOSERS = frozenset(',.;:!?)]…\n"”’')


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFacts:
    """What the gazetteer says of a name, whatever place it may turn out to be."""

    kind: str
    how: str
    folded: bool
    common: bool
    population: int
    readings: int
    one_country: bool
    in_focus: bool


NO_FACTS = NameFacts(
    kind="none",
    how="none",
    folded=False,
    common=False,
    population=0,
    readings=0,
    one_country=False,
    in_focus=False,
)
"""What is known of a name that the gazetteer lacks."""


def local_cues(
    words: Words, first: int, last: int, facts: NameFacts, lexicon: Lexicon
) -> dict[str, float]:
    """Return the cues for the words ``first`` to ``last`` inclusive."""
    cues = {"bias": 1.0}
    for cue in _name_cues(words, first, last, facts, lexicon):
        cues[cue] = 1.0
    cues["log population"] = math.log10(facts.population + 1) / 7
    shouted = _is_shouted(words, first)
    for cue in _left_cues(words, first, lexicon, shouted=shouted):
        cues["left " + cue] = 1.0
    for cue in _right_cues(words, last, lexicon, shouted=shouted):
        cues["right " + cue] = 1.0
    if "left capital" in cues and "right capital" in cues:
        cues["inside capitals"] = 1.0
    if "common" in cues and "left sentence" in cues:
        cues["common at start"] = 1.0
    if "given" in cues and "right capital" in cues:
        cues["given and surname"] = 1.0
    if "left given" in cues and "seat" in cues:
        cues["given and seat"] = 1.0
    if "right capital" in cues and not shouted and _is_person(words, first, last, lexicon):
        cues["namesake and surname"] = 1.0
    return cues | _shouted_cues(cues, facts, shouted=shouted)


def _shouted_cues(
    cues: Mapping[str, float], facts: NameFacts, *, shouted: bool
) -> dict[str, float]:
    """Return what capitals say, in a headline or out of one."""
    if shouted:
        return {"common shouted": 1.0} if "common" in cues else {}
    return {"acronym": 1.0} if "all capitals" in cues and facts.kind == "settlement" else {}


def _is_person(words: Words, first: int, last: int, lexicon: Lexicon) -> bool:
    """Tell whether a name that people bear too stands before what may be a surname."""
    surname = words.lower(last + 1)
    return (
        first == last
        and _is_given(words.lower(first), lexicon)
        and (surname not in lexicon.common_words or surname in lexicon.words["person.surnames"])
        and words.text[words.ends[last] : words.starts[last + 1]] == " "
    )


def _is_given(word: str, lexicon: Lexicon) -> bool:
    """Tell whether people are called so, first."""
    return word in lexicon.words["person.namesakes"] or word in lexicon.given_names


def _name_cues(
    words: Words, first: int, last: int, facts: NameFacts, lexicon: Lexicon
) -> Sequence[str]:
    found = [f"kind {facts.kind}", f"how {facts.how}"]
    text = " ".join(words.lowers[first : last + 1])
    checks = (
        ("folded", facts.folded),
        ("common", facts.common or text in lexicon.common_words),
        ("given", text in lexicon.given_names),
        ("several words", last > first),
        ("names its kind", facts.kind in _UNITS and words.lower(last) in lexicon.heads),
        ("unpeopled", facts.kind == "settlement" and facts.population == 0),
        ("own name", last > first and facts.kind in _NAMED_WHOLE and not facts.folded),
        ("all capitals", words.texts[first].isupper() and len(words.texts[first]) > 1),
        ("short", len(text) <= 3),
        ("seat", text in lexicon.words["metonymy.seats"]),
        ("focus", facts.in_focus),
        ("one reading", facts.readings == 1),
        ("one country", facts.one_country),
        ("month", text in lexicon.words["months.words"]),
    )
    return found + [name for name, true in checks if true]


_UNITS = ("region", "district")
_NAMED_WHOLE = ("facility", "water", "terrain", "area", "continent")


def _is_shouted(words: Words, number: int) -> bool:
    """Tell whether the words around are all in capitals, as in a headline or a dateline."""
    around = words.texts[max(0, number - 2) : number + 3]
    return len(around) > 2 and all(word.isupper() for word in around)


def _left_cues(words: Words, first: int, lexicon: Lexicon, *, shouted: bool) -> list[str]:
    if words.opens_sentence(first):
        return ["sentence"]
    gap = words.gap_before(first)
    left = words.lower(first - 1)
    if gap.strip():
        return [_gap_name(gap)] + (["capital, "] if words.word(first - 1)[:1].isupper() else [])
    found = []
    if left in _PREPOSITIONS:
        found.append("word " + left)
    for group, name in _LEFT_GROUPS:
        if left in lexicon.words[group]:
            found.append(name)
    if left in lexicon.before or (left == "of" and words.lower(first - 2) in lexicon.before):
        found.append("head")
    pair = f"{words.lower(first - 2)} {left}"
    if pair in lexicon.words["placey.pairs"]:
        found.append("strong")
    if left == "of" and pair in lexicon.words["organisation.before"]:
        found.append("organisation of")
    if is_capitalised(words.word(first - 1)) and not shouted:
        found.extend(_left_capital(words, first, lexicon))
    return found or ["other"]


_PLACEY = ("placey.strong", "placey.weak")
_LEFT_GROUPS = (
    ("placey.strong", "strong"),
    ("placey.weak", "weak"),
    ("person.titles", "title"),
    ("thing.before", "thing"),
)


def _left_capital(words: Words, first: int, lexicon: Lexicon) -> list[str]:
    left = words.lower(first - 1)
    if left in lexicon.demonyms:
        return ["demonym"]
    if left in lexicon.words["months.words"]:
        return []
    if left in lexicon.given_names:
        return ["given"]
    if len(left) == 1:
        return ["initial"]
    if left in lexicon.words["person.titles"]:
        return ["title"]
    if words.opens_sentence(first - 1) and left in lexicon.common_words:
        return ["capital at start"]
    if left in _PREPOSITIONS or any(left in lexicon.words[group] for group in _PLACEY):
        return []
    return ["capital"]


def _right_cues(words: Words, last: int, lexicon: Lexicon, *, shouted: bool) -> list[str]:
    if last + 1 >= len(words):
        return ["end"]
    gap = words.text[words.ends[last] : words.starts[last + 1]]
    if gap.startswith(("'s", "’s")):
        return ["possessive"]
    if gap.strip():
        return _after_gap(words, last, gap, lexicon)
    return _after_space(words, last, lexicon, shouted=shouted)


def _after_gap(words: Words, last: int, gap: str, lexicon: Lexicon) -> list[str]:
    found = [_gap_name(gap)]
    right = words.lower(last + 1)
    if gap in ("-", "–", "—"):
        found.append("hyphen " + right if right in _HYPHENED else "hyphen other")
    elif gap == ", " and is_capitalised(words.word(last + 1)):
        found.append("comma capital")
    elif gap == ", " and right.isdigit():
        found.append("comma number")
    if right in lexicon.words["person.verbs"]:
        found.append("said")
    return found


_HYPHENED = frozenset(("based", "born", "area", "backed", "bound", "led", "held", "controlled"))


def _after_space(words: Words, last: int, lexicon: Lexicon, *, shouted: bool) -> list[str]:
    right = words.lower(last + 1)
    found = ["word " + right] if right in _PREPOSITIONS else []
    capital = is_capitalised(words.word(last + 1))
    if right in lexicon.heads or words.run(last + 1, 2) in lexicon.heads:
        found.append("head capital" if capital else "head")
    if words.run(last + 1, 2) in lexicon.words["placey.after"]:
        found.append("struck")
    if right in lexicon.words["person.verbs"]:
        found.append("said")
    if right in lexicon.words["person.pronoun_after"]:
        found.append("who")
    if right in lexicon.words["thing.after"]:
        found.append("thing")
    if right in lexicon.words["associative.after"]:
        found.append("associated")
    if capital and not shouted:
        found.extend(_right_capital(words, last, lexicon))
    return found or ["other"]


def _right_capital(words: Words, last: int, lexicon: Lexicon) -> list[str]:
    right = words.lower(last + 1)
    long = words.run(last + 1, 2)
    if right in lexicon.words["organisation.after"] or long in lexicon.words["organisation.after"]:
        return ["organisation"]
    if right in lexicon.words["months.words"]:
        return ["date"]
    if right in lexicon.demonyms:
        return ["demonym"]
    if right in lexicon.words["person.titles"]:
        return ["title"]
    if right in lexicon.heads:
        return []
    return ["given"] if right in lexicon.given_names else ["capital"]


def _gap_name(gap: str) -> str:
    marks = gap.strip()
    if not marks:
        return "line"
    if marks == ",":
        return "comma"
    if marks[0] in "-–—":
        return "dash" if gap != "-" else "hyphen"
    if marks[0] in "([":
        return "bracket"
    if marks[-1] in _CLOSERS:
        return "closer"
    return "mark"

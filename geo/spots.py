"""Names in a text that may be toponyms: names of the gazetteer, short forms, demonyms.

Whether a spot is a toponym here is for ``geo.recognize`` to say; what can be nothing else than part
of the name of an organisation is left out already.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from geo.context import Words
from geo.inflection import LONGEST_NAME, is_cyrillic, name_forms, plurals_of
from geo.lexicon import Demonym, Lexicon, load_lexicon
from geo.misspelt import LEAST_LETTERS, near_misses
from geo.names import plain, ukrainised
from geo.republics import republics
from geo.types import Kind, Place, Toponym

if TYPE_CHECKING:
    from geo.gazetteer import NameSpan
    from geo.hits import NameHit

_SHORT_FORM = re.compile(r"(?<![\w.])(?:(?:[A-Z][a-z]*\.){1,4}(?!\w)|[A-Z]{2,4}\b|[A-Z][a-z]+\b)")
_ORGANISATION_LENGTH = 60
_WHOLE = "|".join(map(re.escape, sorted(load_lexicon().words["organisation.whole"])))
_ORGANISATION = re.compile(rf"(?:{_WHOLE})\b")
_LAST = "|".join(map(re.escape, sorted(load_lexicon().words["organisation.last"])))
_LONGER_ORGANISATION = re.compile(rf"(?:[A-Z][\w-]+ ){{1,3}}(?i:{_LAST})\b")
_FORMATIONS = tuple(sorted(load_lexicon().words["organisation.formation"]))
_GROUPS = tuple(sorted(load_lexicon().words["organisation.formation_with_article"]))
_NAMED_ORGANISATION = re.compile(rf" (?:{_WHOLE})$")


class NameSource(Protocol):
    """What recognition needs of a gazetteer."""

    def scan(self, text: str) -> Iterable[NameSpan]:
        """Return the spans of the text that are names, those that overlap too."""

    def hits(self, span: NameSpan) -> list[NameHit]:
        """Return what a span may name, best first."""

    def look_up(self, name: str) -> list[NameHit]:
        """Return what a name may name, best first."""

    def knows(self, key: str) -> bool:
        """Tell whether anything bears a plain name."""

    def begins(self, key: str) -> bool:
        """Tell whether a plain name begins so."""

    def get(self, place_id: str) -> Place:
        """Return the place with this id."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A span with what it may name; the readings may be empty, and ``sure`` needs no weighing."""

    start: int
    end: int
    hits: tuple[NameHit, ...]
    demonym: bool = False
    sure: bool = False


def given_spot(toponym: Toponym, gazetteer: NameSource, lexicon: Lexicon) -> Spot:
    """Return what a toponym that somebody else found may name."""
    short = lexicon.short_forms.get(toponym.text) or lexicon.short_forms.get(toponym.text + ".")
    demonym = lexicon.demonyms.get(toponym.text.lower())
    hits: Iterable[NameHit]
    if short:
        hits = _short_hits(short, gazetteer)
    elif demonym:
        hits = _demonym_hits(demonym, gazetteer)
    else:
        name = toponym.text.removesuffix("'s").removesuffix("’s")
        hits = gazetteer.look_up(name) or _other_spellings(name, gazetteer)
    return Spot(toponym.start, toponym.end, tuple(hits), demonym is not None)


def _other_spellings(name: str, gazetteer: NameSource) -> tuple[NameHit, ...]:
    """Return what a name that nothing bears may name in the nominative, or with a letter wrong."""
    hits = _inflected_hits(tuple(name.split()), gazetteer) or _hits_of(plurals_of(name), gazetteer)
    hits = hits or _respelt_hits(name, gazetteer)
    if hits or len(name) < LEAST_LETTERS or not name.isascii():
        return hits
    return near_misses(name.lower(), gazetteer)


def _short_hits(known: tuple[str, Kind], gazetteer: NameSource) -> tuple[NameHit, ...]:
    name, kind = known
    return tuple(hit for hit in gazetteer.look_up(name) if hit.bearer.kind == kind)[:1]


def _demonym_hits(demonym: Demonym, gazetteer: NameSource) -> tuple[NameHit, ...]:
    hits = gazetteer.look_up(demonym.name)
    return tuple(h for h in hits if not demonym.country or h.bearer.kind == "country")[:1]


def find_spots(words: Words, gazetteer: NameSource, lexicon: Lexicon) -> list[Spot]:
    """Return gazetteer names, short forms and demonyms; the longer of two that overlap."""
    spans = [_found(span, gazetteer) for span in _longest_at_each_start(gazetteer, words.text)]
    spans += _short_forms(words, gazetteer, lexicon)
    spans += _demonyms(words, gazetteer, lexicon)
    spans += _inflected(words, gazetteer)
    spans += [Spot(*found, sure=True) for found in republics(words.text, gazetteer)]
    spans += _respelt(words, gazetteer, lexicon, {span.start for span in spans})
    spans += _misspelt(words, gazetteer, lexicon, {span.start for span in spans})
    barred = _phrase_spans(words.text, lexicon)
    return [
        item
        for item in _longest(spans, barred)
        if item.sure or not _is_barred(words, item, lexicon)
    ]


def _is_barred(words: Words, item: Spot, lexicon: Lexicon) -> bool:
    """Tell whether the name is part of an organisation's, or a word that is never a place."""
    if words.text[item.start : item.end] in lexicon.words["organisation.never"]:
        return True
    first = words.first_in(item.start)
    if words.lower(first - 1) in lexicon.words["organisation.club"]:
        return words.gap_before(first) == " "
    name = words.text[item.start : item.end].lower().replace("’", "'")
    if _NAMED_ORGANISATION.search(name):
        return True
    follows = words.text[item.end : item.end + _ORGANISATION_LENGTH]
    if not follows.startswith(" ") or item.demonym:
        return False
    rest = follows[1:].replace("’", "'")
    if rest.lower().startswith(_FORMATIONS):
        return True
    if rest.startswith(_GROUPS) and words.lower(first - 1) == "the":
        return True
    if not rest[:1].isupper():
        return False
    return bool(_ORGANISATION.match(rest.lower()) or _LONGER_ORGANISATION.match(rest))


def _longest_at_each_start(gazetteer: NameSource, text: str) -> Iterable[NameSpan]:
    """Return the longest name at each start; "Canada's" is no name where "Canada" is one."""
    best: dict[int, NameSpan] = {}
    for span in gazetteer.scan(text):
        shorter = span.start in best
        if shorter and (span.text.endswith(_POSSESSIVES) or _adds_a_noun(span, gazetteer)):
            continue
        best[span.start] = span
    return best.values()


def _adds_a_noun(span: NameSpan, gazetteer: NameSource) -> bool:
    """Tell whether only an alternative name has the small word: "the Alabama city"."""
    if not span.text.endswith(_NOUNS):
        return False
    return all(hit.how == "alt" for hit in gazetteer.hits(span)[:1])


_NOUNS = (" city", " town", " village")


_POSSESSIVES = ("'s", "’s")


def _found(span: NameSpan, gazetteer: NameSource) -> Spot:
    hits = tuple(gazetteer.hits(span))
    return Spot(span.start, span.end, hits, span.how == "demonym")


def _longest(spans: list[Spot], barred: Sequence[tuple[int, int]]) -> list[Spot]:
    kept: list[Spot] = []
    free_from = 0
    ordered = sorted(spans, key=lambda s: (s.start, -s.end, not s.demonym, not s.sure))
    for span in ordered:
        inside = any(start <= span.start and span.end <= end for start, end in barred)
        if span.start >= free_from and not inside:
            kept.append(span)
            free_from = span.end
    return kept


def _phrase_spans(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    spans = []
    for phrase in lexicon.phrases:
        at = text.find(phrase)
        while at >= 0:
            spans.append((at, at + len(phrase)))
            at = text.find(phrase, at + 1)
    return spans


def _short_forms(words: Words, gazetteer: NameSource, lexicon: Lexicon) -> list[Spot]:
    found = []
    for match in _SHORT_FORM.finditer(words.text):
        known = lexicon.short_forms.get(match.group())
        if known:
            hits = _short_hits(known, gazetteer)
            found.append(Spot(match.start(), match.end(), hits))
    return found


def _demonyms(words: Words, gazetteer: NameSource, lexicon: Lexicon) -> list[Spot]:
    found = []
    for number in words.capitals:
        lower = words.lowers[number]
        first = number
        demonym = lexicon.demonyms.get(lower)
        if number and words.texts[number - 1][0].isupper() and words.gap_before(number) == " ":
            pair = lexicon.demonyms.get(f"{words.lowers[number - 1]} {lower}")
            demonym, first = (pair, number - 1) if pair else (demonym, first)
        if demonym is None:
            continue
        hits = _demonym_hits(demonym, gazetteer)
        found.append(Spot(words.starts[first], words.ends[number], hits, True))
    return found


def _inflected(words: Words, gazetteer: NameSource) -> list[Spot]:
    """Return Cyrillic names in another case than the nominative, the longest at each word."""
    found = []
    for number in words.capitals:
        word = words.texts[number]
        if not is_cyrillic(word):
            continue
        run = words.run(number, LONGEST_NAME).count(" ") + 1
        for count in range(run, 0, -1):
            last = number + count - 1
            hits = _inflected_hits(tuple(words.texts[number : last + 1]), gazetteer)
            if not hits and count == 1 and _behind_a_preposition(words, number):
                hits = _hits_of(plurals_of(word), gazetteer)
            if hits:
                found.append(Spot(words.starts[number], words.ends[last], hits))
                break
    return found


def _inflected_hits(name: tuple[str, ...], gazetteer: NameSource) -> tuple[NameHit, ...]:
    """Return what a name may name by its nominatives, each place once; nothing if it is one."""
    if len(name[0]) < _LEAST_INFLECTED or any(not is_cyrillic(word) for word in name):
        return ()
    return _hits_of(name_forms(name), gazetteer)


def _behind_a_preposition(words: Words, number: int) -> bool:
    """Tell whether a word that asks for the genitive stands in front: "до Черкас і Лубен"."""
    before = words.lower(number - 1)
    if number < 1 or words.gap_before(number) != " ":
        return False
    if before in _AND:
        return _behind_a_preposition(words, number - 2)
    return before in load_lexicon().words["placey.genitive"]


_AND = ("и", "і", "й", "та", "или", "або", "чи")


def _hits_of(forms: Iterable[str], gazetteer: NameSource) -> tuple[NameHit, ...]:
    """Return what the forms of a Cyrillic name may name, each place once, the largest first."""
    best: dict[str, NameHit] = {}
    for form in forms:
        for hit in gazetteer.look_up(form) if gazetteer.knows(plain(form)) else ():
            large = hit.bearer.people >= _LARGE_CITY
            if not hit.folded and (large or hit.how in _CYRILLIC_NAMES):
                best.setdefault(hit.bearer.place_id, hit)
    return tuple(sorted(best.values(), key=lambda hit: -hit.bearer.people))


_CYRILLIC_NAMES = ("name", "official", "ukrainian", "russian", "alias")
_LEAST_INFLECTED = 4
_LARGE_CITY = 500_000  # an alternative name will do


def _respelt(
    words: Words, gazetteer: NameSource, lexicon: Lexicon, known: Container[int]
) -> list[Spot]:
    """Return unknown names, also with a hyphen, that are a village's by its Ukrainian spelling."""
    found = []
    for number in words.capitals:
        start, last = words.starts[number], number
        if number + 1 < len(words) and words.gap_before(number + 1) == "-":
            last += 1
        elif start in known or is_ordinary(words.lower(number), lexicon):
            continue
        hits = _respelt_hits(words.text[start : words.ends[last]], gazetteer)
        if hits:
            found.append(Spot(start, words.ends[last], hits))
    return found


def _respelt_hits(name: str, gazetteer: NameSource) -> tuple[NameHit, ...]:
    """Return the settlements of a Russian spelling that the gazetteer lacks, each once."""
    best: dict[str, NameHit] = {}
    for spelling in ukrainised(name):
        for hit in gazetteer.look_up(spelling):
            if hit.bearer.kind == "settlement" and hit.how != "alt":
                best.setdefault(hit.bearer.place_id, hit.respelt())
    return tuple(sorted(best.values(), key=lambda hit: -hit.bearer.people))


def _misspelt(
    words: Words, gazetteer: NameSource, lexicon: Lexicon, known: Container[int]
) -> list[Spot]:
    """Return long unknown words, where a place is spoken of, one letter off the name of a town."""
    found = []
    for number in words.capitals:
        word = words.texts[number]
        if len(word) < LEAST_LETTERS or words.starts[number] in known:
            continue
        if not (word.isascii() and word.isalpha() and _after_placey(words, number, lexicon)):
            continue
        hits = near_misses(word.lower(), gazetteer)
        if hits:
            found.append(Spot(words.starts[number], words.ends[number], hits))
    return found


def _after_placey(words: Words, number: int, lexicon: Lexicon) -> bool:
    if words.gap_before(number) != " " or is_ordinary(words.lower(number), lexicon):
        return False
    left = words.lower(number - 1)
    return left in lexicon.words["placey.strong"] or left in lexicon.words["placey.weak"]


def is_ordinary(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a lower-case word is an ordinary one, a given name or a demonym."""
    return word in lexicon.common_words or word in lexicon.given_names or word in lexicon.demonyms

"""The geoparser: a text in, its toponyms resolved and its described places out.

Recognition and resolution read words and names alone. The parser runs only where the caller wants
tokens (the claims step does), and then sees each place name masked by a familiar word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice, tee
from typing import Protocol

from geo.checks import flag_contradictions
from geo.context import Words
from geo.coordinates import places_by_coordinates
from geo.describe import describe
from geo.districts import with_districts
from geo.errors import UnknownPlace
from geo.facilities import with_facilities
from geo.front import NO_FRONT, Front
from geo.packed import PackedSentences
from geo.parse import Mask, Wanted, split_sentences
from geo.recognize import Mention, find_mentions
from geo.resolve import resolve_mentions
from geo.spots import NameSource
from geo.types import Focus, Geoparse, Place, Resolution, Sentence

PARSE_ALL_BELOW = 20_000
"""A text of fewer characters is parsed whole; of a longer one, the sentences with toponyms."""
_CHUNK = 20_000
_WINDOW = 500  # sentences of one text whose tokens are in memory at a time


class SentenceParser(Protocol):
    """What the geoparser needs of `geo.parse.Parser`."""

    def parse_texts(self, wanted: Iterable[Wanted]) -> Iterator[list[Sentence]]:
        """Yield the sentences wanted of each text with tokens, in the order given."""


class Geoparser:
    """Reads texts against one gazetteer. Safe to share; parsing is left out without a parser."""

    def __init__(self, gazetteer: NameSource, parser: SentenceParser | None = None) -> None:
        self._gazetteer = gazetteer
        self._parser = parser
        self._fronts: dict[tuple[str, ...], Front] = {}

    def parse(
        self, text: str, focus: Focus | None = None, *, parse_all: bool | None = None
    ) -> Geoparse:
        """Return the sentences, toponyms and described places of a text.

        Parameters
        ----------
        text
            Any text; a long one is read in chunks of whole sentences, each its own scene.
        focus
            Where the text is likely to speak of: a prior, never a filter.
        parse_all
            True parses every sentence, False none. None parses all of a short text, and of a long
            one the sentences that hold a toponym or stand beside one.
        """
        found = self.places(text, focus)
        if parse_all is False:
            return found
        (parsed,) = self.with_tokens([found], parse_all=bool(parse_all))
        return parsed

    def places(
        self, text: str, focus: Focus | None = None, *, among: Container[str] | None = None
    ) -> Geoparse:
        """Return what `parse` does, its sentences without tokens: many times faster.

        With countries to be ``among``, a text (but a very long one) that has no name of a place in
        any of them has no places at all: who asks for these countries only needs no others.
        """
        sentences = split_sentences(text)
        resolutions: list[Resolution] = []
        chunks = _chunks(sentences)
        for chunk in chunks:
            asked = among if len(chunks) == 1 else None
            resolutions += self._resolve(text, chunk, focus or Focus(), asked)
        if among is not None and not resolutions:
            return Geoparse(text=text, sentences=tuple(sentences), resolutions=())
        resolutions = flag_contradictions(text, resolutions)
        described = describe(text, sentences, resolutions)
        described += places_by_coordinates(text, resolutions)
        return Geoparse(
            text=text,
            sentences=tuple(sentences),
            resolutions=tuple(resolutions),
            described=tuple(sorted(described, key=lambda place: place.start)),
        )

    def with_tokens(
        self, geoparses: Iterable[Geoparse], *, parse_all: bool = False
    ) -> Iterator[Geoparse]:
        """Yield what `places` found with tokens in the sentences, as in `parse`, in order.

        The sentences of many texts are parsed together, which is much faster than text by text.
        """
        if self._parser is None:
            yield from geoparses
            return
        found, to_parse = tee((one, _wanted(one, parse_all=parse_all)) for one in geoparses)
        parsed = self._parser.parse_texts(
            wanted for one, numbers in to_parse for wanted in _windows(one, numbers)
        )
        for one, numbers in found:
            windows = islice(parsed, len(range(0, len(numbers), _WINDOW)))
            with_tokens = zip(numbers, chain.from_iterable(windows), strict=True)
            yield replace(one, sentences=_joined(one, with_tokens))

    def _resolve(
        self,
        text: str,
        sentences: Sequence[Sentence],
        focus: Focus,
        among: Container[str] | None,
    ) -> list[Resolution]:
        start, end = sentences[0].start, sentences[-1].end
        words = Words(text[start:end], [_moved(s, -start) for s in sentences])
        mentions = find_mentions(words, self._gazetteer, focus)
        mentions = with_districts(words, mentions, self._gazetteer)
        mentions = with_facilities(words, mentions, self._gazetteer)
        if among is not None and not _may_lie_in(mentions, among):
            return []
        found = resolve_mentions(words, mentions, focus, self._front(focus))
        return [_at(r, start) if start else r for r in found]

    def _front(self, focus: Focus) -> Front:
        """Return where the places in focus lie; worked out once for each set of them."""
        if not focus.place_ids:
            return NO_FRONT
        known = self._fronts.get(focus.place_ids)
        if known is None:
            known = self._fronts[focus.place_ids] = Front(self._places_of(focus))
        return known

    def _places_of(self, focus: Focus) -> Iterator[Place]:
        for place_id in focus.place_ids:
            with suppress(UnknownPlace):  # another gazetteer may lack some
                yield self._gazetteer.get(place_id)


def rows(document_id: str, geoparse: Geoparse) -> list[dict[str, object]]:
    """Return one flat row for each toponym, demonyms included; None where it is unresolved."""
    return [_row(document_id, resolution) for resolution in geoparse.resolutions]


def _row(document_id: str, resolution: Resolution) -> dict[str, object]:
    toponym, place, position = resolution.toponym, resolution.place, resolution.position
    return {
        "doc_id": document_id,
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "use": toponym.use,
        "place_id": place.place_id if place else None,
        "geonameid": place.geonameid if place else None,
        "name": place.name if place else None,
        "lat": position.lat if position else None,
        "lon": position.lon if position else None,
        "where_prec": resolution.where_prec,
        "score": resolution.score,
        "reason": resolution.reason,
    }


def _may_lie_in(mentions: Iterable[Mention], countries: Container[str]) -> bool:
    return any(hit.bearer.country in countries for m in mentions for hit in m.hits)


def _chunks(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Return the sentences in runs of at most about `_CHUNK` characters."""
    chunks: list[list[Sentence]] = []
    for sentence in sentences:
        if not chunks or sentence.end - chunks[-1][0].start > _CHUNK:
            chunks.append([])
        chunks[-1].append(sentence)
    return chunks


def _moved(sentence: Sentence, by: int) -> Sentence:
    return replace(sentence, start=sentence.start + by, end=sentence.end + by) if by else sentence


def _at(resolution: Resolution, by: int) -> Resolution:
    """Return the resolution with the offsets of its toponym moved."""
    toponym = resolution.toponym
    moved = replace(
        toponym,
        start=toponym.start + by,
        end=toponym.end + by,
        head_start=None if toponym.head_start is None else toponym.head_start + by,
        head_end=None if toponym.head_end is None else toponym.head_end + by,
    )
    return replace(resolution, toponym=moved)


def _wanted(geoparse: Geoparse, *, parse_all: bool) -> Sequence[int]:
    """Return the numbers of the sentences to parse."""
    if parse_all or len(geoparse.text) < PARSE_ALL_BELOW:
        return range(len(geoparse.sentences))
    return _beside_toponyms(geoparse.sentences, geoparse.resolutions)


def _windows(geoparse: Geoparse, numbers: Sequence[int]) -> Iterator[Wanted]:
    """Yield what to parse of one text, some sentences at a time."""
    masks = _masks(geoparse)
    starts = [mask.start for mask in masks]
    for first in range(0, len(numbers), _WINDOW):
        sentences = tuple(geoparse.sentences[n] for n in numbers[first : first + _WINDOW])
        low = bisect_left(starts, sentences[0].start)
        high = bisect_left(starts, sentences[-1].end)
        yield Wanted(geoparse.text, sentences, masks[low:high])


def _joined(geoparse: Geoparse, parsed: Iterable[tuple[int, Sentence]]) -> Sequence[Sentence]:
    """Return all sentences of a text; those of a long one keep their tokens packed."""
    if len(geoparse.text) >= PARSE_ALL_BELOW:
        return PackedSentences(geoparse.text, geoparse.sentences, parsed)
    with_tokens = dict(parsed)
    return tuple(with_tokens.get(n, s) for n, s in enumerate(geoparse.sentences))


def _masks(geoparse: Geoparse) -> tuple[Mask, ...]:
    return tuple(
        sorted(
            Mask(r.toponym.start, r.toponym.end, _mask_word(r))
            for r in geoparse.resolutions
            if r.toponym.use != "demonym"
        )
    )


def _beside_toponyms(sentences: Sequence[Sentence], resolutions: Sequence[Resolution]) -> list[int]:
    """Return the numbers of the sentences that hold a toponym or stand next to one that does."""
    starts = [sentence.start for sentence in sentences]
    wanted: set[int] = set()
    for resolution in resolutions:
        number = bisect_right(starts, resolution.toponym.start) - 1
        wanted |= {number - 1, number, number + 1}
    return sorted(number for number in wanted if 0 <= number < len(sentences))


def _mask_word(resolution: Resolution) -> str:
    """Return a familiar name of the same sort, so that grammar around it is kept."""
    place = resolution.place
    return _MASKS.get(place.kind, _TOWN_MASK) if place else _TOWN_MASK


_TOWN_MASK = "London"
_MASKS = {"country": "Germany", "region": "Texas", "continent": "Europe"}

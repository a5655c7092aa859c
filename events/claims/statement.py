"""An act of saying as read from a report, and whom a pronoun means as its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from events.claims.lexicon import bodies
from events.claims.scene import Scene, subject_of
from events.claims.speakers import (
    Speaker,
    is_both_sides,
    is_that_officer,
    side_speakers,
    source_speaker,
    speaker_of,
)
from geo.types import Sentence, Token

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "who", "which", "this", "that"}
    | {"himself", "themselves", "itself"}
)
_NO_SPEAKERS = frozenset({"source", "anonymous"})
_AS_SUBJECT = {"him": "he", "her": "she", "them": "they"}
"""What a speaker is called after "according to"."""
_ARMED = frozenset({"force", "forces", "troop", "troops", "army", "unit"})
Span = tuple[int, int]
"""Half-open offsets in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One act of saying: the sentence it stands in and the spans of text that it covers.

    ``verb_start`` is the offset of the verb (or of "according"), by which nesting is told;
    ``via`` names through whom it came, outermost first; ``others`` say the same beside the speaker
    ("both sides said"); a ``reply`` covers nothing: it answers what was said before.
    """

    sentence: int
    spans: tuple[tuple[int, int], ...]
    speaker: Speaker
    act: str
    verb_start: int
    via: tuple[str, ...] = ()
    quoted: bool = False
    others: tuple[Speaker, ...] = ()
    reply: bool = False

    def covers(self, offset: int) -> bool:
        """Tell whether the text offset lies in what is said."""
        return any(start <= offset < end for start, end in self.spans)

    @property
    def size(self) -> int:
        """The number of characters covered, to find the innermost of several."""
        return sum(end - start for start, end in self.spans)


_STRETCH = 1_000
"""Characters in a bucket of statements: what is near an offset is found without a search."""


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """All statements of a report, and its own voice."""

    statements: tuple[Statement, ...]
    own_voice: Speaker

    @cached_property
    def by_sentence(self) -> dict[int, list[Statement]]:
        """The statements by the number of the sentence that they stand in."""
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.sentence, []).append(statement)
        return found

    @cached_property
    def _by_stretch(self) -> dict[int, list[Statement]]:
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            stretches = {
                n
                for start, end in statement.spans
                for n in range(start // _STRETCH, end // _STRETCH + 1)
            }
            for stretch in stretches:
                found.setdefault(stretch, []).append(statement)
        return found

    def at(self, offset: int) -> tuple[Statement | None, tuple[str, ...]]:
        """Return the innermost statement that covers the offset, and the chain it came through."""
        near = self._by_stretch.get(offset // _STRETCH, ())
        over = sorted((s for s in near if s.covers(offset)), key=lambda s: s.size)
        if not over:
            return None, ()
        if over[0].act == "orders" and len(over) > 1:  # "B says that A has ordered …": B's word
            del over[0]
        chain = [s.speaker.name for s in reversed(over[1:]) if _passes_on(s, over[0])]
        chain += over[0].via
        inner = over[0].speaker.name
        if inner is None and len(over) > 1:  # "he said it was reported that …"
            return replace(over[0], speaker=over[1].speaker), ()
        return over[0], tuple(dict.fromkeys(name for name in chain if name and name != inner))


def _passes_on(outer: Statement, inner: Statement) -> bool:
    """Tell whether somebody passes on what another says: a side does not pass on its own body's."""
    own = outer.speaker.is_actor and outer.speaker.side == inner.speaker.side
    return bool(outer.speaker.name) and outer.act != "declines" and not own


class Memory:
    """The last speakers, for pronouns: local to one call of `attribute`."""

    def __init__(self) -> None:
        self.person: Speaker | None = None
        self.body: Speaker | None = None
        self.handles: dict[str, Speaker] = {}  # who posts, by the name that stands in quotes

    def keep(self, speaker: Speaker) -> None:
        """Remember a speaker that was named by more than a pronoun."""
        if speaker.is_body and not (speaker.is_actor and self.body is not None):
            self.body = speaker
        elif speaker.is_body:
            return
        else:
            self.person = speaker

    def recall(self, pronoun: str) -> Speaker | None:
        """Return whom a pronoun most likely means."""
        if pronoun in {"it", "itself"}:
            return self.body or self.person
        if pronoun in {"he", "she", "himself", "i"}:
            return self.person or self.body
        return self.person or self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A sentence in its report, and who spoke before it."""

    scene: Scene
    number: int
    sentence: Sentence
    memory: Memory

    def speaker(self, subject: Token) -> Speaker | None:
        """Return whom a subject names as speaker; None if nobody ("the attack showed")."""
        pronoun = _AS_SUBJECT.get(subject.text.lower(), subject.text.lower())
        if pronoun in PRONOUNS:
            if pronoun in {"we", "i"} and not self.scene.quote_at(subject.start, subject.end):
                return source_speaker(self.scene)  # an institute or a reporter speaking
            known = self._body_before(subject) if pronoun == "it" else None
            known = known or self.memory.recall(pronoun)
            if known is None:
                return None
            return replace(known, start=subject.start, end=subject.end, phrase=None)
        if is_both_sides(self.sentence, subject):
            return side_speakers(self.scene, subject)[0]
        speaker = speaker_of(self.scene, self.sentence, subject)
        if not speaker.named and speaker.kind == "anonymous" and speaker.role is None:
            return None
        last = self.memory.person
        officer = is_that_officer(self.sentence, subject, speaker)
        if officer and last is not None and last.kind == "military":
            return replace(last, start=speaker.start, end=speaker.end, phrase=speaker.phrase)
        self.memory.keep(speaker)
        return speaker

    def meet(self) -> None:
        """Remember whom a sentence without a statement is about: "he said" may mean him next."""
        root = next((t for t in self.sentence.tokens if t.dep == "ROOT"), None)
        subject = subject_of(self.sentence, root) if root is not None else None
        if root is not None and root.lemma in {"quote", "cite"}:
            below = self.sentence.children(root.index)
            subject = next((c for c in below if c.dep == "dobj"), subject)
        if subject is None or subject.pos not in {"NOUN", "PROPN"}:
            return
        speaker = speaker_of(self.scene, self.sentence, subject)
        if speaker.named and not speaker.is_actor and speaker.kind not in _NO_SPEAKERS:
            self.memory.keep(speaker)

    def others(self, subject: Token) -> tuple[Speaker, ...]:
        """Return who speaks beside the subject: "both sides", "Kyiv and Moscow said"."""
        if is_both_sides(self.sentence, subject):
            return tuple(side_speakers(self.scene, subject)[1:])
        joined = [c for c in self.sentence.children(subject.index) if c.dep == "conj"]
        speakers = [speaker_of(self.scene, self.sentence, token) for token in joined]
        return tuple(s for s in speakers if s.named and s.side is not None)

    def _up_to_semicolon(self, span: Span, at: int) -> Span | None:
        """Cut what is said at a semicolon: beyond it somebody else may speak."""
        start, end = span
        text = self.scene.text
        if self.scene.quote_at(start, end):
            return span
        if at < start:
            cut = text.find(";", at, end)
            return span if cut < 0 else (start, cut) if cut > start else None
        cut = text.rfind(";", start, at)
        if cut < 0:
            return span
        return (cut + 1, end) if cut < end else None

    def _body_before(self, pronoun: Token) -> Speaker | None:
        """Return the body named earlier in the sentence ("the staff reported …, it said")."""
        named = [
            t
            for t in self.sentence.tokens[: pronoun.index]
            if t.lemma in bodies() and t.pos in {"NOUN", "PROPN"} and t.lemma not in _ARMED
        ]
        return speaker_of(self.scene, self.sentence, named[-1]) if named else None

    def said(
        self, spans: Sequence[Span], speaker: Speaker, act: str, at: int, via: tuple[str, ...] = ()
    ) -> Statement:
        """Return a statement of this sentence; ``at`` is the offset of its verb."""
        spans = [cut for span in spans if (cut := self._up_to_semicolon(span, at)) is not None]
        return Statement(
            sentence=self.number,
            spans=tuple(spans),
            speaker=speaker,
            act=act,
            verb_start=at,
            via=via,
            quoted=any(self.scene.quote_at(start, end) for start, end in spans),
        )


def phrase_speaker(scene: Scene, sentence: Sentence, first: int, end: int) -> Speaker:
    """Read a run of tokens as one noun phrase that names a speaker, whatever the parse says."""
    while sentence.tokens[end - 1].pos == "PUNCT" and end - 1 > first:
        end -= 1
    last = end - 1
    flat = tuple(
        replace(t, head=last if first <= t.index <= last else t.index, dep="compound")
        for t in sentence.tokens[:end]
    )
    phrase = replace(sentence, tokens=flat)
    return speaker_of(scene, phrase, flat[last])

"""Who says what: statements, each with its speaker, its speech act and the words it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from events.claims.lexicon import speech, speech_nouns
from events.claims.scene import SUBJECTS, Scene, span_of, subject_of
from events.claims.speakers import Speaker, role_in, same_person, source_speaker, speaker_of
from geo.types import Sentence, Token

_PRONOUNS = frozenset("he she it they we i who which this that himself themselves itself".split())
_CONTENT = ("ccomp", "xcomp", "oprd")
_WITH_PREPOSITION = frozenset("accuse warn inform complain comment elaborate".split())
_DECLINING = frozenset("decline refuse".split())
_COLON = re.compile(r"^\W*(?:\d{1,2}[.:]\d{2}\W+)?([A-Z][\w.'’-]+(?:\s+[A-Za-z][\w.'’-]+){0,6}):\s")
_MEDIUM_PREPOSITIONS = frozenset({"to", "on", "via", "in", "through", "with"})
_CHANNEL = re.compile(
    r"\b(telegram|facebook|twitter|\bX\b|television|tv|radio|interview|post|briefing|statement"
    r"|video address|channel|state media|press conference|daily|newspaper|news agency)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One act of saying: the sentence it stands in and the spans of text that it covers.

    ``verb_start`` is the offset of the verb (or of "according"), by which nesting is told;
    ``via`` names through whom it came, outermost first.
    """

    sentence: int
    spans: tuple[tuple[int, int], ...]
    speaker: Speaker
    act: str
    verb_start: int
    via: tuple[str, ...] = ()
    quoted: bool = False

    def covers(self, offset: int) -> bool:
        """Tell whether the text offset lies in what is said."""
        return any(start <= offset < end for start, end in self.spans)

    @property
    def size(self) -> int:
        """The number of characters covered, to find the innermost of several."""
        return sum(end - start for start, end in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """All statements of a report, and its own voice."""

    statements: tuple[Statement, ...]
    own_voice: Speaker

    def at(self, offset: int) -> tuple[Statement | None, tuple[str, ...]]:
        """Return the innermost statement that covers the offset, and the chain it came through."""
        over = sorted((s for s in self.statements if s.covers(offset)), key=lambda s: s.size)
        if not over:
            return None, ()
        chain = [s.speaker.name for s in reversed(over[1:]) if s.speaker.name]
        chain += [name for name in over[0].via]
        inner = over[0].speaker.name
        if inner is None and len(over) > 1:  # "he said it was reported that …"
            return replace(over[0], speaker=over[1].speaker), ()
        return over[0], tuple(dict.fromkeys(name for name in chain if name and name != inner))


def attribute(scene: Scene) -> Attribution:
    """Find every statement of the report and unify its speakers."""
    found: list[Statement] = []
    memory = _Memory()
    for number, sentence in enumerate(scene.sentences):
        here = [
            s
            for token in sentence.tokens
            for s in _statements_at(scene, number, sentence, token, memory)
        ]
        here += _colon(scene, number, sentence, memory, found=here)
        found += here
    found = _quotations(scene, found)
    return Attribution(statements=tuple(_unified(found)), own_voice=source_speaker(scene))


class _Memory:
    """The last speakers, for pronouns: local to one call of `attribute`."""

    def __init__(self) -> None:
        self.person: Speaker | None = None
        self.body: Speaker | None = None

    def keep(self, speaker: Speaker) -> None:
        """Remember a speaker that was named by more than a pronoun."""
        if speaker.is_body:
            self.body = speaker
        else:
            self.person = speaker

    def recall(self, pronoun: str) -> Speaker | None:
        """Return whom a pronoun most likely means."""
        if pronoun in {"it", "itself"}:
            return self.body or self.person
        if pronoun in {"he", "she", "himself", "i"}:
            return self.person or self.body
        return self.person or self.body


def _statements_at(
    scene: Scene, number: int, sentence: Sentence, token: Token, memory: _Memory
) -> list[Statement]:
    if token.lemma in speech() and token.pos in {"VERB", "AUX"} and token.tag != "VBN":
        return _by_verb(scene, number, sentence, token, memory)
    if token.tag == "VBN" and token.lemma in speech():
        return _by_participle(scene, number, sentence, token, memory)
    if token.text.lower() in {"according", "per"}:
        return _by_according(scene, number, sentence, token, memory)
    if token.lemma in speech_nouns() and token.pos == "NOUN":
        return _by_noun(scene, number, sentence, token, memory)
    return []


def _by_verb(
    scene: Scene, number: int, sentence: Sentence, token: Token, memory: _Memory
) -> list[Statement]:
    tail = _tail(scene, sentence, token)
    if tail is not None:
        return [_by_tail(scene, number, sentence, token, tail, memory)]
    subject = subject_of(sentence, token)
    if subject is None or subject.index == token.index:
        return []
    speaker = _speaker(scene, sentence, subject, memory)
    spans = _content(scene, sentence, token, subject)
    if speaker is None or not spans:
        return []
    act = _act(sentence, token)
    return [
        Statement(
            sentence=number,
            spans=tuple(spans),
            speaker=speaker,
            act=act,
            verb_start=token.start,
            via=_via(scene, sentence, token),
            quoted=_has_quote(scene, spans),
        )
    ]


def _tail(scene: Scene, sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """Return the tokens of a speaker named between a comma and the verb, where the parse has no
    subject for it: "…, Serhiy Cherevatyi, a military spokesman, told CNN"."""
    own = any(c.dep in SUBJECTS for c in sentence.children(verb.index))
    if own or verb.tag not in {"VBD", "VBZ", "VBP"} or verb.index < 4:
        return None
    if any(t.pos == "VERB" and t.index > verb.index for t in sentence.tokens):
        return None
    first = verb.index
    found: int | None = None
    while first > 0 and sentence.tokens[first - 1].pos not in {"VERB", "AUX"}:
        first -= 1
        before = sentence.tokens[first - 1].text if first else ""
        if before in {",", "\"", "”"} and _names_somebody(scene, sentence, first, verb.index):
            found = first
    spoken = any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[: found or 0])
    return (found, verb.index) if found is not None and spoken else None


def _names_somebody(scene: Scene, sentence: Sentence, first: int, end: int) -> bool:
    words = [t for t in sentence.tokens[first:end] if t.pos != "PUNCT"]
    if not words or words[0].pos not in {"PROPN", "DET", "NOUN", "ADJ"}:
        return False
    start, stop = words[0].start, words[-1].end
    named = [m for m in scene.mentions_in(start, stop) if m.form != "adjective"]
    return bool(named) or role_in(scene.text[start:stop])[0] is not None


def _by_tail(
    scene: Scene,
    number: int,
    sentence: Sentence,
    verb: Token,
    tail: tuple[int, int],
    memory: _Memory,
) -> Statement:
    speaker = _phrase_speaker(scene, sentence, *tail)
    memory.keep(speaker)
    content = {t.index for t in sentence.tokens[: tail[0]] if t.pos != "PUNCT"}
    spans = (span_of(sentence, content),)
    return Statement(
        sentence=number,
        spans=spans,
        speaker=speaker,
        act=_act(sentence, verb),
        verb_start=verb.start,
        via=_via(scene, sentence, verb),
        quoted=_has_quote(scene, list(spans)),
    )


def _phrase_speaker(scene: Scene, sentence: Sentence, first: int, end: int) -> Speaker:
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


def _act(sentence: Sentence, token: Token) -> str:
    children = sentence.children(token.index)
    negated = any(c.dep == "neg" for c in children)
    head = sentence.tokens[token.head]
    if (token.dep == "xcomp" and head.lemma in _DECLINING) or token.lemma in _DECLINING:
        return "declines"
    if negated and speech()[token.lemma] in {"confirms", "asserts"}:
        return "declines"
    if speech()[token.lemma] == "denies" and any(c.text == ":" for c in children):
        return "asserts"  # "rejected that: our troops still hold …"
    return speech()[token.lemma]


def _speaker(
    scene: Scene, sentence: Sentence, subject: Token, memory: _Memory
) -> Speaker | None:
    if subject.text.lower() in _PRONOUNS:
        known = memory.recall(subject.text.lower())
        return replace(known, start=subject.start, end=subject.end, phrase=None) if known else None
    speaker = speaker_of(scene, sentence, subject)
    if not speaker.named and speaker.kind == "anonymous" and speaker.role is None:
        return None  # "the attack showed": no speaker at all
    memory.keep(speaker)
    return speaker


def _content(
    scene: Scene, sentence: Sentence, verb: Token, subject: Token
) -> list[tuple[int, int]]:
    """Return what the verb says: its complement, its object, or the clause it is tacked on to."""
    mine = sentence.subtree(subject.index)
    spans = []
    for child in sentence.children(verb.index):
        if child.dep in _CONTENT or (child.dep == "dobj" and child.pos == "NOUN"):
            below = sentence.subtree(child.index) - mine
            spans += [span_of(sentence, below)] if below else []
        elif child.dep == "prep" and verb.lemma in _WITH_PREPOSITION:
            spans.append(span_of(sentence, sentence.subtree(child.index)))
        elif child.dep == "advcl" and any(
            c.dep == "mark" and c.lemma == "that" for c in sentence.children(child.index)
        ):
            spans.append(span_of(sentence, sentence.subtree(child.index)))
    if any(_is_clause(sentence, span) for span in spans) or (spans and _before(verb, spans)):
        return spans
    tacked = _tacked_on(scene, sentence, verb, subject)
    return spans + tacked


def _is_clause(sentence: Sentence, span: tuple[int, int]) -> bool:
    return any(
        t.pos in {"VERB", "AUX"} for t in sentence.tokens if span[0] <= t.start < span[1]
    )


def _before(verb: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start > verb.start for start, _ in spans)


def _tacked_on(
    scene: Scene, sentence: Sentence, verb: Token, subject: Token
) -> list[tuple[int, int]]:
    """Return the rest of a sentence that ends or begins with a bare "…, he said"."""
    as_clause = any(
        c.dep in {"mark", "advmod"} and c.lemma == "as" for c in sentence.children(verb.index)
    )
    head = sentence.tokens[verb.head]
    low = min(t.start for t in sentence.tokens if t.index in sentence.subtree(subject.index))
    low = min(low, verb.start)
    if as_clause or verb.dep in {"parataxis", "advcl"}:
        inside = sentence.subtree(verb.index)
        rest = set(range(len(sentence.tokens))) - inside
        return [span_of(sentence, rest)] if rest and head.index != verb.index else []
    before = {t.index for t in sentence.tokens if t.end <= low and t.pos != "PUNCT"}
    ends_here = not any(
        t.start > verb.end and t.pos in {"VERB"} for t in sentence.tokens
    )
    if ends_here and len(before) >= 3 and any(
        sentence.tokens[i].pos in {"VERB", "AUX"} for i in before
    ):
        return [span_of(sentence, before)]
    quote = scene.quote_at(sentence.start, sentence.end)
    return [quote] if quote else []


def _has_quote(scene: Scene, spans: list[tuple[int, int]]) -> bool:
    return any(scene.quote_at(start, end) for start, end in spans)


def _via(scene: Scene, sentence: Sentence, verb: Token) -> tuple[str, ...]:
    """Return the medium that was told, or on which it was said."""
    found = []
    for child in sentence.children(verb.index):
        spoken_to = child.dep in {"dobj", "dative", "iobj"}
        through = child.dep in {"prep", "agent"} and child.lemma in _MEDIUM_PREPOSITIONS
        if not (spoken_to or through):
            continue
        start, end = span_of(sentence, sentence.subtree(child.index))
        media = [m for m in scene.mentions_in(start, end) if m.entity.sort == "medium"]
        if media:
            found.append(media[0].entity.name)
        elif through and _CHANNEL.search(scene.text[start:end]):
            words = scene.text[start:end].split(maxsplit=1)
            found.append(words[1] if len(words) > 1 else words[0])
    return tuple(found)


def _media(scene: Scene, sentence: Sentence, tokens: list[Token]) -> tuple[str, ...]:
    spans = [span_of(sentence, sentence.subtree(t.index)) for t in tokens]
    return tuple(
        m.entity.name
        for span in spans
        for m in scene.mentions_in(*span)
        if m.entity.sort == "medium"
    )[:1]


def _by_participle(
    scene: Scene, number: int, sentence: Sentence, token: Token, memory: _Memory
) -> list[Statement]:
    """Read "had said that …", "as shown by X" and "is reported to have …"."""
    auxiliaries = {c.lemma for c in sentence.children(token.index) if c.dep in {"aux", "auxpass"}}
    passive = any(c.dep == "auxpass" for c in sentence.children(token.index))
    if "have" in auxiliaries and not passive:
        return _by_verb(scene, number, sentence, token, memory)
    agent = next((c for c in sentence.children(token.index) if c.dep == "agent"), None)
    if agent is not None:
        return _by_agent(scene, number, sentence, token, agent, memory)
    clauses = [c for c in sentence.children(token.index) if c.dep in _CONTENT]
    if passive and clauses:
        speaker = Speaker(name=None, kind="anonymous", start=token.start, end=token.end)
        spans = tuple(span_of(sentence, sentence.subtree(c.index)) for c in clauses)
        subject = subject_of(sentence, token)
        if subject is not None and subject.text.lower() != "it":
            spans += (span_of(sentence, sentence.subtree(subject.index)),)
        return [
            Statement(
                sentence=number,
                spans=spans,
                speaker=speaker,
                act=_passive_act(sentence, token),
                verb_start=token.start,
            )
        ]
    if token.dep in {"ROOT", "conj"} and not auxiliaries:
        return _by_verb(scene, number, sentence, token, memory)
    return []


def _passive_act(sentence: Sentence, token: Token) -> str:
    negated = any(c.dep == "neg" for c in sentence.children(token.index))
    return "denies" if negated else speech()[token.lemma]


def _by_agent(
    scene: Scene,
    number: int,
    sentence: Sentence,
    token: Token,
    agent: Token,
    memory: _Memory,
) -> list[Statement]:
    head = next((c for c in sentence.children(agent.index) if c.dep in {"pobj", "pcomp"}), None)
    if head is None:
        return []
    speaker = _speaker(scene, sentence, head, memory)
    if speaker is None:
        return []
    rest = set(range(len(sentence.tokens))) - sentence.subtree(agent.index) - {token.index}
    if not rest:
        return []
    told = [c for c in sentence.children(token.index) if c.dep == "nsubjpass"]
    return [
        Statement(
            sentence=number,
            spans=_around(sentence, rest, agent),
            speaker=speaker,
            act=speech()[token.lemma],
            verb_start=token.start,
            via=_media(scene, sentence, told),
        )
    ]


def _around(sentence: Sentence, rest: set[int], hole: Token) -> tuple[tuple[int, int], ...]:
    """Return the spans before and after a phrase that is cut out."""
    before = {i for i in rest if sentence.tokens[i].end <= hole.start}
    after = rest - before
    return tuple(span_of(sentence, part) for part in (before, after) if part)


def _by_according(
    scene: Scene, number: int, sentence: Sentence, token: Token, memory: _Memory
) -> list[Statement]:
    below = sentence.subtree(token.index)
    nouns = [sentence.tokens[i] for i in sorted(below)]
    head = next((t for t in nouns if t.dep == "pobj"), None)
    if head is None:
        return []
    speaker = _speaker(scene, sentence, head, memory)
    if speaker is None:
        return []
    rest = set(range(len(sentence.tokens))) - below
    if not rest:
        return []
    return [
        Statement(
            sentence=number,
            spans=_around(sentence, rest, token),
            speaker=speaker,
            act="asserts",
            verb_start=token.start,
        )
    ]


def _by_noun(
    scene: Scene, number: int, sentence: Sentence, token: Token, memory: _Memory
) -> list[Statement]:
    """Read "the ministry's claim that …" and "footage published by X showing …"."""
    children = sentence.children(token.index)
    content = [c for c in children if c.dep in {"acl", "ccomp"}]
    owner = next((c for c in children if c.dep == "poss"), None)
    if owner is None or not content or owner.text.lower() in _PRONOUNS:
        return []
    speaker = _speaker(scene, sentence, owner, memory)
    if speaker is None:
        return []
    return [
        Statement(
            sentence=number,
            spans=tuple(span_of(sentence, sentence.subtree(c.index)) for c in content),
            speaker=speaker,
            act=speech_nouns()[token.lemma],
            verb_start=token.start,
        )
    ]


def _colon(
    scene: Scene, number: int, sentence: Sentence, memory: _Memory, found: list[Statement]
) -> list[Statement]:
    """Read "Haidai: …", as headlines, live blogs and messengers write it."""
    match = _COLON.match(scene.text[sentence.start : sentence.end])
    if match is None or any(s.verb_start < sentence.start + match.end() for s in found):
        return []
    start, end = sentence.start + match.start(1), sentence.start + match.end(1)
    known = [m for m in scene.mentions_in(start, end) if m.entity.sort != "actor"]
    if not known and role_in(scene.text[start:end])[0] is None:
        return []
    named = [t.index for t in sentence.tokens if start <= t.start and t.end <= end]
    if not named:
        return []
    speaker = _phrase_speaker(scene, sentence, named[0], named[-1] + 1)
    memory.keep(speaker)
    return [
        Statement(
            sentence=number,
            spans=((sentence.start + match.end(), sentence.end),),
            speaker=speaker,
            act="asserts",
            verb_start=start,
        )
    ]


def _quotations(scene: Scene, found: list[Statement]) -> list[Statement]:
    """Give each quotation whole to whoever is said, in its sentences or beside it, to speak it."""
    extended = list(found)
    for start, end in scene.quotes:
        inside = [
            n for n, s in enumerate(scene.sentences) if s.start < end and start < s.end
        ]
        if not inside:
            continue
        owner = _owner(scene, found, inside, start, end)
        if owner is not None:
            extended.append(replace(owner, spans=((start, end),), act="asserts", quoted=True))
    return extended


def _owner(
    scene: Scene, found: list[Statement], inside: list[int], start: int, end: int
) -> Statement | None:
    outside = [s for s in found if not start <= s.verb_start < end]
    touching = [s for s in outside if s.sentence in inside]
    if touching:
        return min(touching, key=lambda s: min(abs(s.verb_start - start), abs(s.verb_start - end)))
    paragraph = scene.sentences[inside[0]].paragraph
    earlier = [s for s in outside if s.sentence < inside[0]]
    if earlier and paragraph - scene.sentences[earlier[-1].sentence].paragraph <= 1:
        return earlier[-1]
    later = [s for s in outside if s.sentence == inside[-1] + 1]
    return later[0] if later else None


def _unified(found: list[Statement]) -> list[Statement]:
    """Make one speaker of a person's spellings, and of a title that one named person bears."""
    named: list[Speaker] = []
    for statement in found:
        speaker = statement.speaker
        if speaker.named and not any(same_person(speaker, other) for other in named):
            named.append(speaker)
    return [replace(s, speaker=_canonical(s.speaker, named)) for s in found]


def _canonical(speaker: Speaker, named: list[Speaker]) -> Speaker:
    twins = [other for other in named if same_person(speaker, other)]
    if not twins and not speaker.named and speaker.title and not speaker.is_body:
        word = speaker.title.split(" of ")[0].lower()
        twins = [
            o
            for o in named
            if not o.is_body
            and word in f"{o.role} {o.title}".lower()
            and speaker.side in (None, o.side)
        ]
        twins = twins if len(twins) == 1 else []
    if not twins:
        return speaker
    best = max([*twins, speaker], key=lambda s: (s.side is not None, len(s.name or "")))
    return replace(
        best,
        start=speaker.start,
        end=speaker.end,
        phrase=speaker.phrase,
        role=best.role or speaker.role,
    )

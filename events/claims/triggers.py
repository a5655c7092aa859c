"""Which words of a sentence say that something happened to a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from events.claims.arms import VERBAL
from events.claims.content import is_as_shown
from events.claims.lexicon import (
    Trigger,
    extent,
    flag_words,
    triggers,
)
from events.claims.meanings import as_meant
from events.claims.scene import Scene
from events.claims.senses import admitted, is_of_day
from geo.types import Sentence, Token

MAX_GAP = 4

"""Words that may stand between two words of a phrase ("push Russian troops *out*")."""

_AGAIN = frozenset(["again", "still", "now", "already", "once", "back"])

_PARTICLES = frozenset(
    ["back", "out", "off", "up", "over", "in", "into", "on", "forward", "down", "through"]
)

_IN_ING = frozenset({"cling", "bring", "fling", "spring"})
"""Verbs that end so of themselves: no participles."""

_HELD = {"held": "control", "controlled": "control", "occupied": "control", "captured": "capture",
         "run": "control", "administered": "control"}  # fmt: skip

HOLDS = Trigger(event_type="control", effect="holds")
PRESENT = Trigger(event_type="advance", effect="none", needs_place=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A trigger found: ``head`` is the token that governs it, ``tokens`` all that it is made of."""

    sentence: Sentence
    trigger: Trigger
    head: Token
    tokens: frozenset[int]
    noun: bool
    holder: Token | None = None  # in "Russian-held": the word before the hyphen
    whose: Token | None = None  # in "is Ukrainian again": the adjective

    @property
    def is_flag(self) -> bool:
        """Whether it is a flag that speaks: over a town hall it flies for the town."""
        return any(self.sentence.tokens[i].lemma in flag_words() for i in self.tokens)

    @property
    def start(self) -> int:
        """The offset of the governing token."""
        return self.head.start


def find_hits(scene: Scene, sentence: Sentence) -> list[Hit]:
    """Return the triggers of a sentence, phrases before single words, in order of the text."""
    used: set[int] = set()
    hits: list[Hit] = []
    forms = {_lemma(token) for token in sentence.tokens}
    forms.update(token.text.lower() for token in sentence.tokens)
    for token in sentence.tokens:
        hit = (
            _held(sentence, token)
            or _phrase(scene, sentence, token, _Words(used, forms))
            or _whose(scene, sentence, token)
            or _shown(sentence, token)
        )
        if hit:
            hits.append(hit)
            used |= hit.tokens
    for token in sentence.tokens:
        if token.index not in used:
            hits += list(_word(scene, sentence, token))[:1]
    return sorted(_joined(hits), key=lambda h: h.start)


def _joined(hits: list[Hit]) -> Iterator[Hit]:
    """Yield the triggers, what was repelled or came to nothing within what says so."""
    told = [h for h in hits if h.trigger.event_type == "attack_repelled"]
    inner = [h for h in hits if any(_is_object_of(h, outer.tokens) for outer in told)]
    for hit in hits:
        if hit in inner:
            continue
        verbs = {h.head.index for h in inner if not h.noun and h.head.head in hit.tokens}
        yield replace(hit, tokens=hit.tokens | verbs) if verbs and hit in told else hit


def _is_object_of(hit: Hit, tokens: frozenset[int]) -> bool:
    """Tell whether another trigger says what became of it.

    So in "repelled twelve attacks", "the attack ended in failure", "stopped attempts to advance".
    """
    if hit.head.head not in tokens:
        return False
    if hit.noun:
        return hit.head.dep in {"dobj", "nsubjpass", "nsubj"}
    tried = any(hit.sentence.tokens[i].lemma == "attempt" for i in tokens)
    return tried and hit.head.dep in {"acl", "advcl"} and hit.head.tag == "VB"


def _held(sentence: Sentence, token: Token) -> Hit | None:
    """Read "Russian-held", in one token or as three."""
    lower = token.text.lower()
    if lower not in _HELD or token.index < 2:
        return None
    hyphen, holder = sentence.tokens[token.index - 1], sentence.tokens[token.index - 2]
    if hyphen.text not in {"-", "–", "‑"} or hyphen.end != token.start:
        return None
    return Hit(
        sentence=sentence,
        trigger=HOLDS,
        head=token,
        tokens=frozenset({token.index, hyphen.index, holder.index}),
        noun=False,
        holder=holder,
    )


def _whose(scene: Scene, sentence: Sentence, token: Token) -> Hit | None:
    """Read "is Ukrainian again" and "remains Russian"; "is Ukrainian" alone tells no holder."""
    if token.lemma not in {"be", "remain", "stay"}:
        return None
    children = sentence.children(token.index)
    under = _under_whom(scene, sentence, children)
    if under is not None and any(c.dep == "nsubj" for c in children):
        tokens = frozenset({token.index, under.index})
        return Hit(
            sentence=sentence, trigger=HOLDS, head=token, tokens=tokens, noun=False, whose=under
        )
    told = [c for c in children if c.dep in {"acomp", "attr", "oprd"} and _is_sides(scene, c)]
    ours = [c for c in children if c.dep in {"attr", "acomp"} and c.text.lower() == "ours"]
    again = any(
        c.text.lower() in _AGAIN for t in [token, *told] for c in sentence.children(t.index)
    )
    subject = any(c.dep == "nsubj" for c in children)
    told = ours or told
    if not told or not subject or not (ours or again or token.lemma != "be"):
        return None
    tokens = frozenset({token.index, told[0].index})
    return Hit(
        sentence=sentence, trigger=HOLDS, head=token, tokens=tokens, noun=False, whose=told[0]
    )


def _shown(sentence: Sentence, token: Token) -> Hit | None:
    """Read "footage shows soldiers in X" and "troops were filmed at the entrance to X"."""
    verb = sentence.tokens[token.head]
    seen = token.dep == "dobj" and verb.lemma in {"show", "depict", "place"}
    seen = seen or (token.dep == "nsubjpass" and verb.lemma in {"see", "film", "spot", "picture"})
    if not seen or token.lemma not in extent()["forces"]:
        return None
    there = any(
        c.dep == "prep" and c.lemma in {"in", "inside", "at"} and c.index > token.index
        for t in (token, verb)
        for c in sentence.children(t.index)
    )
    if not there:
        return None
    tokens = frozenset({token.index, verb.index} if token.dep == "nsubjpass" else {token.index})
    return Hit(sentence=sentence, trigger=PRESENT, head=token, tokens=tokens, noun=True)


def _under_whom(scene: Scene, sentence: Sentence, below: Sequence[Token]) -> Token | None:
    """Return "Russians" of "is under the Russians", None for "is under fire"."""
    objects = [
        o
        for p in below
        if p.dep == "prep" and p.lemma == "under"
        for o in sentence.children(p.index)
        if o.dep == "pobj"
    ]
    foes = {word for words in scene.conflict.foe_words.values() for word in words}
    for noun in objects:
        people = noun.pos in {"PROPN", "NOUN"} and _names_side(scene, noun)
        if people or noun.text.lower() in foes:
            return noun
    return None


def _names_side(scene: Scene, token: Token) -> bool:
    return any(
        m.entity.sort == "actor" and m.entity.side in scene.conflict.side_ids
        for m in scene.mentions_in(token.start, token.end)
    )


def _is_sides(scene: Scene, token: Token) -> bool:
    """Tell whether a word is the adjective of a belligerent, and nothing hangs on it."""
    return any(
        m.form == "adjective" and m.entity.side in scene.conflict.side_ids
        for m in scene.mentions_in(token.start, token.end)
    )


class _Words(NamedTuple):
    """The words of a sentence: the tokens that are taken, and the forms in which words occur."""

    used: set[int]
    forms: set[str]


def _phrase(scene: Scene, sentence: Sentence, token: Token, words: _Words) -> Hit | None:
    for phrase in triggers().phrases.get(_lemma(token), ()):
        if phrase.verbal and token.pos not in VERBAL:
            continue
        if not phrase.verbal and token.tag in {"VBD", "VBN"} and token.lemma in triggers().verbs:
            continue  # "was shelled and fell": no shells fell
        if not words.forms.issuperset(phrase.words[1:]):
            continue
        found = _match(sentence, token, phrase.words)
        if (
            found
            and not words.used & set(found)
            and admitted(scene, sentence, token, phrase.trigger)
        ):
            return Hit(
                sentence=sentence,
                trigger=as_meant(scene, sentence, sentence.tokens[found[-1]], phrase.trigger),
                head=token,
                tokens=frozenset(found),
                noun=token.pos not in VERBAL,
            )
    return None


def _is_standing(sentence: Sentence, token: Token) -> bool:
    """Tell whether a passive tells of a state: "is still occupied", "remains occupied"."""
    above = sentence.tokens[token.head]
    if token.dep in {"acomp", "oprd"} and above.lemma in {"remain", "stay", "be"}:
        return True
    if is_as_shown(sentence, token):
        return True
    passive = [c for c in sentence.children(token.index) if c.dep == "auxpass"]
    return any(c.tag in {"VBZ", "VBP"} and c.lemma == "be" for c in passive)


def _mistaken_verb(sentence: Sentence, token: Token) -> str | None:
    """Return the verb that the tagger took for something else ("is encircled", "Seizing X")."""
    if token.text.lower() == "hit" and token.dep == "compound" and token.tag == "NN":
        verbs = [t for t in sentence.tokens if t.pos in VERBAL]
        return None if verbs else "hit"  # "artillery hit command posts in the areas of X and Y"
    irregular = token.text.lower() in triggers().verbs and token.pos in {"NOUN", "PROPN"}
    if irregular and any(c.dep == "dobj" for c in sentence.children(token.index)):
        return token.text.lower()  # "retook" is no noun
    adjective = token.pos == "ADJ" and (
        token.dep in {"acomp", "oprd", "ROOT"}
        or any(c.dep in {"nsubj", "nsubjpass"} for c in sentence.children(token.index))
    )
    gerund = token.pos == "PROPN" and token.dep in {"csubj", "advcl", "ROOT"}
    ending = "ed" if adjective else "ing" if gerund else None
    word = token.text.lower()
    if ending is None or not word.endswith(ending):
        return None
    stem = word[: -len(ending)]
    return next((v for v in (stem, f"{stem}e", stem[:-1]) if v in triggers().verbs), None)


def _lemma(token: Token) -> str:
    """Return the lemma by which the lexicon knows a word: any flag is a flag."""
    if token.text.lower() in _IN_ING:
        return token.text.lower()
    return "flag" if token.lemma in flag_words() and token.pos == "NOUN" else token.lemma


def _match(sentence: Sentence, first: Token, words: tuple[str, ...]) -> list[int]:
    found = [first.index]
    if words[0] in {"be", "have"} and first.dep == "aux":
        return []  # "is leaving its positions on the outskirts" is not on the outskirts
    for word in words[1:]:
        low = found[-1] + 1
        window = sentence.tokens[low : low + MAX_GAP + 1]
        nearby = next((t for t in window if _is_word(t, word)), None)
        if nearby is None or any(
            t.pos == "PUNCT" and t.text in ",;:" for t in sentence.tokens[low : nearby.index]
        ):
            return []
        if sentence.tokens[found[-1]].pos == "ADP" and _is_of_other(nearby, found[-1]):
            return []
        found.append(nearby.index)
    if any(_of_fire(sentence, i) for i in found):
        return []  # "under the fire control of" is held by nobody
    return [] if is_of_day(sentence, sentence.tokens[found[-1]]) else found


def _of_fire(sentence: Sentence, index: int) -> bool:
    """Tell whether guns alone reach a place: "fire control"."""
    fire = any(
        c.lemma in {"fire", "drone"} for c in sentence.children(index) if c.dep == "compound"
    )
    return sentence.tokens[index].lemma == "control" and fire


def _is_of_other(noun: Token, preposition: int) -> bool:
    """Tell whether a noun is the object of another preposition ("to X from Russian control")."""
    return noun.dep == "pobj" and noun.head != preposition


def _is_word(token: Token, word: str) -> bool:
    """Compare by lemma, but particles as written: "back" is not "backed"."""
    if word == "control" and token.pos == "VERB":
        return False  # "establish who controls X"
    return token.text.lower() == word or (_lemma(token) == word and word not in _PARTICLES)


def _word(scene: Scene, sentence: Sentence, token: Token) -> Iterator[Hit]:
    if token.tag == "VBG" and _is_where(sentence, token):
        return
    mistaken = _mistaken_verb(sentence, token)
    verbal = (
        token.pos in VERBAL
        or (token.tag in {"VBN", "VBD", "VBG"} and token.pos == "ADJ")
        or mistaken is not None
    )
    gerund = token.tag == "VBG" and token.dep in {"nsubj", "nsubjpass"}
    gerund = gerund and token.text.lower() in triggers().nouns  # "fighting continued near X"
    verbal = verbal and not gerund
    table = triggers().verbs if verbal else triggers().nouns
    if not verbal and not gerund and token.pos not in {"NOUN", "PROPN"}:
        return
    word = token.text.lower() if gerund else mistaken or _lemma(token)
    for trigger in table.get(word, ()):
        if admitted(scene, sentence, token, trigger):
            state = trigger.state_as_participle and (
                token.dep in {"acl", "amod", "relcl"} or _is_standing(sentence, token)
            )
            yield Hit(
                sentence=sentence,
                trigger=as_meant(scene, sentence, token, HOLDS if state else trigger),
                head=token,
                tokens=frozenset({token.index}),
                noun=not verbal,
            )


def _is_where(sentence: Sentence, token: Token) -> bool:
    """Tell whether an "-ing" only says where: "the surrounding area", "villages surrounding X"."""
    noun = sentence.tokens[token.head]
    lying = token.lemma == "surround" and noun.lemma not in extent()["forces"]
    return token.dep == "amod" or (token.dep == "acl" and lying)


def is_bare(hit: Hit) -> bool:
    """Tell whether a participle stands before a noun without saying who did it ("occupied X")."""
    token, sentence = hit.head, hit.sentence
    if hit.noun or token.tag not in {"VBN", "VBD"}:
        return False
    below = sentence.children(token.index)
    if any(c.dep in {"agent", "aux", "auxpass", "nsubj", "nsubjpass"} for c in below):
        return False
    before = sentence.tokens[token.index - 1] if token.index else None
    return token.dep == "amod" or (before is not None and before.pos in {"ADP", "DET"})

"""Which places of a list a trigger really speaks of: "X but not Y", "X by one, Y by another"."""

from __future__ import annotations

from events.claims.place_ref import PlaceRef
from events.claims.scene import Scene
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_EXCLUDING = frozenset(["not", "neither", "nor", "except", "excepting", "excluding", "barring"])
_LEADING = frozenset(["instead", "apart", "aside", "short"])
_BETWEEN = frozenset(["the", "a", "an", "for", "from", "of", "yet", "in", "nearby", "even", "also"])


def is_excluded(sentence: Sentence, hit: Hit, ref: PlaceRef) -> bool:
    """Tell whether a place is the one that was not taken: "but not Y", "neither X nor Y"."""
    token = sentence.token_at(ref.start)
    if token is None or hit.holder is not None:
        return False
    for member in [token, *_joined_before(sentence, token)]:
        word = _word_before(sentence, member)
        if word is not None and word.index not in hit.tokens and _excludes(sentence, word, hit):
            return True
    return False


def _joined_before(sentence: Sentence, token: Token) -> list[Token]:
    """Return the members of its list before a place, nearest first, up to "but" or "though"."""
    found = []
    while token.dep == "conj" and token.head < token.index:
        between = sentence.tokens[token.head + 1 : token.index]
        if any(t.text.lower() in {"but", "though", "yet"} for t in between):
            break
        token = sentence.tokens[token.head]
        found.append(token)
    return found


def _word_before(sentence: Sentence, token: Token) -> Token | None:
    """Return the word before a name, small words between them skipped."""
    index = token.index - 1
    while index >= 0 and sentence.tokens[index].text.lower() in _BETWEEN:
        index -= 1
    return sentence.tokens[index] if index >= 0 else None


def _excludes(sentence: Sentence, word: Token, hit: Hit) -> bool:
    lower = word.text.lower()
    after = (
        sentence.tokens[word.index + 1].text.lower()
        if word.index + 1 < len(sentence.tokens)
        else ""
    )
    if lower in _LEADING:
        return after in {"of", "from"}
    return lower in _EXCLUDING and word.head != hit.head.index


def is_interrupted(scene: Scene, hit: Hit, ref: PlaceRef, side: str | None) -> bool:
    """Tell whether another belligerent goes with a later place: "holds X and Russia Y"."""
    sentence = hit.sentence
    token = sentence.token_at(ref.start)
    if token is None or token.dep != "conj" or side is None:
        return False
    low, high = sorted((hit.head.end, ref.start))
    others = [
        m
        for m in scene.mentions_in(low, high)
        if m.entity.side in scene.conflict.side_ids and m.entity.side != side
    ]
    after = sentence.tokens[token.index + 1 : token.index + 3]
    words = [t.text.lower() for t in after]
    told = (
        [m for m in scene.mentions_in(after[-1].start, after[-1].end + 1) if after] if after else []
    )
    held = {t.lemma for t in sentence.tokens[token.index + 3 : token.index + 4]}
    hands = words[:1] == ["in"] and any(m.form == "adjective" for m in told)
    hands = hands and bool(held & {"hand", "control", "possession"})
    return bool(others) or words[:1] == ["by"] or hands


def is_held_by_others(sentence: Sentence, place: PlaceRef) -> bool:
    """Tell whether the place is called occupied: a flag raised in it says nothing of its holder."""
    token = sentence.token_at(place.start)
    if token is None or token.index == 0:
        return False
    before = sentence.tokens[token.index - 1].text.lower()
    return before in {"occupied", "held", "controlled", "annexed"}

"""Speakers that end a sentence: "…, Serhiy Cherevatyi, a military spokesman, told CNN"."""

from __future__ import annotations

from events.claims.named import role_in
from events.claims.scene import SUBJECTS, Scene
from geo.types import Sentence, Token


def tail_of(scene: Scene, sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """Return the tokens of a speaker between a comma and a verb that has no subject by the parse.

    So in "…, Serhiy Cherevatyi, a military spokesman, told CNN".
    """
    own = any(c.dep in SUBJECTS for c in sentence.children(verb.index))
    if own or verb.tag not in {"VBD", "VBZ", "VBP"} or verb.index < 4:
        return None
    if any(t.pos == "VERB" and t.index > verb.index for t in sentence.tokens):
        return None
    found = _chunk_before(scene, sentence, verb.index)
    if found is None:
        return None
    if not _has_name(scene, sentence, found, verb.index):  # "X, a military spokesman, told CNN"
        earlier = _chunk_before(scene, sentence, found - 1)
        named = earlier is not None and _has_name(scene, sentence, earlier, found - 1)
        found = earlier if earlier is not None and named else found
    elif role_in(_words(scene, sentence, found, verb.index))[0] is None:
        earlier = _chunk_before(scene, sentence, found - 1)  # "the town's head, X, told CNN"
        office = earlier is not None and role_in(_words(scene, sentence, earlier, found))[0]
        found = earlier if earlier is not None and office else found
    last = all(t.pos == "PUNCT" for t in sentence.tokens[verb.index + 1 :])
    spoken = last or any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[:found])
    return (found, verb.index) if spoken else None


def _words(scene: Scene, sentence: Sentence, first: int, end: int) -> str:
    return scene.text[sentence.tokens[first].start : sentence.tokens[end - 1].end]


def _chunk_before(scene: Scene, sentence: Sentence, end: int) -> int | None:
    """Return where the words from a comma to ``end`` begin, None unless they name somebody."""
    first = end
    while first > 0 and not _is_predicate(sentence.tokens[first - 1]):
        first -= 1
        before = sentence.tokens[first - 1].text if first else ""
        if first < end and before in {",", '"', "”"}:
            return first if _names_somebody(scene, sentence, first, end) else None
    return None


def _has_name(scene: Scene, sentence: Sentence, first: int, end: int) -> bool:
    """Tell whether a run of words has the name of a person or body, not only a role."""
    start, stop = sentence.tokens[first].start, sentence.tokens[end - 1].end
    if [m for m in scene.mentions_in(start, stop) if m.form != "adjective"]:
        return True
    places = [(r.toponym.start, r.toponym.end) for _, r in scene.resolutions_in(start, stop)]
    return any(
        t.pos == "PROPN" and not any(a <= t.start < b for a, b in places)
        for t in sentence.tokens[first:end]
    )


def _is_predicate(token: Token) -> bool:
    return token.pos in {"VERB", "AUX"} and token.dep != "amod"


def _names_somebody(scene: Scene, sentence: Sentence, first: int, end: int) -> bool:
    words = [t for t in sentence.tokens[first:end] if t.pos != "PUNCT"]
    if not words or words[0].pos not in {"PROPN", "DET", "NOUN", "ADJ"}:
        return False
    start, stop = words[0].start, words[-1].end
    named = role_in(scene.text[start:stop])[0] is not None
    return named or _has_name(scene, sentence, first, end)

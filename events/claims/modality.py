"""In which mode an event is spoken of.

As a fact, or as ordered, planned, predicted, attempted, denied or supposed.
"""

from __future__ import annotations

from events.claims.around import (
    ORDER,
    Mode,
    around,
    auxiliary,
    is_infinitive,
    is_negated,
    prevented,
)
from events.claims.carriers import chain
from events.claims.disbelief import disbelieved
from events.claims.lexicon import flag_words, modality_words, triggers
from events.claims.suppositions import supposed
from events.claims.triggers import Hit
from events.claims.whole_sentences import (
    asked,
    awaited,
    conditional,
    has_words,
    is_inverted,
    is_invited,
    whole,
    winking,
)
from geo.types import Sentence, Token

_NO_VERBS = frozenset({"close", "lie", "rule"})

_WITH_PREPOSITION = frozenset({"reckon", "count", "bank", "brace"})


_TOWARDS = frozenset({"for", "toward", "towards"})

_GOING_ON = frozenset({"ongoing"})

_MAKING = frozenset({"make", "set", "declare", "consider", "name"})

_FAILED = frozenset({"n't", "not", "failed"})

_WOULD = frozenset({"would", "'d", "will", "could"})


def mode_of(hit: Hit, *, own_side: bool, stop: int | None = None) -> Mode:
    """Return the mode of a trigger.

    Parameters
    ----------
    hit
        The trigger, in its parsed sentence.
    own_side
        Whether the speaker is of the side that would do it: what lies ahead is then planned, else
        predicted.
    stop
        Offset of the verb of saying that governs the trigger: words above it belong to the act of
        saying, not to the event.
    """
    own = _of_itself(hit)
    if own is not None:
        return own
    sentence = hit.sentence
    tried: Mode | None = None
    for token, above in chain(sentence, hit, stop):
        if above is not None and (above.index in hit.tokens or token.dep == "conj"):
            above = None
        if above is None and stop is not None and _is_complement(sentence, token):  # "vowed to"
            above = sentence.tokens[token.head]
        found = _fought_on(
            hit,
            prevented(sentence, token)
            or _called_wrong(sentence, token)
            or _doubted(sentence, token, stop)
            or around(sentence, token)
            or _governed(sentence, token, above)
            or auxiliary(sentence, token, own_side=own_side),
        )
        if found is not None and found.modality == "attempted":
            tried = tried or found  # "will try to take": what lies above an attempt decides
            continue
        if found is not None and _is_denied_hearsay(sentence, hit, found):
            return Mode(modality="denied", word=found.word)
        if found and not (tried and found.modality == "denied" and found.word in _FAILED):
            return _if_supposed(hit, found)
    if tried:
        return tried
    return _of_sentence(sentence, hit)


def _fought_on(hit: Hit, found: Mode | None) -> Mode | None:
    """Drop "ongoing" as the mode of what is fought: "clashes are ongoing" are no attempt."""
    going_on = found is not None and found.word in _GOING_ON and hit.trigger.effect == "none"
    return None if going_on else found


def _is_complement(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb of saying itself governs a word: "vowed to", "expects X to"."""
    own_subject = token.dep == "ccomp" and is_infinitive(sentence, token)
    return token.dep in {"xcomp", "dobj"} or own_subject


def _of_sentence(sentence: Sentence, hit: Hit) -> Mode:
    """Return the mode where no word that governs the event turns it."""
    if awaited(sentence, hit):
        return Mode(modality="predicted")
    if has_words(sentence.tokens, modality_words()["denied"]["phrases"]):
        return Mode(modality="denied")
    if asked(sentence) or winking(sentence) or is_invited(sentence):
        return Mode(modality="hypothetical")
    return Mode(modality="asserted", whole=whole(sentence, hit))


def _called_wrong(sentence: Sentence, token: Token) -> Mode | None:
    """Read "mistakenly announced that", whoever did."""
    wrongly = modality_words()["topic"]["wrongly"]
    verb = sentence.tokens[token.head]
    if token.dep != "ccomp" or not any(c.lemma in wrongly for c in sentence.children(verb.index)):
        return None
    return Mode(modality="denied", word=verb.text)


def _doubted(sentence: Sentence, token: Token, stop: int | None) -> Mode | None:
    """Read an act of saying that puts in doubt what it says ("experts doubt that …")."""
    verb = sentence.tokens[token.head]
    doubts = stop is not None and verb.start == stop and verb.index != token.index
    if doubts and verb.lemma in modality_words()["topic"]["doubts"]:
        return Mode(modality="hypothetical", word=verb.text)
    return None


def _of_itself(hit: Hit) -> Mode | None:
    """Return the mode that the trigger's own words or place decide, before anything above them."""
    sentence = hit.sentence
    if hit.trigger.mode is not None:
        return Mode(modality=hit.trigger.mode)
    if is_inverted(sentence, hit):
        return Mode(modality="hypothetical")
    unreal = disbelieved(sentence, hit) or supposed(sentence, hit)
    if unreal is not None:
        return unreal
    if _is_imperative(sentence, hit):
        return Mode(modality="ordered", word=hit.head.text)
    if _is_topic(sentence, hit):
        untrue = _is_disproved(sentence, hit)
        return Mode(modality="denied" if untrue else "hypothetical", word="about")
    if _is_not_true(sentence, hit):
        return Mode(modality="denied", word="true")
    if _is_prize(sentence, hit):
        return Mode(modality="attempted", word="for")
    if any(is_negated(sentence, sentence.tokens[i]) for i in hit.tokens):
        return Mode(modality="denied")
    return None


def _is_imperative(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether somebody is told to do it: "Take X by Friday"."""
    if hit.noun or hit.head.tag != "VB" or hit.head.dep not in {"ROOT", "ccomp", "advcl"}:
        return False
    below = sentence.children(hit.head.index)
    return not any(c.dep in {"aux", "nsubj", "nsubjpass", "neg", "expl"} for c in below)


def _if_supposed(hit: Hit, found: Mode) -> Mode:
    """Turn what would follow into a supposition: "if …", "the loss of X would be a blow".

    Nobody plans that a place falls: it is expected to.
    """
    threatened = hit.noun and found.word == "threatened"  # "the town is threatened with …"
    if found.modality == "planned" and (hit.trigger.effect == "falls" or threatened):
        found = Mode(modality="predicted", word=found.word)
    ahead = found.modality in {"predicted", "planned"} and found.word in _WOULD
    subject = hit.noun and hit.head.dep in {"nsubj", "nsubjpass"} and not hit.is_flag
    would = found.word == "would" and (subject or _follows_from_event(hit))
    supposed = would or conditional(hit.sentence)
    return Mode(modality="hypothetical") if ahead and supposed else found


def _follows_from_event(hit: Hit) -> bool:
    """Tell whether it would follow from another event: "the loss of X would bring Y within"."""
    sentence = hit.sentence
    return any(
        c.dep == "nsubj" and c.lemma in triggers().nouns and c.lemma not in flag_words()
        for above in sentence.ancestors(hit.head.index)
        if above.pos in {"VERB", "AUX"}
        for c in sentence.children(above.index)
    )


def _is_topic(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the event is only what somebody talks about, not what somebody says."""
    head = sentence.tokens[hit.head.head]
    return (
        hit.head.dep in {"pobj", "pcomp"}
        and head.lemma in modality_words()["topic"]["prepositions"]
    )


def _is_denied_hearsay(sentence: Sentence, hit: Hit, found: Mode) -> bool:
    """Tell whether rumours are denied: that says more than that they are rumours."""
    words = modality_words()
    above = [hit.head, *sentence.ancestors(hit.head.index)]
    hearsay = any(t.text == found.word and t.lemma in words["topic"]["hearsay"] for t in above)
    return hearsay and any(t.lemma in words["denied"]["governors"] for t in above)


def _is_disproved(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether what is talked about is said to be untrue ("rumours about … are false")."""
    verbs = [t for t in sentence.ancestors(hit.head.index) if t.pos in {"VERB", "AUX"}]
    words = modality_words()
    return any(
        any(t.lemma in words["denied"]["governors"] for t in [verb, *sentence.children(verb.index)])
        or (verb.lemma in words["topic"]["truth"] and is_negated(sentence, verb))
        for verb in verbs[:2]
    )


def _is_not_true(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the report or rumour of it is "not true"."""
    for noun in [hit.head, *sentence.ancestors(hit.head.index)]:
        if noun.dep != "nsubj" or noun.pos != "NOUN":
            continue
        verb = sentence.tokens[noun.head]
        if verb.lemma in {"correspond", "match"} and is_negated(sentence, verb):
            return True
        said = sentence.children(noun.head)
        true = any(c.lemma in {"true", "correct", "accurate", "truth"} for c in said)
        if any(c.lemma in modality_words()["denied"]["untruths"] for c in said):
            return True
        return true and any(c.dep == "neg" for c in said)
    return False


def _is_prize(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether holding a place is still fought for: "fighting for", "a step towards"."""
    head = sentence.tokens[hit.head.head]
    held = hit.trigger.effect in {"takes", "holds", "falls", "loses"}
    return held and hit.noun and hit.head.dep == "pobj" and head.lemma in _TOWARDS


def _governed(sentence: Sentence, token: Token, above: Token | None) -> Mode | None:
    """Read the word that governs a clause or an object: "order to …", "failed to …"."""
    if above is None:
        return None
    words = modality_words()
    below = [above]
    if token.dep in {"nsubj", "nsubjpass"}:  # "an encirclement had to be avoided"
        below += [c for c in sentence.children(above.index) if c.dep == "xcomp"]
    below += _complements(sentence, token, above)
    if above.lemma in {"be", "remain"} and token.dep not in {
        "nsubj",
        "nsubjpass",
    }:  # "the order is to …"
        below += [c for c in sentence.children(above.index) if c.dep == "nsubj"]
    for modality in ORDER:
        governors = words[modality]["governors"]
        nouns = words[modality].get("noun_governors", frozenset())
        for word in below:
            if word.lemma in words["complement"]["only"] and token.dep not in {"xcomp", "acl"}:
                continue
            if _is_other_sense(sentence, word, token):
                continue
            if word.lemma in governors or (word.pos == "NOUN" and word.lemma in nouns):
                if not is_negated(sentence, word):
                    return Mode(modality=modality, word=word.text)
                twice = modality == "denied"  # "could not rule out that"
                return Mode(modality="hypothetical" if twice else "denied", word=word.text)
    return None


def _is_other_sense(sentence: Sentence, word: Token, token: Token) -> bool:
    """Tell whether a governor is another verb here: "closed in on", "called it a liberation"."""
    if word.pos != "VERB":
        return False
    if word.lemma in _WITH_PREPOSITION:  # "reckons with the fall of X", no "reckons that X fell"
        return token.dep != "prep"
    if word.lemma == "rule":
        return not any(c.dep == "prt" and c.lemma == "out" for c in sentence.children(word.index))
    if word.lemma == "call":
        return token.dep in {"oprd", "dobj", "ccomp", "attr"}
    return word.lemma in _NO_VERBS


def _complements(sentence: Sentence, token: Token, above: Token) -> list[Token]:
    """Return what is said of the clause: "makes it possible", "remains the goal", "is false"."""
    is_subject = token.dep in {"nsubj", "csubj"}
    role = [
        o  # "set the capture of X as the next goal"
        for p in sentence.children(above.index)
        if p.dep == "prep" and p.lemma == "as" and token.dep == "dobj"
        for o in sentence.children(p.index)
    ]
    if above.lemma in _MAKING:  # "has made taking X a priority"
        role += [c for c in sentence.children(above.index) if c.dep in {"dobj", "oprd", "attr"}]
    return role + [
        c
        for c in sentence.children(above.index)
        if c.index != token.index
        and (
            (c.pos == "ADJ" and c.dep in {"acomp", "oprd", "ccomp"})
            or (is_subject and c.dep == "attr")
        )
    ]

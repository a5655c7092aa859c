"""In which mode an event is spoken of.

As a fact, or as ordered, planned, predicted, attempted, denied or supposed.
"""

from __future__ import annotations

from dataclasses import dataclass

from events.claims.lexicon import modality_words
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_CLAUSE = frozenset({"xcomp", "ccomp", "acl", "pcomp", "advcl", "acomp", "oprd", "csubj"})
_NO_VERBS = frozenset({"close", "lie", "rule"})
_AIMING = frozenset({"to", "on", "against", "toward", "towards"})
_FAILED = frozenset({"n't", "not", "failed"})
_WOULD = frozenset({"would", "'d", "will", "could"})
_NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr", "compound", "prep", "conj"})
ASIDES = frozenset(
    [
        "after",
        "before",
        "since",
        "during",
        "amid",
        "despite",
        "following",
        "because",
        "like",
        "unlike",
        "besides",
        "with",
    ]
)
"""Prepositions that set an event beside the main one, not under its mode."""
_ORDER = ("denied", "ordered", "hypothetical", "attempted", "planned", "predicted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """The modality; whether an asserted event is ``whole`` ("nearly captured" is not).

    ``over`` tells that a hold is told as past (`events.claims.past`).
    """

    modality: str
    whole: bool = True
    word: str | None = None
    over: bool = False


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
    for token, above in _chain(sentence, hit, stop):
        if above is not None and (above.index in hit.tokens or token.dep == "conj"):
            above = None
        if above is None and stop is not None and token.dep in {"xcomp", "dobj"}:  # "vowed to"
            above = sentence.tokens[token.head]
        found = (
            _prevented(sentence, token)
            or _doubted(sentence, token, stop)
            or _around(sentence, token)
            or _governed(sentence, token, above)
            or _auxiliary(sentence, token, own_side=own_side)
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
    if _asked(sentence) or _supposed(sentence, hit) or _winking(sentence):
        return Mode(modality="hypothetical")
    return Mode(modality="asserted", whole=_whole(sentence, hit))


def _prevented(sentence: Sentence, token: Token) -> Mode | None:
    """Read "stopped them from taking X", "saved X from capture", "a step from taking X"."""
    above = sentence.tokens[token.head]
    if token.dep not in {"pcomp", "pobj"} or above.lemma != "from":
        return None
    governor = sentence.tokens[above.head]
    words = modality_words()
    if governor.lemma in words["prevented"]["governors"]:
        return Mode(modality="denied", word=governor.text)
    near = [governor, *sentence.children(governor.index), *sentence.children(above.index)]
    if token.dep == "pcomp" and any(t.lemma in words["prevented"]["distances"] for t in near):
        return Mode(modality="predicted", word=governor.text)
    return None


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
    if _is_topic(sentence, hit):
        untrue = _is_disproved(sentence, hit)
        return Mode(modality="denied" if untrue else "hypothetical", word="about")
    if _is_prize(sentence, hit):
        return Mode(modality="attempted", word="for")
    if any(_is_negated(sentence, sentence.tokens[i]) for i in hit.tokens):
        return Mode(modality="denied")
    return None


def _if_supposed(hit: Hit, found: Mode) -> Mode:
    """Turn what would follow into a supposition: "if …", "the loss of X would be a blow".

    Nobody plans that a place falls: it is expected to.
    """
    if found.modality == "planned" and hit.trigger.effect == "falls":
        found = Mode(modality="predicted", word=found.word)
    ahead = found.modality in {"predicted", "planned"} and found.word in _WOULD
    supposed = (hit.noun and found.word == "would") or _conditional(hit.sentence)
    return Mode(modality="hypothetical") if ahead and supposed else found


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
    if not verbs:
        return False
    said = [verbs[0], *sentence.children(verbs[0].index)]
    words = modality_words()
    if any(t.lemma in words["denied"]["governors"] for t in said):
        return True
    return verbs[0].lemma in words["topic"]["truth"] and _is_negated(sentence, verbs[0])


def _is_prize(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether holding a place is what is fought for: "fighting for control of X"."""
    head = sentence.tokens[hit.head.head]
    held = hit.trigger.effect in {"takes", "holds", "falls", "loses"}
    return held and hit.noun and hit.head.dep == "pobj" and head.lemma == "for"


def _chain(sentence: Sentence, hit: Hit, stop: int | None) -> list[tuple[Token, Token | None]]:
    """Return the trigger's tokens and what governs them, nearest first, up to the act of saying.

    Only links that carry modality are climbed: complements, purpose clauses and objects, not a
    main clause that merely stands beside a time clause.
    """
    chain: list[tuple[Token, Token | None]] = []
    here = hit.head
    nominal = hit.noun
    for _ in range(len(sentence.tokens)):
        head = sentence.tokens[here.head]
        ends = head.index == here.index or (stop is not None and head.start == stop)
        carries = not ends and _carries(sentence, here, nominal=nominal)
        chain.append((here, head if carries else None))
        if not carries:
            break
        nominal = head.pos in {"NOUN", "PROPN"}
        here = head
    return chain


def _carries(sentence: Sentence, token: Token, *, nominal: bool) -> bool:
    if token.dep == "advcl":
        return _is_infinitive(sentence, token)
    if token.dep == "conj":
        return not any(
            c.dep in {"aux", "auxpass", "nsubj", "nsubjpass"} and c.lemma != "to"
            for c in sentence.children(token.index)
        )
    if token.dep == "acl" and token.tag in {"VBN", "VBG"}:  # "captured by", not "reports that"
        return any(c.dep in {"mark", "aux"} for c in sentence.children(token.index))
    if _is_cut_off(sentence, token) or _is_judged(sentence, token):
        return False
    if token.dep == "prep":
        return token.lemma not in ASIDES
    if token.dep == "relcl":  # "the statement that X has been taken", as the parse has it
        return any(c.dep == "mark" for c in sentence.children(token.index))
    return token.dep in _CLAUSE or (nominal and token.dep in _NOMINAL)


def _is_judged(sentence: Sentence, token: Token) -> bool:
    """Tell whether the event is only judged: "the loss of X is not a disaster"."""
    if token.dep != "nsubj" or sentence.tokens[token.head].lemma != "be":
        return False
    if any(c.dep == "aux" for c in sentence.children(token.head)):
        return False  # "the loss would be a blow": no more than a thought
    said = [c for c in sentence.children(token.head) if c.dep in {"attr", "acomp"}]
    words = modality_words()
    known = {w for m in _ORDER for w in words[m]["governors"]}
    return bool(said) and not any(c.lemma in known for c in said) and said[0].pos == "NOUN"


def _is_cut_off(sentence: Sentence, token: Token) -> bool:
    """Tell whether a semicolon stands between a word and its head."""
    low, high = sorted((token.index, token.head))
    return any(t.text == ";" for t in sentence.tokens[low:high])


def _is_infinitive(sentence: Sentence, token: Token) -> bool:
    return token.tag == "VB" and any(
        c.dep == "aux" and c.lemma == "to" for c in sentence.children(token.index)
    )


def _around(sentence: Sentence, token: Token) -> Mode | None:
    """Read what hangs on a word: negation, markers, adjectives."""
    words = modality_words()
    children = sentence.children(token.index)
    if _is_inverted(sentence, token):
        return Mode(modality="denied", word="no")
    if any(_nobody(sentence, c) for c in children if c.dep in {"nsubj", "nsubjpass"}):
        return Mode(modality="denied", word="no")
    for child in children:
        low = child.text.lower()
        if child.dep == "neg" and _is_infinitive(sentence, token) and token.dep == "advcl":
            return Mode(modality="hypothetical", word=child.text)  # "so as not to be encircled"
        if child.dep == "neg" or (
            low in words["denied"]["negators"]
            and child.dep in {"det", "advmod", "cc", "preconj"}
            and token.lemma not in words["topic"]["forced"]
        ):
            return Mode(modality="denied", word=child.text)
        marks = child.dep == "mark" or (child.dep == "advmod" and low == "if")
        if marks and low in words["hypothetical"]["markers"]:
            return Mode(modality="hypothetical", word=child.text)
        modified = _modified(token, child)
        if modified:
            return modified
    return None


def _modified(token: Token, child: Token) -> Mode | None:
    """Read an adjective or adverb: "planned", "failed", "perhaps"."""
    words = modality_words()
    if child.dep not in {"amod", "advmod", "compound", "acomp"}:
        return None
    for modality in _ORDER:
        if child.lemma in words[modality].get("modifiers", ()):
            if modality == "predicted" and token.tag in {"VBD", "VBN"}:
                continue  # "have probably captured": hedged, but said to have happened
            return Mode(modality=modality, word=child.text)
    return None


def _is_inverted(sentence: Sentence, token: Token) -> bool:
    """Tell whether a negation stands before the verb: "nor did it", "at no point", "in no way"."""
    if token.pos not in {"VERB", "AUX"}:
        return False
    auxiliaries = [c for c in sentence.children(token.index) if c.dep in {"aux", "auxpass"}]
    first = min([token.index, *(c.index for c in auxiliaries)])
    before = sentence.tokens[first - 1].text.lower() if first else ""
    if before in {"nor", "neither"} and auxiliaries:
        return True
    return any(
        d.lemma == "no" and d.dep == "det"
        for p in sentence.children(token.index)
        if p.dep == "prep" and p.index < token.index
        for o in sentence.children(p.index)
        if o.lemma in modality_words()["denied"]["occasions"]
        for d in sentence.children(o.index)
    )


def _nobody(sentence: Sentence, subject: Token) -> bool:
    """Tell whether a subject is nobody at all: "no troops", "neither Kyiv nor Moscow"."""
    negators = modality_words()["denied"]["negators"]
    low = subject.text.lower()
    if low in negators or low in {"nobody", "none"}:
        return True
    near = sentence.children(subject.index)
    near += [d for c in near if c.dep in {"nummod", "amod"} for d in sentence.children(c.index)]
    return any(
        c.text.lower() in negators and c.dep in {"det", "preconj", "cc", "neg"} for c in near
    )


def _auxiliary(sentence: Sentence, token: Token, *, own_side: bool) -> Mode | None:
    """Read auxiliaries, and the infinitive of purpose."""
    words = modality_words()
    head = sentence.tokens[token.head]
    if head.lemma == "have" and any(c.lemma == "yet" for c in sentence.children(head.index)):
        return Mode(modality="denied", word="yet")  # "has yet to capture"
    for child in sentence.children(token.index):
        if child.dep != "aux":
            continue
        low = child.text.lower()
        if low in words["future"]["auxiliaries"]:
            planned = own_side and low != "would"
            return Mode(modality="planned" if planned else "predicted", word=child.text)
        if low in words["possible"]["auxiliaries"]:
            return Mode(modality="hypothetical", word=child.text)
    return _infinitive(sentence, token)


def _infinitive(sentence: Sentence, token: Token) -> Mode | None:
    """Read a clause without a tense: "to take X", "before taking X"."""
    words = modality_words()
    if token.dep in {"pcomp", "advcl"} and _is_yet_to_come(sentence, token):
        return Mode(modality="hypothetical", word="before")
    if token.dep in {"xcomp", "ccomp"} and _is_infinitive(sentence, token):
        return _left_open(sentence, token)
    if token.dep in {"relcl", "advcl"} and token.tag in {"VBZ", "VBP"} and _is_day(sentence, token):
        return Mode(modality="predicted", word=token.text)  # "the day they take X"
    if token.dep == "pcomp" and sentence.tokens[token.head].lemma in _AIMING:
        return Mode(modality="hypothetical", word=sentence.tokens[token.head].text)
    if token.dep == "conj" and _is_infinitive(sentence, token):
        return None if sentence.tokens[token.head].tag == "VB" else Mode(modality="hypothetical")
    if token.dep in {"acl", "relcl"} and _is_infinitive(sentence, token):
        head = sentence.tokens[token.head]
        near = {head.lemma, *(c.lemma for c in sentence.children(head.index))}
        ordinal = bool(near & {"first", "last", "only"})
        return None if ordinal else Mode(modality="hypothetical", word="to")
    if token.dep == "advcl" and _is_infinitive(sentence, token):
        beside = sentence.children(token.head)
        ahead = words["future"]["auxiliaries"]
        if any(c.dep == "aux" and c.text.lower() in ahead for c in beside):
            return Mode(modality="predicted", word="to")
        return Mode(modality="planned", word="to")
    return None


def _is_day(sentence: Sentence, token: Token) -> bool:
    """Tell whether a clause tells of the day, or of when, something comes."""
    before = min(sentence.subtree(token.index)) - 1
    near = [sentence.tokens[token.head].lemma]
    near += [sentence.tokens[before].lemma] if before >= 0 else []
    if token.dep == "relcl":
        return bool(set(near) & {"day", "moment", "time"})
    return any(c.lemma in {"when", "once"} for c in sentence.children(token.index))


def _left_open(sentence: Sentence, token: Token) -> Mode | None:
    """Read an infinitive under a verb or adjective that does not say that it happened."""
    head = sentence.tokens[token.head]
    perfect = any(c.dep == "aux" and c.lemma == "have" for c in sentence.children(token.index))
    begun = [c for c in sentence.children(head.index) if c.dep == "dobj" and c.pos == "NOUN"]
    if begun and head.lemma in {"start", "begin", "continue", "launch"}:
        return Mode(modality="planned", word=begun[0].text)  # "began an operation to take X"
    if head.pos == "ADJ":
        return Mode(modality="hypothetical", word=head.text)
    if head.lemma == "be":  # "were to have taken"
        return Mode(modality="planned", word=head.text)
    if perfect or head.lemma in modality_words()["achieved"]["governors"]:
        return None
    return Mode(modality="planned", word="to")


def _is_yet_to_come(sentence: Sentence, token: Token) -> bool:
    """Tell whether it comes after what itself lies ahead ("before taking X, they would have …")."""
    head = sentence.tokens[token.head]
    marks = [c for c in sentence.children(token.index) if c.dep in {"mark", "prep"}]
    if head.lemma != "before" and not any(c.lemma == "before" for c in marks):
        return False
    verbs = [t for t in [head, *sentence.ancestors(token.index)] if t.pos in {"VERB", "AUX"}]
    words = modality_words()
    ahead = words["future"]["auxiliaries"] | words["possible"]["auxiliaries"]
    return any(
        c.dep == "aux" and c.text.lower() in ahead
        for verb in verbs[:2]
        for c in sentence.children(verb.index)
    )


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
    for modality in _ORDER:
        governors = words[modality]["governors"]
        nouns = words[modality].get("noun_governors", frozenset())
        for word in below:
            if word.lemma in words["complement"]["only"] and token.dep not in {"xcomp", "acl"}:
                continue
            if word.lemma in _NO_VERBS and word.pos == "VERB":  # "closed in on", "lies in ruins"
                continue
            if word.lemma in governors or (word.pos == "NOUN" and word.lemma in nouns):
                denied = _is_negated(sentence, word)
                return Mode(modality="denied" if denied else modality, word=word.text)
    return None


def _complements(sentence: Sentence, token: Token, above: Token) -> list[Token]:
    """Return what is said of the clause: "makes it possible", "remains the goal", "is false"."""
    is_subject = token.dep in {"nsubj", "csubj"}
    role = [
        o  # "set the capture of X as the next goal"
        for p in sentence.children(above.index)
        if p.dep == "prep" and p.lemma == "as" and token.dep == "dobj"
        for o in sentence.children(p.index)
    ]
    return role + [
        c
        for c in sentence.children(above.index)
        if c.index != token.index
        and (
            (c.pos == "ADJ" and c.dep in {"acomp", "oprd", "ccomp"})
            or (is_subject and c.dep == "attr")
        )
    ]


def _is_negated(sentence: Sentence, token: Token) -> bool:
    negators = modality_words()["denied"]["negators"]
    return (
        any(
            c.dep == "neg" or (c.dep == "det" and c.lemma in negators)
            for c in sentence.children(token.index)
        )
        and token.lemma not in modality_words()["topic"]["forced"]
    )


def _winking(sentence: Sentence) -> bool:
    text = " ".join(t.text.lower() for t in sentence.tokens)
    return any(words in text for words in modality_words()["hypothetical"]["phrases"])


def _supposed(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the trigger stands in a clause like "Had the city been abandoned, …"."""
    first = next((t for t in sentence.tokens if t.pos != "PUNCT"), None)
    if first is None or first.text not in {"Had", "Should", "Were"} or first.pos != "AUX":
        return False
    comma = next((t.start for t in sentence.tokens if t.text == ","), sentence.end)
    return hit.start < comma


def _conditional(sentence: Sentence) -> bool:
    """Tell whether a condition is put ("if …, Russia would …")."""
    words = {t.lemma for t in sentence.tokens if t.dep in {"mark", "advmod"}}
    first = next((t.text for t in sentence.tokens if t.pos != "PUNCT"), "")
    return bool(words & {"if", "unless"}) or first in {"Had", "Should", "Were"}


def _asked(sentence: Sentence) -> bool:
    return bool(sentence.tokens) and any(t.text == "?" for t in sentence.tokens[-2:])


def _is_under_way(sentence: Sentence, token: Token) -> bool:
    """Tell whether a participle says that it goes on: "is taking X", "with Russia taking X"."""
    being = any(c.dep == "aux" and c.lemma == "be" for c in sentence.children(token.index))
    head = sentence.tokens[token.head]
    return being or (head.lemma == "with" and token.dep in {"pcomp", "advcl", "ccomp"})


def _whole(sentence: Sentence, hit: Hit) -> bool:
    partly = modality_words()["incomplete"]["adverbs"]
    children = sentence.children(hit.head.index)
    before = [t.text.lower() for t in sentence.tokens[: hit.head.index][-2:]]
    if before == ["all", "but"]:
        return False
    progressive = hit.head.tag == "VBG" and not hit.noun and _is_under_way(sentence, hit.head)
    return not progressive and not any(
        c.lemma in partly or c.text.lower() in partly for c in children
    )

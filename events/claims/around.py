"""Words round an event that turn it: negation, adjectives, auxiliaries, infinitives."""

from __future__ import annotations

from dataclasses import dataclass

from events.claims.lexicon import modality_words
from geo.types import Sentence, Token

_AIMING = frozenset({"to", "on", "against", "toward", "towards"})

ORDER = ("denied", "ordered", "hypothetical", "attempted", "planned", "predicted")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """The modality; whether an asserted event is ``whole`` ("nearly captured" is not).

    ``over`` tells that a hold is told as past (`events.claims.past`).
    """

    modality: str
    whole: bool = True
    word: str | None = None
    over: bool = False


def prevented(sentence: Sentence, token: Token) -> Mode | None:
    """Read "stopped them from taking X", "saved X from capture", "a step from taking X"."""
    above = sentence.tokens[token.head]
    words = modality_words()
    stopper = sentence.tokens[above.head] if token.dep == "acl" and above.dep == "dobj" else above
    stops = stopper.lemma in words["prevented"]["stoppers"] and not is_infinitive(sentence, stopper)
    if stops and _is_kept_from(sentence, token):
        return Mode(modality="denied", word=above.text)
    if token.dep not in {"pcomp", "pobj"} or above.lemma != "from":
        return None
    governor = sentence.tokens[above.head]
    if governor.lemma in words["prevented"]["governors"]:
        return Mode(modality="denied", word=governor.text)
    near = [governor, *sentence.children(governor.index), *sentence.children(above.index)]
    if token.dep == "pcomp" and any(t.lemma in words["prevented"]["distances"] for t in near):
        return Mode(modality="predicted", word=governor.text)
    return None


def _is_kept_from(sentence: Sentence, token: Token) -> bool:
    """Tell whether somebody is kept from it: "stopped Russia taking X", "halted its seizure"."""
    if token.dep == "dobj":
        return any(c.dep in {"poss", "prep"} for c in sentence.children(token.index))
    if token.tag != "VBG" or token.dep not in {"ccomp", "xcomp", "acl", "advcl"}:
        return False
    own = any(c.dep == "nsubj" for c in sentence.children(token.index))
    driven = [c for c in sentence.children(token.head) if c.dep == "dobj"]
    return own or any(c.index < token.index for c in driven) or token.dep == "acl"


def is_infinitive(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb is an infinitive with "to"."""
    return token.tag == "VB" and any(
        c.dep == "aux" and c.lemma == "to" for c in sentence.children(token.index)
    )


def around(sentence: Sentence, token: Token) -> Mode | None:
    """Read what hangs on a word: negation, markers, adjectives."""
    words = modality_words()
    children = sentence.children(token.index)
    if _is_inverted(sentence, token):
        return Mode(modality="denied", word="no")
    subjects = [c for c in children if c.dep in {"nsubj", "nsubjpass"}]
    if any(_nobody(sentence, c) for c in subjects if not _is_answer(sentence, c)):
        return Mode(modality="denied", word="no")
    for child in children:
        low = child.text.lower()
        if child.dep == "dobj" and _is_nothing(sentence, child):
            return Mode(modality="denied", word=child.text)
        if child.dep == "neg" and is_infinitive(sentence, token) and token.dep == "advcl":
            return Mode(modality="hypothetical", word=child.text)  # "so as not to be encircled"
        if _is_answer(sentence, child):
            continue
        if child.dep == "neg" or (
            low in words["denied"]["negators"]
            and child.dep in {"det", "advmod", "cc", "preconj"}
            and token.lemma not in words["topic"]["forced"]
        ):
            return Mode(modality="denied", word=child.text)
        marks = child.dep == "mark" or (child.dep == "advmod" and low == "if")
        past = token.tag == "VBD" and low in {
            "until",
            "till",
            "once",
        }  # "until they drove them out"
        if marks and low in words["hypothetical"]["markers"] and not past:
            return Mode(modality="hypothetical", word=child.text)
        modified = _modified(token, child)
        if modified:
            return modified
    return None


def _is_nothing(sentence: Sentence, token: Token) -> bool:
    """Tell whether an object is none at all: "controls nothing in X", "hardly any of X"."""
    scarcely = {c.text.lower() for c in sentence.children(token.index)} & {"hardly", "scarcely"}
    return token.text.lower() == "nothing" or (token.lemma == "any" and bool(scarcely))


def _is_answer(sentence: Sentence, token: Token) -> bool:
    """Tell whether a "no" or "not" negates nothing: "No: X is in our hands", "not only X"."""
    after = sentence.tokens[token.index + 1].text if token.index + 1 < len(sentence.tokens) else ""
    if token.text.lower() in {"not", "n't"}:
        if _is_contrast(sentence, token):
            return True
        return after.lower() in {"only", "just", "merely", "simply"}  # "not only X but also Y"
    return token.text.lower() in {"no", "nope"} and after in {":", ",", ".", "!", "–", "—"}


def _is_contrast(sentence: Sentence, negation: Token) -> bool:
    """Tell whether only somebody else is ruled out: "Ukraine, not Russia, holds X"."""
    tokens = sentence.tokens
    number = negation.index
    if number == 0 or tokens[number - 1].text not in {",", "–", "—"}:
        return False
    end = next((t.index for t in tokens[number + 1 :] if t.text in {",", "–", "—"}), 0)
    between = tokens[number + 1 : end]
    return bool(between) and all(t.pos in {"DET", "ADJ", "NOUN", "PROPN"} for t in between)


def _modified(token: Token, child: Token) -> Mode | None:
    """Read an adjective or adverb: "planned", "failed", "perhaps"."""
    words = modality_words()
    if child.dep not in {"amod", "advmod", "compound", "acomp"}:
        return None
    for modality in ORDER:
        if {child.lemma, child.text.lower()} & words[modality].get("modifiers", frozenset()):
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
        c.text.lower() in negators
        and c.dep in {"det", "preconj", "cc", "neg"}
        and not _is_contrast(sentence, c)
        for c in near
    )


def auxiliary(sentence: Sentence, token: Token, *, own_side: bool) -> Mode | None:
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
    if token.dep == "xcomp" and token.tag == "VBG" and sentence.tokens[token.head].lemma == "make":
        return Mode(modality="planned", word="make")  # "has made taking X a priority"
    perfect = {c.lemma for c in sentence.children(token.index) if c.dep == "aux"} >= {"to", "have"}
    if token.dep in {"xcomp", "ccomp"} and (perfect or is_infinitive(sentence, token)):
        return _left_open(sentence, token)
    if token.dep in {"relcl", "advcl"} and token.tag in {"VBZ", "VBP"} and _is_day(sentence, token):
        return Mode(modality="predicted", word=token.text)  # "the day they take X"
    above = sentence.tokens[token.head]
    praised = sentence.tokens[above.head].lemma in {"congratulate", "insist", "praise", "thank"}
    if token.dep == "pcomp" and above.lemma in _AIMING and not praised:
        governor = sentence.tokens[above.head]  # "close to taking X"
        known = (m for m in ORDER if governor.lemma in words[m]["governors"])
        return Mode(modality=next(known, "hypothetical"), word=governor.text)
    if token.dep == "conj" and is_infinitive(sentence, token):
        return None if sentence.tokens[token.head].tag == "VB" else Mode(modality="hypothetical")
    if token.dep in {"acl", "relcl"} and is_infinitive(sentence, token):
        head = sentence.tokens[token.head]
        near = {head.lemma, *(c.lemma for c in sentence.children(head.index))}
        ordinal = bool(near & {"first", "last", "only"})
        return None if ordinal else Mode(modality="hypothetical", word="to")
    if token.dep == "advcl" and is_infinitive(sentence, token):
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
    if head.lemma == "be" and any(c.lemma == "if" for c in sentence.children(head.index)):
        return Mode(modality="hypothetical", word="if")  # "if X were to fall"
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


def is_negated(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word is negated ("not", "no"), but for "no choice but to"."""
    negators = modality_words()["denied"]["negators"]
    return (
        any(
            (c.dep == "neg" and not _is_contrast(sentence, c))
            or (c.dep == "det" and c.lemma in negators)
            for c in sentence.children(token.index)
        )
        and token.lemma not in modality_words()["topic"]["forced"]
    )

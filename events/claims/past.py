"""Whether a hold is told as over: who held a place then need not hold it now."""

from __future__ import annotations

import re
from itertools import pairwise

from events.claims.lexicon import extent, past_words, triggers
from events.claims.scene import Scene
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_SPAN = re.compile(
    r"\b(?:for|spent) (?:(?:more|less|fewer) than |about |around |almost |nearly |over |only )*"
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|many|a few)"
    r" (?:hour|day|week|month|year|decade)s?\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"\w+-(?:hour|day|week|month|year)(?:-long)?", re.IGNORECASE)


def is_over(scene: Scene, hit: Hit, *, reported: bool) -> bool:
    """Tell whether a hold or a capture is told as past, with what came after left open.

    ``reported`` tells that somebody says it: after "said", a past tense is the present of then.
    """
    if hit.trigger.effect not in {"holds", "takes"}:
        return False
    sentence = hit.sentence
    if _by_adverb(sentence, hit) or _remembered(sentence, hit):
        return True
    if hit.holder is not None:
        return _changes_hands(sentence, hit)
    if _in_past_clause(sentence, hit) or _lost_again(sentence, hit) or _lasted(sentence, hit):
        return True
    state = hit.trigger.effect == "holds" or hit.head.lemma == "occupy"
    if state and not reported and _ended(sentence, hit):
        return True
    return state and _state_is_over(scene, hit, reported=reported)


def _changes_hands(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether what is "Russian-held" is taken in the same breath ("… was recaptured")."""
    noun = sentence.tokens[hit.head.head]
    verb = sentence.tokens[noun.head]
    taken = any(t.effect == "takes" for t in triggers().verbs.get(verb.lemma, ()))
    return taken and noun.dep in {"nsubjpass", "dobj"} and hit.head.dep in {"amod", "compound"}


def _ended(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether the words give the hold's end: "controlled X until June"."""
    verb = _verb_of(sentence, hit)
    near = [hit.head] if verb is None else [hit.head, verb]
    return any(
        c.dep in {"prep", "mark"} and c.text.lower() in {"until", "till"}
        for token in near
        for c in sentence.children(token.index)
    )


def _by_adverb(sentence: Sentence, hit: Hit) -> bool:
    """Read "once held by", "formerly Russian-held", "the brief occupation", "used to hold"."""
    words = past_words()
    above = sentence.tokens[hit.head.head]
    if any((a.lemma, b.lemma) == ("once", "more") for a, b in pairwise(sentence.tokens)):
        return False  # "is once more held by them"
    near = [c for i in hit.tokens for c in sentence.children(i)]
    near += sentence.children(above.index) if above.dep == "prep" else []
    if any(c.dep == "advmod" and c.text.lower() in words["adverbs"] for c in near):
        return True
    if any(c.dep == "amod" and c.lemma.lower() in words["adjectives"] for c in near):
        return True
    head = sentence.tokens[hit.head.head]
    if head.lemma == "use" and hit.head.dep == "xcomp":
        return True
    first = min(hit.tokens)
    before = sentence.tokens[first - 1].text.lower() if first else ""
    verb = _verb_of(sentence, hit)
    if before in words["adverbs"] | words["adjectives"]:
        return True
    return (
        verb is not None
        and any(
            c.dep == "advmod" and c.text.lower() in words["adverbs"]
            for c in sentence.children(verb.index)
        )
    ) or (verb is not None and sentence.tokens[verb.head].lemma == "use" and verb.dep == "xcomp")


def _remembered(sentence: Sentence, hit: Hit) -> bool:
    """Read "the anniversary of the liberation of X", "the story of its occupation"."""
    if not hit.noun:
        return False
    return any(
        t.lemma in past_words()["remembrance"]
        for t in sentence.ancestors(hit.head.index)[:3]
        if t.pos == "NOUN"
    )


def _lasted(sentence: Sentence, hit: Hit) -> bool:
    """Read "the occupation of X lasted eight months"."""
    verb = sentence.tokens[hit.head.head]
    return hit.noun and hit.head.dep == "nsubj" and (verb.lemma, verb.tag) == ("last", "VBD")


def _verb_of(sentence: Sentence, hit: Hit) -> Token | None:
    """Return the finite verb of the trigger's clause."""
    own = [sentence.tokens[i] for i in sorted(hit.tokens) if sentence.tokens[i].pos == "VERB"]
    if hit.noun and own:
        return own[0]
    for token in [hit.head, *sentence.ancestors(hit.head.index)]:
        if token.pos in {"VERB", "AUX"}:
            return token
    return None


def _in_past_clause(sentence: Sentence, hit: Hit) -> bool:
    """Read "while the Russians held X", "during the occupation of X"."""
    markers = past_words()["clause_markers"]
    head = sentence.tokens[hit.head.head]
    if hit.noun and hit.trigger.effect == "holds" and head.dep == "prep" and head.lemma in markers:
        return True
    verb = _verb_of(sentence, hit)
    if verb is None or hit.trigger.effect != "holds":
        return False
    for token in (hit.head, verb):
        marked = any(
            c.text.lower() in markers and c.dep in {"mark", "advmod", "prep"}
            for c in sentence.children(token.index)
        )
        if marked and token.dep in {"advcl", "relcl"} and _is_past(sentence, verb):
            return True
    return False


def _is_past(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is in the past: "held", "was under", "had held", no "has held"."""
    auxiliaries = [c for c in sentence.children(verb.index) if c.dep in {"aux", "auxpass"}]
    if any(c.text.lower() in {"has", "have", "'ve", "is", "are", "'s"} for c in auxiliaries):
        return False
    return verb.tag == "VBD" or any(c.tag == "VBD" for c in auxiliaries)


def _state_is_over(scene: Scene, hit: Hit, *, reported: bool) -> bool:
    """Read "held X for ten years", "At the time X was in their hands", "had held X"."""
    sentence, verb = hit.sentence, _verb_of(hit.sentence, hit)
    if verb is None:
        return False
    text = scene.text[sentence.start : sentence.end].lower()
    past = _is_past(sentence, verb)
    if not hit.noun and hit.head.dep == "relcl" and hit.head.tag == "VBD":
        who = sentence.tokens[hit.head.head]
        pronouns = {c.lemma for c in sentence.children(hit.head.index)}
        people = "who" in pronouns or who.lemma in extent()["forces"]
        if people and who.pos != "PRON":
            return True  # "the Russians who occupied X"
    if past and any(frame in text for frame in past_words()["frames"]):
        return True
    if past and _SPAN.search(text) and not _since(sentence, verb):
        return not reported or verb.tag == "VBD"
    if hit.noun and (_bounded(sentence, hit, verb) or _judged_brief(sentence, hit)):
        return True
    perfect = any(c.dep == "aux" and c.text.lower() == "had" for c in sentence.children(verb.index))
    return perfect and not reported and not _since(sentence, verb)


def _since(sentence: Sentence, verb: Token) -> bool:
    return any(sentence.tokens[i].lemma == "since" for i in sentence.subtree(verb.index))


def _judged_brief(sentence: Sentence, hit: Hit) -> bool:
    """Read "their control of X was short-lived"."""
    head = sentence.tokens[hit.head.head]
    said = [c for c in sentence.children(head.index) if c.dep in {"acomp", "attr"}]
    names = {c.text.lower() for c in said} | {
        d.text.lower() for c in said for d in sentence.children(c.index)
    }
    return (
        hit.noun and head.lemma == "be" and bool(names & {"brief", "short-lived", "lived", "over"})
    )


def _bounded(sentence: Sentence, hit: Hit, verb: Token) -> bool:
    """Read "the occupation lasted", "the five-month occupation"."""
    if any(_LONG.fullmatch(c.text) for c in sentence.children(hit.head.index)):
        return True
    pieces = {c.lemma for c in sentence.children(hit.head.index) if c.dep == "compound"}
    if pieces & {"day", "week", "month", "year"}:
        return True
    subject = hit.head.dep in {"nsubj", "nsubjpass"}
    return subject and verb.lemma in past_words()["ended"] and _is_past(sentence, verb)


def _lost_again(sentence: Sentence, hit: Hit) -> bool:
    """Read "captured X, only to lose it again": what is told after undoes it."""
    later = [t for t in sentence.tokens if t.index > hit.head.index and t.pos == "VERB"]
    if any(_goes_again(sentence, hit, t) for t in later):
        return True
    return any(
        (t.lemma in past_words()["undone"] or _gave_up(sentence, t))
        and any(
            c.dep == "dobj" and c.text.lower() in {"it", "them"} for c in sentence.children(t.index)
        )
        for t in later
    )


def _goes_again(sentence: Sentence, hit: Hit, verb: Token) -> bool:
    """Tell whether who came goes again in the same breath: "raised a flag and left"."""
    joined = verb.dep == "conj" and hit.head.index in {
        t.index for t in sentence.ancestors(verb.index)[:2]
    }
    below = {c.dep for c in sentence.children(verb.index)}
    return (
        joined
        and verb.tag in {"VBD", "VBN", "VBP", "VBZ"}
        and verb.lemma in past_words()["gone"]
        and not below & {"dobj", "nsubj", "nsubjpass", "aux", "neg"}
    )


def _gave_up(sentence: Sentence, verb: Token) -> bool:
    return verb.lemma == "give" and any(
        c.text.lower() == "up" for c in sentence.children(verb.index)
    )

"""Events that are only imagined, taken back or not believed, by the words above them."""

from __future__ import annotations

from events.claims.around import ASIDES, ORDER, Mode, is_negated
from events.claims.lexicon import modality_words, speech
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_CONTENT = frozenset({"ccomp", "pcomp", "acl", "relcl", "xcomp", "pobj", "prep", "dobj", "oprd"})


def disbelieved(sentence: Sentence, hit: Hit) -> Mode | None:
    """Return the mode of what is set aside, imagined, retracted or believed by nobody, or None."""
    return (
        _set_aside(sentence, hit)
        or _of_saying(sentence, hit)
        or _by_gerund(sentence, hit)
        or _by_picture(sentence, hit)
        or _by_words_above(sentence, hit)
    )


def _set_aside(sentence: Sentence, hit: Hit) -> Mode | None:
    """Read "instead of taking X" and "rather than capture X"."""
    first = min(hit.tokens)
    before = tuple(t.text.lower() for t in sentence.tokens[max(0, first - 2) : first])
    if before in {("instead", "of"), ("rather", "than")} and not hit.noun:
        return Mode(modality="denied", word=before[0])
    return None


def _of_saying(sentence: Sentence, hit: Hit) -> Mode | None:
    """Read "claims of the army having taken X": the parse may make the claims the subject."""
    words = modality_words()["topic"]
    for child in sentence.children(hit.head.index):
        said = child.lemma in words["sayings"] | words["hearsay"] and child.pos == "NOUN"
        of = any(c.lemma == "of" for c in sentence.children(child.index))
        if child.dep == "nsubj" and said and of:
            return Mode(modality="hypothetical", word=child.text)
    return None


def _by_gerund(sentence: Sentence, hit: Hit) -> Mode | None:
    """Read "the threat of Russia taking X": an "-ing" with a subject of its own asserts nothing."""
    token = hit.head
    if hit.noun or token.tag not in {"VBG", "VBN"}:
        return None
    children = sentence.children(token.index)
    if token.tag == "VBN" and not any(c.text.lower() in {"having", "being"} for c in children):
        return None
    above = sentence.tokens[token.head]
    if above.lemma == "of" and _is_within(sentence, above):
        return Mode(modality="predicted", word="within")  # "within a kilometre of taking X"
    subject = any(c.dep in {"nsubj", "nsubjpass"} for c in children)
    if token.dep == "acl" and above.dep == "pobj":
        subject, above = True, sentence.tokens[above.head]
    noun = sentence.tokens[above.head]
    if token.dep in {"acl", "relcl"} and _is_idea(above) and _of_before(sentence, above, token):
        noun = above  # the parse hangs it on the noun: "hopes of Ukraine taking X"
    elif not subject or above.lemma != "of":
        return None
    if noun.lemma in modality_words()["topic"]["shown"]:
        return None
    words = modality_words()
    known = next((m for m in ORDER if noun.lemma in words[m]["governors"]), "hypothetical")
    denied = is_negated(sentence, noun)
    return Mode(modality="denied" if denied else known, word=noun.text)


def _is_within(sentence: Sentence, of: Token) -> bool:
    return sentence.tokens[sentence.tokens[of.head].head].lemma == "within"


def _is_idea(noun: Token) -> bool:
    words = modality_words()
    return any(noun.lemma in words[m]["governors"] for m in ORDER)


def _of_before(sentence: Sentence, noun: Token, verb: Token) -> bool:
    below = sentence.children(noun.index)
    return any(c.dep == "prep" and c.lemma == "of" and c.index < verb.index for c in below)


def _by_picture(sentence: Sentence, hit: Hit) -> Mode | None:
    """Read "a doctored photograph of a flag over X"."""
    words = modality_words()["topic"]
    for above in [hit.head, *sentence.ancestors(hit.head.index)]:
        kinds = {c.text.lower() for c in sentence.children(above.index) if c.dep == "amod"}
        if above.lemma in words["shown"] and kinds & words["forged"]:
            return Mode(modality="hypothetical", word=above.text)
    return None


def _by_words_above(sentence: Sentence, hit: Hit) -> Mode | None:
    """Read "retracted its statement that", "nothing confirms that", "imagine X falling"."""
    words = modality_words()["topic"]
    here = hit.head
    while here.head != here.index:
        above = sentence.tokens[here.head]
        through = here.dep in _CONTENT or (here.dep == "advcl" and here.lemma in speech())
        if not through:
            return None
        if _is_taken_back(sentence, above, here) or _by_nobody(sentence, above):
            return Mode(modality="hypothetical", word=above.text)
        if above.lemma in words["imagining"] and _is_told(sentence, above):
            return Mode(modality="hypothetical", word=above.text)
        said = [c for c in sentence.children(above.index) if c.dep in {"attr", "acomp"}]
        if here.dep == "ccomp" and any(c.lemma in words["fictions"] for c in said):
            return Mode(modality="denied", word=said[0].text)
        if above.lemma in words["fictions"] and above.dep == "attr":
            return Mode(modality="denied", word=above.text)
        if above.lemma == "contrary":
            return Mode(modality="denied", word=above.text)
        here = above
    return None


def _is_taken_back(sentence: Sentence, verb: Token, below: Token) -> bool:
    """Tell whether a verb takes back or scorns the saying below it."""
    words = modality_words()["topic"]
    if verb.pos != "VERB" or below.dep == "xcomp" or below.lemma in ASIDES:
        return False
    particles = {c.text.lower() for c in sentence.children(verb.index)}
    if verb.lemma in {"take", "walk", "stop"}:
        return bool(particles & {"back", "short"}) and (
            below.dep != "dobj" or below.lemma in words["sayings"]
        )
    said = below.dep not in {"dobj", "prep"} or below.lemma in words["sayings"]
    scorned = (
        below.dep == "prep"
        and below.lemma in {"at", "for", "off", "over"}
        and verb.lemma != "withdraw"
    )
    return verb.lemma in words["retracting"] and (said or scorned)


def _by_nobody(sentence: Sentence, verb: Token) -> bool:
    """Tell whether nobody or nothing says it: "few believe that", "nothing confirms that"."""
    if verb.lemma not in speech() and verb.lemma not in modality_words()["topic"]["opinions"]:
        return False
    subjects = [c for c in sentence.children(verb.index) if c.dep in {"nsubj", "nsubjpass"}]
    return any(
        s.text.lower() in {"nothing", "nobody", "none", "few", "little", "noone"} for s in subjects
    )


def _is_told(sentence: Sentence, verb: Token) -> bool:
    below = sentence.children(verb.index)
    return verb.tag == "VB" and not any(c.dep in {"aux", "nsubj", "nsubjpass"} for c in below[:1])

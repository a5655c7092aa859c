"""Events under a condition, after what is yet to come, or in a plan: told, but not as facts."""

from __future__ import annotations

from events.claims.around import Mode
from events.claims.lexicon import modality_words
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_PRESENT = frozenset({"VBZ", "VBP"})
_AFTERWARDS = frozenset({"after", "upon", "following", "with"})
_AWAITED = frozenset({"when", "once", "until", "till", "soon"})


def supposed(sentence: Sentence, hit: Hit) -> Mode | None:
    """Return the mode of what its clause, or the one beside it, makes a mere thought; else None."""
    above = sentence.tokens[hit.head.head]
    staged = hit.noun and above.lemma in {"stage", "fake", "feign"} and hit.head.dep == "dobj"
    if _is_imagined_place(sentence, hit) or (staged and hit.trigger.effect in {"takes", "falls"}):
        return Mode(modality="hypothetical", word="a")
    verb = verb_of(sentence, hit)
    if verb is not None and (
        _is_conditioned(sentence, verb) or _is_awaited(sentence, verb) or _is_to_be(sentence, verb)
    ):
        modality = "planned" if _is_to_be(sentence, verb) else "hypothetical"
        return Mode(modality=modality, word=verb.text)
    if _follows_the_unreal(sentence, hit):
        return Mode(modality="hypothetical", word="would")
    if verb is not None and verb.tag in _PRESENT and _is_under_a_plan(sentence):
        return Mode(modality="planned", word="under")
    return None


def verb_of(sentence: Sentence, hit: Hit) -> Token | None:
    """Return the verb of the clause that a trigger stands in."""
    above = [hit.head, *sentence.ancestors(hit.head.index)]
    return next((t for t in above if t.pos in {"VERB", "AUX"}), None)


def _tense(sentence: Sentence, verb: Token) -> list[Token]:
    """Return a verb and its auxiliaries: those that show its tense."""
    return [verb, *(c for c in sentence.children(verb.index) if c.dep in {"aux", "auxpass"})]


def is_present(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is in the present, the perfect ("has taken") counted in."""
    tags = {t.tag for t in _tense(sentence, verb)}
    return bool(tags & _PRESENT) and not tags & {"VBD", "MD"}


def _is_perfect(sentence: Sentence, verb: Token) -> bool:
    return any(t.lemma == "have" and t.index != verb.index for t in _tense(sentence, verb))


def _is_conditioned(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a clause in the present has a condition: "if X is lost, Y falls next"."""
    top = verb
    while top.dep == "conj" and sentence.tokens[top.head].pos in {"VERB", "AUX"}:
        top = sentence.tokens[top.head]
    if not is_present(sentence, verb) or _is_perfect(sentence, verb):
        return False
    return any(
        mark.lemma in {"if", "unless"}
        for clause in sentence.children(top.index)
        if clause.dep == "advcl"
        for mark in sentence.children(clause.index)
        if mark.dep in {"mark", "advmod"}
    )


def _is_awaited(sentence: Sentence, verb: Token) -> bool:
    """Tell whether it is only waited for: "when X has been liberated", "as soon as they hold X"."""
    if verb.dep not in {"advcl", "relcl"} or not is_present(sentence, verb):
        return False
    marks = {c.lemma for c in sentence.children(verb.index) if c.dep in {"mark", "advmod"}}
    main = sentence.tokens[verb.head]
    as_soon_as = main.lemma == "soon" or "soon" in {t.lemma for t in sentence.tokens}
    if marks & _AWAITED or ("as" in marks and as_soon_as):
        return True
    return "after" in marks and (main.lemma == "happen" or _is_ahead(sentence, main))


def _is_ahead(sentence: Sentence, verb: Token) -> bool:
    words = modality_words()["future"]["auxiliaries"]
    return any(c.dep == "aux" and c.text.lower() in words for c in sentence.children(verb.index))


def _is_to_be(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a passive is only to come about: "X to be liberated by the autumn"."""
    if verb.tag != "VBN":
        return False
    below = sentence.children(verb.index)
    to = any(c.dep == "aux" and c.lemma == "to" for c in below)
    above = sentence.tokens[verb.head]
    led = verb.dep in {"ROOT", "conj"} or (verb.dep == "xcomp" and above.lemma == "be")
    return to and led and not any(c.lemma == "have" for c in below if c.dep == "aux")


def _follows_the_unreal(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether it comes before what only would be: "with X in their hands, Y would be near"."""
    for token in [hit.head, *sentence.ancestors(hit.head.index)]:
        aside = token.dep == "prep" and token.lemma in _AFTERWARDS
        having = token.dep == "advcl" and _is_bare_participle(sentence, token)
        if not aside and not having:
            continue
        main = sentence.tokens[token.head]
        below = sentence.children(main.index)
        if any(c.lemma == "now" for c in below):
            return False
        would = {c.text.lower() for c in below if c.dep == "aux"} & {"would", "'d"}
        later = token.lemma in {"after", "upon"} and _is_ahead(sentence, main)
        return main.pos in {"VERB", "AUX"} and (bool(would) or later)
    return False


def _is_bare_participle(sentence: Sentence, token: Token) -> bool:
    """Tell whether a clause is a participle without a subject: "having taken X", "taking X"."""
    below = sentence.children(token.index)
    finite = any(c.dep in {"nsubj", "nsubjpass", "mark"} or c.tag == "VBD" for c in below)
    having = any(c.text.lower() == "having" for c in below)
    return not finite and (token.tag == "VBG" or having)


def _is_imagined_place(sentence: Sentence, hit: Hit) -> bool:
    """Tell whether "a Russian-held X" is thought up: one that is so would be "the" or bare."""
    if hit.holder is None:
        return False
    first = min(hit.holder.index, *hit.tokens)
    last = max(hit.tokens)
    before = sentence.tokens[first - 1].text.lower() if first else ""
    after = sentence.tokens[last + 1] if last + 1 < len(sentence.tokens) else None
    return before in {"a", "an"} and after is not None and after.pos == "PROPN"


def _is_under_a_plan(sentence: Sentence) -> bool:
    """Tell whether a sentence opens with the plan that it tells of: "Under the proposed deal"."""
    plans = modality_words()["topic"]["plans"]
    return any(
        t.lemma == "under" and sentence.tokens[i].lemma in plans
        for t in sentence.tokens[:2]
        for i in sentence.subtree(t.index)
    )

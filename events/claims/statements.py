"""The forms in which a sentence tells who said it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.claims.channels import channels_of, media_in
from events.claims.citing import by_medium, cited_speaker, passed_on
from events.claims.content import CONTENT, content_of, others_words, spans_around
from events.claims.lexicon import (
    clausal_verbs,
    extent,
    modality_words,
    speech,
    speech_nouns,
    triggers,
)
from events.claims.replies import calls_untrue, is_answered, reply_act
from events.claims.scene import SUBJECTS, span_of, subject_of
from events.claims.speakers import Speaker, source_speaker
from events.claims.statement import PRONOUNS, Site, Statement, phrase_speaker
from events.claims.tails import tail_of
from geo.types import Sentence, Token

_EMPTY = frozenset({"have", "be", "do", "make", "get", "go", "come", "take", "let", "keep", "mean"})
_NOBODY = frozenset({"nobody", "none", "no-one", "neither", "nothing"})
_AGAINST = frozenset({"despite", "without", "to", "unlike", "notwithstanding", "whatever"})
_DECLINING = frozenset(["decline", "refuse"])
_GOING_ON = frozenset(["wait", "go", "hasten", "hurry", "rush", "proceed", "continue", "appear"])


def statements_at(site: Site, token: Token) -> list[Statement]:
    """Return the statements that a word makes: a verb, a participle, "according to", a noun."""
    if token.pos in {"VERB", "AUX"} and token.tag != "VBN" and _is_speech(site, token):
        return _by_verb(site, token)
    if token.tag == "VBN" and token.lemma in speech():
        return _by_participle(site, token)
    if token.text.lower() in {"according", "per"}:
        return _by_according(site, token)
    if token.lemma in speech_nouns() and token.pos == "NOUN":
        return _by_noun(site, token)
    return []


def _leads_troops(site: Site, token: Token) -> bool:
    """Tell whether "commands" means leading somebody, not saying something."""
    objects = [c for c in site.sentence.children(token.index) if c.dep == "dobj"]
    return token.lemma in {"command", "direct"} and any(
        o.lemma in extent()["forces"] for o in objects
    )


def _is_speech(site: Site, token: Token) -> bool:
    """Tell whether a verb says: by the lexicon, or because a whole clause stands before it.

    In "the town was quiet, the mayor mused" any verb says what goes before.
    """
    if token.lemma in speech():
        return not _leads_troops(site, token)
    if calls_untrue(site.sentence, token) or _is_opinion(site.sentence, token):
        return True
    if token.pos == "AUX" or token.lemma in _EMPTY:
        return False
    return token.tag in {"VBD", "VBZ", "VBP"} and any(
        c.dep == "ccomp" and c.index < token.index and c.pos in {"VERB", "AUX"}
        for c in site.sentence.children(token.index)
    )


def _is_opinion(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb says something here: "holds that X has fallen", no "holds X"."""
    clauses = [c for c in sentence.children(token.index) if c.dep == "ccomp"]
    that = any(c.lemma == "that" for t in clauses for c in sentence.children(t.index))
    return token.lemma in clausal_verbs() and that


def _sayer(site: Site, token: Token) -> Token | None:
    """Return the subject of a verb of saying; where it is joined to another, that one's.

    In "the ministry said its forces had … and denied that …" it is the ministry that denies.
    """
    sentence = site.sentence
    own = any(c.dep in SUBJECTS for c in sentence.children(token.index))
    if token.dep == "conj" and not own:
        for above in sentence.ancestors(token.index):
            if above.lemma in speech() and any(
                c.dep in SUBJECTS for c in sentence.children(above.index)
            ):
                return subject_of(sentence, above)
    return subject_of(sentence, token) or _after_verb(sentence, token)


def _after_verb(sentence: Sentence, verb: Token) -> Token | None:
    """Return who speaks in "…, reported Oleksandr Vilkul", by the parse the object."""
    children = sentence.children(verb.index)
    before = sentence.tokens[verb.index - 1].text if verb.index else ""
    told = any(c.dep == "ccomp" and c.index < verb.index for c in children)
    named = [c for c in children if c.dep == "dobj" and c.pos == "PROPN" and c.index > verb.index]
    inverted = told and before in {",", '"', "”"} and verb.tag in {"VBD", "VBZ", "VBP"}
    return named[0] if inverted and named else None


def _is_bare_infinitive(sentence: Sentence, token: Token) -> bool:
    """Tell whether a verb of saying is only talked of ("too early to say that …")."""
    if token.tag != "VB" or sentence.tokens[token.head].lemma in _DECLINING | _GOING_ON:
        return False
    children = sentence.children(token.index)
    owned = any(c.dep in SUBJECTS for c in children)
    return not owned and any(c.dep == "aux" and c.lemma == "to" for c in children)


def _is_set_aside(sentence: Sentence, token: Token) -> bool:
    """Tell whether what somebody says is only set against the rest ("despite what Kyiv says")."""
    head = sentence.tokens[token.head]
    return token.dep == "pcomp" and head.lemma in _AGAINST


def _act_of(token: Token) -> str:
    return speech().get(token.lemma, "asserts")


def _by_verb(site: Site, token: Token) -> list[Statement]:
    scene, sentence = site.scene, site.sentence
    passed = passed_on(sentence, token)
    if passed is not None:
        return by_medium(site, token, passed, _act(sentence, token))
    tail = tail_of(scene, sentence, token)
    if tail is not None:
        return [_by_tail(site, token, tail)]
    subject = _sayer(site, token)
    if _is_set_aside(sentence, token):
        return []
    if subject is None or subject.index == token.index or _is_bare_infinitive(sentence, token):
        return []
    if subject.lemma in _NOBODY:
        return []
    speaker = site.speaker(subject)
    act = _act(sentence, token)
    answer = reply_act(sentence, token, act) if speaker is not None else None
    if speaker is not None and answer is not None:
        return [_answer(site, token, speaker, answer, subject)]
    spans = content_of(scene, sentence, token, subject)
    if speaker is None or not spans:
        return []
    via = channels_of(scene, sentence, token)
    if _is_corrected(sentence, token):
        return [site.said(spans, source_speaker(scene), "denies", token.start)]
    cited = cited_speaker(site, token, speaker)
    if cited is not None:
        return [site.said(spans, cited, act, token.start, (speaker.name or "", *via))]
    said = site.said(spans, speaker, act, token.start, via)
    return [replace(said, others=site.others(subject))]


def _is_neither(sentence: Sentence, verb: Token) -> bool:
    """Tell whether nothing is said either way: "neither confirmed nor denied", "nor" or "or"."""
    first = sentence.tokens[verb.head] if verb.dep == "conj" else verb
    below = sentence.children(first.index)
    words = {c.lemma.lower() for c in below} | {c.text.lower() for c in below}
    verbs = {first.lemma, *(c.lemma for c in below if c.dep == "conj")}
    negated = bool(words & {"neither", "not", "n't"})
    return {"confirm", "deny"} <= verbs and negated and bool(words & {"nor", "or"})


def _is_yet_to_be_said(sentence: Sentence, verb: Token) -> bool:
    """Tell whether it is only thought that somebody will say so: "may soon announce that"."""
    below = sentence.children(verb.index)
    first = any(c.dep == "nsubj" and c.text.lower() in {"i", "we"} for c in below)
    soon = any(c.dep == "aux" and c.text.lower() in {"will", "'ll", "may", "might"} for c in below)
    return soon and not first


def _is_corrected(sentence: Sentence, verb: Token) -> bool:
    """Tell whether the report calls what was said untrue: "wrongly claimed that"."""
    untrue = modality_words()["topic"]["wrongly"]
    return any(c.dep == "advmod" and c.lemma in untrue for c in sentence.children(verb.index))


def _answer(site: Site, verb: Token, speaker: Speaker, act: str, subject: Token) -> Statement:
    via = channels_of(site.scene, site.sentence, verb)
    said = replace(site.said([], speaker, act, verb.start, via), reply=True)
    return replace(said, others=site.others(subject))


def _by_tail(site: Site, verb: Token, tail: tuple[int, int]) -> Statement:
    sentence = site.sentence
    speaker = phrase_speaker(site.scene, sentence, *tail)
    site.memory.keep(speaker)
    content = {t.index for t in sentence.tokens[: tail[0]] if t.pos != "PUNCT"}
    via = channels_of(site.scene, sentence, verb)
    spans = [span_of(sentence, content)]
    return site.said(spans, speaker, _act(sentence, verb), verb.start, via)


def _act(sentence: Sentence, token: Token) -> str:
    children = sentence.children(token.index)
    negated = any(c.dep == "neg" for c in children)
    head = sentence.tokens[token.head]
    if (token.dep == "xcomp" and head.lemma in _DECLINING) or token.lemma in _DECLINING:
        return "declines"
    act = _act_of(token)
    if _is_neither(sentence, token):
        return "declines"
    if _is_yet_to_be_said(sentence, token):
        return "predicts"
    if negated and token.lemma in modality_words()["topic"]["opinions"]:
        return "denies"
    if negated and act in {"confirms", "asserts", "assesses"}:
        return "declines"
    told = [
        c for c in children if c.dep == "ccomp" and c.tag in {"VBD", "VBZ", "VBP", "VBG", "VBN"}
    ]
    ahead = any(a.tag == "MD" for t in told for a in sentence.children(t.index))
    if token.lemma in {"warn", "caution"} and told and not ahead:
        return "asserts"  # "warned that the enemy has entered X"
    denied = any(c.dep in CONTENT and c.index > token.index for c in children)
    if act == "denies" and not denied and any(c.text == ":" for c in children):
        return "asserts"  # "rejected that: our troops still hold …"
    return act


def _by_participle(site: Site, token: Token) -> list[Statement]:
    """Read "had said that …", "as shown by X" and "is reported to have …"."""
    children = site.sentence.children(token.index)
    auxiliaries = {c.lemma for c in children if c.dep in {"aux", "auxpass"}}
    passive = any(c.dep == "auxpass" for c in children)
    if "have" in auxiliaries and not passive:
        return _by_verb(site, token)
    agent = _agent_of(site.sentence, token)
    if agent is not None and is_answered(site.sentence, token, _act_of(token)):
        by = next((c for c in site.sentence.children(agent.index) if c.dep == "pobj"), None)
        speaker = site.speaker(by) if by is not None else None
        if by is not None and speaker is not None:
            return [_answer(site, token, speaker, _act_of(token), by)]
    told = _by_agent(site, token, agent) if agent is not None else []
    if told:
        return told
    if passive:
        return _by_hearsay(site, token)
    if token.dep in {"ROOT", "conj"} and not auxiliaries:
        return _by_verb(site, token)
    return []


def _agent_of(sentence: Sentence, participle: Token) -> Token | None:
    """Return the "by" of a participle, or of what it was declared: "declared liberated by X"."""
    below = sentence.children(participle.index)
    named = [c for c in below if c.dep == "oprd" and c.tag == "VBN"]
    by = [c for t in named for c in sentence.children(t.index) if c.lemma == "by"]
    return next((c for c in [*below, *by] if c.dep == "agent" or c in by), None)


def _by_hearsay(site: Site, token: Token) -> list[Statement]:
    """Read "it was reported that …" and "troops are said to have …": nobody is named."""
    sentence = site.sentence
    children = sentence.children(token.index)
    clauses = [c for c in children if c.dep in CONTENT]
    ordered = token.lemma == "tell" and all(c.dep == "xcomp" for c in clauses)
    if not clauses or ordered:  # "residents were told to leave"
        return []
    spans = [span_of(sentence, sentence.subtree(c.index)) for c in clauses]
    subject = subject_of(sentence, token)
    if subject is not None and subject.text.lower() != "it":
        spans.append(span_of(sentence, sentence.subtree(subject.index)))
    nobody = Speaker(name=None, kind="anonymous", start=token.start, end=token.end)
    negated = any(c.dep == "neg" for c in children)
    return [site.said(spans, nobody, "denies" if negated else speech()[token.lemma], token.start)]


def _by_agent(site: Site, token: Token, agent: Token) -> list[Statement]:
    sentence = site.sentence
    head = next((c for c in sentence.children(agent.index) if c.dep in {"pobj", "pcomp"}), None)
    speaker = site.speaker(head) if head is not None else None
    rest = set(range(len(sentence.tokens))) - sentence.subtree(agent.index)
    rest -= set() if token.lemma in triggers().verbs else {token.index}  # "X was claimed by Y"
    if speaker is None or not rest:
        return []
    told = [c for c in sentence.children(token.index) if c.dep == "nsubjpass"]
    spans = spans_around(sentence, rest, agent)
    via = media_in(site.scene, sentence, told)
    return [site.said(spans, speaker, speech()[token.lemma], token.start, via)]


def _by_according(site: Site, token: Token) -> list[Statement]:
    sentence = site.sentence
    below = sentence.subtree(token.index)
    head = next((t for t in sentence.tokens if t.index in below and t.dep == "pobj"), None)
    speaker = site.speaker(head) if head is not None else None
    name = _name_after(sentence, below)
    if head is not None and name and speaker is not None and not speaker.named:
        speaker = phrase_speaker(site.scene, sentence, head.index, name)
        site.memory.keep(speaker)
        below = below | set(range(head.index, name))
    rest = set(range(len(sentence.tokens))) - below - others_words(sentence, token)
    if speaker is None or not rest:
        return []
    said = site.said(spans_around(sentence, rest, token), speaker, "asserts", token.start)
    return [replace(said, others=site.others(head) if head is not None else ())]


def _name_after(sentence: Sentence, phrase: set[int]) -> int | None:
    """Return where a name between commas behind a phrase ends ("the mayor, Oleksii Reva, …")."""
    tokens = sentence.tokens
    first = max(phrase) + 1
    while first <= max(phrase) + 1 and first < len(tokens) and tokens[first].text == ",":
        first += 1
    end = first
    while end < len(tokens) and tokens[end].pos == "PROPN":
        end += 1
    closed = end < len(tokens) and tokens[end].text in {",", "."}
    return end if closed and 2 <= end - first <= 3 else None


def _by_noun(site: Site, token: Token) -> list[Statement]:
    """Read "the ministry's claim that …"."""
    sentence = site.sentence
    children = sentence.children(token.index)
    content = [c for c in children if c.dep in {"acl", "ccomp"}]
    owner = next((c for c in children if c.dep == "poss"), None) or _by_adjective(site, children)
    if owner is None or not content or owner.text.lower() in PRONOUNS:
        return []
    speaker = site.speaker(owner)
    if speaker is None or _is_disowned(sentence, token):
        return []
    spans = [span_of(sentence, sentence.subtree(c.index)) for c in content]
    return [site.said(spans, speaker, speech_nouns()[token.lemma], token.start)]


def _by_adjective(site: Site, children: Sequence[Token]) -> Token | None:
    """Return the adjective that tells whose claim it is: "the Russian claim that X fell"."""
    scene = site.scene
    return next(
        (
            c
            for c in children
            if c.dep == "amod"
            and any(
                m.entity.sort == "actor" and m.entity.side in scene.conflict.side_ids
                for m in scene.mentions_in(c.start, c.end)
            )
        ),
        None,
    )


def _is_disowned(sentence: Sentence, noun: Token) -> bool:
    """Tell whether somebody else says that a claim is false: it is then the denier's statement."""
    denied = modality_words()["denied"]["governors"]
    head = sentence.tokens[noun.head]
    said_of_it = [head, *(c for c in sentence.children(head.index) if c.dep in {"acomp", "attr"})]
    return noun.dep in {*SUBJECTS, "dobj"} and any(t.lemma in denied for t in said_of_it)

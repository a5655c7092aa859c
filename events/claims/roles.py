"""Who did it, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from events.claims.actors import actor_between, actor_of, first_actor, last_named
from events.claims.around import ASIDES
from events.claims.content import is_as_shown
from events.claims.lexicon import accusing_verbs, extent, leaving_verbs
from events.claims.scene import Scene, subject_of
from events.claims.speakers import Speaker
from events.claims.triggers import Hit
from geo.types import Sentence, Token

_DONE_ALONE = frozenset({"advance", "counterattack", "clash"})

"""What nobody suffers grammatically: a passive is then the parser's mistake."""

_MOVED = frozenset({"push", "drive", "force", "throw", "squeeze"})
"""What others do to those who go: "were pushed back to the outskirts"."""

_HOLDING = frozenset({"control", "hand", "possession"})

_OF_PLACE = frozenset({"takes", "loses", "falls", "holds"})

_OWNED = {
    "control": frozenset({"under"}),
    "hand": frozenset({"in", "into", "under"}),
    "possession": frozenset({"into"}),
}
"""After which prepositions "of" names the holder: "under the control of", no "in control of"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The actors of an event, as ids of the profile; None where the text leaves them open."""

    agent: str | None = None
    patient: str | None = None


def roles_of(scene: Scene, hit: Hit, speaker: Speaker) -> Roles:
    """Return who does it and who suffers it, by the parse and the speaker's point of view."""
    sentence = hit.sentence
    if hit.trigger.event_type == "nuclear_safety":
        return Roles()
    named = hit.holder or hit.whose
    if named is not None and named.text.lower() == "ours":
        return Roles(agent=speaker.actor or speaker.side)
    if named is not None:
        return Roles(agent=actor_between(scene, named.start, named.end))
    under = flag_of(scene, sentence, hit) or _bearer(scene, hit, speaker)
    under = under or _under_whom(scene, hit, speaker)
    if under is not None:
        return Roles(agent=under)
    if hit.noun:
        return _nominal(scene, sentence, hit, speaker)
    return _verbal(scene, sentence, hit, speaker)


def flag_of(scene: Scene, sentence: Sentence, hit: Hit) -> str | None:
    """Return the side whose flag the words name ("the Ukrainian flag"), None without one."""
    if not hit.is_flag:
        return None
    text = scene.text[sentence.start : sentence.end].lower()
    return next((side for words, side in scene.conflict.flags.items() if words in text), None)


def _bearer(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return whose soldiers show a flag that is not said to be anybody's."""
    verbs = [t for t in hit.sentence.ancestors(hit.head.index) if t.pos == "VERB"]
    if not hit.is_flag or not hit.noun or not verbs:
        return None
    doer = subject_of(hit.sentence, verbs[0])
    if doer is None or verbs[0].lemma not in extent()["flags_shown"]:
        return None
    return actor_of(scene, hit.sentence, doer, speaker)


def _under_whom(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Read the holder in "came under Russian control" and "is in Ukrainian hands"."""
    sentence = hit.sentence
    nouns = [sentence.tokens[i] for i in hit.tokens if sentence.tokens[i].lemma in _HOLDING]
    for noun in nouns:
        before = sentence.tokens[noun.head].lemma
        below = sentence.children(noun.index)
        owners = [c for c in below if c.dep in {"poss", "amod", "compound", "nmod"}]
        if before in _OWNED[noun.lemma]:
            of = [c for c in below if c.dep == "prep" and c.lemma == "of"]
            owners += [o for c in of for o in sentence.children(c.index) if o.dep == "pobj"]
        found = first_actor(scene, sentence, owners, speaker)
        if found is None and owners:  # "army hands" may be a name of the profile's
            found = actor_between(scene, min(t.start for t in owners), noun.end)
        if found:
            return found
    return None


def _verbal(scene: Scene, sentence: Sentence, hit: Hit, speaker: Speaker) -> Roles:
    children = sentence.children(hit.head.index)
    passive = any(c.dep in {"auxpass", "nsubjpass"} for c in children) or (
        hit.head.tag == "VBN"
        and (hit.head.dep in {"acl", "amod", "relcl"} or is_as_shown(sentence, hit.head))
        and not any(c.dep == "aux" for c in children)
    )
    agent_phrase = _by_phrase(sentence, hit)
    objects = [c for c in children if c.dep in {"dobj", "nsubjpass", "iobj"}]
    patient = first_actor(scene, sentence, objects, speaker)
    if passive:
        agent = actor_of(scene, sentence, agent_phrase, speaker) if agent_phrase else None
        subject = subject_of(sentence, hit.head)
        if subject is not None and patient is None and not is_as_shown(sentence, hit.head):
            patient = actor_of(scene, sentence, subject, speaker)
        if hit.trigger.effect == "loses" and agent is None:
            return Roles(agent=_loser(scene, hit, speaker))
        if hit.trigger.effect == "leaves":  # "forces will be withdrawn": they are who leaves
            theirs = _own_troops(subject, speaker) if subject is not None else None
            return Roles(agent=patient or agent or theirs)
        moved = hit.head.lemma in _MOVED
        if agent is None and hit.trigger.event_type in _DONE_ALONE and not moved:
            return Roles(agent=patient)
        return _told_apart(scene, Roles(agent=agent, patient=patient))
    subject = subject_of(sentence, hit.head)
    if subject is None and hit.head.pos in {"NOUN", "PROPN"}:  # a verb taken for a noun
        subject = next((c for c in children if c.dep == "compound"), None)
    agent = actor_of(scene, sentence, subject, speaker) if subject is not None else None
    agent = _accused(scene, hit, speaker) or agent
    if agent is None and hit.head.dep == "csubj":  # "bringing X under control would take weeks"
        agent = speaker.actor
    if agent is None and (hit.head.tag == "VB" or hit.head.dep == "pcomp"):
        agent = _given_order(scene, sentence, hit, speaker)
    if hit.trigger.effect == "leaves" and patient is not None:
        own = scene.conflict.side_of.get(agent or "") == scene.conflict.side_of.get(patient)
        agent = agent if own and agent else patient  # "Ukraine withdraws its forces"
        patient = None
    return _told_apart(scene, Roles(agent=agent, patient=patient))


def _loser(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return who lost a place where the clause does not say: the last one named, else who tells.

    A belligerent's soldiers and officials speak of their own losses.
    """
    named = last_named(scene, hit.sentence, hit.start, speaker)
    own = speaker.kind in {"military", "official", "local"} and speaker.start is not None
    return named or (speaker.actor or speaker.side if own else None)


def _accused(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return who is blamed for it: "accused Russia of shelling X", "blamed each other for"."""
    sentence = hit.sentence
    prepositions = [t for t in sentence.ancestors(hit.head.index)[:2] if t.dep == "prep"]
    for preposition in prepositions:
        verb = sentence.tokens[preposition.head]
        if verb.lemma not in accusing_verbs():
            continue
        blamed = [c for c in sentence.children(verb.index) if c.dep in {"dobj", "nsubjpass"}]
        if any(t.lemma in {"other", "another"} for t in blamed):
            return scene.conflict.opponent(speaker.side)
        return first_actor(scene, sentence, blamed, speaker)
    return None


def _own_troops(subject: Token, speaker: Speaker) -> str | None:
    """Return the speaker's side for "the troops" of which an official says that they leave."""
    if speaker.kind in {"official", "military", "local"} and subject.lemma in extent()["forces"]:
        return speaker.actor
    return None


def _by_phrase(sentence: Sentence, hit: Hit) -> Token | None:
    for child in sentence.children(hit.head.index):
        if child.index and sentence.tokens[child.index - 1].text.lower() == "not":
            continue  # "captured not by Russia but by Ukraine"
        if child.dep == "agent" or (child.dep == "prep" and child.lemma == "by"):
            below = sentence.children(child.index)
            return next((c for c in below if c.dep == "pobj"), None)
    return None


def _nominal(scene: Scene, sentence: Sentence, hit: Hit, speaker: Speaker) -> Roles:
    """Read "the capture of X by Y", "Y's retreat", "Russian shelling", "the loss of X for Y"."""
    agent: str | None = None
    patient: str | None = None
    for index in sorted(hit.tokens):
        for child in sentence.children(index):
            if child.text.lower() == "its" and hit.trigger.effect in {"takes", "falls", "loses"}:
                continue  # "its capture": the town's
            if child.dep in {"poss", "amod", "compound", "nmod"}:
                agent = agent or actor_of(scene, sentence, child, speaker)
            elif child.dep in {"agent", "prep"} and child.lemma in {
                "by",
                "against",
                "on",
                "from",
                "of",
                "with",
                "between",
            }:
                if child.lemma == "of" and hit.trigger.effect in _OF_PLACE:
                    continue  # "the capture of Kyiv": not by Kyiv
                found = first_actor(scene, sentence, sentence.children(child.index), speaker)
                if child.lemma in {"by", "of", "from", "with", "between"}:
                    agent = agent or found
                else:
                    patient = patient or found
    if agent is None and hit.trigger.effect == "loses":
        agent = _loser(scene, hit, speaker)
    agent = agent or _accused(scene, hit, speaker) or _in_control(scene, hit, speaker)
    agent = agent or _congratulated(scene, hit, speaker)
    if agent is None:
        agent, patient = _light_verb(scene, sentence, hit, speaker, patient)
    return _told_apart(scene, Roles(agent=agent, patient=patient))


def _congratulated(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return who is congratulated on it; where no side is named, the speaker's own."""
    sentence = hit.sentence
    above = sentence.ancestors(hit.head.index)[:2]
    if len(above) < 2 or above[0].lemma != "on" or above[1].lemma not in {"congratulate", "thank"}:
        return None
    praised = [c for c in sentence.children(above[1].index) if c.dep == "dobj"]
    return first_actor(scene, sentence, praised, speaker) or speaker.actor or speaker.side


def _in_control(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return who is "in control of X": the subject."""
    sentence = hit.sentence
    verb = sentence.tokens[hit.head.head]
    words = {sentence.tokens[i].lemma for i in hit.tokens}
    if not words & {"control", "possession"} or verb.lemma not in {"be", "remain", "stay"}:
        return None
    subject = subject_of(sentence, verb) if hit.head.lemma == "in" else None
    return actor_of(scene, sentence, subject, speaker) if subject is not None else None


def _light_verb(
    scene: Scene, sentence: Sentence, hit: Hit, speaker: Speaker, patient: str | None
) -> tuple[str | None, str | None]:
    """Read the subject of "launched an attack", and of "came under attack by"."""
    above = sentence.ancestors(hit.head.index)
    held = hit.trigger.effect in {"takes", "holds"}
    if held and len(above) > 1 and above[0].dep == "prep" and above[1].pos == "NOUN":
        return None, patient  # "Ukraine's answer to the capture of X"
    for head in above:
        if head.dep == "prep" and head.lemma in ASIDES:
            break
        if head.pos not in {"VERB", "AUX"}:
            continue
        if hit.trigger.effect in {"takes", "holds"} and head.lemma not in extent()["light_verbs"]:
            break  # "a museum tells the story of the occupation"
        subject = subject_of(sentence, head)
        if head.lemma in leaving_verbs() and hit.trigger.event_type == "counterattack":
            side = _side_of(scene, sentence, subject, speaker)
            return scene.conflict.opponent(side), patient
        found = actor_of(scene, sentence, subject, speaker) if subject is not None else None
        suffers = head.lemma in {
            "face",
            "suffer",
            "endure",
            "withstand",
            "come",
            "repel",
            "resist",
            "be",
            "see",
            "await",
            "survive",
            "lose",
        }
        if found and suffers and hit.trigger.effect == "none":
            return None, patient or found
        return found, patient
    return None, patient


def _side_of(scene: Scene, sentence: Sentence, token: Token | None, speaker: Speaker) -> str | None:
    actor = actor_of(scene, sentence, token, speaker) if token is not None else None
    return scene.conflict.side_of.get(actor or "")


def _given_order(scene: Scene, sentence: Sentence, hit: Hit, speaker: Speaker) -> str | None:
    """Return who was told to do it: "troops have been given the order to leave"."""
    for head in sentence.ancestors(hit.head.index):
        if head.dep in {"acl", "relcl"} and head.tag == "VBN":  # "left in ruins by shelling"
            return None
        if head.pos in {"VERB", "AUX"}:
            below = [
                c
                for c in sentence.children(head.index)
                if c.dep in {"nsubj", "nsubjpass", "dobj", "dative", "pobj"}
            ]
            found = first_actor(scene, sentence, below, speaker)
            if found:
                return found
    return None


def _told_apart(scene: Scene, roles: Roles) -> Roles:
    """Drop a patient that is the agent again."""
    if roles.agent is not None and roles.agent == roles.patient:
        return Roles(agent=roles.agent)
    return roles

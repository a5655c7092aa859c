"""Who is said to hold a place after what happened there."""

from __future__ import annotations

import re

from events.actors import Conflict
from events.claims.actors import actor_between, first_actor
from events.claims.roles import Roles, flag_of
from events.claims.scene import Scene, span_of
from events.claims.speakers import Speaker
from events.claims.triggers import Hit
from events.types import CONTESTED
from geo.types import Sentence

_FALLING = frozenset({"fall", "surrender", "capitulate"})


def controller_of(scene: Scene, hit: Hit, roles: Roles, speaker: Speaker) -> str | None:
    """Return who would hold the place if the event is as said; None where that is left open."""
    sentence = hit.sentence
    conflict = scene.conflict
    side = conflict.side_of.get(roles.agent or "")
    effect = hit.trigger.effect
    if effect == "takes":
        return (
            side
            or _unnamed_winner(scene, hit, roles, speaker)
            or _occupier(conflict, hit, speaker)
            or _liberator(scene, hit, speaker)
        )
    if effect == "holds":
        own = side or _occupier(conflict, hit, speaker) or _own_control(conflict, hit, speaker)
        return flag_of(scene, sentence, hit) or own
    if effect == "contested":
        return CONTESTED
    if effect == "falls":
        return _fallen_to(scene, sentence, hit) or _invader(scene, hit)
    if effect == "loses":
        return conflict.opponent(side) if side else None
    return None


def _from_whom(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return from whom a place was taken: "wrested X from the Russians", "cleared of them"."""
    sentence = hit.sentence
    below = [
        o
        for p in sentence.children(hit.head.index)
        if p.dep == "prep"
        and (p.lemma == "from" or (p.lemma == "of" and hit.head.lemma == "clear"))
        for o in sentence.children(p.index)
        if o.dep == "pobj"
    ]
    return first_actor(scene, sentence, below, speaker)


def _unnamed_winner(scene: Scene, hit: Hit, roles: Roles, speaker: Speaker) -> str | None:
    """Return who holds a place where nobody is said to have taken it."""
    conflict = scene.conflict
    if hit.trigger.welcome and speaker.side is not None:
        return speaker.side
    if _is_own_success(scene, hit, speaker) and speaker.side in conflict.side_ids:
        return speaker.side
    loser = conflict.side_of.get(roles.patient or "")
    lost_by = conflict.side_of.get(_from_whom(scene, hit, speaker) or "")
    if lost_by is not None:
        return conflict.opponent(lost_by)
    ousted = hit.trigger.ousted and loser is not None
    return speaker.side if ousted and conflict.opponent(loser) == speaker.side else None


def _is_own_success(scene: Scene, hit: Hit, speaker: Speaker) -> bool:
    """Tell whether somebody tells, by a passive that names nobody, of what his own have done.

    Armed people do, and officials of the invader: those of the invaded may mean either.
    """
    passive = any(c.dep in {"auxpass", "nsubjpass"} for c in hit.sentence.children(hit.head.index))
    invader = speaker.side == scene.conflict.installed_side
    invader = invader and speaker.kind in {"official", "media", "agency"}
    return passive and (speaker.kind == "military" or invader) and speaker.start is not None


def _own_control(conflict: Conflict, hit: Hit, speaker: Speaker) -> str | None:
    """Return the side of a soldier or official who says that a place "is under control"."""
    sentence = hit.sentence
    under = hit.noun and hit.head.lemma == "control"
    under = under and sentence.tokens[hit.head.head].lemma == "under"
    owners = [c for c in sentence.children(hit.head.index) if c.dep in {"poss", "prep", "compound"}]
    fit = speaker.kind in {"official", "military"} and speaker.side in conflict.side_ids
    return speaker.side if under and fit and not owners else None


def _occupier(conflict: Conflict, hit: Hit, speaker: Speaker) -> str | None:
    """Return who occupies where nobody is named: the side that installs its own officials.

    Its own speakers do not call it an occupation.
    """
    occupied = hit.head.lemma in {"occupy", "occupied"} and not hit.noun
    occupied = occupied or (hit.head.lemma == "occupation" and _is_state(hit))
    return conflict.installed_side if occupied and speaker.side != conflict.installed_side else None


def _liberator(scene: Scene, hit: Hit, speaker: Speaker) -> str | None:
    """Return who freed a place where a third party names nobody: the side it was taken from.

    Not in a report that speaks of that side as its foe does.
    """
    conflict = scene.conflict
    if not hit.trigger.welcome or hit.noun:
        return None  # "the liberation of X" may be no more than spoken of
    if speaker.side is not None or conflict.local_side is None:
        return None
    if speaker.kind in {"military", "official"} or scene.quote_at(hit.start, hit.start + 1):
        return None  # "the ministry", or a quotation, of one side or the other
    return None if _takes_sides(scene, conflict.local_side) else conflict.local_side


def _takes_sides(scene: Scene, side: str) -> bool:
    """Tell whether a report speaks of a side as its foe does, or of "ours" in its own voice."""
    foes = scene.conflict.foe_words.get(side, ())
    if any(re.search(rf"\b{re.escape(word)}\b", scene.text, re.IGNORECASE) for word in foes):
        return True
    foes = scene.conflict.foe_words.get(scene.conflict.installed_side or "", ())
    if any(re.search(rf"\b{re.escape(word)}\b", scene.text, re.IGNORECASE) for word in foes):
        return False  # who calls them "the occupiers" is on that side
    ours = re.finditer(r"\bours?\b", scene.text, re.IGNORECASE)
    return any(scene.quote_at(*found.span()) is None for found in ours)


def _invader(scene: Scene, hit: Hit) -> str | None:
    """Return to whom a place fell where it is not said: to the side that puts in its own people."""
    return scene.conflict.installed_side if hit.head.lemma in _FALLING else None


def is_inferred(hit: Hit, roles: Roles) -> bool:
    """Tell whether a holder follows only from whose country it is: not so beyond its border."""
    return roles.agent is None and (hit.trigger.welcome or hit.trigger.effect == "falls")


def _is_state(hit: Hit) -> bool:
    """Tell whether a place is told to be "under occupation", or a heading says so."""
    sentence = hit.sentence
    under = sentence.tokens[hit.head.head].lemma == "under"
    return under or not any(t.pos in {"VERB", "AUX"} for t in sentence.tokens)


def _fallen_to(scene: Scene, sentence: Sentence, hit: Hit) -> str | None:
    """Read the new holder in "X fell to Y"; None without one."""
    for child in sentence.children(hit.head.index):
        if child.dep in {"prep", "dative"} and child.lemma in {"to", "into", "under"}:
            start, end = span_of(sentence, sentence.subtree(child.index))
            found = actor_between(scene, start, end)
            if found:
                return scene.conflict.side_of.get(found)
    return None

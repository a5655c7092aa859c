"""Who a noun phrase names as speaker: name, role, kind and side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from events.actors import Entity, Mention
from events.claims.lexicon import Role, foreign
from events.claims.named import (
    bare,
    is_body,
    is_owner,
    is_somebody_of,
    kind_of,
    personal_name,
    role_in,
)
from events.claims.scene import Scene, span_of
from geo.names import fold
from geo.types import Sentence, Token

_OFFICERS = frozenset(
    ["general", "commander", "colonel", "major", "officer", "lieutenant", "captain"]
)

_LOCAL = frozenset({"mayor", "governor", "resident", "councillor", "deputy"})
"""Those of a place: "its mayor" is that town's, whoever was named before."""

_SIDES = frozenset({"side", "party", "belligerent"})

_BOTH = frozenset({"both", "each", "either", "warring"})

_ASIDE = ("relcl", "acl", "advcl", "ccomp", "parataxis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who asserts something. ``start``/``end`` span the words that name the speaker, if any do."""

    name: str | None
    role: str | None = None
    title: str | None = None  # the role as the report words it
    kind: str | None = None
    side: str | None = None
    actor: str | None = None
    named: bool = False
    is_body: bool = False
    is_actor: bool = False  # a country or its capital speaking
    start: int | None = None
    end: int | None = None
    phrase: tuple[int, int] | None = None  # the whole noun phrase, its clauses included


def source_speaker(scene: Scene) -> Speaker:
    """Return the report's own voice: its source, with the side of a belligerent's own organ."""
    source = scene.document.source
    entity = _source_entity(scene)
    return Speaker(
        name=entity.name if entity and entity.sort != "actor" else source,
        role=entity.role if entity else None,
        kind=entity.kind if entity and entity.sort != "medium" else "source",
        side=entity.side if entity else None,
        actor=entity.actor if entity else None,
        named=True,
    )


def is_both_sides(sentence: Sentence, subject: Token) -> bool:
    """Tell whether a subject is the belligerents, none of them named ("each side said")."""
    return subject.lemma in _SIDES and any(
        c.lemma in _BOTH for c in sentence.children(subject.index)
    )


def is_that_officer(sentence: Sentence, subject: Token, speaker: Speaker) -> bool:
    """Tell whether a bare "the general" speaks: the officer who was named before."""
    definite = any(c.lemma == "the" for c in sentence.children(subject.index))
    alone = len(sentence.children(subject.index)) == 1
    return definite and alone and not speaker.named and subject.lemma in _OFFICERS


def side_speakers(scene: Scene, subject: Token) -> list[Speaker]:
    """Return a speaker for each side of the war."""
    return [
        Speaker(
            name=scene.conflict.labels[side],
            kind="official",
            side=side,
            actor=side,
            named=True,
            is_body=True,
            is_actor=True,
            start=subject.start,
            end=subject.end,
        )
        for side in scene.conflict.side_ids
    ]


def _source_entity(scene: Scene) -> Entity | None:
    found = [
        m.entity
        for m in scene.conflict.mentions(scene.document.source or "")
        if m.entity.sort != "actor"
    ]
    if not found:
        found = [
            m.entity
            for m in scene.conflict.mentions(scene.document.source or "")
            if m.entity.sort == "actor" and m.entity.kind == "military"
        ]
    return found[0] if found else None


def speaker_of(scene: Scene, sentence: Sentence, head: Token) -> Speaker:
    """Read the noun phrase under ``head`` as the name of a speaker."""
    indices = _core(scene, sentence, head)
    start, end = span_of(sentence, indices)
    text = scene.text[start:end]
    mentions = scene.mentions_in(start, end)
    role, role_text = role_in(text)
    name, entity = _named(scene, sentence, indices, mentions)
    side, actor = _side(scene, text, mentions, entity, role)
    owner = _owner_of(scene, sentence, head, start)
    if owner is not None and owner != side and not (entity and entity.sort == "person"):
        name, entity, side, actor = None, None, owner, owner  # "Moscow …: its General Staff said"
    if side is None and entity is None and _is_of_here(scene, start, end, role):
        side = actor = scene.conflict.local_side
    return Speaker(
        name=name or bare(text),
        role=(entity.role if entity and entity.sort == "person" else None) or role_text,
        title=role_text,
        kind=kind_of(entity, role, name),
        side=side,
        actor=actor,
        named=name is not None,
        is_body=is_body(entity, role_text),
        is_actor=entity is not None and entity.sort == "actor",
        start=start,
        end=end,
        phrase=span_of(sentence, _run(sentence.subtree(head.index), head.index)),
    )


def _owner_of(scene: Scene, sentence: Sentence, head: Token, start: int) -> str | None:
    """Return the side that "its" or "their" means before a body: the last one named before it."""
    before = [
        r.place
        for _, r in scene.resolutions_in(sentence.start, start)
        if r.place and r.place.kind in {"settlement", "region", "district"}
    ]
    here = bool(before) and before[-1].country in scene.conflict.countries
    owned = not (here and head.lemma in _LOCAL) and any(
        c.dep == "poss" and c.text.lower() in {"its", "their"}
        for c in sentence.children(head.index)
    )
    named = [
        m.entity.side
        for m in scene.mentions_in(sentence.start, start)
        if m.entity.side in scene.conflict.side_ids and m.entity.sort == "actor"
    ]
    return named[-1] if owned and named else None


def _run(indices: set[int], head: int) -> set[int]:
    """Return the indices that stand without a gap round one: what else the parse adds is not it."""
    first = last = head
    while first - 1 in indices:
        first -= 1
    while last + 1 in indices:
        last += 1
    return set(range(first, last + 1))


def _is_of_here(scene: Scene, start: int, end: int, role: Role | None) -> bool:
    """Tell whether officials of a town or region of the country fought in speak."""
    if role is None or role.side is not None or role.kind not in {"official", "local"}:
        return False
    if set(re.findall(r"[a-z]+", scene.text[start:end].lower())) & foreign():
        return False  # "Western officials in Kyiv"
    places = [r.place for _, r in scene.resolutions_in(start, end) if r.place is not None]
    return bool(places) and all(
        p.country in scene.conflict.countries and p.kind in {"settlement", "region", "district"}
        for p in places
    )


def _core(scene: Scene, sentence: Sentence, head: Token) -> set[int]:
    """Return the phrase without its clauses and without a second subject joined by "and"."""
    indices = sentence.subtree(head.index)
    for token in sentence.tokens:
        if token.index in indices and token.index != head.index and token.dep in _ASIDE:
            indices -= sentence.subtree(token.index)
    kept = sorted(indices | {head.index} | _of_name(scene, sentence, head))
    return set(_unbroken(sentence, kept, head.index))


def _of_name(scene: Scene, sentence: Sentence, head: Token) -> set[int]:
    """Return the words of a known name round its last one, which a parse may part ("UK MoD")."""
    return {
        t.index
        for m in scene.mentions_in(sentence.start, sentence.end)
        if m.entity.sort != "actor" and m.start <= head.start < m.end
        for t in sentence.tokens
        if m.start <= t.start < m.end
    }


def _unbroken(sentence: Sentence, indices: list[int], head: int) -> list[int]:
    """Drop punctuation at the rims and what an excluded clause has cut off after the head."""
    while indices and indices[-1] != head and sentence.tokens[indices[-1]].pos == "PUNCT":
        indices.pop()
    while indices and indices[0] != head and sentence.tokens[indices[0]].pos == "PUNCT":
        indices.pop(0)
    return indices


def _named(
    scene: Scene, sentence: Sentence, indices: set[int], mentions: list[Mention]
) -> tuple[str | None, Entity | None]:
    """Return the proper name of the speaker and its entry in the profile, if there is one."""
    mentions = _of_head(sentence, indices, mentions)
    for sort in ("person", "institution", "medium", "unit"):
        found = [m for m in mentions if m.entity.sort == sort]
        if sort == "person":
            found = [m for m in found if not is_owner(sentence, indices, m)]
        if found:
            entity = found[0].entity
            unknown = personal_name(scene, sentence, indices, mentions)
            if sort != "person" and unknown and " " in unknown:
                return unknown, replace(entity, sort="person", role=None)
            if sort != "person" and is_somebody_of(sentence, indices):
                return None, replace(entity, sort="person", role=None, kind=None)
            return entity.name, entity
    start, end = span_of(sentence, indices)
    unknown = personal_name(scene, sentence, indices, mentions)
    if unknown:
        return unknown, None
    actors = [m for m in mentions if m.entity.sort == "actor" and m.form in {"name", "metonym"}]
    alone = len(indices) <= 2 or role_in(scene.text[start:end])[0] is None
    if actors and alone:
        entity = actors[0].entity
        return scene.conflict.labels[entity.name], entity
    return None, None


def _of_head(sentence: Sentence, indices: set[int], mentions: list[Mention]) -> list[Mention]:
    """Return the entities that the phrase's first noun names, where it names any.

    "DeepState, a group close to the army" is DeepState.
    """
    heads = [i for i in indices if sentence.tokens[i].head not in indices - {i}]
    named = [
        m
        for m in mentions
        if m.entity.sort != "actor"
        and any(m.start <= sentence.tokens[i].start < m.end for i in heads)
    ]
    persons = [m for m in mentions if m.entity.sort == "person"]
    return mentions if not named or persons else named


def _side(
    scene: Scene, text: str, mentions: list[Mention], entity: Entity | None, role: Role | None
) -> tuple[str | None, str | None]:
    """Return the side and the actor for whom the speaker speaks, both None for third parties."""
    conflict = scene.conflict
    if entity is not None and (entity.side or entity.actor or entity.sort == "person"):
        return entity.side, entity.actor
    if conflict.is_installed(text):
        return conflict.installed_side, conflict.installed_side
    if role is not None and role.side == "none" and role.kind != "media":
        return None, None
    actors = [m.entity for m in mentions if m.entity.actor]
    if actors:
        return actors[0].side, actors[0].actor
    if entity is None and role is not None and role.side == "local":
        return conflict.local_side, conflict.local_side
    return None, None


def holder_of_office(scene: Scene, speaker: Speaker) -> list[Speaker]:
    """Return the profile's person for "Ukraine's president", empty unless it is just one."""
    label = scene.conflict.labels.get(speaker.actor or "")
    if label is None or speaker.title is None or speaker.named or speaker.start is None:
        return []
    words = re.findall(r"[a-z]+", scene.text[speaker.start : speaker.end].lower())
    if {"deputy", "vice", "former", "ex", "acting", "first", "adviser", "aide"} & set(words):
        return []
    office = f"{speaker.title.split(' of ')[0]} of {label}".lower()
    day = scene.document.published
    entities = scene.conflict.by_role.get(office, ())
    held = {entity.name: entity for entity in entities if entity.holds_on(day)}
    return [
        replace(speaker, name=e.name, role=e.role, kind=e.kind, side=e.side, named=True)
        for e in held.values()
        if len(held) == 1
    ]


def body_of_side(scene: Scene, speaker: Speaker) -> list[Speaker]:
    """Return the profile's body for "the defence ministry in Moscow", empty if there is none."""
    label = scene.conflict.labels.get(speaker.actor or "")
    if label is None or speaker.title is None:
        return []
    if scene.conflict.is_installed(scene.text[speaker.start or 0 : speaker.end or 0]):
        return []  # "Russian-appointed authorities" are not Russia's
    title = speaker.title.split(" of ")[0].split(" in ")[0]
    words = f"{label} {title}"
    found = scene.conflict.mentions(words, scene.document.published)
    entities = [m.entity for m in found if m.entity.sort == "institution" and m.end == len(words)]
    return [
        replace(speaker, name=e.name, kind=e.kind, side=e.side, actor=e.actor, named=True)
        for e in entities[:1]
    ]


def surname_of(speaker: Speaker) -> str | None:
    """Return the last word of a speaker's name, folded; None where nobody is named."""
    return fold(speaker.name.split()[-1]) if speaker.named and speaker.name else None


def same_person(first: Speaker, second: Speaker) -> bool:
    """Tell whether two named speakers are one, by surname in any romanisation and side."""
    if not (first.named and second.named and first.name and second.name):
        return False
    if surname_of(first) != surname_of(second):
        return False
    one, two = first.name.split(), second.name.split()
    if len(one) > 1 and len(two) > 1 and fold(one[0])[:1] != fold(two[0])[:1]:
        return False
    return first.side is None or second.side is None or first.side == second.side

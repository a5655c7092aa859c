"""Sentences to claims: joins trigger, place, speaker, mode and date (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.actors import Conflict
from events.claims.around import Mode
from events.claims.attribution import attribute
from events.claims.clauses import indefinite_object
from events.claims.dating import date_of, days_of_each
from events.claims.distinct import distinct, latest, marked_leads
from events.claims.extents import UNITS
from events.claims.framing import framed
from events.claims.holders import controller_of, is_inferred
from events.claims.lexicon import extent, speech
from events.claims.links import is_of_other_ground
from events.claims.members import is_excluded, is_held_by_others, is_interrupted
from events.claims.modality import mode_of
from events.claims.past import is_over
from events.claims.place_ref import PlaceRef
from events.claims.places import place_refs
from events.claims.pointing import (
    fronted_place,
    loose_places,
    place_of_speaker,
    topic_place,
)
from events.claims.record import Found, firmness, named_then, record_of
from events.claims.refusals import is_lost, no_claim
from events.claims.replies import answers
from events.claims.roles import Roles, roles_of
from events.claims.scene import Scene, span_of, subject_of
from events.claims.screen import screened
from events.claims.statement import Attribution, Statement
from events.claims.sums import is_sum, named_of
from events.claims.triggers import Hit, find_hits
from events.claims.verification import verify
from events.types import Claim, DateSpan, Document, Rejected
from geo.types import Geoparse, Sentence

_ACT_MODES = {"denies": "denied", "orders": "ordered", "predicts": "predicted",
              "declines": "hypothetical"}  # fmt: skip

_DENIABLE = frozenset({"asserted", "ordered", "planned", "predicted", "attempted"})

_SILENT = 2
"""Sentences without a claim after which nothing answers the last one any more."""

_MEMORY = 3
"""Sentences back to what somebody may still answer where the last claims are his own."""

_Placed = dict[tuple[str | None, str], PlaceRef]

"""Where a speaker last placed a kind of event."""


def extract_claims(
    document: Document,
    geoparse: Geoparse,
    conflict: Conflict,
    *,
    gazetteer_version: str = "",
    name_on: Callable[[str, date | None], str] | None = None,
) -> tuple[list[Claim], list[Rejected]]:
    """Read the claims of one report.

    Parameters
    ----------
    document
        The report; its ``published`` date is what relative dates are read against.
    geoparse
        The same text geoparsed, with tokens in every sentence that may matter.
    conflict
        The war it speaks of; its profile names sides, actors and speakers.
    gazetteer_version
        Written into every claim.
    name_on
        From a place's id and a day to the name it then bore; without it the present name is used.

    Returns
    -------
    claims, rejected
        In order of the text. What looked like a claim and is none is in ``rejected`` with a reason.
    """
    scene = Scene(document=document, geoparse=geoparse, conflict=conflict)
    attribution = attribute(scene)
    found: list[tuple[Claim, float]] = []
    placed: _Placed = {}
    rejected: list[Rejected] = []
    last: list[Found] = []
    older: list[Found] = []
    for number, sentence in enumerate(scene.sentences):
        hits = find_hits(scene, sentence)
        speaks = hits or scene.resolutions_in(sentence.start, sentence.end)
        reason = screened(scene, sentence) if speaks or last else None
        if reason:
            if speaks:
                rejected.append(_rejected(scene, sentence, reason))
            continue
        site = _Site(scene=scene, attribution=attribution, number=number, hits=tuple(hits))
        read = list(_read(site, sentence, placed))
        rejected += [item for item in read if isinstance(item, Rejected)]
        told = [framed(scene, item) for item in read if isinstance(item, Found)]
        told += _answers(site, sentence, told, last) or _answers(site, sentence, told, older)
        if told:
            older = [f for f in [*older, *last] if number - f.number <= _MEMORY]
        last = told or [found for found in last if number - found.number < _SILENT]
        for item in told:
            claim = record_of(scene, item, gazetteer_version)
            found.append((named_then(claim, name_on) if name_on else claim, firmness(item)))
            if item.place is not None and item.place.resolution is not None:
                placed[item.speaker.name, item.hit.trigger.event_type] = item.place
    claims = distinct(found)
    return marked_leads(verify(scene, latest(claims))), rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """A sentence in its report: its number, its triggers, and who says what."""

    scene: Scene
    attribution: Attribution
    number: int
    hits: tuple[Hit, ...]


def _read(site: _Site, sentence: Sentence, before: _Placed) -> Iterator[Found | Rejected]:
    scene = site.scene
    statements = site.attribution.by_sentence.get(site.number, [])
    placed = place_refs(scene, sentence, site.hits, statements)
    for hit, refs in zip(site.hits, placed, strict=True):
        statement, via = _stated(site, hit)
        places = _left_place(site, hit, refs) or refs or _further(site, hit, statement, before)
        if hit.trigger.effect == "loses" and not hit.noun:
            places = [p for p in places if is_lost(hit, p)]
        reason = no_claim(scene, hit, places)
        if reason:
            yield _rejected(scene, sentence, f"{hit.head.text}: {reason}")
            continue
        if statement is not None and _is_silence(hit, statement):
            yield _rejected(scene, sentence, f"{hit.head.text}: neither confirmed nor denied")
            continue
        for each in _one_by_one(statement):
            said = _said(site, hit, each, via)
            days = days_of_each(scene, hit, places)
            for place, day in zip(places, days, strict=True):
                yield _at(scene, replace(said, when=day) if day else said, place)
            if not places:
                yield said


def _stated(site: _Site, hit: Hit) -> tuple[Statement | None, tuple[str, ...]]:
    """Return the statement that a trigger stands in, and through whom it came."""
    statement, via = site.attribution.at(hit.start)
    if statement is None:
        statement = _order(site, hit)
    elif statement.act == "declines" and _is_aside_of_report(hit):
        return None, ()
    elif statement.act == "declines" and _is_told_beside(hit):
        statement = replace(statement, act="asserts")
    if hit.holder is not None and not (statement and statement.quoted):
        return None, ()  # "Russian-held" is how the report itself puts it
    return statement, via


def _is_silence(hit: Hit, statement: Statement) -> bool:
    """Tell whether something is only not confirmed: that is neither a claim nor a denial."""
    sentence = hit.sentence
    verb = sentence.token_at(statement.verb_start)
    return (
        statement.act == "declines" and verb is not None and speech().get(verb.lemma) != "assesses"
    )


def _is_aside_of_report(hit: Hit) -> bool:
    """Tell whether the report itself adds it: "did not confirm it held X, which Russia took"."""
    below = hit.sentence.children(hit.head.index)
    which = [c.index for c in below if c.tag == "WDT" and c.lemma == "which"]
    comma = bool(which) and which[0] > 0 and hit.sentence.tokens[which[0] - 1].text == ","
    return comma and hit.head.dep == "relcl"


def _is_told_beside(hit: Hit) -> bool:
    """Tell whether a clause beside says it: "did not mention it in the report, which claimed X"."""
    above = [hit.head, *hit.sentence.ancestors(hit.head.index)]
    return any(t.dep == "relcl" and t.lemma in speech() for t in above)


def _order(site: _Site, hit: Hit) -> Statement | None:
    """Return the order that a trigger is made of: "the general ordered his troops out of X"."""
    here = site.attribution.by_sentence.get(site.number, [])
    return next((s for s in here if s.act == "orders" and s.verb_start == hit.start), None)


def _answers(
    site: _Site, sentence: Sentence, here: Sequence[Found], before: Sequence[Found]
) -> list[Found]:
    """Return what the answers of a sentence make of the claims told before them."""
    replies = [s for s in site.attribution.by_sentence.get(site.number, []) if s.reply]
    return [
        found
        for reply in replies
        for each in _one_by_one(reply)
        if each is not None
        for found in answers(each, sentence, here, before)
    ]


def _at(scene: Scene, said: Found, place: PlaceRef) -> Found:
    """Return what was read, of one of its places: of "X but not Y" the second is denied."""
    hit, mode = said.hit, said.mode
    if _is_of_defenders(hit) and not _is_at_home(scene, place):
        said = replace(said, controller=None)
    if is_inferred(hit, said.roles) and said.speaker.side is None and not _is_at_home(scene, place):
        said = replace(said, controller=None)
    if mode.modality == "asserted" and is_excluded(hit.sentence, hit, place):
        return replace(said, place=place, mode=replace(mode, modality="denied"))
    side = scene.conflict.side_of.get(said.roles.agent or "")
    if hit.is_flag and (place.kind in UNITS or is_held_by_others(hit.sentence, place)):
        return replace(said, place=replace(place, whole=False))
    if is_interrupted(scene, hit, place, side):
        return replace(said, place=replace(place, whole=False))
    return replace(said, place=place)


def _is_of_defenders(hit: Hit) -> bool:
    """Tell whether "the defenders" do it: whose they are hangs on where that is."""
    subject = subject_of(hit.sentence, hit.head)
    return subject is not None and subject.lemma == "defender"


def _is_at_home(scene: Scene, place: PlaceRef) -> bool:
    """Tell whether a place lies in the country fought in, not in that of an invader."""
    found = place.resolution.place if place.resolution else None
    return found is not None and found.country in scene.conflict.countries


def _one_by_one(statement: Statement | None) -> list[Statement | None]:
    """Return a statement for each of its speakers ("both sides said")."""
    if statement is None:
        return [None]
    return [statement, *(replace(statement, speaker=other) for other in statement.others)]


def _further(site: _Site, hit: Hit, statement: Statement | None, before: _Placed) -> list[PlaceRef]:
    """Place a trigger by what stands in its sentence, else by the topic of the sentences before."""
    scene, sentence = site.scene, hit.sentence
    if is_sum(hit):
        return named_of(scene, hit)
    if is_of_other_ground(sentence, hit, ()):
        return []
    loose = loose_places(scene, sentence, statement, hit)
    fronted = [] if loose else fronted_place(scene, sentence, hit)
    spoken = [] if loose or fronted else place_of_speaker(scene, statement, hit)
    if loose or fronted or spoken or hit.trigger.needs_place:
        return loose or fronted or spoken
    unnamed = indefinite_object(sentence, hit)
    if unnamed is not None:
        start, end = span_of(sentence, sentence.subtree(unnamed.index))
        return [PlaceRef(start=start, end=end, text=scene.text[start:end], resolution=None)]
    if hit.trigger.event_type in {"nuclear_safety", "other"} or _elsewhere(hit):
        return []
    topic = topic_place(scene, site.number) or _same_subject(hit, statement, before)
    return [topic] if topic else []


def _left_place(site: _Site, hit: Hit, refs: Sequence[PlaceRef]) -> list[PlaceRef]:
    """Return what is left where only a river bank is named to which forces go."""
    across = [r for r in refs if r.kind == "water" and r.prep in extent()["to_prepositions"]]
    if hit.trigger.effect != "leaves" or not refs or len(across) < len(refs):
        return []
    topic = topic_place(site.scene, site.number)
    return [topic] if topic else []


def _elsewhere(hit: Hit) -> bool:
    """Tell whether the words of a trigger place it, though by no name ("on the eastern front")."""
    sentence = hit.sentence
    near = [c for i in hit.tokens for c in sentence.children(i)]
    near += [c for p in near if p.dep == "prep" for c in sentence.children(p.index)]
    words = extent()
    return any(
        t.lemma in words["anaphors_settlement"] | words["directions"] | words["wide"] for t in near
    )


def _same_subject(hit: Hit, statement: Statement | None, before: _Placed) -> PlaceRef | None:
    """Return where the same speaker last placed the same kind of event."""
    if statement is None:
        return None
    last = before.get((statement.speaker.name, hit.trigger.event_type))
    return replace(last, link="topic") if last else None


def _said(site: _Site, hit: Hit, statement: Statement | None, via: tuple[str, ...]) -> Found:
    """Read all but the place of a trigger: speaker, roles, mode, controller and date."""
    scene = site.scene
    speaker = statement.speaker if statement else site.attribution.own_voice
    roles = _own_words(scene, hit, statement, roles_of(scene, hit, speaker))
    side = scene.conflict.side_of.get(roles.agent or "")
    own_side = speaker.side is not None and speaker.side == side
    stop = statement.verb_start if statement else None
    mode = _act_mode(mode_of(hit, own_side=own_side, stop=stop), statement)
    mode = replace(mode, over=is_over(scene, hit, reported=statement is not None))
    when = date_of(scene, hit, statement, mode, site.hits)
    if mode.modality == "asserted" and _is_ahead(scene, when):
        mode = replace(mode, modality="predicted")
    return Found(
        number=site.number,
        hit=hit,
        place=None,
        statement=statement,
        via=via,
        speaker=speaker,
        mode=mode,
        roles=roles,
        controller=controller_of(scene, hit, roles, speaker),
        when=when,
    )


def _own_words(scene: Scene, hit: Hit, statement: Statement | None, roles: Roles) -> Roles:
    """Return each of several speakers as who did it: "Kyiv and Moscow both claim to hold X"."""
    if statement is None or not statement.others or statement.speaker.side is None:
        return roles
    verb = hit.sentence.token_at(statement.verb_start)
    if verb is not None and verb.lemma in {"accuse", "blame"}:
        return roles  # "accused each other of"
    side = scene.conflict.side_of.get(roles.agent or "")
    spoken_of = {
        m.entity.side for start, end in statement.spans for m in scene.mentions_in(start, end)
    }
    if side is None or side in spoken_of or side == statement.speaker.side:
        return roles
    return replace(roles, agent=statement.speaker.actor or statement.speaker.side)


def _is_ahead(scene: Scene, when: DateSpan) -> bool:
    """Tell whether a day lies after publication: nobody can have seen it."""
    published = scene.document.published
    return published is not None and when.start is not None and when.start > published


def _act_mode(mode: Mode, statement: Statement | None) -> Mode:
    """Let the act of saying decide where the words themselves would be an assertion."""
    if statement is None:
        return mode
    if statement.act == "denies" and mode.modality in _DENIABLE:
        return replace(mode, modality="denied")  # "denied that it had ordered them to leave"
    if mode.modality != "asserted":
        return mode
    return replace(mode, modality=_ACT_MODES.get(statement.act, "asserted"))


def _rejected(scene: Scene, sentence: Sentence, reason: str) -> Rejected:
    return Rejected(
        document_id=scene.document.document_id,
        document_sha256=scene.document.sha256,
        start=sentence.start,
        end=sentence.end,
        text=scene.text[sentence.start : sentence.end],
        reason=reason,
        stage="claim",
    )

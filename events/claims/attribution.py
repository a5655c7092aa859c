"""Who says what: every statement of a report, quotations included, its speakers made one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from events.claims.colons import by_colon
from events.claims.scene import Scene
from events.claims.speakers import (
    Speaker,
    body_of_side,
    holder_of_office,
    same_person,
    source_speaker,
    surname_of,
)
from events.claims.statement import Attribution, Memory, Site, Statement
from events.claims.statements import statements_at

_NEAR = 12
"""Sentences before a quotation in which its speaker may stand."""


def attribute(scene: Scene) -> Attribution:
    """Find every statement of the report and unify its speakers."""
    found: list[Statement] = []
    memory = Memory()
    for number, sentence in enumerate(scene.sentences):
        site = Site(scene=scene, number=number, sentence=sentence, memory=memory)
        here = [s for token in sentence.tokens for s in statements_at(site, token)]
        here += by_colon(site, here)
        found += here
        if not here:
            site.meet()
    found = _quotations(scene, found)
    return Attribution(statements=tuple(_unified(scene, found)), own_voice=source_speaker(scene))


def _quotations(scene: Scene, found: list[Statement]) -> list[Statement]:
    """Give each quotation whole to whoever is said, in its sentences or beside it, to speak it."""
    extended = list(found)
    numbers = [s.sentence for s in found]
    for start, end in scene.quotes:
        inside = scene.sentences_in(start, end)
        if not inside:
            continue
        first = bisect_left(numbers, inside[0] - _NEAR)
        last = bisect_right(numbers, inside[-1] + 1)
        owner = _owner(scene, found[first:last], inside, (start, end))
        if owner is not None:
            said = replace(owner, spans=((start, end),), act="asserts", quoted=True, reply=False)
            extended.append(said)
    return extended


def _owner(
    scene: Scene, found: list[Statement], inside: range, quote: tuple[int, int]
) -> Statement | None:
    start, end = quote
    outside = [s for s in found if not start <= s.verb_start < end]
    touching = [s for s in outside if s.sentence in inside]
    if touching:
        return min(touching, key=lambda s: min(abs(s.verb_start - start), abs(s.verb_start - end)))
    paragraph = scene.spans[inside[0]].paragraph
    earlier = [s for s in outside if s.sentence < inside[0]]
    if earlier and paragraph - scene.spans[earlier[-1].sentence].paragraph <= 1:
        return earlier[-1]
    later = [s for s in outside if s.sentence == inside[-1] + 1]
    return later[0] if later else None


def _unified(scene: Scene, found: list[Statement]) -> list[Statement]:
    """Make one speaker of a person's spellings, and of a title that one named person bears."""
    named: list[Speaker] = []
    namesakes: defaultdict[str | None, list[Speaker]] = defaultdict(list)
    for statement in found:
        speaker = statement.speaker
        alike = namesakes[surname_of(speaker)]
        if speaker.named and not any(same_person(speaker, other) for other in alike):
            named.append(speaker)
            alike.append(speaker)
    unified = []
    for statement, speaker in _bodies(scene, found):
        alike = namesakes[surname_of(speaker)]
        unified.append(replace(statement, speaker=_canonical(speaker, named, alike)))
    return unified


def _bodies(scene: Scene, found: list[Statement]) -> Iterator[tuple[Statement, Speaker]]:
    """Yield statements with their speakers; "the ministry" is the one named before it.

    "The defence ministry in Moscow" is the body of that name of that side, if the profile has one.
    """
    seen: dict[tuple[str | None, str | None], Speaker] = {}  # by name and side, the last one last
    for statement in found:
        speaker = statement.speaker
        if speaker.is_body and speaker.named:
            seen.pop((speaker.name, speaker.side), None)
            seen[speaker.name, speaker.side] = speaker
        elif speaker.is_body and speaker.title:
            word = speaker.title.lower().split(" of ")[0].split()[-1]
            same = (
                s
                for s in reversed(seen.values())
                if word in (s.name or "").lower() and speaker.side in (None, s.side)
            )
            known = list(islice(same, 1)) or body_of_side(scene, _of_publisher(scene, speaker))
            if known:
                at = known[-1]
                start, end = speaker.start, speaker.end
                speaker = replace(at, start=start, end=end, phrase=speaker.phrase)
        elif not speaker.named and speaker.title:
            known = holder_of_office(scene, speaker)
            if known:
                start, end = speaker.start, speaker.end
                speaker = replace(known[0], start=start, end=end, phrase=speaker.phrase)
        yield statement, speaker


def _of_publisher(scene: Scene, speaker: Speaker) -> Speaker:
    """Take "the defence ministry" of a belligerent's own medium for the ministry of its side."""
    if speaker.side is not None or speaker.kind not in {"military", "official"}:
        return speaker
    source = source_speaker(scene)
    return replace(speaker, side=source.side, actor=source.actor or source.side)


def _canonical(speaker: Speaker, named: list[Speaker], namesakes: list[Speaker]) -> Speaker:
    twins = [other for other in namesakes if same_person(speaker, other)]
    if not twins and not speaker.named and speaker.title and not speaker.is_body:
        word = speaker.title.lower().split(" of ")[0].split()[-1]
        twins = [
            o
            for o in named
            if not o.is_body
            and word in f"{o.role} {o.title}".lower()
            and speaker.side in (None, o.side)
        ]
        near = [o for o in twins if word in (o.title or "").lower()]
        twins = twins if len(twins) == 1 else near if len(near) == 1 else []
    if not twins:
        return speaker
    best = max([*twins, speaker], key=lambda s: (s.named, s.side is not None, len(s.name or "")))
    return replace(
        best,
        start=speaker.start,
        end=speaker.end,
        phrase=speaker.phrase,
        role=best.role or speaker.role,
    )

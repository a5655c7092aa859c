"""Who stands before a colon: "Haidai: …", handles in digests, "draws another picture: …"."""

from __future__ import annotations

import re
from dataclasses import replace

from events.claims.lexicon import triggers
from events.claims.named import role_in
from events.claims.speakers import Speaker
from events.claims.statement import Site, Statement, phrase_speaker

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TIME = r"^\W*(?:\d{1,2}[.:]\d{2}\W+)?"
_COLON = re.compile(
    _TIME + r"([A-Z][\w.'’-]+(?:\s+[A-Za-z][\w.'’-]+){0,6}(?:,\s[^:.;,\n]{3,80})?):\s"
)
_HANDLE = re.compile(
    _TIME + r'["“]([^"“”\n]{2,40})["”](?:\s*\(([^)\n]{3,80})\))?(?:\s+again)?(?:,[^:"\n]{0,40})?:\s'
)


def by_colon(site: Site, found: list[Statement]) -> list[Statement]:
    """Read "Haidai: …", as headlines, live blogs and messengers write it."""
    scene, sentence = site.scene, site.sentence
    handle = _HANDLE.match(scene.text[sentence.start : sentence.end])
    if handle is not None:
        return _by_handle(site, handle)
    match = _COLON.match(scene.text[sentence.start : sentence.end])
    if match is None:
        return _by_clause_before_colon(site, found)
    if any(s.verb_start < sentence.start + match.end() for s in found):
        return []
    start, end = sentence.start + match.start(1), sentence.start + match.end(1)
    known = [m for m in scene.mentions_in(start, end) if m.entity.sort != "actor"]
    named = [t.index for t in sentence.tokens if start <= t.start and t.end <= end]
    told = any(sentence.tokens[i].tag in _FINITE for i in named)
    if not named or told or (not known and role_in(scene.text[start:end])[0] is None):
        return []
    speaker = phrase_speaker(scene, sentence, named[0], named[-1] + 1)
    site.memory.keep(speaker)
    return [_posted(site, sentence.start + match.end(), speaker, start)]


def _posted(site: Site, first: int, speaker: Speaker, at: int) -> Statement:
    """Return the statement of who stands before a colon: at the head of a line all of that line."""
    text, sentence = site.scene.text, site.sentence
    line = text.rfind("\n", 0, sentence.start) + 1
    end = text.find("\n", first) if not text[line : sentence.start].strip() else sentence.end
    said = site.said([(first, first)], speaker, "asserts", at)
    return replace(said, spans=((first, end if end > 0 else len(text)),))


def _by_clause_before_colon(site: Site, found: list[Statement]) -> list[Statement]:
    """Read "the spokesman draws another picture: the town is held by our troops"."""
    sentence = site.sentence
    colon = next((t for t in sentence.tokens if t.text == ":"), None)
    if colon is None or any(s.verb_start < colon.start for s in found):
        return []
    verbs = [t for t in sentence.tokens[: colon.index] if t.pos in {"VERB", "AUX"}]
    verbs = [t for t in verbs if any(c.dep == "nsubj" for c in sentence.children(t.index))]
    after = any(t.pos in {"VERB", "AUX"} for t in sentence.tokens[colon.index :])
    if len(verbs) != 1 or not after or verbs[0].lemma in triggers().verbs:
        return []
    subject = next(c for c in sentence.children(verbs[0].index) if c.dep == "nsubj")
    speaker = site.speaker(subject) if subject.pos in {"NOUN", "PROPN"} else None
    if speaker is None or speaker.kind in {None, "anonymous", "source"} or speaker.is_actor:
        return []
    return [site.said([(colon.end, sentence.end)], speaker, "asserts", verbs[0].start)]


def _by_handle(site: Site, match: re.Match[str]) -> list[Statement]:
    """Read '"Frontline Owl" (a Russian war channel): …': who posts is known by a handle."""
    scene, sentence = site.scene, site.sentence
    name, start = match[1], sentence.start + match.start(1)
    speaker = site.memory.handles.get(name)
    about = [
        t.index
        for t in sentence.tokens
        if match[2] and match.start(2) <= t.start - sentence.start < match.end(2)
    ]
    if about:
        told = phrase_speaker(scene, sentence, about[0], about[-1] + 1)
        speaker = site.memory.handles[name] = replace(told, name=name, named=True)
    if speaker is None:
        return []
    speaker = replace(
        speaker, start=start, end=start + len(name), phrase=(start, start + len(name))
    )
    return [_posted(site, sentence.start + match.end(), speaker, start)]

"""Plants and other facilities that bear the name of a town they may not stand in.

"Zaporizhzhia nuclear plant" is not in Zaporizhzhia: the gazetteer is asked for the facility by the
name with its head noun. A bare name is the facility too where the sentence says that it runs one
("Zaporizhzhia, where staff are running a nuclear power station").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.context import Words
from geo.lexicon import Lexicon, load_lexicon
from geo.recognize import Mention
from geo.spots import NameSource
from geo.types import Toponym

if TYPE_CHECKING:
    from geo.hits import NameHit

_LINKS = ("where", "which", "run", "operat", "home to", "site of")


def with_facilities(
    words: Words, mentions: Sequence[Mention], gazetteer: NameSource
) -> list[Mention]:
    """Return the mentions; those that mean a facility have the fitting ones as readings."""
    lexicon = load_lexicon()
    asked = [_with_nuclear_context(words, mention, lexicon) for mention in mentions]
    return [_with_fitting(mention, gazetteer, lexicon) for mention in asked]


def _with_fitting(mention: Mention, gazetteer: NameSource, lexicon: Lexicon) -> Mention:
    """Return a mention that asks for a facility with the facilities that fit alone, if any does.

    Where none fits, the town of the name is left, near which the facility is likely to be.
    """
    if mention.toponym.asked != "facility" or not mention.toponym.asked_word:
        return mention
    fitting = _facility_hits(mention.toponym, mention.hits, gazetteer, lexicon)
    others = tuple(hit for hit in mention.hits if hit.bearer.kind != "facility")
    return replace(mention, hits=tuple(fitting) or others or mention.hits)


def _facility_hits(
    toponym: Toponym, hits: Sequence[NameHit], gazetteer: NameSource, lexicon: Lexicon
) -> list[NameHit]:
    head = toponym.asked_word or ""
    nuclear = _is_nuclear(head, lexicon)
    found = [hit for hit in hits if hit.how != "stem" or _shares_word(head, hit.place.name)]
    for phrase in lexicon.nuclear_phrases if nuclear else (head,):
        found += gazetteer.look_up(f"{toponym.text} {phrase}")
    facilities = {hit.bearer.place_id: hit for hit in found if hit.bearer.kind == "facility"}
    own = list(facilities.values())
    if nuclear:
        return [hit for hit in own if (hit.bearer.feature_code or "") in _NUCLEAR_CODES] or own
    return own


def _shares_word(head: str, name: str) -> bool:
    return not set(head.split()).isdisjoint(name.lower().split())


_NUCLEAR_CODES = ("PSN", "PSNUC", "nuclear")


def _is_nuclear(head: str, lexicon: Lexicon) -> bool:
    return any(word in head.split() for word in lexicon.words["nuclear.words"])


def _with_nuclear_context(words: Words, mention: Mention, lexicon: Lexicon) -> Mention:
    """Return the mention, asking for a plant where its sentence goes on to say that it runs one."""
    toponym = mention.toponym
    if toponym.asked is not None or toponym.use == "demonym":
        return mention
    if not any(hit.bearer.kind in ("settlement", "facility") for hit in mention.hits[:1]):
        return mention
    sentence = words.sentences[words.sentence_number(toponym.start)]
    rest = words.text[toponym.end : sentence.end].lower()
    for phrase in lexicon.nuclear_phrases:
        at = rest.find(phrase)
        if 0 <= at < _REACH and any(link in rest[:at] for link in _LINKS):
            return replace(
                mention,
                toponym=replace(
                    toponym,
                    use="literal",
                    asked="facility",
                    asked_word=phrase,
                    head_start=toponym.start,
                    head_end=toponym.end,
                ),
            )
    return mention


_REACH = 100

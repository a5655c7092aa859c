"""What a name may mean, as the caller sees it: made when looked at, the same as ever."""

from __future__ import annotations

import math

import pytest

from geo.candidates import places_scored
from geo.context import Words
from geo.features import features
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.hits import Bearer, NameHit, apart_km, holds
from geo.parse import split_sentences
from geo.recognize import find_mentions, load_weights
from geo.resolve import grouped, settle, weighed
from geo.scenes import first_scene
from geo.types import Focus
from geo.vicinity import rough_km

TEXT = (
    "Berdychi, Semenivka and Orlivka came under fire. In the Lyman direction the enemy attacked "
    "towards Ivanivka, Oleksandrivka and Terny in Donetsk oblast; Lutsk and Luhansk were quiet."
)


def test_scores_are_the_sums_of_the_features_by_their_weights(gazetteer: Gazetteer) -> None:
    words = Words(TEXT, split_sentences(TEXT))
    groups = grouped(words, find_mentions(words, gazetteer))
    weights = load_weights("resolution")
    ranked, seen = settle(groups, first_scene(groups, Focus()), weights)
    assert max(len(group.hits) for group in groups) > 25
    for group, readings, scene in zip(groups, ranked, seen, strict=True):
        own = [features(reading.hit, group, scene) for reading in readings]
        odds = [math.exp(sum(weights.get(n, 0.0) * v for n, v in one.items())) for one in own]
        scores = [reading.score for reading in readings]
        assert scores == pytest.approx([odd / sum(odds) for odd in odds])
        assert scores == sorted(scores, reverse=True)
        assert {r.hit for r in readings} == set(weighed(group, scene, {}))


def test_candidates_are_the_same_however_often_they_are_looked_at(geoparser: Geoparser) -> None:
    first, again = (geoparser.places(TEXT).resolutions for _ in range(2))
    assert first == again
    assert [tuple(r.candidates) for r in first] == [r.candidates[:] for r in again]
    best = first[0].candidates
    assert best != ()
    assert best == tuple(best)
    assert best != 1
    assert repr(best) == repr(tuple(best))
    assert best[0].reason
    assert first[0].place is None or first[0].place == best[0].place


def test_places_and_scores_are_those_of_the_candidates_made_or_not(geoparser: Geoparser) -> None:
    for resolution in geoparser.places(TEXT).resolutions:
        unmade = places_scored(resolution.candidates)
        assert unmade == [(c.place, c.score) for c in resolution.candidates]
        assert unmade == places_scored(tuple(resolution.candidates))


def test_what_is_known_of_a_bearer_is_what_its_place_says(gazetteer: Gazetteer) -> None:
    for name in ("Berdychi", "Dnipro", "Donetsk", "Ukraine", "Crimea", "Paris"):
        for hit in gazetteer.look_up(name):
            read, known = Bearer.of(hit.place), hit.bearer
            assert (read.place_id, read.kind, read.country) == (
                known.place_id,
                known.kind,
                known.country,
            )
            assert (read.unit, read.people, read.feature_code) == (
                known.unit,
                known.people,
                known.feature_code,
            )
            assert (read.lon, read.lat, read.reach_km) == (known.lon, known.lat, known.reach_km)
            assert NameHit(place=read, how=hit.how, folded=hit.folded, common=hit.common) == hit


def test_hits_are_equal_by_place_and_by_how_it_is_named(gazetteer: Gazetteer) -> None:
    kyiv, lviv = (gazetteer.look_up(name)[0] for name in ("Kyiv", "Lviv"))
    assert kyiv != lviv
    assert kyiv != kyiv.respelt()
    assert len({kyiv, gazetteer.look_up("Kyiv")[0], lviv}) == 2


def test_a_unit_holds_its_places_and_a_town_what_is_near(gazetteer: Gazetteer) -> None:
    kyiv, irpin = (gazetteer.look_up(name)[0].bearer for name in ("Kyiv", "Irpin"))
    ukraine = gazetteer.look_up("Ukraine")[0].bearer
    assert holds(ukraine, kyiv)
    assert not holds(kyiv, ukraine)
    assert apart_km(kyiv, irpin) == pytest.approx(rough_km(kyiv.place, irpin.place))
    assert apart_km(kyiv, irpin, 1.0) == 1.0

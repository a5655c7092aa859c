"""What is published keeps the profile's promises: later, coarser, nobody's name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.actors import load_conflict
from events.errors import PublicationError
from events.export import Provenance, claims_geojson
from events.merge import events_of
from events.publication import (
    Profile,
    Withheld,
    is_redacted,
    load_profile,
    profile_ids,
    publish,
)
from events.publication.profile import read_profile
from events.publication.words import nameless_words
from events.types import Claim
from geo.distance import distance_m
from geo.errors import UnknownPlace
from geo.gazetteer import NameHit
from geo.types import Kind, Place, Position
from tests.events.sample import MAYOR, RUSSIA, UKRAINE, claim, claims, june

LATER = date(2022, 12, 1)


def place(place_id: str, name: str, kind: Kind, at: tuple[float, float], **more: Any) -> Place:
    lon, lat = at
    return Place(
        place_id=place_id,
        name=name,
        kind=kind,
        position=Position(lon=lon, lat=lat),
        admin1="Luhansk Oblast",
        **more,
    )


TOWN = place("gn1", "Hirske", "settlement", (38.5, 48.75), admin2="Hirske Raion", radius_m=900.0)
CITY = place("gn2", "Lysychansk", "settlement", (38.43, 48.92), population=90_000)
FARM = place("gn3", "Farm", "settlement", (38.4301, 48.99), population=3)
PLANT = place("plant", "Works", "facility", (38.43, 48.985))
RAION = place("ua1", "Hirske Raion", "district", (38.6, 48.7), official_code="UA4412")


@dataclass(frozen=True)
class Atlas:
    """A gazetteer of a few places."""

    known: tuple[Place, ...] = (TOWN, CITY, FARM, PLANT, RAION)
    centres: set[tuple[float, float]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        settled = [p.position for p in self.known if p.kind == "settlement"]
        object.__setattr__(self, "centres", {(p.lon, p.lat) for p in settled})

    def get(self, place_id: str) -> Place:
        found = [one for one in self.known if one.place_id == place_id]
        if not found:
            raise UnknownPlace(place_id)
        return found[0]

    def near(self, position: Position, radius_m: float) -> list[Place]:
        ways = [(distance_m(position, one.position), one.place_id) for one in self.known]
        return [self.get(one) for metres, one in sorted(ways) if metres <= radius_m]

    def name_on(self, place_id: str, on: date | None) -> str:
        return self.get(place_id).name

    def look_up(self, name: str) -> list[NameHit]:
        hits = [one for one in self.known if one.name == name]
        return [NameHit(place=one, how="name", folded=False, common=False) for one in hits]


ATLAS = Atlas()


def profile(**terms: Any) -> Profile:
    return read_profile("test", {"title": "Test", **terms})


def public(*given: Claim, **terms: Any) -> tuple[Claim, ...]:
    """Publish long after, under these terms."""
    return publish(given, profile(**terms), on=LATER, places=ATLAS).claims


# ---- profiles


def test_the_shipped_profiles_are_public_and_internal() -> None:
    assert profile_ids() == ["internal", "public"]
    shipped = load_profile("public")
    assert (shipped.delay_days > 0, shipped.protected) == (True, True)
    assert (shipped.positions, shipped.persons) == ("settlement", "roles")


def test_internal_changes_nothing_and_says_nothing() -> None:
    given = [claim(RUSSIA), claim(MAYOR, claimant="Ivan Petrenko", published=LATER)]
    done = publish(given, "internal", on=june(1), places=ATLAS)
    assert (done.claims, done.notice, done.withheld) == (tuple(given), "", ())


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"positions": "street", "persons": "all"}, "positions is 'street'.*; persons is 'all'"),
        ({"delay_days": -1}, "delay_days is -1"),
        ({"positions": "grid"}, "'grid' and a grid_km"),
        ({"grid_km": 5}, "'grid' and a grid_km"),
        ({"colour": "red"}, "malformed: .*colour"),
    ],
)
def test_a_profile_that_promises_nonsense_is_refused(terms: dict[str, Any], why: str) -> None:
    with pytest.raises(PublicationError, match=why):
        profile(**terms)


def test_an_unknown_profile_is_refused_with_those_there_are() -> None:
    with pytest.raises(PublicationError, match="no profile 'press'; there are: internal, public"):
        publish([], "press", on=LATER)


# ---- delay


@given(st.lists(claims(), max_size=6), st.integers(1, 40), st.dates(june(1), date(2022, 7, 30)))
def test_nothing_is_published_within_the_delay(given: list[Claim], days: int, on: date) -> None:
    done = publish(given, profile(delay_days=days), on=on, places=ATLAS)
    last = on - timedelta(days=days)
    for one in done.claims:
        known = [one.published, one.known_from, one.event_date, one.event_date_end]
        assert any(known)
        assert all(day <= last for day in known if day)
    withheld = {c.claim_id for c in given} - {c.claim_id for c in done.claims}
    assert sum(one.count for one in done.withheld) == len(withheld)


def test_what_has_no_date_is_withheld_where_there_is_a_delay() -> None:
    undated = claim(event_date=None, event_date_end=None, published=None)
    planned = claim(
        event_date=LATER + timedelta(days=9), modality="planned", claimed_controller=None
    )
    done = publish([undated, planned], profile(delay_days=1), on=LATER, places=ATLAS)
    assert done.claims == ()
    assert done.withheld == (Withheld("too recent", 1), Withheld("without any date", 1))
    assert "Withheld: 1 too recent; 1 without any date." in done.notice
    assert publish([undated], profile(), on=LATER, places=ATLAS).claims == (undated,)


# ---- positions

SOMEWHERE = st.builds(
    claim,
    place_id=st.sampled_from(["gn1", "gn2", "plant", "unknown", None]),
    admin1=st.just("Luhansk Oblast"),
    admin2=st.sampled_from(["Hirske Raion", "Elsewhere", None]),
    lon=st.floats(38, 39),
    lat=st.floats(48.5, 49.2),
    where_prec=st.sampled_from([1, 2]),
)


@given(SOMEWHERE)
def test_no_position_is_finer_than_a_settlement(given: Claim) -> None:
    (one,) = public(given, positions="settlement")
    assert one.lon is None or (one.lon, one.lat) in ATLAS.centres
    assert one.place_id in {"gn1", "gn2", "gn3", None}


@given(SOMEWHERE)
def test_no_position_is_finer_than_a_district(given: Claim) -> None:
    (one,) = public(given, positions="district")
    assert (one.lon, one.lat, one.place_id) in {(38.6, 48.7, "ua1"), (None, None, None)}
    assert not {"Hirske", "gn1"} & set(map(str, (one.mention, one.title, one.evidence)))


@given(SOMEWHERE, SOMEWHERE, st.sampled_from([1.0, 5.0, 25.0]))
def test_no_position_is_finer_than_a_cell_of_the_grid(
    one: Claim, other: Claim, side: float
) -> None:
    near = replace(other, lon=one.lon, lat=one.lat)
    done = public(one, near, positions="grid", grid_km=side)
    assert len({(c.lon, c.lat) for c in done}) == 1
    here = Position(lon=one.lon or 0.0, lat=one.lat or 0.0)
    there = Position(lon=done[0].lon or 0.0, lat=done[0].lat or 0.0)
    assert distance_m(here, there) <= 1.05 * side * 1000 / 2**0.5
    assert (done[0].uncertainty_m or 0) >= side * 1000 / 2
    assert done[0].place_id is None


@given(SOMEWHERE)
def test_a_cell_has_one_middle(given: Claim) -> None:
    (once,) = public(given, positions="grid", grid_km=5)
    (twice,) = public(once, positions="grid", grid_km=5)
    assert (twice.lon, twice.lat) == pytest.approx((once.lon, once.lat), abs=0.001)


def test_a_plant_is_told_by_the_largest_settlement_close_by_and_decides_no_holder() -> None:
    given = claim(
        place_id="plant", place_name="Works", mention="Works", lon=38.43, lat=48.985,
        evidence="They took the Works.", mention_start=14, mention_end=19, evidence_end=20,
        geo_candidates='[{"name":"Works"}]', geo_reason="spoken of", where_flag="far",
    )  # fmt: skip
    (one,) = public(given, positions="settlement")
    assert (one.place_name, one.place_id, one.where_prec) == ("Lysychansk", "gn2", 2)
    assert (one.mention, one.geo_candidates, one.geo_reason, one.where_flag) == (None,) * 4
    assert one.evidence == "[redacted] They took the [place]."


def test_a_settlement_keeps_its_name_and_says_but_roughly_how_far_it_was_moved() -> None:
    exact = claim(lon=38.5001, lat=48.7501, where_prec=2, uncertainty_m=50)
    (one,) = public(exact, positions="settlement")
    assert (one.place_id, one.lon, one.lat, one.mention) == ("gn1", 38.5, 48.75, "Hirske")
    assert one.uncertainty_m == 2_000
    (far,) = public(claim(lon=38.54, lat=48.75, where_prec=2), positions="settlement")
    assert far.uncertainty_m == 4_000


def test_far_from_any_settlement_there_is_no_position() -> None:
    (one,) = public(claim(place_id=None, lon=0.0, lat=0.0), positions="settlement")
    assert (one.lon, one.lat, one.place_id, one.where_prec) == (None, None, None, None)


def test_what_is_coarse_already_stays() -> None:
    region = claim(place_id="ua1", where_prec=4, claimed_controller=None)
    for terms in ({"positions": "settlement"}, {"positions": "grid", "grid_km": 5}):
        (one,) = public(region, **terms)
        assert (one.lon, one.lat, one.place_id) == (region.lon, region.lat, "ua1")


def test_what_has_no_position_gets_none() -> None:
    nowhere = claim(place_id=None, lon=None, lat=None, where_prec=None)
    for terms in ({"positions": "settlement"}, {"positions": "grid", "grid_km": 5}):
        (one,) = public(nowhere, **terms)
        assert (one.lon, one.place_id, one.mention) == (None, None, None)


def test_coordinates_in_the_words_go_with_the_position() -> None:
    given = claim(evidence="It fell at 48.94812, 38.48754 by noon.", title="At 48.94812, 38.48754")
    (one,) = public(given, positions="settlement")
    assert one.evidence == "[redacted] It fell at [coordinates] by noon."
    assert one.title == "[redacted] At [coordinates]"


def test_a_district_tells_no_towns_name_in_words_or_addresses() -> None:
    given = claim(
        evidence="Hirske fell.", title="Hirske falls", source_url="https://a.example/hirske-falls",
        admin1="Luhansk Oblast", admin2="Hirske Raion", archived_url="urn:hirske",
    )  # fmt: skip
    (one,) = public(given, positions="district")
    assert (one.evidence, one.title) == ("[redacted] place", "[redacted]")
    assert (one.source_url, one.archived_url) == ("https://a.example/", None)
    assert (one.place_name, one.where_prec) == ("Hirske Raion", 3)


def test_a_time_is_no_telephone_and_a_data_set_is_nobody() -> None:
    told = claim(date_text="2022-06-22 00:00:00.000", share_of="people, by UCDP best estimate")
    (one,) = public(told, persons="roles")
    assert (one.date_text, one.share_of) == (told.date_text, told.share_of)


# ---- protected objects


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Shells hit School No. 5 in Main Street.", "school"),
        ("Two hospitals burned.", "hospital"),
        ("People sat in a bomb-shelter.", "shelter"),
        ("A maternity  ward was hit.", "hospital"),
    ],
)
def test_a_protected_object_is_told_by_its_settlement_without_the_words(
    words: str, kind: str
) -> None:
    given = claim(evidence=words, place_id=None, lon=38.501, lat=48.7502, mention="the yard",
                  source_url="https://a.example/school-5-hit", title="A clinic burns")  # fmt: skip
    (one,) = public(given, protected=True)
    assert (one.lon, one.lat, one.place_id) == (38.5, 48.75, "gn1")
    assert (one.evidence, one.mention) == (f"[redacted] {kind}", None)
    assert (one.source_url, one.title) == ("https://a.example/", "[redacted]")


def test_other_objects_are_told_as_they_were_found() -> None:
    given = claim(evidence="Scholars hospitably sheltered.", lon=38.6, lat=48.7)
    assert public(given, protected=True) == (given,)


def test_a_region_is_no_finer_for_a_hospital_in_it() -> None:
    given = claim(evidence="All hospitals burned.", where_prec=4, mention="Luhansk region")
    (one,) = public(given, protected=True)
    assert (one.lon, one.lat, one.where_prec) == (given.lon, given.lat, 4)
    assert one.evidence == "[redacted] hospital"


def test_withheld_words_make_no_two_origins_one() -> None:
    one = claim(RUSSIA, evidence="Shells hit a school in the town.", document_sha256="d1")
    two = claim(UKRAINE, evidence="A school in the town was struck.", document_sha256="d2")
    (event,) = events_of(public(one, two, protected=True, persons="roles"))
    assert event.n_independent == 2


# ---- persons


def is_known(word: str) -> bool:
    """Tell whether the profile takes the word for an actor or a body ("Paa" is folded to "PA")."""
    return bool(load_conflict("ukraine").mentions(word))


LETTERS = st.characters(categories=["Ll"], max_codepoint=0x24F)
SURNAMES = st.builds(
    lambda head, tail: head + tail,
    st.sampled_from("ABCDEFGHIJKLMNOPRSTUVYZŽŠ"),
    st.text(LETTERS, min_size=4, max_size=9),
).filter(
    lambda word: word.isalpha() and word.casefold() not in nameless_words() and not is_known(word)
)
GIVEN = st.sampled_from(["Olena", "Ivan", "Mark", "Will", "Rose", "Oleksandr", "John", "April"])
FORMS = st.sampled_from(
    [
        "{given} {name} said that Hirske had fallen.",
        "{name} said so; later {name}'s brother fled.",
        "Hirske fell, according to {given} V. {name}, a resident.",
        "“We left,” says {given} {name}-Koval.",
        "It was Mr {name} who saw it, near Hirske.",
        "A post by @{name} and {name}@mail.example, phone +380 44 123-45-67.",
        "{caps} SAW IT",
    ]
)


@given(st.lists(st.tuples(GIVEN, SURNAMES, FORMS), min_size=1, max_size=3), st.data())
def test_no_name_of_a_private_person_remains(
    told: list[tuple[str, str, str]], data: st.DataObject
) -> None:
    given_claims = []
    for first, name, form in told:
        text = form.format(given=first, name=name, caps=name.upper())
        full = f"{first} {name}"
        given_claims.append(
            claim(
                claimant=data.draw(st.sampled_from([full, name, "Russian Ministry of Defence"])),
                claimant_role=data.draw(st.sampled_from(["resident", f"aide to {full}", None])),
                evidence=text,
                title=f"What {full} saw",
                reported_via=json.dumps(["TASS", full]),
                source_url=f"https://a.example/{name}-speaks",
                source=data.draw(st.sampled_from(["The Paper", f"Olena {name}"])),
                document_id=f"{name}-1",
                share_of=f"the land of {full}",
                mention=data.draw(st.sampled_from([f"the farm of {full}", f"{name}'s village"])),
                date_text=f"the day {full} fled",
                counts=json.dumps([{"number": 1, "of": full}], ensure_ascii=False),
            )
        )
    for one in public(*given_claims, persons="roles"):
        left = json.dumps([getattr(one, n) for n in one.__slots__], default=str, ensure_ascii=False)
        words = {word.casefold() for word in re.findall(r"[^\W\d_]+", left)}
        for _, name, _ in told:
            assert name.casefold() not in words


def test_a_person_is_told_by_role_in_claimant_and_evidence() -> None:
    given = claim(
        claimant="Olena Petrenko", claimant_role="teacher in Hirske", claimant_kind="local",
        evidence="Hirske has fallen, Olena Petrenko said.",
    )  # fmt: skip
    (one,) = public(given, persons="roles")
    assert one.claimant == "teacher in Hirske"
    assert one.evidence == "[redacted] Hirske has fallen, [teacher in Hirske] said."
    assert is_redacted(one.evidence)
    assert not is_redacted(given.evidence)


def test_whom_the_conflict_knows_is_told_by_office() -> None:
    given = claim(
        claimant="Serhii Haidai", claimant_role="governor of Luhansk oblast",
        evidence="According to Mr Haidai, Hirske has fallen.",
    )  # fmt: skip
    (one,) = public(given, persons="roles")
    assert one.claimant == "governor of Luhansk oblast"
    assert "Haidai" not in one.evidence
    assert "[governor of Luhansk oblast" in one.evidence


def test_two_persons_of_one_role_stay_two() -> None:
    both = [
        claim(claimant=name, claimant_role="resident", claimant_kind="local")
        for name in ("Olena Petrenko", "Ivan Koval")
    ]
    done = public(*both, persons="roles")
    assert {one.claimant for one in done} == {"resident (1)", "resident (2)"}
    nameless = public(claim(claimant="Ivan Koval", claimant_kind=None), persons="roles")
    assert nameless[0].claimant == "person"


def test_a_chain_that_is_no_list_is_text() -> None:
    (one,) = public(claim(reported_via="TASS, Ivan Koval"), persons="roles")
    assert one.reported_via == "TASS, [name]"
    assert public(claim(), persons="roles")[0].reported_via is None


def test_a_mention_in_words_of_a_person_hides_the_person_elsewhere_too() -> None:
    given = claim(mention="Koval's village", evidence="Koval's village fell, Koval said.")
    (one,) = public(given, persons="roles")
    assert (one.mention, one.evidence) == (
        "[name] village",
        "[redacted] [name] village fell, [name] said.",
    )


def test_bodies_places_and_ordinary_words_keep_their_names() -> None:
    text = (
        "On Friday the Ukrainian General Staff said that Russian forces had left Hirske in May;"
        " HIMARS and S-300 were used, NATO said."
    )
    given = claim(UKRAINE, evidence=text, reported_via='["TASS"]', title="Hirske has fallen")
    (one,) = public(given, persons="roles")
    assert (one.evidence, one.title, one.claimant) == (text, given.title, given.claimant)
    assert one.reported_via == '["TASS"]'


def test_a_village_named_like_a_person_does_not_uncover_one() -> None:
    there = claim(place_id="gn9", place_name="Petrenko", mention="Petrenko")
    given = claim(evidence="Olena Petrenko left Petrenko.")
    done = public(there, given, persons="roles")
    assert done[1].evidence == "[redacted] [name] left Petrenko."


def test_text_in_a_script_without_capitals_is_withheld() -> None:
    (one,) = public(claim(evidence="قال إيفان إن البلدة سقطت"), persons="roles")
    assert one.evidence == "[redacted] [text in a script without capitals]"
    (cyrillic,) = public(claim(evidence="місто взяли"), persons="roles")
    assert cyrillic.evidence == "місто взяли"


def test_a_person_without_a_role_is_told_from_the_report_that_quotes_it() -> None:
    given = claim(claimant="Ivan Koval", source="Daily", claimant_kind="source", claimant_role=None)
    (one,) = public(given, persons="roles")
    assert one.claimant == "source"


def test_a_report_that_speaks_for_itself_still_does() -> None:
    own = claim(claimant="Ivan Koval", source="Ivan Koval", claimant_kind="source")
    (one,) = public(own, persons="roles")
    assert one.claimant == one.source == "name"
    (known,) = public(claim(source="Serhii Haidai"), persons="roles")
    assert known.source == "name"
    paper = claim(claimant="The Vorpal", source="The Vorpal", claimant_kind="source")
    assert public(paper, persons="roles")[0].claimant == "The Vorpal"


# ---- together


@given(st.lists(claims(), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(given: list[Claim], random: st.random.Random) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)
    terms = replace(load_profile("public"), delay_days=150)
    first = publish(given, terms, on=LATER, places=ATLAS)
    second = publish(shuffled, terms, on=LATER, places=ATLAS)
    assert (first.notice, first.withheld) == (second.notice, second.withheld)
    by_id = {one.claim_id: one for one in first.claims}
    assert by_id == {one.claim_id: one for one in second.claims}


def test_hashes_and_offsets_still_lead_to_the_words() -> None:
    given = claim(
        claimant="Ivan Koval", evidence="Ivan Koval said so.", evidence_start=7, evidence_end=26,
        claimant_start=7, claimant_end=17, document_sha256="d", text_sha256="t",
    )  # fmt: skip
    (one,) = publish([given], "public", on=LATER, places=ATLAS).claims
    for name in ("evidence_start", "evidence_end", "claimant_start", "claimant_end"):
        assert getattr(one, name) == getattr(given, name)
    assert (one.document_sha256, one.text_sha256, one.claim_id) == ("d", "t", given.claim_id)
    assert is_redacted(one.evidence)


def test_a_published_export_says_on_what_terms() -> None:
    done = publish([claim()], "public", on=LATER, places=ATLAS)
    about = Provenance(claimmap_version="1", notices=(done.notice,))
    assert "“Public”: nothing later than 2022-11-28" in done.notice
    assert "Nothing was withheld." in done.notice
    written = json.loads(claims_geojson(done.claims, about))["claimmap"]["notices"]
    assert written == [done.notice]


def test_settlements_come_from_the_shipped_gazetteer() -> None:
    given = claim(place_id="zaporizhzhia-npp", lon=34.5858, lat=47.5119)
    (one,) = publish([given], "public", on=LATER).claims
    assert (one.place_name, one.where_prec) == ("Enerhodar", 2)

"""What the three reports say comes out of them: in our restatements and in the originals.

Each is read with its date and without. The same tests run on all, so they name facts, not words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from events.corpus import Corpus, open_pipeline
from events.documents import read_documents
from events.export import Provenance, claims_geojson, rejected_jsonl
from events.pipeline import Pipeline, Reading
from events.types import Claim, is_own_voice
from geo.distance import destination, distance_m
from geo.types import Position

DAY = date(2022, 6, 24)  # a Friday
NUMBERS = ("000", "001", "003")

SIEVIERODONETSK = Position(lon=38.493, lat=48.948)
LYSYCHANSK = Position(lon=38.442, lat=48.904)
HIRSKE = Position(lon=38.49, lat=48.75)
ZOLOTE = Position(lon=38.51, lat=48.69)
TOSHKIVKA = Position(lon=38.57, lat=48.78)
AVDIIVKA = Position(lon=37.743, lat=48.139)
OLHINE = Position(lon=33.489, lat=47.478)
PLANT = Position(lon=34.586, lat=47.512)
ZAPORIZHZHIA = Position(lon=35.139, lat=47.838)
MARIUPOL = Position(lon=37.549, lat=47.097)
KYIV = Position(lon=30.523, lat=50.450)

PLACES = {
    r"Si?evi?erodonetsk": SIEVIERODONETSK,
    "Lysychansk": LYSYCHANSK,
    "Hirske": HIRSKE,
    "Zolote": ZOLOTE,
    "Toshkivka": TOSHKIVKA,
    "Avdiivka": AVDIIVKA,
    "Olhine": OLHINE,
    "Zaporizhzhia": PLANT,
}
RUSSIAN = {"Russia", "LPR", "DPR", "Separatists"}
RUSSIAN_MINISTRY = "Russian Ministry of Defence"
LINK = re.compile(r"^Also read \|.*$", re.MULTILINE)
SITE_RULES = re.compile(r"^Why .*\bThe Herald\b.*\?$", re.MULTILINE)
BACKGROUND = re.compile(r"\b(NATO|EU|European Union|Finland|Sweden|Corriere|Italian)\b")


@dataclass(frozen=True)
class Reports:
    """The three reports as read, by their number."""

    corpus: str
    readings: dict[str, Reading]

    def claims(self, number: str | None = None) -> list[Claim]:
        """Return the claims of one report, or of all."""
        chosen = [self.readings[n] for n in ([number] if number else NUMBERS)]
        return [claim for reading in chosen for claim in reading.claims]

    def as_corpus(self, number: str | None = None) -> Corpus:
        """Return one report, or all, as what the library answers from."""
        chosen = [self.readings[n] for n in ([number] if number else NUMBERS)]
        return Corpus(
            documents=tuple(reading.document for reading in chosen),
            claims=tuple(self.claims(number)),
            rejected=tuple(rejected for reading in chosen for rejected in reading.rejected),
        )


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return open_pipeline()


@pytest.fixture(
    scope="module",
    params=[
        "restated",
        "restated-undated",
        pytest.param("original-given", marks=pytest.mark.originals),
        pytest.param("original-undated", marks=pytest.mark.originals),
    ],
)
def reports(
    request: pytest.FixtureRequest,
    pipeline: Pipeline,
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Reports:
    folder, given = root / "seeds/reports", None
    if request.param == "restated-undated":
        folder = _without_dates(folder, tmp_path_factory.mktemp("undated"))
    if request.param.startswith("original"):
        folder = request.getfixturevalue("originals")
        given = DAY if request.param.endswith("given") else None
    paths = [path for number in NUMBERS for path in folder.glob(f"{number}_*")]
    documents, rejected = read_documents(paths, published=given)
    assert (len(documents), rejected) == (3, [])
    readings = {one.document_id[:3]: pipeline.read_report(one) for one in documents}
    return Reports(request.param, readings)


def _without_dates(folder: Path, into: Path) -> Path:
    for path in folder.glob("*.md"):
        text, changed = re.subn(r"(?m)^published: .*\n", "", path.read_text("utf-8"), count=1)
        assert changed == 1
        (into / path.name).write_text(text, "utf-8")
    return into


def near(place: Position, claims: Iterable[Claim], *, within_m: float = 5_000) -> list[Claim]:
    """Return the claims pinned at a place or near it."""
    return [c for c in claims if c.where_prec in (1, 2) and _off_m(c, place) <= within_m]


def of(claims: Iterable[Claim], **wanted: object) -> list[Claim]:
    """Return the claims whose fields have these values."""
    return [c for c in claims if all(getattr(c, name) == is_ for name, is_ in wanted.items())]


def by(name: str, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims of those whose name or office holds these letters."""
    return [c for c in claims if name in f"{c.claimant} {c.claimant_role}"]


def _off_m(claim: Claim, place: Position) -> float:
    return float("inf") if _pin(claim) is None else distance_m(_position(claim), place)


def _pin(claim: Claim) -> tuple[float, float] | None:
    return None if claim.lon is None or claim.lat is None else (claim.lon, claim.lat)


def _position(claim: Claim) -> Position:
    pin = _pin(claim)
    assert pin is not None
    return Position(lon=pin[0], lat=pin[1])


def _the_town_to_the_south(reports: Reports) -> Claim:
    (town,) = [c for c in reports.claims("000") if "to the south" in (c.mention or "")]
    return town


# Dates


def test_only_the_first_report_tells_its_day_by_itself(reports: Reports) -> None:
    basis = {"restated": "stated", "original-given": "given"}.get(reports.corpus)
    alone = {"000": (DAY, "inferred"), "001": (None, "unknown"), "003": (None, "unknown")}
    for number, reading in reports.readings.items():
        expected = (DAY, basis) if basis else alone[number]
        told = {(c.published, c.published_basis) for c in reading.claims}
        assert told == {(reading.document.published, reading.document.published_basis)}
        assert told == {expected}


# Places


@pytest.mark.parametrize(("name", "place"), PLACES.items(), ids=list(PLACES))
def test_each_place_is_at_its_right_position(reports: Reports, name: str, place: Position) -> None:
    named = [c for c in reports.claims() if re.match(name, c.mention or "")]
    assert named
    assert near(place, named) == named


def test_russia_holds_the_plant_at_enerhodar_in_the_reporters_voice(reports: Reports) -> None:
    held = of(near(PLANT, reports.claims("000")), claimed_controller="Russia", modality="asserted")
    assert held
    assert all(is_own_voice(claim) for claim in held)


def test_the_city_of_zaporizhzhia_gets_no_russian_controller(reports: Reports) -> None:
    city = near(ZAPORIZHZHIA, reports.claims(), within_m=25_000)
    assert not [c for c in city if c.claimed_controller in RUSSIAN]
    assert not [c for c in city if c.projected_controller in RUSSIAN]


# Hirske


def test_hirske_has_the_word_of_four_claimants_and_of_nobody_else(reports: Reports) -> None:
    told = near(HIRSKE, reports.claims("000"))
    who = {f"{c.claimant} {c.claimant_role}" for c in told}
    assert len(who) == 4
    for name in (RUSSIAN_MINISTRY, "Babchenko", "spokeswoman", "Kiselev"):
        assert by(name, told), name


@pytest.mark.parametrize("place", [HIRSKE, ZOLOTE], ids=["Hirske", "Zolote"])
def test_the_russian_ministry_of_defence_says_it_captured(
    reports: Reports, place: Position
) -> None:
    (claim,) = of(near(place, reports.claims("000")), claimant=RUSSIAN_MINISTRY, where_prec=1)
    assert (claim.event_type, claim.modality, claim.actor1) == ("capture", "asserted", "Russia")
    assert claim.claimed_controller == "Russia"
    assert (claim.claimant_side, claim.claimant_kind) == ("Russia", "military")


def test_the_russian_ministry_of_defence_says_forces_are_encircled_near_hirske(
    reports: Reports,
) -> None:
    (claim,) = of(near(HIRSKE, reports.claims("000")), claimant=RUSSIAN_MINISTRY, where_prec=2)
    assert (claim.event_type, claim.modality) == ("encirclement", "asserted")
    assert (claim.actor2, claim.claimed_controller) == ("Ukraine", None)
    assert 2000 in {count["number"] for count in json.loads(claim.counts or "[]")}


def test_the_mayor_says_that_the_area_around_hirske_fell_and_the_town_was_reached_on_friday(
    reports: Reports,
) -> None:
    told = by("Babchenko", reports.claims("000"))
    assert {(c.event_type, c.where_prec) for c in told} == {("capture", 2), ("advance", 1)}
    assert near(HIRSKE, told) == told
    for claim in told:
        assert (claim.modality, claim.actor1) == ("asserted", "Russia")
        assert (claim.event_date, claim.event_date_end, claim.date_prec) == (DAY, DAY, 1)
        assert "Friday" in (claim.date_text or "")
        assert (claim.claimant_side, claim.claimant_kind) == ("Ukraine", "local")
        assert claim.claimed_controller is None, "the town itself is not said to be taken"


def test_the_regions_spokeswoman_says_that_a_red_flag_flies_in_hirske(reports: Reports) -> None:
    (claim,) = by("spokeswoman", reports.claims("000"))
    assert near(HIRSKE, [claim])
    assert (claim.event_type, claim.modality) == ("control", "asserted")
    assert (claim.claimed_controller, claim.against_interest) == ("Russia", True)
    assert (claim.claimant_side, claim.claimant_kind) == ("Ukraine", "official")
    assert json.loads(claim.reported_via or "[]") == ["Reuters"]


def test_the_separatist_official_says_through_tass_that_hirske_was_taken_over(
    reports: Reports,
) -> None:
    (claim,) = by("Kiselev", near(HIRSKE, reports.claims("000")))
    assert (claim.event_type, claim.modality) == ("capture", "asserted")
    assert claim.actor1 in RUSSIAN
    assert (claim.claimant_side, claim.claimant_kind) == ("Russia", "official")
    assert "interior ministry" in (claim.claimant_role or "").casefold()
    assert "TASS" in json.loads(claim.reported_via or "[]")


def test_what_the_report_says_at_its_head_and_attributes_later_corroborates_nothing(
    reports: Reports,
) -> None:
    """The town to the south and the 2,000 men surrounded: later the Russian ministry's words."""
    corpus = reports.as_corpus("000")
    own = of([c for c in corpus.claims if is_own_voice(c)], actor1="Russia", modality="asserted")
    surrounded = [c for c in of(own, event_type="encirclement") if "2000" in (c.counts or "")]
    assert len(surrounded) == 1
    head = {_the_town_to_the_south(reports).claim_id, surrounded[0].claim_id}
    told = [event for event in corpus.events() if head & set(event.claim_ids)]
    assert [event.n_independent for event in told] == [0, 0]
    (hirske,) = [s for s in corpus.control(DAY) if s.place_name == "Hirske"]
    assert {word.side for word in hirske.words} <= {"Russia", "Ukraine"}


# Sievierodonetsk


@pytest.mark.parametrize(
    ("number", "modalities"),
    [("000", {"planned", "ordered"}), ("001", {"planned", "ordered"}), ("003", {"predicted"})],
    ids=NUMBERS,
)
def test_the_withdrawal_from_sievierodonetsk_has_not_happened(
    reports: Reports, number: str, modalities: set[str]
) -> None:
    told = of(near(SIEVIERODONETSK, reports.claims(number)), event_type="withdrawal")
    assert modalities <= {c.modality for c in told}
    for claim in of(told, modality="asserted"):
        is_fallback = "chemical" in claim.evidence
        assert is_fallback or claim.claimant_kind == "expert"


@pytest.mark.parametrize("number", ["000", "001"])
def test_who_claims_the_withdrawal_is_the_governor(reports: Reports, number: str) -> None:
    told = of(near(SIEVIERODONETSK, reports.claims(number)), event_type="withdrawal")
    to_come = [c for c in told if c.modality in ("ordered", "planned")]
    assert to_come
    for claim in to_come:
        assert "governor" in (claim.claimant_role or "")
        assert (claim.claimant_side, claim.claimant_kind) == ("Ukraine", "official")


@pytest.mark.parametrize("number", NUMBERS)
def test_who_is_to_leave_sievierodonetsk_is_ukraine(reports: Reports, number: str) -> None:
    told = of(near(SIEVIERODONETSK, reports.claims(number)), event_type="withdrawal")
    to_come = [c for c in told if c.modality in ("ordered", "planned", "predicted")]
    assert {(c.actor1, c.claimed_controller) for c in to_come} == {("Ukraine", None)}


def test_gaidai_and_haidai_are_one(reports: Reports) -> None:
    spelled = {}
    for number in ("000", "001"):
        text = reports.readings[number].document.text
        for claim in by("aidai", reports.claims(number)):
            spelled[text[claim.claimant_start : claim.claimant_end]] = claim.claimant
    assert any("Gaidai" in spelling for spelling in spelled)
    assert any("Haidai" in spelling for spelling in spelled)
    assert len(set(spelled.values())) == 1


def test_the_analysts_forced_retreat_is_a_claim_of_a_third_party(reports: Reports) -> None:
    told = [c for c in reports.claims("000") if c.claimant_kind == "expert"]
    (claim,) = of(told, event_type="withdrawal")
    assert near(SIEVIERODONETSK, [claim])
    assert (claim.modality, claim.claimed_controller) == ("asserted", None)
    assert "Mus" in (claim.claimant or "")
    assert claim.claimant_side is None


def test_falling_back_to_the_chemical_works_is_a_claim_that_leaves_the_city_to_nobody(
    reports: Reports,
) -> None:
    told = [c for c in reports.claims("001") if "chemical" in c.evidence]
    (claim,) = of(told, event_type="withdrawal")
    assert near(SIEVIERODONETSK, [claim])
    assert (claim.modality, claim.actor1) == ("asserted", "Ukraine")
    assert claim.claimed_controller is None
    status = reports.as_corpus("001").control(DAY)
    assert claim.claim_id not in {deciding for one in status for deciding in one.deciding}


@pytest.mark.parametrize(
    ("number", "place"),
    [(n, SIEVIERODONETSK) for n in NUMBERS] + [(n, LYSYCHANSK) for n in ("000", "001")],
    ids=[f"{n}-Sievierodonetsk" for n in NUMBERS] + ["000-Lysychansk", "001-Lysychansk"],
)
def test_nothing_makes_the_twin_cities_russian_held(
    reports: Reports, number: str, place: Position
) -> None:
    told = near(place, reports.claims(number))
    assert told
    assert not [c for c in told if c.claimed_controller in RUSSIAN]
    assert not of(told, event_type="capture", modality="asserted")
    here = {c.place_id for c in told}
    for status in reports.as_corpus(number).control(DAY):
        if status.place_id in here:
            assert RUSSIAN.isdisjoint({status.holder, *(w.controller for w in status.words)})


@pytest.mark.parametrize(
    ("number", "event_type"),
    [("000", "attack"), ("000", "bombardment"), ("001", "bombardment"), ("003", "attack")],
)
def test_attacks_and_bombardment_of_sievierodonetsk_are_there(
    reports: Reports, number: str, event_type: str
) -> None:
    told = of(near(SIEVIERODONETSK, reports.claims(number)), event_type=event_type)
    assert told
    assert {c.actor1 for c in told} <= {"Russia", None}


def test_severodonetsk_is_the_same_place(reports: Reports) -> None:
    named = [c for c in reports.claims() if re.match(r"Si?evi?erodonetsk", c.mention or "")]
    assert {c.mention for c in named} == {"Sievierodonetsk", "Severodonetsk"}
    assert len({c.place_id for c in named}) == 1
    dated = [c for c in named if c.event_date or c.published]
    assert {c.place_name for c in dated} == {"Sievierodonetsk"}, "its name on that day"


# Lysychansk


@pytest.mark.parametrize("number", ["000", "001"])
def test_the_encirclement_of_lysychansk_is_attempted(reports: Reports, number: str) -> None:
    told = of(near(LYSYCHANSK, reports.claims(number)), event_type="encirclement")
    assert {(c.modality, c.actor1) for c in told} == {("attempted", "Russia")}
    if number == "000":
        assert {c.claimant for c in told} == {"Ukrainian Ministry of Defence"}


def test_russia_advances_on_lysychansk_from_zolote_and_toshkivka(reports: Reports) -> None:
    told = of(by("aidai", reports.claims("001")), event_type="advance", actor1="Russia")
    (goal,) = near(LYSYCHANSK, told)
    for origin in (ZOLOTE, TOSHKIVKA):
        (claim,) = near(origin, told)
        assert (claim.modality, claim.evidence) == ("asserted", goal.evidence)
        assert claim.claimed_controller is None


def test_the_foray_into_lysychansk_was_repelled(reports: Reports) -> None:
    told = of(near(LYSYCHANSK, reports.claims("001")), event_type="attack_repelled")
    (claim,) = told
    assert (claim.modality, claim.actor1) == ("asserted", "Ukraine")
    assert by("aidai", told)


def test_full_control_of_lysychansk_is_predicted_by_the_separatist_official(
    reports: Reports,
) -> None:
    (claim,) = of(near(LYSYCHANSK, reports.claims("000")), modality="predicted")
    assert "Kiselev" in (claim.claimant or "")
    assert claim.event_type in ("capture", "control")
    assert (claim.claimant_side, claim.claimed_controller) == ("Russia", None)
    assert claim.projected_controller in RUSSIAN


# Elsewhere


def test_the_ukrainian_general_staff_says_russia_fell_back_from_positions_near_olhine(
    reports: Reports,
) -> None:
    told = near(OLHINE, reports.claims("000"))
    acted = {(c.event_type, c.actor1) for c in told}
    assert acted == {("withdrawal", "Russia"), ("counterattack", "Ukraine")}
    for claim in told:
        assert claim.claimant == "General Staff of the Armed Forces of Ukraine"
        assert (claim.claimant_side, claim.claimant_kind) == ("Ukraine", "military")
        assert (claim.modality, claim.where_prec) == ("asserted", 2)


def test_who_holds_olhine_stays_open(reports: Reports) -> None:
    told = near(OLHINE, reports.claims())
    assert {c.claimed_controller for c in told} == {None}
    here = {c.place_id for c in told}
    assert not [s for s in reports.as_corpus().control(DAY) if s.place_id in here]


def test_ukrainian_media_show_that_bombardment_destroyed_a_school_in_avdiivka(
    reports: Reports,
) -> None:
    told = of(near(AVDIIVKA, reports.claims("000")), claimant_kind="media")
    assert {c.event_type for c in told} == {"destruction", "bombardment"}
    for claim in told:
        assert (claim.modality, claim.actor1) == ("asserted", "Russia")
        assert claim.claimant_side == "Ukraine"
        assert "school" in claim.evidence


def test_avdiivka_is_ukrainian_held_in_the_reporters_voice(reports: Reports) -> None:
    told = near(AVDIIVKA, reports.claims("000"))
    (claim,) = [c for c in told if c.claimed_controller]
    assert (claim.event_type, claim.claimed_controller) == ("control", "Ukraine")
    assert is_own_voice(claim)


def test_mariupol_was_lost_in_may(reports: Reports) -> None:
    (claim,) = near(MARIUPOL, reports.claims("000"))
    assert (claim.event_type, claim.modality) == ("capture", "asserted")
    assert claim.claimed_controller == "Russia"
    assert (claim.event_date, claim.event_date_end) == (date(2022, 5, 1), date(2022, 5, 31))
    assert (claim.date_prec, claim.date_basis) == (4, "explicit")


# Regions


@pytest.mark.parametrize(("region", "share"), [("Luhansk", 95), ("Donetsk", 50)])
def test_shares_of_regions_are_claims_about_the_regions(
    reports: Reports, region: str, share: float
) -> None:
    (claim,) = of(reports.claims("001"), share_percent=share)
    assert (claim.place_name, claim.where_prec) == (f"{region} Oblast", 4)
    assert (claim.event_type, claim.modality) == ("control", "asserted")
    assert claim.claimed_controller == "Russia"
    assert is_own_voice(claim)


def test_the_share_of_donetsks_cities_is_an_officials_who_said_so_a_day_earlier(
    reports: Reports,
) -> None:
    (claim,) = of(reports.claims("003"), share_percent=55)
    assert (claim.place_name, claim.where_prec) == ("Donetsk Oblast", 4)
    assert "cities" in (claim.share_of or "")
    assert "Kyrylenko" in (claim.claimant or "")
    assert (claim.claimant_side, claim.claimed_controller) == ("Ukraine", "Russia")
    said = date(2022, 6, 23) if claim.published else None
    assert claim.event_date_end == said


def test_a_share_of_a_region_colours_no_place(reports: Reports) -> None:
    shares = {c.claim_id for c in reports.claims() if c.share_percent is not None}
    assert len(shares) == 3
    for status in reports.as_corpus().control(DAY):
        assert shares.isdisjoint(status.deciding)
        assert shares.isdisjoint(id_ for word in status.words for id_ in word.claim_ids)


# Verification


@pytest.mark.parametrize(
    "place",
    [HIRSKE, ZOLOTE, LYSYCHANSK, OLHINE],
    ids=["Hirske", "Zolote", "Lysychansk", "Olhine"],
)
def test_accounts_from_the_battlefield_that_nobody_could_check_are_unverifiable(
    reports: Reports, place: Position
) -> None:
    told = near(place, reports.claims("000"))
    assert {c.verification for c in told} == {"unverifiable"}
    text = reports.readings["000"].document.text
    for claim in told:
        said = text[claim.verification_start : claim.verification_end]
        assert re.search(r"corroborate|checked independently|confirm", said)


def test_the_reports_own_account_of_the_town_could_not_be_checked_either(reports: Reports) -> None:
    assert _the_town_to_the_south(reports).verification == "unverifiable"


@pytest.mark.parametrize(
    "place", [MARIUPOL, PLANT, KYIV], ids=["Mariupol", "the plant", "Kyiv in February"]
)
def test_what_is_no_news_from_the_battlefield_is_not_unverifiable(
    reports: Reports, place: Position
) -> None:
    assert {c.verification for c in near(place, reports.claims("000"))} == {"none"}


@pytest.mark.parametrize("number", ["001", "003"])
def test_reports_that_do_not_say_what_they_could_not_check_have_nothing_unverifiable(
    reports: Reports, number: str
) -> None:
    assert {c.verification for c in reports.claims(number)} == {"none"}


# What is no news


def test_links_to_other_articles_yield_nothing_and_are_listed_with_the_reason(
    reports: Reports,
) -> None:
    reading = reports.readings["003"]
    links = [match.span() for match in LINK.finditer(reading.document.text)]
    assert len(links) == 2
    for start, end in links:
        assert not [c for c in reading.claims if c.evidence_start < end and c.evidence_end > start]
    for start, end in links:
        listed = [r for r in reading.rejected if r.start < end and r.end > start]
        assert listed
        assert all("link" in r.reason for r in listed)


def test_site_rules_and_subscriber_notices_yield_nothing(reports: Reports) -> None:
    reading = reports.readings["001"]
    rules = SITE_RULES.search(reading.document.text)
    assert rules is not None
    assert reading.claims
    assert not [c for c in reading.claims if c.evidence_end > rules.start()]


def test_background_yields_no_conflict_event(reports: Reports) -> None:
    told = reports.claims()
    assert told
    for claim in told:
        assert claim.country in ("UA", None), claim.evidence
        assert not BACKGROUND.search(claim.mention or "")
        assert not re.search(r"NATO|European Union|\bEU\b|Finland|Sweden", claim.evidence)


# Don't know


def test_the_town_to_the_south_is_captured_in_the_reports_own_voice(reports: Reports) -> None:
    town = _the_town_to_the_south(reports)
    assert (town.event_type, town.modality, town.actor1) == ("capture", "asserted", "Russia")
    assert is_own_voice(town)
    assert town.own_voice_lead, "the ministry's word, further down"


def test_the_town_to_the_south_has_its_own_uncertain_geometry(reports: Reports) -> None:
    town = _the_town_to_the_south(reports)
    assert town.where_prec == 2
    assert (town.uncertainty_m or 0) >= 1_000
    there = destination(SIEVIERODONETSK, bearing_deg=180, distance_m=10_000)
    assert _off_m(town, there) < 3_000


def test_the_town_to_the_south_is_not_silently_hirske(reports: Reports) -> None:
    town = _the_town_to_the_south(reports)
    assert (town.place_id, town.place_name) == (None, None)
    assert _off_m(town, HIRSKE) > 5_000


def test_an_unlocated_claim_survives_with_nulls(reports: Reports) -> None:
    """A besieged city in the east, says the head of the report, and does not name it."""
    found = [c for c in reports.claims("001") if "besieged" in (c.mention or "")]
    (claim,) = of(found, event_type="withdrawal")
    assert (claim.modality, claim.actor1) == ("planned", "Ukraine")
    assert (claim.place_id, claim.lon, claim.lat, claim.where_prec) == (None, None, None, None)
    assert _exported(reports)[claim.claim_id]["geometry"] is None


@pytest.mark.parametrize("number", ["001", "003"])
def test_undated_claims_survive_with_nulls(reports: Reports, number: str) -> None:
    reading = reports.readings[number]
    exported = _exported(reports)
    undated = of(reading.claims, event_date=None)
    if reading.document.published is None:
        assert len(undated) > len(reading.claims) // 2
    for claim in undated:
        assert (claim.event_date_end, claim.date_prec, claim.date_basis) == (None, None, None)
        assert exported[claim.claim_id]["properties"]["event_date"] is None


def _exported(reports: Reports) -> dict[str, dict[str, dict[str, str | None]]]:
    text = claims_geojson(reports.claims(), Provenance(claimmap_version="0"))
    return {row["properties"]["claim_id"]: row for row in json.loads(text)["features"]}


@pytest.mark.parametrize("number", NUMBERS)
def test_what_looked_like_a_claim_and_is_none_is_listed_with_its_reason(
    reports: Reports, number: str
) -> None:
    reading = reports.readings[number]
    rows = [json.loads(line) for line in rejected_jsonl(reading.rejected).splitlines()]
    assert rows
    for row in rows:
        assert row["reason"]
        assert row["text"] == reading.document.text[row["start"] : row["end"]]

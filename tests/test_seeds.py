"""The seeds keep their word: restated reports are ours, and profiles contradict nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from events.actors import Conflict, Entity, conflict_ids, load_conflict
from events.documents import read_documents
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser

REPORTS = Path(__file__).parents[1] / "seeds" / "reports"
LONGEST_RUN = 8  # words in a row that may be shared: names and offices, no sentence


@pytest.fixture(params=conflict_ids())
def conflict(request: pytest.FixtureRequest) -> Conflict:
    return load_conflict(request.param)


def test_each_restated_report_says_that_it_is_one_and_when_the_original_was_published() -> None:
    documents, rejected = read_documents([REPORTS])
    assert not rejected
    assert [d.published and d.published.isoformat() for d in documents] == ["2022-06-24"] * 3
    for document in documents:
        assert document.source
        assert "restatement" in document.source
        assert document.note
        assert "not the publisher's words" in document.note


@pytest.mark.originals
def test_no_sentence_of_an_original_is_carried_over(originals: Path) -> None:
    for path in REPORTS.glob("*.md"):
        ours, theirs = _words(path), _words(originals / f"{path.stem}.txt")
        runs = {tuple(theirs[i : i + LONGEST_RUN]) for i in range(len(theirs))}
        shared = [ours[i : i + LONGEST_RUN] for i in range(len(ours) - LONGEST_RUN + 1)]
        assert not [run for run in shared if tuple(run) in runs], path.name


def test_who_speaks_for_a_side_speaks_for_one_that_the_profile_has(conflict: Conflict) -> None:
    sides = {entity.side for entity in _entities(conflict)} - {None}
    assert sides <= set(conflict.side_ids)


def test_every_speaker_has_a_kind(conflict: Conflict) -> None:
    speakers = (e for e in _entities(conflict) if e.sort in {"person", "institution", "medium"})
    assert not [entity.name for entity in speakers if entity.kind is None]


def test_no_office_ends_before_it_begins(conflict: Conflict) -> None:
    dated = (e for e in _entities(conflict) if e.since and e.until)
    assert not [e.name for e in dated if e.since and e.until and e.until < e.since]


def test_no_spelling_of_a_speaker_leads_to_two_sides_on_one_day(conflict: Conflict) -> None:
    """Azov is an actor and a unit, the Kremlin a metonym and an institution: one side each."""
    days = {day for entity in _entities(conflict) for day in (entity.since, entity.until) if day}
    torn = {
        (" ".join(key), day): sides
        for key, entries in conflict.spellings.items()
        for day in days
        for sides in [{entity.side for entity, _ in entries if entity.holds_on(day)}]
        if len(sides) > 1
    }
    assert not torn


def test_no_person_shares_a_spelling_with_another(conflict: Conflict) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for key, entries in conflict.spellings.items():
        owners[" ".join(key)] |= {entity.name for entity, _ in entries if entity.sort == "person"}
    assert not {key: names for key, names in owners.items() if len(names) > 1}


def test_every_place_in_focus_is_one_of_the_gazetteer(conflict: Conflict) -> None:
    gazetteer = Gazetteer.open()
    assert [gazetteer.get(place).place_id for place in conflict.places] == list(conflict.places)


@pytest.mark.parametrize(
    ("spellings", "place"),
    [
        ("El Fasher|Al-Fashir|Al Fashir|El-Fasher", "El Fasher"),
        ("Wad Madani|Wad Medani|Madani", "Wad Madani"),
        ("El Geneina|Al-Junaynah|Al Geneina|Geneina", "El Geneina"),
        ("El Daein|Ed Daein|Al-Daein|Ad-Da'ein", "El Daein"),
        ("El Nahud|Al-Nahud|En Nahud|An Nuhud", "El Nahud"),
        ("El Obeid|Al-Obeid|Al-Ubayyid", "El Obeid"),
        ("Khartoum North|Bahri|Khartoum Bahri", "Khartoum North"),
        ("Singa|Sinja", "Singa"),
        ("Jebel Moya|Jabal Moya", "Jebel Moya"),
        ("El Khuwei|Al-Khuwai|Al-Khiwai", "El Khuwei"),
        ("Zalingei|Zalinji", "Zalingei"),
        ("Babanusa|Babanousa", "Babanusa"),
        ("Dilling|El Dalang", "Dilling"),
        ("Tawila|Taweela", "Tawila"),
    ],
)
def test_the_spellings_of_a_place_in_sudan_mean_one_place(spellings: str, place: str) -> None:
    places = Geoparser(Gazetteer.open(), None)
    focus = load_conflict("sudan").focus()
    for name in spellings.split("|"):
        [found] = places.places(f"The army shelled {name} on Monday.", focus).resolutions
        assert (found.toponym.text, found.place and found.place.name) == (name, place)


def _entities(conflict: Conflict) -> set[Entity]:
    return {entity for entries in conflict.spellings.values() for entity, _ in entries}


def _words(path: Path) -> list[str]:
    text = path.read_text("utf-8").replace("’", "'")
    body = text.split("\n---\n", 1)[-1]
    return re.findall(r"[\w']+", body.lower())

"""One report is read by collaborators that are passed in; one bad report spoils no other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from events.actors import Conflict, load_conflict
from events.errors import RecordError
from events.pipeline import Pipeline, Reading
from events.store import MEMORY, Added, Ledger
from events.types import Claim, Document, Rejected
from geo.errors import SpanError
from geo.types import Focus, Geoparse, Place, Position, Resolution, Toponym
from tests.events.sample import claim, document

UKRAINE = load_conflict("ukraine")
OTHER = replace(UKRAINE, id="other", spellings={}, countries=("SD",))
WAR = "Russian forces took Hirske, Ukrainian officials said."


@dataclass
class FakeGeoparser:
    """Finds one place of a country, and remembers where it was told to look."""

    country: str = "UA"
    named: int = 1
    foci: list[Focus] = field(default_factory=list)
    among: list[Container[str] | None] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)

    def places(self, text: str, focus: Focus, *, among: Container[str] | None = None) -> Geoparse:
        self.among.append(among)
        self.foci.append(focus)
        if "unparsable" in text:
            raise SpanError("the parse broke")
        place = Place(
            place_id="p", name="P", kind="settlement", position=Position(lon=1, lat=2),
            country=self.country,
        )  # fmt: skip
        found = Resolution(
            toponym=Toponym(start=0, end=1, text=text[0]), place=place, position=place.position,
            where_prec=1, uncertainty_m=None, score=1.0, reason="fake",
        )  # fmt: skip
        return Geoparse(text=text, sentences=(), resolutions=(found,) * self.named)

    def with_tokens(self, geoparses: Iterable[Geoparse]) -> Iterator[Geoparse]:
        for geoparse in geoparses:
            self.parsed.append(geoparse.text)
            yield geoparse


def fake_extract(
    document: Document, geoparse: Geoparse, conflict: Conflict, *, gazetteer_version: str
) -> tuple[list[Claim], list[Rejected]]:
    """Make one claim of every report."""
    if "unlawful" in document.text:
        raise RecordError("a claim broke the record")
    told = claim(
        of=document,
        published=document.published,
        conflict=conflict.id,
        gazetteer_version=gazetteer_version,
    )
    return [told], []


def pipeline(geoparser: FakeGeoparser | None = None, **more: Any) -> Pipeline:
    values: dict[str, Any] = {
        "geoparser": geoparser or FakeGeoparser(),
        "extract": fake_extract,
        "conflicts": [UKRAINE],
        "gazetteer_version": "g9",
        "extractor_version": "9",
    }
    return Pipeline(**(values | more))


def why(reading: Reading) -> str:
    assert reading.claims == ()
    (one,) = reading.rejected
    return one.reason


def test_a_report_becomes_claims_of_its_conflict() -> None:
    reading = pipeline().read_report(document(WAR))
    (found,) = reading.claims
    assert (found.conflict, found.gazetteer_version) == ("ukraine", "g9")
    assert reading.rejected == ()


def test_the_places_of_the_conflict_are_in_focus_and_the_text_is_parsed_once() -> None:
    geoparser = FakeGeoparser()
    pipeline(geoparser).read_report(document(WAR, published=date(2022, 6, 24)))
    assert geoparser.foci == [UKRAINE.focus(date(2022, 6, 24))]


def test_a_report_about_no_known_conflict_is_rejected_and_says_so() -> None:
    reading = pipeline(FakeGeoparser("IT")).read_report(document("Rain in Rome.", title="Weather"))
    assert why(reading) == "the report speaks of no known conflict (ukraine)"
    assert reading.rejected[0].text == "Weather"


def test_a_report_of_no_conflict_is_not_parsed_and_keeps_its_turn() -> None:
    geoparser = FakeGeoparser("SD")
    war = "Omdurman: the RSF and the SAF fought in Khartoum."
    reports = [document(text) for text in ("Rain in Rome.", war, "unparsable", WAR, "Snow.")]
    conflicts = [UKRAINE, load_conflict("sudan")]
    found = list(pipeline(geoparser, conflicts=conflicts).read_reports(iter(reports)))
    assert [reading.document.text for reading in found] == [report.text for report in reports]
    assert [len(reading.claims) for reading in found] == [0, 1, 0, 0, 0]
    assert geoparser.parsed == [war]


def test_places_tell_the_conflict_where_actors_do_not() -> None:
    geoparser = FakeGeoparser("SD", named=2)
    both = pipeline(geoparser, conflicts=[UKRAINE, OTHER])
    (found,) = both.read_report(document("Shells fell on Khartoum.")).claims
    assert found.conflict == "other"
    assert [focus.countries for focus in geoparser.foci] == [(), ("SD",)]


def test_a_conflict_that_is_given_is_not_questioned() -> None:
    given = pipeline(FakeGeoparser("IT"), given=UKRAINE)
    assert given.read_report(document("Rain in Rome.")).claims[0].conflict == "ukraine"


def test_places_of_other_countries_are_found_only_where_they_are_asked_for() -> None:
    geoparser = FakeGeoparser()
    reads = pipeline(geoparser)
    reads.read_report(document("Troops left Olhine."))
    (countries,) = set(geoparser.among)
    assert countries == {"UA"}
    reads.geoparse(document("Troops left Olhine."))
    assert geoparser.among[-1] is None


def test_a_report_without_a_date_gets_the_one_that_its_text_decides() -> None:
    text = f"KYIV, June 24, 2022 - {WAR}"
    reading = pipeline().read_report(document(text, published=None, published_basis="unknown"))
    assert reading.document.published == date(2022, 6, 24)
    assert reading.document.published_basis == "inferred"
    assert reading.claims[0].published == date(2022, 6, 24)


def test_a_report_that_nothing_dates_is_read_without_a_date() -> None:
    reading = pipeline().read_report(document(WAR, published=None, published_basis="unknown"))
    assert reading.document.published is None
    assert len(reading.claims) == 1


@pytest.mark.parametrize("fault", ["unparsable", "unlawful"])
def test_a_report_that_breaks_is_rejected_with_the_fault(fault: str) -> None:
    assert "broke" in why(pipeline().read_report(document(f"{WAR} {fault}")))


def test_reports_are_read_into_the_ledger_in_turn_with_progress() -> None:
    seen: list[tuple[int, int]] = []
    reports = [document(WAR), document(f"{WAR} unlawful"), document(f"{WAR} Again.")]
    with Ledger.open(MEMORY) as ledger:
        reader = pipeline(licences=("CC BY 4.0",), gazetteer_version="g9")
        added = reader.run(reports, ledger, lambda done, total: seen.append((done, total)))
        assert added == Added(documents=3, readings=3, claims=2, rejected=1)
        assert seen == [(1, 3), (2, 3), (3, 3)]
        assert {c.document_id for c in ledger.claims()} == {r.document_id for r in reports[::2]}
        assert ledger.licences() == ["CC BY 4.0"]
        assert reader.run(reports, ledger) == Added()


def test_what_was_stored_when_a_run_breaks_off_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("events.pipeline.BATCH", 2)
    reports = [document(f"{WAR} {n}") for n in range(5)]
    with Ledger.open(MEMORY) as ledger:
        with pytest.raises(KeyboardInterrupt):
            pipeline().run(reports, ledger, stop)
        assert len(ledger.documents()) == 2
        assert pipeline().run(reports, ledger).documents == 3

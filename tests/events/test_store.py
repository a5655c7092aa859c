"""The ledger, in SQLite and in PostgreSQL: append-only, idempotent, indifferent to order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given
from hypothesis import strategies as st

from events.errors import LedgerError
from events.export import Provenance, claims_geojson
from events.frames import to_frame
from events.review import Notice, Review
from events.store import MEMORY, Added, Ledger, asking
from events.store.adding import add_batch
from events.store.rows import batch_of
from events.store.schema import GUARDED
from events.types import CLAIM_FIELDS, Claim, Document, Rejected
from tests.events.sample import claim, document, june

ONE, TWO = document("Hirske was taken."), document("Zolote was taken.")
THREE = document("Nothing happened.")
CLAIMS = [claim(of=ONE), claim(of=TWO, place_name="Zolote"), claim(of=ONE, event_type="attack")]


def refusal(of: Document, reason: str = "no place") -> Rejected:
    return Rejected(
        document_id=of.document_id,
        document_sha256=of.sha256,
        start=0,
        end=6,
        text="Hirske",
        reason=reason,
        stage="claim",
    )


UNREAD = Rejected(
    document_id="bad", document_sha256="0", start=0, end=0, text="", reason="empty", stage="read"
)


def test_what_was_added_comes_back_as_it_was(address: str) -> None:
    with Ledger.open(address) as ledger:
        added = ledger.add([ONE, TWO], CLAIMS, [refusal(TWO), UNREAD])
    assert added == Added(documents=2, readings=2, claims=3, rejected=2)
    with Ledger.open(address, create=False) as ledger:
        assert sorted(ledger.claims(), key=hash) == sorted(CLAIMS, key=hash)
        assert ledger.documents() == sorted([ONE, TWO], key=lambda d: d.document_id)
        assert ledger.document(ONE.sha256) == ONE
        assert ledger.document("unknown") is None
        assert ledger.rejected() == [UNREAD, refusal(TWO)]


def test_adding_again_adds_nothing(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.add([ONE, TWO], CLAIMS, [refusal(TWO), UNREAD], run="first")
        custody = ledger.custody()
        again = ledger.add([TWO, ONE], reversed(CLAIMS), [UNREAD, refusal(TWO)], run="second")
        assert again == Added()
        assert ledger.custody() == custody
        assert {entry.run for entry in custody} == {"first"}


def test_every_field_survives_the_way_there_and_back(address: str) -> None:
    full = claim(
        of=ONE,
        against_interest=True,
        own_voice_lead=True,
        share_percent=55.0,
        uncertainty_m=0.1,
        extraction_confidence=0.25,
        counts='[{"number": 2000}]',
        geo_candidates="[]",
        reported_via='["TASS"]',
    )
    report = replace(ONE, title="T", archived_url="https://a", origin_agency="Reuters", note="n")
    with Ledger.open(address) as ledger:
        ledger.add([report], [full])
        assert ledger.claims() == [full]
        assert ledger.documents() == [report]


def test_only_what_was_published_by_a_day_was_known_on_it(address: str) -> None:
    late = claim(of=ONE, published=june(25), known_from=june(25))
    undated = claim(of=ONE, published=None, known_from=None)
    with Ledger.open(address) as ledger:
        ledger.add([ONE, TWO], [CLAIMS[1], late, undated])
        assert ledger.claims(known_on=june(24)) == [CLAIMS[1]]
        assert len(ledger.claims(known_on=june(25))) == 2
        assert len(ledger.claims()) == 3


def test_a_newer_extractor_supersedes_and_the_old_reading_is_kept(address: str) -> None:
    old = claim(of=ONE, extractor_version="1.9")
    new = claim(of=ONE, extractor_version="1.10", event_type="control")
    with Ledger.open(address) as ledger:
        ledger.add([ONE], [old], [refusal(ONE, "old")])
        ledger.add([ONE], [new], [refusal(ONE, "new")])
        assert ledger.add([ONE], [old], [refusal(ONE, "old")]) == Added(), "an old one comes late"
        assert ledger.claims() == [new]
        assert [r.reason for r in ledger.rejected()] == ["new"]
        assert [d.document_id for d in ledger.documents()] == [ONE.document_id]
        assert len(ledger.custody()) == 2


def test_a_newer_extractor_that_finds_nothing_supersedes_too(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.add([ONE], [claim(of=ONE)])
        ledger.add([ONE], extractor_version="2")
        assert ledger.claims() == []


def test_reading_a_report_with_another_date_is_a_new_reading_of_it(address: str) -> None:
    given = replace(ONE, published=june(20), published_basis="given")
    dated = [claim(of=given, published=june(20))]
    with Ledger.open(address) as ledger:
        ledger.add([ONE], [CLAIMS[0]])
        assert ledger.add([given], dated).documents == 0
        assert ledger.claims() == dated
        assert ledger.documents() == [given]
        ledger.add([ONE], [CLAIMS[0]])
        assert ledger.claims() == [CLAIMS[0]], "the last reading counts"


def test_equal_bytes_under_two_names_count_once_under_the_first_of_them(address: str) -> None:
    twin = replace(ONE, document_id="a-twin")
    with Ledger.open(address) as ledger:
        for _ in range(2):
            ledger.add([ONE], [CLAIMS[0]])
            ledger.add([twin], [replace(CLAIMS[0], document_id="a-twin")])
        assert [d.document_id for d in ledger.documents()] == ["a-twin"]
        assert [c.document_id for c in ledger.claims()] == ["a-twin"]
        assert len(ledger.custody()) == 2, "and neither is added twice"


def test_both_names_of_equal_bytes_may_come_in_one_go(address: str) -> None:
    twin = replace(ONE, document_id="a-twin")
    with Ledger.open(address) as ledger:
        added = ledger.add([ONE, twin], [CLAIMS[0], replace(CLAIMS[0], document_id="a-twin")])
        assert added == Added(documents=1, readings=2, claims=2)
        assert ledger.documents() == [twin]


REPORTS = [
    document(f"{place} was taken.") for place in ("Hirske", "Zolote", "Popasna", "Toshkivka")
]
READ = [(one, claim(of=one, mention=one.text.split()[0]), refusal(one)) for one in REPORTS]


def exports(ledger: Ledger) -> list[object]:
    """Return all that a ledger answers with, but for the custody log."""
    about = Provenance(claimmap_version="1", licences=tuple(ledger.licences()))
    text = claims_geojson(ledger.claims(), about)
    return [text, ledger.claims(), ledger.documents(), ledger.rejected(), ledger.table()]


REVIEW = Review(
    claim_id=READ[0][1].claim_id,
    decision="accept",
    reviewer="Ann",
    reason="as said",
    at=datetime(2026, 1, 1, tzinfo=UTC),
)
NOTICE = Notice(
    claim_id=READ[1][1].claim_id,
    decision="retract",
    source="Daily",
    reason="an error",
    published=june(26),
)


def fill(ledger: Ledger, order: list[int], size: int) -> list[object]:
    for start in range(0, len(order), size):
        some = [READ[at] for at in order[start : start + size]]
        ledger.add([d for d, _, _ in some], [c for _, c, _ in some], [r for _, _, r in some])
    return exports(ledger)


@given(st.permutations(range(len(READ))), st.integers(1, len(READ)))
def test_the_order_of_adding_does_not_matter(order: list[int], size: int) -> None:
    with Ledger.open(MEMORY) as one, Ledger.open(MEMORY) as other:
        assert fill(one, order, size) == fill(other, list(range(len(READ))), len(READ))


def test_both_databases_give_the_same_answers_byte_for_byte(address: str) -> None:
    with Ledger.open(MEMORY) as expected, Ledger.open(address) as ledger:
        assert fill(ledger, [2, 0, 3, 1], 3) == fill(expected, [0, 1, 2, 3], 4)


@given(st.permutations(CLAIMS))
def test_the_order_of_claims_does_not_matter(shuffled: list[Claim]) -> None:
    with Ledger.open(MEMORY) as ledger:
        ledger.add([ONE, TWO], shuffled)
        assert ledger.claims() == sorted(
            CLAIMS, key=lambda c: (c.document_sha256, c.evidence_start, c.claim_id)
        )


def test_names_sort_alike_whatever_the_language_of_the_database(address: str) -> None:
    named = [document(f"about {name}", document_id=name) for name in ("a", "B", "_", "Ż", "z", "-")]
    with Ledger.open(address) as ledger:
        ledger.add(named)
        found = [d.document_id for d in ledger.documents()]
    assert found == ["-", "B", "_", "a", "z", "Ż"]


def test_a_claim_without_its_document_is_refused_and_nothing_is_added(address: str) -> None:
    with Ledger.open(address) as ledger:
        with pytest.raises(LedgerError, match=TWO.sha256):
            ledger.add([ONE], CLAIMS)
        assert ledger.documents() == []


def test_a_fault_on_the_way_leaves_the_ledger_as_it_was(address: str) -> None:
    bad = replace(ONE, title=object())  # type: ignore[arg-type]  # SQLite cannot store it
    with Ledger.open(address) as ledger:
        ledger.add([TWO])
        with pytest.raises((LedgerError, TypeError)):
            ledger.add([document("another"), bad])
        assert ledger.documents() == [TWO]


def test_the_licences_of_the_gazetteers_in_use_are_kept(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.add_gazetteer("g1", ["B", "A"])
        ledger.add_gazetteer("g1", ["B", "A"])
        ledger.add_gazetteer("unused", ["C"])
        ledger.add([ONE], [CLAIMS[0]])
        assert ledger.licences() == ["A", "B"]


def test_readers_see_what_is_written_and_nothing_of_what_is_being_written(address: str) -> None:
    with Ledger.open(address) as writer:
        writer.add([ONE], [CLAIMS[0]])
        with Ledger.open(address, create=False) as reader:

            def rejected() -> Iterator[Rejected]:
                yield refusal(TWO)

            with writer._backend.transaction():
                add_batch(writer._backend, batch_of([TWO], [CLAIMS[1]], rejected(), "1"), None)
                assert reader.claims() == [CLAIMS[0]], "it neither waits nor sees half of it"
            assert len(reader.claims()) == 2


def test_two_may_write_one_after_the_other(address: str) -> None:
    with Ledger.open(address) as one, Ledger.open(address) as other:
        one.add([ONE], [CLAIMS[0]])
        other.add([TWO], [CLAIMS[1]])
        one.add([THREE])
        assert len(one.claims()) == len(other.claims()) == 2
        assert len(other.documents()) == 3


COLUMNS = {"bytes": "content", "gazetteers": "licences", "migrations": "at"} | dict.fromkeys(
    ("reviews", "notices"), "claim_id"
)


@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_edit_or_remove_rows(address: str, verb: str) -> None:
    with Ledger.open(address) as ledger:
        fill(ledger, [0, 1], 2)
        ledger.add_gazetteer("g1", ["A"])
        ledger.review(REVIEW)
        ledger.notice(NOTICE)
        before = exports(ledger)
        for table in GUARDED:
            statement = verb.format(table, COLUMNS.get(table, "reading"))
            with pytest.raises(LedgerError, match=f"append-only: {table} takes no"):
                ledger._backend.query(statement)
        assert exports(ledger) == before


def test_a_page_that_was_edited_is_a_new_version_of_its_document(address: str) -> None:
    page = {"source_url": "https://paper.example/1", "document_id": "page"}
    first, second = document("Taken.", **page), document("Not taken.", **page)
    with Ledger.open(address) as ledger:
        ledger.add([first], [claim(of=first)])
        ledger.add([second, ONE])
        assert ledger.documents() == sorted(
            [first, second, ONE], key=lambda d: (d.document_id, d.sha256)
        )
        versions = ledger.versions()
        assert [(v.number, v.of, v.sha256) for v in versions] == [
            (1, 2, first.sha256),
            (2, 2, second.sha256),
        ]
        assert {(v.address, v.published) for v in versions} == {(page["source_url"], june(24))}
        assert ledger.document(first.sha256) == first, "its bytes are untouched"
        assert ledger.claims() == [claim(of=first)], "what was published was published"


def test_a_table_has_what_the_claims_have(address: str) -> None:
    full = claim(
        of=ONE, own_voice_lead=True, share_percent=55.0, event_date=None, lon=None, lat=None
    )
    with Ledger.open(address) as ledger:
        assert ledger.table().num_rows == 0
        assert_geodataframe_equal(ledger.frame(), to_frame([]))
        ledger.add([ONE, TWO], [full, CLAIMS[1]])
        table = ledger.table()
        assert [Claim(**row) for row in table.to_pylist()] == ledger.claims()
        assert tuple(table.column_names) == CLAIM_FIELDS
        assert_geodataframe_equal(ledger.frame(), to_frame(ledger.claims()))
        assert ledger.table(known_on=june(1)).num_rows == 0


def test_a_ledger_opened_to_be_asked_takes_nothing_in(address: str) -> None:
    Ledger.open(address).close()
    with (
        Ledger.open(address, create=False) as ledger,
        pytest.raises(LedgerError, match=r"read-?only"),
    ):
        ledger.add([ONE])


def test_closing_twice_does_no_harm(address: str) -> None:
    ledger = Ledger.open(address)
    ledger.close()
    ledger.close()


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("mysql://u:secret@host/db", "mysql:"),
        (Path("postgresql://u:secret@host/db"), "postgresql:"),
        ("https://host/ledger", "https:"),
    ],
)
def test_an_address_that_can_be_no_ledger_is_named_without_its_password(
    where: str | Path, shown: str
) -> None:
    with pytest.raises(LedgerError, match=f"begins with {shown}; give a path") as caught:
        Ledger.open(where)
    assert "secret" not in str(caught.value)


def test_an_address_of_sqlite_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Ledger.open("sqlite:///relative.sqlite").close()
    Ledger.open(f"sqlite:///{tmp_path}/absolute.sqlite").close()
    assert {file.name for file in tmp_path.iterdir()} == {"relative.sqlite", "absolute.sqlite"}


def test_the_stamp_changes_whenever_something_is_added(address: str) -> None:
    with Ledger.open(address) as ledger:
        stamps = [ledger.stamp()]
        for do in (
            lambda: ledger.add([READ[0][0], READ[1][0]], [READ[0][1], READ[1][1]]),
            lambda: ledger.add([], (), [UNREAD]),
            lambda: ledger.review(REVIEW),
            lambda: ledger.notice(NOTICE),
        ):
            do()
            stamps.append(ledger.stamp())
            do()
            assert ledger.stamp() == stamps[-1], "nothing new"
    assert len(set(stamps)) == 5


def test_documents_come_with_their_claims_some_at_a_time(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_AT_ONCE", 1)
    with Ledger.open(address) as ledger:
        ledger.add([ONE, TWO], [claim(of=ONE), claim(of=TWO)])
        told = list(ledger.readings())
        assert [one for documents, _ in told for one in documents] == ledger.documents()
        for (document,), (read,) in told:
            assert read.document_sha256 == document.sha256


def test_documents_are_described_without_their_bodies(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.add([ONE, TWO])
        bare = [replace(one, raw=b"", text="") for one in ledger.documents()]
        assert ledger.documents(bodies=False) == bare

"""The snapshot: one file, no request, equal bytes, and text that stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest

from events.actors import load_conflict
from events.export import Provenance
from events.map import assets, snapshot
from events.map.assets import AssetError
from events.map.manifest import MOST_LISTED, Drawn, last_day, manifest, note
from events.map.snapshot import snapshot_html
from events.map.wire import unpacked
from tests.map.sample import DOCUMENTS, hostile_claims, sample_claims

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 ]]> &amp; \"'"


def corpus(**more: Any) -> Drawn:
    parts: dict[str, Any] = {
        "claims": sample_claims(),
        "documents": DOCUMENTS,
        "conflicts": [load_conflict("ukraine")],
        "provenance": Provenance(claimmap_version="9.9", licences=("A licence",)),
    }
    return Drawn(**{**parts, **more})


@pytest.fixture(scope="module")
def page() -> str:
    return snapshot_html(corpus())


def carried(page: str, name: str) -> Any:
    found = re.search(rf'id="claimmap-{name}">([^<]*)</script>', page)
    assert found
    return unpacked(found[1])


def test_the_policy_allows_nothing_but_the_pages_own_style_and_script(page: str) -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = found[1]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_in_the_page_is_fetched(page: str) -> None:
    assert not re.search(r"<(?:script|img|iframe|link|object|embed)\b[^>]*\b(?:src|href)=", page)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    assert not re.search(r"@import|url\((?!#)", style)
    assert "sourceMappingURL" not in page


def test_equal_claims_in_any_order_give_equal_bytes(page: str) -> None:
    claims, documents = sample_claims(), list(DOCUMENTS)
    random.Random(1).shuffle(claims)
    assert snapshot_html(corpus(claims=claims, documents=documents[::-1])) == page


def test_the_manifest_tells_what_the_page_is_made_from(page: str) -> None:
    found = re.search(r'id="claimmap-manifest">(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told == manifest(corpus(), last_day(sample_claims()))
    assert told == carried(page, "page")["about"]["manifest"]
    assert told["versions"]["claimmap"] == "9.9"
    assert told["versions"]["Leaflet"] == "1.9.4"
    assert {d["sha256"] for d in told["documents"]} == {d.sha256 for d in DOCUMENTS}
    assert told["as of"] == "2022-06-25"
    assert "A licence" in told["licences"]
    assert "machine-coded, 0 of 30 reviewed" in told["review"]


def test_many_reports_are_told_by_the_root_of_their_hashes() -> None:
    made = manifest(corpus(), None)
    listed = "".join(f"{one}\n" for one in sorted(d.sha256 for d in DOCUMENTS))
    root = hashlib.sha256(listed.encode()).hexdigest()
    assert made["documents root"]["sha256"] == root
    many = [replace(DOCUMENTS[0], document_id=f"r{n}") for n in range(MOST_LISTED + 1)]
    told = manifest(corpus(claims=[], documents=many), None)
    assert told["documents"] == f"{MOST_LISTED + 1} reports, told by the root"


def test_the_manifest_tells_on_what_terms_it_is_published() -> None:
    made = manifest(corpus(), None)["publication"]
    assert made == {"profile": "internal", "quotes carried": "all"}
    about = Provenance(
        claimmap_version="9.9", query={"profile": "public"}, notices=("Names are left out.",)
    )
    public = manifest(corpus(provenance=about, quotes=5), None)["publication"]
    assert public["notice"] == ["Names are left out."]
    assert public["quotes carried"] == "at most 5, the latest"
    asking = manifest(corpus(quotes=0, fetches=True), None)["publication"]["quotes carried"]
    assert asking == "none; the words of a claim are fetched when it is shown"
    page = snapshot_html(corpus(provenance=about))
    assert "Published on the public terms" in carried(page, "page")["about"]["terms"]
    assert "Published on the public terms" in page.split("<noscript>")[1]


def test_hostile_text_never_becomes_markup() -> None:
    page = snapshot_html(corpus(claims=hostile_claims(HOSTILE)))
    assert "<script>alert" not in page
    assert "<!--" not in page.split("<noscript>")[1]
    assert page.count("</script>") == page.count("<script")
    assert "&lt;script&gt;alert(1)" in page.split("<noscript>")[1]
    assert HOSTILE in carried(page, "more")["tables"]["claimant"]


def test_readers_without_scripts_find_every_claim_in_a_table(page: str) -> None:
    table = page.split("<noscript>")[1].split("</noscript>")[0]
    assert table.count("<tr>") == len(sample_claims()) + 1
    assert "Russian Ministry of Defence" in table
    assert "unknown" in table


def test_a_long_table_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MOST_ROWS", 10)
    table = snapshot_html(corpus()).split("<noscript>")[1]
    assert table.count("<tr>") == 11
    assert "and 20 more" in table


def test_a_corpus_without_claims_makes_a_page_all_the_same() -> None:
    empty = Drawn(claims=())
    page = snapshot_html(empty)
    assert carried(page, "claims")["n"] == 0
    assert manifest(empty, None)["as of"] == "no date known"
    assert note(empty).startswith("0 claims from 0 reports")


def test_one_claim_is_counted_as_one() -> None:
    one = Drawn(claims=sample_claims()[:1])
    assert note(one).startswith("1 claim from 1 report; ")


def test_leaflets_licence_stands_above_its_script_and_no_rule_fetches_an_image() -> None:
    assert assets.leaflet_script().startswith("/*\nBSD 2-Clause License")
    assert "url(images" not in assets.leaflet_style()


def test_a_missing_leaflet_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(assets, "distribution", missing)
    with pytest.raises(AssetError, match="django-js-lib-leaflet is not installed"):
        assets._distributed("leaflet.js")


def test_a_file_missing_from_leaflets_package_is_named() -> None:
    with pytest.raises(AssetError, match=r"holds no leaflet\.wasm"):
        assets._distributed("leaflet.wasm")


def test_every_word_of_the_record_has_words_for_people() -> None:
    from typing import get_args

    from events import types

    told = assets.words()
    vocabularies = {
        "event_type": types.EventType, "modality": types.Modality, "review": types.ReviewStatus,
        "verification": types.Verification, "basis": types.Basis,
        "date_basis": types.DateBasis, "currency": types.Currency,
    }  # fmt: skip
    for name, vocabulary in vocabularies.items():
        assert set(told[name]) == set(get_args(vocabulary)), name

"""The map that can be passed on: its terms, its days, its picture."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from events.cli import cli
from events.cli.snapshots import Days
from events.map.wire import unpacked
from events.store import Ledger
from tests.map.sample import DOCUMENTS, claim, sample_claims

Run = Callable[..., Result]
MAYOR = {"claimant": "Olena Petrenko", "claimant_side": "Ukraine", "claimant_role": "mayor"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of the sample, with one row that may not be passed on."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    barred = claim("Olhine", "capture", "A row.", {"claimant": "A table"}, licence="ACLED-terms")
    named = claim("Hirske", "control", "We hold it, said Olena Petrenko.", MAYOR)
    with Ledger.open(path) as ledger:
        claims = [*sample_claims(), barred, named]
        ledger.add(DOCUMENTS, [replace(one, known_from=one.published) for one in claims])
    return path


@pytest.fixture
def run(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(*words: object) -> Result:
        return CliRunner().invoke(cli, ["snapshot", "--store", str(store), *map(str, words)])

    return invoke


def manifest(page: Path) -> dict[str, Any]:
    found = re.search(r'id="claimmap-manifest">(.*?)</script>', page.read_text(), re.DOTALL)
    assert found
    made: dict[str, Any] = json.loads(found[1])
    return made


def part(page: Path, name: str) -> Any:
    found = re.search(rf'id="claimmap-{name}">([^<]*)</script>', page.read_text())
    assert found
    return unpacked(found[1])


def test_without_more_it_is_for_the_public_and_says_so(run: Run) -> None:
    done = run("--on", "2022-08-01")
    assert done.exit_code == 0, done.output
    page = Path("map.html")
    made = manifest(page)
    assert made["publication"]["profile"] == "public"
    assert made["query"]["published_on"] == "2022-08-01"
    assert "Published on the public terms" in part(page, "page")["about"]["terms"]
    assert made["publication"]["notice"][-1] in done.output
    assert "Olena Petrenko" not in json.dumps(part(page, "more"), default=str)
    assert all("title" not in report for report in made["documents"])


def test_internally_names_stay_and_what_a_licence_bars_does_not(run: Run) -> None:
    assert run("--profile", "internal").exit_code == 0
    told = part(Path("map.html"), "more")["tables"]["claimant"]
    assert "Olena Petrenko" in told
    assert "A table" not in told
    assert "left out" in manifest(Path("map.html"))["publication"]["notice"][0]
    assert run("--profile", "internal", "--private").exit_code == 0
    assert "A table" in part(Path("map.html"), "more")["tables"]["claimant"]


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    run("--on", "2022-08-01", "-o", "one.html")
    run("--on", "2022-08-01", "-o", "two.html")
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


@pytest.mark.parametrize(("asked", "told"), [("none", 0), ("3", 3), ("all", None)])
def test_quotes_are_as_many_as_asked_for(run: Run, asked: str, told: int | None) -> None:
    run("--profile", "internal", "--quotes", asked)
    text = {0: "none", 3: "at most 3, the latest", None: "all"}[told]
    assert manifest(Path("map.html"))["publication"]["quotes carried"] == text
    numbers = part(Path("map.html"), "more")["columns"]["quote"]
    assert sum(map(bool, numbers)) == (len(numbers) if told is None else told)


def test_a_series_has_a_map_of_each_day_and_of_the_last(run: Run) -> None:
    done = run("--profile", "internal", "--series", "2022-06-23..2022-06-25", "--every", "1d")
    assert done.exit_code == 0, done.output
    pages = sorted(Path("maps").iterdir())
    assert [page.name for page in pages] == [f"map-2022-06-{day}.html" for day in (23, 24, 25)]
    numbers = [part(page, "claims")["n"] for page in pages]
    assert numbers[0] == 0 < numbers[1] < numbers[2]
    assert manifest(pages[1])["known on"] == manifest(pages[1])["as of"] == "2022-06-24"


def test_the_last_day_of_a_series_is_always_among_its_days() -> None:
    days = Days(None, (date(2022, 6, 1), date(2022, 6, 10)), 7)
    assert [day.day for day in days.each()] == [1, 8, 10]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--quotes", "some"), "a number, all, or none"),
        (("--series", "June"), "is no FROM..TO"),
        (("--series", "2022-07-01..2022-06-01"), "is after"),
        (("--every", "often"), "is no period"),
        (("--series", "2000-01-01..2022-06-01", "--every", "1d"), "widen --every"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert told in done.output


def test_a_missing_chromium_is_named_before_the_work(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMMAP_CHROMIUM", "no-such-browser")
    done = run("--png")
    assert "no Chromium found" in str(done.exception)
    assert not Path("map.html").exists()


@pytest.mark.browser
def test_a_picture_is_as_large_as_the_page(run: Run) -> None:
    done = run("--profile", "internal", "--png")
    assert done.exit_code == 0, done.output
    data = Path("map.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 1440
    assert len(data) > 50_000  # a blank page has some five

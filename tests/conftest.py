"""What all tests share: where the originals and the tables lie, a Chromium, a PostgreSQL.

No test reaches the network: sockets are blocked except to this computer (see pyproject.toml).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IN_CI = os.environ.get("CI") == "true"
ROOT = Path(__file__).parents[1]

# A slow machine is no failure. In CI a run must be repeatable: its examples are the same each time,
# twice as many as at home.
settings.register_profile("local", deadline=None, max_examples=25)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
settings.load_profile("ci" if IN_CI else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, file by file, so that no worker is left with it at the end."""
    longest = ("quality", "browser", "slow")
    first = {name: rank for rank, name in enumerate(longest)}
    marked: dict[Path, int] = {}
    for item in items:
        ranks = [first[mark.name] for mark in item.iter_markers() if mark.name in first]
        marked[item.path] = min([marked.get(item.path, len(first)), *ranks])
    items.sort(key=lambda item: marked[item.path])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with a reason, what this computer lacks the means for; in CI a browser is a must."""
    if item.get_closest_marker("originals") and _folder("CLAIMMAP_ORIGINALS") is None:
        pytest.skip("CLAIMMAP_ORIGINALS points at no folder: the original reports are not here")
    if item.get_closest_marker("browser") and _chromium() is None:
        if IN_CI:
            pytest.fail("no Chromium, and in CI the browser tests must run")
        pytest.skip("no Chromium here; install it or set CLAIMMAP_CHROMIUM")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def originals() -> Path:
    """Return the folder of the original reports; only for tests marked ``originals``."""
    folder = _folder("CLAIMMAP_ORIGINALS")
    assert folder is not None, "mark the test with pytest.mark.originals"
    return folder


@pytest.fixture(scope="session")
def tables() -> Path:
    """Return the folder of the upstream tables, or skip the test where they are absent."""
    folder = _folder("CLAIMMAP_DATA")
    if folder is None:
        pytest.skip("CLAIMMAP_DATA points at no folder: the upstream tables are not here")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run one headless Chromium for the session; only for tests marked ``browser``."""
    from playwright.sync_api import sync_playwright

    executable = _chromium()
    assert executable is not None, "mark the test with pytest.mark.browser"
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, which is who runs CI.
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Run one PostgreSQL with PostGIS for the session; return its address."""
    folder = postgres.binaries()
    if folder is None and IN_CI:
        pytest.fail("no PostgreSQL with PostGIS, and in CI the ledger's tests must run on it")
    if folder is None:
        pytest.skip("no PostgreSQL with PostGIS here; scripts/postgres installs it")
    with postgres.running(folder) as address:
        yield address


_SCHEMAS = count()


@pytest.fixture
def postgres_url(server: str) -> str:
    """Return the address of a ledger to be made in PostgreSQL, an empty schema of its own."""
    import psycopg

    schema = f"ledger_{next(_SCHEMAS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    return f"{server}?options=-csearch_path%3D{schema},public"


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a ledger may be made: in a file, and in PostgreSQL."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


def _folder(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value and Path(value).is_dir() else None


def _chromium() -> str | None:
    named = os.environ.get("CLAIMMAP_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)

"""What is PostgreSQL's own about a ledger: geometry, indexes, rights, faults without secrets."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg
import pytest

from events.errors import LedgerError
from events.store import Ledger
from events.store.postgres import without_password
from tests.events.sample import claim, document
from tests.postgres import PASSWORD

ONE = document("Hirske was taken.")


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement.encode()).fetchall()


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_claim_is_a_point_that_postgis_finds(postgres_url: str) -> None:
    unresolved = claim(of=ONE, lon=None, lat=None, place_id=None)
    with Ledger.open(postgres_url) as ledger:
        ledger.add([ONE], [claim(of=ONE), unresolved])
    found = ask(
        postgres_url,
        "SELECT ST_X(position), ST_Y(position), ST_SRID(position) FROM claims"
        " WHERE ST_DWithin(position, ST_SetSRID(ST_MakePoint(38.5, 48.75), 4326), 0.1)",
    )
    assert found == [(38.4981, 48.7503, 4326)], "longitude is x"
    assert ask(postgres_url, "SELECT count(*) FROM claims WHERE position IS NULL") == [(1,)]


def test_place_date_knowledge_and_geometry_are_indexed(postgres_url: str) -> None:
    Ledger.open(postgres_url).close()
    made = ask(
        postgres_url,
        "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
        " AND tablename = 'claims'",
    )
    said = " ".join(str(row) for row in made)
    for wanted in ('gist ("position")', "(place_id, event_date)", "(event_date)", "(known_from)"):
        assert wanted in said


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace(":s3cr%25t@", ":hunter2@"),
        lambda url: url.replace(":s3cr%25t@", ":hun%zzter2@"),
        lambda url: url.replace(":s3cr%25t@", "@") + "?password=hunter2",
        lambda url: url.replace("/postgres", "/nowhere"),
    ],
    ids=["wrong", "malformed", "in-the-query", "no-database"],
)
def test_no_fault_shows_a_password(server: str, change: object) -> None:
    assert callable(change)
    with pytest.raises(
        LedgerError, match=r"cannot open the ledger postgresql://keeper@127"
    ) as told:
        Ledger.open(change(server))
    for secret in (PASSWORD, "s3cr%25t", "hunter2", "hun%zzter2"):
        assert secret not in str(told.value)
    assert told.value.__suppress_context__, "and no traceback does"


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(LedgerError, match=r"postgresql://me@127\.0\.0\.1:1/db.*refused"):
        Ledger.open("postgresql://me:hunter2@127.0.0.1:1/db")


def test_an_address_is_shown_without_its_passwords() -> None:
    url = "postgresql://me:a@b@host:5432/db?sslmode=require&password=x&sslpassword=y"
    assert without_password(url) == "postgresql://me@host:5432/db?sslmode=require"
    assert without_password("postgresql:///db") == "postgresql:///db"
    with pytest.raises(LedgerError, match="malformed"):
        without_password("postgresql://me:secret@[::1/db")


def test_without_the_driver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match=r"pip install -e \.\[postgres\]"):
        Ledger.open("postgresql://host/db")


def test_a_missing_ledger_is_made_only_if_asked(postgres_url: str) -> None:
    with pytest.raises(LedgerError, match="no ledger at postgresql://"):
        Ledger.open(postgres_url, create=False)
    assert ask(postgres_url, "SELECT to_regclass('migrations')::text") == [(None,)]


@pytest.mark.parametrize("table", ["claims", "migrations"])
def test_a_schema_that_has_tables_of_these_names_is_left_alone(
    postgres_url: str, table: str
) -> None:
    tell(postgres_url, f"CREATE TABLE {table} (theirs text)")
    with pytest.raises(LedgerError, match="no ledger of claimmap, and has tables of its names"):
        Ledger.open(postgres_url)


def test_a_ledger_that_lacks_columns_says_what_to_do(postgres_url: str) -> None:
    Ledger.open(postgres_url).close()
    tell(postgres_url, "ALTER TABLE claims DROP COLUMN uncertainty_m")
    with pytest.raises(LedgerError, match=r"differs in claims\); make a new one"):
        Ledger.open(postgres_url)


def test_whoever_may_only_read_can_ask(postgres_url: str) -> None:
    with Ledger.open(postgres_url) as ledger:
        ledger.add([ONE], [claim(of=ONE)])
    ((schema,),) = ask(postgres_url, "SELECT current_schema()")
    reader = f"reader_{schema}"
    tell(postgres_url, f"CREATE ROLE {reader} LOGIN PASSWORD 'only-read'")
    tell(postgres_url, f"GRANT USAGE ON SCHEMA {schema} TO {reader}")
    tell(postgres_url, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}")
    secret = urlsplit(postgres_url).netloc.partition("@")[0]
    with Ledger.open(postgres_url.replace(secret, f"{reader}:only-read"), create=False) as ledger:
        assert len(ledger.claims()) == 1
        with pytest.raises(LedgerError, match="permission denied"):
            ledger.add([document("more")])


def test_a_database_without_postgis_tells_what_its_administrator_must_do(server: str) -> None:
    tell(server, "CREATE DATABASE bare")
    tell(server, "CREATE ROLE plain LOGIN PASSWORD 'plain'")
    tell(server.replace("/postgres", "/bare"), "GRANT ALL ON SCHEMA public TO plain")
    secret = urlsplit(server).netloc.partition("@")[0]
    url = server.replace(secret, "plain:plain").replace("/postgres", "/bare")
    with pytest.raises(LedgerError, match=r"permission denied.*needs PostGIS: have its admin"):
        Ledger.open(url)


def test_ledgers_may_be_made_in_a_new_database_at_once(server: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE made_at_once")
    where = server.removesuffix("/postgres") + "/made_at_once"

    def made(_: int) -> str:
        with Ledger.open(where) as ledger:
            return ledger.stamp()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(made, range(4)))) == 1

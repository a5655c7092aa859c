"""A PostgreSQL server of the tests' own, on loopback: made, started and removed again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "s3cr%t"
_OWNER = "postgres"  # the server refuses to run as root
_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c unix_socket_directories="
)


def binaries() -> Path | None:
    """Return the folder of a server that has PostGIS, the newest; None where there is none."""
    if named := os.environ.get("CLAIMMAP_POSTGRES_BIN"):
        return Path(named)
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        control = Path("/usr/share/postgresql", folder.parent.name, "extension/postgis.control")
        if control.exists():
            return folder
    return None


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server; yield the address of its first database, for its superuser."""
    owner = _OWNER if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="claimmap-postgres-"))
    if owner:
        shutil.chown(home, owner)
    secret = home / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    data = home / "data"

    def call(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, user=owner, cwd=home, stdout=subprocess.DEVNULL)

    port = _free_port()
    try:
        call(
            "initdb",
            "-U",
            "keeper",
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        call(
            "pg_ctl",
            "-w",
            "-l",
            str(home / "log"),
            "-o",
            f"-h 127.0.0.1 -p {port} {_OPTIONS}",
            "start",
        )
        try:
            yield f"postgresql://keeper:{PASSWORD.replace('%', '%25')}@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])

"""What each verb that asks a ledger takes: seconds of CPU and peak memory, each by itself.

The ledger is made up (see `benchmarks.reports`), or one that is there:

    python -m benchmarks.verbs --rows 1000000
    python -m benchmarks.verbs --ledger ledger.sqlite --only acled events
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.reports import DAYS, FIRST_DAY, reports
from events.store import Ledger

_EXPORTS = ("geojson", "geoparquet", "csv", "acled", "rejected")
_ON = date.fromordinal(FIRST_DAY.toordinal() + DAYS + 30).isoformat()


def main() -> None:
    """Measure the verbs asked for, by default all but those that take every claim at once."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=2_000, help="claims [default: 2,000]")
    parser.add_argument("--ledger", type=Path, help="a ledger that is there")
    parser.add_argument("--only", nargs="+", help="these verbs and formats, such as snapshot")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = options.ledger or _made(folder / "ledger.sqlite", options.rows)
        calls = _calls(ledger, folder)
        for verb in options.only or [one for one in calls if one not in ("public", "snapshot")]:
            print(f"  {verb:<14}{_measured(calls[verb])}", flush=True)


def _made(path: Path, rows: int) -> Path:
    with Ledger.open(path) as ledger:
        for documents, claims in reports(rows):
            ledger.add(documents, claims, extractor_version="1")
    return path


def _calls(ledger: Path, folder: Path) -> dict[str, list[str]]:
    there, to = ["--store", str(ledger)], ["-o", str(folder / "out")]
    exports = {form: ["export", *there, "--format", form, *to] for form in _EXPORTS}
    return {
        "control": ["control", *there, *to],
        "history": ["history", "p7919", *there, *to],
        "review list": ["review", "list", *there],
        "track-record": ["track-record", *there, *to],
        "events": ["events", *there, "--format", "csv", *to],
        "verify": ["verify", *there],
        **exports,
        "public": ["export", *there, "--format", "csv", "--profile", "public", "--on", _ON, *to],
        "snapshot": ["snapshot", *there, "--profile", "internal", *to],
    }


def _measured(arguments: list[str]) -> str:
    command = [sys.executable, "-c", "from events.cli import main; main()", *arguments]
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    failed = f"; failed with {os.waitstatus_to_exitcode(status)}" if status else ""
    return (
        f"{used.ru_utime + used.ru_stime:8.1f} s CPU, peak {used.ru_maxrss / 1024:,.0f} MB{failed}"
    )


if __name__ == "__main__":
    main()

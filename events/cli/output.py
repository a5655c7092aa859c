"""Where the verbs write: a file, which appears whole or not at all, or standard output."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO

import click

from events.cli.options import Row


def write_lines(output: Path | None, rows: Iterable[Row]) -> None:
    """Write one JSON object a line as the rows come; the file appears whole or not at all."""
    with opened(output) as file:
        for row in rows:
            file.write(_line(row).encode("utf-8"))


def write(output: Path | None, content: str | bytes) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    from events.export import naming, write_whole

    if output is None:
        with naming("standard output"):
            click.echo(content, nl=False)
    else:
        write_whole(output, content)


@contextmanager
def opened(output: Path | None) -> Iterator[IO[bytes]]:
    """Give a file to write in parts; what is in it goes to the output whole, or not at all."""
    from events.export import naming, whole

    if output is not None:
        with whole(output) as kept:
            yield kept
        return
    with naming(gettempdir()), TemporaryFile() as file:
        yield file
        file.seek(0)
        with naming("standard output"):
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, default=str) + "\n"

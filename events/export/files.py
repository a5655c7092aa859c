"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file as `whole` does; text as UTF-8, its line breaks as they are."""
    with whole(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write, whose readers see the old one or the new one, never half of it.

    Raises
    ------
    OSError
        The folder cannot be written, the disk is full; it names ``path``, and the old file is
        untouched.
    """
    with naming(path), _beside(path) as file:
        yield file


@contextmanager
def naming(place: str | Path) -> Iterator[None]:
    """Let what the system refuses name this place, and no temporary file that nobody knows.

    What a block within has named keeps that name.
    """
    try:
        yield
    except OSError as fault:
        if isinstance(fault.__cause__, OSError):
            raise
        what = fault.strerror or str(fault)
        raise OSError(fault.errno or errno.EIO, what, str(place)) from fault


@contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # a temporary file is private, an export is not
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

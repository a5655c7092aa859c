"""Files that appear whole or not at all."""

from __future__ import annotations

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
    try:
        with _beside(path) as file:
            yield file
    except OSError as fault:  # it names a temporary file, of which nobody has heard
        raise OSError(fault.errno, fault.strerror or str(fault), str(path)) from fault


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

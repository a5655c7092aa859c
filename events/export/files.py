"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that its readers see the old one or the new one, never half of it.

    Text is written as UTF-8, its line breaks as they are.

    Raises
    ------
    OSError
        The folder cannot be written, the disk is full; it names ``path``, and the old file is
        untouched.
    """
    whole = content.encode("utf-8") if isinstance(content, str) else content
    try:
        _write_beside(path, whole)
    except OSError as fault:  # it names a temporary file, of which nobody has heard
        raise OSError(fault.errno, fault.strerror or str(fault), str(path)) from fault


def _write_beside(path: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # a temporary file is private, an export is not
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

"""Plain text, Markdown with front matter, and JSON lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from reprlib import repr as shortened  # of hostile input the whole could fill the memory
from typing import Any

import yaml

from events.documents.decoding import decode
from events.documents.report import Part, Report, UnreadableError

_FENCE = "---"


class _FrontMatterLoader(yaml.SafeLoader):
    """Reads YAML; what only looks like a date stays a word, so that its field can be named."""

    def day(self, node: yaml.ScalarNode) -> object:
        """Return the date, or the words of one that no calendar has."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return self.construct_scalar(node)


_FrontMatterLoader.add_constructor("tag:yaml.org,2002:timestamp", _FrontMatterLoader.day)


def text_parts(path: Path) -> Iterator[Part]:
    """Yield a file of plain text, whatever its suffix."""
    raw = path.read_bytes()
    yield Part(path.stem, raw, partial(_text, path.stem, raw))


def markdown_parts(path: Path) -> Iterator[Part]:
    """Yield a Markdown file, its front matter read as what is stated of it."""
    raw = path.read_bytes()
    yield Part(path.stem, raw, partial(_markdown, path.stem, raw))


def line_parts(path: Path) -> Iterator[Part]:
    """Yield each line of JSON that is not blank, without its line break."""
    raw = path.read_bytes()
    if not raw.strip():
        raise UnreadableError("the file is empty")
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        line = line.removesuffix(b"\r")
        if line.strip():
            yield Part(f"{path.stem}:{number}", line, partial(_line, line))


def _text(name: str, raw: bytes) -> Report:
    text, note = decode(raw)
    return Report(name, raw, text, {}, note)


def _markdown(name: str, raw: bytes) -> Report:
    text, note = decode(raw)
    meta, text = _front_matter(text)
    return Report(name, raw, text, meta, note)


def _line(line: bytes) -> Report:
    text, note = decode(line)
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise UnreadableError(f"not JSON: {fault}") from fault
    if not isinstance(row, dict):
        raise UnreadableError(f"a line must be a JSON object, this is a {type(row).__name__}")
    if not isinstance(row.get("text"), str):
        raise UnreadableError(f"text must be a string, got {shortened(row.get('text'))}")
    return Report(hashlib.sha256(line).hexdigest()[:16], line, row["text"], row, note)


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """Split a Markdown file into its front matter and its body, of which nothing is changed."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != _FENCE:
        return {}, text
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), None)
    if end is None:
        raise UnreadableError("the front matter opens with --- and never ends")
    try:
        # A safe loader, which makes plain values only.
        meta = yaml.load("".join(lines[1:end]), _FrontMatterLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise UnreadableError(
            f"the front matter is not YAML: {' '.join(str(fault).split())}"
        ) from fault
    if not isinstance(meta, dict | None):
        raise UnreadableError(f"the front matter must be fields, this is a {type(meta).__name__}")
    return meta or {}, "".join(lines[end + 1 :])

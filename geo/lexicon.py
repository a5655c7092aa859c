"""The words that tell how a name is used, read from ``seeds/lexicons``. No words in the code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from geo.types import Kind

_PLURALS = (("y", "ies"), ("ch", "ches"), ("s", "ses"))
_NO_PLURAL = ("ese", "ish", "ch", "men", "man", "ss", "sh", "tch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonym:
    """Whose word it is: the name of a place, and whether that is a country."""

    name: str
    country: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word lists of ``toponyms.toml``, ``demonyms.toml`` and the two word files, lower-cased.

    ``heads`` maps a head noun or phrase after the name to the kind it asks for, ``before`` a noun
    in front of it; both know the plural. ``short_forms`` keeps capitals and dots as written, and so
    does ``republics``: self-styled ones by the region whose name they took. ``theatres`` has the
    countries that fight in a country, by its code.
    """

    heads: Mapping[str, Kind]
    plural_heads: frozenset[str]
    before: Mapping[str, Kind]
    demonyms: Mapping[str, Demonym]
    short_forms: Mapping[str, tuple[str, Kind]]
    republics: Mapping[str, str]
    theatres: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    common_words: frozenset[str]
    given_names: frozenset[str]
    numbers: Mapping[str, Mapping[str, float]]
    phrases: tuple[str, ...]
    nuclear_phrases: tuple[str, ...]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the lexicon once; it is data of the package and never changes while running."""
    table = _toml("toponyms.toml")
    heads = {word: kind for kind, words in table["heads"].items() for word in words}
    plurals = {plural(word): kind for word, kind in heads.items()}
    before = {word: kind for kind, words in table["before"].items() for word in words}
    return Lexicon(
        heads=cast(Mapping[str, Kind], heads | plurals),
        plural_heads=frozenset(plurals),
        before=cast(
            Mapping[str, Kind], before | {plural(word): kind for word, kind in before.items()}
        ),
        demonyms=_demonyms(_toml("demonyms.toml")),
        short_forms=_short_forms(table["abbreviations"]),
        republics={name: to for to, names in table["republics"].items() for name in names},
        theatres={land: frozenset(others) for land, others in table["theatres"].items()},
        words=_groups(table),
        common_words=_lines("common_words.txt"),
        given_names=_lines("given_names.txt"),
        numbers={name: table[name] for name in ("compass", "units_m", "numbers")},
        phrases=tuple(table["organisation"]["phrases"]),
        nuclear_phrases=tuple(table["nuclear"]["phrases"]),
    )


def plural(word: str) -> str:
    """Return the regular English plural of a lower-case noun or noun phrase."""
    for end, plural_end in _PLURALS:
        if word.endswith(end) and not word.endswith(("ay", "ey")):
            return word.removesuffix(end) + plural_end
    return word + "s"


def _groups(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {
        f"{section}.{name}": frozenset(words)
        for section, groups in table.items()
        for name, words in groups.items()
        if isinstance(words, list) and section not in ("heads", "before", "republics", "theatres")
    }


def _demonyms(table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Demonym]:
    found: dict[str, Demonym] = {}
    for section in ("country", "place"):
        for name, words in table[section].items():
            demonym = Demonym(name=name, country=section == "country")
            found |= dict.fromkeys(_with_plurals(words), demonym)
    return found


def _with_plurals(words: Iterable[str]) -> list[str]:
    lower = [word.lower() for word in words]
    return lower + [word + "s" for word in lower if not word.endswith(_NO_PLURAL)]


def _short_forms(table: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, Kind]]:
    return {
        short: (name, cast(Kind, kind))
        for kind, forms in table.items()
        for short, name in forms.items()
    }


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


def _lines(name: str) -> frozenset[str]:
    lines = (line.strip() for line in _text(name).splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _text(name: str) -> str:
    return files("seeds").joinpath("lexicons", name).read_text(encoding="utf-8")

"""The lexicon of date words, read once from ``seeds/lexicons/dates.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Words:
    """Date words by kind, and the regular-expression fragments made of them."""

    months: Mapping[str, int]  # lower case, whole and abbreviated -> 1..12
    month: str  # fragment: a month's name, capital where it could be a verb
    month_cues: tuple[str, ...]  # lower-case letters one of which every month's name contains
    weekdays: Mapping[str, int]  # lower case -> Monday 0
    weekday: str
    day_part: str
    not_dates: re.Pattern[str]
    counted: str
    after_day_ordinal: str
    leads: Mapping[str, str]
    numbers: Mapping[str, float]
    vague: Mapping[str, float]
    bare: Mapping[str, float]  # unit -> what its bare plural stands for
    roughly: list[str]
    exactly: list[str]
    amount: str  # fragment: how many
    ordinals: Mapping[str, int]
    month_parts: Mapping[str, tuple[int, int]]
    year_parts: Mapping[str, tuple[int, int]]
    seasons: Mapping[str, int]
    conflict: str
    beginning: str
    published: Mapping[str, str]


@cache
def lexicon() -> Words:
    """Return the lexicon; the file is read at the first call."""
    text = resources.files("seeds").joinpath("lexicons/dates.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    months = {name.lower(): i for i, name in enumerate(raw["months"], start=1)}
    short = {name[:3]: number for name, number in months.items()} | {"sept": 9}
    weekdays = {name.lower(): i for i, name in enumerate(raw["weekdays"])}
    return Words(
        months=short | months,
        month=_month_fragment(raw["months"], raw["months_need_capital"]),
        month_cues=tuple(name[:3].lower() for name in raw["months"]),
        weekdays=weekdays | {name[:3]: number for name, number in weekdays.items()},
        weekday=f"(?i:{one_of(weekdays)})",
        day_part=raw["day_parts"],
        not_dates=re.compile("|".join(rf"\b{phrase}\b" for phrase in raw["not_dates"])),
        counted=raw["counted"],
        after_day_ordinal=raw["after_day_ordinal"],
        leads=raw["leads"],
        numbers=raw["numbers"],
        vague=raw["vague"],
        bare=raw["bare"],
        roughly=raw["roughly"],
        exactly=raw["exactly"],
        amount=_amount_fragment(raw["numbers"], raw["vague"]),
        ordinals=raw["ordinals"],
        month_parts={name: (a, b) for name, (a, b) in raw["month_parts"].items()},
        year_parts={name: (a, b) for name, (a, b) in raw["year_parts"].items()},
        seasons=raw["seasons"],
        conflict=raw["conflict"]["words"],
        beginning=raw["conflict"]["beginning"],
        published=raw["published"],
    )


def one_of(names: Iterable[str]) -> str:
    """Return a fragment that matches any of ``names``, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def squeeze(text: str) -> str:
    """Return ``text`` in lower case with single spaces, as the lexicon's keys are written."""
    return " ".join(text.lower().split())


def count_of(text: str) -> float | None:
    """Return the number that an amount's words mean: "two", "24", "a week and a half" is 1.5.

    Of a range ("two to three", "five or six") the greater is taken. None when nothing counts.
    """
    amount = squeeze(text).replace("-", " ")
    words = lexicon()
    if amount in words.vague:
        return words.vague[amount]
    half = 0.5 if "half" in amount else 0.0
    parts = [part for part in re.split(r"\s+(?:or|to|and)\s+|\s+", amount) if part]
    found = [_number(part, words.numbers) for part in parts]
    numbers = [number for number in found if number is not None]
    if amount.startswith("half"):
        return half
    if not numbers:
        return None
    tens = amount.split()[0] in words.numbers and len(numbers) == 2 and numbers[0] >= 20
    if tens and numbers[1] < 10 and "half" not in amount:
        return numbers[0] + numbers[1]
    return (numbers[0] if half else max(numbers)) + half


def _number(word: str, numbers: Mapping[str, float]) -> float | None:
    return float(word) if word.isdigit() else numbers.get(word)


def _month_fragment(months: list[str], need_capital: list[str]) -> str:
    short = "|".join(rf"{name[:3]}\b\.?" for name in months if name != "May")
    whole = "|".join((*months, *(name.upper() for name in months)))
    lower = "|".join(name.lower() for name in months if name not in need_capital)
    return rf"(?:{whole}|{lower}|Sept\b\.?|{short})"


def _amount_fragment(numbers: Mapping[str, float], vague: Mapping[str, float]) -> str:
    number = rf"(?:\d{{1,3}}|(?:{one_of(numbers)})(?:[- ](?:{one_of(numbers)}))?)"
    spread = rf"{number}(?:\s*(?:or|to|[-–])\s*{number})?"
    return rf"(?i:{one_of(vague)}|half\s+an?|{spread}(?:\s+and\s+a\s+half)?)"

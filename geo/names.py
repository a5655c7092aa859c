"""Place names as strings: comparing spellings and romanising Cyrillic. Pure functions.

Two ways to compare names, from strict to loose:

``plain``  the same spelling, whatever the case, accents, apostrophes and hyphens ("Hirs'ke",
           "HIRSKE" and "Hirske" agree, "Gorskoye" does not);
``fold``   the same name in any usual romanisation, or in Cyrillic ("Zaporizhzhya",
           "Zaporizhzhia" and "Запоріжжя" agree).

Both work word by word: the plain form of two words is the plain forms joined by a space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Lang = Literal["uk", "ru"]

_KEPT = frozenset("йЙїЇ")
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "ð": "d", "ħ": "h", "ə": "a", "ŋ": "n", "ё": "е",
}  # fmt: skip
_SPACES = frozenset("-‐‑‒–—−/_()[],;")


class _PlainTable(dict[int, str]):
    """A ``str.translate`` table that works each character out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain_character(chr(code))
        return plain


def _plain_character(character: str) -> str:
    if character in _KEPT:
        return character.casefold()
    if character in _SPACES or character.isspace():
        return " "
    base = unicodedata.normalize("NFKD", character).casefold()
    kept = (_LETTERS.get(letter, letter) for letter in base if letter.isalnum())
    return "".join(kept)


_PLAIN = _PlainTable()


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Return the name without case, accents, apostrophes, dots and hyphens.

    Words are joined by one space. Cyrillic letters stay Cyrillic (``ё`` becomes ``е``). The result
    is empty where the name has no letter and no digit.
    """
    composed = name if name.isascii() else unicodedata.normalize("NFC", name)
    return " ".join(composed.translate(_PLAIN).split())


_BASE = str.maketrans(
    {
        **dict(
            zip(
                "абвгґдеєэжзиіїйыклмнопрстуўфхцчшюя",
                "abvhhdeeezziiiiiklmnoprstuufhccsua",
                strict=True,
            )
        ),
        **{"щ": "sc", "ь": "", "ъ": ""},
        **{"g": "h", "w": "v", "y": "i", "j": "i", "q": "k", "x": "ks"},
    }
)
_SAME_SOUND = (
    (re.compile("k+h+"), "h"),  # kh, with a stray k before it as in кх
    (re.compile("([szc])h+"), r"\1"),  # sh, zh, ch
    (re.compile("(?:t[sz]|c)z*"), "c"),  # ts, tz, cz
    (re.compile("i+(?=[aeou])"), ""),  # the glide of ia, ie, iu; ya, ye, yu
    (re.compile(r"(\w)\1+"), r"\1"),
)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a key that the usual romanisations of a Ukrainian or Russian name share.

    Over and above `plain`, it ignores the difference of yi, iy, y, j and i; of ye, ie and e, ya,
    ia and a, yu, iu and u; of g and h, kh and h, zh and z, sh and s, ts and c; and of single and
    doubled letters. Cyrillic is romanised. Different names may share a key: a hint, no proof.
    """
    return " ".join(filter(None, map(_fold_word, plain(name).split())))


_TWO_LETTERS = re.compile(r"kh|[szc]h|t[sz]|cz|i[aeou]|(\w)\1")
"""What a word must hold for any pattern of `_SAME_SOUND` to change it."""


def _fold_word(word: str) -> str:
    word = word.translate(_BASE)
    if not _TWO_LETTERS.search(word):
        return word
    for pattern, sound in _SAME_SOUND:
        word = pattern.sub(sound, word)
    return word


_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "зг": "zgh",
}  # fmt: skip
_UKRAINIAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_RUSSIAN_VOWELS = frozenset("аеёиоуыэюяьъ")
_ACCENT = "\N{COMBINING ACUTE ACCENT}"
_APOSTROPHES = "'’ʼ`´‘ʹ′"


def transliterate(name: str, lang: Lang) -> str:
    """Romanise a Cyrillic name; what is not Cyrillic stays as it is.

    ``uk`` follows the Ukrainian national standard of 2010. ``ru`` is the news style after BGN/PCGN:
    no signs for soft and hard, ``ye`` at the beginning and after a vowel or sign, ``-y`` for the
    endings -ый and -ий.
    """
    composed = unicodedata.normalize("NFC", name.replace(_ACCENT, ""))
    romanise = _ukrainian_word if lang == "uk" else _russian_word
    return re.sub(r"[^\W\d_]+(?:[" + _APOSTROPHES + r"][^\W\d_]+)*", romanise, composed)


def _ukrainian_word(match: re.Match[str]) -> str:
    word = "".join(letter for letter in match.group() if not _cyrillic_apostrophe(letter, match))
    lower = word.lower()
    parts: list[str] = []
    at = 0
    while at < len(word):
        pair = lower[at : at + 2]
        step = 2 if pair in _UKRAINIAN else 1
        letters = pair if step == 2 else lower[at]
        table = _UKRAINIAN | _UKRAINIAN_INITIAL if at == 0 else _UKRAINIAN
        parts.append(_cased(table.get(letters, letters), word, at))
        at += step
    return "".join(parts)


def _cyrillic_apostrophe(letter: str, match: re.Match[str]) -> bool:
    return letter in _APOSTROPHES and any("а" <= c <= "ґ" for c in match.group().lower())


def _russian_word(match: re.Match[str]) -> str:
    word = re.sub("[ыи]й$", "ы", match.group(), flags=re.IGNORECASE)
    lower = word.lower()
    parts: list[str] = []
    for at, letter in enumerate(lower):
        latin = _RUSSIAN.get(letter, letter)
        if letter == "е" and (at == 0 or lower[at - 1] in _RUSSIAN_VOWELS):
            latin = "ye"
        parts.append(_cased(latin, word, at))
    return "".join(parts)


def _cased(latin: str, word: str, at: int) -> str:
    if not word[at].isupper():
        return latin
    return latin.upper() if len(word) > 1 and word.isupper() else latin[:1].upper() + latin[1:]


_VARIANTS = (
    (re.compile("zhzhia"), "zhzhya"), (re.compile("iia$"), "iya"), (re.compile("kyi$"), "ky"),
    (re.compile("yi$"), "yy"), (re.compile("(?<=[^aeiouy])iu"), "yu"),
    (re.compile("(?<=[^aeiouy])ia"), "ya"), (re.compile("(?<=[^aeiouy])ie"), "ye"),
    (re.compile("oie$"), "oye"),
)  # fmt: skip


def spellings(name: str) -> set[str]:
    """Return usual Latin spellings of a name, itself included where it is Latin.

    A Cyrillic name gives its Ukrainian and Russian romanisation. Apostrophes are dropped; endings
    and iotated vowels come in the styles seen in news (Balakliia, Balakliya; Izium, Izyum).
    """
    latin = {name}
    if re.search("[а-яґєії]", name.lower()):
        latin = {transliterate(name, "uk"), transliterate(name, "ru")}
    found = set(latin)
    for spelling in latin:
        bare = spelling.translate(dict.fromkeys(map(ord, _APOSTROPHES)))
        found.add(bare)
        found |= {pattern.sub(style, bare) for pattern, style in _VARIANTS}
        found.add(_all_variants(bare))
    return found


def _all_variants(spelling: str) -> str:
    for pattern, style in _VARIANTS:
        spelling = pattern.sub(style, spelling)
    return spelling


_RUSSIAN_STYLES = (
    (re.compile("y[oe]v(?=ka$|sk)"), "iv"), (re.compile("[oe]v(?=ka$|sk)"), "iv"),
    (re.compile("(?<=[oei]v)o$"), "e"), (re.compile("(?:oye|oe)$"), "e"),
    (re.compile("(?:iye|iy|yy)$"), "yi"), (re.compile("aya$"), "a"),
    (re.compile("y[oe](?=.)"), "e"),
)  # fmt: skip
_RUSSIAN_ENDING = re.compile("(?:[oe]vk[aiu]|[oe]vo|oye|oe|aya|iye|iy)$")


def ukrainised(name: str) -> tuple[str, ...]:
    """Return how a Russian romanisation of a Ukrainian name may be spelt after the Ukrainian.

    Gryanikovka may be Gryanikivka, Travnyovoye Travneve. Nothing where the name has no such ending.
    The spellings are for looking up by their folded form: other differences are left to `fold`.
    """
    words = re.split("([ -])", name.lower())
    if not any(_RUSSIAN_ENDING.search(word) for word in words):
        return ()
    found = [""]
    for word in words:
        styles = {word, *_steps(word)}
        found = [begun + style for begun in found for style in sorted(styles)]
    return tuple(spelling for spelling in found if spelling != name.lower())


def _steps(word: str) -> set[str]:
    """Return the spellings that the styles give, one after the other."""
    found = set()
    for pattern, style in _RUSSIAN_STYLES:
        changed = pattern.sub(style, word)
        if changed != word:
            found.add(changed)
            word = changed
    return found

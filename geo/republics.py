"""Self-styled republics as places: "the liberation of the Luhansk People's Republic".

As a rule such a name is an organisation. Where the words in front ask for land it is a place: that
of the region whose name the republic took.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from geo.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.hits import NameHit

_CONTEXT = 40


class _LooksUp(Protocol):
    def look_up(self, name: str) -> list[NameHit]: ...


def republics(text: str, gazetteer: _LooksUp) -> Iterator[tuple[int, int, tuple[NameHit, ...]]]:
    """Yield the offsets of each republic that is spoken of as land, with the region it stands for.

    Nothing where the gazetteer lacks the region.
    """
    names, land = _patterns()
    regions = load_lexicon().republics
    for match in names.finditer(text):
        before = text[max(0, match.start() - _CONTEXT) : match.start()]
        if land.search(before):
            name = regions[_key(match.group())]
            hits = tuple(hit for hit in gazetteer.look_up(name) if hit.bearer.kind == "region")
            if hits:
                yield match.start(), match.end(), hits[:1]


def _key(name: str) -> str:
    return name.replace("’", "'").replace("`", "'")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lexicon = load_lexicon()
    known: Mapping[str, str] = lexicon.republics
    names = "|".join(re.escape(name).replace("'", "['’]") for name in sorted(known, key=len)[::-1])
    land = "|".join(map(re.escape, sorted(lexicon.words["republic.land"], key=len)[::-1]))
    articles = r"(?:the\s+)?(?:self-(?:proclaimed|declared|styled)\s+)?[\"“'«]?"
    return (
        re.compile(rf"\b(?:{names})\b"),
        re.compile(rf"\b(?:{land})\s+{articles}$", re.IGNORECASE),
    )

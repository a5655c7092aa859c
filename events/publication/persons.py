"""Persons by role instead of by name, wherever a public row has words of a report.

Nobody knows all names, so the question is turned round: a word with a capital stays only if it is
known to name no person: a place of these claims, a body of the conflict's profile, a word of the
lexicons, or one that these claims also write without a capital. Everything else is taken for a name
and replaced, by the person's role where the profile or a claim has one. Text in a script without
capitals is withheld as a whole. What was replaced in one claim is looked for in all, in any case.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, Self

from events.actors import Conflict, Mention, conflict_ids, load_conflict
from events.publication.spans import NAMELESS, Span, merged, replaced
from events.publication.words import (
    body_words,
    given_names,
    nameless_words,
    unborne_words,
)
from events.types import Claim
from geo.names import fold

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w{2,}|(?<![\w.])(?!\d{4}-\d\d-\d\d)\+?\d[\d()\s-]{7,}\d(?![\w.])"
)
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_CASED: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "MODIFIER LETTER", "MICRO SIGN")
_SLUG = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 4
"""Names of fewer letters are not looked for inside other words, addresses and ids."""


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    safe: bool


@dataclass(frozen=True)
class People:
    """Who is named in a set of claims, and what they are called instead. Make it with `of`."""

    plain: frozenset[str]
    places: frozenset[str]
    roles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    _found: dict[tuple[str, str | None], list[Span]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Self:
        """Learn from all claims that are published together; their order does not matter."""
        places = _words_of_places(claims).union(
            *(_words_of_offices(conflict) for conflict in {claim.conflict for claim in claims})
        )
        first = cls(nameless_words() | _words_in_lower_case(claims), places)
        roles = {
            fold(claim.claimant): first.told(claim.claimant_role, claim.conflict) or NAMELESS
            for claim in sorted(claims, key=lambda one: one.claim_id)
            if claim.claimant and claim.claimant_role
        }
        known = replace(first, roles=roles, _found={})
        names = frozenset(name for claim in claims for name in known._names_in(claim))
        return replace(known, labels=known._labels(claims), names=names)

    def spans(self, text: str, conflict: str | None) -> list[Span]:
        """Return what is to be replaced in a text, in order and without overlaps."""
        if (text, conflict) not in self._found:  # titles, roles and sentences come again and again
            self._found[text, conflict] = self._found_in(text, conflict)
        found = self._found[text, conflict]
        return merged([*found, *self._again(text)]) if self.names else found

    def _found_in(self, text: str, conflict: str | None) -> list[Span]:
        """Return what a text alone shows to be names."""
        if _has_no_case(text):
            return [(0, len(text), "text in a script without capitals")]
        war = _profile(conflict)
        mentions = war.mentions(text) if war else []
        known = [self._of_mention(m) for m in mentions if m.entity.sort == "person"]
        runs = self._runs(text, [m for m in mentions if m.entity.sort != "person"])
        contacts = [(m.start(), m.end(), "contact") for m in _CONTACT.finditer(text)]
        return merged([*known, *contacts, *runs])

    def told(self, text: str | None, conflict: str | None) -> str | None:
        """Return a text with its names replaced, None for None."""
        return text and replaced(text, self.spans(text, conflict))

    def speaker(self, claim: Claim) -> str | None:
        """Return what a claimant is called in public: a body by its name, a person by role."""
        name = claim.claimant
        if name is None or self._is_nobody(name, claim.conflict):
            return name
        if name in (claim.source, claim.origin_agency):
            return self.publisher(name, claim.conflict)
        return self.labels.get(fold(name), NAMELESS)

    def publisher(self, name: str | None, conflict: str | None) -> str | None:
        """Return the name of who published a report, which a licence may demand, but no person's.

        A person is somebody whom the profile knows, or a given name before an unknown word.
        """
        war = _profile(conflict)
        if name and war and any(m.entity.sort == "person" for m in war.mentions(name)):
            return NAMELESS
        words = [_bare(word) for word in _TOKEN.findall(name or "")]
        strange = [word not in self.plain and word not in self.places for word in words]
        given = [word in given_names() and new for word, new in zip(words, strange, strict=True)]
        is_person = any(a and b for a, b in zip(given, strange[1:], strict=False))
        return NAMELESS if is_person else name

    def names_somebody(self, text: str) -> bool:
        """Tell whether an address or an id holds a word that was taken for a name."""
        return any(fold(word) in self.names for word in _SLUG.findall(text))

    def _of_mention(self, mention: Mention) -> Span:
        entity = mention.entity
        role = entity.role or self.roles.get(fold(entity.name))
        return mention.start, mention.end, role or NAMELESS

    def _again(self, text: str) -> Iterator[Span]:
        """Yield the words that were taken for names elsewhere, whatever their case."""
        for match in _TOKEN.finditer(text):
            if fold(_bare(match.group())) in self.names:
                yield match.start(), match.end(), NAMELESS

    def _runs(self, text: str, bodies: Sequence[Mention]) -> Iterator[Span]:
        """Yield runs of capitals with a word in them that is not known to name no person."""
        covered = {at for body in bodies for at in range(body.start, body.end)}
        for run in _runs_of_capitals(text, lambda m: self._token(m, covered)):
            unsafe = [n for n, token in enumerate(run) if not token.safe]
            if not unsafe:
                continue
            first, last = unsafe[0], unsafe[-1]
            while first and _is_given(run[first - 1]):
                first -= 1
            if last + 1 < len(run) and first == last and not run[last + 1].text.isupper():
                last += _may_be_surname(run[last + 1])
            said = text[run[first].start : run[last].end]
            yield run[first].start, run[last].end, self.roles.get(fold(said)) or NAMELESS

    def _token(self, match: re.Match[str], covered: set[int]) -> _Token:
        word, start = match.group(), match.start()
        return _Token(start, match.end(), word, start in covered or self._names_nobody(word))

    def _names_nobody(self, word: str) -> bool:
        bare = _bare(word)
        if bare in self.places or len(bare) == 1 or any(c.isdigit() for c in word):
            return True
        return bare in self.plain and (bare in unborne_words() or bare not in given_names())

    def _is_nobody(self, name: str, conflict: str | None) -> bool:
        words = {word.casefold() for word in _SLUG.findall(name)}
        return bool(words & body_words()) or not self.spans(name, conflict)

    def _names_in(self, claim: Claim) -> Iterator[str]:
        """Yield the folded words of a claim that are taken for names."""
        for text in texts_of(claim):
            for start, end, _ in self.spans(text, claim.conflict):
                yield from self._words(text[start:end])
        if claim.claimant and self.speaker(claim) != claim.claimant:
            yield from self._words(claim.claimant)

    def _words(self, said: str) -> Iterator[str]:
        for word in _SLUG.findall(said):
            known = word.casefold() in self.plain or word.casefold() in self.places
            if len(word) >= _SHORTEST and not known:
                yield fold(word)

    def _labels(self, claims: Iterable[Claim]) -> dict[str, str]:
        """Return what each person is called; two of one role are numbered."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            if claim.claimant and self.speaker(claim) != claim.claimant:
                bearers[self._role(claim)].add(fold(claim.claimant))
        labels: dict[str, str] = {}
        for role, folded in sorted(bearers.items()):
            for number, name in enumerate(sorted(folded), start=1):
                labels.setdefault(name, role if len(folded) == 1 else f"{role} ({number})")
        return labels

    def _role(self, claim: Claim) -> str:
        role = self.roles.get(fold(claim.claimant or "")) or claim.claimant_kind
        return self.told(role, claim.conflict) or "person"


def texts_of(claim: Claim) -> list[str]:
    """Return the texts of a claim in which a report may name persons."""
    via = [str(one) for one in listed(claim.reported_via)] or [claim.reported_via or ""]
    texts = (claim.evidence, claim.title, claim.mention, claim.claimant_role, claim.date_text)
    return [text for text in (*texts, claim.share_of, claim.counts, *via) if text]


def listed(text: str | None) -> list[Any]:
    """Return the values of a JSON list, none where it is not one."""
    try:
        values = json.loads(text) if text else []
    except ValueError:
        return []
    return values if isinstance(values, list) else []


def _runs_of_capitals(
    text: str, token_of: Callable[[re.Match[str]], _Token]
) -> Iterator[list[_Token]]:
    """Yield words with a capital that stand beside each other: "Olha V. Petrenko-Koval"."""
    run: list[_Token] = []
    for match in _TOKEN.finditer(text):
        gap = text[run[-1].end : match.start()] if run else ""
        capital = match.group()[0].isupper() or match.group()[0].istitle()
        if run and (not capital or not re.fullmatch(r"[ \t\n]|\. ?|-|‑| ?[\"“”«»] ?", gap)):
            yield run
            run = []
        if capital:
            run.append(token_of(match))
    if run:
        yield run


def _may_be_surname(token: _Token) -> bool:
    """Tell whether a known word after an unknown one may be a surname: a village's name may."""
    return token.text.casefold() not in nameless_words()


def _is_given(token: _Token) -> bool:
    return token.text.casefold() in given_names() or len(token.text) == 1


def _has_no_case(text: str) -> bool:
    """Tell whether a letter of the text is of a script in which names have no capitals."""
    return not text.isascii() and not all(map(_has_capitals, set(text)))


@lru_cache(maxsize=4096)
def _has_capitals(character: str) -> bool:
    name = unicodedata.name(character, "")
    return not character.isalpha() or name.startswith(_CASED)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word).casefold()


@lru_cache(maxsize=8)
def _profile(conflict: str | None) -> Conflict | None:
    return load_conflict(conflict) if conflict in conflict_ids() and conflict else None


def _words_of_places(claims: Iterable[Claim]) -> frozenset[str]:
    names: set[str] = set()
    for claim in claims:
        candidates = [one.get("name") for one in listed(claim.geo_candidates)]
        written = claim.mention if claim.place_id and _is_name(claim.mention) else None
        fields = (claim.place_name, written, claim.admin1, claim.admin2, *candidates)
        names.update(name for name in fields if isinstance(name, str))
    return frozenset(_bare(word) for name in names for word in _TOKEN.findall(name))


def _is_name(mention: str | None) -> bool:
    """Tell whether a mention is a bare name: "Kherson", not "the farm of" somebody."""
    return bool(mention) and all(word[:1].isupper() for word in (mention or "").split())


@lru_cache(maxsize=8)
def _words_of_offices(conflict: str | None) -> frozenset[str]:
    """Return the words of the profile's offices ("of Luhansk oblast") that are in no one's name."""
    war = _profile(conflict)
    entries = [entity for found in war.spellings.values() for entity, _ in found] if war else []
    persons = [entity for entity in entries if entity.sort == "person"]
    names = {_bare(word) for one in persons for word in _TOKEN.findall(one.name)}
    return frozenset(_bare(w) for one in persons for w in _TOKEN.findall(one.role or "")) - names


def _words_in_lower_case(claims: Iterable[Claim]) -> frozenset[str]:
    words = (w for claim in claims for w in _TOKEN.findall(claim.evidence))
    return frozenset(w for w in words if w.islower())

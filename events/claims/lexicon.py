"""The words of the claims step, read once from ``seeds/lexicons``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from events.types import Verification

Effect = Literal["takes", "leaves", "loses", "falls", "holds", "contested", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What a word or phrase says happened: one table of ``triggers.toml``."""

    event_type: str
    effect: Effect
    needs_actor: bool = False
    needs_place: bool = False
    needs_force: bool = False
    needs_nuclear: bool = False
    weapon: bool = False
    welcome: bool = False
    ousted: bool = False
    intransitive: bool = False
    by_weapon: bool = False
    state_as_participle: bool = False
    nouns_need_of: bool = False
    mode: str | None = None
    places_only: bool = False
    needs_object: bool = False
    inside: bool = False
    not_with: frozenset[str] = frozenset()
    objects_not: frozenset[str] = frozenset()
    agents_not: frozenset[str] = frozenset()
    nouns_need_actor: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Lemmas that make a trigger together, in order; ``verbal`` if the first must be a verb."""

    words: tuple[str, ...]
    verbal: bool
    trigger: Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers:
    """Triggers by verb lemma, by noun lemma, and by phrase keyed on its first lemma."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office or trade: what kind of claimant it makes, and whence its side comes."""

    words: tuple[str, ...]
    kind: str
    side: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Patterns of sentences that report no event, and the reason to give."""

    reason: str
    pattern: re.Pattern[str]
    comparison_ok: bool


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("seeds").joinpath("lexicons", name).read_text("utf-8"))


@lru_cache(maxsize=1)
def triggers() -> Triggers:
    """Return the trigger words, from ``triggers.toml``."""
    verbs: dict[str, list[Trigger]] = {}
    nouns: dict[str, list[Trigger]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for row in _table("triggers.toml")["trigger"]:
        trigger = _trigger(row)
        for lemma in row.get("verbs", ()):
            verbs.setdefault(lemma, []).append(trigger)
        for phrase in row.get("phrases", ()):
            words = tuple(phrase.split())
            phrases.setdefault(words[0], []).append(
                Phrase(words=words, verbal=True, trigger=trigger)
            )
        for phrase in row.get("set_phrases", ()):
            words = tuple(phrase.split())
            phrases.setdefault(words[0], []).append(
                Phrase(words=words, verbal=False, trigger=trigger)
            )
        for lemma in row.get("nouns", ()):
            words = tuple(lemma.split())
            if len(words) > 1:
                phrases.setdefault(words[0], []).append(
                    Phrase(words=words, verbal=False, trigger=trigger)
                )
            else:
                nouns.setdefault(lemma, []).append(trigger)
    return Triggers(
        verbs={k: tuple(v) for k, v in verbs.items()},
        nouns={k: tuple(v) for k, v in nouns.items()},
        phrases={k: tuple(sorted(v, key=lambda p: -len(p.words))) for k, v in phrases.items()},
    )


@lru_cache(maxsize=1)
def flag_words() -> frozenset[str]:
    """Return the words for a flag, "flag" itself among them."""
    return frozenset(["flag", *_table("triggers.toml")["flags"]["nouns"]])


@lru_cache(maxsize=1)
def repelled_words() -> tuple[str, ...]:
    """Return the words by which an attack is said to have been repelled."""
    return tuple(_table("triggers.toml")["repelled"]["words"])


@lru_cache(maxsize=1)
def stopping_verbs() -> frozenset[str]:
    """Return the verbs that, done to an attack, say that it was repelled."""
    return frozenset(_table("triggers.toml")["repelled"]["verbs"])


@lru_cache(maxsize=1)
def leaving_verbs() -> frozenset[str]:
    """Return the verbs by which somebody leaves a place."""
    return frozenset(
        verb for verb, found in triggers().verbs.items() if any(t.effect == "leaves" for t in found)
    )


def _trigger(row: Mapping[str, Any]) -> Trigger:
    flags = (
        "needs_actor",
        "needs_place",
        "needs_force",
        "needs_nuclear",
        "weapon",
        "welcome",
        "ousted",
        "intransitive",
        "by_weapon",
        "state_as_participle",
        "nouns_need_of",
        "places_only",
        "needs_object",
        "inside",
    )
    sets = ("not_with", "objects_not", "agents_not", "nouns_need_actor")
    values: dict[str, Any] = {name: bool(row.get(name, False)) for name in flags}
    values |= {name: frozenset(row.get(name, ())) for name in sets}
    return Trigger(
        event_type=row["type"],
        effect=row["effect"],
        mode=row.get("mode"),
        **values,
    )


@lru_cache(maxsize=1)
def speech() -> dict[str, str]:
    """Return from the lemma of a verb of speech to its speech act, from ``speech.toml``."""
    return {
        verb: act for act, row in _table("speech.toml").items() for verb in row.get("verbs", ())
    }


@lru_cache(maxsize=1)
def clausal_verbs() -> frozenset[str]:
    """Return the verbs that say something only with a whole clause ("holds that X has fallen")."""
    return frozenset(_table("speech.toml")["with_clause"]["words"])


@lru_cache(maxsize=1)
def accusing_verbs() -> frozenset[str]:
    """Return the verbs whose object is said to have done what follows ("accused Russia of")."""
    return frozenset(_table("speech.toml")["accusing"]["verbs_of_blame"])


@lru_cache(maxsize=1)
def speech_nouns() -> dict[str, str]:
    """Return from the lemma of a noun of speech ("claim", "denial") to its speech act."""
    return {
        noun: act for act, row in _table("speech.toml").items() for noun in row.get("nouns", ())
    }


@lru_cache(maxsize=1)
def answered() -> frozenset[str]:
    """Return the nouns by which an answer takes up what was said ("denied the claim")."""
    return frozenset(_table("speech.toml")["answered"]["words"])


@lru_cache(maxsize=1)
def modality_words() -> dict[str, dict[str, frozenset[str]]]:
    """Return the words of ``modality.toml`` by modality and by use."""
    return {
        modality: {use: frozenset(words) for use, words in row.items()}
        for modality, row in _table("modality.toml").items()
    }


@lru_cache(maxsize=1)
def roles() -> tuple[Role, ...]:
    """Return the offices and trades of ``roles.toml``, in order."""
    return tuple(
        Role(
            words=tuple(sorted(row["words"], key=len, reverse=True)),
            kind=row["kind"],
            side=row.get("side"),
        )
        for row in _table("roles.toml")["role"]
    )


@lru_cache(maxsize=1)
def bodies() -> frozenset[str]:
    """Return the words of ``roles.toml`` that make a speaker a body and no person."""
    return frozenset(_table("roles.toml")["bodies"])


@lru_cache(maxsize=1)
def offices() -> frozenset[str]:
    """Return the single words for an office or a trade ("mayor", "commander")."""
    return frozenset(word for role in roles() for word in role.words if " " not in word)


@lru_cache(maxsize=1)
def members() -> frozenset[str]:
    """Return the words for somebody of a body who does not speak in its name ("an official")."""
    return frozenset(_table("roles.toml")["members"])


@lru_cache(maxsize=1)
def foreign() -> frozenset[str]:
    """Return the words for officials who are of no side, wherever they speak."""
    return frozenset(_table("roles.toml")["foreign"])


@lru_cache(maxsize=1)
def past_words() -> dict[str, frozenset[str]]:
    """Return the words of ``past.toml``: by what a hold is told as over."""
    return {name: frozenset(words) for name, words in _table("past.toml").items()}


@lru_cache(maxsize=1)
def screens() -> tuple[Screen, ...]:
    """Return the patterns of ``background.toml``, compiled for sentences in lower case."""
    return tuple(
        Screen(
            reason=row["reason"],
            pattern=re.compile("|".join(row["patterns"])),
            comparison_ok=row.get("comparison_ok", False),
        )
        for row in _table("background.toml")["pattern"]
    )


@lru_cache(maxsize=1)
def verification_marks() -> tuple[tuple[Verification, re.Pattern[str]], ...]:
    """Return the patterns of ``verification.toml`` with the verification each stands for."""
    return tuple(
        (row["verification"], re.compile("|".join(row["patterns"]), re.IGNORECASE))
        for row in _table("verification.toml")["mark"]
    )


@lru_cache(maxsize=1)
def extent() -> dict[str, frozenset[str]]:
    """Return the word sets of ``extent.toml``: how much of a place is meant, and armed people."""
    return {name: frozenset(words) for name, words in _table("extent.toml").items()}

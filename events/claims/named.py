"""The name, the role and the kind of whoever a noun phrase names."""

from __future__ import annotations

import re
from functools import lru_cache

from events.actors import Entity, Mention
from events.claims.lexicon import Role, bodies, members, roles
from events.claims.scene import Scene, span_of
from geo.types import Sentence, Token

_SERVING = frozenset({"to", "for", "of", "under", "with", "near"})

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "gen",
        "general",
        "lt",
        "lieutenant",
        "col",
        "colonel",
        "maj",
        "major",
        "capt",
        "captain",
        "president",
        "minister",
        "governor",
        "mayor",
        "chief",
        "prime",
        "prof",
        "professor",
        "senator",
        "secretary",
    ]
)

_CLOCK = re.compile(r"^\d{1,2}[.:]\d{2}\s*(?:GMT|EST|EET)?\s*[-–—:]?\s*")
_ARTICLE = re.compile(r"^(the|a|an|its|his|her|their|another|one)\s+", re.IGNORECASE)

_NOT_NAMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "telegram",
        "twitter",
        "facebook",
        "x",
    ]
)


def is_owner(sentence: Sentence, indices: set[int], mention: Mention) -> bool:
    """Tell whether a person named is not who speaks: "an adviser to Zelensky", "Putin's aide"."""
    inside = [i for i in indices if mention.start <= sentence.tokens[i].start < mention.end]
    for index in inside:
        here = sentence.tokens[index]
        while here.index in indices and here.head != here.index:
            if here.dep == "appos":
                break  # "the governor of Luhansk, Serhiy Haidai"
            if here.dep == "poss" or (here.dep == "prep" and here.lemma in _SERVING):
                return True
            here = sentence.tokens[here.head]
    return False


def is_somebody_of(sentence: Sentence, indices: set[int]) -> bool:
    """Tell whether a body's member speaks, not the body: "a NATO official", "one officer of"."""
    heads = [i for i in indices if sentence.tokens[i].head not in indices - {i}]
    return any(sentence.tokens[i].lemma in members() for i in heads)


def personal_name(
    scene: Scene, sentence: Sentence, indices: set[int], mentions: list[Mention]
) -> str | None:
    """Return the longest run of capitalised words that is no place, body, title or date."""
    taken = [(m.start, m.end) for m in mentions if m.entity.sort != "person"]
    start, end = span_of(sentence, indices)
    taken += [(r.toponym.start, r.toponym.end) for _, r in scene.resolutions_in(start, end)]
    runs: list[list[str]] = [[]]
    for index in sorted(indices):
        token = sentence.tokens[index]
        if _is_name(token) and not any(a <= token.start < b for a, b in taken):
            runs[-1].append(token.text)
        else:
            runs.append([])
    best = max(runs, key=len)
    role_text = role_in(scene.text[start:end])[1] or ""
    if best and all(word.lower() in role_text.lower().split() for word in best):
        return None
    return " ".join(best) if best and (len(best) > 1 or len(indices) <= 3) else None


def _is_name(token: Token) -> bool:
    word = token.text
    lower = word.lower().rstrip(".")
    return (
        token.pos == "PROPN"
        and word[:1].isupper()
        and not (word.isupper() and len(word) > 1 and len(word) < 5)
        and lower not in _TITLES
        and lower not in _NOT_NAMES
        and role_in(lower)[0] is None
    )


@lru_cache(maxsize=10_000)
def role_in(text: str) -> tuple[Role | None, str | None]:
    """Return the role that a phrase names first by length, and its words with "of …"."""
    lower = f" {re.sub(r'[^a-z]+', ' ', text.lower())} "
    best: tuple[int, Role, str] | None = None
    for role in roles():
        for word in role.words:
            plain = f" {word.replace('-', ' ')}"
            if (f"{plain} " in lower or f"{plain}s " in lower) and (
                best is None or len(word) > best[0]
            ):
                best = (len(word), role, word)
    if best is None:
        return None, None
    found = re.search(
        rf"\b{re.escape(best[2])}s?\b(\s+(of|in|for)\s+(the\s+)?[A-Z][\w'’-]+(\s+[A-Z][\w'’-]+)?"
        r"(\s+(region|oblast|province|district|military administration))?)?",
        text,
        re.IGNORECASE if best[2] not in text else 0,
    )
    return best[1], found.group() if found else best[2]


def kind_of(entity: Entity | None, role: Role | None, name: str | None) -> str:
    """Return the kind of claimant, by the profile, else by the role."""
    if entity and entity.kind:
        return entity.kind if entity.sort != "actor" or role is None else role.kind
    if role:
        return role.kind
    return "source" if name else "anonymous"


def is_body(entity: Entity | None, role_text: str | None) -> bool:
    """Tell whether a body speaks, no person."""
    if entity is not None:
        return entity.sort != "person"
    words = set(re.findall(r"[a-z]+", (role_text or "").lower().split(" of ")[0]))
    return bool(words & bodies()) and not words & {"spokesman", "spokeswoman", "spokesperson"}


def bare(text: str) -> str:
    """Return a noun phrase without its article, the marks round it and a live blog's clock."""
    text = _CLOCK.sub("", text)
    text = re.sub(r"\bmilblogger", "military blogger", text)  # one body under two names
    return re.sub(r"\s+", " ", _ARTICLE.sub("", text)).strip(" ,;:\"“”'")

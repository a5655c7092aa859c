"""The mentions of one name that share a sense, and the places named beside them as containers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.context import Words
from geo.gazetteer import NameHit
from geo.lexicon import load_lexicon
from geo.recognize import Mention
from geo.types import Place, Toponym


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one name, asking for one kind: they share an answer."""

    numbers: tuple[int, ...]
    hits: tuple[NameHit, ...]
    asked: str | None
    asked_word: str | None
    containers: tuple[Place, ...]  # named beside it: "Hirske, Luhansk region"
    demonym: bool
    region_context: bool


def group_mentions(words: Words, mentions: Sequence[Mention]) -> list[Group]:
    """Group the mentions of one name that ask for one kind; each mention is in one group.

    A bare name joins the group of the same name with a head noun only where both can mean the
    same; "Luhansk" and "Luhansk region" stay apart, since a region and its city share a name.
    """
    beside = _containers(words, mentions)
    members: dict[tuple[str, str | None], list[int]] = {}
    for number, mention in enumerate(mentions):
        name = mention.toponym.text.casefold()
        members.setdefault((name, _sense(words, mention)), []).append(number)
    groups = []
    for (_, sense), numbers in members.items():
        lead = mentions[numbers[0]]
        containers = {p.place_id: p for n in numbers for p in beside[n]}
        groups.append(
            Group(
                numbers=tuple(numbers),
                hits=lead.hits,
                asked=None if sense == "unit" else sense,
                asked_word=lead.toponym.asked_word,
                containers=tuple(containers.values()),
                demonym=lead.toponym.use == "demonym",
                region_context=sense == "unit",
            )
        )
    return groups


def _sense(words: Words, mention: Mention) -> str | None:
    toponym = mention.toponym
    if toponym.asked is not None:
        return toponym.asked
    kinds = {hit.place.kind for hit in mention.hits}
    if {"region", "settlement"} <= kinds and speaks_of_unit(words, toponym):
        return "unit"
    return None


def speaks_of_unit(words: Words, toponym: Toponym) -> bool:
    """Tell whether the words around a bare name speak of a unit: "governor of Luhansk"."""
    groups = load_lexicon().words
    first = words.first_in(toponym.start)
    before = " ".join(words.lowers[max(0, first - 3) : first])
    if any(before.endswith(phrase) for phrase in groups["region_context.before"]):
        return True
    after = words.after(toponym.end)
    return words.lower(after) in groups["region_context.after"]


def _containers(words: Words, mentions: Sequence[Mention]) -> list[list[Place]]:
    """Return for each mention the places named as what it lies in: "X, Y", "X (Y)", "X in the Y"."""
    found: list[list[Place]] = [[] for _ in mentions]
    for number in range(len(mentions) - 2, -1, -1):
        other = mentions[number + 1]
        between = words.text[mentions[number].toponym.end : other.toponym.start]
        joined = " ".join(between.lower().split())
        if "\n" in between or joined not in _INSIDE_JOINS or other.toponym.use == "demonym":
            continue
        found[number] = [hit.place for hit in other.hits[:_MOST_CONTAINERS]]
        if joined == ",":
            found[number] += found[number + 1][:_MOST_CONTAINERS]
    return found


_INSIDE_JOINS = frozenset(
    {",", "(", "in", "in the", ", in", ", in the", "of", "of the", ", a town in the"}
)
_MOST_CONTAINERS = 6

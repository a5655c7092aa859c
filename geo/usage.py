"""What a toponym stands for: the kind of place its head noun asks for, and how it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.context import Words, is_capitalised
from geo.lexicon import Lexicon
from geo.types import Kind, Toponym, Use

_HEAD_WORDS = 4
_LITERAL_BEFORE = frozenset(
    {
        "in", "near", "at", "from", "to", "into", "around", "outside", "across", "throughout",
        "within", "inside", "through", "towards", "toward", "reached", "entered", "captured",
        "seized", "shelled",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head noun beside a name: the kind it asks for, its words, and their offsets."""

    kind: Kind
    word: str
    start: int
    end: int


def head_after(words: Words, end: int, lexicon: Lexicon) -> Head | None:
    """Return the longest head phrase that follows the name directly ("region", "power plant")."""
    first = words.after(end)
    if first >= len(words) or words.text[end : words.starts[first]] not in (" ", "\u00a0", "-"):
        return None
    for count in range(_HEAD_WORDS, 0, -1):
        run = words.run(first, count)
        last = first + run.count(" ")
        if run.count(" ") == count - 1 and run in lexicon.heads:
            start, stop = words.starts[first], words.ends[last]
            return Head(kind=lexicon.heads[run], word=run, start=start, end=stop)
    return None


def head_before(words: Words, start: int, lexicon: Lexicon) -> Head | None:
    """Return the head noun in front of a name: "city of X", "the port city X", "Lake X"."""
    last = words.first_in(start) - 1
    if last < 0 or words.text[words.ends[last] : start].strip():
        return None
    article = words.lowers[last] == "the"
    last -= article
    if words.lower(last) == "of":
        last -= 1
    elif article or words.opens_sentence(last + 1):
        return None
    word = words.lower(last)
    if word not in lexicon.before or words.gap_before(last + 1).strip():
        return None
    if article and lexicon.before[word] != "water":
        return None
    return Head(
        kind=lexicon.before[word], word=word, start=words.starts[last], end=words.ends[last]
    )


def head_within(name: str, lexicon: Lexicon) -> tuple[Kind, str] | None:
    """Return the kind that the name's own last word asks for ("Kherson Oblast")."""
    last = name.lower().replace("-", " ").rsplit(" ", 1)
    if len(last) == 2 and last[1] in lexicon.heads:
        return lexicon.heads[last[1]], last[1]
    return None


def with_heads(words: Words, toponyms: Sequence[Toponym], lexicon: Lexicon) -> list[Toponym]:
    """Return the toponyms with the kind that their head nouns ask for.

    A plural head belongs to all names that are coordinated before it ("Donetsk and Luhansk
    regions"), a plural in front to all that are coordinated after it ("the cities of X and Y").
    """
    found = [_with_head(words, toponym, lexicon) for toponym in toponyms]
    plurals = lexicon.plural_heads | lexicon.words["irregular.plurals"]
    for here in range(len(found) - 1, 0, -1):
        head = found[here]
        if head.asked_word in plurals and head.head_end and head.head_end > head.end:
            _spread(words, found, range(here - 1, -1, -1), head)
    for here, head in enumerate(found):
        in_front = head.head_start is not None and head.head_start < head.start
        if in_front and head.asked_word in plurals:
            _spread(words, found, range(here + 1, len(found)), head)
    return found


def _with_head(words: Words, toponym: Toponym, lexicon: Lexicon) -> Toponym:
    if toponym.use == "demonym":
        return toponym
    within = head_within(toponym.text, lexicon)
    if within:
        return replace(
            toponym,
            asked=within[0],
            asked_word=within[1],
            head_start=toponym.start,
            head_end=toponym.end,
        )
    head = head_after(words, toponym.end, lexicon) or head_before(words, toponym.start, lexicon)
    if head is None:
        return toponym
    return replace(
        toponym,
        asked="settlement" if _is_part_of_city(words, toponym, head, lexicon) else head.kind,
        asked_word=head.word,
        head_start=min(toponym.start, head.start),
        head_end=max(toponym.end, head.end),
    )


def _is_part_of_city(words: Words, toponym: Toponym, head: Head, lexicon: Lexicon) -> bool:
    """Tell whether a district in front is one of a city's: "the Kyivskyi district of Kharkiv"."""
    number = words.first_in(head.start)
    if head.kind != "district" or head.start > toponym.start or words.opens_sentence(number):
        return False
    before = words.lower(number - 1)
    named = is_capitalised(words.word(number - 1)) and not words.opens_sentence(number - 1)
    return words.gap_before(number) == " " and (
        named or before in lexicon.words["districts.of_city"]
    )


def _spread(words: Words, found: list[Toponym], order: range, head: Toponym) -> None:
    """Give the head's kind to the names joined to it by commas and "and" alone."""
    previous = head
    for here in order:
        between = words.text[
            min(previous.end, found[here].end) : max(previous.start, found[here].start)
        ]
        joined = between.replace(",", " ").replace("/", " ").split()
        if len(between) > _JOIN_LENGTH or any(word.lower() not in _JOINING for word in joined):
            return
        if found[here].asked is None and found[here].use != "demonym":
            found[here] = replace(
                found[here],
                asked=head.asked,
                asked_word=head.asked_word,
                head_start=found[here].start,
                head_end=found[here].end,
            )
        previous = found[here]


_JOINING = frozenset(
    ("and", "or", "the", "its", "neighbour", "neighbor", "neighbouring", "as", "well")
)
_JOIN_LENGTH = 24


def use_of(words: Words, toponym: Toponym, lexicon: Lexicon, *, acts: bool) -> Use:
    """Return how the toponym is used.

    ``acts`` tells that the name is a country's or a capital's, which news lets speak and fight.
    """
    if toponym.use == "demonym":
        return "demonym"
    first, last = words.first_in(toponym.start), words.after(toponym.end) - 1
    before = "" if words.opens_sentence(first) else words.lower(first - 1)
    after = words.lower(last + 1) if last + 1 < len(words) else ""
    gap = words.gap_before(last + 1) if after else ""
    if gap in ("-", "–") and after in ("backed", "led", "controlled", "held", "imposed"):
        return "metonymic" if acts else "associative"
    if gap in ("-", "–") and after in ("based", "born"):
        return "associative"
    if before in _LITERAL_BEFORE or toponym.asked is not None:
        return "literal"
    if gap.startswith(("'s", "’s", "' ", "’ ")):
        return "associative"
    if gap == " " and after in lexicon.words["associative.after"]:
        return "associative"
    return _metonymy(words, toponym, lexicon, before, acts=acts)


_TO_BE = frozenset(("is", "was"))
_ADVERBS = frozenset(("also", "reportedly", "now", "then", "allegedly", "still", "again"))


def _metonymy(words: Words, toponym: Toponym, lexicon: Lexicon, before: str, *, acts: bool) -> Use:
    number = words.after(toponym.end)
    while words.lower(number) in _ADVERBS and words.gap_before(number) == " ":
        number += 1
    near = number < len(words) and words.gap_before(number).strip(" ,") == ""
    verb = words.lower(number) if near else ""
    following = words.lower(number + 1)
    if (verb in _TO_BE and not following.endswith("ing")) or following == "been":
        return "literal"
    speaks = verb in lexicon.words["person.verbs"]
    if (speaks or (acts and verb in lexicon.words["metonymy.verbs"])) and before != "of":
        return "metonymic"
    follows = words.text[toponym.end : toponym.end + 9].lower()
    if acts and follows.startswith(" and its"):
        return "metonymic"
    if acts and before in ("with", "between", "against"):
        return "metonymic"
    return "literal"

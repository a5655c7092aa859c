"""Where the geoparser puts the places of gold claims: small namesakes in reports of the war.

Run from the checkout: ``python -m benchmarks.geoparse_war [FILE...]``, files of gold claims, by
default those for development. Every report is read with the focus of the war in Ukraine. Only sums
are printed, so that a file set aside stays unseen. A mention that is a name counts once; far is
more than 25 km off, or another unit.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.ablation import swapped
from benchmarks.corpora import read_claims
from benchmarks.geoparse import gold_at, is_right
from benchmarks.notes import Article, Gold
from benchmarks.peers import Answer, answer_of
from events.actors import load_conflict
from geo.gazetteer import Gazetteer
from geo.geoparse import Geoparser
from geo.recognize import load_weights

DEVELOPMENT = Path(__file__).parents[1] / "tests" / "quality" / "gold" / "development.jsonl"
RADIUS_M = 25_000.0
FOCUS = ("near the front", "focus ")
CLOSE = (
    "near in list",
    "near in paragraph",
    "near in sentence",
    "near its anchor",
    "near the next",
    "village near",
)
WITHOUT = {
    "claimmap": (),
    "without sentence, list, paragraph, phrase": CLOSE,
    "without places in focus": FOCUS,
    "without any nearness": ("near ", "village near", "chosen elsewhere", *FOCUS),
}
"""What the names of the weights that are taken away begin with."""
_NO_NAMES = frozenset({"the", "its", "both"})


def fates(geoparser: Geoparser, articles: Iterable[Article]) -> Counter[str]:
    """Count the gold mentions by what becomes of them: right, far, no place, not found."""
    focus = load_conflict("ukraine").focus()
    counts: Counter[str] = Counter()
    for article in articles:
        parsed = geoparser.parse(article.text, focus, parse_all=False)
        answers = [answer_of(r) for r in parsed.resolutions if r.toponym.use != "demonym"]
        counts.update(_fate(gold, answers) for gold in article.toponyms if _is_named(article, gold))
    return counts


def _is_named(article: Article, gold: Gold) -> bool:
    """Tell whether the mention is a name: claims are about "the town" and "its" loss too."""
    return article.text[gold.start : gold.end].split()[0].lower() not in _NO_NAMES


def _fate(gold: Gold, answers: Sequence[Answer]) -> str:
    answer = next((a for a in answers if gold_at([gold], a)), None)
    if answer is None:
        return "not found"
    if answer.place is None:
        return "no place"
    return "right" if is_right(gold, answer.place, RADIUS_M) else "far"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print for each file what becomes of its mentions, with and without parts of the ranker."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("claims", type=Path, nargs="*", default=[DEVELOPMENT])
    options = parser.parse_args(arguments)
    geoparser = Geoparser(Gazetteer.open())
    for path in options.claims:
        articles = read_claims(path)
        print(f"\n{path.name}: {len(articles)} reports")
        for label, beginnings in WITHOUT.items():
            weights = load_weights("resolution").items()
            kept = {name: w for name, w in weights if not name.startswith(beginnings)}
            with swapped("resolution", kept):
                counts = fates(geoparser, articles)
            figures = ", ".join(
                f"{counts[fate]} {fate}" for fate in ("right", "far", "no place", "not found")
            )
            print(f"{label:<44}of {counts.total()}: {figures}")


if __name__ == "__main__":
    main()

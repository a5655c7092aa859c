"""What reads reports, wired as it is shipped: in this process, in several, or on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from events.actors import conflict_ids, load_conflict
from events.cluster import Cluster
from events.parallel import Processes
from events.parts import Order
from events.pipeline import Pipeline, Progress, ReadsBatches


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """By which profile reports are read, and by how many processes.

    ``workers`` are processes of this machine (see `events.parallel.Processes`); ``scheduler`` is
    the address of a Dask cluster that reads in their stead, by way of the folder ``parts`` (see
    `events.cluster.Cluster`). What comes of the reports is the same. ``progress`` is called after
    each report.
    """

    conflict: str | None = None
    workers: int = 1
    scheduler: str | None = None
    parts: Path = Path("parts")
    progress: Progress | None = None

    def reads(self, pipeline: Pipeline) -> ReadsBatches | None:
        """Return what reads as this pipeline does in other processes, None if this one does."""
        opener = Shipped(self.conflict)
        if self.scheduler is not None:
            order = Order(
                folder=self.parts.absolute(),
                extractor_version=pipeline.extractor_version,
                gazetteer_version=pipeline.gazetteer_version,
                conflict=self.conflict,
            )
            return Cluster(opener=opener, scheduler=self.scheduler, order=order)
        return None if self.workers == 1 else Processes(opener=opener, workers=self.workers)


@dataclass(frozen=True, slots=True)
class Shipped:
    """Opens the pipeline that is shipped, in whichever process it is called."""

    conflict: str | None = None

    def __call__(self) -> Pipeline:
        """Do what `open_pipeline` does."""
        return open_pipeline(self.conflict)


def open_pipeline(conflict: str | None = None, *, parsing: bool = True) -> Pipeline:
    """Wire the pipeline that is shipped, for one conflict or all that have a profile.

    Without ``parsing`` no sentence is parsed: places are found many times faster, and no claims.

    Raises
    ------
    ConflictError
        There is no such conflict; the message names those there are.
    GazetteerMissing
        The cached gazetteer is not installed.
    """
    given = load_conflict(conflict) if conflict else None
    conflicts = [given] if given else [load_conflict(known) for known in conflict_ids()]

    from events.claims import EXTRACTOR_VERSION, extract_claims
    from geo.gazetteer import Gazetteer
    from geo.geoparse import Geoparser
    from geo.parse import Parser

    gazetteer = Gazetteer.open()
    return Pipeline(
        geoparser=Geoparser(gazetteer, Parser() if parsing else None),
        extract=partial(extract_claims, name_on=gazetteer.name_on),
        conflicts=conflicts,
        gazetteer_version=gazetteer.version,
        extractor_version=EXTRACTOR_VERSION,
        licences=gazetteer.licences,
        given=given,
    )

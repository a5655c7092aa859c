"""Places read within a region that the reader asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geo.gazetteer import Gazetteer
from geo.rank import candidates, inside
from geo.reasons import precision
from geo.types import Candidate, Place, Resolution


def narrowed(
    resolutions: Iterable[Resolution], region: Place, gazetteer: Gazetteer
) -> Iterator[Resolution]:
    """Yield resolutions that lie in a region, others put to their best reading there.

    A name that is that of no place in the region is left open, with that as its reason. The score
    is then the reading's share among those that lie there.
    """
    for resolution in resolutions:
        if resolution.place is not None and inside(resolution.place, region):
            yield resolution
        else:
            yield _moved(resolution, region, gazetteer)


def _moved(resolution: Resolution, region: Place, gazetteer: Gazetteer) -> Resolution:
    toponym = resolution.toponym
    near = [c for c in resolution.candidates if inside(c.place, region)]
    total = sum(candidate.score for candidate in near)
    shares = [replace(c, score=c.score / total) for c in near if total > 0]
    best = (shares or candidates(gazetteer, toponym.text, within=region))[:1]
    if not best:
        return replace(
            resolution,
            place=None,
            position=None,
            where_prec=None,
            uncertainty_m=None,
            score=0.0,
            reason=f"no place of this name is known in {region.name}",
            candidates=(),
        )
    return _put(resolution, best[0], region)


def _put(resolution: Resolution, best: Candidate, region: Place) -> Resolution:
    prec, radius = precision(best.place, resolution.toponym)
    return replace(
        resolution,
        place=best.place,
        position=best.place.position,
        where_prec=prec,
        uncertainty_m=radius,
        score=best.score,
        reason=f"the reader asks for {region.name}; {best.reason}",
    )

"""What may leave the house: a profile of publication, read from ``seeds/profiles``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args

from events.errors import PublicationError

Positions = Literal["as_found", "settlement", "district", "grid"]
Persons = Literal["names", "roles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The terms on which claims are published.

    ``delay_days`` before the day of publishing nothing is told of. ``positions`` is the finest that
    a position may be; ``grid_km`` the side of a cell where that is ``grid``. With ``protected``,
    what is told of schools, hospitals and shelters is told of their settlement, without the
    report's words. ``persons`` says whether people have names or roles.

    Raises
    ------
    PublicationError
        Naming every fault: an unknown word, a negative delay, a grid without cells.
    """

    id: str
    title: str
    delay_days: int = 0
    positions: Positions = "as_found"
    grid_km: float | None = None
    protected: bool = False
    persons: Persons = "names"

    def __post_init__(self) -> None:
        faults = []
        for name, words in (("positions", get_args(Positions)), ("persons", get_args(Persons))):
            if getattr(self, name) not in words:
                faults.append(f"{name} is {getattr(self, name)!r}, must be {' or '.join(words)}")
        if self.delay_days < 0:
            faults.append(f"delay_days is {self.delay_days}, must not be negative")
        if (self.positions == "grid") != (self.grid_km is not None and self.grid_km > 0):
            faults.append("positions 'grid' and a grid_km above 0 go together")
        if faults:
            raise PublicationError(f"profile {self.id!r}: " + "; ".join(faults))


def profile_ids() -> list[str]:
    """Return the ids of the profiles that are shipped, sorted."""
    folder = files("seeds").joinpath("profiles")
    return sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml"))


@lru_cache(maxsize=8)
def load_profile(profile_id: str) -> Profile:
    """Read a shipped profile.

    Raises
    ------
    PublicationError
        There is no such profile (the message names those there are), or it is malformed.
    """
    known = profile_ids()
    if profile_id not in known:
        raise PublicationError(f"no profile {profile_id!r}; there are: {', '.join(known)}")
    text = files("seeds").joinpath("profiles", f"{profile_id}.toml").read_text("utf-8")
    return read_profile(profile_id, tomllib.loads(text))


def read_profile(profile_id: str, table: Mapping[str, Any]) -> Profile:
    """Build a profile from its table, as parsed from TOML; raises what `load_profile` raises."""
    try:
        return Profile(**cast(dict[str, Any], {"id": profile_id, **table}))
    except TypeError as fault:
        raise PublicationError(f"profile {profile_id!r} is malformed: {fault}") from fault

"""Seconds of the clock and of the processor, printed as rates and kept, so as to be compared.

Seconds of the processor say more where others keep the computer busy; a server's are not among
them. Peak memory is of this process, and includes what was measured before.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Stopwatch:
    """Adds up seconds while it is entered."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    def __enter__(self) -> None:
        self._from = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._from[0]
        self.cpu += time.process_time() - self._from[1]


class Rates:
    """What was measured, in rows a second of the clock."""

    def __init__(self) -> None:
        self._seconds: dict[str, tuple[int, Stopwatch]] = {}

    def timed(self, what: str, rows: int, do: Callable[[], T]) -> T:
        """Do it, print how long it took for so many rows, and return what came of it."""
        watch = Stopwatch()
        with watch:
            done = do()
        self.say(what, rows, watch)
        return done

    def say(self, what: str, rows: int, watch: Stopwatch) -> None:
        """Print and keep a rate."""
        self._seconds[what] = rows, watch
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rates = f"{rows / watch.wall:>11,.0f} {rows / watch.cpu:>11,.0f}"
        seconds = f"{watch.wall:8.2f} s {watch.cpu:8.2f} s"
        print(f"  {what:<58} {seconds} {rates} rows/s (wall, CPU)  peak {peak:,.0f} MB", flush=True)

    def compare(self, one: str, other: str) -> None:
        """Print how many times as many rows a second the one takes, by the clock and the CPU."""
        if one not in self._seconds or other not in self._seconds:
            return
        (rows, watch), (theirs, their) = self._seconds[one], self._seconds[other]
        wall = rows / watch.wall / (theirs / their.wall)
        cpu = rows / watch.cpu / (theirs / their.cpu)
        print(f"  {one} / {other}: {wall:.2f} (wall), {cpu:.2f} (CPU)")

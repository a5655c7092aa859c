"""The collector of cycles may rest where very many small objects are made that form no cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector rest within the block; looking for cycles is up to a third of the time.

    What was made in it counts as old afterwards: it is looked through with all else, not at once.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # nobody else has set objects aside for good
                gc.freeze()
                gc.unfreeze()
            gc.enable()

"""Claims -> events: what is told of one happening, every claim kept (pure, never stored).

`grouping` says which claims tell of one happening, `origins` how many speak independently of each
other, and why the others do not.
"""

from events.merge.grouping import events_of
from events.merge.origins import Independence, Origin, Tie, independence_of

__all__ = ["Independence", "Origin", "Tie", "events_of", "independence_of"]

"""Feeds and pages from the Web, on request only: beside `geo.geocode` the one use of the network.

Answers are bounded in size and time, every address is checked before it is connected to, hosts are
asked slowly and by their robots.txt, and what came is kept with when and whence.
"""

from __future__ import annotations

from events.fetch.addresses import is_any, is_public
from events.fetch.exchange import Answer, Limits, Wire
from events.fetch.feeds import MOST_PAGES, Had, fetch_feeds
from events.fetch.keep import Kept
from events.fetch.web import PAUSE_S, Web

__all__ = [
    "MOST_PAGES",
    "PAUSE_S",
    "Answer",
    "Had",
    "Kept",
    "Limits",
    "Web",
    "Wire",
    "fetch_feeds",
    "is_any",
    "is_public",
]

"""The Web as a guest should use it: one request a host at a time, robots.txt kept, hops checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from events.errors import FetchError
from events.fetch.exchange import Answer, Wire, joined, parsed
from events.fetch.robots import Robots

AGENT = "claimmap"
"""The name that rules in robots.txt are for."""
PAUSE_S = 2.0
_MOVED = (301, 302, 303, 307, 308)
_HOLD_ON = (429, 503)


def user_agent() -> str:
    """Return what the Web is told of us, unless something else is given."""
    return f"{AGENT}/{version('claimmap')} (reads news feeds now and then; keeps robots.txt)"


@dataclass(slots=True)
class Web:
    """Fetches addresses.

    ``pause_s`` is the least time between two requests to a host; a host that asks for more in its
    robots.txt gets it, and one that says to hold on (429, 503) is asked no more.
    """

    wire: Wire = field(default_factory=Wire)
    agent: str = field(default_factory=user_agent)
    pause_s: float = PAUSE_S
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _robots: Robots = field(init=False)
    _next: dict[str, float] = field(init=False, default_factory=dict)
    _held: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Let rules be fetched by the same wire."""
        self._robots = Robots(lambda url: self._follow(url, {}, obeying=False), AGENT)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer for an address, redirects followed: each hop is checked anew.

        Raises
        ------
        FetchError
            It cannot be had, robots may not have it, the host said to hold on, or it leads from
            hop to hop without end.
        """
        return self._follow(url, headers or {}, obeying=True)

    def _follow(self, url: str, headers: Mapping[str, str], *, obeying: bool) -> Answer:
        for _ in range(self.wire.limits.redirects + 1):
            answer = self._ask(url, headers, obeying=obeying)
            target = answer.headers.get("location")
            if answer.status not in _MOVED or not target:
                return answer
            url = joined(answer.url, target)
        raise FetchError(f"{url}: too many redirects")

    def _ask(self, url: str, headers: Mapping[str, str], *, obeying: bool) -> Answer:
        parts = parsed(url)
        host = str(parts.netloc)
        if host in self._held:
            raise FetchError(f"{host} said to hold on ({self._held[host]}): not asked again")
        pause = self.pause_s
        if obeying:
            self._robots.check(parts.url)
            pause = max(pause, self._robots.pause_s(parts.url))
        self._wait(host, pause)
        answer = self.wire.get(parts.url, {**headers, "User-Agent": self.agent})
        if answer.status in _HOLD_ON:
            self._held[host] = answer.status
        return answer

    def _wait(self, host: str, pause: float) -> None:
        now = self.clock()
        if (left := self._next.get(host, now) - now) > 0:
            self.sleep(left)
        self._next[host] = self.clock() + pause

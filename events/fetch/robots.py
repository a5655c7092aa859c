"""What a host lets robots fetch (robots.txt, RFC 9309), and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from events.errors import FetchError
from events.fetch.exchange import Answer, parsed

if TYPE_CHECKING:
    from protego import Protego

LONGEST_PAUSE_S = 60.0
"""A host that asks for more between two requests gets this much."""


@dataclass(slots=True)
class Robots:
    """The rules of each host, asked for once a run.

    ``get`` fetches an address and follows redirects; ``agent`` is the name that rules are for.
    """

    get: Callable[[str], Answer]
    agent: str
    _known: dict[str, Protego | str] = field(default_factory=dict)

    def check(self, url: str) -> None:
        """Raise `FetchError` where the host's rules forbid an address, or nobody can tell."""
        rules = self._rules(url)
        if isinstance(rules, str):
            raise FetchError(f"{url} is not asked for, as its host's rules are not known: {rules}")
        if not rules.can_fetch(url, self.agent):
            raise FetchError(f"{url} is closed to robots by its host's robots.txt")

    def pause_s(self, url: str) -> float:
        """Return the seconds that the host wants between two requests."""
        rules = self._rules(url)
        delay = None if isinstance(rules, str) else rules.crawl_delay(self.agent)
        return min(float(delay or 0), LONGEST_PAUSE_S)

    def _rules(self, url: str) -> Protego | str:
        """Return the rules of a host, or why they are not known."""
        parts = parsed(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._known:
            self._known[site] = self._asked(f"{site}/robots.txt")
        return self._known[site]

    def _asked(self, url: str) -> Protego | str:
        from protego import Protego

        try:
            answer = self.get(url)
        except FetchError as fault:
            return str(fault)
        if answer.status >= _BROKEN or answer.status == _TOO_MANY:
            return f"{url} answers {answer.status}"
        there = answer.status == _OK  # where there is no file there are no rules
        return Protego.parse(answer.body.decode("utf-8", errors="replace") if there else "")


_OK, _TOO_MANY, _BROKEN = 200, 429, 500

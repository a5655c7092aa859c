"""The snapshot: the whole map as one HTML file that makes no request.

Folium writes the page. Its map and figure are subclassed so that Leaflet and our scripts stand in
the page itself, under a content security policy that allows nothing else, and so that equal input
gives equal bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from datetime import date

import folium
from branca.element import Figure
from jinja2 import Template

from events.map import assets
from events.map.manifest import Drawn, last_day, manifest, note, terms
from events.map.payload import TITLE, payload_of
from events.map.wire import day_number
from events.types import Claim

_ID = "claimmap"
_FIRST, _LATER = ("claims", "basemap", "page"), ("more", "quotes")
MOST_ROWS = 500
"""So many claims at most stand in the table for readers without scripts."""


class OfflineFigure(Figure):
    """A page with one style, one script and a policy that allows these two by their hashes."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        "<title>{{ this.title }}</title>\n<style>{{ this.style }}</style>\n</head>\n<body>\n"
        "{{ this.body }}\n<script>{{ this.code }}</script>\n{{ this.after }}\n</body>\n</html>\n"
    )

    def render(self, **kwargs: object) -> str:
        """Return the page, after its children have written their parts into it."""
        for child in self._children.values():
            child.render()
        self.style = self.header.render()
        self.body = self.html.render()
        self.code = self.script.render()
        self.after = "\n".join(getattr(child, "later", "") for child in self._children.values())
        self.policy = policy_of(self.style, self.code)
        return str(self._template.render(this=self))


class OfflineMap(folium.Map):
    """A Folium map that carries Leaflet and our scripts in itself and asks for nothing."""

    _template = Template(
        "{% macro header(this, kwargs) %}{{ this.styles }}{% endmacro %}"
        '{% macro html(this, kwargs) %}<main class="snapshot">'
        '<div id="{{ this.get_name() }}"></div></main>{{ this.carried }}{% endmacro %}'
        "{% macro script(this, kwargs) %}{{ this.scripts }}\n"
        "const {{ this.get_name() }} = "
        'L.map("{{ this.get_name() }}", ClaimMap.MAP_OPTIONS);\n'
        "ClaimMap.startSnapshot({{ this.get_name() }}, L);\n{% endmacro %}"
    )

    def __init__(self, drawn: Drawn, as_of: date | None) -> None:
        super().__init__(tiles=None)
        self.default_js = self.default_css = []  # Folium's would be fetched
        self._id = _ID  # Folium's own is random, and the same input must give the same bytes
        self.styles = assets.leaflet_style() + assets.own("map.css") + assets.own("page.css")
        self.scripts = "\n".join(
            (assets.leaflet_script(), assets.scripts(), assets.own("snapshot.js"))
        )
        payload = payload_of(drawn, as_of)
        self.carried = "\n".join(_block(name, payload[name]) for name in _FIRST)
        # What is read later stands behind the scripts, which draw the map before it has arrived.
        self.later = "\n".join(
            (*(_block(name, payload[name]) for name in _LATER), *_told(drawn, as_of))
        )


def snapshot_html(drawn: Drawn, as_of: date | None = None) -> str:
    """Return the map as one HTML page.

    Parameters
    ----------
    drawn : Drawn
        Claims, the reports they are from, the conflicts' profiles and the query that chose them.
        The order of claims and reports does not matter.
    as_of : date, optional
        The day for which control is told; without it the last day that is spoken of.

    Returns
    -------
    str
        HTML that draws without any request; all text of reports is data in it, never markup.
    """
    figure = OfflineFigure(title=html.escape(TITLE))
    OfflineMap(drawn, as_of).add_to(figure)
    return figure.render()


def policy_of(style: str, script: str) -> str:
    """Return a content security policy that allows this style and this script and nothing else."""
    return (
        f"default-src 'none'; script-src '{_source(script)}'; style-src '{_source(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _block(name: str, value: str) -> str:
    return f'<script type="text/plain" id="claimmap-{name}">{value}</script>'


def _told(drawn: Drawn, as_of: date | None) -> tuple[str, str]:
    """Return the manifest for other programs, and the table for readers without scripts."""
    made_from = _json(manifest(drawn, as_of or last_day(drawn.claims)))
    return (
        f'<script type="application/json" id="claimmap-manifest">{made_from}</script>',
        f"<noscript>{_table(drawn)}</noscript>",
    )


def _json(value: object) -> str:
    """Return JSON in which no character can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _table(drawn: Drawn) -> str:
    names = ("Date", "Place", "Claimant", "Side", "What", "Said to hold it", "Words", "Source")
    head = "".join(f"<th>{name}</th>" for name in names)
    claims = _in_order(drawn.claims)
    rows = "".join(_row(claim) for claim in claims[:MOST_ROWS])
    left = len(claims) - MOST_ROWS
    more = f"<p>… and {left} more, which need scripts to be shown.</p>" if left > 0 else ""
    told = " ".join(filter(None, (note(drawn), terms(drawn))))
    return (
        f'<div class="plain"><h1>{html.escape(TITLE)}</h1><p>{html.escape(told)}</p>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}</div>"
    )


def _in_order(claims: Sequence[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (day_number(c.event_date), c.place_name or "", c.claim_id))


def _row(claim: Claim) -> str:
    cells = (
        claim.event_date.isoformat() if claim.event_date else "unknown",
        claim.place_name or claim.mention or "unknown",
        claim.claimant or "unnamed",
        claim.claimant_side or "third party",
        f"{claim.event_type}, {claim.modality}",
        claim.claimed_controller or "",
        claim.evidence,
        claim.source or "unnamed",
    )
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"

"""What the dashboard's host needs of the map: markup, style and script for one component."""

from __future__ import annotations

import html

from events.map import assets
from events.types import Claim, Document

MARKUP = '<div class="cm-root"></div>'


def component_style() -> str:
    """Return the component's style sheet, Leaflet's included."""
    return assets.leaflet_style() + assets.own("map.css") + assets.own("component.css")


def component_script() -> str:
    """Return the component's module: Leaflet, our scripts, and what hosts them."""
    return "\n".join((assets.leaflet_script(), assets.scripts(), assets.own("component.js")))


def report_html(document: Document, claim: Claim) -> str:
    """Return a report as escaped HTML with the claim's evidence marked, and what it names.

    The evidence is in ``mark``, the words for the place and the claimant inside it are underlined.
    Offsets are code points of the document's text; spans outside the evidence are not shown.
    """
    text = document.text
    start, end = claim.evidence_start, claim.evidence_end
    inner = _underlined(text, start, end, _spans(claim))
    return (
        f'<div class="report">{html.escape(text[:start].lstrip())}'
        f'<mark data-claim="{html.escape(claim.claim_id)}">{inner}</mark>'
        f"{html.escape(text[end:])}</div>"
    )


def _spans(claim: Claim) -> list[tuple[int, int]]:
    pairs = [
        (claim.mention_start, claim.mention_end),
        (claim.claimant_start, claim.claimant_end),
        (claim.date_start, claim.date_end),
    ]
    return sorted((a, b) for a, b in pairs if a is not None and b is not None and a < b)


def _underlined(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    parts, here = [], start
    for first, last in spans:
        if here <= first and last <= end:
            parts.append(html.escape(text[here:first]))
            parts.append(f"<u>{html.escape(text[first:last])}</u>")
            here = last
    return "".join(parts) + html.escape(text[here:end])

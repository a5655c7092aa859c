"""Web pages made for tests: a report among menus and comments, in our own words."""

from __future__ import annotations

import json
from typing import Any

LEAD = (
    "Russian forces have captured the town of Hirske, the regional governor said on Friday. He"
    " added that the defenders had withdrawn to prepared lines further in the west."
)
BODY = (
    "The ministry in Moscow said that its troops had also entered Zolote, which Kyiv denied."
    " Neither statement could be verified by this newspaper on that day."
)
COMMENT = "I heard that Lysychansk has been captured as well, a friend of mine lives there."
ADDRESS = "https://daily.example/news/hirske"


def article(*, kind: str = "NewsArticle", **said: Any) -> str:
    """Return JSON-LD about a report."""
    told = json.dumps({"@context": "https://schema.org", "@type": kind, **said})
    return f'<script type="application/ld+json">{told}</script>'


def page(head: str = "", *, lead: str = LEAD, body: str = BODY, lang: str = "en-GB") -> str:
    """Return a page with a report, a menu, comments and a footer; ``head`` is what it states."""
    return f"""<!doctype html>
<html lang="{lang}"><head><title>Hirske falls | Daily</title>{head}</head>
<body><nav><a href="/">Home</a> <a href="/war">War</a> <a href="/sport">Sport</a></nav>
<article><h1>Hirske falls</h1><p>{lead}</p><p>{body}</p></article>
<section id="comments" class="comments"><h2>Comments</h2>
<div class="comment"><p>{COMMENT}</p></div></section>
<footer>All rights reserved. Subscribe to our newsletter.</footer></body></html>"""

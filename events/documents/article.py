"""A web page -> the text of its article. The only user of trafilatura, loaded when first needed."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from events.documents.report import UnreadableError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    ]
)
_SILENT = frozenset(("script", "style", "noscript", "template", "head"))
_MOST_TAGS = 100_000  # a long article has some thousands; extractors need minutes for a million
# What hostile markup has been seen to raise inside extractors, none of which one page is worth.
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


@lru_cache(maxsize=1)
def article_extractor() -> str:
    """Return the name and version of what takes articles out of pages."""
    return f"trafilatura {version('trafilatura')}"


def tree_of(markup: str) -> HtmlElement:
    """Return the tree of a page or of a piece of one.

    Raises `UnreadableError` where there is none, or where it has more tags than any report.
    """
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    if (tags := markup.count("<")) > _MOST_TAGS:
        raise UnreadableError(f"too many tags to be an article: {tags:,}")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(markup.encode("utf-8", errors="replace"), parser=parser)
    except (LxmlError, ValueError) as fault:
        raise UnreadableError("no page: there is no markup in it that could be read") from fault


def article_of(markup: str) -> str:
    """Return the text of a page's article, a paragraph a line: no menus, no comments.

    Raises `UnreadableError` where none is found.
    """
    import trafilatura

    try:
        text = trafilatura.extract(
            tree_of(markup), output_format="txt", include_comments=False, deduplicate=False
        )
    except _FAULTS as fault:
        raise UnreadableError(f"{article_extractor()} fails on it: {fault!r:.200}") from fault
    if not text or not text.strip():
        raise UnreadableError("no article is found in the page")
    return text


def words_of(markup: str) -> str:
    """Return all the words of a piece of markup, a block a line: what a feed's entry holds."""
    if not markup.strip():
        return ""
    lines: list[str] = [""]
    _collect(tree_of(markup), lines)
    squeezed = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in squeezed if line)


def _collect(root: HtmlElement, lines: list[str]) -> None:
    """Add the words below an element to the lines, without recursion: trees can be deep."""
    from lxml.etree import iterwalk

    silent = 0
    for event, element in iterwalk(root, events=("start", "end")):
        tag = element.tag
        opening = event == "start"
        if tag in _SILENT:
            silent += 1 if opening else -1
        if tag in _BLOCKS:
            lines.append("")
        words = element.text if opening else element.tail
        if words and not silent:
            lines[-1] += words

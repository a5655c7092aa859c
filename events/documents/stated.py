"""What a web page states of itself in its markup: title, day, publisher, address, language.

Nothing is guessed: a day that stands in the text, in an address or in a form that can be read in
two ways ("06/07/2022") is not stated.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from events.documents.report import LAST_YEAR

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_FIRST_YEAR = 1990  # the Web has no older pages: an earlier date is a slip, as 1970 is
_ARTICLE = ("Article", "BlogPosting")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])", re.IGNORECASE)
_ON_PHONES = ("www.", "m.", "amp.", "mobile.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a page says of itself; None for what it does not say, or says in two ways."""

    title: str | None
    published: date | None
    modified: date | None
    publisher: str | None
    address: str | None
    language: str | None


def stated(page: HtmlElement, base: str | None = None) -> Stated:
    """Return what a page states; ``base`` is the address that it was had from, if known."""
    metas, words = _metas(page), _words()
    address = _address(page, metas, base)
    told = _reports(page, address or base)

    def meta(field: str) -> str | None:
        return next((metas[name] for name in words[field] if name in metas), None)

    publisher = _name(told.get("publisher")) or meta("publisher")
    return Stated(
        title=_line(told.get("headline")) or meta("title") or _line(page.findtext(".//title")),
        published=_published(page, told, metas),
        modified=stated_day(told.get("dateModified")) or stated_day(meta("modified")),
        publisher=publisher,
        address=address,
        language=_language(page.get("lang") or _line(told.get("inLanguage")) or meta("language")),
    )


def stated_day(value: object) -> date | None:
    """Return the day of a date as pages and feeds write it (ISO 8601, RFC 2822), as written.

    None where it can be read in two ways, is no date, or is one that no page can have.
    """
    if not isinstance(value, str):
        return None
    said = value.strip()
    day = _iso(said) or _rfc(said)
    return day if day and _FIRST_YEAR <= day.year <= LAST_YEAR else None


def host_of(address: str | None) -> str | None:
    """Return the host of an address without ``www.`` and the like; None where it has none."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    for prefix in _ON_PHONES:
        host = host.removeprefix(prefix) if host else host
    return host or None


def web_address(address: str | None) -> str | None:
    """Return the address if it is one of the Web, else None."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else None


@lru_cache(maxsize=1)
def _words() -> Mapping[str, list[str]]:
    table = files("seeds").joinpath("lexicons", "pages.toml").read_text(encoding="utf-8")
    words: Mapping[str, list[str]] = tomllib.loads(table)
    return words


def _iso(said: str) -> date | None:
    try:
        return datetime.fromisoformat(said).date()
    except ValueError:
        pass
    found = _ISO_DAY.match(said)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _rfc(said: str) -> date | None:
    """Read a date with a named month, which can be read in one way only."""
    try:
        return parsedate_to_datetime(said).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _metas(page: HtmlElement) -> Mapping[str, str]:
    """Return the first content of each ``<meta>``, by its lower-cased name."""
    found: dict[str, str] = {}
    for meta in page.iter("meta"):
        content = _line(meta.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := (meta.get(key) or "").strip().lower()):
                found.setdefault(name, content)
    return found


def _address(page: HtmlElement, metas: Mapping[str, str], base: str | None) -> str | None:
    """Return where the page says that it stands, if that is where it was had from."""
    links = (link.get("href") for link in page.iter("link") if _is_canonical(link.get("rel")))
    metaed = (metas[name] for name in _words()["address"] if name in metas)
    for said in (*links, *metaed):
        address = web_address(_joined(base, said))
        if address and (base is None or host_of(address) == host_of(base)):
            return address
    return None


def _is_canonical(rel: str | None) -> bool:
    return "canonical" in (rel or "").lower().split()


def _joined(base: str | None, said: str | None) -> str | None:
    try:
        return urljoin(base or "", (said or "").strip())
    except ValueError:
        return None


def _published(page: HtmlElement, told: Mapping[str, Any], metas: Mapping[str, str]) -> date | None:
    days = [stated_day(told.get("datePublished"))]
    days += [stated_day(metas[name]) for name in _words()["published"] if name in metas]
    days.append(_marked(page, ".//*[@itemprop='datePublished']"))
    days.append(_marked(page, ".//time[@pubdate]"))
    days.append(_marked(page, ".//time[@datetime]"))
    return next((day for day in days if day), None)


def _marked(page: HtmlElement, which: str) -> date | None:
    """Return the day on which all elements of a kind agree: others may date other reports."""
    marked = page.findall(which)
    days = {stated_day(one.get("datetime") or one.get("content")) for one in marked}
    return days.pop() if len(days) == 1 else None


def _reports(page: HtmlElement, address: str | None) -> Mapping[str, Any]:
    """Return what JSON-LD says of the report that the page is; {} where that is not certain."""
    nodes = [node for node in _nodes(page) if _is_report(node)]
    whole = [node for node in nodes if _kinds(node) != {"WebPage"}] or nodes
    here = [node for node in whole if address and address in _addresses(node)]
    chosen = here or whole
    days = {str(node.get("datePublished")) for node in chosen}
    return chosen[0] if chosen and len(days) == 1 else {}


def _nodes(page: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in page.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                yield from _flat(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue


def _flat(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _flat(one)
    elif isinstance(value, dict):
        yield value
        yield from _flat(value.get("@graph"))


def _kinds(node: Mapping[str, Any]) -> set[str]:
    kinds = node.get("@type")
    return {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _is_report(node: Mapping[str, Any]) -> bool:
    return any(kind.endswith(_ARTICLE) or kind in _words()["reports"] for kind in _kinds(node))


def _addresses(node: Mapping[str, Any]) -> set[str]:
    whole = node.get("mainEntityOfPage")
    inner = whole.get("@id") if isinstance(whole, dict) else whole
    return {one for one in (node.get("url"), node.get("@id"), inner) if isinstance(one, str)}


def _name(value: object) -> str | None:
    """Return a name that is given as such, in an object, or in a list of one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return _line(value)


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _language(value: str | None) -> str | None:
    found = _LANGUAGE.match((value or "").strip())
    return found[0].lower() if found else None

"""Whether an exchange may be kept, by what site, answer and page declare."""

from __future__ import annotations

from typing import Literal

from newscrawl.article.document import read_page
from newscrawl.article.draft import NotAnArticle, Reservations
from newscrawl.article.rights import add_headers, add_reservation, declared_by_page
from newscrawl.article.tdmrep import Reservation
from newscrawl.html.decoding import decode
from newscrawl.items import Rights
from newscrawl.warc.exchange import Exchange

Objection = Literal["reserved", "noarchive"]
"""Why an exchange is not kept: text and data mining is reserved, or robots are told to keep no copy."""

_SIGNS = ("tdm-reservation", "noarchive")
"""Without any of these words, lower case, a page declares nothing that would keep it out."""


def objection(rights: Rights, policy: Reservations) -> Objection | None:
    """Why what has these rights is not kept, null where it may be; only where reservations are respected."""
    if policy != "respect":
        return None
    if rights.tdm_reserved:
        return "reserved"
    return "noarchive" if "noarchive" in rights.robots else None


def declared(exchange: Exchange, of_site: Reservation, document: bytes | None = None) -> Rights:
    """The rights of an exchange: what its page declares, whose unpacked `document` is; its headers; its site."""
    rights = _of_page(document, exchange) if document else Rights()
    add_headers(
        rights, exchange.values("X-Robots-Tag"), exchange.header("TDM-Reservation"), exchange.header("TDM-Policy")
    )
    add_reservation(rights, of_site, exchange.url)
    return rights


def _of_page(document: bytes, exchange: Exchange) -> Rights:
    text = decode(document, exchange.header("Content-Type"))
    if not any(sign in text.lower() for sign in _SIGNS):
        return Rights()
    try:
        return declared_by_page(read_page(text, exchange.url))
    except NotAnArticle:  # made to choke a parser: what it says with these words cannot be told
        return Rights(robots=["noarchive"])

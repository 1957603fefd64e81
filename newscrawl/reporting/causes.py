"""Why a source could not be read, in words for the short codes of stats and reports."""

from __future__ import annotations

from http import HTTPStatus

from newscrawl.urls import host_of

_WORDS = {
    "address_refused": "{address} is an address of a private network",
    "certificate": "the certificate of {host} is not valid",
    "crawl_delay": "{host} asks for longer pauses than NEWSCRAWL_CRAWL_DELAY_MAX allows",
    "cut_short": "{address} ends too soon",
    "dns": "there is no host {host}",
    "empty": "{address} is empty",
    "network": "the connection to {host} fails",
    "no_links": "{address} lists no article",
    "not_html": "{address} is no web page",
    "not_text": "{address} is no text",
    "refused_connection": "nobody answers at {host}",
    "retry_later": "{host} asks to be left alone for now",
    "robots": "robots.txt forbids {address}",
    "robots_unreadable": "nobody answers at {host}, or its robots.txt cannot be read",
    "timeout": "{host} does not answer in time",
    "too_large": "{address} is too large",
}
ALREADY_TOLD = frozenset(("address_refused", "certificate", "crawl_delay", "retry_later", "robots_unreadable"))
"""Codes of what the downloader says in words of its own, in a line before."""


def cause(code: str, address: str) -> str:
    """Why the source at an address could not be read."""
    host = host_of(address)
    number = code.removeprefix("http_")
    if number != code and number.isdecimal():
        try:
            phrase = f" ({HTTPStatus(int(number)).phrase})"
        except ValueError:
            phrase = ""
        return f"{address} answers {number}{phrase}"
    return _WORDS.get(code, f"{{address}} cannot be read ({code})").format(address=address, host=host)

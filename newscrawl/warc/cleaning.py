"""What of an exchange is fit to be kept: no cookies, credentials or keys, ours or those that a site gave us."""

from __future__ import annotations

from dataclasses import replace

from newscrawl.redaction import address_without_secrets, form_without_secrets, is_secret
from newscrawl.warc.exchange import Exchange, Headers

_NEVER = frozenset((
    "authorization", "authentication-info", "cookie", "cookie2", "proxy-authenticate", "proxy-authentication-info",
    "proxy-authorization", "set-cookie", "set-cookie2",
))  # fmt: skip
_ADDRESSES = frozenset(("content-location", "location", "origin", "referer"))
_FORM = "application/x-www-form-urlencoded"


def without_secrets(exchange: Exchange) -> Exchange:
    """`exchange` without what identifies us or opens a door; the body of the answer is as it was published."""
    headers = _kept(exchange.request_headers)
    is_form = any(name.lower() == "content-type" and value.lower().startswith(_FORM) for name, value in headers)
    body = exchange.request_body
    return replace(
        exchange,
        url=address_without_secrets(exchange.url),
        headers=_kept(exchange.headers),
        request_headers=headers,
        request_body=form_without_secrets(body.decode("latin-1")).encode("latin-1", "replace") if is_form else body,
    )


def _kept(headers: Headers) -> Headers:
    return tuple(
        (name, address_without_secrets(value) if name.lower() in _ADDRESSES else value)
        for name, value in headers
        if name.lower() not in _NEVER and not is_secret(name, value)
    )

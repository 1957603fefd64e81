"""Canonical addresses, and the identity of an article built on them."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

# Parameters that tell who sent the reader, never which article: Google, Meta, AT Internet (xtor, at_), Mailchimp,
# Matomo, Microsoft, Twitter, WordPress' comment and AMP switches.
_TRACKING = re.compile(
    r"(utm_\w+|xtor|at_(medium|campaign|custom\w*|platform|creation|format|variant|link\w*|send\w*|ptr_\w+)|fbclid|"
    r"gclid|dclid|gbraid|wbraid|msclkid|twclid|yclid|igshid|mc_[ce]id|mtm_\w+|pk_\w+|cx_\w+|ns_\w+|_ga|_gl|ref_src|replytocom|amp)",
    re.IGNORECASE,
)
_AMP_PATH = re.compile(r"/amp/?$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_SAFE = ":@!$&'()*+,;=~-._"
# Most addresses of articles: nothing in them that would be made canonical but the scheme, `www.` and a closing slash.
_PLAIN = re.compile(r"https?://(?:www\.)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*(?:/[\w.~-]+)*)/?", re.ASCII)


def canonical_url(url: str, base: str | None = None) -> str:
    """The address of an article without what does not belong to it.

    Resolved against `base`; scheme and host in lower case, host in IDNA ASCII form, no default port, user name,
    fragment or tracking parameter, no closing `/amp/`; characters that need an escape escaped.  Escapes stay as the
    site writes them, and the other parameters keep their order, since some sites read it.

    Raises `ValueError` if it is no http or https address.
    """
    parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _DEFAULT_PORTS or not host:
        raise ValueError(f"not an http or https address: {url!r}")
    host = _ascii_host(host)
    if parts.port and parts.port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{parts.port}"
    path = _AMP_PATH.sub("/", parts.path) or "/"
    return urlunsplit((scheme, host, _quoted(path), _quoted(_kept_query(parts.query)), ""))


def article_id(url: str) -> str:
    """The identity of the article at `url`: 32 hexadecimal digits.

    The first 128 bits of the SHA-256 of the canonical URL without scheme, `www.` and closing slash, which a site
    changes without changing the article.
    """
    return hashlib.sha256(article_key(url).encode()).hexdigest()[:32]


def article_key(url: str) -> str:
    """What two addresses of one article have in common (see `article_id`): also the same percent-escapes."""
    if (plain := _PLAIN.fullmatch(url)) and not plain[1].lower().endswith("/amp"):
        return plain[1]
    key = canonical_url(url).partition("://")[2].removeprefix("www.")
    path, mark, query = key.partition("?")
    return _normal_escapes(path.rstrip("/")) + mark + _ESCAPE.sub(lambda escape: escape[0].upper(), query)


def same_site(url: str, other: str) -> bool:
    """Whether two addresses are on one host, `www.` or not."""
    return host_of(url) == host_of(other)


def host_of(url: str) -> str:
    """Host of `url` in lower case without `www.`, with its port where one is given; empty where there is none."""
    return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")


def _kept_query(query: str) -> str:
    """The parameters that are no tracking; one without `=` stays so (SPIP's `?article12`)."""
    parameters = filter(None, query.split("&"))
    return "&".join(each for each in parameters if not _TRACKING.fullmatch(unquote(each.partition("=")[0])))


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(f"not a host name: {host!r}") from error


def _quoted(part: str) -> str:
    """`part` with its escapes as they are, and everything else that needs one escaped."""
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE + "/?%", errors="surrogatepass")


def _normal_escapes(path: str) -> str:
    """Percent-escapes of what needs none resolved, all others in upper case; `%2F` stays apart from `/`."""
    segments = (unquote(segment, errors="surrogateescape") for segment in path.split("/"))
    return "/".join(quote(segment, safe=_SAFE, errors="surrogateescape") for segment in segments)

"""Canonical addresses, and the identity of an article built on them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from newscrawl.redaction import is_secret
from newscrawl.text import stated_address

# Parameters that tell who sent the reader or how the page is shown, never which article: Google, Meta, AT Internet
# (xtor, at_), Mailchimp, Matomo, Microsoft, Twitter, HubSpot, Marketo, Webtrends, sessions of PHP and Java, WordPress'
# comment and AMP switches.
_TRACKING = re.compile(
    r"(utm_\w+|xtor|xt(?:mc|cr|np|ref)|at_(medium|campaign|custom\w*|platform|creation|format|variant|link\w*|send\w*|ptr_\w+)"
    r"|fbclid|fb_(?:ref|source|action_\w+)|gclid|gclsrc|dclid|gbraid|wbraid|srsltid|msclkid|twclid|ttclid|li_fat_id|yclid"
    r"|igsh(?:id)?|mc_[ce]id|mkt_tok|mtm_\w+|pk_\w+|cx_\w+|ns_\w+|_ga|_gl|_hs(?:enc|mi)|wt_(?:z?mc|mc_o)|oly_(?:enc|anon)_id"
    r"|vero_id|ref_src|ref_url|replytocom|phpsessid|jsessionid|aspsessionid\w*|amp|amp_js_v|amp_gsa|usqp|noamp|nonamp)",
    re.IGNORECASE,
)
# Parameters that say so only with these values.
_TRACKING_PAIR = re.compile(
    r"(?:source|src|from|ref|origin|medium)=(?:rss|feed|atom|flux-?rss|rss-?feed|newsletter|facebook|twitter|whatsapp|telegram)"
    r"|output_?type=amp|format=amp|(?:view|mode|type|output)=amp|mobile=(?:1|true)|share=(?:facebook|twitter|x|linkedin|(?:jetpack-)?whatsapp|telegram|email|pinterest|reddit|tumblr)",
    re.IGNORECASE,
)
_AMP_PATH = re.compile(r"(?:/amp)+/?$", re.IGNORECASE)
_AMP_FILE = re.compile(r"[.-]amp(\.s?html?)$", re.IGNORECASE)
_AMP_FOLDER = re.compile(r"^(/[a-z]{2})?/amp(?=/.)|(?<=[a-z0-9])-amp(?=/.)", re.IGNORECASE)
# AMP caches tell the page's own address in theirs, `s` standing for https.
_AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:[cvi]|wp)|(?:www\.)?google\.[a-z.]{2,6}/amp)/(s/)?(?=[\w-]+\.[\w.-]+)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_ESCAPED_AMPERSAND = re.compile(r"(^|&)(?:amp;)+")
_INDEX = re.compile(r"/(?:index|default|spip)\.(?:html?|php\d?|aspx?|jsp)$", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_VARIANT = re.compile(r"^(?:m|mobile|amp)\.(?=[^.]+\.)")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PLAIN = re.compile(r"(https?://([a-z0-9.-]+))(/[A-Za-z0-9/_.~!$&'()*+,=:@-]*)")
"""An address with nothing to resolve, escape or leave out but the `/amp` at its end, as most are."""
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_SAFE = ":@!$&'()*+,;=~-._"


def canonical_url(url: str, base: str | None = None) -> str:
    """The address of an article without what does not belong to it.

    Resolved against `base`, out of the AMP cache it was found in; scheme and host in lower case, host in IDNA ASCII
    form, no default port, user name, fragment, session, secret or tracking parameter, no closing `/amp/`; characters
    that need an escape escaped.  Escapes stay as the site writes them, and the other parameters keep their order, since
    some sites read it.  A reader asking for it gets the article: forms of one article that only may be one address,
    such as the host `m.`, are left to `article_key`.

    Raises `ValueError` if it is no http or https address.
    """
    url = stated_address(url)
    url = _out_of_cache(urljoin(base, url) if base and not _ABSOLUTE.match(url) else url)
    if plain := _PLAIN.fullmatch(url):
        _ascii_host(plain[2])
        return plain[1] + _AMP_PATH.sub("/", plain[3])
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _DEFAULT_PORTS or not host:
        raise ValueError(f"not an http or https address: {url!r}")
    host = _ascii_host(host)
    if parts.port and parts.port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{parts.port}"
    path = _AMP_PATH.sub("/", _SESSION.sub("", parts.path)) or "/"
    return urlunsplit((scheme, host, _quoted(path), _quoted(_kept_query(parts.query)), ""))


@lru_cache(maxsize=4096)
def article_id(url: str) -> str:
    """The identity of the article at `url`: 32 hexadecimal digits.

    The first 128 bits of the SHA-256 of its `article_key`, which says what a site changes without changing the article.
    """
    return hashlib.sha256(article_key(url).encode()).hexdigest()[:32]


def article_key(url: str) -> str:
    """What all addresses of one article have in common: its canonical URL without what its forms differ in.

    Those are the scheme; `www.`, `m.`, `mobile.` or `amp.` before the host; AMP's marks in the path (`/amp/titre`,
    `/actualites-amp/titre`, `titre-amp.html`); doubled and closing slashes, `index.html` and its like, and the spelling
    of percent-escapes.
    """
    return canonical_key(canonical_url(url))


def canonical_key(canonical: str) -> str:
    """The `article_key` of an address that is canonical already."""
    address, mark, query = canonical.partition("://")[2].partition("?")
    host, _, path = address.partition("/")
    path = _SLASHES.sub("/", f"/{path.rstrip('/')}").rstrip("/")
    if "amp" in path.lower():
        path = _AMP_FILE.sub(r"\1", _AMP_FOLDER.sub(r"\1", path))
    path = _INDEX.sub("", path)
    return _own_host(host) + _normal_escapes(path) + mark + _ESCAPE.sub(lambda escape: escape[0].upper(), query)


def key_host(key: str) -> str:
    """The host in an `article_key`."""
    return key.partition("/")[0].partition("?")[0]


def same_site(url: str, other: str) -> bool:
    """Whether two addresses are on one host, be it its `www.`, mobile (`m.`, `mobile.`) or AMP (`amp.`) form."""
    return _own_host(host_of(url)) == _own_host(host_of(other))


def host_of(url: str) -> str:
    """Host of `url` in lower case without `www.`, with its port where one is given; empty where there is none."""
    return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")


def _own_host(host: str) -> str:
    return _VARIANT.sub("", host.removeprefix("www."))


def _out_of_cache(url: str) -> str:
    while cached := _AMP_CACHE.match(url):
        url = ("https://" if cached[1] else "http://") + url[cached.end() :]
    return url


def _kept_query(query: str) -> str:
    """The parameters that are no tracking and no credential; one without `=` stays so (SPIP's `?article12`)."""
    parameters = filter(None, _ESCAPED_AMPERSAND.sub(r"\1", query).split("&"))
    return "&".join(each for each in parameters if not _is_tracking(each))


def _is_tracking(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name = unquote(name)
    if _TRACKING.fullmatch(name) or (value and is_secret(name, value)):
        return True
    return _TRACKING_PAIR.fullmatch(parameter) is not None


@lru_cache(maxsize=1024)
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
    if "%" not in path:
        return path
    segments = (unquote(segment, errors="surrogateescape") for segment in path.split("/"))
    return "/".join(quote(segment, safe=_SAFE, errors="surrogateescape") for segment in segments)

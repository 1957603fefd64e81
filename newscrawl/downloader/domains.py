"""Which hosts are one publisher's, by the Public Suffix List that tldextract brings along; no network."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from tldextract import TLDExtract

from newscrawl.downloader.guard.addresses import parse_literal, plain


@cache
def _extract() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registered_domain(host: str) -> str:
    """The part of a host that somebody has registered: `exemple.fr` of `www.exemple.fr`, in lower case.

    Those who share a suffix open to all (`nom.blogspot.com`) are strangers to each other.  Of a name whose suffix is on
    no list, as those of an intranet, it is the last two labels; an address stands for itself.
    """
    literal = parse_literal(host)
    if literal:
        return str(plain(literal))
    name = host.rstrip(".").lower()
    return _extract().extract_str(name).top_domain_under_public_suffix or ".".join(name.split(".")[-2:])


def is_same_publisher(host: str, other: str, own_domains: Iterable[str] = ()) -> bool:
    """Whether a site and another host are of one registered domain, or the other is of one of its own domains."""
    domain = registered_domain(other)
    return domain == registered_domain(host) or domain in {registered_domain(own) for own in own_domains}

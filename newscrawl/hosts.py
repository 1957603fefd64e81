"""Whose a host is: its registered domain, and which other hosts are the same site or the same publisher's."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract

_APART = re.compile(
    r"shops?|boutiques?|store|achats?|billetterie|tickets?"
    r"|jobs?|emplois?|recrutement|recrute|carrieres?|careers?"
    r"|comptes?|moncompte|accounts?|login|connexion|auth|oauth|sso|id|profile?|inscription"
    r"|abos?|abonnes?|abonnements?|subscri(?:be|ber|ptions?)"
    r"|ads?|adserver|pubs?|publicite|regie|annonc(?:es?|eurs)|petitesannonces|classifieds?"
    r"|cdn|static|assets|img|images|api|newsletters?|mailing"
)
"""Words in the names of hosts that sell, recruit, keep accounts or advertise, or that serve machines."""
_WORDS = re.compile(r"[.-]")


def registered_domain(host: str) -> str:
    """The part of a host that somebody has registered: `exemple.fr` of `www.exemple.fr`, in lower case.

    Those who share a suffix open to all (`nom.blogspot.com`) are strangers to each other.  Of a name whose suffix is on
    no list, as those of an intranet, it is the last two labels; an address stands for itself.
    """
    name = host.rstrip(".").lower()
    last = name.rpartition(".")[2]
    if ":" in name or last[:1].isdigit():
        return name
    return _extract().extract_str(name).top_domain_under_public_suffix or ".".join(name.split(".")[-2:])


@cache
def _extract() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - takes longer to import than a page to read

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def is_same_publisher(host: str, other: str, own_domains: tuple[str, ...] = ()) -> bool:
    """Whether two hosts, without ports, are one publisher's: of one registered domain, but for what is stated.

    Of `own_domains`, `exemple.com` says that this host and all below it are, and `-sport.exemple.fr` that they are not;
    the longest that fits counts.
    """
    stated = _stated(other, own_domains)
    if stated is not None:
        return stated or host == other
    # The registered domain has two labels at least, and the list of suffixes is asked only where these agree.
    return _two_labels(host) == _two_labels(other) and registered_domain(host) == registered_domain(other)


@lru_cache(maxsize=4096)
def is_same_site(host: str, other: str, own_domains: tuple[str, ...] = ()) -> bool:
    """Whether articles at another host are those of the site at `host`, both as `key_host` gives them.

    They are on other sub-domains of its registered domain too (`sport.`, `regions.`), unless these are plainly another
    service (shop, jobs, accounts, advertisements).  `own_domains` is as above.
    """
    if host == other:
        return True
    (name, _, port), (other_name, _, other_port) = host.partition(":"), other.partition(":")
    if port != other_port or not is_same_publisher(name, other_name, own_domains):
        return False
    return _stated(other_name, own_domains) is not None or not _is_apart(other_name)


@lru_cache(maxsize=4096)
def is_another_service(host: str, other: str, own_domains: tuple[str, ...] = ()) -> bool:
    """Whether another host is the publisher's and none of the site at `host`, or is stated to be none of it."""
    if host == other:
        return False
    name = other.partition(":")[0]
    stated = _stated(name, own_domains)
    if stated is not None:
        return not stated
    return is_same_publisher(host.partition(":")[0], name) and _is_apart(name)


def subdomain(host: str) -> str:
    """What stands before the registered domain of a host, empty where nothing does."""
    name = host.partition(":")[0]
    return name.removesuffix(registered_domain(name)).rstrip(".")


def _is_apart(name: str) -> bool:
    return any(map(_APART.fullmatch, _WORDS.split(subdomain(name))))


def _stated(name: str, own_domains: tuple[str, ...]) -> bool | None:
    """What the longest of the stated domains that a name is, or lies below, says of it; null where none fits."""
    fit = [each for each in own_domains if f".{name.lower()}".endswith(f".{each.lower().removeprefix('-')}")]
    return not max(fit, key=lambda each: len(each.removeprefix("-"))).startswith("-") if fit else None


def _two_labels(name: str) -> list[str]:
    return name.rstrip(".").lower().split(".")[-2:]

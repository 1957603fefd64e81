"""WordPress' REST interface: the address to ask for posts, and its answer.

As in https://developer.wordpress.org/rest-api/reference/posts/ and, for the totals,
https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from newscrawl.dates.reading import iso_date
from newscrawl.sources.addresses import resolve
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import Link, Listing, NotAListing, each_once, without_services
from newscrawl.sources.xml import plain

_FIELDS = "link,date,date_gmt,modified_gmt,title,excerpt"
"""What is asked of each post: all that a `Link` holds, whole fields since versions before 5.3 know no parts of them."""
_MOST_PER_PAGE = 100
_CHOICES = frozenset(("categories", "tags", "author"))
"""What is asked for posts by, where not for all."""
_PAGE = re.compile(r"(^|&)page=\d+")
_CODE = re.compile(r"[a-z]\w{0,60}", re.IGNORECASE)
_FARTHEST = timedelta(hours=14)
_QUARTER = timedelta(minutes=15)


def posts_address(
    root: str, *, category: int | Sequence[int] | None = None, children: bool = True, taxonomy: str = "categories"
) -> str:
    """The address that asks for the newest posts.

    `root` is the address of the interface, `https://example.org/wp-json/` or `https://example.org/?rest_route=/`.
    `category` is the identifier of a term of `taxonomy`; with `children`, posts of the categories below it count too,
    which WordPress before 5.7 refuses with the code `rest_invalid_param`: name them all then (`children_address`) and
    ask without `children`.
    """
    parameters: list[tuple[str, str]] = []
    if isinstance(category, int) and children:
        parameters += [(f"{taxonomy}[terms]", str(category)), (f"{taxonomy}[include_children]", "true")]
    elif category is not None:
        terms = [category] if isinstance(category, int) else category
        parameters.append((taxonomy, ",".join(map(str, terms))))
    parameters += [("per_page", str(_MOST_PER_PAGE)), ("page", "1"), ("_fields", _FIELDS)]
    return _address(root, "/wp/v2/posts", parameters)


def is_own_rest(_section: str, address: str) -> bool:
    """Whether an address asks for the posts of a category, tag or author, not for all of the site's."""
    return not _CHOICES.isdisjoint(name.partition("[")[0] for name, _ in parse_qsl(urlsplit(address).query))


def address_of_changes(address: str) -> str:
    """The address that asks for the same posts by time of change, the latest first."""
    parts = urlsplit(address)
    query = [*parse_qsl(parts.query, keep_blank_values=True), ("orderby", "modified"), ("order", "desc")]
    return urlunsplit(parts._replace(query=urlencode(query, safe=",")))


def category_asked(address: str) -> tuple[str, int] | None:
    """The root and the category of a `posts_address` that asks for one and what is below it; None for others."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    category = _count(asked.get("categories[terms]"))
    if category is None:
        return None
    if "rest_route" in asked:
        return urlunsplit(parts._replace(query="rest_route=/")), category
    return urlunsplit(parts._replace(path=parts.path.removesuffix("wp/v2/posts"), query="")), category


def children_address(root: str, category: int) -> str:
    """The address that asks for the categories right below one (see `read_terms`)."""
    return _address(
        root, "/wp/v2/categories", [("parent", str(category)), ("per_page", str(_MOST_PER_PAGE)), ("_fields", "id")]
    )


def read_terms(document: SourceDocument) -> list[int]:
    """The identifiers in an answer to `children_address`; empty for others."""
    terms = document.json if isinstance(document.json, list) else []
    return [term["id"] for term in terms if isinstance(term, dict) and isinstance(term.get("id"), int)]


def is_of_rest(document: SourceDocument) -> bool:
    """Whether a document is a list of posts, or the interface's way to say no."""
    answer = document.json
    if isinstance(answer, list):
        return not answer or any(isinstance(post, dict) and "link" in post for post in answer)
    return isinstance(answer, dict) and all(isinstance(answer.get(name), str) for name in ("code", "message"))


def read_posts(document: SourceDocument) -> Listing:
    """The posts of an answer, in its order; those behind a password are listed like the others.

    The next page is told by the totals in its headers, else by a page that is full.  Raises `NotAListing` where the
    interface refuses: its code is the reason.
    """
    answer, url = document.json, document.url
    if isinstance(answer, dict):
        code, message = answer["code"], plain(answer["message"]) or ""
        raise NotAListing(code if _CODE.fullmatch(code) else "rest_error", f"{message[:200]} ({url})")
    posts = [post for post in answer if isinstance(post, dict) and "link" in post] if isinstance(answer, list) else []
    total = _count(document.headers.get("x-wp-total"))
    onward = _next_page(len(posts), total, url, document.headers)
    links = without_services(each_once(_link(post, url) for post in posts), url, document.own_domains)
    return Listing(links, onward, total=total)


def _link(post: Mapping[str, Any], url: str) -> Link | None:
    address = post.get("link")
    target = resolve(address, url) if isinstance(address, str) and address.strip() else None
    if target is None:
        return None
    published, raw = _published(post)
    return Link(
        url=target,
        headline=_rendered(post, "title"),
        published=published,
        published_raw=raw,
        modified=_of_gmt(post.get("modified_gmt")) or _iso(post.get("modified")),
        teaser=_rendered(post, "excerpt"),
    )


def _published(post: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The time of publication with the site's offset, which the two dates of a post tell between them."""
    local, gmt = post.get("date"), post.get("date_gmt")
    raw = local if isinstance(local, str) else gmt if isinstance(gmt, str) else None
    here, there = _iso(local), _of_gmt(gmt)
    if here is None or there is None:
        return there or here, raw
    moment = datetime.fromisoformat(there)
    offset = datetime.fromisoformat(here).replace(tzinfo=None) - moment.replace(tzinfo=None)
    if abs(offset) > _FARTHEST or offset % _QUARTER:
        return there, raw
    return moment.astimezone(timezone(offset)).isoformat(), raw


def _iso(stated: object) -> str | None:
    iso = iso_date(stated) if isinstance(stated, str) else None
    return iso if iso and "T" in iso else None


def _of_gmt(stated: object) -> str | None:
    iso = _iso(stated)
    return f"{iso}+00:00" if iso and datetime.fromisoformat(iso).tzinfo is None else iso


def _rendered(post: Mapping[str, Any], name: str) -> str | None:
    value = post.get(name)
    text = value.get("rendered") if isinstance(value, dict) else value
    return plain(text) if isinstance(text, str) else None


def _next_page(found: int, total: int | None, url: str, headers: Mapping[str, str]) -> str | None:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    page = _count(asked.get("page")) or 1
    pages = _count(headers.get("x-wp-totalpages"))
    per_page = _count(asked.get("per_page")) or 10
    if pages is None and total is not None:
        pages = -(-total // per_page)
    if found == 0 or (page >= pages if pages is not None else found < per_page):
        return None
    query, changed = _PAGE.subn(rf"\g<1>page={page + 1}", parts.query, count=1)
    if not changed:
        query = f"{query}&page={page + 1}".lstrip("&")
    return urlunsplit(parts._replace(query=query, fragment=""))


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdecimal() and len(text) <= 9 else None


def _address(root: str, route: str, parameters: list[tuple[str, str]]) -> str:
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe=',:')}" for name, value in parameters)
    parts = urlsplit(root)
    if "rest_route" in dict(parse_qsl(parts.query)):
        return urlunsplit(parts._replace(query=f"rest_route={route}&{query}", fragment=""))
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + route, query=query, fragment=""))

"""WordPress' REST interface: the address to ask for posts, and its answer.

As in https://developer.wordpress.org/rest-api/reference/posts/ and, for the totals,
https://developer.wordpress.org/rest-api/using-the-rest-api/pagination/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from newscrawl.dates.reading import iso_date
from newscrawl.sources.addresses import resolve
from newscrawl.sources.links import Link, Listing, NotAListing
from newscrawl.sources.xml import plain
from newscrawl.urls import canonical_key

FIELDS = ("link", "date", "date_gmt", "modified_gmt", "title", "excerpt")
"""What is asked of each post: all that a `Link` holds, whole fields since versions before 5.3 know no parts of them."""
MOST_PER_PAGE = 100
_PAGE = re.compile(r"(^|&)page=\d+")
_CODE = re.compile(r"[a-z]\w{0,60}", re.IGNORECASE)
_FARTHEST = timedelta(hours=14)
_QUARTER = timedelta(minutes=15)


def posts_address(
    root: str,
    *,
    category: int | Sequence[int] | None = None,
    children: bool = True,
    taxonomy: str = "categories",
    page: int = 1,
    per_page: int = MOST_PER_PAGE,
    after: datetime | None = None,
    fields: Sequence[str] = FIELDS,
) -> str:
    """The address that asks for the newest posts, `page` counting from 1.

    `root` is the address of the interface, `https://example.org/wp-json/` or `https://example.org/?rest_route=/`.
    `category` is the identifier of a term of `taxonomy`; with `children`, posts of the categories below it count too,
    which WordPress before 5.7 refuses with the code `rest_invalid_param`: name them all then (`children_address`) and
    ask without `children`.  `after` is the first moment of publication that counts; without an offset, in the time of
    the site.
    """
    parameters: list[tuple[str, str]] = []
    if isinstance(category, int) and children:
        parameters += [(f"{taxonomy}[terms]", str(category)), (f"{taxonomy}[include_children]", "true")]
    elif category is not None:
        terms = [category] if isinstance(category, int) else category
        parameters.append((taxonomy, ",".join(map(str, terms))))
    if after is not None:
        # WordPress leaves out the moment itself.
        parameters.append(("after", (after - timedelta(seconds=1)).isoformat(timespec="seconds")))
    parameters += [("per_page", str(per_page)), ("page", str(page)), ("_fields", ",".join(fields))]
    return _address(root, "/wp/v2/posts", parameters)


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
        root, "/wp/v2/categories", [("parent", str(category)), ("per_page", str(MOST_PER_PAGE)), ("_fields", "id")]
    )


def read_terms(answer: object) -> list[int]:
    """The identifiers in an answer to `children_address`, parsed (`json_sources.read_json`); empty for others."""
    terms = answer if isinstance(answer, list) else []
    return [term["id"] for term in terms if isinstance(term, dict) and isinstance(term.get("id"), int)]


def read_posts(posts: Sequence[Mapping[str, Any]], url: str, headers: Mapping[str, str] | None = None) -> Listing:
    """The posts of an answer, in its order; those behind a password are listed like the others.

    The next page is told by the totals in `headers`, else by a page that is full.
    """
    links: dict[str, Link] = {}
    for post in posts:
        if link := _link(post, url):
            links.setdefault(canonical_key(link.url), link)
    total = _count({name.lower(): value for name, value in (headers or {}).items()}.get("x-wp-total"))
    return Listing(list(links.values()), _next_page(len(posts), url, headers or {}), "rest", total=total)


def is_refusal(answer: Mapping[str, Any]) -> bool:
    """Whether an object is the interface's way to say no."""
    return isinstance(answer.get("code"), str) and isinstance(answer.get("message"), str)


def refusal(answer: Mapping[str, Any], url: str) -> NotAListing:
    """What the interface's way to say no means: its code as the reason, its message besides."""
    code = str(answer["code"])
    message = plain(str(answer["message"])) or ""
    return NotAListing(code if _CODE.fullmatch(code) else "rest_error", f"{message[:200]} ({url})")


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


def _next_page(found: int, url: str, headers: Mapping[str, str]) -> str | None:
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    page = _count(asked.get("page")) or 1
    known = {name.lower(): value for name, value in headers.items()}
    pages = _count(known.get("x-wp-totalpages"))
    total = _count(known.get("x-wp-total"))
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

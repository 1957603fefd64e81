"""A WordPress of our own on this machine: a section with its REST interface and feeds, changed between runs at will.

site = RestSite(serve(), {3: "politique"})
site.publish(80, categories=(3,))
Runs(site, 3, tmp_path).run("-a", "pages=1")
site.delete(site.posts[4])
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit

from tests.local_site import Answer, LocalSite

_HTML, _XML = "text/html; charset=UTF-8", "application/rss+xml; charset=UTF-8"
_PLACES = ("Boravel", "Kintélo", "Marouda", "Saint-Aubrac", "Tamberma", "Vieux-Fort", "Oulmès-le-Haut")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"),
    "décembre",
)


@dataclass(frozen=True, kw_only=True)
class Post:
    """An article as the site holds it now."""

    number: int
    categories: tuple[int, ...]
    """Ids of its categories; its address names the first."""
    published: datetime
    modified: datetime
    edits: int = 0

    @property
    def place(self) -> str:
        return _PLACES[self.number % len(_PLACES)]

    @property
    def headline(self) -> str:
        return f"À {self.place}, le conseil examine le dossier numéro {self.number}"

    @property
    def day(self) -> str:
        return f"{self.published.day} {_MONTHS[self.published.month - 1]} {self.published.year}"

    @property
    def body(self) -> tuple[str, str]:
        edited = f" La délibération a été corrigée {self.edits} fois." if self.edits else ""
        first = (
            f"Le conseil de {self.place} a examiné le {self.day} le dossier numéro {self.number}, que plus de deux "
            f"cents riverains avaient signé au début de l’automne.{edited}"
        )
        second = (
            f"Une centaine de personnes ont suivi les {self.number} minutes d’échanges, qui doivent reprendre au début "
            "du mois prochain avec les représentants du département et des communes voisines."
        )
        return first, second


class RestSite:
    """Serves what `posts` holds; `sources` says what of `section_feed`, `feed`, `rest`, `site_rest` is announced."""

    def __init__(
        self,
        site: LocalSite,
        categories: Mapping[int, str],
        *,
        sources: frozenset[str] = frozenset(("section_feed", "feed", "rest", "site_rest")),
        a_page: int = 10,
        validators: bool = False,
    ) -> None:
        self.site = site
        self.categories = dict(categories)
        """Slugs by their ids."""
        self.sources = sources
        self.a_page = a_page
        """Articles of a section page or a feed."""
        self.validators = validators
        """Whether feeds state an entity tag, and answer 304 to it."""
        self.hours = 0.0
        """How far its clock is ahead of ours."""
        self.posts: list[Post] = []
        """Newest first."""
        self._published = 0
        self.feed_paths = {identity: f"/category/{slug}/feed/" for identity, slug in self.categories.items()}
        """Where the feed of a category lies."""
        site.answer_to = self._answer

    def publish(
        self,
        count: int,
        *,
        categories: tuple[int, ...],
        every: timedelta = timedelta(hours=20),
        ago: timedelta = timedelta(hours=1),
    ) -> list[Post]:
        """Articles at even distances, the newest published so long ago; newest first."""
        moments = [self.now() - ago - every * n for n in range(count)]
        new = [
            Post(number=self._published + n, categories=categories, published=at, modified=at)
            for n, at in enumerate(moments, start=1)
        ]
        self._published += count
        self.posts = sorted([*self.posts, *new], key=lambda post: post.published, reverse=True)
        return new

    def now(self) -> datetime:
        """What time it is at the site."""
        return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=self.hours)

    def delete(self, *posts: Post) -> None:
        """These are gone from now on, from every list too."""
        gone = {post.number for post in posts}
        self.posts = [post for post in self.posts if post.number not in gone]

    def edit(self, *posts: Post) -> None:
        """The text of these changes, and the time of their last change is now."""
        edited, now = {post.number for post in posts}, self.now()
        self.posts = [
            replace(post, edits=post.edits + 1, modified=now) if post.number in edited else post for post in self.posts
        ]

    def address(self, post: Post) -> str:
        """Where its page is."""
        return self.site.url(self.path(post))

    def path(self, post: Post) -> str:
        return f"/{self.categories[post.categories[0]]}/conseil-de-{post.number}-dossiers-examines/"

    def section(self, category: int) -> str:
        """Address of a category's page."""
        return self.site.url(f"/category/{self.categories[category]}/")

    def of(self, category: int) -> list[Post]:
        """The articles of a category, newest first."""
        return [post for post in self.posts if category in post.categories]

    def asked(self) -> Counter[str]:
        """How many requests came, by kind: `article`, `section`, `feed`, `rest`, `robots`, `other`; forgets them."""
        found = Counter(self._kind(visit.path) for visit in self.site.visits)
        self.site.visits.clear()
        return found

    def _kind(self, path: str) -> str:
        path = urlsplit(path).path
        if path.startswith("/wp-json/"):
            return "rest"
        if path == "/feed/" or path in self.feed_paths.values():
            return "feed"
        if path.startswith("/category/"):
            return "section"
        if path == "/robots.txt":
            return "robots"
        return "article" if "/conseil-de-" in path else "other"

    def _answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(path)
        if parts.path == "/wp-json/wp/v2/posts":
            return self._rest(dict(parse_qsl(parts.query)))
        if parts.path == "/feed/":
            return self._feed(self.posts, headers)
        for identity, slug in self.categories.items():
            if parts.path == self.feed_paths[identity]:
                return self._feed(self.of(identity), headers)
            first, _, number = parts.path.removeprefix(f"/category/{slug}/").partition("page/")
            if parts.path.startswith(f"/category/{slug}/") and not first:
                return self._page(identity, int(number.strip("/") or 1))
        post = next((post for post in self.posts if self.path(post) == parts.path), None)
        if post is not None:
            return Answer(self._article(post).encode())
        return Answer(b"<h1>404</h1>", 404) if parts.path != "/robots.txt" else Answer.text("User-agent: *\n")

    def _rest(self, asked: Mapping[str, str]) -> Answer:
        """As https://developer.wordpress.org/rest-api/reference/posts/ tells."""
        terms = asked.get("categories[terms]") or asked.get("categories")
        wanted = {int(term) for term in terms.split(",")} if terms else set(self.categories)
        posts = [post for post in self.posts if wanted & set(post.categories)]
        if "after" in asked:
            after = datetime.fromisoformat(asked["after"])
            posts = [post for post in posts if post.published.replace(tzinfo=after.tzinfo) > after]
        key = "modified" if asked.get("orderby") == "modified" else "published"
        posts.sort(key=lambda post: getattr(post, key), reverse=asked.get("order", "desc") == "desc")
        page, size = int(asked.get("page", 1)), int(asked.get("per_page", 10))
        pages = -(-len(posts) // size)
        if page > max(pages, 1):
            refusal = {"code": "rest_post_invalid_page_number", "message": "Ce numéro de page est trop grand."}
            return _json(refusal, 400)
        shown = posts[(page - 1) * size : page * size]
        totals = {"X-WP-Total": str(len(posts)), "X-WP-TotalPages": str(pages)}
        return _json([self._object(post) for post in shown], headers=totals)

    def _object(self, post: Post) -> dict[str, object]:
        return {
            "link": self.address(post),
            "date": f"{post.published:%Y-%m-%dT%H:%M:%S}",
            "date_gmt": f"{post.published:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{post.modified:%Y-%m-%dT%H:%M:%S}",
            "title": {"rendered": post.headline},
            "excerpt": {"rendered": f"<p>{post.body[0]}</p>"},
        }

    def _feed(self, posts: list[Post], headers: Mapping[str, str]) -> Answer:
        items = "".join(
            f"<item><title>{post.headline}</title><link>{self.address(post)}</link><pubDate>"
            f"{format_datetime(post.published)}</pubDate><description>{post.body[0]}</description></item>"
            for post in posts[: self.a_page]
        )
        text = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Le Fil de Boravel</title>{items}</channel></rss>'
        )
        given = {"Content-Type": _XML}
        if self.validators:
            given["ETag"] = f'"{sha256(text.encode()).hexdigest()[:16]}"'
            if headers.get("If-None-Match") == given["ETag"]:
                return Answer(b"", 304, given)
        return Answer(text.encode(), headers=given)

    def _page(self, category: int, number: int) -> Answer:
        posts = self.of(category)
        shown = posts[(number - 1) * self.a_page : number * self.a_page]
        if not shown:
            return Answer(b"<h1>404</h1>", 404)
        rows = "".join(
            f"""<article id="post-{post.number}" class="post-{post.number} post type-post status-publish hentry">
            <h2 class="entry-title"><a href="{self.address(post)}" rel="bookmark">{post.headline}</a></h2>
            <time class="entry-date published" datetime="{post.published.isoformat()}">{post.day}</time>
            <div class="entry-summary"><p>{post.body[0]}</p></div></article>"""
            for post in shown
        )
        named = f"category category-{category}" if "rest" in self.sources else ""
        further = number * self.a_page < len(posts)
        onward = f'<a class="next page-numbers" href="{self.section(category)}page/{number + 1}/">Suivant</a>'
        return Answer(
            f"""<html lang="fr"><head><title>{self.categories[category]}</title>{self._head(category)}</head>
            <body class="archive {named}"><main>{rows}<nav class="navigation pagination">
            <div class="nav-links">{onward if further else ""}</div></nav></main></body></html>""".encode()
        )

    def _head(self, category: int) -> str:
        links = {
            "feed": f'<link rel="alternate" type="application/rss+xml" title="Flux" href="{self.site.url("/feed/")}">',
            "section_feed": '<link rel="alternate" type="application/rss+xml" title="Flux de la rubrique" '
            f'href="{self.site.url(self.feed_paths[category])}">',
            "site_rest": f'<link rel="https://api.w.org/" href="{self.site.url("/wp-json/")}">',
            "rest": '<link rel="alternate" title="JSON" type="application/json" '
            f'href="{self.site.url(f"/wp-json/wp/v2/categories/{category}")}">',
        }
        return "".join(link for name, link in links.items() if name in self.sources)

    def _article(self, post: Post) -> str:
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in post.body)
        address = self.address(post)
        return f"""<html lang="fr"><head><title>{post.headline}</title><link rel="canonical" href="{address}">
            <meta property="article:published_time" content="{post.published.isoformat()}">
            <meta property="article:modified_time" content="{post.modified.isoformat()}"></head>
            <body class="single single-post postid-{post.number}"><main><article class="post type-post hentry">
            <h1 class="entry-title">{post.headline}</h1><time class="entry-date published"
            datetime="{post.published.isoformat()}">{post.day}</time><div class="entry-content">{paragraphs}</div>
            </article></main></body></html>"""


def _json(answer: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    given = {"Content-Type": "application/json; charset=UTF-8", **(headers or {})}
    return Answer(json.dumps(answer).encode(), status, given)

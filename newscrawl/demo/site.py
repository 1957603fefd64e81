"""The demonstration site: what it answers to each path, as a pure function."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newscrawl.demo import frame, lists
from newscrawl.demo.articles import article
from newscrawl.demo.fragments import fill
from newscrawl.demo.stories import DeadEnd, edition

ROBOTS = """\
User-agent: *
Disallow: /wp-admin/
Disallow: /recherche/
Disallow: /reserve/
"""

_STATIC = (
    ("/mentions-legales/", "Mentions légales", "Site de démonstration, sans éditeur ni adresse."),
    ("/contact/", "Contact", "La rédaction n’existe pas : inutile de lui écrire, elle répondrait quand même."),
    ("/recherche/", "Recherche", "Aucun résultat."),
)
_UPLOADS = "/wp-content/uploads/"


@dataclass(frozen=True, slots=True)
class DemoResponse:
    """What the site answers to one path."""

    status: int
    body: str = ""
    content_type: str = "text/html; charset=UTF-8"
    location: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Every header, by name."""
        headers = {"Content-Type": self.content_type}
        return headers if self.location is None else {**headers, "Location": self.location}


def answer(path: str) -> DemoResponse:
    """The answer to a request for `path`, which is decoded and without query."""
    pages = _pages()
    if path in pages:
        return pages[path]
    if f"{path}/" in pages:
        return _moved(f"{path}/")
    if path.endswith("/page/1/"):
        return _moved(path.removesuffix("page/1/"))
    if path.startswith(_UPLOADS) and path.endswith(".svg"):
        return _picture(path)
    return _not_found(path)


def paths() -> tuple[str, ...]:
    """Every path that has an answer of its own."""
    return tuple(_pages())


@cache
def _pages() -> dict[str, DemoResponse]:
    """Every answer by its path: few enough to be rendered at once."""
    content = edition()
    pages = {
        "/": DemoResponse(200, lists.home()),
        "/robots.txt": DemoResponse(200, ROBOTS, "text/plain; charset=UTF-8"),
    }
    pages |= {story.path: DemoResponse(200, article(story)) for story in content.stories}
    pages |= {f"/{story.former_slug}/": _moved(story.path) for story in content.stories if story.former_slug}
    pages |= {dead_end.path: _dead_end(dead_end) for dead_end in content.dead_ends}
    pages |= {path: DemoResponse(200, page) for path, page in lists.every_list()}
    pages |= {path: _plain(path, heading, sentence) for path, heading, sentence in _STATIC}
    return pages


def _dead_end(page: DeadEnd) -> DemoResponse:
    if page.kind == "missing":
        return _not_found(page.path)
    if page.kind == "consent":
        return DemoResponse(200, fill("frame", "consent_wall", address=frame.ORIGIN + page.path, site=frame.NAME))
    if page.kind == "reserved":
        sentence = "NE-PAS-PUBLIER : robots.txt demande de ne pas lire cette page."
        return _plain(page.path, page.headline, sentence)
    upper = fill("frame", "cut_short", headline=page.headline)
    whole = frame.document(page.headline, page.path, upper)
    return DemoResponse(200, whole[: whole.index(upper) + len(upper)].rstrip())


def _plain(path: str, heading: str, sentence: str, status: int = 200) -> DemoResponse:
    content = fill("frame", "plain", heading=heading, sentence=sentence)
    return DemoResponse(status, frame.document(heading, path, content, classes="page"))


def _moved(path: str) -> DemoResponse:
    return DemoResponse(301, location=path)


def _not_found(path: str) -> DemoResponse:
    return _plain(path, "Page introuvable", "Désolé, la page que vous cherchez n’existe pas ou plus.", 404)


def _picture(path: str) -> DemoResponse:
    hue = sum(path.encode()) % 360
    return DemoResponse(200, fill("frame", "picture", hue=hue, opposite=(hue + 180) % 360), "image/svg+xml")

"""List pages, and the pieces of them that articles show too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newscrawl.demo import frame
from newscrawl.demo.fragments import Html, fill, join
from newscrawl.demo.frame import RUNNING_NAME, RUNNING_PATH
from newscrawl.demo.stories import CLOUD_SECTIONS, SECTIONS, Story, Teaser, edition

PAGE_SIZE = 10
"""Items on a page of a list, the sticky one not counted."""

_TITLE_LIMIT = 70
"""Characters after which the classic lists cut a headline; the whole stands in `title`."""


def every_list() -> Iterator[tuple[str, Html]]:
    """Path and page of every list: the running section, its sub-sections, keywords and signatures."""
    content = edition()
    sticky = [story for story in content.stories if story.sticky]
    ordinary = [teaser for teaser in content.running if teaser not in sticky]
    yield from _paginated(RUNNING_PATH, RUNNING_NAME, ordinary, sticky)
    for section, name in SECTIONS.items():
        own = [teaser for teaser in ordinary if teaser.section == section]
        yield from _paginated(frame.section_path(section), name, own, (), section)
    for path, (name, stories) in _groups(content.stories).items():
        yield path, _page("classic", name, path, stories)


def home() -> Html:
    """The front page: the latest of all, then of each section."""
    stories = edition().stories
    blocks = [_home_block(RUNNING_NAME, RUNNING_PATH, stories[:6])]
    for section, name in SECTIONS.items():
        own = [story for story in stories if story.section == section]
        blocks.append(_home_block(name, frame.section_path(section), own[:4]))
    content = fill("frame", "home", blocks=join(blocks), sidebar=sidebar("classic"))
    return frame.document("Accueil", "/", content, classes="home page")


def breadcrumb(generation: str, name: str, section: str | None) -> Html:
    """The way from the front page to where the reader is; `section` is passed through, if any."""
    steps = [("/", "Accueil")]
    if section:
        steps += [(RUNNING_PATH, RUNNING_NAME), (frame.section_path(section), SECTIONS[section])]
    parts = [fill(generation, "crumb", path=path, name=step) for path, step in steps if step != name]
    return join((*parts, fill(generation, "last_crumb", name=name)))


def sidebar(generation: str) -> Html:
    """The column at the right: what is read most."""
    items = join(
        fill(generation, "sidebar_item", path=story.path, headline=story.headline, time=frame.time(story))
        for story in frame.most_read()
    )
    return fill(generation, "sidebar", items=items)


def module(generation: str, teaser: Teaser) -> Html:
    """One item of a list."""
    return fill(
        generation,
        "module",
        path=teaser.listed_path,
        headline=teaser.headline,
        shortened=_shortened(teaser.headline),
        section_path=frame.section_path(teaser.section),
        section=SECTIONS[teaser.section],
        time=frame.time(teaser),
        comments=teaser.comments,
        excerpt=teaser.excerpt,
    )


def _shortened(headline: str) -> str:
    return headline if len(headline) <= _TITLE_LIMIT else headline[:_TITLE_LIMIT].rsplit(" ", 1)[0] + "…"


def _page(
    generation: str,
    name: str,
    path: str,
    items: Iterable[Teaser],
    *,
    section: str | None = None,
    number: int = 1,
    last: int = 1,
) -> Html:
    content = fill(
        generation,
        "listing",
        crumbs=breadcrumb(generation, name, section),
        heading=name,
        items=join(module(generation, teaser) for teaser in items),
        navigation=_page_nav(path, number, last) if last > 1 else None,
        sidebar=sidebar(generation),
    )
    title = name if number == 1 else f"{name} - Page {number}"
    return frame.document(title, _page_path(path, number), content, classes="archive category")


def _paginated(
    base: str, name: str, teasers: Sequence[Teaser], sticky: Sequence[Story], section: str | None = None
) -> Iterator[tuple[str, Html]]:
    """The pages of one list, the sticky articles first on each.

    The running section is in the middle of its move to the new templates: its odd pages still use the theme's own.
    """
    last = -(-len(teasers) // PAGE_SIZE)
    for number in range(1, last + 1):
        modern = section in CLOUD_SECTIONS if section else number % 2 == 0
        items = (*sticky, *teasers[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
        generation = "cloud" if modern else "classic"
        page = _page(generation, name, base, items, section=section, number=number, last=last)
        yield _page_path(base, number), page


def _page_path(base: str, number: int) -> str:
    return base if number == 1 else f"{base}page/{number}/"


def _page_nav(base: str, number: int, last: int) -> Html:
    links: list[Html] = []
    if number > 1:
        links.append(fill("frame", "page_arrow", path=_page_path(base, number - 1), label="prev", side="left"))
    for other in range(1, last + 1):
        if other == number:
            links.append(fill("frame", "page_current", number=other))
        elif abs(other - number) == 1 or other in {1, last}:
            kind = "last" if other == last else "page"
            links.append(fill("frame", "page_link", path=_page_path(base, other), kind=kind, number=other))
    if number < last:
        links.append(fill("frame", "page_arrow", path=_page_path(base, number + 1), label="next", side="right"))
    return fill("frame", "page_nav", links=join(links), number=number, last=last)


def _groups(stories: Iterable[Story]) -> dict[str, tuple[str, list[Story]]]:
    """Name and articles of each keyword and each signature, by the path of their list."""
    groups: dict[str, tuple[str, list[Story]]] = {}
    for story in stories:
        names = [(frame.tag_path(tag), tag) for tag in story.tags]
        for path, name in (*names, (frame.author_path(story), frame.byline(story))):
            groups.setdefault(path, (name, []))[1].append(story)
    return groups


def _home_block(name: str, path: str, stories: Iterable[Story]) -> Html:
    items = join(module("classic", story) for story in stories)
    return fill("frame", "home_block", name=name, path=path, items=items)

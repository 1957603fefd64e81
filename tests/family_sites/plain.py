"""Sites of no family: hand-made markup, and lists that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable

from tests.family_sites.frame import FOOTER, MENU, html, popular
from tests.family_sites.site import Family, ListPage, list_pages
from tests.family_sites.stories import Story
from tests.local_site import Answer, LocalSite


def article_path(story: Story) -> str:
    return f"/info/{story.number}/{story.slug}.html"


def query_list(number: int) -> str:
    return "/flash" + (f"?p={number}" if number > 1 else "")


def numbered_list(number: int) -> str:
    return f"/flash/{number}.html" if number > 1 else "/flash/"


def _page(page: ListPage, paging: str) -> str:
    rows = "".join(
        f'<tr><td class="h">{story.moment:%d/%m/%Y %H:%M}</td><td><a href="{article_path(story)}">{story.headline}</a>'
        "</td></tr>"
        for story in page.stories
    )
    return html(
        "Flash",
        f"""<div class="haut"><ul class="nav">{MENU}</ul></div><div class="contenu"><h1>Flash</h1><table>{rows}</table>
        <p>{paging}</p></div><div class="droite">{popular(page.popular, article_path)}</div>{FOOTER}""",
    )


def query_page(page: ListPage) -> str:
    before = f'<a href="{query_list(page.number - 1)}">&lt; Précédent</a> ' if page.number > 1 else ""
    return _page(
        page, before + (f'<a href="{query_list(page.number + 1)}">Suivant &gt;</a>' if page.number < page.last else "")
    )


def numbered_page(page: ListPage) -> str:
    return _page(
        page,
        " ".join(
            f"<b>{number}</b>" if number == page.number else f'<a href="{numbered_list(number)}">{number}</a>'
            for number in range(1, page.last + 1)
        ),
    )


def head_page(page: ListPage) -> str:
    """The next page is told in the head alone; the button is a script's."""
    onward = f'<link rel="next" href="{query_list(page.number + 1)}">' if page.number < page.last else ""
    return _page(page, '<a class="next" href="#">Charger plus</a>').replace("</head>", onward + "</head>")


def article_page(story: Story) -> str:
    return html(
        story.headline,
        f"""<div class="haut">{MENU}</div><div class="contenu"><h1>{story.headline}</h1><p class="date">Publié le {story.day}
        à {story.clock}</p><p>{story.body[0]}</p><p>{story.body[1]}</p></div>{FOOTER}""",
    )


QUERY = Family("plain_query", query_list, article_path, query_page, article_page)
NUMBERED = Family("numbers_only", numbered_list, article_path, numbered_page, article_page)
HEAD = Family("head_only", query_list, article_path, head_page, article_page)


def _trap(onward: Callable[[int], str], shown: Callable[[int], int]) -> Callable[[LocalSite], str]:
    """A list whose page N shows page `shown(N)` (none: 0) and leads to page `onward(N)`, for ever."""
    pages = list_pages(QUERY)

    def build(site: LocalSite) -> str:
        for number in range(1, 60):
            found = pages[shown(number) - 1] if shown(number) else ListPage(number, 60, [], [])
            text = _page(found, f'<a class="next" rel="next" href="{onward(number)}">Suivant</a>')
            site.pages[query_list(number)] = Answer(text.encode())
        for page in pages:
            for story in page.stories:
                site.pages[article_path(story)] = Answer(article_page(story).encode())
        return site.url(query_list(1))

    return build


def _calendar(site: LocalSite) -> str:
    """A month a page, each with a link to the month before, all but the newest without articles."""
    newest = list_pages(QUERY)[0]
    months = [(2026 - back // 12, 12 - back % 12) for back in range(1, 60)]
    for place, (year, month) in enumerate(months[:-1]):
        before, page = months[place + 1], newest if place == 0 else ListPage(1, 1, [], [])
        paging = f'<a class="next" href="/agenda/{before[0]}/{before[1]:02}/">Mois précédent »</a>'
        site.pages[f"/agenda/{year}/{month:02}/"] = Answer(_page(page, paging).encode())
    return site.url("/agenda/2026/11/")


TRAPS: dict[str, Callable[[LocalSite], str]] = {
    "loop": _trap(lambda number: query_list(number % 3 + 1), lambda number: min(number, 4)),
    "repeated": _trap(lambda number: query_list(number + 1), lambda number: min(number, 3)),
    "empty": _trap(lambda number: query_list(number + 1), lambda number: number if number < 4 else 0),
    "calendar": _calendar,
}
"""Sites whose lists never end by themselves: each is put on a `LocalSite` and gives the address of its first page."""

"""The main list and its headlines in many shapes of hand-made markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newscrawl.sources import Listing, discover_links
from tests.family_sites.frame import FOOTER, MENU
from tests.family_sites.stories import Story, stories

URL = "https://journal.example/info/en-continu/"
STORIES = stories()
LIST, OTHERS = STORIES[:12], STORIES[20:25]
SHORT = Story(7, "Éclipse : où l’observer", "Oulmès", LIST[0].moment)
"""An article whose headline and address are as short as a rubric's."""


def path(story: Story) -> str:
    return f"/{story.slug}"


def link(story: Story, classes: str = "") -> str:
    return f'<a class="{classes}" href="{path(story)}">{story.headline}</a>'


def rows(shape: Callable[[Story], str], shown: list[Story] = LIST) -> str:
    return "".join(map(shape, shown))


def titled(story: Story) -> str:
    return f'<div class="i"><h3>{link(story)}</h3><span class="d">{story.day}</span></div>'


def undated(story: Story) -> str:
    return f'<div class="i"><h3>{link(story)}</h3></div>'


def read(body: str) -> Listing:
    return discover_links(f"<html><body><header>{MENU}</header>{body}{FOOTER}</body></html>", URL)


SHAPES = {
    "utility classes": "<div class='grid grid-cols-12'>"
    + rows(
        lambda story: (
            f"<div class='flex gap-3 py-4'><a class='w-32' href='{path(story)}'><img src='i.jpg'></a><div><span "
            f"class='text-xs'>Monde</span>{link(story, 'block font-bold')}<span class='text-xs'>{story.day}</span></div></div>"
        )
    )
    + "</div>",
    "whole-card links without headings": rows(
        lambda story: (
            f"<a class='p-4' href='{path(story)}'><div><img src='i.jpg'></div><div><div>Économie</div><div "
            f"class='text-lg'>{story.headline}</div><div>{story.day}</div></div></a>"
        )
    ),
    "links laid over cards": rows(
        lambda story: (
            f"<div class='card'><a class='over' aria-label='{story.headline}' href='{path(story)}'></a><p "
            f"class='t'>{story.headline}</p><p>{story.day}</p></div>"
        )
    ),
    "badges in links": rows(
        lambda story: (
            f"<a class='card' href='{path(story)}'><span class='badge'>VIDÉO</span><span class='len'>02:12</span>"
            f"<span class='t'>{story.headline}</span><span>{story.day}</span></a>"
        )
    ),
    "rubric in the title": rows(
        lambda story: (
            f"<article><h2><a href='{path(story)}'><span class='surtitre'>Justice</span> {story.headline}</a></h2>"
            f"<time>{story.day}</time></article>"
        )
    ),
    "definition list": f"<dl>{rows(lambda story: f'<dt>{story.day}</dt><dd>{link(story)}<br>{story.teaser}</dd>')}</dl>",
    "dates before titles in one block": f"<div>{rows(lambda story: f'{story.day} : {link(story)}<br>')}</div>",
    "dates after titles in one block": f"<div>{rows(lambda story: f'{link(story)} ({story.day})<br>')}</div>",
    "dates in the links": f"<ul>{rows(lambda story: f'<li><a href={path(story)}>{story.day} - {story.headline}</a></li>')}</ul>",
    "titles and paragraphs side by side": rows(
        lambda story: f"<h3>{link(story)}</h3><p class='date'>{story.day}</p><p>{story.teaser}</p><hr>"
    ),
    "table": f"<table>{rows(lambda story: f'<tr><td>{story.day}</td><td>{link(story)}</td></tr>')}</table>",
    "form around the page": f"<form action='/x'>{rows(titled)}</form>",
    "list for phones and list for screens": f"<div class='xs'>{rows(titled)}</div><div class='lg'>{rows(titled)}</div>",
    "hero that repeats the list": "<main><div class='slider'>"
    + rows(lambda story: f"<div class='s'><img src='i.jpg'><h2>{link(story)}</h2></div>", LIST[:3])
    + f"</div><div>{rows(titled)}</div></main>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_list_with_headlines_and_days(shape: str) -> None:
    links = read(f"<h1>En continu</h1>{SHAPES[shape]}").links
    assert [(each.url, each.headline, (each.published or "")[:10]) for each in links] == [
        (f"https://journal.example{path(story)}", story.headline, story.moment.date().isoformat()) for story in LIST
    ]


def other(story: Story) -> str:
    return f"<div class='o'><a href='{path(story)}'><img src='i.jpg'></a><h4>{link(story)}</h4></div>"


BESIDE = {
    "the most read": ("", f"<div><p>Les plus lus</p>{rows(other, OTHERS)}</div>"),
    "the most read without a title": (
        "",
        f"<div><ol>{rows(lambda story: f'<li>{link(story)}</li>', OTHERS)}</ol></div>",
    ),
    "a further block of the same make": ("", f"<div><h2>À lire aussi</h2>{rows(titled, OTHERS)}</div>"),
    "teasers in a menu": (f"<header><ul><li>{rows(other, OTHERS)}</li></ul></header>", ""),
    "a hero above the title of the list": (f"<div class='une'>{rows(undated, OTHERS)}</div>", ""),
    "last comments": ("", f"<ul>{rows(lambda story: f'<li>Paul sur {link(story)}</li>', OTHERS)}</ul>"),
    "an advertisement": (
        "",
        "<div class='i'><h3><a href='https://pub.example/offre'>Votre voiture au meilleur prix</a></h3></div>",
    ),
}


@pytest.mark.parametrize("beside", BESIDE)
def test_nothing_of_what_stands_beside(beside: str) -> None:
    above, below = BESIDE[beside]
    links = read(f"{above}<h1>En continu</h1><div class='l'>{rows(titled)}</div>{below}").links
    assert [each.headline for each in links] == [story.headline for story in LIST]


def test_ticker_beside_an_undated_list() -> None:
    ticker = rows(lambda story: f"<li><span>{story.clock}</span> {link(story)}</li>", OTHERS)
    links = read(f"<h1>Monde</h1><div>{rows(undated)}</div><div><h3>Fil info</h3><ul>{ticker}</ul></div>").links
    assert [each.headline for each in links] == [story.headline for story in LIST]


def test_hero_above_the_title_with_dates_like_those_of_the_list() -> None:
    links = read(
        f"<div class='une'>{rows(titled, LIST[:1])}</div><h1>Monde</h1><div>{rows(titled, LIST[1:])}</div>"
    ).links
    assert [each.headline for each in links] == [story.headline for story in LIST]


def test_main_that_is_closed_too_early() -> None:
    links = read(f"<main><h1>Monde</h1>{rows(titled, LIST[:6])}</main><div>{rows(titled, LIST[6:])}</div>").links
    assert [each.headline for each in links] == [story.headline for story in LIST]


def test_date_in_a_signature() -> None:
    def shape(story: Story) -> str:
        return f"<div class='n'><h2>{link(story)}</h2><div class='m'>Par Awa Ndoye, le {story.day}</div></div>"

    assert {each.published for each in read(rows(shape, LIST[:3])).links} == {"2026-11-26"}


def test_block_after_main() -> None:
    links = read(f"<main><h1>Monde</h1>{rows(undated)}</main><div>{rows(undated, OTHERS)}</div>").links
    assert [each.headline for each in links] == [story.headline for story in LIST]


def test_comment_link_makes_no_menu_entry_of_a_short_article() -> None:
    def shape(story: Story) -> str:
        return (
            f"<article><h2>{link(story)}</h2><span class='comments-link'><a href='{path(story)}#respond'>Réagir</a></span>"
            "</article>"
        )

    links = read(f"<main>{rows(shape, [*LIST, SHORT])}</main>").links
    assert links[-1].headline == SHORT.headline


@pytest.mark.parametrize("furniture", ["<footer>{}</footer>", "<aside>{}</aside>", "<nav>{}</nav>"])
def test_a_link_without_text_makes_no_menu_entry_of_a_short_article(furniture: str) -> None:
    pictures = furniture.format(f"<a href='{path(SHORT)}'><img src='i.jpg'></a><a href='{path(SHORT)}'></a>")
    links = read(f"<main>{rows(titled, [*LIST, SHORT])}</main>{pictures}").links
    assert links[-1].headline == SHORT.headline


def test_a_short_headline_in_another_block_makes_no_menu_entry_of_a_dated_item() -> None:
    def shape(story: Story) -> str:
        return f"<article><h2>{link(story)}</h2><time>{story.day}</time></article>"

    block = f"<aside><ul><li>{link(SHORT)}</li></ul></aside>"
    assert read(f"<main>{rows(shape, [*LIST, SHORT])}</main>{block}").links[-1].headline == SHORT.headline
    undated_list = rows(lambda story: f"<article><h2>{link(story)}</h2></article>", [*LIST, SHORT])
    assert len(read(f"<main>{undated_list}</main>{block}").links) == len(LIST)


CARD_FOOTERS = {
    "a sign": "<footer><a href='{}'><svg></svg></a></footer>",
    "a word": "<footer><a href='{}'>Lire</a></footer>",
    "of a class": "<div class='card-footer'><a href='{}'><i class='arrow'></i></a></div>",
}


@pytest.mark.parametrize("footer", CARD_FOOTERS)
@pytest.mark.parametrize("around", ["<main>{}</main>", "<div><div class='l'>{}</div></div>"])
def test_a_card_linked_from_its_footer_alone(footer: str, around: str) -> None:
    def shape(story: Story) -> str:
        foot = CARD_FOOTERS[footer].format(path(story))
        return f"<div class='c'><h3>{story.headline}</h3><p>{story.day}</p>{foot}</div>"

    shown = [*LIST[:4], SHORT]
    links = read(f"<h1>Politique</h1>{around.format(rows(shape, shown))}").links
    assert [each.headline for each in links] == [story.headline for story in shown]


def test_the_footer_of_a_page_with_one_heading_is_furniture_all_the_same() -> None:
    lines = rows(lambda story: f"<li>{link(story)}</li>", LIST[:8])
    foot = "<footer><a href='/partenaire/'><img src='p.jpg'></a><a href='/nous/'>Qui nous sommes vraiment</a></footer>"
    links = read(f"<div id='page'><h2>Toute l’actualité politique du jour</h2><ul>{lines}</ul>{foot}</div>").links
    assert [each.headline for each in links] == [story.headline for story in LIST[:8]]


@pytest.mark.parametrize("row", ["<li><a href='{}'>{}</a></li>", "<div><a href='{}'>{}</a></div>"])
def test_titles_of_any_length_behind_a_dated_path(row: str) -> None:
    titles = {"/2026/11/26/oui/": "Oui", "/2026/11/25/deuil/": "Deuil", "/2026/11/24/fin/": "Un titre sans fin " * 40}
    body = "".join(row.format(address, title) for address, title in titles.items())
    assert [each.url for each in read(f"<h1>Politique</h1>{body}").links] == [
        f"https://journal.example{address}" for address in titles
    ]


PAGING = (
    "<div class='pagination'><a href='/info/en-continu/'>1</a> <a href='/info/en-continu/page/8/'>8</a> <b>9</b></div>"
)
AROUND = {
    "main": "<main>{0}{1}</main>{2}",
    "the title of the list": "<div><div class='l'><h1>En continu</h1>{0}</div>{2}</div>",
    "the pagination": "<div><div class='l'>{0}{1}</div>{2}</div>",
}
ROWS = {
    "titles": titled,
    "items": lambda story: f"<article><h2>{link(story)}</h2></article>",
    "lines": lambda story: f"<li>{link(story)}</li>",
    "a table": lambda story: f"<tr><td>{story.day}</td><td>{link(story)}</td></tr>",
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("number", [1, 2])
def test_the_last_page_with_a_row_or_two_beside_a_richer_block(around: str, row: str, number: int) -> None:
    shown = f"<table>{rows(ROWS[row], LIST[:number])}</table>" if row == "a table" else rows(ROWS[row], LIST[:number])
    block = f"<div class='b'><h3>Nos dossiers</h3>{rows(lambda story: other(story) + story.day, OTHERS)}</div>"
    body = AROUND[around].format(f"<div>{shown}</div>", PAGING, block)
    document = f"<html><body><header>{MENU}</header>{body}{FOOTER}</body></html>"
    links = discover_links(document, f"{URL}page/9/").links
    assert [each.headline for each in links] == [story.headline for story in LIST[:number]]


def test_a_later_page_with_many_rows_is_read_as_any_other() -> None:
    document = f"<html><body><main>{rows(titled, LIST[:6])}</main><div>{rows(titled, LIST[6:])}</div></body></html>"
    assert len(discover_links(document, f"{URL}page/2/").links) == len(LIST)


def test_one_article() -> None:
    assert [each.headline for each in read(f"<main><h1>Justice</h1>{undated(LIST[0])}</main>").links] == [
        LIST[0].headline
    ]


def test_no_article() -> None:
    side = f"<aside><h3>Les plus lus</h3>{rows(undated, OTHERS)}</aside>"
    assert read(f"<main><h1>Justice</h1><p>Aucun article pour le moment.</p></main>{side}").links == []

"""The pages of the demonstration site: statuses, links, lists and markup."""

from __future__ import annotations

from functools import cache
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement

from newscrawl.demo.frame import ORIGIN, RUNNING_PATH
from newscrawl.demo.lists import PAGE_SIZE
from newscrawl.demo.site import ROBOTS, answer, paths
from newscrawl.demo.stories import CLOUD_SECTIONS, SECTIONS, Story, edition

STORIES = edition().stories
WELL_FORMED = [path for path in paths() if answer(path).status == 200 and path != "/robots.txt"]
SOUP = {story.path for story in STORIES if story.markup == "soup"}
CUT = {page.path for page in edition().dead_ends if page.kind == "cut"}


@cache
def page(path: str) -> HtmlElement:
    return lxml.html.document_fromstring(answer(path).body)


def hrefs(tree: HtmlElement) -> list[str]:
    return [str(href) for href in tree.xpath("//@href | //@src | //form/@action") if not str(href).startswith("#")]


def list_paths(base: str) -> list[str]:
    """The pages of a list, by following its `next-page` arrows."""
    found = [base]
    while following := page(found[-1]).xpath(
        '//*[@class="page-nav td-pb-padding-side"]/a[@aria-label="next-page"]/@href'
    ):
        assert len(following) == 1
        assert following[0] not in found
        found.append(str(following[0]))
    return found


def listed(path: str) -> list[str]:
    """Links of the main list of a page, in order."""
    main = page(path).xpath('//*[@class="td-ss-main-content"] | //*[contains(@class, "tdb-category-loop-posts")]')
    assert len(main) == 1
    links = main[0].xpath('.//h3[contains(@class, "td-module-title")]/a[@rel="bookmark"]/@href')
    return [str(link) for link in links]


@pytest.mark.parametrize("path", WELL_FORMED)
def test_a_page_is_well_formed_and_declares_its_address(path: str):
    tree = page(path)
    assert tree.xpath("string(//title)").strip()
    assert tree.xpath("//link[@rel='canonical']/@href") == [ORIGIN + path]
    assert len(tree.xpath("//h1")) == (0 if path == "/" else 1)
    assert "$" not in answer(path).body, "a place was left unfilled"
    if path not in SOUP | CUT:
        body = answer(path).body
        for tag in ("div", "p", "a", "span", "article", "ul", "li", "h1", "h3", "strong", "figure", "footer", "header"):
            assert body.count(f"<{tag} ") + body.count(f"<{tag}>") == body.count(f"</{tag}>"), tag


@pytest.mark.parametrize("path", WELL_FORMED)
def test_every_link_resolves(path: str):
    lost = {page.path for page in edition().dead_ends if page.kind == "missing"}
    for href in hrefs(page(path)):
        target = urlsplit(urljoin(ORIGIN + path, href))
        assert f"{target.scheme}://{target.netloc}" == ORIGIN, "links stay on the site"
        assert urlsplit(href).netloc in {"", urlsplit(ORIGIN).netloc}
        reply = answer(target.path)
        if reply.location:
            reply = answer(reply.location)
        assert reply.status == (404 if target.path in lost else 200), href


def test_links_are_relative_so_that_they_work_on_any_port():
    for path in WELL_FORMED:
        for element in page(path).iter("a", "img", "form"):
            address = element.get("href") or element.get("src") or element.get("action") or ""
            assert address.startswith(("/", "#")), (path, address)


def test_the_running_section_lists_everything_once_newest_first():
    pages = list_paths(RUNNING_PATH)
    assert len(pages) >= 7
    sticky = [story.path for story in STORIES if story.sticky]
    assert len(sticky) == 1
    seen: list[str] = []
    for path in pages:
        links = listed(path)
        assert links[: len(sticky)] == sticky
        seen += links[len(sticky) :]
        assert len(links) == len(sticky) + PAGE_SIZE or path == pages[-1]
    assert seen == [teaser.listed_path for teaser in edition().running if teaser.path not in sticky]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_sub_section_lists_its_own(section: str):
    links = [link for path in list_paths(f"{RUNNING_PATH}{section}/") for link in listed(path)]
    assert links == [
        teaser.listed_path
        for teaser in edition().running
        if teaser.section == section and not (isinstance(teaser, Story) and teaser.sticky)
    ]


def test_both_generations_of_the_theme_are_used():
    assert 0 < len(CLOUD_SECTIONS) < len(SECTIONS)
    first, second = list_paths(RUNNING_PATH)[:2]
    assert page(first).xpath("//*[contains(@class, 'td_module_10')]")
    assert page(second).xpath("//*[contains(@class, 'tdb_module_loop')]")
    for story in STORIES:
        modern = page(story.path).xpath("//*[contains(@class, 'tdb_single_content')]")
        assert bool(modern) == (story.markup == "cloud")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_an_article_page_shows_its_article(story: Story):
    tree = page(story.path)
    assert tree.xpath("normalize-space(//h1)") == " ".join(story.headline.split())
    moments = tree.xpath("//time/@datetime")
    assert moments[0] == story.published.isoformat()
    (content,) = tree.xpath('//*[contains(concat(" ", @class, " "), " td-post-content ")]')
    text = " ".join(content.text_content().split())
    for block in story.blocks:
        assert " ".join(block.plain.split()) in text
    assert story.filing is None or story.filing.raw in text
    crumbs = [crumb.text_content() for crumb in tree.xpath("//a[contains(@class, 'entry-crumb')]")]
    assert crumbs == ["Accueil", "Dernières minutes", SECTIONS[story.section]]


def test_some_heads_hold_json_ld_and_some_do_not():
    with_graph = [path for path in WELL_FORMED if page(path).xpath("//script[@type='application/ld+json']")]
    articles = [story.path for story in STORIES]
    assert set(with_graph) < set(articles)
    assert len(articles) / 4 < len(with_graph) < len(articles) * 3 / 4


def test_a_renamed_article_redirects():
    (renamed,) = [story for story in STORIES if story.former_slug]
    reply = answer(f"/{renamed.former_slug}/")
    assert (reply.status, reply.headers["Location"]) == (301, renamed.path)
    assert renamed.listed_path == f"/{renamed.former_slug}/"


def test_dead_ends_are_as_they_should_be():
    kinds = {dead_end.kind: dead_end for dead_end in edition().dead_ends}
    assert set(kinds) == {"missing", "consent", "cut", "reserved"}
    assert answer(kinds["missing"].path).status == 404
    wall = answer(kinds["consent"].path)
    assert wall.status == 200
    assert "cookies" in wall.body
    assert kinds["consent"].headline not in wall.body
    assert not answer(kinds["cut"].path).body.rstrip().endswith(">")
    assert any(
        kinds["reserved"].path.startswith(line.removeprefix("Disallow: "))
        for line in ROBOTS.splitlines()
        if line.startswith("Disallow")
    )


def test_the_soup_is_broken_and_readable():
    (path,) = SOUP
    body = answer(path).body
    assert "</html>" not in body
    assert body.count("<p>") > body.count("</p>")
    assert body.count("<div") > body.count("</div>")


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/robots.txt", 200, None),
        ("/category/dernieres-minutes", 301, RUNNING_PATH),
        (f"{RUNNING_PATH}page/1/", 301, RUNNING_PATH),
        (f"{RUNNING_PATH}page/99/", 404, None),
        ("/wp-content/uploads/2026/11/vignette.svg", 200, None),
        ("/wp-content/uploads/../../etc/passwd", 404, None),
        ("/n-existe-pas/", 404, None),
        ("", 301, "/"),
    ],
)
def test_other_paths(path: str, status: int, location: str | None):
    reply = answer(path)
    assert (reply.status, reply.location) == (status, location)


def test_robots_txt_asks_for_no_delay():
    assert answer("/robots.txt").content_type.startswith("text/plain")
    assert "crawl-delay" not in ROBOTS.lower()

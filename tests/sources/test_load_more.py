"""Requests behind load-more buttons, and their answers."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.sources import LoadMore, NotAListing, discover_links, read_more_links
from tests.family_sites import tagdiv
from tests.family_sites.site import SITE, list_pages

URL = SITE + tagdiv.list_path(1)
PAGES = list_pages(tagdiv.LOOP)


def of(text: str) -> LoadMore:
    found = discover_links(text, URL).load_more
    assert found is not None
    return found


def block(**reply: object) -> str:
    return json.dumps(
        {"td_data": tagdiv._flex(PAGES[1].stories[0]), "td_block_id": "tdi_45", "td_hide_next": False} | reply
    )


def test_state_of_a_category() -> None:
    found = of(tagdiv.loop_page(PAGES[0]))
    assert found.url == f"{SITE}/wp-admin/admin-ajax.php?td_theme_name=Newspaper&v=12.6"
    assert dict(found.form) == {
        "action": "td_ajax_loop",
        "loopState[sidebarPosition]": "",
        "loopState[moduleId]": "10",
        "loopState[currentPage]": "2",
        "loopState[max_num_pages]": "4",
        "loopState[atts][category_id]": "21",
        "loopState[ajax_pagination_infinite_stop]": "0",
        "loopState[server_reply_html_data]": "",
    }


def test_settings_of_a_block() -> None:
    form = dict(of(tagdiv.block_page(PAGES[0])).form)
    assert json.loads(form.pop("td_atts"))["custom_title"] == "L'info en continu"
    assert form == {
        "action": "td_ajax_block",
        "td_block_id": "tdi_45",
        "td_column_number": "2",
        "td_current_page": "2",
        "block_type": "tdb_loop",
        "td_filter_value": "",
        "td_user_action": "",
        "td_magic_token": "5a0c3b19de",
    }


def test_no_request_where_a_link_leads_on() -> None:
    text = tagdiv.loop_page(PAGES[0]).replace("</head>", f'<link rel="next" href="{SITE}{tagdiv.list_path(2)}"></head>')
    listing = discover_links(text, URL)
    assert (listing.next_page, listing.load_more) == (SITE + tagdiv.list_path(2), None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("max_num_pages = 4", "max_num_pages = 1"),
        ("tdAjaxLoop.", "other."),
        ("https://journal.invalid\\/wp-admin", "https://ailleurs.example\\/wp-admin"),
    ],
)
def test_no_request_at_the_end_without_a_state_or_to_another_site(old: str, new: str) -> None:
    assert discover_links(tagdiv.loop_page(PAGES[0]).replace(old, new), URL).load_more is None


def test_no_request_of_a_block_beside_the_list() -> None:
    text = tagdiv.block_page(PAGES[0]).replace('data-td_block_id="tdi_45"', 'data-td_block_id="tdi_46"')
    assert discover_links(text, URL).load_more is None


def test_answer_and_the_request_after_it() -> None:
    asked = of(tagdiv.loop_page(PAGES[0]))
    listing = read_more_links(tagdiv.loop_answer(PAGES[1], dict(asked.form)), URL, asked)
    assert [link.url for link in listing.links] == [SITE + tagdiv.article_path(story) for story in PAGES[1].stories]
    assert listing.load_more is not None
    assert dict(listing.load_more.form)["loopState[currentPage]"] == "3"
    assert listing.family == "tagdiv"


@pytest.mark.parametrize("hidden", [True, "1", 1])
def test_last_answer_of_a_block(hidden: object) -> None:
    listing = read_more_links(block(td_hide_next=hidden), URL, of(tagdiv.block_page(PAGES[0])))
    assert len(listing.links) == 1
    assert listing.load_more is None


@pytest.mark.parametrize("markup", ["", "  ", None, 7, "<p>Rien de plus</p>"])
def test_answer_without_articles_is_the_end(markup: object) -> None:
    listing = read_more_links(block(td_data=markup), URL, of(tagdiv.block_page(PAGES[0])))
    assert (listing.links, listing.load_more) == ([], None)


@pytest.mark.parametrize("answer", ["0", "-1", "[]", "{", "<html>Forbidden</html>", '{"a": '])
def test_refused_request(answer: str) -> None:
    with pytest.raises(NotAListing, match="not_json"):
        read_more_links(answer, URL, of(tagdiv.block_page(PAGES[0])))


@settings(max_examples=25)
@given(st.text(max_size=200), st.integers(0, 9))
def test_any_answer(text: str, cut: int) -> None:
    asked = of(tagdiv.block_page(PAGES[0]))
    for answer in (text, block(td_data=text), block()[cut * 20 :]):
        with suppress(NotAListing):
            assert read_more_links(answer, URL, asked).next_page is None

"""The requests with which scripts of a page load older articles, and their answers.

tagDiv's themes have two: `td_ajax_loop` for the archive of a category, whose state the page's script prints as
`tdAjaxLoop.loopState.*`, and `td_ajax_block` for a block, whose settings it prints as those of a `tdBlock`.  Both
answer with JSON that holds the HTML of the items.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from urllib.parse import urljoin

from newscrawl.sources.describe import Described
from newscrawl.sources.documents import SourceDocument
from newscrawl.sources.links import LoadMore, NotAListing
from newscrawl.sources.page import ListPage
from newscrawl.urls import same_site

_LOOP = re.compile(
    r"""tdAjaxLoop\.loopState\.(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+)|\{([^{}]{0,2000})\})"""
)
_ATTRIBUTE = re.compile(r"""['"]?(\w+)['"]?\s*:\s*['"]?([\w-]*)""")
_LOOP_FIELDS = ("sidebarPosition", "moduleId", "currentPage", "max_num_pages")
_BLOCK = re.compile(r"""\bblock_(\w+)\.(\w+)\s*=\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")""")
_AJAX_URL = re.compile(r"""\btd_ajax_url\s*=\s*["']([^"']{1,500})["']""")
_NONCE = re.compile(r"""\btdBlockNonce\s*=\s*["'](\w{1,64})["']""")
_ESCAPED = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))""", re.DOTALL)
_BUTTONS = frozenset(("td_ajax_load_more", "td_ajax_load_more_js", "td_ajax_infinite"))
_DEFAULT_URL = "/wp-admin/admin-ajax.php?td_theme_name=Newspaper"


def find_load_more(text: str, page: ListPage, found: list[Described]) -> LoadMore | None:
    """The request for the articles after those of a page, None where its script states none.

    `text` is the source of the page, whose scripts `page` has lost, and `found` its list.
    """
    if "tdAjaxLoop" not in text and "tdBlock" not in text:
        return None
    stated = _AJAX_URL.search(text)
    url = urljoin(page.base, _unescaped(stated[1]) if stated else _DEFAULT_URL)
    if not same_site(url, page.url):
        return None
    return _loop(text, url) or _block(text, url, page, found)


def read_answer(document: SourceDocument, asked: LoadMore) -> tuple[str, LoadMore | None]:
    """The markup of the items in an answer, empty where there are none, and the request after it, None at the end.

    Raises `NotAListing` if it is not the JSON of such an answer, as where a site refuses the request.
    """
    reply = document.json
    if not isinstance(reply, dict):
        raise NotAListing("not_json" if document.text.strip() else "empty", document.text[:80])
    form = dict(asked.form)
    if form.get("action") == "td_ajax_loop":
        html, key, last = (
            reply.get("server_reply_html_data"),
            "loopState[currentPage]",
            _number(form, "loopState[max_num_pages]"),
        )
        ended = _number(form, key) >= last > 0
    else:
        html, key = reply.get("td_data"), "td_current_page"
        ended = reply.get("td_hide_next") not in (False, None, "", 0, "0", "false")
    if not isinstance(html, str) or not html.strip() or key not in form:
        return "", None
    return html, None if ended else _following(asked, key)


def _following(asked: LoadMore, key: str) -> LoadMore:
    form = tuple((name, str(_number({name: value}, name) + 1) if name == key else value) for name, value in asked.form)
    return LoadMore(asked.url, form)


def _number(form: dict[str, str], name: str) -> int:
    value = form.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _loop(text: str, url: str) -> LoadMore | None:
    """The request of an archive whose script says that there are more pages."""
    state: dict[str, str] = {}
    attributes: list[tuple[str, str]] = []
    for name, single, double, number, settings in _LOOP.findall(text):
        if name == "atts":
            attributes = _ATTRIBUTE.findall(settings)
        else:
            state[name] = _unescaped(single or double) or number
    current, last = _number(state, "currentPage"), _number(state, "max_num_pages")
    if not 0 < current < last:
        return None
    state["currentPage"] = str(current + 1)
    form = [("action", "td_ajax_loop")]
    form += [(f"loopState[{name}]", state.get(name, "")) for name in _LOOP_FIELDS]
    form += [(f"loopState[atts][{name}]", value) for name, value in attributes]
    stop = state.get("ajax_pagination_infinite_stop", "0")
    form += [("loopState[ajax_pagination_infinite_stop]", stop), ("loopState[server_reply_html_data]", "")]
    return LoadMore(url, tuple(form))


def _block(text: str, url: str, page: ListPage, found: list[Described]) -> LoadMore | None:
    """The request of the block that holds the list and has a button for more."""
    blocks = _with_button(page, found)
    settings: dict[str, dict[str, str]] = {identifier: {} for identifier in blocks}
    for identifier, name, single, double in _BLOCK.findall(text) if blocks else ():
        if identifier in settings:
            settings[identifier][name] = _unescaped(single or double)
    nonce = _NONCE.search(text)
    for identifier, stated in settings.items():
        current = _number(stated, "td_current_page") or 1
        if "atts" not in stated or current >= (_number(stated, "max_num_pages") or current + 1):
            continue
        form = [
            ("action", "td_ajax_block"),
            ("td_atts", stated["atts"]),
            ("td_block_id", identifier),
            ("td_column_number", stated.get("td_column_number", "")),
            ("td_current_page", str(current + 1)),
            ("block_type", stated.get("block_type", "")),
            ("td_filter_value", ""),
            ("td_user_action", ""),
            *([("td_magic_token", nonce[1])] if nonce else []),
        ]
        return LoadMore(url, tuple(form))
    return None


def _with_button(page: ListPage, found: list[Described]) -> list[str]:
    """The blocks that have a button for more and hold articles of the list, in page order."""
    starts = [described.card.node for described in found]
    blocks = []
    for index, node in enumerate(page.nodes):
        identifier = node.get("data-td_block_id")
        if identifier and not _BUTTONS.isdisjoint(page.classes(index)):
            wrap = next((above for above in page.ancestors(index) if "td_block_wrap" in page.classes(above)), None)
            if wrap is not None and bisect_left(starts, wrap) < bisect_right(starts, page.lasts[wrap]):
                blocks.append(identifier)
    return blocks


def _unescaped(text: str) -> str:
    """What a string of JavaScript says."""
    return _ESCAPED.sub(lambda escape: chr(int(escape[1] or escape[2], 16)) if not escape[3] else escape[3], text)

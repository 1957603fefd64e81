"""tagDiv's Newspaper: the classic theme, the cloud templates, and their two ways of loading more."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.family_sites.frame import FOOTER, MENU, html
from tests.family_sites.site import SITE, Family, ListPage
from tests.family_sites.stories import Story


def article_path(story: Story) -> str:
    return f"/{story.moment:%Y/%m/%d}/{story.slug}/"


def list_path(number: int) -> str:
    return "/category/dernieres-minutes/" + (f"page/{number}/" if number > 1 else "")


def _address(story: Story) -> str:
    return SITE + article_path(story)


def _thumb(story: Story, style: str = "") -> str:
    return (
        f'<a href="{_address(story)}" rel="bookmark" class="td-image-wrap {style}" title="{story.headline}">'
        f'<img class="entry-thumb" src="/wp-content/uploads/{story.number}-324x235.jpg" alt=""></a>'
    )


def _title(story: Story) -> str:
    shown = story.headline if len(story.headline) < 60 else story.headline[:50].rpartition(" ")[0] + "..."
    return (
        f'<h3 class="entry-title td-module-title"><a href="{_address(story)}" rel="bookmark" '
        f'title="{story.headline}">{shown}</a></h3>'
    )


def _time(story: Story) -> str:
    return f'<time class="entry-date updated td-module-date" datetime="{story.iso}">{story.day}</time>'


def _module(story: Story) -> str:
    return f"""<div class="td_module_10 td_module_wrap td-animation-stack"><div class="td-module-thumb">{_thumb(story)}
    <a href="{SITE}/category/international/" class="td-post-category">International</a></div><div class="item-details">
    {_title(story)}<div class="td-module-meta-info"><span class="td-post-author-name">
    <a href="{SITE}/author/redaction/">La rédaction</a> <span>-</span></span><span class="td-post-date">{_time(story)}
    </span><div class="td-module-comments"><a href="{_address(story)}#respond">0</a></div></div>
    <div class="td-excerpt">{story.teaser}</div></div></div>"""


def _flex(story: Story) -> str:
    return f"""<div class="tdb_module_loop td_module_wrap td_module_flex td-animation-stack">
    <div class="td-module-container td-category-pos-image"><div class="td-image-container">
    <a href="{SITE}/category/international/" class="td-post-category">International</a>
    <div class="td-module-thumb">{_thumb(story, "td-lazy")}</div></div><div class="td-module-meta-info">{_title(story)}
    <div class="td-editor-date"><span class="td-author-date"><span class="td-post-author-name">
    <a href="{SITE}/author/redaction/">La rédaction</a><span>-</span></span><span class="td-post-date">{_time(story)}
    </span></span></div><div class="td-excerpt">{story.teaser}</div></div></div></div>"""


def _numbers(page: ListPage) -> str:
    near = [number for number in range(page.number - 1, page.number + 2) if 0 < number <= page.last]
    shown = "".join(
        f'<span class="current">{number}</span>'
        if number == page.number
        else f'<a href="{SITE}{list_path(number)}" class="page" title="{number}">{number}</a>'
        for number in near
    )
    if page.number + 1 < page.last:
        shown += f'<span class="extend">...</span><a href="{SITE}{list_path(page.last)}" class="last">{page.last}</a>'
    if page.number < page.last:
        shown += (
            f'<a href="{SITE}{list_path(page.number + 1)}" aria-label="next-page">'
            '<i class="page-nav-icon td-icon-menu-right"></i></a>'
        )
    return f'<div class="page-nav td-pb-padding-side">{shown}<span class="pages">Page {page.number} sur {page.last}'


def _sidebar(page: ListPage) -> str:
    items = "".join(
        f'<div class="td_module_6 td_module_wrap td-animation-stack"><div class="td-module-thumb">{_thumb(story)}</div>'
        f'<div class="item-details">{_title(story)}</div></div>'
        for story in page.popular
    )
    return f"""<div class="td-pb-span4 td-main-sidebar"><div class="td-ss-main-sidebar"><div class="td_block_wrap
    td_block_7"><div class="td-block-title-wrap"><h4 class="block-title"><span>Les plus lus</span></h4></div>
    <div class="td_block_inner">{items}</div></div></div></div>"""


def _framed(main: str, head: str = "", classes: str = "archive category") -> str:
    return html(
        "Dernières minutes - Le Journal de Boravel",
        f"""<div id="td-outer-wrap"><div class="td-header-wrap"><div class="td-header-menu-wrap">{MENU}</div></div>
        <div class="td-main-content-wrap td-container-wrap"><div class="td-container">{main}</div></div>
        <div class="td-footer-wrapper">{FOOTER}</div></div>""",
        head,
        f"{classes} td-standard-pack",
    )


def _crumbs() -> str:
    return (
        f'<div class="td-crumb-container"><div class="entry-crumbs"><span><a class="entry-crumb" href="{SITE}/">Accueil'
        '</a></span> <span class="td-bred-no-url-last">Dernières minutes</span></div></div>'
        '<h1 class="entry-title td-page-title">Dernières minutes</h1>'
    )


def classic_page(page: ListPage) -> str:
    rows = "".join(_module(story) for story in page.stories)
    return _framed(
        f"""{_crumbs()}<div class="td-pb-row"><div class="td-pb-span8 td-main-content"><div class="td-ss-main-content">
        {rows}{_numbers(page)}</span></div></div></div>{_sidebar(page)}</div>"""
    )


def cloud_page(page: ListPage) -> str:
    rows = "".join(_flex(story) for story in page.stories)
    return _framed(
        f"""<div class="tdb-breadcrumbs"><a class="tdb-entry-crumb" href="{SITE}/">Accueil</a></div>
        <h1 class="tdb-title-text">Dernières minutes</h1><div class="vc_row tdi_40"><div class="vc_column tdi_42">
        <div class="td_block_wrap tdb_loop tdi_45" data-td-block-uid="tdi_45"><div id="tdi_45" class="td_block_inner
        tdb-block-inner td-fix-index">{rows}</div>{_numbers(page)}</span></div></div></div></div>{_sidebar(page)}"""
    )


def loop_page(page: ListPage) -> str:
    """A category with "load more": the rest comes as the state of `tdAjaxLoop`."""
    rows = "".join(_module(story) for story in page.stories)
    script = f"""<script>jQuery(window).ready(function() {{ tdAjaxLoop.loopState.sidebarPosition = '';
    tdAjaxLoop.loopState.moduleId = '10'; tdAjaxLoop.loopState.currentPage = 1;
    if ( -1 === {page.last}) {{ tdAjaxLoop.loopState.max_num_pages = {page.last}; }}
    else {{ tdAjaxLoop.loopState.max_num_pages = {page.last}; }}
    tdAjaxLoop.loopState.atts = {{ 'category_id':21
    }}; tdAjaxLoop.loopState.ajax_pagination_infinite_stop = 0; tdAjaxLoop.init(); }});</script>"""
    return _framed(
        f"""{_crumbs()}<div class="td-pb-row"><div class="td-pb-span8 td-main-content"><div class="td-ss-main-content">
        {rows}<div class="td-ajax-loop-infinite"></div><div class="td-load-more-wrap td-load-more-infinite-wrap">
        <a href="#" class="td_ajax_load_more" data-td_block_id="">Charger plus</a></div></div></div>{_sidebar(page)}
        </div>{script}""",
        _variables(),
    )


def loop_answer(page: ListPage, form: Mapping[str, str]) -> str:
    assert form["loopState[atts][category_id]"] == "21"
    assert form["loopState[moduleId]"] == "10"
    state = {
        "sidebarPosition": "",
        "moduleId": "10",
        "currentPage": str(page.number),
        "max_num_pages": str(page.last),
        "atts": {"category_id": "21"},
        "server_reply_html_data": "".join(_module(story) for story in page.stories),
    }
    return json.dumps(state).replace("/", r"\/")


def block_page(page: ListPage) -> str:
    """A block of a cloud template with "load more"; another block on the page has settings of its own."""
    rows = "".join(_flex(story) for story in page.stories)
    atts = r'{"limit":"10","category_id":"21","modules_on_row":"100%","custom_title":"L\u0027info en continu"}'
    return _framed(
        f"""<h1 class="tdb-title-text">Dernières minutes</h1><div class="vc_row tdi_40"><div class="td_block_wrap
        tdb_loop tdi_45" data-td-block-uid="tdi_45"><script>var block_tdi_45 = new tdBlock();
        block_tdi_45.id = "tdi_45";
        block_tdi_45.atts = '{atts}';
        block_tdi_45.td_column_number = "2";
        block_tdi_45.block_type = "tdb_loop";
        block_tdi_45.post_count = "10";
        block_tdi_45.found_posts = "35";
        block_tdi_45.max_num_pages = "{page.last}";
        tdBlocksArray.push(block_tdi_45);</script><div id="tdi_45" class="td_block_inner tdb-block-inner">{rows}</div>
        <div class="td-load-more-wrap td-load-more-infinite-wrap"><a href="#" class="td_ajax_load_more
        td_ajax_load_more_js" id="next-page-tdi_45" data-td_block_id="tdi_45">Charger plus</a></div></div></div>
        {_sidebar(page)}""",
        _variables() + '<script>var tdBlockNonce="5a0c3b19de";</script>',
    )


def block_answer(page: ListPage, form: Mapping[str, str]) -> str:
    assert json.loads(form["td_atts"])["custom_title"] == "L'info en continu"
    assert (form["block_type"], form["td_magic_token"]) == ("tdb_loop", "5a0c3b19de")
    reply = {
        "td_data": "".join(_flex(story) for story in page.stories),
        "td_block_id": form["td_block_id"],
        "td_hide_prev": False,
        "td_hide_next": page.number >= page.last,
    }
    return "<br />\n<b>Notice</b>: Undefined index in theme.php\n" + json.dumps(reply).replace("/", r"\/")


def _variables() -> str:
    path = r"\/wp-admin\/admin-ajax.php?td_theme_name=Newspaper&v=12.6"
    return f'<script>var td_ajax_url="{SITE}{path}";var tds_theme_color="#dd3333";</script>'


def classic_article(story: Story) -> str:
    return _framed(
        f"""<article class="post type-post"><div class="td-crumb-container"><div class="entry-crumbs"><span>
        <a class="entry-crumb" href="{SITE}/">Accueil</a></span> <span><a class="entry-crumb"
        href="{SITE}{list_path(1)}">Dernières minutes</a></span> <span class="td-bred-no-url-last">{story.headline}
        </span></div></div><header class="td-post-title"><h1 class="entry-title">{story.headline}</h1><div
        class="td-module-meta-info"><span class="td-post-date">{_time(story)}</span></div></header>
        <div class="td-post-content tagdiv-type"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></article>""",
        classes="single single-post",
    )


def cloud_article(story: Story) -> str:
    return _framed(
        f"""<div class="tdb-breadcrumbs"><a class="tdb-entry-crumb" href="{SITE}/">Accueil</a><a class="tdb-entry-crumb"
        href="{SITE}{list_path(1)}">Dernières minutes</a><span class="tdb-bred-no-url-last">{story.headline}</span></div>
        <h1 class="tdb-title-text">{story.headline}</h1>{_time(story)}<div class="td_block_wrap tdb_single_content
        td-post-content tagdiv-type"><div class="tdb-block-inner"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></div>
        """,
        classes="single single-post",
    )


CLASSIC = Family("tagdiv_classic", list_path, article_path, classic_page, classic_article)
CLOUD = Family("tagdiv_cloud", list_path, article_path, cloud_page, cloud_article)
LOOP = Family(
    "tagdiv_ajax_loop",
    list_path,
    article_path,
    loop_page,
    classic_article,
    answer=loop_answer,
    page_asked="loopState[currentPage]",
)
BLOCK = Family(
    "tagdiv_ajax_block",
    list_path,
    article_path,
    block_page,
    cloud_article,
    answer=block_answer,
    page_asked="td_current_page",
)

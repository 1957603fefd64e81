"""Further themes of WordPress: a classic one, a block theme, JNews, and a blog with "older entries"."""

from __future__ import annotations

from tests.family_sites.frame import FOOTER, MENU, html, popular
from tests.family_sites.site import SITE, Family, ListPage
from tests.family_sites.stories import Story


def article_path(story: Story) -> str:
    return f"/{story.slug}/"


def list_path(number: int) -> str:
    return "/category/en-continu/" + (f"page/{number}/" if number > 1 else "")


def _address(story: Story) -> str:
    return SITE + article_path(story)


def _numbers(page: ListPage) -> str:
    def link(number: int, text: str, classes: str) -> str:
        return f'<a class="{classes}page-numbers" href="{SITE}{list_path(number)}">{text}</a>'

    shown = link(page.number - 1, "Précédent", "prev ") if page.number > 1 else ""
    for number in range(1, page.last + 1):
        current = f'<span aria-current="page" class="page-numbers current">{number}</span>'
        shown += current if number == page.number else link(number, str(number), "")
    return shown + (link(page.number + 1, "Suivant", "next ") if page.number < page.last else "")


def classic_page(page: ListPage) -> str:
    rows = "".join(
        f"""<article id="post-{story.number}" class="post-{story.number} post type-post status-publish hentry
        category-en-continu"><header class="entry-header"><h2 class="entry-title"><a href="{_address(story)}"
        rel="bookmark">{story.headline}</a></h2><div class="entry-meta"><span class="posted-on">Publié le
        <a href="{_address(story)}" rel="bookmark"><time class="entry-date published" datetime="{story.iso}">
        {story.day}</time></a></span><span class="byline"> par <a class="url fn n" href="{SITE}/author/redaction/">La
        rédaction</a></span></div></header><div class="entry-content"><p>{story.teaser} <a href="{_address(story)}"
        class="more-link">Lire la suite</a></p></div><footer class="entry-footer"><span class="cat-links">
        <a href="{SITE}/category/en-continu/" rel="category tag">En continu</a></span></footer></article>"""
        for story in page.stories
    )
    return html(
        "En continu",
        f"""<div id="page" class="site"><header id="masthead" class="site-header">{MENU}</header><div id="primary"
        class="content-area"><main id="main" class="site-main"><header class="page-header"><h1 class="page-title">
        Catégorie : En continu</h1></header>{rows}<nav class="navigation pagination" aria-label="Publications">
        <h2 class="screen-reader-text">Navigation des articles</h2><div class="nav-links">{_numbers(page)}</div></nav>
        </main></div><aside id="secondary" class="widget-area"><section class="widget">
        {popular(page.popular, _address)}</section></aside>{FOOTER}</div>""",
    )


def block_page(page: ListPage) -> str:
    rows = "".join(
        f"""<li class="wp-block-post post-{story.number} post type-post status-publish hentry category-en-continu">
        <div class="wp-block-group is-layout-flow"><figure class="wp-block-post-featured-image"><a
        href="{_address(story)}" target="_self"><img src="/img/{story.number}.jpg" alt="{story.headline}"></a></figure>
        <h2 class="wp-block-post-title"><a href="{_address(story)}" target="_self">{story.headline}</a></h2>
        <div class="wp-block-post-date"><time datetime="{story.iso}"><a href="{_address(story)}">{story.day}</a></time>
        </div><div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{story.teaser}</p></div>
        </div></li>"""
        for story in page.stories
    )
    onward = ""
    if page.number > 1:
        onward += f'<a href="{SITE}{list_path(page.number - 1)}" class="wp-block-query-pagination-previous">Page précédente</a>'
    if page.number < page.last:
        onward += (
            f'<a href="{SITE}{list_path(page.number + 1)}" class="wp-block-query-pagination-next">Page suivante</a>'
        )
    return html(
        "En continu",
        f"""<div class="wp-site-blocks"><header class="wp-block-template-part"><nav class="wp-block-navigation">{MENU}
        </nav></header><main class="wp-block-group"><h1 class="wp-block-query-title">Catégorie : En continu</h1>
        <div class="wp-block-query"><ul class="wp-block-post-template is-layout-grid">{rows}</ul><nav
        class="wp-block-query-pagination" aria-label="Pagination">{onward}</nav></div><div class="wp-block-group">
        {popular(page.popular, _address)}</div></main>{FOOTER}</div>""",
    )


def jnews_page(page: ListPage) -> str:
    rows = "".join(
        f"""<article class="jeg_post jeg_pl_md_2 format-standard"><div class="jeg_thumb"><a href="{_address(story)}"
        aria-label="Lire l’article : {story.headline}"><div class="thumbnail-container"><img src="/{story.number}.jpg"
        alt=""></div></a></div><div class="jeg_postblock_content"><div class="jeg_post_category"><span>
        <a href="{SITE}/category/en-continu/" class="category-en-continu">En continu</a></span></div>
        <h3 class="jeg_post_title"><a href="{_address(story)}">{story.headline}</a></h3><div class="jeg_post_meta">
        <div class="jeg_meta_author"><span class="by">par</span> <a href="{SITE}/author/redaction/">La rédaction</a>
        </div><div class="jeg_meta_date"><a href="{_address(story)}"><i class="fa fa-clock-o"></i>{story.day}</a></div>
        <div class="jeg_meta_comment"><a href="{_address(story)}#comments"><i></i> 0</a></div></div><div
        class="jeg_post_excerpt"><p>{story.teaser}</p><a href="{_address(story)}" class="jeg_readmore">Lire la suite</a>
        </div></div></article>"""
        for story in page.stories
    )
    side = "".join(
        f"""<div class="jeg_post jeg_pl_sm"><div class="jeg_thumb"><a href="{_address(story)}"><img src="/s.jpg"></a>
        </div><div class="jeg_postblock_content"><h3 class="jeg_post_title"><a href="{_address(story)}">
        {story.headline}</a></h3></div></div>"""
        for story in page.popular
    )
    numbers = _numbers(page).replace("page-numbers", "page_number").replace('"next ', '"page_nav next ')
    return html(
        "En continu",
        f"""<div class="jeg_viewport"><div class="jeg_header">{MENU}</div><div class="jeg_main"><div class="jeg_container">
        <div class="jeg_content"><div class="jeg_section"><div class="container"><div class="jeg_cat_content row"><div
        class="jeg_main_content col-sm-8"><h1 class="jeg_cat_title">En continu</h1><div class="jnews_category_content_wrapper">
        <div class="jeg_postblock_3 jeg_postblock"><div class="jeg_posts jeg_block_container">{rows}</div></div>
        <div class="jeg_navigation jeg_pagination jeg_pagenav_1 jeg_aligncenter"><span class="page_info">Page
        {page.number} sur {page.last}</span>{numbers}</div></div></div><div class="jeg_sidebar col-sm-4"><div class="widget">
        <div class="jeg_block_heading"><h3 class="jeg_block_title"><span>Les plus lus</span></h3></div>{side}</div></div>
        </div></div></div></div></div></div><div class="jeg_footer">{FOOTER}</div></div>""",
    )


def older_page(page: ListPage) -> str:
    rows = "".join(
        f"""<div class="post" id="post-{story.number}"><h2><a href="{_address(story)}" rel="bookmark">{story.headline}
        </a></h2><small>{story.weekday} à {story.clock}</small><div class="entry"><p>{story.teaser}</p></div>
        <p class="postmetadata">Publié dans <a href="{SITE}/category/en-continu/" rel="category tag">En continu</a> |
        <a href="{_address(story)}#respond">Aucun commentaire »</a></p></div>"""
        for story in page.stories
    )
    older = f'<a href="{SITE}{list_path(page.number + 1)}">« Older Entries</a>' if page.number < page.last else ""
    newer = f'<a href="{SITE}{list_path(page.number - 1)}">Newer Entries »</a>' if page.number > 1 else ""
    return html(
        "En continu",
        f"""<div id="page"><div id="header"><h1><a href="{SITE}/">Le Journal de Boravel</a></h1></div><hr>
        <div id="content" class="narrowcolumn">{rows}<div class="navigation"><div class="alignleft">{older}</div><div
        class="alignright">{newer}</div></div></div><div id="sidebar"><ul><li><h2>Pages</h2>{MENU}</li><li>
        {popular(page.popular, _address)}</li><li><table id="wp-calendar"><tfoot><tr><td><a href="{SITE}/2026/10/">« Oct</a>
        </td></tr></tfoot></table></li></ul></div><hr>{FOOTER}</div>""",
    )


def article_page(story: Story) -> str:
    return html(
        story.headline,
        f"""<div id="page" class="site">{MENU}<main><article class="post type-post hentry"><header class="entry-header">
        <h1 class="entry-title">{story.headline}</h1><div class="entry-meta"><time class="entry-date published"
        datetime="{story.iso}">{story.day}</time></div></header><div class="entry-content"><p>{story.body[0]}</p>
        <p>{story.body[1]}</p></div></article></main>{FOOTER}</div>""",
    )


def jnews_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div class="jeg_viewport">{MENU}<div class="jeg_content jeg_singlepage"><div class="entry-header"><h1
        class="jeg_post_title">{story.headline}</h1><div class="jeg_meta_container"><div class="jeg_meta_date">
        <a href="{_address(story)}">{story.day}</a></div></div></div><div class="entry-content"><div
        class="content-inner"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></div></div>{FOOTER}</div>""",
        f'<meta property="article:published_time" content="{story.iso}">',
    )


CLASSIC = Family("wordpress_classic", list_path, article_path, classic_page, article_page)
BLOCK = Family("wordpress_block", list_path, article_path, block_page, article_page, per_page=9)
JNEWS = Family("jnews", list_path, article_path, jnews_page, jnews_article, per_page=12)
OLDER = Family("older_entries", list_path, article_path, older_page, article_page, per_page=8)

"""Content systems: SPIP, Drupal 7 and 8+, Joomla with K2, Arc XP, WMaker, Rossel."""

from __future__ import annotations

from tests.family_sites.frame import FOOTER, MENU, html, popular
from tests.family_sites.site import Family, ListPage
from tests.family_sites.stories import Story


def _spip_path(story: Story) -> str:
    return f"/spip.php?article{story.number}"


def _spip_list(number: int) -> str:
    return "/spip.php?rubrique3" + (f"&debut_articles={10 * (number - 1)}" if number > 1 else "")


def spip_page(page: ListPage) -> str:
    rows = "".join(
        f"""<li class="item hentry entry article" itemscope><strong class="h3-like entry-title"><a rel="bookmark"
        itemprop="url" href="spip.php?article{story.number}">{story.headline}</a></strong><p class="publication">
        <time pubdate="pubdate" datetime="{story.moment:%Y-%m-%dT%H:%M:%SZ}"><i class="icon-time"></i> {story.day}</time>
        <span class="authors">, par <a href="spip.php?auteur2">La rédaction</a></span></p><div class="introduction
        entry-content">{story.teaser}</div><p class="meta-publi"><a class="lire-la-suite"
        href="spip.php?article{story.number}">Lire la suite</a></p></li>"""
        for story in page.stories
    )
    numbers = " | ".join(
        f'<strong class="on">{10 * (number - 1)}</strong>'
        if number == page.number
        else f'<a href="spip.php?rubrique3&amp;debut_articles={10 * (number - 1)}#pagination_articles" '
        f'class="lien_pagination" rel="nofollow">{10 * (number - 1)}</a>'
        for number in range(1, page.last + 1)
    )
    return html(
        "Brèves",
        f"""<div class="container"><div class="nav clearfix" id="nav">{MENU}</div><div id="main"><div id="content">
        <nav class="arbo"><a href="/">Accueil</a> &gt; Brèves</nav><h1>Brèves</h1><div class="liste long articles"><a
        id="pagination_articles" class="pagination_ancre"></a><h2>Articles</h2><ul class="liste-items">{rows}</ul><p
        class="pagination">{numbers}</p></div></div><div id="aside" class="aside"><div class="liste short">
        {popular(page.popular, _spip_path)}</div></div></div>{FOOTER}</div>""",
        '<base href="/">',
    )


def spip_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div class="container"><div class="nav" id="nav">{MENU}</div><div id="main"><div class="contenu-principal">
        <div class="cartouche"><h1 class="crayon article-titre-{story.number}">{story.headline}</h1><p
        class="publication"><time datetime="{story.moment:%Y-%m-%dT%H:%M:%SZ}">{story.weekday}</time></p></div>
        <div class="crayon article-texte texte"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></div></div>
        {FOOTER}</div>""",
    )


def _drupal_path(story: Story) -> str:
    return f"/{story.moment:%Y/%m/%d}/actualite/{story.slug}"


def _drupal_list(number: int) -> str:
    return "/actualite" + (f"?page={number - 1}" if number > 1 else "")


def _drupal7_pager(page: ListPage) -> str:
    parts = []
    if page.number > 1:
        before = _drupal_list(page.number - 1)
        parts.append(
            '<li class="pager-first first"><a title="Aller à la première page" href="/actualite">« premier</a></li>'
        )
        parts.append(
            f'<li class="pager-previous"><a title="Aller à la page précédente" href="{before}">‹ précédent</a></li>'
        )
    parts += [
        f'<li class="pager-current">{number}</li>'
        if number == page.number
        else f'<li class="pager-item"><a title="Aller à la page {number}" href="{_drupal_list(number)}">{number}</a></li>'
        for number in range(1, page.last + 1)
    ]
    if page.number < page.last:
        onward, last = _drupal_list(page.number + 1), _drupal_list(page.last)
        parts.append(f'<li class="pager-next"><a title="Aller à la page suivante" href="{onward}">suivant ›</a></li>')
        parts.append(
            f'<li class="pager-last last"><a title="Aller à la dernière page" href="{last}">dernier »</a></li>'
        )
    return f'<div class="item-list"><ul class="pager">{"".join(parts)}</ul></div>'


def drupal7_page(page: ListPage) -> str:
    rows = "".join(
        f"""<div class="views-row views-row-{place} {"views-row-odd" if place % 2 else "views-row-even"}">
        <div class="views-field views-field-field-image"><div class="field-content"><a href="{_drupal_path(story)}">
        <img src="/sites/default/files/{story.number}.jpg" alt=""></a></div></div><div class="views-field
        views-field-title"><span class="field-content"><a href="{_drupal_path(story)}">{story.headline}</a></span></div>
        <div class="views-field views-field-created"><span class="field-content">{story.day} - {story.moment:%H:%M}</span>
        </div><div class="views-field views-field-body"><div class="field-content"><p>{story.teaser}</p></div></div></div>"""
        for place, story in enumerate(page.stories, start=1)
    )
    return html(
        "Actualité",
        f"""<div id="page-wrapper"><div id="page"><div id="header"><div id="main-menu" class="navigation">{MENU}</div>
        </div><div id="main-wrapper"><div id="main"><div id="content" class="column"><h1 class="title"
        id="page-title">Actualité</h1><div class="region region-content"><div class="block block-system"><div
        class="view view-actualite view-id-actualite"><div class="view-content">{rows}</div>{_drupal7_pager(page)}</div>
        </div></div></div><div id="sidebar-second" class="column sidebar"><div class="block block-views"><h2>Les plus lus
        </h2>{popular(page.popular, _drupal_path)}</div></div></div></div></div></div>{FOOTER}""",
        classes="html not-front page-actualite two-sidebars",
    )


def drupal8_page(page: ListPage) -> str:
    rows = "".join(
        f"""<div class="views-row"><article data-history-node-id="{story.number}" role="article" class="node node--type-article
        node--promoted node--view-mode-teaser"><header class="node__header"><h2 class="node__title"><a
        href="{_drupal_path(story)}" rel="bookmark"><span class="field field--name-title">{story.headline}</span></a></h2>
        <div class="node__meta"><span>Par <span>La rédaction</span>, {story.day}</span></div></header><div
        class="node__content"><div class="field field--name-body"><p>{story.teaser}</p></div><ul class="links inline">
        <li class="node-readmore"><a href="{_drupal_path(story)}" rel="tag" title="{story.headline}">Lire la suite<span
        class="visually-hidden"> de {story.headline}</span></a></li></ul></div></article></div>"""
        for story in page.stories
    )
    numbers = "".join(
        f'<li class="pager__item{" is-active" if number == page.number else ""}"><a href="?page={number - 1}" '
        f'title="{"Page courante" if number == page.number else f"Aller à la page {number}"}"><span '
        f'class="visually-hidden">Page</span>{number}</a></li>'
        for number in range(1, page.last + 1)
    )
    if page.number < page.last:
        numbers += (
            f'<li class="pager__item pager__item--next"><a href="?page={page.number}" title="Aller à la page suivante" '
            'rel="next"><span class="visually-hidden">Page suivante</span><span aria-hidden="true">››</span></a></li>'
            f'<li class="pager__item pager__item--last"><a href="?page={page.last - 1}" title="Aller à la dernière page">'
            '<span class="visually-hidden">Dernière page</span><span aria-hidden="true">Dernier »</span></a></li>'
        )
    return html(
        "Actualité",
        f"""<div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div id="page-wrapper"
        class="page-wrapper"><header id="header" class="site-header">{MENU}</header><div id="main-wrapper"
        class="layout-main-wrapper"><main id="content" class="column main-content" role="main"><h1 class="page-title">
        Actualité</h1><div class="views-element-container"><div class="view view-actualite"><div class="view-content">
        {rows}</div><nav class="pager" role="navigation" aria-labelledby="pagination-heading"><h4 class="visually-hidden">
        Pagination</h4><ul class="pager__items js-pager__items">{numbers}</ul></nav></div></div></main><div
        class="region region--sidebar">{popular(page.popular, _drupal_path)}</div></div>{FOOTER}</div></div>""",
    )


def drupal7_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div id="page">{MENU}<div id="content"><h1 class="title" id="page-title">{story.headline}</h1><div
        class="node node-article"><div class="submitted"><span property="dc:date" content="{story.iso}">{story.day}</span>
        </div><div class="content"><div class="field field-name-body"><div class="field-items"><div class="field-item even">
        <p>{story.body[0]}</p><p>{story.body[1]}</p></div></div></div></div></div></div></div>{FOOTER}""",
    )


def drupal8_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div class="page-wrapper"><header>{MENU}</header><main role="main"><h1 class="page-title"><span
        class="field--name-title">{story.headline}</span></h1><article class="node node--type-article node--view-mode-full">
        <div class="node__meta"><time datetime="{story.iso}">{story.day}</time></div><div class="node__content"><div
        class="clearfix text-formatted field field--name-body"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></div>
        </article></main>{FOOTER}</div>""",
    )


def _joomla_path(story: Story) -> str:
    return f"/index.php/depeches/{story.number}-{story.slug}"


def _joomla_list(number: int) -> str:
    return "/index.php/depeches" + (f"?start={10 * (number - 1)}" if number > 1 else "")


def joomla_page(page: ListPage) -> str:
    rows = "".join(
        f"""<div class="itemContainer itemContainerLast" style="width:100.0%;"><div class="catItemView groupPrimary">
        <div class="catItemHeader"><span class="catItemDateCreated">{story.weekday} {story.moment:%H:%M}</span><h3
        class="catItemTitle"><a href="{_joomla_path(story)}">{story.headline}</a></h3></div><div class="catItemBody"><div
        class="catItemImageBlock"><span class="catItemImage"><a href="{_joomla_path(story)}" title="{story.headline}"><img
        src="/media/k2/{story.number}.jpg" alt="{story.headline}"></a></span></div><div class="catItemIntroText"><p>
        {story.teaser}</p></div></div><div class="catItemLinks"><div class="catItemCategory"><span>Publié dans</span>
        <a href="/index.php/depeches">Dépêches</a></div></div><div class="catItemReadMore"><a class="k2ReadMore"
        href="{_joomla_path(story)}">Lire la suite...</a></div></div></div><div class="clr"></div>"""
        for story in page.stories
    )
    numbers = "".join(
        f'<li><span class="pagenav">{number}</span></li>'
        if number == page.number
        else f'<li><a class="pagenav" href="{_joomla_list(number)}">{number}</a></li>'
        for number in range(1, page.last + 1)
    )
    if page.number < page.last:
        numbers += (
            f'<li class="pagination-next"><a title="Suivant" href="{_joomla_list(page.number + 1)}" class="hasTooltip '
            f'pagenav">Suivant</a></li><li class="pagination-end"><a title="Fin" href="{_joomla_list(page.last)}" '
            'class="hasTooltip pagenav">Fin</a></li>'
        )
    return html(
        "Dépêches",
        f"""<div class="wrapper"><div id="header"><div class="moduletable_menu">{MENU}</div></div><div id="k2Container"
        class="itemListView"><div class="itemListCategory"><h2>Dépêches</h2></div><div class="itemList"><div
        id="itemListPrimary">{rows}</div></div><div class="k2Pagination"><ul>{numbers}</ul><div class="clr"></div>Page
        {page.number} sur {page.last}</div></div><div id="right" class="moduletable">
        {popular(page.popular, _joomla_path)}</div></div>{FOOTER}""",
    )


def joomla_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div class="wrapper">{MENU}<div id="k2Container" class="itemView"><span class="itemDateCreated">{story.weekday}
        {story.moment:%H:%M}</span><h2 class="itemTitle">{story.headline}</h2><div class="itemBody"><div
        class="itemFullText"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></div></div></div>{FOOTER}""",
    )


_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _arc_path(story: Story) -> str:
    seed = story.number * 2_654_435_761
    code = "".join(_BASE32[(seed >> (place % 30)) * (place + 7) % 32] for place in range(26))
    return f"/region/{story.moment:%Y/%m/%d}/{story.slug}-{code}/"


def _arc_list(number: int) -> str:
    return "/en-continu/" + (f"?page={number}" if number > 1 else "")


def arc_page(page: ListPage) -> str:
    rows = "".join(
        f"""<div class="sc-1w8kmuv-0 kQzVbN"><a href="{_arc_path(story)}" class="sc-1w8kmuv-1 hLxTnd"><div class="sc-a
        jGbXx"><picture><img src="/resizer/{story.number}.jpg" alt="" loading="lazy"></picture></div><div class="sc-b
        fWqRt"><span class="sc-c bTgHj">Région</span><h2 class="sc-d eNmQw">{story.headline}</h2><p class="sc-e iUyTr">
        {story.teaser}</p><time class="sc-f pOkLm" datetime="{story.moment:%Y-%m-%dT%H:%M:%S}.000Z">{story.clock}</time>
        </div></a></div>"""
        for story in page.stories
    )
    side = "".join(
        f'<li class="sc-x"><a class="sc-y" href="{_arc_path(story)}"><span>{place}</span><p>{story.headline}</p></a></li>'
        for place, story in enumerate(page.popular, start=1)
    )
    onward = (
        f'<a class="sc-z lKjHg" href="{_arc_list(page.number + 1)}"><span>Suivant</span></a>'
        if page.number < page.last
        else ""
    )
    return html(
        "En continu",
        f"""<div id="fusion-app" class="fusion-app"><div class="sc-h"><header class="sc-i">{MENU}</header></div><section
        class="sc-j"><div class="sc-k"><h1 class="sc-l">En continu</h1><div class="sc-m">{rows}</div><div class="sc-n">
        {onward}</div></div><div class="sc-o"><h3 class="sc-p">Les plus lus</h3><ol class="sc-q">{side}</ol></div></section>
        {FOOTER}</div>""",
    )


def arc_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div id="fusion-app">{MENU}<main><article class="article-body-wrapper"><h1 class="headline">{story.headline}</h1>
        <time class="date" datetime="{story.moment:%Y-%m-%dT%H:%M:%S}.000Z">{story.weekday}</time><section
        class="article-body"><p class="article-text">{story.body[0]}</p><p class="article-text">{story.body[1]}</p>
        </section></article></main>{FOOTER}</div>""",
    )


def _wmaker_path(story: Story) -> str:
    words = story.slug.replace("-", " ").title().replace(" ", "-")
    return f"/{words}_a{story.number}.html"


def _wmaker_list(number: int) -> str:
    return "/ACTUALITE_r6.html" + (f"?start={12 * (number - 1)}" if number > 1 else "")


def wmaker_page(page: ListPage) -> str:
    rows = "".join(
        f"""<div class="cel1 id{story.number}"><div class="photo shadow left"><a href="{_wmaker_path(story)}"><img
        src="/photo/art/{story.number}.jpg" alt="{story.headline}"></a></div><h3 class="titre"><a
        href="{_wmaker_path(story)}">{story.headline}</a></h3><div class="rubrique"><a href="/ACTUALITE_r6.html">
        ACTUALITE</a> <span class="date">{story.moment:%d/%m/%Y}</span></div><div class="texte"><a
        href="{_wmaker_path(story)}">{story.teaser}</a></div></div>"""
        for story in page.stories
    )
    numbers = "".join(
        f'<span class="sel">{number}</span>'
        if number == page.number
        else f'<a href="{_wmaker_list(number)}">{number}</a>'
        for number in range(1, page.last + 1)
    )
    if page.number < page.last:
        numbers += f'<a href="{_wmaker_list(page.number + 1)}">»</a>'
    return html(
        "ACTUALITE",
        f"""<div id="main_table_inner"><div id="mod_1" class="mod_menu">{MENU}</div><div id="z_col1"><div
        id="mod_rub_ress" class="mod_rub">{rows}<div class="pager">{numbers}</div></div></div><div id="z_col2"
        class="z_col_median"><div class="mod_plus"><div class="entete"><span class="fullmod">Les plus lus</span></div>
        {popular(page.popular, _wmaker_path)}</div></div></div>{FOOTER}""",
    )


def wmaker_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div id="main_table_inner">{MENU}<div id="z_col1"><div id="article" class="article-{story.number}"><h1
        class="access">{story.headline}</h1><div class="date"><div class="access">Rédigé le {story.weekday} à
        {story.moment:%H:%M}</div></div><div class="texte"><div class="firstletter"><p>{story.body[0]}</p>
        <p>{story.body[1]}</p></div></div></div></div></div>{FOOTER}""",
    )


def _rossel_path(story: Story) -> str:
    return f"/{story.number}/article/{story.moment:%Y-%m-%d}/{story.slug}"


def _rossel_list(number: int) -> str:
    return "/fil-info" + (f"?page={number}" if number > 1 else "")


def rossel_page(page: ListPage) -> str:
    rows, day = "", ""
    for story in page.stories:
        if story.day != day:
            day = story.day
            rows += f'<h3 class="r-direct--day">{story.weekday.capitalize()}</h3>'
        rows += f"""<div class="r-direct--item"><span class="r-direct--hour">{story.clock}</span><a class="r-direct--link"
        href="{_rossel_path(story)}"><span class="r-direct--label">Région</span> {story.headline}</a></div>"""
    onward = (
        f'<a class="r-pagination--next" href="{_rossel_list(page.number + 1)}" aria-label="Page suivante"><i></i></a>'
    )
    return html(
        "Fil info",
        f"""<div class="r-page"><header class="r-header">{MENU}</header><div class="r-main"><h1 class="r-title">Fil info
        </h1><div class="r-direct">{rows}</div><div class="r-pagination"><span class="r-pagination--current">{page.number}
        </span>{onward if page.number < page.last else ""}</div></div><div class="r-aside">
        {popular(page.popular, _rossel_path)}</div></div>{FOOTER}""",
    )


def rossel_article(story: Story) -> str:
    return html(
        story.headline,
        f"""<div class="r-page">{MENU}<article class="gr-article"><h1 class="r-article--title">{story.headline}</h1>
        <time class="r-article--date" datetime="{story.iso}">Publié le {story.day} à {story.clock}</time><div
        class="gr-article-content"><p>{story.body[0]}</p><p>{story.body[1]}</p></div></article></div>{FOOTER}""",
    )


SPIP = Family("spip", _spip_list, _spip_path, spip_page, spip_article)
DRUPAL7 = Family("drupal7", _drupal_list, _drupal_path, drupal7_page, drupal7_article)
DRUPAL8 = Family("drupal8", _drupal_list, _drupal_path, drupal8_page, drupal8_article)
JOOMLA = Family("joomla_k2", _joomla_list, _joomla_path, joomla_page, joomla_article)
ARC = Family("arc", _arc_list, _arc_path, arc_page, arc_article)
WMAKER = Family("wmaker", _wmaker_list, _wmaker_path, wmaker_page, wmaker_article, per_page=12)
ROSSEL = Family("rossel", _rossel_list, _rossel_path, rossel_page, rossel_article, per_page=15)

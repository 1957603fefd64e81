"""The pages of the simulated site: two themes of one WordPress, lists and feeds.

Whatever a real site changes at each request changes here too: counters, the age of a story in words, advertisements,
the most read, "Lire aussi".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import format_datetime
from html import escape
from random import Random
from typing import Any

from benchmarks.cron.stories import PARIS, Story, Version

NAME = "Le Fil du Canal"
RUNNING = "/category/dernieres-minutes/"
REST = "/wp-json/"
SAMPLE = "/page-d-exemple/"
"""What a theme's makers leave in their template."""
A_PAGE = 10
_ADS = ("Bottes Grandcrue, sèches depuis 1911.", "Assurez votre parapluie.", "Le café du port, torréfié ici.")

_SHARING = """<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Partager :</h3>
<ul><li><a class="share-facebook" href="?share=facebook"><span>Partager sur Facebook</span></a></li></ul></div>
<p class="has-small-font-size">Inscrivez-vous à notre newsletter pour recevoir l’essentiel chaque matin.</p>"""
"""What a plug-in of the new theme puts behind each text, inside it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a page is made from: the stories that lists show, newest first, at a moment, for one visitor."""

    stories: Sequence[Story]
    at: datetime
    origin: str
    chance: Random
    """Differs at each request."""
    new_theme: bool
    sources: frozenset[str]
    """What the site offers beside its section: `feed`, `rest`, `sitemap`."""
    one_path: str | None = None
    """The path that every page states for its own, where the theme has come to that."""

    def address(self, story: Story) -> str:
        """The address of a story now."""
        return f"{self.origin}/{story.slug(self.at)}/"

    def declared(self, story: Story) -> str:
        """The address that its page states for its own."""
        return self.address(story) if self.one_path is None else f"{self.origin}{self.one_path}"

    def listed(self, story: Story) -> str:
        """The address under which lists show it."""
        return f"{self.origin}/{story.listed_slug(self.at)}/"


def article(moment: Moment, story: Story) -> str:
    """The page of a story."""
    version = story.version(moment.at)
    head = _article_head(moment, story, version)
    classes = f"post-template-default single single-post postid-{story.number} single-format-standard"
    make = _block_article if moment.new_theme else _classic_article
    return _document(moment, version.headline, head, classes, make(moment, story, version))


def section(moment: Moment, number: int) -> str | None:
    """A page of the running section, null behind the last."""
    shown = moment.stories[(number - 1) * A_PAGE : number * A_PAGE]
    if not shown:
        return None
    last = -(-len(moment.stories) // A_PAGE)
    make = _block_section if moment.new_theme else _classic_section
    return _document(
        moment, "Dernières minutes", _announced(moment), "archive category", make(moment, shown, number, last)
    )


def home(moment: Moment) -> str:
    """The home page."""
    return _document(moment, "Accueil", "", "home blog", f'<main class="front">{_most_read(moment)}</main>')


def _announced(moment: Moment) -> str:
    feeds = (
        (f"{NAME} &raquo; Flux", "/feed/"),
        (f"{NAME} &raquo; Flux des commentaires", "/comments/feed/"),
        (f"{NAME} &raquo; Flux de la catégorie Dernières minutes", f"{RUNNING}feed/"),
    )
    links = [
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{moment.origin}{path}">\n'
        for title, path in feeds
        if "feed" in moment.sources
    ]
    if "rest" in moment.sources:
        links.append(f'<link rel="https://api.w.org/" href="{moment.origin}{REST}">\n')
        category = f"{moment.origin}{REST}wp/v2/categories/7"
        links.append(f'<link rel="alternate" title="JSON" type="application/json" href="{category}">\n')
    return "".join(links)


def feed(moment: Moment, size: int) -> str:
    """The newest stories as RSS, as WordPress writes it."""
    shown = moment.stories[:size]
    built = max((story.modified(moment.at) for story in shown), default=moment.at)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{NAME}</title><link>{moment.origin}</link><description>Toute l’info du canal</description>\n"
        f"<lastBuildDate>{format_datetime(built.astimezone(UTC))}</lastBuildDate><language>fr-FR</language>\n"
        f"{''.join(_item(moment, story) for story in shown)}</channel></rss>"
    )


def comments_feed(moment: Moment) -> str:
    """A feed without articles: what readers say."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Commentaires sur {NAME}</title><link>{moment.origin}</link></channel></rss>"
    )


def posts(moment: Moment, page: int, size: int, after: datetime | None) -> tuple[str, int]:
    """A page of the posts as WordPress' REST interface gives them, and how many there are in all."""
    asked = [story for story in moment.stories if after is None or story.published > after]
    shown = asked[(page - 1) * size : page * size]
    return json.dumps([_post(moment, story) for story in shown]), len(asked)


def sitemap(moment: Moment) -> str:
    """The newest thousand stories with the time of their last change."""
    entries = "".join(
        f"<url><loc>{moment.listed(story)}</loc><lastmod>{_local(story.modified(moment.at))}</lastmod></url>\n"
        for story in moment.stories[:1000]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>"
    )


def consent() -> str:
    """The page that stands before all others until cookies are accepted."""
    return f"""<!DOCTYPE html><html lang="fr"><head><meta charset="UTF-8">
<title>Votre choix concernant les cookies</title></head><body class="cmp-wall"><div id="cmp-container" role="dialog">
<h1>{NAME} respecte votre vie privée</h1>
<p>Avec votre accord, nos 214 partenaires et nous utilisons des cookies ou traceurs pour stocker et consulter des
données personnelles comme votre visite sur ce site.</p>
<p>Vous pouvez accepter, continuer sans accepter ou vous abonner.</p>
<button id="accept">Tout accepter</button> <button id="refuse">Continuer sans accepter</button></div></body></html>"""


def lost(moment: Moment) -> str:
    """The page for what is not there, with links as such pages have them."""
    return _document(
        moment, "Page introuvable", "", "error404", f"<main><h1>Erreur 404</h1>{_most_read(moment)}</main>"
    )


def _document(moment: Moment, title: str, head: str, classes: str, content: str) -> str:
    theme = "wp-theme-twentytwentyfive" if moment.new_theme else "wp-theme-Newspaper td-standard-pack"
    menu = f'<a href="/">Accueil</a></li><li class="menu-item"><a href="{RUNNING}">Dernières minutes</a>'
    return f"""<!DOCTYPE html>
<html lang="fr-FR"><head><meta charset="UTF-8"><title>{escape(title)} - {NAME}</title>
<meta name="robots" content="index, follow, max-image-preview:large">
<meta property="og:site_name" content="{NAME}">
{head}</head>
<body class="{classes} {theme}">
<header class="td-header-wrap"><nav><ul><li class="menu-item">{menu}</li></ul></nav>{_ad(moment)}</header>
{content}
<footer><p>© 2027 {NAME}</p><ul><li><a href="/mentions-legales/">Mentions légales</a></li></ul></footer>
</body></html>"""


def _article_head(moment: Moment, story: Story, version: Version) -> str:
    published, modified = _local(story.published), _local(story.modified(moment.at))
    headline, url = escape(version.headline), moment.declared(story)
    changed = f'<meta property="article:modified_time" content="{modified}">\n' if modified != published else ""
    return f"""<link rel="canonical" href="{url}">
<link rel="shortlink" href="{moment.origin}/?p={story.number}">
<meta property="og:type" content="article"><meta property="og:title" content="{headline}">
<meta property="og:url" content="{url}">
<meta property="article:published_time" content="{published}">
{changed}"""


def _classic_article(moment: Moment, story: Story, version: Version) -> str:
    paragraphs = [f"<p>{escape(text)}</p>" for text in _shown(version)]
    paragraphs.insert(2, f'<div class="td-a-rec td-a-rec-id-content_inline">{_ad(moment)}</div>')
    other = moment.chance.choice(moment.stories)
    link = f'<a href="{moment.listed(other)}">{escape(other.version(moment.at).headline)}</a>'
    paragraphs.insert(3, f"<p><strong>Lire aussi :</strong> {link}</p>")
    paragraphs.append("<p><em>Suivez l’actualité en direct sur notre chaîne WhatsApp</em></p>")
    comments, views = moment.chance.randrange(90), moment.chance.randrange(100, 9000)
    date = _time(story.published, "entry-date updated td-module-date")
    return f"""<div class="td-main-content-wrap"><div class="td-container">
<div class="td-crumb-container"><div class="entry-crumbs"><span><a class="entry-crumb" href="/">Accueil</a></span>
<i class="td-icon-right td-bread-sep"></i>
<span><a class="entry-crumb" href="{RUNNING}">Dernières minutes</a></span></div></div>
<div class="td-pb-row"><div class="td-pb-span8 td-main-content" role="main"><div class="td-ss-main-content">
<article id="post-{story.number}" class="post-{story.number} post type-post status-publish hentry">
<div class="td-post-header"><header class="td-post-title"><h1 class="entry-title">{escape(version.headline)}</h1>
<div class="td-module-meta-info"><span class="td-post-date">{date}</span>
<div class="td-post-comments"><a href="#respond"><i class="td-icon-comments"></i>{comments}</a></div>
<div class="td-post-views"><i class="td-icon-views"></i><span>{views}</span></div></div></header></div>
<div class="td-post-content tagdiv-type">
{chr(10).join(paragraphs)}
</div>
<footer><div class="td-post-sharing-bottom"><a class="td-social-sharing-button" href="#">Facebook</a></div></footer>
</article>
<div class="td_block_wrap td_block_related_posts"><h4 class="td-block-title">ARTICLES CONNEXES</h4>
<div class="td_block_inner">{_modules(moment, 3)}</div></div>
<div class="comments" id="comments"><h3>LAISSER UN COMMENTAIRE</h3></div>
</div></div>
<div class="td-pb-span4 td-main-sidebar" role="complementary">{_most_read(moment)}</div></div></div></div>"""


def _block_article(moment: Moment, story: Story, version: Version) -> str:
    paragraphs = [f'<p class="wp-block-paragraph">{escape(text)}</p>' for text in _shown(version)]
    other = moment.chance.choice(moment.stories)
    title = escape(other.version(moment.at).headline)
    box = f'<a href="{moment.listed(other)}" class="irp-link"><span class="ctaText">Lire aussi:</span>&nbsp; '
    paragraphs.insert(1, f'<div class="irp-box">{box}<span class="postTitle">{title}</span></a></div>')
    paragraphs.insert(3, f'<div class="code-block ai-viewport-1">{_ad(moment)}</div>')
    paragraphs.append(_SHARING)
    comments = moment.chance.randrange(90)
    return f"""<div class="wp-site-blocks"><main class="wp-block-group">
<div class="wp-block-group"><h1 class="wp-block-post-title">{escape(version.headline)}</h1>
<div class="wp-block-template-part"><div class="wp-block-post-date">{_time(story.published)}</div>
<div class="wp-block-post-terms taxonomy-category"><a href="{RUNNING}" rel="tag">Dernières minutes</a></div>
<div class="wp-block-comments-link"><a href="#comments">{comments} commentaires</a></div></div></div>
<div class="entry-content wp-block-post-content is-layout-constrained">
{chr(10).join(paragraphs)}
</div>
<div class="wp-block-comments" id="comments"><h2 class="wp-block-comments-title">{comments} réponses</h2></div>
<div class="wp-block-query"><h2 class="wp-block-heading">À lire également</h2><ul class="wp-block-post-template">
{_block_items(moment, moment.chance.sample(list(moment.stories), 3))}</ul></div>
</main></div>"""


def _classic_section(moment: Moment, shown: Sequence[Story], number: int, last: int) -> str:
    arrow = f'<a href="{_page(number + 1)}" aria-label="next-page"><i class="td-icon-menu-right"></i></a>'
    return f"""<div class="td-main-content-wrap"><div class="td-container">
<div class="td-page-header"><h1 class="entry-title td-page-title"><span>Dernières minutes</span></h1></div>
<div class="td-pb-row"><div class="td-pb-span8 td-main-content" role="main"><div class="td-ss-main-content">
{"".join(_module(moment, story) for story in shown)}
<div class="page-nav td-pb-padding-side"><span class="current">{number}</span>{arrow if number < last else ""}
<span class="pages">Page {number} sur {last}</span></div>
</div></div>
<div class="td-pb-span4 td-main-sidebar" role="complementary">{_most_read(moment)}</div></div></div></div>"""


def _block_section(moment: Moment, shown: Sequence[Story], number: int, last: int) -> str:
    following = f'<a href="{_page(number + 1)}" class="wp-block-query-pagination-next">Page suivante</a>'
    return f"""<div class="wp-site-blocks"><main class="wp-block-group">
<h1 class="wp-block-query-title">Catégorie : <span>Dernières minutes</span></h1>
<div class="wp-block-query"><ul class="wp-block-post-template">
{_block_items(moment, shown)}</ul>
<nav class="wp-block-query-pagination" aria-label="Pagination">{following if number < last else ""}</nav></div>
</main><aside class="wp-block-group">{_most_read(moment)}</aside></div>"""


def _module(moment: Moment, story: Story) -> str:
    version, url = story.version(moment.at), moment.listed(story)
    headline = escape(version.headline)
    return f"""<div class="td_module_10 td_module_wrap td-animation-stack"><div class="item-details">
<h3 class="entry-title td-module-title"><a href="{url}" rel="bookmark" title="{headline}">{headline}</a></h3>
<div class="td-module-meta-info"><span class="td-post-date">{_time(story.published, "entry-date td-module-date")}</span>
<div class="td-module-comments"><a href="{url}#respond">{moment.chance.randrange(90)}</a></div></div>
<div class="td-excerpt">{escape(version.paragraphs[0][:120])}...</div></div></div>
"""


def _modules(moment: Moment, count: int) -> str:
    return "".join(_module(moment, story) for story in moment.chance.sample(list(moment.stories), count))


def _block_items(moment: Moment, shown: Sequence[Story]) -> str:
    return "".join(
        f"""<li class="wp-block-post post-{story.number} post type-post hentry">
<h2 class="wp-block-post-title"><a href="{moment.listed(story)}">{escape(story.version(moment.at).headline)}</a></h2>
<div class="wp-block-post-excerpt"><p>{escape(story.version(moment.at).paragraphs[0][:140])}…</p></div>
<div class="wp-block-post-date">{_time(story.published)}</div></li>
"""
        for story in shown
    )


def _most_read(moment: Moment) -> str:
    read = moment.chance.sample(list(moment.stories[:40]), 5)
    entries = "".join(
        f'<li><a href="{moment.listed(story)}">{escape(story.version(moment.at).headline)}</a> '
        f"<span>{_age(moment.at, story.published)}</span></li>"
        for story in read
    )
    return f'<aside class="widget widget_most_read"><h4>Les plus lus</h4><ol>{entries}</ol></aside>'


def _ad(moment: Moment) -> str:
    return f'<span class="td-adspot-title">- Publicité -</span><p>{moment.chance.choice(_ADS)}</p>'


def _age(now: datetime, published: datetime) -> str:
    minutes = int((now - published).total_seconds() / 60)
    if minutes < 60:
        return f"il y a {minutes} minutes"
    return f"il y a {minutes // 60} heures" if minutes < 1440 else f"il y a {minutes // 1440} jours"


def _item(moment: Moment, story: Story) -> str:
    version = story.version(moment.at)
    return f"""<item><title>{escape(version.headline)}</title><link>{moment.listed(story)}</link>
<pubDate>{format_datetime(story.published.astimezone(UTC))}</pubDate><category>Dernières minutes</category>
<guid isPermaLink="false">{moment.origin}/?p={story.number}</guid>
<description>{escape(version.paragraphs[0][:200])}</description></item>
"""


def _post(moment: Moment, story: Story) -> dict[str, Any]:
    version, changed = story.version(moment.at), story.modified(moment.at)
    return {
        "id": story.number,
        "date": _wall(story.published, PARIS),
        "date_gmt": _wall(story.published, UTC),
        "modified": _wall(changed, PARIS),
        "modified_gmt": _wall(changed, UTC),
        "link": moment.listed(story),
        "title": {"rendered": escape(version.headline)},
        "excerpt": {"rendered": f"<p>{escape(version.paragraphs[0][:140])} [&hellip;]</p>"},
    }


def _wall(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")


def _shown(version: Version) -> list[str]:
    return [version.dateline + version.paragraphs[0], *version.paragraphs[1:]]


def _time(published: datetime, classes: str = "") -> str:
    local = published.astimezone(PARIS)
    attribute = f' class="{classes}"' if classes else ""
    return f'<time{attribute} datetime="{_local(published)}">{local.day}/{local.month:02}/{local.year}</time>'


def _local(at: datetime) -> str:
    return at.astimezone(PARIS).isoformat(timespec="seconds")


def _page(number: int) -> str:
    return f"{RUNNING}page/{number}/"
